/** Imports as they stand in the database: what was asked, how far it went, and the rows that were refused. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { columnOf, tableOf, toRecordset } from './columns.ts'
import type { Tx } from './database.ts'
import { type ClaimedJob, keepLease } from './jobs.ts'

export interface StoredImport {
  readonly id: string
  readonly object: string
  readonly fileId: string
  readonly fileName: string
  readonly mapping: Loose
  readonly options: Loose
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly total: number
  readonly done: number
  readonly created: number
  readonly changed: number
  readonly same: number
  readonly refused: number
  readonly report: Loose
  readonly problem: string | null
  readonly createdBy: string | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  /** Of its undoing: how far, and what could not be undone; null where nobody asked. */
  readonly undo: Loose | null
}

export interface RefusedRow {
  readonly no: number
  readonly cells: readonly string[]
  readonly refusals: readonly Loose[]
}

export interface Progress {
  readonly done: number
  readonly created: number
  readonly changed: number
  readonly same: number
  readonly refused: number
  readonly report: Loose
  readonly rows: readonly RefusedRow[]
}

const columns = `id, object, file_id as "fileId", file_name as "fileName", mapping, options, state, total, done,
  created, changed, same, refused, report, problem, created_by as "createdBy", created_at as "createdAt",
  started_at as "startedAt", ended_at as "endedAt", undo`

export async function addImport(
  tx: Tx,
  tenantId: string,
  one: Pick<StoredImport, 'id' | 'object' | 'fileId' | 'fileName' | 'mapping' | 'options' | 'createdBy' | 'createdAt'>,
): Promise<void> {
  await tx.query(
    `insert into app.import (tenant_id, id, object, file_id, file_name, mapping, options, state, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, 'waiting', $8, $9)`,
    [
      tenantId,
      one.id,
      one.object,
      one.fileId,
      one.fileName,
      JSON.stringify(one.mapping),
      JSON.stringify(one.options),
      one.createdBy,
      one.createdAt,
    ],
  )
}

export async function findImport(tx: Tx, tenantId: string, id: string): Promise<StoredImport | null> {
  const [found] = await tx.query<StoredImport>(`select ${columns} from app.import where tenant_id = $1 and id = $2`, [
    tenantId,
    id,
  ])
  return found ?? null
}

/** Newest first; of one person, or of all where `userId` is null. */
export function listImports(tx: Tx, tenantId: string, userId: string | null): Promise<StoredImport[]> {
  return tx.query<StoredImport>(
    `select ${columns} from app.import where tenant_id = $1 and ($2::uuid is null or created_by = $2)
      order by created_at desc, id desc limit 200`,
    [tenantId, userId],
  )
}

export async function beginImport(tx: Tx, tenantId: string, begun: { id: string; total: number; at: string }) {
  await tx.query(
    `update app.import set state = 'running', total = $3, started_at = coalesce(started_at, $4)
      where tenant_id = $1 and id = $2 and state in ('waiting', 'running')`,
    [tenantId, begun.id, begun.total, begun.at],
  )
}

/** A checkpoint: how far, and what was refused; false when the lease is lost or the import was cancelled. */
export async function keepProgress(tx: Tx, job: ClaimedJob, progress: Progress): Promise<boolean> {
  if (!(await keepLease(tx, job, 60))) return false
  const rows = progress.rows.map(({ no, cells, refusals }) => ({ row_no: no, cells, refusals }))
  if (rows.length > 0) {
    await tx.query(
      `insert into app.import_row (tenant_id, import_id, row_no, cells, refusals)
       select $1, $2, x.row_no, x.cells, x.refusals
       from jsonb_to_recordset($3::jsonb) as x(row_no integer, cells jsonb, refusals jsonb) on conflict do nothing`,
      [job.tenantId, job.subjectId, toRecordset(rows)],
    )
  }
  const kept = await tx.query<{ state: string }>(
    `update app.import set done = $3, created = $4, changed = $5, same = $6, report = $7::jsonb, refused = $8,
       total = greatest(total, $3)
      where tenant_id = $1 and id = $2 returning state`,
    [
      job.tenantId,
      job.subjectId,
      progress.done,
      progress.created,
      progress.changed,
      progress.same,
      toRecordset([progress.report]).slice(1, -1),
      progress.refused,
    ],
  )
  return kept[0]?.state === 'running'
}

export async function endImport(
  tx: Tx,
  tenantId: string,
  end: { id: string; state: 'done' | 'failed' | 'cancelled'; problem: string | null; at: string },
): Promise<boolean> {
  const ended = await tx.query(
    `update app.import set state = $3, problem = $4, ended_at = $5
      where tenant_id = $1 and id = $2 and state in ('waiting', 'running') returning 1`,
    [tenantId, end.id, end.state, end.problem, end.at],
  )
  return ended.length === 1
}

export function refusedRows(
  tx: Tx,
  tenantId: string,
  ask: { importId: string; after: number; limit: number },
): Promise<RefusedRow[]> {
  return tx.query<RefusedRow>(
    `select row_no as no, cells, refusals from app.import_row
      where tenant_id = $1 and import_id = $2 and row_no > $3 order by row_no limit $4`,
    [tenantId, ask.importId, ask.after, ask.limit],
  )
}

