/** Calendar dates as 'YYYY-MM-DD' text, and working days and working minutes of a company's calendar. */
import { chinaHolidays, type HolidayYear } from './holidays.ts'

/**
 * A time zone, given from outside because its rules change by decree. Minutes are those on the wall clock since
 * midnight and may be a fraction. A wall time that a clock change skips becomes the moment after the gap.
 */
export interface Zone {
  readonly name: string
  toCivil(instantIso: string): { date: string; minutes: number }
  toInstant(date: string, minutes: number): string
}

/** A working window of a day in minutes since midnight: 09:00–18:00 is { from: 540, to: 1080 }; in order, apart. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Precedence: workdays, then holidays, then the weekly pattern (default Monday to Friday, 09:00–18:00). */
export interface WorkingCalendar {
  readonly holidays: ReadonlySet<string>
  readonly workdays: ReadonlySet<string>
  /** The first and the last but one year whose holidays are known: outside, results are estimated. */
  readonly publishedFrom: number
  readonly estimatedFrom: number
  /** 1 Monday … 7 Sunday. */
  readonly weekdays?: readonly number[] | undefined
  readonly windows?: readonly Window[] | undefined
  /** Days with hours of their own. */
  readonly ownWindows?: ReadonlyMap<string, readonly Window[]> | undefined
}

