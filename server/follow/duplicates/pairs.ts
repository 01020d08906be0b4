/** Puts what was found into the review queue: new pairs, pairs that look different now, pairs that are none. */
import { changedSince, type Fingerprint, sidesOf } from '../../../flow/sell/pairing.ts'
import type { Command } from '../../../kernel/command.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { identityOf } from '../../store/identity.ts'
import { openPairsOf } from '../../store/matching.ts'
import { loadRecords } from '../../store/records.ts'
import type { World } from '../../world.ts'
import { executeBatch } from '../../write/batch.ts'
import { systemSession } from '../../write/effects.ts'
import { type Comparable, fingerprintOf, type Match, type Ruling } from './rules.ts'

export interface FoundPair {
  readonly a: Comparable
  readonly b: Comparable
  readonly match: Match
}

/** The same two records make the same pair, whoever meets whom first. */
export const pairIdOf = (ruling: Ruling, a: string, b: string): string => {
  const [first, second] = a < b ? [a, b] : [b, a]
  return identityOf(ruling.tenantId, 'duplicatePair', { object: ruling.declaration.name, first, second })
}

/** Answers how many are now up for review that were not before. */
export async function keepPairs(world: World, ruling: Ruling, found: readonly FoundPair[]): Promise<number> {
  if (found.length === 0) return 0
  const { tenantId } = ruling
  const ordered = found.map(({ a, b, match }) => (a.record.id < b.record.id ? { a, b, match } : { a: b, b: a, match }))
  const ids = ordered.map(({ a, b }) => pairIdOf(ruling, a.record.id, b.record.id))
  const declaration = (await world.models.of(tenantId)).objects.get('duplicatePair') as Declaration
  const known = await world.database.inTenant(tenantId, (tx) =>
    loadRecords(tx, { tenantId, declaration }, { ids, lock: false }),
  )
  const byId = new Map(known.map((one) => [one.id as string, one]))
  const commands = ordered.flatMap((pair, index): Command[] => {
    const id = ids[index] as string
    const one = commandFor(ruling, pair, byId.get(id) ?? null)
    return one ? [{ ...one, id }] : []
  })
  const outcomes = await executeBatch(world, systemSession(tenantId), commands)
  return outcomes.filter(
    (one, index) => one.ok && byId.get((commands[index] as Command).id as string)?.state !== 'open',
  ).length
}

function commandFor(ruling: Ruling, { a, b, match }: FoundPair, known: Loose | null): Command | null {
  const fingerprint = fingerprintOf(ruling, a.record, b.record)
  const said = {
    points: String(match.points),
    verdict: match.verdict,
    evidence: match.evidence,
    fingerprint,
    ruleId: match.ruleId,
  }
  if (known) {
    const changed = changedSince(known.fingerprint as Fingerprint | null, fingerprint)
    const again = known.state === 'cleared' || (['open', 'dismissed'].includes(known.state) && changed)
    return again ? { object: 'duplicatePair', act: 'renew', input: said } : null
  }
  const [side, other] = sidesOf(ruling.declaration.name)
  const input = {
    object: ruling.declaration.name,
    [side]: a.record.id,
    [other]: b.record.id,
    ownerId: a.record.ownerId,
    deptId: a.record.deptId,
    memberIds: b.record.ownerId === null ? [] : [b.record.ownerId],
    ...said,
  }
  return { object: 'duplicatePair', act: 'create', input }
}

/** Pairs of records that were looked at and are not alike any more; in a scan of all, the later of the two decides. */
export async function clearPairs(
  world: World,
  ruling: Ruling,
  looked: { ids: readonly string[]; still: ReadonlySet<string>; whole: boolean },
): Promise<void> {
  const { tenantId, declaration } = ruling
  const open = await world.database.inTenant(tenantId, (tx) =>
    openPairsOf(tx, { tenantId, sides: sidesOf(declaration.name) }, looked.ids),
  )
  const ids = new Set(looked.ids)
  const commands = open
    .filter(({ id, b }) => !looked.still.has(id) && (!looked.whole || ids.has(b)))
    .map(({ id }) => ({ object: 'duplicatePair', act: 'clear', id, input: {} }))
  await executeBatch(world, systemSession(tenantId), commands)
}
