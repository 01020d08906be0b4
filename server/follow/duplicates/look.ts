/** Looks for whom some records resemble: keys written, candidates met, pairs judged and kept. */
import type { Loose } from '../../../kernel/fact.ts'
import { candidatesByKeys, candidatesOf, comparablesById, type Keyed, writeKeys } from '../../store/matching.ts'
import type { World } from '../../world.ts'
import { clearPairs, type FoundPair, keepPairs, pairIdOf } from './pairs.ts'
import { type Comparable, comparableOf, matchOf, type Ruling, rulingOf } from './rules.ts'

export interface Looked {
  readonly compared: number
  /** Newly up for review. */
  readonly found: number
  readonly skipped: number
}

export const keyedOf = (ruling: Ruling, records: readonly Loose[]): Keyed[] =>
  records.map((record) => ({ id: record.id as string, keys: [...new Set(comparableOf(ruling, record).keys)] }))

/** Two that nobody could merge any more are no pair. */
const mergeable = (object: string, a: Loose, b: Loose): boolean =>
  object !== 'lead' || a.state !== 'converted' || b.state !== 'converted'

/** Judges records, whose keys are written, against all others; in a scan of all, each pair is met once. */
export async function look(
  world: World,
  ruling: Ruling,
  asked: { records: readonly Loose[]; whole: boolean },
): Promise<Looked> {
  const { tenantId, declaration } = ruling
  const { records, whole } = asked
  const ids = records.map((record) => record.id as string)
  const { met, others } = await world.database.inTenant(tenantId, async (tx) => {
    const met = await candidatesOf(tx, { tenantId, object: declaration.name, whole }, ids)
    const own = new Set(ids)
    const missing = [...new Set(met.pairs.map(([, b]) => b).filter((id) => !own.has(id)))]
    return { met, others: await comparablesById(tx, { tenantId, declaration, names: ruling.names }, missing) }
  })
  const byId = new Map<string, Comparable>()
  for (const record of [...records, ...others]) byId.set(record.id, comparableOf(ruling, record))
  const found = new Map<string, FoundPair>()
  for (const [first, second] of met.pairs) {
    const [a, b] = [byId.get(first), byId.get(second)]
    if (!a || !b || !mergeable(declaration.name, a.record, b.record)) continue
    const match = matchOf(ruling, a, b)
    if (match) found.set(pairIdOf(ruling, first, second), { a, b, match })
  }
  const fresh = await keepPairs(world, ruling, [...found.values()])
  await clearPairs(world, ruling, { ids, still: new Set(found.keys()), whole })
  return { compared: met.pairs.length, found: fresh, skipped: met.skipped }
}

/** For whoever writes many records at once, such as an import: looks at these now. Zero where no rule is active. */
export async function lookAt(
  world: World,
  place: { tenantId: string; object: string },
  ids: readonly string[],
): Promise<Looked> {
  const ruling = await rulingOf(world, place.tenantId, place.object)
  if (!ruling || ids.length === 0) return { compared: 0, found: 0, skipped: 0 }
  const records = await world.database.inTenant(place.tenantId, async (tx) => {
    const known = await comparablesById(tx, { ...place, declaration: ruling.declaration, names: ruling.names }, ids)
    await writeKeys(tx, { ...place, fresh: false }, keyedOf(ruling, known))
    return known
  })
  return look(world, ruling, { records, whole: false })
}

/** For a dry run: how many of these records, none of them stored, resemble one that is, or one before them. */
export async function suspectsAmong(
  world: World,
  place: { tenantId: string; object: string },
  records: readonly Loose[],
): Promise<number> {
  const ruling = await rulingOf(world, place.tenantId, place.object)
  if (!ruling) return 0
  const { declaration, names } = ruling
  const fresh = records.map((record, index) => comparableOf(ruling, { state: '', ...record, id: `${index}` }))
  const { hits, stored } = await world.database.inTenant(place.tenantId, async (tx) => {
    const hits = await candidatesByKeys(
      tx,
      place,
      fresh.flatMap((one) => one.keys),
    )
    const ids = [...new Set(hits.map((hit) => hit.id))]
    return { hits, stored: await comparablesById(tx, { ...place, declaration, names }, ids) }
  })
  const byId = new Map(stored.map((record) => [record.id as string, comparableOf(ruling, record)]))
  const byKey = new Map<string, Comparable[]>()
  const put = (key: string, one: Comparable | undefined) => {
    if (one) byKey.set(key, [...(byKey.get(key) ?? []), one])
  }
  for (const { key, id } of hits) put(key, byId.get(id))
  let suspects = 0
  for (const one of fresh) {
    const candidates = new Set(one.keys.flatMap((key) => byKey.get(key) ?? []))
    if ([...candidates].some((other) => matchOf(ruling, one, other) !== null)) suspects++
    for (const key of one.keys) put(key, one)
  }
  return suspects
}
