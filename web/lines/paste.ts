/** Cells copied from a spreadsheet, laid over the rows of the editor. */
import type { FieldMeta } from '../api/types.ts'
import { isPercent } from './columns.ts'
import { isNumber, readNumber, readPercent, readVatRate } from './typed.ts'

/** Tab-separated text of a clipboard as cells; quoted cells may hold line breaks. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const clean = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (let i = 0; i < clean.length; i++) {
    const char = clean[i] as string
    if (quoted && char === '"' && clean[i + 1] === '"') cell += clean[i++]
    else if (char === '"' && (quoted || cell === '')) quoted = !quoted
    else if (quoted || (char !== '\t' && char !== '\n')) cell += char
    else {
      rows.at(-1)?.push(cell.trim())
      cell = ''
      if (char === '\n') rows.push([])
    }
  }
  rows.at(-1)?.push(cell.trim())
  return rows
}

/** One cell belongs in the input it was pasted into; more than one is a table. */
export const isTable = (cells: readonly (readonly string[])[]): boolean =>
  cells.length > 1 || (cells[0]?.length ?? 0) > 1

/**
 * Which column of the clipboard goes to which field: by the heading where the first row holds headings, else in
 * the order of the columns from where the cursor stands.
 */
export function placeCells(cells: readonly (readonly string[])[], columns: readonly FieldMeta[], from: number) {
  const heads = (cells[0] ?? []).map((head) => columns.find((column) => namesOf(column).includes(headKey(head))))
  if (heads.filter(Boolean).length >= Math.max(1, heads.filter((_, i) => cells[0]?.[i]).length / 2)) {
    return { fields: heads, body: cells.slice(1) }
  }
  return { fields: (cells[0] ?? []).map((_, i) => columns[from + i]), body: cells }
}

/** The text of a cell as the value of its field; links stay text until the records are looked up. */
export function valueOfCell(text: string, field: FieldMeta): unknown {
  if (text === '') return null
  if (isPercent(field)) return text.includes('%') || !isFraction(text) ? readPercent(text) : readNumber(text)
  if (field.name === 'vatRate') return readVatRate(text)
  if (field.kind === 'decimal' || field.kind === 'integer') return readNumber(text)
  if (field.kind === 'choice') return optionOf(text, field)
  if (field.kind === 'date')
    return text
      .replace(/[/.年月]/g, '-')
      .replace('日', '')
      .replace(/-(\d)(?!\d)/g, '-0$1')
  return text
}

function isFraction(text: string): boolean {
  const number = readNumber(text)
  return number !== null && isNumber(number) && Number(number) < 1
}

function optionOf(text: string, field: FieldMeta): string {
  const found = Object.entries(field.options ?? {}).find(([key, label]) => [key, label.zh, label.en].includes(text))
  return found?.[0] ?? text
}

const headKey = (head: string): string =>
  head
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_*()%]/g, '')
const namesOf = (field: FieldMeta): string[] =>
  [field.name, field.name.replace(/Id$/, ''), field.label.zh, field.label.en].map(headKey)
