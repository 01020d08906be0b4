/** What one running import works with: its file as a source of rows, its plan, whom it acts as, and where it writes. */
import type { Loose } from '../../../kernel/fact.ts'
import { type Actor, system } from '../../../kernel/permit.ts'
import { Refused, refuse } from '../../../kernel/refusal.ts'
import { orderedIds } from '../../store/identity.ts'
import type { StoredImport } from '../../store/imports.ts'
import { loadPerson } from '../../store/people.ts'
import type { Model, Session, World } from '../../world.ts'
import type { Follows } from '../../write/work.ts'
import { storedFile } from './file/bytes.ts'
import { type ImportOptions, type Mapping, mappingProblems, readMapping, readOptions, targetsOf } from './mapping.ts'
import { namingFields, openReferences, type References } from './references.ts'
import type { Plan } from './rows.ts'
import { Seen } from './seen.ts'
import { openSource, readingOf, type Source } from './source.ts'

export const mostRows = 1_000_000

export interface Scene {
  readonly world: World
  readonly model: Model
  readonly session: Session
  readonly importId: string
  readonly plan: Plan
  readonly options: ImportOptions
  readonly follows: Follows
  readonly source: Source
  readonly references: References
  /** The same row of the same import always makes the same record. */
  readonly idOfRow: (rowNo: number) => string
  /** Texts by which rows of this very file can be named, for links that point forward; filled before the first row. */
  readonly ownTexts: Seen
  /** What a dry run would have made, by its keys, since nothing of it is there to be found. */
  readonly tried: Seen
}

export async function openScene(world: World, tenantId: string, stored: StoredImport): Promise<Scene> {
  const model = await world.models.of(tenantId)
  const session = await sessionFor(world, tenantId, stored)
  const mapping = readMapping(stored.mapping, stored.object)
  const options = readOptions(stored.options)
  const source = await openSource(await storedFile(world, tenantId, stored.fileId), readingOf(options))
  const plan = planOf(model, { object: stored.object, mapping: { ...mapping, options }, headers: source.headers })
  return {
    ...{ world, model, session, importId: stored.id, plan, options, source },
    follows: { notices: options.notify, automations: options.automations },
    references: openReferences(world, model),
    idOfRow: orderedIds(Date.parse(stored.createdAt), `${stored.id} ${stored.object}`),
    ownTexts: new Seen(),
    tried: new Seen(),
  }
}

/** Throws Refused where the mapping does not fit the file or the object. */
export function planOf(model: Model, given: { object: string; mapping: Mapping; headers: readonly string[] }): Plan {
  const declaration = model.objects.get(given.object)
  if (!declaration) throw new Refused([refuse('missing', 'NOT_FOUND')])
  const targets = targetsOf(declaration, model.customFields(given.object))
  const { headers, mapping } = given
  const problems = mappingProblems(mapping, { headers, targets })
  if (problems.length > 0) throw new Refused(problems)
  return { declaration, mapping, targets, headers, timeZone: model.settings.timeZone }
}

/** Years of old records come in past the permits of single objects, in the name of whoever was allowed to start it. */
async function sessionFor(world: World, tenantId: string, stored: StoredImport): Promise<Session> {
  const { createdBy: userId, options } = stored
  if (userId === null) return { tenantId, userId: null, actor: operator, language: 'zh' }
  const person = await world.database.inTenant(tenantId, (tx) =>
    loadPerson(tx, { tenantId, userId }, { kind: 'person', channel: 'import' }),
  )
  if (!person) throw new Refused([refuse('forbidden', 'FORBIDDEN')])
  const actor: Actor = options.history
    ? { ...system, id: userId, roles: person.actor.roles, channel: 'import' }
    : person.actor
  return { tenantId, userId, actor, language: person.language }
}

/** Whoever works at the machine itself. */
export const operator: Actor = Object.freeze({ ...system, channel: 'import' })

/** Whether rows may name other rows of their own file, so that it has to be looked through first. */
export const namesOwnRows = (plan: Plan): boolean =>
  Object.values(plan.mapping.columns)
    .flat()
    .some((name) => pointsAtOwn(plan, plan.targets.get(name)?.field ?? {}))

/** Goes through the file once: how many rows it has, and by which texts they can be named. */
export async function lookThrough({ plan, source, ownTexts }: Scene): Promise<number> {
  const naming = new Set(namingFields(plan.declaration))
  const columns = namesOwnRows(plan)
    ? source.headers.flatMap((header, at) =>
        (plan.mapping.columns[header] ?? []).some((name) => naming.has(name)) ? [at] : [],
      )
    : []
  let rows = 0
  for await (const batch of source.rows()) {
    rows += batch.length
    for (const row of batch) for (const at of columns) ownTexts.add((row.cells[at] ?? '').trim().toLowerCase())
  }
  return rows
}

export const pointsAtOwn = ({ declaration }: Pick<Plan, 'declaration'>, field: Loose): boolean =>
  (field.kind === 'link' && field.target === declaration.name) ||
  (field.kind === 'department' && declaration.name === 'department') ||
  (field.kind === 'member' && declaration.name === 'user')
