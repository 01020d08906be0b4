/** For tests of files: read from memory in pieces of any size, to the last row. */
import { inMemory } from '../../server/follow/import/file/bytes.ts'
import type { TableRow } from '../../server/follow/import/file/csv.ts'
import { openSource, type Reading, type Source } from '../../server/follow/import/source.ts'

const pieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_none, at) => bytes.subarray(at * size, (at + 1) * size))

export async function read(
  bytes: Buffer | string,
  reading: Reading = {},
  size = 1 << 20,
): Promise<Source & { all: TableRow[] }> {
  const source = await openSource(inMemory(...pieces(Buffer.from(bytes as string), size)), reading)
  const all: TableRow[] = []
  for await (const rows of source.rows()) all.push(...rows)
  return { ...source, all }
}

export const cellsOf = ({ all }: { all: readonly TableRow[] }) => all.map(({ cells }) => cells)

export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'read',
    (error: { refusals?: readonly { code: string }[] }) => error.refusals?.[0]?.code ?? String(error),
  )
