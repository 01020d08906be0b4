/** An import as a job: chunk by chunk, each with its checkpoint, so that it goes on where a killed server stopped. */
import { Refused, refuse } from '../../../kernel/refusal.ts'
import type { Tx } from '../../store/database.ts'
import {
  beginImport,
  endImport,
  findImport,
  keepMarks,
  keepProgress,
  knownTotal,
  type RefusedRow,
  type StoredImport,
} from '../../store/imports.ts'
import type { ClaimedJob } from '../../store/jobs.ts'
import type { World } from '../../world.ts'
import { TakenBack } from '../../write/batch.ts'
import { type Kind, type Work, WorkEnded } from '../jobs.ts'
import { runChunk } from './chunk.ts'
import { keyOf } from './commands.ts'
import { type Group, groupsOf } from './groups.ts'
import { linkRows, namesOwn } from './links.ts'
import { isRefusedColumn } from './refusedFile.ts'
import { emptyReport, type Report } from './report.ts'
import { lookThrough, mostRows, namesOwnRows, openScene, type Scene } from './scene.ts'

export const chunkRows = 1000

export const importKind: Kind = { run: runImport, failed }

async function runImport(world: World, work: Work): Promise<void> {
  const { tenantId, subjectId: id } = work.job
  const stored = await world.database.inTenant(tenantId, (tx) => findImport(tx, tenantId, id))
  if (!stored || !['waiting', 'running'].includes(stored.state)) return
  try {
    const scene = await openScene(world, tenantId, stored)
    const total = await totalOf(scene, stored)
    await world.database.inTenant(tenantId, (tx) => beginImport(tx, tenantId, { id, total, at: world.clock() }))
    const report = { ...emptyReport, ...(stored.report as Partial<Report>), columnsLeftOut: leftOut(scene) }
    const course = new Course(scene, work, { report, done: stored.done })
    await course.sweep()
    if (namesOwnRows(scene.plan) && !scene.options.dryRun) await course.link()
  } catch (error) {
    if (error instanceof TakenBack) return endedByOthers(world, work.job)
    if (!(error instanceof Refused)) throw error
    return end(world, work.job, { state: 'failed', problem: JSON.stringify(error.refusals) })
  }
  await end(world, work.job, { state: 'done', problem: null })
}

/** A workbook is gone through twice only where its rows may name one another; its dry run has counted them. */
async function totalOf(scene: Scene, stored: StoredImport): Promise<number> {
  const { tenantId } = scene.session
  const file = { id: stored.fileId, sheet: scene.options.sheet }
  const known = await scene.world.database.inTenant(tenantId, (tx) => knownTotal(tx, tenantId, file))
  if (namesOwnRows(scene.plan)) return lookThrough(scene)
  return known > 0 || scene.source.kind === 'xlsx' ? Math.max(known, stored.total) : lookThrough(scene)
}

function leftOut({ source, plan }: Scene): string[] {
  const { columns, transforms } = plan.mapping
  const isUsed = (header: string) =>
    Object.hasOwn(columns, header) || Object.values(transforms).some(({ text }) => text?.includes(`{${header}}`))
  return source.headers.filter((header) => !isUsed(header) && !isRefusedColumn(source.headers, header))
}

/** Where a running import is. */
class Course {
  readonly #scene: Scene
  readonly #work: Work
  #report: Report
  #done: number

  constructor(scene: Scene, work: Work, from: { report: Report; done: number }) {
    this.#scene = scene
    this.#work = work
    this.#report = from.report
    this.#done = from.done
  }

  /** All rows from the checkpoint on. */
  async sweep(): Promise<void> {
    for await (const groups of chunksOf(this.#scene, groupsOf(this.#scene, this.#done))) {
      this.#work.pause()
      const done = this.#done + groups.reduce((rows, group) => rows + group.rows.length, 0)
      if (done > mostRows) throw new Refused([refuse('invalid', 'IMPORT_TOO_LARGE', { details: { max: mostRows } })])
      let report = this.#report
      await runChunk(this.#scene, {
        groups,
        keep: async (tx, { tallies, refused, marks }) => {
          await keepMarks(tx, { tenantId: this.#work.job.tenantId, importId: this.#scene.importId }, marks)
          report = tallies.reduce((before, tally) => tally.into(before), this.#report)
          return this.#keep(tx, { report, done, refused })
        },
      })
      this.#report = report
      this.#done = done
    }
    if (this.#done === 0) throw new Refused([refuse('invalid', 'IMPORT_EMPTY')])
  }

  async link(): Promise<void> {
    for await (const groups of chunksOf(this.#scene, owning(this.#scene))) {
      this.#work.pause()
      let report = this.#report
      await linkRows(this.#scene, {
        groups,
        keep: (tx, { tally, refused }) => {
          report = tally.into(this.#report)
          return this.#keep(tx, { report, done: this.#done, refused })
        },
      })
      this.#report = report
    }
  }

  /** The checkpoint; false when the import is not this worker's any more. */
  #keep(tx: Tx, { report, done, refused }: { report: Report; done: number; refused: readonly RefusedRow[] }) {
    const { created, changed, same } = report
    return keepProgress(tx, this.#work.job, {
      ...{ done, created, changed, same, refused: report.refused },
      report: report as unknown as Record<string, unknown>,
      rows: refused,
    })
  }
}

async function* owning(scene: Scene): AsyncGenerator<Group> {
  for await (const group of groupsOf(scene, 0)) if (namesOwn(scene, group)) yield group
}

/** A group whose key is that of one before it waits for the next chunk, so that it finds what that one made. */
async function* chunksOf(scene: Scene, groups: AsyncGenerator<Group>): AsyncGenerator<Group[]> {
  let chunk: Group[] = []
  let rows = 0
  const keys = new Set<string>()
  for await (const group of groups) {
    const key = keyOf(scene, group)
    if (chunk.length > 0 && (rows + group.rows.length > chunkRows || (key !== '' && keys.has(key)))) {
      yield chunk
      chunk = []
      rows = 0
      keys.clear()
    }
    chunk.push(group)
    rows += group.rows.length
    if (key !== '') keys.add(key)
  }
  if (chunk.length > 0) yield chunk
}

/** It was cancelled, or another worker has it. */
async function endedByOthers(world: World, job: ClaimedJob): Promise<void> {
  const now = await world.database.inTenant(job.tenantId, (tx) => findImport(tx, job.tenantId, job.subjectId))
  if (now?.state !== 'cancelled') throw new WorkEnded('lost')
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
