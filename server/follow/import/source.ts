/**
 * Where the rows of an import come from: a CSV or XLSX file, read as a stream however large it is.
 *
 *   const source = await openSource(await storedFile(world, tenantId, fileId), readingOf(options))
 *   for await (const rows of source.rows()) …   // up to 1,000 rows at a time, again from the first with each call
 *
 * `headers` are distinct; every row has exactly one cell per heading; `no` is the row's number in the spreadsheet and
 * grows; blank rows are left out; `problem` says what is wrong with a row as such. What is wrong with the file as a
 * whole is thrown as Refused. Say the `encoding`, `delimiter`, `sheet` and `headerRow` a source found when it is opened
 * again: then nothing is looked for twice.
 */
import { Refused, refuse } from '../../../kernel/refusal.ts'
import { bytesAt, type FileBytes, piecesOf } from './file/bytes.ts'
import { CsvReader, delimiterOf, distinct, fitted, headingsRow, type TableRow } from './file/csv.ts'
import { decoderOf, type Encoding, type Recognised, recognise } from './file/decode.ts'
import { readXlsx, type Sheets } from './file/xlsx.ts'
import type { ImportOptions } from './mapping.ts'

export interface Reading {
  readonly encoding?: Encoding | null
  readonly delimiter?: string | null
  readonly sheet?: string | null
  /** The row of the spreadsheet that holds the headings; unless said, the first that is no title above the table. */
  readonly headerRow?: number | null
}

/** How a file is to be read, out of the options of an import. */
export const readingOf = ({ encoding, delimiter, sheet, headerRow }: ImportOptions): Reading => ({
  encoding: encoding as Encoding | null,
  delimiter,
  sheet,
  headerRow,
})

export interface Source {
  readonly kind: 'csv' | 'xlsx'
  readonly headers: readonly string[]
  readonly headerRow: number
  /** Null for a workbook; so is the delimiter. */
  readonly encoding: Encoding | null
  /** The bytes could be read otherwise too; a person should look. */
  readonly ambiguous: boolean
  readonly delimiter: string | null
  /** Null for CSV. */
  readonly sheet: string | null
  readonly sheets: readonly string[]
  rows(): AsyncGenerator<readonly TableRow[]>
}

export const mostColumns = 16_384
const batchRows = 1000
const batchCells = 50_000
const no = (code: string, details = {}): Refused => new Refused([refuse('invalid', code, { details })])

export async function openSource(file: FileBytes, reading: Reading = {}): Promise<Source> {
  const head = await bytesAt(file, 0, Math.min(file.size, 8))
  if (head.length === 0) throw no('IMPORT_EMPTY')
  const mark = head.toString('hex')
  // What older versions of Excel write, and what newer ones write under a password.
  if (mark.startsWith('d0cf11e0a1b11ae1')) throw no('IMPORT_FILE_OLD')
  return mark.startsWith('504b') ? openXlsx(file, reading) : openCsv(file, reading)
}

async function openCsv(file: FileBytes, reading: Reading): Promise<Source> {
  const { encoding, ambiguous } = reading.encoding
    ? { encoding: reading.encoding, ambiguous: false }
    : ((await recognise(file)) satisfies Recognised)
  const start = await startOf(file, encoding)
  const delimiter = reading.delimiter ?? start.named ?? delimiterOf(start.text, reading.headerRow)
  const all = () => csvRows(file, { encoding, delimiter, skip: start.skip })
  const { headers, headerRow } = await headingsIn(all(), reading.headerRow ?? null)
  return {
    ...{ kind: 'csv', headers, headerRow, encoding, ambiguous, delimiter, sheet: null, sheets: [] },
    rows: () => below(all(), { headerRow, width: headers.length }),
  }
}

const headText = 64 * 1024

/** The beginning of the text; some spreadsheets say the delimiter in a first line of its own ('sep=;'). */
async function startOf(file: FileBytes, encoding: Encoding) {
  const bytes = await bytesAt(file, 0, Math.min(file.size, headText))
  const { text } = decoderOf(encoding).write(bytes, bytes.length === file.size)
  const said = /^sep=(.)(\r\n|\r|\n)/i.exec(text)
  return { text: said ? text.slice(said[0].length) : text, named: said?.[1] ?? null, skip: said?.[0].length ?? 0 }
}

