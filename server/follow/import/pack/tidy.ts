/** Numbers and times as other systems write them, as the ones they can only be. Pure. */
import type { DateOrder } from '../transforms.ts'

const powers: Readonly<Record<string, number>> = { k: 3, m: 6, b: 9 }

/** '$1,234.50' → '1234.50', '$342.09K' → '342090', '' → ''; null where it is no number. */
export function plainNumber(raw: string): string | null {
  const text = raw.normalize('NFKC').replace(/[\s\u00a0]/g, '')
  if (text === '') return ''
  const found =
    /^(-?)\(?(?:US\$|[$€£¥￥]|USD|CNY|RMB|EUR)?(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?([KMB])?(?:元)?\)?$/i.exec(text)
  if (!found) return null
  const [, before = '', after = '', whole = '', fraction = '', unit = ''] = found
  const minus = before !== '' || after !== '' || text.startsWith('(') ? '-' : ''
  return `${minus}${shifted(whole.replaceAll(',', ''), fraction, powers[unit.toLowerCase()] ?? 0)}`
}

function shifted(whole: string, fraction: string, places: number): string {
  const moved = fraction.padEnd(places, '0')
  const digits = `${whole}${moved.slice(0, places)}`.replace(/^0+(?=\d)/, '')
  const rest = moved.slice(places)
  return rest === '' ? digits : `${digits}.${rest}`
}

export interface Clock {
  readonly day: string
  readonly minutes: number
  /** Set where the text itself says the offset. */
  readonly instant: string | null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** '15 Apr, 2021 00:03:00', '03-07-2021 12:59', '02/24/26 02:18 AM', '2026-01-31T09:00:00+0000', '2026年1月31日'. */
export function clockIn(raw: string, order: DateOrder): Clock | null {
  const text = raw.normalize('NFKC').trim()
  const iso = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})$/.exec(text)
  if (iso) return offset(iso)
  const found = /^(.+?)(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AP]M)?)?$/i.exec(text)
  const date = found && dateIn((found[1] ?? '').replace(/,$/, ''), order)
  if (!found || !date) return null
  const [, , hour = '0', minute = '0', second = '0', half] = found
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  if (hours > 23 || Number(minute) > 59) return null
  return { day: date, minutes: hours * 60 + Number(minute) + Number(second) / 60, instant: null }
}

function offset([, day = '', time = '', zone = '']: RegExpExecArray): Clock {
  const colon = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return { day, minutes: hour * 60 + minute, instant: new Date(`${day}T${time}${colon}`).toISOString() }
}

function dateIn(text: string, order: DateOrder): string | null {
  const named = /^(\d{1,2})[\s-]([A-Za-z]{3})[a-z]*\.?,?[\s-](\d{4})$/.exec(text)
  if (named) return dated(named[3], months.indexOf((named[2] ?? '').toLowerCase()) + 1, named[1])
  const chinese = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text)
  const parts = (chinese ?? /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/.exec(text))?.slice(1)
  if (!parts) return null
  const [a = '', b = '', c = ''] = parts
  if (a.length === 4) return dated(a, Number(b), c)
  const year = c.length === 2 ? `20${c}` : c
  return order === 'mdy' ? dated(year, Number(a), b) : dated(year, Number(b), a)
}

function dated(year = '', month = 0, day = ''): string | null {
  const civil = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = new Date(`${civil}T00:00:00Z`)
  return year.length === 4 && !Number.isNaN(real.getTime()) && real.toISOString().startsWith(civil) ? civil : null
}
