/** Numbers as people type and paste them, brought to the canonical text the server reads; and percentages. */
import { Exact } from '../../kernel/money.ts'

/**
 * '1,234.50', '１２３４.５', '¥ 1 234.5' and '(5)' become '1234.5', '1234.5', '1234.5' and '-5'; what is no number
 * comes back as it was typed, so that the field can say so. Empty stays null.
 */
export function readNumber(text: string): string | null {
  const plain = text.normalize('NFKC').trim()
  if (plain === '') return null
  const negative = /^\(.*\)$/.test(plain) || /^[-−]/.test(plain)
  const digits = plain.replace(/[\s,()¥￥$€−-]/g, '').replace(/^\./, '0.')
  if (!/^[0-9]+(\.[0-9]*)?$/.test(digits)) return plain
  const value = new Exact(digits).toFixed()
  return negative && value !== '0' ? `-${value}` : value
}

/** '8', '8 %' and '8％' are the fraction '0.08'. */
export function readPercent(text: string): string | null {
  const number = readNumber(text.replace(/[%％]/g, ''))
  if (number === null || !isNumber(number)) return number
  return new Exact(number).div(100).toFixed()
}

/** The fraction '0.08' shown as '8'. */
export function asPercent(fraction: string | null | undefined): string {
  if (!fraction) return ''
  return isNumber(fraction) ? new Exact(fraction).times(100).toFixed() : fraction
}

/** '13%', '13', '0.13' and '免税' as the rate the server knows; anything else as it was typed. */
export function readVatRate(text: string): string | null {
  const plain = text.normalize('NFKC').trim().toLowerCase()
  if (plain === '') return null
  if (/^(免税|exempt)/.test(plain)) return 'exempt'
  if (/^(反向|reverse)/.test(plain)) return 'reverse_charge'
  const number = readNumber(plain.replace('%', ''))
  if (number === null || !isNumber(number)) return plain
  const rate = new Exact(number)
  return (plain.includes('%') || rate.greaterThanOrEqualTo(1) ? rate.div(100) : rate).toFixed(2)
}

export const isNumber = (text: string): boolean => /^-?[0-9]+(\.[0-9]+)?$/.test(text)
