/** The files given for a pack one by one: what an archive holds is unpacked and kept. */
import { Refused, refuse } from '../../../../kernel/refusal.ts'
import { findFile } from '../../../store/files.ts'
import type { Session, World } from '../../../world.ts'
import { readBytes } from '../file/bytes.ts'
import { readSheet } from './sheet.ts'
import { keepBytes } from './writing.ts'
import { isZip, unzip, ZipFault } from './zip.ts'

const mostFiles = 60
const no = (...given: Parameters<typeof refuse>): Refused => new Refused([refuse(...given)])

export interface Opened {
  readonly fileId: string
  readonly name: string
  readonly headers: readonly string[]
  readonly rows: number
}

/** The files one by one, those of an archive unpacked and kept. */
export async function opened(world: World, session: Session, fileIds: readonly string[]): Promise<Opened[]> {
  if (fileIds.length === 0 || fileIds.length > mostFiles)
    throw no('invalid', 'PACK_FILES', { field: 'fileIds', details: { max: mostFiles } })
  const out: Opened[] = []
  for (const fileId of fileIds) {
    const { name, bytes } = await bytesOf(world, session, fileId)
    if (!isZip(bytes) || /\.xlsx$/i.test(name)) {
      out.push(await read({ fileId, name, bytes }))
      continue
    }
    for (const entry of entriesOf(bytes, name)) {
      const id = await keepBytes(world, session, { ...entry, type: 'text/csv' })
      out.push(await read({ fileId: id, ...entry }))
    }
  }
  return out
}

async function read({ fileId, name, bytes }: { fileId: string; name: string; bytes: Buffer }): Promise<Opened> {
  const { headers, rows } = await readSheet(bytes).catch(() => ({ headers: [], rows: [] }))
  return { fileId, name, headers, rows: rows.length }
}

function entriesOf(bytes: Buffer, name: string) {
  try {
    return unzip(bytes).filter((entry) => /\.(csv|tsv|txt|xlsx)$/i.test(entry.name))
  } catch (error) {
    const why = error instanceof ZipFault ? error.message : 'it cannot be read'
    throw no('invalid', 'PACK_ZIP', { details: { name, why } })
  }
}

async function bytesOf(world: World, { tenantId, userId }: Session, fileId: string) {
  return world.database.inTenant(tenantId, async (tx) => {
    const file = await findFile(tx, tenantId, fileId)
    if (!file || (userId !== null && file.createdBy !== userId)) throw no('missing', 'IMPORT_FILE_FORBIDDEN')
    return { name: file.name, bytes: await readBytes(tx, tenantId, fileId) }
  })
}