export interface Named {
  readonly id: string
  readonly key: string
}

/** Records by the texts people know them by, whatever their case; of numbers, as they are written. */
export function findByTexts(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  asked: { fields: readonly string[]; texts: readonly string[] },
): Promise<Named[]> {
  const { tenantId, declaration } = place
  const table = tableOf(declaration.name)
  const live = Object.hasOwn(declaration.states, 'merged') ? " and r.state <> 'merged'" : ''
  // What was merged is still met by its key in the source: as the record it went into.
  const idOf = (field: string) =>
    field === 'sourceKey' && Object.hasOwn(declaration.fields, 'mergedIntoId')
      ? 'coalesce(r.merged_into_id, r.id)'
      : 'r.id'
  const folded = asked.texts.map((text) => text.toLowerCase())
  const written = [...new Set([...asked.texts, ...asked.texts.map((text) => text.toUpperCase())])]
  const values: unknown[] = [tenantId, columnOf(declaration.name)]
  const selects = asked.fields.map((field) => {
    const isFolded = !plainKeys.has(field)
    values.push(columnOf(field), isFolded ? folded : written)
    return `select ${idOf(field)} as id, lower(h.key) as key
      from app.holding_text($1, $2, $${values.length - 1}, $${values.length}, ${isFolded}) h
      join ${table} r on r.tenant_id = $1 and r.id = h.id where true${field === 'sourceKey' ? '' : live}`
  })
  return tx.query<Named>(selects.join(' union '), values)
}

/** Kept in one form only, and indexed as they are. */
const plainKeys: ReadonlySet<string> = new Set(['no', 'mobile', 'email', 'uscc'])

/** Records by a field of the company's own that can be filtered by. */
export function findByCustom(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  asked: { key: string; texts: readonly string[] },
): Promise<Named[]> {
  return tx.query<Named>(
    `select record_id as id, lower(text_value) as key from app.custom_value
      where tenant_id = $1 and object = $2 and field = $3 and text_value = any($4)`,
    [place.tenantId, place.declaration.name, asked.key, asked.texts],
  )
}

/** How many rows the file had when it was last gone through to the end. */
export async function knownTotal(
  tx: Tx,
  tenantId: string,
  file: { id: string; sheet: string | null },
): Promise<number> {
  const [found] = await tx.query<{ total: number }>(
    `select total from app.import where tenant_id = $1 and file_id = $2 and state = 'done'
       and options ->> 'sheet' is not distinct from $3 order by ended_at desc limit 1`,
    [tenantId, file.id, file.sheet],
  )
  return found?.total ?? 0
}

export interface Mark {
  readonly object: string
  readonly id: string
  readonly made: boolean
}

/** Keeps which records an import touched besides those of its own rows. */
export async function keepMarks(tx: Tx, place: { tenantId: string; importId: string }, marks: readonly Mark[]) {
  if (marks.length === 0) return
  await tx.query(
    `insert into app.import_mark (tenant_id, import_id, object, record_id, made)
     select $1, $2, x.object, x.id, x.made
     from jsonb_to_recordset($3::jsonb) as x(object text, id uuid, made boolean) on conflict do nothing returning 1`,
    [place.tenantId, place.importId, toRecordset(marks)],
  )
}

/** In the order of their ids, a page at a time. */
export function marksOf(
  tx: Tx,
  place: { tenantId: string; importId: string },
  page: { object: string; after: string; made: boolean; limit: number },
): Promise<string[]> {
  return tx
    .query<{ id: string }>(
      `select record_id as id from app.import_mark
        where tenant_id = $1 and import_id = $2 and object = $3 and made = $4 and record_id > $5
        order by record_id limit $6`,
      [place.tenantId, place.importId, page.object, page.made, page.after, page.limit],
    )
    .then((rows) => rows.map((row) => row.id))
}

export async function markedObjects(tx: Tx, place: { tenantId: string; importId: string }) {
  return tx.query<{ object: string; made: boolean; n: bigint }>(
    `select object, made, count(*) as n from app.import_mark
      where tenant_id = $1 and import_id = $2 group by 1, 2 order by 1, 2`,
    [place.tenantId, place.importId],
  )
}

/** Records whose identifiers lie between two, the last first. */
export async function idsBetween(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  range: { from: string; before: string; limit: number },
): Promise<string[]> {
  const found = await tx.query<{ id: string }>(
    `select id from ${tableOf(place.declaration.name)} where tenant_id = $1 and id >= $2 and id < $3
      order by id desc limit $4`,
    [place.tenantId, range.from, range.before, range.limit],
  )
  return found.map((row) => row.id)
}

export async function keepUndo(tx: Tx, tenantId: string, kept: { id: string; undo: Loose | null }): Promise<void> {
  await tx.query('update app.import set undo = $3::jsonb where tenant_id = $1 and id = $2', [
    tenantId,
    kept.id,
    kept.undo === null ? null : JSON.stringify(kept.undo),
  ])
}
