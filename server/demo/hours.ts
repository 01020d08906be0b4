/** Working hours of the demo company: when people do things, in its own zone. */
import { addDays, chinaCalendar, isWorkingDay } from '../../kernel/calendar.ts'
import type { Chance } from './random.ts'

const zoneMs = 8 * 3_600_000
const calendar = chinaCalendar()
const minuteMs = 60_000
const opens = 8 * 60 + 40
const closes = 17 * 60 + 50

export const dateOf = (at: string): string => new Date(Date.parse(at) + zoneMs).toISOString().slice(0, 10)

export const instant = (date: string, minutes: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - zoneMs + minutes * minuteMs).toISOString()

const minutesOf = (at: string): number => {
  const local = new Date(Date.parse(at) + zoneMs)
  return local.getUTCHours() * 60 + local.getUTCMinutes()
}

export const plusMinutes = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + Math.round(minutes * minuteMs)).toISOString()

/** The first working day from a date on. */
export function workingDay(date: string): string {
  let day = date
  while (!isWorkingDay(day, calendar)) day = addDays(day, 1)
  return day
}

/** Some time on the first working day that is so many days away, never before the moment given. */
export function daysLater(at: string, days: number, chance: Chance): string {
  const day = workingDay(addDays(dateOf(at), days))
  const from = day === dateOf(at) ? Math.max(opens, minutesOf(at) + 5) : opens
  return from >= closes
    ? instant(workingDay(addDays(day, 1)), chance.int(opens, closes))
    : instant(day, chance.int(from, closes))
}

/** In so many hours of work. */
export function hoursLater(at: string, hours: number, chance: Chance): string {
  const then = plusMinutes(at, hours * 60)
  const open = minutesOf(then) >= opens && minutesOf(then) < closes && workingDay(dateOf(then)) === dateOf(then)
  return open ? then : daysLater(at, 1, chance)
}

/** Ten past two in the night after a date, when the system tidies up. */
export const nightAfter = (date: string): string => instant(addDays(date, 1), 130)
