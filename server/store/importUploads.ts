/** Files of imports on their way in, piece by piece: what was announced and what is there. */
import type { Tx } from './database.ts'

export interface Upload {
  readonly fileId: string
  readonly name: string
  readonly size: number
  readonly createdBy: string
  readonly isReady: boolean
}

export async function announceUpload(
  tx: Tx,
  tenantId: string,
  one: { fileId: string; size: number; userId: string; at: string },
): Promise<void> {
  await tx.query(
    'insert into app.import_upload (tenant_id, file_id, size, created_by, created_at) values ($1, $2, $3, $4, $5)',
    [tenantId, one.fileId, one.size, one.userId, one.at],
  )
}

export async function findUpload(tx: Tx, tenantId: string, fileId: string): Promise<Upload | null> {
  const [found] = await tx.query<Omit<Upload, 'size'> & { size: bigint }>(
    `select u.file_id as "fileId", f.name, u.size, u.created_by as "createdBy", f.ready_at is not null as "isReady"
       from app.import_upload u join app.file f on f.tenant_id = u.tenant_id and f.id = u.file_id
      where u.tenant_id = $1 and u.file_id = $2`,
    [tenantId, fileId],
  )
  return found ? { ...found, size: Number(found.size) } : null
}

/** How many of a person's files are on their way. */
export async function openUploads(tx: Tx, tenantId: string, userId: string): Promise<number> {
  const [found] = await tx.query<{ n: number }>(
    `select count(*)::int as n
       from app.import_upload u join app.file f on f.tenant_id = u.tenant_id and f.id = u.file_id
      where u.tenant_id = $1 and u.created_by = $2 and f.ready_at is null`,
    [tenantId, userId],
  )
  return found?.n ?? 0
}

/** Sent twice, a piece is there once. */
export async function putPiece(
  tx: Tx,
  tenantId: string,
  piece: { fileId: string; seq: number; bytes: Buffer },
): Promise<void> {
  await tx.query(
    `insert into app.file_chunk (tenant_id, file_id, seq, bytes) values ($1, $2, $3, $4)
     on conflict (tenant_id, file_id, seq) do update set bytes = $4`,
    [tenantId, piece.fileId, piece.seq, piece.bytes],
  )
}

export async function piecesThere(tx: Tx, tenantId: string, fileId: string): Promise<number[]> {
  const found = await tx.query<{ seq: number }>(
    'select seq from app.file_chunk where tenant_id = $1 and file_id = $2 order by seq',
    [tenantId, fileId],
  )
  return found.map((row) => row.seq)
}

/** Nightly: files that came for an import and were not used by any, nor by a record. */
export async function sweepUploads(tx: Tx, tenantId: string, before: string): Promise<void> {
  await tx.query(
    `delete from app.file f using app.import_upload u
      where u.tenant_id = $1 and f.tenant_id = $1 and f.id = u.file_id and u.created_at < $2
        and not exists (select 1 from app.import i where i.tenant_id = $1 and i.file_id = f.id)
        and not exists (select 1 from app.file_use x where x.tenant_id = $1 and x.file_id = f.id)`,
    [tenantId, before],
  )
}
