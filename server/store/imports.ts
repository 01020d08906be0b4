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
  readonly report: Loose
  readonly rows: readonly RefusedRow[]
}

const columns = `id, object, file_id as "fileId", file_name as "fileName", mapping, options, state, total, done,
  created, changed, same, refused, report, problem, created_by as "createdBy", created_at as "createdAt",
  started_at as "startedAt", ended_at as "endedAt"`

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
    `update app.import set done = $3, created = $4, changed = $5, same = $6, report = $7::jsonb,
       refused = (select count(*) from app.import_row r where r.tenant_id = $1 and r.import_id = $2)
      where tenant_id = $1 and id = $2 returning state`,
    [
      job.tenantId,
      job.subjectId,
      progress.done,
      progress.created,
      progress.changed,
      progress.same,
      toRecordset([progress.report]).slice(1, -1),
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

/** Records by the texts people know them by: lower-cased values of the named columns. */
export function findByTexts(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  asked: { fields: readonly string[]; texts: readonly string[] },
): Promise<Named[]> {
  const { tenantId, declaration } = place
  const live = Object.hasOwn(declaration.states, 'merged') ? " and state <> 'merged'" : ''
  // What was merged is still met by its key in the source: as the record it went into.
  const idOf = (field: string) =>
    field === 'sourceKey' && Object.hasOwn(declaration.fields, 'mergedIntoId') ? 'coalesce(merged_into_id, id)' : 'id'
  const selects = asked.fields.map(
    (field) =>
      `select ${idOf(field)} as id, lower("${columnOf(field)}") as key from ${tableOf(declaration.name)}
        where tenant_id = $1 and lower("${columnOf(field)}") = any($2)${field === 'sourceKey' ? '' : live}`,
  )
  return tx.query<Named>(selects.join(' union '), [tenantId, asked.texts])
}

/** Which of the records are there already. */
export async function knownRecords(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  ids: readonly string[],
): Promise<Set<string>> {
  const found = await tx.query<{ id: string }>(
    `select id from ${tableOf(place.declaration.name)} where tenant_id = $1 and id = any($2)`,
    [place.tenantId, ids],
  )
  return new Set(found.map((row) => row.id))
}