export interface WorkingTime {
  readonly calendar: WorkingCalendar
  readonly zone: Zone
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const officeWindows: readonly Window[] = [{ from: 540, to: 1080 }]
const officeWeekdays: readonly number[] = [1, 2, 3, 4, 5]
/** A calendar without a working day for so long is a mistake, not a holiday. */
const longestClosureDays = 1000

/** True for a real day of the years 1900–2999, written YYYY-MM-DD; 9999 is a stand-in for "never", not a date. */
export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const [year, month, day] = partsOf(text)
  return year >= 1900 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

export function addDays(date: string, days: number): string {
  return dateOfDay(dayNumber(date) + days)
}

/** The same day of a later month, or its last day: 01-31 + 1 month is 02-28, or 02-29 in a leap year. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = partsOf(checked(date))
  const index = year * 12 + (month - 1) + months
  const newYear = Math.floor(index / 12)
  const newMonth = index - newYear * 12 + 1
  return dateText(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

export function addYears(date: string, years: number): string {
  return addMonths(date, years * 12)
}

export function endOfMonth(date: string): string {
  const [year, month] = partsOf(checked(date))
  return dateText(year, month, daysInMonth(year, month))
}

/** Days from one date to another; negative when the second is earlier. */
export function diffDays(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** 1 Monday … 7 Sunday. */
export function weekday(date: string): number {
  return ((dayNumber(date) + 3) % 7) + 1
}

/** Week of ISO 8601: the week of the year's first Thursday is week 1. */
export function isoWeek(date: string): { year: number; week: number } {
  const thursday = addDays(date, 4 - weekday(date))
  const [year] = partsOf(thursday)
  return { year, week: Math.floor(diffDays(dateText(year, 1, 1), thursday) / 7) + 1 }
}

/** The fiscal year a date belongs to, named by the year in which it ends, and its quarter 1–4. */
export function fiscalYear(date: string, firstMonth: number): { year: number; quarter: number } {
  const [year, month] = partsOf(checked(date))
  const months = (month - firstMonth + 12) % 12
  return { year: firstMonth > 1 && month >= firstMonth ? year + 1 : year, quarter: Math.floor(months / 3) + 1 }
}

/** The calendar of mainland China from the published tables, or from a company's own corrected ones. */
export function chinaCalendar(years: readonly HolidayYear[] = chinaHolidays): WorkingCalendar {
  const published = years.map((table) => table.year)
  return {
    holidays: new Set(years.flatMap((table) => table.off.flatMap(([from, to]) => daysBetween(from, to)))),
    workdays: new Set(years.flatMap((table) => table.work)),
    publishedFrom: Math.min(...published),
    estimatedFrom: Math.max(...published) + 1,
  }
}

/** True where holidays are not known, so that only the weekly pattern speaks and a reader must be told. */
export function isEstimated(date: string, calendar: WorkingCalendar): boolean {
  const [year] = partsOf(checked(date))
  return year < calendar.publishedFrom || year >= calendar.estimatedFrom
}

export function isWorkingDay(date: string, calendar: WorkingCalendar): boolean {
  if (calendar.workdays.has(date)) return true
  return !calendar.holidays.has(date) && (calendar.weekdays ?? officeWeekdays).includes(weekday(date))
}

/** The n-th working day after a date, which itself does not count; negative n goes back; 0 is the date itself. */
export function addWorkingDays(date: string, n: number, calendar: WorkingCalendar): string {
  const step = n < 0 ? -1 : 1
  let day = checked(date)
  const works = (candidate: string) => isWorkingDay(candidate, calendar)
  for (let left = Math.abs(n); left > 0; left--) day = nextDay(day, step, works)
  return day
}

/** Working days from one date to another, both counted; negative when the second is earlier. */
export function workingDaysBetween(from: string, to: string, calendar: WorkingCalendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar)
  return daysBetween(from, to).filter((day) => isWorkingDay(day, calendar)).length
}

/** Working minutes in [from, to), two instants; 0 when the second is not later. */
export function workingMinutesBetween(from: string, to: string, { calendar, zone }: WorkingTime): number {
  const start = zone.toCivil(from)
  const end = zone.toCivil(to)
  let total = 0
  for (const day of daysBetween(start.date, end.date)) {
    const low = day === start.date ? start.minutes : 0
    const high = day === end.date ? end.minutes : Number.POSITIVE_INFINITY
    for (const open of windowsOf(day, calendar)) {
      total += Math.max(0, Math.min(open.to, high) - Math.max(open.from, low))
    }
  }
  return total
}

/**
 * The earliest instant with so many working minutes since `from`: one outside hours starts at the next opening,
 * one that ends exactly at closing stays there. No minutes leave the instant as it is; fewer are a RangeError.
 */
export function addWorkingMinutes(from: string, minutes: number, { calendar, zone }: WorkingTime): string {
  if (!(minutes >= 0)) throw new RangeError(`working minutes must be zero or more, not ${minutes}`)
  if (minutes === 0) return from
  let { date, minutes: clock } = zone.toCivil(from)
  let left = minutes
  const opens = (day: string) => windowsOf(day, calendar).some((open) => open.to > open.from)
  for (;;) {
    for (const open of windowsOf(date, calendar)) {
      const begin = Math.max(open.from, clock)
      if (begin >= open.to) continue
      if (begin + left <= open.to) return zone.toInstant(date, begin + left)
      left -= open.to - begin
    }
    date = nextDay(date, 1, opens)
    clock = 0
  }
}

function windowsOf(date: string, calendar: WorkingCalendar): readonly Window[] {
  if (!isWorkingDay(date, calendar)) return []
  return calendar.ownWindows?.get(date) ?? calendar.windows ?? officeWindows
}

function nextDay(date: string, step: number, counts: (day: string) => boolean): string {
  let day = date
  for (let tries = 0; tries < longestClosureDays; tries++) {
    day = addDays(day, step)
    if (counts(day)) return day
  }
  throw new RangeError('the calendar has no working day')
}

/** Every day from one date to another, both included; none when the second is earlier. */
function daysBetween(from: string, to: string): string[] {
  const first = dayNumber(from)
  return Array.from({ length: Math.max(0, dayNumber(to) - first + 1) }, (_, i) => dateOfDay(first + i))
}

function partsOf(date: string): [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))]
}

function checked(date: string): string {
  if (!isDate(date)) throw new RangeError(`not a date: ${JSON.stringify(date)}`)
  return date
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (monthDays[month - 1] as number)
}

function dateText(year: number, month: number, day: number): string {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return checked(text)
}

/** Days since 1970-01-01. */
function dayNumber(date: string): number {
  const [year, month, day] = partsOf(checked(date))
  return Date.UTC(year, month - 1, day) / 86_400_000
}

function dateOfDay(number: number): string {
  return checked(new Date(number * 86_400_000).toISOString().slice(0, 10))
}
