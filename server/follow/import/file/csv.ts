/** CSV as it comes, piece by piece: rows with their numbers; what is wrong with a row is said of that row. Pure. */
import { stripFormulaGuard } from '../../../../kernel/text.ts'

export type RowProblem = 'CSV_CELLS' | 'CSV_LONG' | 'CSV_QUOTES' | 'CSV_QUOTES_OPEN' | 'CSV_BYTES'

export interface TableRow {
  /** Counted like in a spreadsheet: the first row of the file is 1, blank ones count. */
  readonly no: number
  readonly cells: readonly string[]
  /** The code of what is wrong with the row as such. */
  readonly problem: RowProblem | null
}

export const longestCell = 100_000
export const longestRow = 8_000_000
/** So much of a cell that is too long is kept to show. */
const shownCell = 1_000
const quote = 34
const lf = 10
const cr = 13

/** One row as it stands: 'open' when its end is not in the text yet. */
interface Scanned {
  readonly cells: string[]
  readonly end: number
  readonly problem: RowProblem | null
}

export class CsvReader {
  readonly #delimiter: string
  #rest = ''
  #no = 0
  #skipping = false
  #ended = false

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** The rows that are whole by now; blank ones are left out, and counted. */
  push(text: string, isLast = false): TableRow[] {
    if (this.#ended) return []
    const all = this.#rest + text
    const rows: TableRow[] = []
    let at = this.#skipping ? this.#skipLine(all, isLast) : 0
    while (at < all.length) {
      const row = scanRow(all, at, { delimiter: this.#delimiter, isLast })
      if (row === 'open' && !isLast && all.length - at <= longestRow) break
      at = row === 'open' ? this.#giveUp(all, at, rows) : this.#take(row, rows)
    }
    this.#rest = at === 0 ? all : all.slice(at)
    return rows
  }

  #take({ cells, end, problem }: Scanned, rows: TableRow[]): number {
    this.#no++
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ no: this.#no, cells, problem })
    return end
  }

  /** A quote that never closes would swallow the rest, so what follows is left unread; a long line is skipped. */
  #giveUp(all: string, at: number, rows: TableRow[]): number {
    const head = all.slice(at, at + shownCell)
    const cells = (head.split(/\r\n|\r|\n/, 1)[0] ?? '').split(this.#delimiter)
    const open = isInQuotes(all, at, this.#delimiter)
    rows.push({ no: ++this.#no, cells, problem: open ? 'CSV_QUOTES_OPEN' : 'CSV_LONG' })
    if (open) this.#ended = true
    else this.#skipping = true
    return all.length
  }

  #skipLine(all: string, isLast: boolean): number {
    const end = /\r\n|\r|\n/.exec(all)
    if (!end && !isLast) return all.length
    this.#skipping = false
    return end ? end.index + end[0].length : all.length
  }
}

/** Ends of lines may be of all three kinds, mixed; a quote inside an unquoted cell is a letter like any other. */
function scanRow(text: string, from: number, how: { delimiter: string; isLast: boolean }): Scanned | 'open' {
  const delimiter = how.delimiter.charCodeAt(0)
  const cells: string[] = []
  let problem: RowProblem | null = null
  let at = from
  for (;;) {
    let cell = ''
    const quoted = text.charCodeAt(at) === quote
    if (quoted) {
      const close = closingQuote(text, at + 1, how.isLast)
      if (close < 0) return 'open'
      cell = text.slice(at + 1, close)
      if (cell.includes('"')) cell = cell.replaceAll('""', '"')
      at = close + 1
    }
    const stop = plainEnd(text, at, delimiter)
    if (stop > at) {
      if (quoted) problem = 'CSV_QUOTES'
      cell += text.slice(at, stop)
    }
    if (cell.length > longestCell) {
      problem ??= 'CSV_LONG'
      cell = `${cell.slice(0, shownCell)}…`
    }
    cells.push(cell)
    if (stop >= text.length) return how.isLast ? { cells, end: text.length, problem } : 'open'
    const code = text.charCodeAt(stop)
    if (code === delimiter) {
      at = stop + 1
      continue
    }
    // A CR at the very end may be the first half of a CRLF.
    if (code === cr && stop + 1 === text.length && !how.isLast) return 'open'
    const end = code === cr && text.charCodeAt(stop + 1) === lf ? stop + 2 : stop + 1
    return { cells, end, problem }
  }
}

/** The place of the quote that closes; -1 when it is not there, or may be the first of two. */
function closingQuote(text: string, from: number, isLast: boolean): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (at + 1 === text.length) return isLast ? at : -1
    if (text.charCodeAt(at + 1) !== quote) return at
  }
  return -1
}

function plainEnd(text: string, from: number, delimiter: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === delimiter || code === lf || code === cr) return at
  }
  return at
}

function isInQuotes(text: string, from: number, delimiter: string): boolean {
  let at = from
  while (at < text.length) {
    if (text.charCodeAt(at) === quote) {
      const close = closingQuote(text, at + 1, true)
      if (close < 0) return true
      at = close + 1
    }
    at = plainEnd(text, at, delimiter.charCodeAt(0)) + 1
  }
  return false
}

const delimiters = [',', ';', '\t', '|'] as const

/** The one that stands most often in the row of the headings, or in the first row that has any; quoted ones aside. */
export function delimiterOf(text: string, headerRow: number | null = null): string {
  const lines = text.replace(/"([^"]|"")*"/g, '').split(/\r\n|\r|\n/, (headerRow ?? 20) + 1)
  const lookedAt = headerRow === null ? lines : [lines[headerRow - 1] ?? '']
  for (const line of lookedAt) {
    const counts = delimiters.map((one) => line.split(one).length)
    const most = Math.max(...counts)
    if (most > 1) return delimiters[counts.indexOf(most)] ?? ','
  }
  return ','
}

/** Missing cells at the end are empty, as spreadsheets leave them away; cells beyond the headings are an error. */
export function fitted(row: TableRow, width: number): TableRow {
  const over = row.cells.length > width && row.cells.slice(width).some((cell) => cell !== '')
  const cells = Array.from({ length: width }, (_none, at) => stripFormulaGuard(row.cells[at] ?? ''))
  return { no: row.no, cells, problem: row.problem ?? (over ? 'CSV_CELLS' : null) }
}

/** A heading that stands twice gets its place as a suffix, so that each can be mapped. */
export function distinct(headings: readonly string[]): string[] {
  const names = headings.map((heading, index) => stripFormulaGuard(heading).trim() || `#${index + 1}`)
  const all = new Set(names)
  const taken = new Set<string>()
  return names.map((name) => {
    let own = name
    for (let n = 2; taken.has(own) || (own !== name && all.has(own)); n++) own = `${name} (${n})`
    taken.add(own)
    return own
  })
}

const looksAt = 10

/** The first row that holds something, but for titles: rows of one cell above a table of several columns. */
export function headingsRow(rows: readonly TableRow[]): TableRow | undefined {
  const filled = (row: TableRow) => row.cells.filter((cell) => cell.trim() !== '').length
  const first = rows.slice(0, looksAt)
  const widest = Math.max(0, ...first.map(filled))
  return first.find((row) => widest < 3 || filled(row) > 1)
}
