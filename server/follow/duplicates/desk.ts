/** Where duplicates are looked for on demand: scans begun, watched and cancelled; a rule tried before it is kept. */
import type { Evidence, MatchRule } from '../../../kernel/likeness.ts'
import { pairsByKey } from '../../../kernel/pairing.ts'
import { type Refusal, Refused, refuse } from '../../../kernel/refusal.ts'
import { endScan, findScan, listScans, mostOfOneKey, newestComparables, type StoredScan } from '../../store/matching.ts'
import type { Session, World } from '../../world.ts'
import { comparableOf, matchOf, ruling } from './rules.ts'
import { queueScan } from './scan.ts'

export interface Hit {
  readonly ids: readonly [string, string]
  readonly points: number
  readonly verdict: string
  readonly evidence: readonly Evidence[]
}

export interface Trial {
  readonly records: number
  readonly compared: number
  readonly suspect: number
  readonly sure: number
  /** The surest, and those nearest to the limit. */
  readonly hits: readonly Hit[]
}

export interface DuplicateDesk {
  scan(session: Session, asked: { object: string; whole: boolean }): Promise<StoredScan>
  scans(session: Session): Promise<StoredScan[]>
  cancel(session: Session, id: string): Promise<StoredScan>
  tryRule(session: Session, asked: { object: string; rule: MatchRule }): Promise<Trial>
}

const shownScans = 20
/** So many of the newest records are tried; enough to see what a rule does, and done in seconds. */
const mostTried = 20_000
const mostSamples = 12

export function openDuplicateDesk(world: World): DuplicateDesk {
  return {
    scan: ({ tenantId, userId }, asked) => queueScan(world, tenantId, { ...asked, by: userId }),
    scans: ({ tenantId }) => world.database.inTenant(tenantId, (tx) => listScans(tx, tenantId, shownScans)),
    cancel: (session, id) => cancel(world, session, id),
    tryRule: (session, asked) => tryRule(world, session, asked),
  }
}

const no = (refusal: Refusal): Refused => new Refused([refusal])

async function cancel(world: World, { tenantId }: Session, id: string): Promise<StoredScan> {
  return world.database.inTenant(tenantId, async (tx) => {
    await endScan(tx, tenantId, { id, state: 'cancelled', problem: null, at: world.clock() })
    const scan = await findScan(tx, tenantId, id)
    if (!scan) throw no(refuse('missing', 'NOT_FOUND'))
    return scan
  })
}

async function tryRule(
  world: World,
  { tenantId }: Session,
  asked: { object: string; rule: MatchRule },
): Promise<Trial> {
  const declaration = (await world.models.of(tenantId)).objects.get(asked.object)
  if (!declaration) throw no(refuse('missing', 'NOT_FOUND'))
  const trial = ruling({ tenantId, declaration }, [{ id: 'trial', rule: asked.rule }])
  const records = await world.database.inTenant(tenantId, (tx) =>
    newestComparables(tx, { tenantId, declaration, names: trial.names }, mostTried),
  )
  const all = records.map((record) => comparableOf(trial, record))
  const keys = all.map((one) => one.keys)
  const { pairs } = pairsByKey(keys, mostOfOneKey)
  const hits = pairs.flatMap(([i, j]): Hit[] => {
    const [a, b] = [all[i], all[j]]
    const match = a && b ? matchOf(trial, a, b) : null
    if (!match || !a || !b) return []
    const { points, verdict, evidence } = match
    return [{ ids: [a.record.id, b.record.id], points, verdict, evidence }]
  })
  const sure = hits.filter((hit) => hit.verdict === 'sure').length
  return {
    records: records.length,
    compared: pairs.length,
    suspect: hits.length - sure,
    sure,
    hits: samplesOf(hits),
  }
}

/** Where a limit lies right or wrong shows at its edge. */
function samplesOf(hits: readonly Hit[]): Hit[] {
  const ordered = [...hits].sort((x, y) => y.points - x.points)
  return ordered.length <= mostSamples ? ordered : [...ordered.slice(0, 4), ...ordered.slice(4 - mostSamples)]
}
