/** A small CSV file as a table in memory; what may be large is read by source.ts. */
import { decode, type Encoding } from './encoding.ts'
import { CsvReader, delimiterOf, distinct, fitted, type TableRow } from './file/csv.ts'

export type { TableRow }

export interface Table {
  readonly encoding: Encoding
  readonly ambiguous: boolean
  readonly delimiter: string
  readonly headers: readonly string[]
  readonly rows: readonly TableRow[]
}

export interface Reading {
  readonly encoding?: Encoding
  readonly delimiter?: string
}

export function readTable(bytes: Uint8Array, reading: Reading = {}): Table {
  const { text, encoding, ambiguous } = decode(bytes, reading.encoding)
  const delimiter = reading.delimiter ?? delimiterOf(text)
  const [first, ...rest] = new CsvReader(delimiter).push(text, true)
  const headers = distinct(first?.cells ?? [])
  return { encoding, ambiguous, delimiter, headers, rows: rest.map((row) => fitted(row, headers.length)) }
}
