/** The bytes of one kept file, read forward or at a place, never as a whole: from the database or from memory. */
import type { Tx } from '../../../store/database.ts'
import { chunkSizes, readChunk } from '../../../store/files.ts'
import type { World } from '../../../world.ts'

export interface FileBytes {
  readonly size: number
  /** Length of each piece the file is kept in. */
  readonly sizes: readonly number[]
  piece(seq: number): Promise<Buffer>
}

/** Each piece in a transaction of its own, so that nothing stays open while its reader works. */
export async function storedFile(world: World, tenantId: string, fileId: string): Promise<FileBytes> {
  const sizes = await world.database.inTenant(tenantId, (tx) => chunkSizes(tx, tenantId, fileId))
  return fileOf(sizes, async (seq) => {
    const bytes = await world.database.inTenant(tenantId, (tx) => readChunk(tx, tenantId, { fileId, seq }))
    if (bytes === null) throw new Error(`piece ${seq} of file ${fileId} is gone`)
    return bytes
  })
}

export const fileOf = (sizes: readonly number[], piece: FileBytes['piece']): FileBytes => ({
  size: sizes.reduce((sum, one) => sum + one, 0),
  sizes,
  piece,
})

export const inMemory = (...pieces: readonly Uint8Array[]): FileBytes =>
  fileOf(
    pieces.map((one) => one.length),
    async (seq) => Buffer.from(pieces[seq] as Uint8Array),
  )

export async function* piecesOf({ sizes, piece }: FileBytes): AsyncGenerator<Buffer> {
  for (let seq = 0; seq < sizes.length; seq++) yield await piece(seq)
}

/** The bytes from a place on, piece by piece, up to an end. */
export async function* bytesFrom(file: FileBytes, from: number, to: number): AsyncGenerator<Buffer> {
  let start = 0
  for (let seq = 0; seq < file.sizes.length && start < to; seq++) {
    const end = start + (file.sizes[seq] as number)
    if (end > from) {
      const bytes = await file.piece(seq)
      yield bytes.subarray(Math.max(0, from - start), Math.min(bytes.length, to - start))
    }
    start = end
  }
}

export async function bytesAt(file: FileBytes, from: number, to: number): Promise<Buffer> {
  const found: Buffer[] = []
  for await (const bytes of bytesFrom(file, from, to)) found.push(bytes)
  return Buffer.concat(found)
}

/** All of a file at once, for those who may hold it in memory. */
export async function readBytes(tx: Tx, tenantId: string, fileId: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for (let seq = 0; ; seq++) {
    const bytes = await readChunk(tx, tenantId, { fileId, seq })
    if (bytes === null) return Buffer.concat(chunks)
    chunks.push(bytes)
  }
}
