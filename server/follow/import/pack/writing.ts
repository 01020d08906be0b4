/** A prepared table as a file of the company, so that its import and its refused rows are like any other's. */
import { createHash } from 'node:crypto'
import { beginFile, finishFile, putChunk } from '../../../store/files.ts'
import type { Session, World } from '../../../world.ts'
import type { Prepared } from './prepare.ts'

const chunkBytes = 1024 * 1024

/** Headings as people know the fields; the last column says which row of the source it was. */
export function tableText(prepared: Prepared, labelOf: (name: string) => string): { text: string; headers: string[] } {
  const headers: string[] = []
  for (const name of prepared.columns) {
    const label = labelOf(name)
    headers.push(headers.includes(label) ? `${label} (${name})` : label)
  }
  const lines = prepared.rows.map(({ no, cells }) => lineOf([...cells, String(no)]))
  return { text: `\uFEFF${lineOf([...headers, '#'])}${lines.join('')}`, headers }
}

const lineOf = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`
const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export const keepText = (world: World, session: Session, file: { name: string; text: string }): Promise<string> =>
  keepBytes(world, session, { name: file.name, bytes: Buffer.from(file.text), type: 'text/csv' })

export async function keepBytes(
  world: World,
  session: Session,
  { name, bytes, type }: { name: string; bytes: Buffer; type: string },
): Promise<string> {
  const { tenantId } = session
  const id = world.newId()
  const at = world.clock()
  await world.database.inTenant(tenantId, async (tx) => {
    await beginFile(tx, tenantId, { id, name, type, userId: session.userId ?? tenantId, at })
    for (let seq = 0; seq * chunkBytes < bytes.length; seq++)
      await putChunk(tx, tenantId, { fileId: id, seq, bytes: bytes.subarray(seq * chunkBytes, (seq + 1) * chunkBytes) })
    const sha256 = createHash('sha256').update(bytes).digest()
    await finishFile(tx, tenantId, { id, size: bytes.length, sha256, at })
  })
  return id
}
