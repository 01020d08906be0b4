/** The whole of a file in memory, for those who need every row at once. */
import type { FileBytes } from './file/bytes.ts'
import type { TableRow } from './file/csv.ts'
import { openSource, type Reading, type Source } from './source.ts'

export type { TableRow }

export type Table = Omit<Source, 'rows'> & { readonly rows: readonly TableRow[] }

export async function readTable(file: FileBytes, reading: Reading = {}): Promise<Table> {
  const source = await openSource(file, reading)
  const rows: TableRow[] = []
  for await (const some of source.rows()) rows.push(...some)
  return { ...source, rows }
}
