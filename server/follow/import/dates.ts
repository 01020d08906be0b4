/** Days and moments as people and programs write them; what could be two days is neither, until somebody says. Pure. */
import { dayText } from './file/sheet.ts'
import type { DateOrder } from './transforms.ts'

export type Told<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: DateProblem }
export type DateProblem = 'IMPORT_DATE' | 'IMPORT_DATE_AMBIGUOUS' | 'IMPORT_DATE_SERIAL'

export interface Moment {
  /** Where the text says its offset from UTC. */
  readonly instant: string | null
  readonly day: string
  readonly minutes: number
}

const told = <T>(value: T): Told<T> => ({ ok: true, value })
const untold = (code: DateProblem): { ok: false; code: DateProblem } => ({ ok: false, code })

const orders = { ymd: [0, 1, 2], mdy: [2, 0, 1], dmy: [2, 1, 0] } as const
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const clockText = /^(上午|下午|am|pm)?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(am|pm|a\.m\.|p\.m\.)?$/i

/** The civil day of the text; a time after it is left away. */
export function dayIn(raw: string, order: DateOrder | undefined): Told<string> {
  const moment = momentIn(raw, order)
  return moment.ok ? told(moment.value.day) : moment
}

export function momentIn(raw: string, order: DateOrder | undefined): Told<Moment> {
  const text = raw.normalize('NFKC').trim().replace(/\s+/g, ' ')
  const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?(Z|[+-]\d{2}:?\d{2})$/.exec(text)
  if (iso) return instantOf(iso)
  if (order === 'excel' || order === 'excel1904') return serialOf(text, order)
  const [date, time] = partsOf(text)
  const day = dayOf(date, order)
  if (!day.ok) return day
  const minutes = time === '' ? 0 : minutesOf(time)
  return minutes === null ? untold('IMPORT_DATE') : told({ instant: null, day: day.value, minutes })
}

/** +0000 is an offset as good as +00:00. */
function instantOf([, day = '', clock = '', zone = '']: RegExpExecArray): Told<Moment> {
  const seconds = clock.length === 5 ? `${clock}:00` : clock.replace(',', '.')
  const instant = `${day}T${seconds}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`
  if (!isDay(day) || Number.isNaN(Date.parse(instant))) return untold('IMPORT_DATE')
  return told({ instant, day, minutes: minutesOf(clock) ?? 0 })
}

/** Where the day ends and the time begins. */
function partsOf(text: string): readonly [string, string] {
  const cut = /[T ]((?:上午|下午|am|pm)? ?\d{1,2}:\d{2}.*)$/i.exec(text)
  return cut ? [text.slice(0, cut.index).trim(), (cut[1] ?? '').trim()] : [text, '']
}

function minutesOf(time: string): number | null {
  const found = clockText.exec(time)
  if (!found) return null
  const [, before, hour = '0', minute = '0', second = '0', fraction = '', after] = found
  const half = (before ?? after)?.toLowerCase().replaceAll('.', '')
  const given = Number(hour)
  if (given > 23 || Number(minute) > 59 || Number(second) > 59 || (half && given > 12 && half !== '下午')) return null
  const isLate = half === 'pm' || half === '下午'
  const hours = half === undefined ? given : isLate && given < 12 ? given + 12 : !isLate && given === 12 ? 0 : given
  return hours * 60 + Number(minute) + Number(`${second}.${fraction || '0'}`) / 60
}

function dayOf(text: string, order: 'ymd' | 'mdy' | 'dmy' | undefined): Told<string> {
  if (/^\d{5}(\.\d+)?$/.test(text)) return untold('IMPORT_DATE_SERIAL')
  const named = namedDay(text)
  if (named) return valid(named)
  const chinese = /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$/.exec(text)
  const joined = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  const parts = chinese ?? joined ?? /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})$/.exec(text)
  if (!parts) return untold('IMPORT_DATE')
  const [a = '', b = '', c = ''] = chinese || joined ? parts.slice(1) : [parts[1], parts[3], parts[4]]
  if (a.length > 2) return c.length > 2 ? untold('IMPORT_DATE') : valid([a, b, c])
  if (order === undefined) return withoutOrder(a, b, c)
  const [year, month, day] = orders[order].map((at) => [a, b, c][at] ?? '')
  return valid([fullYear(year ?? ''), month ?? '', day ?? ''])
}

/** 25/12/2024 can be one day only, and so can 02/02/2024; 02/01/2024 can be two, and 24-1-2 three. */
function withoutOrder(a: string, b: string, c: string): Told<string> {
  if (c.length !== 4) return untold('IMPORT_DATE_AMBIGUOUS')
  if (Number(a) > 12 && Number(b) <= 12) return valid([c, b, a])
  if ((Number(b) > 12 && Number(a) <= 12) || a.padStart(2, '0') === b.padStart(2, '0')) return valid([c, a, b])
  return untold('IMPORT_DATE_AMBIGUOUS')
}

/** 15 Apr, 2021; April 15 2021; 15-Apr-21. */
function namedDay(text: string): readonly [string, string, string] | null {
  const first = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4}|\d{2})$/.exec(text)
  const later = /^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(text)
  const [day, word, year] = first?.slice(1) ?? (later ? [later[2], later[1], later[3]] : [])
  const month = months.indexOf((word ?? '').slice(0, 3).toLowerCase()) + 1
  return month === 0 ? null : [fullYear(year ?? ''), String(month), day ?? '']
}

/** Two digits are of this century up to 69, as spreadsheets and POSIX have it. */
const fullYear = (year: string): string => (year.length === 2 ? `${Number(year) < 70 ? '20' : '19'}${year}` : year)

function valid([year, month, day]: readonly [string, string, string] | readonly string[]): Told<string> {
  const text = `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`
  return isDay(text) ? told(text) : untold('IMPORT_DATE')
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Day 60 of the count from 1900 never was. */
function serialOf(text: string, order: 'excel' | 'excel1904'): Told<Moment> {
  if (!/^\d{1,7}(\.\d+)?$/.test(text)) return untold('IMPORT_DATE')
  const seconds = Math.round(Number(text) * 86_400)
  const day = dayText(Math.floor(seconds / 86_400), order === 'excel1904')
  return isDay(day) ? told({ instant: null, day, minutes: (seconds % 86_400) / 60 }) : untold('IMPORT_DATE')
}
