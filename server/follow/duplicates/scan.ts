/** A scan for duplicates as a job: keys first, then pairs, page by page, each with a checkpoint. */
import type { Declaration } from '../../../kernel/object.ts'
import { addJob, type ClaimedJob } from '../../store/jobs.ts'
import {
  addScan,
  beginScan,
  type Comparing,
  comparables,
  countComparables,
  dropKeys,
  endScan,
  findScan,
  keepScan,
  keepScannedTo,
  progressOf,
  type StoredScan,
  waitingScan,
  writeKeys,
} from '../../store/matching.ts'
import type { World } from '../../world.ts'
import { jobsChannel, type Kind, type Work, WorkEnded } from '../jobs.ts'
import { keyedOf, look } from './look.ts'
import { type Ruling, rulingOf } from './rules.ts'

export const scanKind: Kind = { run: runScan, failed }
export const scanJob = 'duplicates'
const keysPage = 2_000
const pairsPage = 500
const none = '00000000-0000-0000-0000-000000000000'

/** Objects that can be looked through. */
export const scannable = ['lead', 'account', 'contact'] as const

/** One at a time for each object: whoever asks again is told of the one that runs. */
export async function queueScan(
  world: World,
  tenantId: string,
  asked: { object: string; whole: boolean; by: string | null },
): Promise<StoredScan> {
  const at = world.clock()
  const stored = await world.database.inTenant(tenantId, async (tx) => {
    const waiting = await waitingScan(tx, tenantId, asked.object)
    if (waiting) return waiting
    const id = world.newId()
    await addScan(tx, tenantId, { id, object: asked.object, whole: asked.whole, createdBy: asked.by, createdAt: at })
    await addJob(tx, tenantId, { id: world.newId(), kind: scanJob, subjectId: id, at })
    return (await findScan(tx, tenantId, id)) as StoredScan
  })
  await world.database.notify(jobsChannel, '')
  return stored
}

/** Every night: what changed since the last scan, wherever a rule is active. */
export async function queueNightly(world: World, tenantId: string): Promise<void> {
  for (const object of scannable) {
    if (await rulingOf(world, tenantId, object)) await queueScan(world, tenantId, { object, whole: false, by: null })
  }
}

interface Scanning {
  readonly world: World
  readonly work: Work
  readonly ruling: Ruling
  readonly comparing: Comparing
  /** Null looks at all. */
  readonly since: string | null
}

type Counts = { -readonly [K in 'phase' | 'done' | 'lastId' | 'found' | 'skipped']: StoredScan[K] } & {
  compared: number
}

async function runScan(world: World, work: Work): Promise<void> {
  const { tenantId, subjectId: id } = work.job
  const stored = await world.database.inTenant(tenantId, (tx) => findScan(tx, tenantId, id))
  if (!stored || !['waiting', 'running'].includes(stored.state)) return
  const ruling = await rulingOf(world, tenantId, stored.object)
  if (!ruling) return end(world, work.job, { state: 'done', problem: null })
  const began = stored.startedAt ?? world.clock()
  const scanning = await beginningOf({ world, work, ruling }, stored)
  const counts: Counts = { ...stored, compared: Number(stored.compared) }
  const whole = await keysOf(scanning, counts)
  if (!whole || !(await pairsOf(scanning, counts))) return
  await world.database.inTenant(tenantId, (tx) =>
    keepScannedTo(tx, { tenantId, object: stored.object }, { rules: ruling.mark, scannedTo: began }),
  )
  await end(world, work.job, { state: 'done', problem: null })
}

/** What changed is enough only while the keys are those of the present rules. */
async function beginningOf(
  { world, work, ruling }: Pick<Scanning, 'world' | 'work' | 'ruling'>,
  stored: StoredScan,
): Promise<Scanning> {
  const { tenantId } = work.job
  const { declaration, names } = ruling
  const comparing: Comparing = { tenantId, declaration: declaration as Declaration, names }
  return world.database.inTenant(tenantId, async (tx) => {
    const progress = await progressOf(tx, tenantId, stored.object)
    const since = !stored.whole && progress?.rules === ruling.mark ? progress.scannedTo : null
    const total = await countComparables(tx, comparing, since)
    const whole = since === null
    await beginScan(tx, tenantId, { id: stored.id, total, whole, at: world.clock() })
    if (whole && stored.phase === 'keys' && stored.lastId === null) await dropKeys(tx, tenantId, stored.object)
    return { world, work, ruling, comparing, since }
  })
}

async function keysOf(scanning: Scanning, counts: Counts): Promise<boolean> {
  const { world, work, ruling, comparing, since } = scanning
  const { tenantId, declaration } = comparing
  while (counts.phase === 'keys') {
    work.pause()
    const kept = await world.database.inTenant(tenantId, async (tx) => {
      const page = await comparables(tx, comparing, { after: counts.lastId ?? none, limit: keysPage, since })
      // A page that was written before a crash is written again, so nothing is taken to be new.
      await writeKeys(tx, { tenantId, object: declaration.name, fresh: false }, keyedOf(ruling, page))
      const last = page.length < keysPage
      Object.assign(counts, last ? { phase: 'pairs', lastId: null } : { lastId: page.at(-1)?.id })
      return keepScan(tx, work.job, counts)
    })
    if (!kept) return stopped(scanning)
  }
  return true
}

async function pairsOf(scanning: Scanning, counts: Counts): Promise<boolean> {
  const { world, work, ruling, comparing, since } = scanning
  const { tenantId } = comparing
  for (;;) {
    work.pause()
    const page = await world.database.inTenant(tenantId, (tx) =>
      comparables(tx, comparing, { after: counts.lastId ?? none, limit: pairsPage, since }),
    )
    const looked = await look(world, ruling, { records: page, whole: since === null })
    counts.compared += looked.compared
    counts.found += looked.found
    counts.skipped += looked.skipped
    counts.done += page.length
    counts.lastId = (page.at(-1)?.id as string | undefined) ?? counts.lastId
    const kept = await world.database.inTenant(tenantId, (tx) => keepScan(tx, work.job, counts))
    if (!kept) return stopped(scanning)
    if (page.length < pairsPage) return true
  }
}

/** False when it was cancelled; throws when another worker took over. */
async function stopped({ world, work }: Scanning): Promise<boolean> {
  const { tenantId, subjectId } = work.job
  const now = await world.database.inTenant(tenantId, (tx) => findScan(tx, tenantId, subjectId))
  if (now?.state === 'cancelled') return false
  throw new WorkEnded('lost')
}

async function end(
  world: World,
  job: ClaimedJob,
  how: { state: 'done' | 'failed'; problem: string | null },
): Promise<void> {
  await world.database.inTenant(job.tenantId, (tx) =>
    endScan(tx, job.tenantId, { id: job.subjectId, at: world.clock(), ...how }),
  )
}

async function failed(world: World, job: ClaimedJob): Promise<void> {
  await end(world, job, { state: 'failed', problem: 'INTERNAL' })
}