interface CsvAsked {
  readonly encoding: Encoding
  readonly delimiter: string
  /** Characters before the first row. */
  readonly skip: number
}

async function* csvRows(file: FileBytes, { encoding, delimiter, skip }: CsvAsked): AsyncGenerator<readonly TableRow[]> {
  const decoder = decoderOf(encoding)
  const reader = new CsvReader(delimiter)
  let left = skip
  let seq = 0
  for await (const bytes of piecesOf(file)) {
    const isLast = ++seq === file.sizes.length
    const { text, spoiled } = decoder.write(bytes, isLast)
    const rows = reader.push(left > 0 ? text.slice(left) : text, isLast)
    left = Math.max(0, left - text.length)
    yield* inBatches(spoiled ? rows.map(withBytesSeen) : rows)
  }
}

const withBytesSeen = (row: TableRow): TableRow =>
  row.problem === null && row.cells.some((cell) => cell.includes('\uFFFD')) ? { ...row, problem: 'CSV_BYTES' } : row

function* inBatches(rows: readonly TableRow[]): Generator<readonly TableRow[]> {
  let from = 0
  let cells = 0
  for (let at = 0; at < rows.length; at++) {
    cells += rows[at]?.cells.length ?? 0
    if (at - from + 1 < batchRows && cells < batchCells) continue
    yield rows.slice(from, at + 1)
    from = at + 1
    cells = 0
  }
  if (from < rows.length) yield rows.slice(from)
}

async function openXlsx(file: FileBytes, reading: Reading): Promise<Source> {
  const asked = { sheet: reading.sheet ?? null, firstRows: reading.headerRow ?? firstRows }
  const messages = readXlsx(file, asked)
  const found = (await messages.next()).value as Sheets
  if (!found.known) {
    await messages.return(undefined)
    throw no('IMPORT_SHEET_MISSING', { name: reading.sheet ?? '' })
  }
  const { headers, headerRow } = await headingsIn(rowsOf(messages), reading.headerRow ?? null)
  const { sheet, sheets } = found
  const all = () => rowsOf(readXlsx(file, { sheet, firstRows: Number.MAX_SAFE_INTEGER }))
  return {
    ...{ kind: 'xlsx', headers, headerRow, encoding: null, ambiguous: false, delimiter: null, sheet, sheets },
    rows: () => below(all(), { headerRow, width: headers.length }),
  }
}

async function* rowsOf(messages: AsyncGenerator<Sheets | readonly TableRow[]>): AsyncGenerator<readonly TableRow[]> {
  for await (const message of messages) if (!('sheets' in message)) yield message
}

/** Rows looked at to find the headings. */
const firstRows = 10

async function headingsIn(all: AsyncGenerator<readonly TableRow[]>, asked: number | null) {
  const first: TableRow[] = []
  for await (const rows of all) {
    first.push(...rows)
    if (asked === null ? first.length >= firstRows : (first.at(-1)?.no ?? 0) >= asked) break
  }
  const row = asked === null ? headingsRow(first) : first.find(({ no: own }) => own === asked)
  if (!row) throw asked === null ? no('IMPORT_EMPTY') : no('IMPORT_NO_HEADINGS', { row: asked })
  return { headers: headingsOf(row), headerRow: row.no }
}

/** Cells at the end that hold nothing are no columns. */
function headingsOf(row: TableRow): string[] {
  if (row.problem === 'CSV_QUOTES_OPEN') throw no('IMPORT_HEADINGS_SPOILED', { row: row.no })
  const last = row.cells.findLastIndex((cell) => cell.trim() !== '')
  if (last + 1 > mostColumns) throw no('IMPORT_COLUMNS', { max: mostColumns })
  return distinct(row.cells.slice(0, last + 1))
}

/** The rows under the headings, each as wide as they are. */
async function* below(
  all: AsyncGenerator<readonly TableRow[]>,
  { headerRow, width }: { headerRow: number; width: number },
): AsyncGenerator<readonly TableRow[]> {
  for await (const rows of all) {
    const kept = rows.filter(({ no: row }) => row > headerRow).map((row) => fitted(row, width))
    if (kept.length > 0) yield kept
  }
}
