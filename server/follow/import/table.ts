/** A CSV file as a table: decoded, split, its headings made distinct, every row with the number a spreadsheet shows. */
import Papa from 'papaparse'
import { stripFormulaGuard } from '../../../kernel/text.ts'
import { decode, type Encoding } from './encoding.ts'

export interface TableRow {
  /** Counted like in a spreadsheet: the headings are row 1. */
  readonly no: number
  readonly cells: readonly string[]
  /** The code of what is wrong with the row as such. */
  readonly problem: 'CSV_CELLS' | 'CSV_QUOTES' | null
}

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
  /** Reads no more rows than these. */
  readonly limit?: number
}

const delimiters = [',', ';', '\t', '|'] as const
const longestCell = 100_000

export function readTable(bytes: Uint8Array, reading: Reading = {}): Table {
  const { text, encoding, ambiguous } = decode(bytes, reading.encoding)
  const parsed = Papa.parse<string[]>(text, {
    delimiter: reading.delimiter ?? delimiterOf(text),
    skipEmptyLines: false,
    ...(reading.limit === undefined ? {} : { preview: reading.limit + 1 }),
  })
  const quotes = new Set(parsed.errors.filter((one) => one.type === 'Quotes').map((one) => one.row))
  const [first = [], ...rest] = parsed.data
  const headers = distinct(first.map((cell) => stripFormulaGuard(cell).trim()))
  const rows = rest.flatMap((cells, index) =>
    cells.every((cell) => cell.trim() === '') ? [] : [rowOf(cells, { index, width: headers.length, quotes })],
  )
  return { encoding, ambiguous, delimiter: parsed.meta.delimiter, headers, rows }
}

/** The one that stands most often between the headings, quoted ones aside. */
function delimiterOf(text: string): string {
  const line = text.replace(/"([^"]|"")*"/g, '').split(/\r?\n|\r/, 1)[0] ?? ''
  const counts = delimiters.map((one) => line.split(one).length)
  const most = Math.max(...counts)
  return most === 1 ? ',' : (delimiters[counts.indexOf(most)] ?? ',')
}

/** Missing cells at the end are empty, as spreadsheets leave them away; cells beyond the headings are an error. */
function rowOf(
  cells: readonly string[],
  { index, width, quotes }: { index: number; width: number; quotes: ReadonlySet<number | undefined> },
): TableRow {
  const over = cells.slice(width).some((cell) => cell !== '') || cells.some((cell) => cell.length > longestCell)
  const own = Array.from({ length: width }, (_none, at) => stripFormulaGuard(cells[at] ?? ''))
  const problem = quotes.has(index + 1) ? 'CSV_QUOTES' : over ? 'CSV_CELLS' : null
  return { no: index + 2, cells: own, problem }
}

/** A heading that stands twice gets its place as a suffix, so that each can be mapped. */
function distinct(headers: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return headers.map((header, index) => {
    const name = header === '' ? `#${index + 1}` : header
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return before === 0 ? name : `${name} (${before + 1})`
  })
}
