/** Numbers, money and time as the reader writes them; times in the company's zone. Money stays decimal text. */
import type { Language, Money } from '../api/types.ts'

const locales: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }

/** Exact at any size: the format is given text, never a float. */
export function formatNumber(value: string | number, language: Language, digits?: number): string {
  const given = String(value)
  if (!/^-?\d+(\.\d+)?$/.test(given)) return given
  const format = new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 8,
  })
  return format.format(given as Intl.StringNumericLiteral)
}

export function formatMoney(money: Money, language: Language): string {
  const digits = (money.amount.split('.')[1] ?? '').length
  if (!/^-?\d+(\.\d+)?$/.test(money.amount)) return `${money.amount} ${money.currency}`
  try {
    const format = new Intl.NumberFormat(locales[language], {
      style: 'currency',
      currency: money.currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    return format.format(money.amount as Intl.StringNumericLiteral)
  } catch {
    return `${money.currency} ${formatNumber(money.amount, language, digits)}`
  }
}

/** A fraction as percent, by moving the point: 0.125 → 12.5 %. */
export function formatPercent(fraction: string, language: Language): string {
  return `${formatNumber(movePoint(fraction, 2), language)}${language === 'zh' ? '%' : ' %'}`
}

/** Moves the decimal point of a decimal text; to the right when `by` is positive. */
export function movePoint(value: string, by: number): string {
  const sign = value.startsWith('-') ? '-' : ''
  const [whole = '0', part = ''] = value.replace('-', '').split('.')
  const shift = Math.abs(by)
  const digits =
    by >= 0
      ? [whole + part.padEnd(shift, '0').slice(0, shift), part.slice(shift)]
      : [whole.padStart(shift + 1, '0').slice(0, -shift), whole.padStart(shift + 1, '0').slice(-shift) + part]
  const left = (digits[0] ?? '0').replace(/^0+(?=\d)/, '')
  const right = (digits[1] ?? '').replace(/0+$/, '')
  return `${sign}${left}${right ? `.${right}` : ''}`
}

/** A civil date has no zone: it is shown as it stands. */
export function formatDate(date: string, language: Language): string {
  const [year, month, day] = date.slice(0, 10).split('-').map(Number)
  if (!year || !month || !day) return date
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }
  if (language === 'zh') options.month = 'numeric'
  return cached(language, options).format(Date.UTC(year, month - 1, day))
}

export function formatTime(at: string, language: Language, timeZone: string): string {
  const time = Date.parse(at)
  if (Number.isNaN(time)) return at
  return cached(language, {
    year: 'numeric',
    month: language === 'zh' ? 'numeric' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone,
  }).format(time)
}

const spans: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 days ago"; null when it is less than a minute away. */
export function formatRelative(at: string, language: Language, nowMs = Date.now()): string | null {
  const seconds = (Date.parse(at) - nowMs) / 1000
  const span = spans.find(([, size]) => Math.abs(seconds) >= size)
  if (!span) return null
  return new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }).format(
    Math.trunc(seconds / span[1]),
    span[0],
  )
}

export function formatBytes(size: number, language: Language): string {
  const unit = size >= 1_048_576 ? 'megabyte' : size >= 1024 ? 'kilobyte' : 'byte'
  const value = size >= 1_048_576 ? size / 1_048_576 : size >= 1024 ? size / 1024 : size
  return new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value)
}

/** Today in the company's zone, as YYYY-MM-DD. */
export function todayIn(timeZone: string, nowMs = Date.now()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(nowMs)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function cached(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const print = language + JSON.stringify(options)
  let format = formats.get(print)
  if (!format) {
    format = new Intl.DateTimeFormat(locales[language], options)
    formats.set(print, format)
  }
  return format
}
