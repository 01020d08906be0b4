/** How a column is written, as far as its rows tell: order of days, decimal sign, words for nothing. Pure. */

import { dayIn } from './dates.ts'
import type { TableRow } from './file/csv.ts'
import type { DateOrder } from './transforms.ts'

export interface Looks {
  readonly header: string
  /** Some different texts of the column, the first ones. */
  readonly texts: readonly string[]
  readonly filled: number
  /** 'ask' when its days could be read in more than one order, and no day of it decides; null where it has no days. */
  readonly dates: DateOrder | 'plain' | 'ask' | null
  readonly decimal: '.' | ',' | 'ask' | null
  /** Texts of it that often stand for nothing. */
  readonly emptyWords: readonly string[]
}

const shown = 40
const nothings = new Set(['-', '--', '—', '/', 'n/a', 'na', 'null', 'none', 'nil', '无', '暂无', '#n/a', '(blank)'])

export function looksOf(headers: readonly string[], rows: readonly TableRow[]): Looks[] {
  return headers.map((header, column) => {
    const texts = rows.map((row) => (row.cells[column] ?? '').trim()).filter((text) => text !== '')
    const different = [...new Set(texts)]
    const emptyWords = different.filter((text) => nothings.has(text.toLowerCase()))
    const values = different.filter((text) => !nothings.has(text.toLowerCase())).slice(0, 2000)
    return {
      header,
      texts: different.slice(0, shown).map((text) => text.slice(0, 200)),
      filled: texts.length,
      dates: datesOf(values),
      decimal: decimalOf(values),
      emptyWords,
    }
  })
}

const candidates = ['ymd', 'mdy', 'dmy'] as const

/** The order in which every cell is a day; a 13th that stands first or second decides it. */
function datesOf(texts: readonly string[]): Looks['dates'] {
  const dated = texts.filter((text) => /\d/.test(text))
  if (dated.length === 0 || dated.length < texts.length * 0.8) return null
  const answers = dated.map((text) => dayIn(text, undefined))
  if (answers.every(({ ok }) => ok)) return 'plain'
  if (answers.every((one) => !one.ok && one.code === 'IMPORT_DATE_SERIAL')) return null
  const possible = answers.filter((one) => one.ok || one.code === 'IMPORT_DATE_AMBIGUOUS').length
  if (possible < texts.length * 0.8) return null
  const fits = candidates.map((order) => dated.filter((text) => dayIn(text, order).ok).length)
  const most = Math.max(...fits)
  const best = candidates.filter((_order, at) => fits[at] === most)
  return best.length === 1 ? (best[0] as DateOrder) : 'ask'
}

/** '1.234,56' anywhere says comma, '1,234.56' says point; '1,5' alone leaves it open, '1,234' is taken as thousands. */
function decimalOf(texts: readonly string[]): Looks['decimal'] {
  const numbers = texts.map((text) => text.normalize('NFKC').replace(/[^\d.,]/g, '')).filter((text) => /\d/.test(text))
  const digits = texts.filter((text) => /^[-+(\s￥¥$€£]*[\d.,\s]+[%)\s]*\D{0,3}$/u.test(text.normalize('NFKC')))
  if (numbers.length === 0 || digits.length < texts.length * 0.8) return null
  if (numbers.some((text) => /\.\d{3},\d/.test(text))) return ','
  if (numbers.some((text) => /,\d{3}\.\d/.test(text))) return '.'
  if (numbers.some((text) => /^\d+,(\d{1,2}|\d{5,})$/.test(text)))
    return numbers.some((text) => /\.\d{1,2}$/.test(text)) ? 'ask' : ','
  return null
}
