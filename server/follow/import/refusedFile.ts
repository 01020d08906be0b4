/** The rows an import refused, as a file that can be mended and imported again: the file's columns, number, reason. */
import type { Label } from '../../../kernel/label.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { formulaSafe } from '../../../kernel/text.ts'
import { type RefusedRow, refusedRows } from '../../store/imports.ts'
import type { World } from '../../world.ts'
import { sentence } from './messages.ts'

const headings = {
  zh: ['行号', '原因'],
  en: ['Row', 'Reason'],
} as const

/** Whether the column was added by us when the rows were refused: both stand at the end, in one language. */
export function isRefusedColumn(headers: readonly string[], header: string): boolean {
  const [row, reason] = headers.slice(-2)
  const ours = Object.values(headings).some((pair) => pair[0] === row && pair[1] === reason)
  return ours && (header === row || header === reason) && headers.indexOf(header) >= headers.length - 2
}

export interface RefusedAsked {
  readonly tenantId: string
  readonly importId: string
  readonly headers: readonly string[]
  readonly messages: Readonly<Record<string, Label>>
  readonly language: 'zh' | 'en'
}

/** Page by page; the first one brings the headings. */
export async function* refusedLines(world: World, asked: RefusedAsked): AsyncGenerator<string> {
  const { tenantId, importId, headers, language } = asked
  const own = headers.filter((header) => !isRefusedColumn(headers, header))
  yield `\uFEFF${csvLine([...own, ...headings[language]])}`
  for (let after = 0; ; ) {
    const rows = await world.database.inTenant(tenantId, (tx) =>
      refusedRows(tx, tenantId, { importId, after, limit: 1000 }),
    )
    if (rows.length === 0) return
    after = (rows.at(-1) as RefusedRow).no
    yield rows.map((row) => csvLine([...row.cells.slice(0, own.length), String(row.no), reasonOf(row, asked)])).join('')
  }
}

const reasonOf = ({ refusals }: RefusedRow, { messages, language }: RefusedAsked): string =>
  (refusals as unknown as Refusal[])
    .map((one) => sentence(one, messages, language))
    .join(language === 'zh' ? '；' : '; ')

/** A line of CSV that no spreadsheet takes for a formula. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(formulaSafe(cell))).join(',')}\r\n`

const quoted = (cell: string): string => (/[",\r\n]|^[\s']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
