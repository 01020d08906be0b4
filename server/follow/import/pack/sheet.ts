/** A file of a pack as a sheet: rows of text under headings, whatever it was written in. */
import ExcelJS from 'exceljs'
import { inMemory } from '../file/bytes.ts'
import { readTable } from '../table.ts'
import { isZip } from './zip.ts'

export interface SheetRow {
  /** As a spreadsheet counts. */
  readonly no: number
  readonly cells: readonly string[]
}

export interface Sheet {
  readonly headers: readonly string[]
  readonly rows: readonly SheetRow[]
}

/** Says of each row which record it belongs to, where a record takes several. */
export const recordHeader = '#record'

export async function readSheet(bytes: Buffer): Promise<Sheet> {
  if (isZip(bytes)) return readBook(bytes)
  const { headers, rows } = await readTable(inMemory(bytes))
  return { headers, rows: rows.map(({ no, cells }) => ({ no, cells })) }
}

async function readBook(bytes: Buffer): Promise<Sheet> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ArrayBuffer)
  const sheet = book.worksheets.find((one) => one.rowCount > 0)
  if (!sheet) return { headers: [], rows: [] }
  const width = sheet.columnCount
  const cell = (row: number, column: number) => sheet.getRow(row).getCell(column)
  const nested = Array.from({ length: width }, (_none, at) => isNested(cell(1, at + 1), cell(2, at + 1)))
  const two = nested.some((one) => one)
  const headers = Array.from({ length: width }, (_none, at) => {
    const top = textOf(cell(1, at + 1))
    return nested[at] ? `${top}.${textOf(cell(2, at + 1))}` : top
  })
  const rows: SheetRow[] = []
  let record = 0
  for (let no = two ? 3 : 2; no <= sheet.rowCount; no++) {
    const cells = Array.from({ length: width }, (_none, at) => textOf(cell(no, at + 1)))
    if (cells.every((one) => one === '')) continue
    const own = cells.map((one, at) => (nested[at] || cell(no, at + 1).master.fullAddress.row !== no ? '' : one))
    if (own.some((one) => one !== '')) record = no
    rows.push({ no, cells: [...filled(cells, rows.at(-1), { nested, goesOn: record !== no }), String(record)] })
  }
  return { headers: [...headers, recordHeader], rows }
}

/** A heading over several sub-headings: a form within the form. */
const isNested = (top: ExcelJS.Cell, below: ExcelJS.Cell): boolean =>
  top.isMerged && below.master.address !== top.master.address && textOf(below) !== ''

/** A row that goes on with a record says of the record what its first row said. */
function filled(
  cells: readonly string[],
  before: SheetRow | undefined,
  { nested, goesOn }: { nested: readonly boolean[]; goesOn: boolean },
): string[] {
  return cells.map((one, at) => (goesOn && !nested[at] && one === '' ? (before?.cells[at] ?? '') : one))
}

function textOf(cell: ExcelJS.Cell): string {
  const { value } = cell.master
  if (value === null || value === undefined) return ''
  if (value instanceof Date)
    return value
      .toISOString()
      .replace(/T00:00:00\.000Z$/, '')
      .replace(/\.\d{3}Z$/, '')
      .replace('T', ' ')
  if (typeof value === 'object' && 'result' in value) return String(value.result ?? '')
  return cell.master.text.trim()
}
