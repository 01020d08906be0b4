/** Columns that no heading gave away, known by the records their cells name. */
import { findByTexts } from '../../store/imports.ts'
import type { Session, World } from '../../world.ts'
import type { Guess } from './guess.ts'
import type { Looks } from './looks.ts'
import type { Target } from './mapping.ts'
import { referredObject } from './plan.ts'
import { namingFields } from './references.ts'

interface Known {
  readonly session: Session
  readonly asked: { readonly targets: ReadonlyMap<string, Target> }
  readonly looks: readonly Looks[]
}

const mostTargets = 12

/** Half of the texts looked at have to be names or numbers of records there are. */
export async function withRecords(world: World, known: Known, guesses: readonly Guess[]): Promise<Guess[]> {
  const taken = new Set(guesses.map(({ field }) => field))
  const free = [...known.asked.targets.values()]
    .filter(({ name, field, historyOnly }) => !historyOnly && field.kind === 'link' && !taken.has(name))
    .slice(0, mostTargets)
  const out: Guess[] = []
  for (const [column, guess] of guesses.entries()) {
    const texts = (known.looks[column]?.texts ?? []).filter((text) => text.length > 1).slice(0, 20)
    const found = guess.field === null && texts.length > 0 ? await linkOf(world, known.session, { texts, free }) : null
    if (found) free.splice(free.indexOf(found), 1)
    out.push(found ? { header: guess.header, field: found.name, score: 0.8 } : guess)
  }
  return out
}

async function linkOf(
  world: World,
  { tenantId }: Session,
  { texts, free }: { texts: readonly string[]; free: readonly Target[] },
): Promise<Target | null> {
  const model = await world.models.of(tenantId)
  const keys = texts.map((text) => text.toLowerCase())
  for (const target of free) {
    const declaration = model.objects.get(referredObject(target.field))
    if (!declaration) continue
    const found = await world.database.inTenant(tenantId, (tx) =>
      findByTexts(tx, { tenantId, declaration }, { fields: namingFields(declaration), texts: keys }),
    )
    if (new Set(found.map(({ key }) => key)).size * 2 >= keys.length) return target
  }
  return null
}
