/** An import as a job: chunk by chunk, each with a checkpoint, so that it goes on where a killed server stopped. */
import { Refused } from '../../../kernel/refusal.ts'
import {
  beginImport,
  endImport,
  findImport,
  keepProgress,
  type RefusedRow,
  type StoredImport,
} from '../../store/imports.ts'
import type { ClaimedJob } from '../../store/jobs.ts'
import type { World } from '../../world.ts'
import { type Kind, type Work, WorkEnded } from '../jobs.ts'
import { runChunk } from './chunk.ts'
import { linkRows, rowsWithOwnLinks } from './links.ts'
import { emptyReport, type Report, Tally } from './report.ts'
import { textOf } from './rows.ts'
import { openScene, type Scene } from './scene.ts'
import type { TableRow } from './table.ts'

export const chunkRows = 500

export const importKind: Kind = { run: runImport, failed }

async function runImport(world: World, work: Work): Promise<void> {
  const { tenantId, subjectId: id } = work.job
  const stored = await world.database.inTenant(tenantId, (tx) => findImport(tx, tenantId, id))
  if (!stored || !['waiting', 'running'].includes(stored.state)) return
  let scene: Scene
  try {
    scene = await openScene(world, tenantId, stored)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return end(world, work.job, { state: 'failed', problem: JSON.stringify(error.refusals) })
  }
  const { table, plan } = scene
  await world.database.inTenant(tenantId, (tx) =>
    beginImport(tx, tenantId, { id, total: table.rows.length, at: world.clock() }),
  )
  const unmapped = table.headers.filter((header) => !isUsed(plan.mapping, header))
  const before = { ...emptyReport, ...(stored.report as Partial<Report>), columnsLeftOut: unmapped }
  const report = await sweep(scene, work, { report: before, done: stored.done })
  if (report === null) return
  if (!scene.options.dryRun) await linkAll(scene, work, report)
  await end(world, work.job, { state: 'done', problem: null })
}

type Mapped = Scene['plan']['mapping']
const isUsed = ({ columns, transforms }: Mapped, header: string): boolean =>
  Object.hasOwn(columns, header) || Object.values(transforms).some(({ text }) => text?.includes(`{${header}}`))

/** All rows from the checkpoint on; null when the import was cancelled. */
async function sweep(scene: Scene, work: Work, from: { report: Report; done: number }): Promise<Report | null> {
  let { report, done } = from
  while (done < scene.table.rows.length) {
    work.pause()
    const rows = nextRows(scene, done)
    const tally = new Tally()
    const refused = await runChunk(scene, rows, tally)
    report = tally.into(report)
    done += rows.length
    if (!(await checkpoint(scene, work, { report, done, refused }))) return null
  }
  return report
}

/** Rows that share a key with one before them wait for the next chunk, so that they find what that one made. */
function nextRows({ table, plan, options }: Scene, from: number): TableRow[] {
  const rows = table.rows.slice(from, from + chunkRows)
  const { upsertBy } = options
  if (upsertBy === null) return rows
  const seen = new Set<string>()
  const end = rows.findIndex((row) => {
    const key = textOf(plan, row, upsertBy).toLowerCase()
    return key !== '' && (seen.has(key) || !seen.add(key))
  })
  return end < 0 ? rows : rows.slice(0, end)
}

async function linkAll(scene: Scene, work: Work, report: Report): Promise<void> {
  const rows = rowsWithOwnLinks(scene)
  let linked = report
  for (let from = 0; from < rows.length; from += chunkRows) {
    work.pause()
    const tally = new Tally()
    const refused = await linkRows(scene, rows.slice(from, from + chunkRows), tally)
    linked = tally.into(linked)
    if (!(await checkpoint(scene, work, { report: linked, done: scene.table.rows.length, refused }))) return
  }
}

/** False when it was cancelled; throws when another worker took over. */
async function checkpoint(
  { world }: Scene,
  { job }: Work,
  kept: { report: Report; done: number; refused: readonly RefusedRow[] },
): Promise<boolean> {
  const { created, changed, same, ...report } = kept.report
  const progress = {
    done: kept.done,
    created,
    changed,
    same,
    report: { ...report, created, changed, same },
    rows: kept.refused,
  }
  return world.database.inTenant(job.tenantId, async (tx) => {
    const running = await keepProgress(tx, job, progress)
    if (running) return true
    const now = await findImport(tx, job.tenantId, job.subjectId)
    if (now?.state === 'cancelled') return false
    throw new WorkEnded('lost')
  })
}

async function end(
  world: World,
  job: ClaimedJob,
  how: Pick<StoredImport, 'problem'> & { state: 'done' | 'failed' },
): Promise<void> {
  await world.database.inTenant(job.tenantId, (tx) =>
    endImport(tx, job.tenantId, { id: job.subjectId, at: world.clock(), ...how }),
  )
}

async function failed(world: World, job: ClaimedJob): Promise<void> {
  await end(world, job, { state: 'failed', problem: '[{"class":"guard","code":"INTERNAL"}]' })
}
