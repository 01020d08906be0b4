/** Comments, files and shares are read by whoever may read the record they are on: the one named, or the one behind. */
import { scopesFor } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { isId } from '../../kernel/validate.ts'
import type { Tx } from '../store/database.ts'
import { placements } from '../store/sideline.ts'
import type { Condition, Reach } from '../store/where.ts'
import { isAbout } from './near.ts'
import type { Reading } from './reading.ts'
import { reaches, reachOf } from './scope.ts'

/** What a question reaches: of comments and the like all on the record it names, if the reader sees that, else none. */
export async function reachIn(
  reading: Reading,
  tx: Tx,
  { declaration, condition }: { declaration: Declaration; condition: Condition | null },
): Promise<Reach> {
  const reach = reachOf(reading, declaration)
  const subject = isAbout(declaration) ? namedIn(condition) : null
  if (!subject || !reach.only) return reach
  return { ...reach, only: (await seesSubject(reading, tx, subject)) ? { all: [] } : { any: [] } }
}

export async function seesSubject(
  reading: Reading,
  tx: Tx,
  { object, recordId }: { object: unknown; recordId: unknown },
): Promise<boolean> {
  const subject = reading.model.objects.get(String(object))
  if (!subject || isAbout(subject) || !isId(recordId)) return false
  const asked = { object: subject.name, ids: [recordId], pooled: Object.hasOwn(subject.fields, 'poolId') }
  const found = (await placements(tx, reading.tenantId, asked)).get(recordId)
  const scopes = scopesFor({ declaration: subject, changes: reading.model.changes, actor: reading.actor }, 'read')
  return found !== undefined && scopes.length > 0 && reaches(reading, subject, found as unknown as Loose)
}

/** The one record that every comment asked for must be on; only what all of the condition demands counts. */
function namedIn(condition: Condition | null): { object: unknown; recordId: unknown } | null {
  const tests = condition ? demanded(condition) : []
  const asked = (name: string) => tests.find((test) => test.name === name)?.value
  const [object, recordId] = [asked('object'), asked('recordId')]
  return object === undefined || recordId === undefined ? null : { object, recordId }
}

function demanded(condition: Condition): { name: string; value: unknown }[] {
  if ('all' in condition) return condition.all.flatMap(demanded)
  if (!('place' in condition) || condition.place.via) return []
  const values = condition.op === 'eq' ? [condition.value] : condition.op === 'in' ? (condition.value as unknown[]) : []
  return values.length === 1 ? [{ name: condition.place.name, value: values[0] }] : []
}
