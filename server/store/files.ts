/** Files in chunks under row-level security, so that one backup holds everything (R11). */
import type { Tx } from './database.ts'

export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly createdBy: string
  readonly createdAt: string
}

export interface FileUse {
  readonly object: string
  readonly recordId: string
}

/** Announces a file whose bytes follow; nobody can read it until `finishFile`. */
export async function beginFile(
  tx: Tx,
  tenantId: string,
  file: { id: string; name: string; type: string; userId: string; at: string },
): Promise<void> {
  await tx.query(
    `insert into app.file (tenant_id, id, name, type, size, created_by, created_at) values ($1, $2, $3, $4, 0, $5, $6)`,
    [tenantId, file.id, file.name, file.type, file.userId, file.at],
  )
}

export async function putChunk(
  tx: Tx,
  tenantId: string,
  chunk: { fileId: string; seq: number; bytes: Buffer },
): Promise<void> {
  await tx.query('insert into app.file_chunk (tenant_id, file_id, seq, bytes) values ($1, $2, $3, $4)', [
    tenantId,
    chunk.fileId,
    chunk.seq,
    chunk.bytes,
  ])
}

export async function finishFile(
  tx: Tx,
  tenantId: string,
  done: { id: string; size: number; sha256: Buffer; at: string },
): Promise<void> {
  await tx.query('update app.file set size = $3, sha256 = $4, ready_at = $5 where tenant_id = $1 and id = $2', [
    tenantId,
    done.id,
    done.size,
    done.sha256,
    done.at,
  ])
}

export async function dropFile(tx: Tx, tenantId: string, id: string): Promise<void> {
  await tx.query('delete from app.file where tenant_id = $1 and id = $2', [tenantId, id])
}

export async function findFile(tx: Tx, tenantId: string, id: string): Promise<StoredFile | null> {
  const found = await tx.query<Omit<StoredFile, 'size'> & { size: bigint }>(
    `select id, name, type, size, created_by as "createdBy", created_at as "createdAt"
       from app.file where tenant_id = $1 and id = $2 and ready_at is not null`,
    [tenantId, id],
  )
  return found[0] ? { ...found[0], size: Number(found[0].size) } : null
}

/** Null past the last chunk. */
export async function readChunk(
  tx: Tx,
  tenantId: string,
  ask: { fileId: string; seq: number },
): Promise<Buffer | null> {
  const found = await tx.query<{ bytes: Buffer }>(
    'select bytes from app.file_chunk where tenant_id = $1 and file_id = $2 and seq = $3',
    [tenantId, ask.fileId, ask.seq],
  )
  return found[0]?.bytes ?? null
}

/** Length of each chunk, in their order; the bytes themselves stay where they are. */
export async function chunkSizes(tx: Tx, tenantId: string, fileId: string): Promise<number[]> {
  const found = await tx.query<{ size: number }>(
    'select octet_length(bytes) as size from app.file_chunk where tenant_id = $1 and file_id = $2 order by seq',
    [tenantId, fileId],
  )
  return found.map((row) => row.size)
}

/** Which of the ids are files of this company, whole and readable. */
export async function knownFiles(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  const found = await tx.query<{ id: string }>(
    'select id from app.file where tenant_id = $1 and id = any($2::uuid[]) and ready_at is not null',
    [tenantId, ids],
  )
  return new Set(found.map((row) => row.id))
}

/** Who sent each file, and which records name it: enough to say who may name it again. */
export async function sendersOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await tx.query<{ id: string; by: string }>(
    'select id, created_by as by from app.file where tenant_id = $1 and id = any($2::uuid[]) and ready_at is not null',
    [tenantId, ids],
  )
  return new Map(found.map((row) => [row.id, row.by]))
}

/** Bytes that count against the company's quota: all that was not let go. */
export async function bytesKept(tx: Tx, tenantId: string): Promise<number> {
  const [row] = await tx.prepared<{ bytes: string }>(
    'select coalesce(sum(size), 0)::text as bytes from app.file where tenant_id = $1 and released_at is null',
    [tenantId],
  )
  return Number(row?.bytes ?? 0)
}

/** Says which files a record names now; called where the record is written, in the same transaction. */
export async function saveFileUses(
  tx: Tx,
  tenantId: string,
  record: { object: string; recordId: string; fileIds: readonly string[]; at: string },
): Promise<void> {
  const gone = await tx.query<{ id: string }>(
    `delete from app.file_use where tenant_id = $1 and object = $2 and record_id = $3
        and not (file_id = any($4::uuid[])) returning file_id as id`,
    [tenantId, record.object, record.recordId, record.fileIds],
  )
  if (gone.length > 0) {
    await tx.query(
      `update app.file set released_at = $3 where tenant_id = $1 and id = any($2::uuid[]) and not exists (
         select 1 from app.file_use u where u.tenant_id = $1 and u.file_id = app.file.id)`,
      [tenantId, gone.map(({ id }) => id), record.at],
    )
  }
  if (record.fileIds.length === 0) return
  await tx.query(
    `update app.file set released_at = null
      where tenant_id = $1 and id = any($2::uuid[]) and released_at is not null`,
    [tenantId, record.fileIds],
  )
  await tx.query(
    `insert into app.file_use (tenant_id, file_id, object, record_id)
     select $1, id, $2, $3 from unnest($4::uuid[]) as given(id) on conflict do nothing`,
    [tenantId, record.object, record.recordId, record.fileIds],
  )
}

export function usesOf(tx: Tx, tenantId: string, fileId: string): Promise<FileUse[]> {
  return tx.query<FileUse>(
    `select object, record_id as "recordId" from app.file_use where tenant_id = $1 and file_id = $2 limit 50`,
    [tenantId, fileId],
  )
}

/** Nightly: uploads that never ended, and what no record has named for some weeks. */
export async function sweepFiles(
  tx: Tx,
  tenantId: string,
  { begunBefore, releasedBefore }: { begunBefore: string; releasedBefore: string },
): Promise<void> {
  await tx.query('delete from app.file where tenant_id = $1 and ready_at is null and created_at < $2', [
    tenantId,
    begunBefore,
  ])
  await tx.query(
    `delete from app.file f where f.tenant_id = $1 and f.released_at < $2 and not exists (
       select 1 from app.file_use u where u.tenant_id = $1 and u.file_id = f.id)`,
    [tenantId, releasedBefore],
  )
}
