/** Tests of civil dates, working days and working minutes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addWorkingDays,
  addWorkingMinutes,
  addYears,
  chinaCalendar,
  diffDays,
  endOfMonth,
  fiscalYear,
  isDate,
  isEstimated,
  isoWeek,
  isWorkingDay,
  type WorkingCalendar,
  weekday,
  workingDaysBetween,
  workingMinutesBetween,
  type Zone,
} from './calendar.ts'

const china = chinaCalendar()

/** China has had no clock changes since 1991, which is all these examples need. */
const shanghai: Zone = {
  name: 'Asia/Shanghai',
  toCivil(instantIso) {
    const wall = new Date(Date.parse(instantIso) + 8 * 3_600_000).toISOString()
    return { date: wall.slice(0, 10), minutes: (Date.parse(wall) / 60_000) % 1440 }
  },
  toInstant(date, minutes) {
    return new Date(Date.parse(`${date}T00:00:00+08:00`) + minutes * 60_000).toISOString()
  },
}
const working = { calendar: china, zone: shanghai }
const at = (wall: string) => `${wall.replace(' ', 'T')}:00+08:00`
const wallOf = (instant: string) => {
  const { date, minutes } = shanghai.toCivil(instant)
  return `${date} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
const anyDay = fc.integer({ min: 0, max: 200_000 }).map((n) => addDays('1900-01-01', n))

describe('dates', () => {
  test.each(['2026-02-28', '2028-02-29', '2000-02-29', '1900-01-01', '2999-12-31'])('%s is a date', (text) => {
    expect(isDate(text)).toBe(true)
  })

  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '0000-01-01',
    '1899-12-31',
    '9999-12-31',
    '10000-01-01',
    '２０２６-01-01',
    '2026-01-01\n',
    'infinity',
    '',
    20260101,
  ])('%j is none', (text) => {
    expect(isDate(text)).toBe(false)
  })

  test('a month later is the same day or the last of the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
    expect(addYears('2028-02-29', 1)).toBe('2029-02-28')
    expect(endOfMonth('2026-02-03')).toBe('2026-02-28')
  })

  test('days add and differ regardless of clock changes', () => {
    expect(addDays('2026-03-08', 30)).toBe('2026-04-07')
    expect(diffDays('2026-02-28', '2026-03-01')).toBe(1)
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -300, max: 300 }), (day, n) => {
        if (day < '1901' || day > '2440') return
        expect(diffDays(day, addDays(day, n))).toBe(n)
        expect(weekday(addDays(day, 7))).toBe(weekday(day))
      }),
    )
  })

  test('weekdays and ISO weeks, week 53 included', () => {
    expect(weekday('2026-02-13')).toBe(5)
    expect(weekday('2026-01-04')).toBe(7)
    expect(weekday('1900-01-01')).toBe(1)
    expect(isoWeek('2026-12-31')).toEqual({ year: 2026, week: 53 })
    expect(isoWeek('2027-01-03')).toEqual({ year: 2026, week: 53 })
    expect(isoWeek('2025-12-29')).toEqual({ year: 2026, week: 1 })
  })

  test('a fiscal year from April is named by the year it ends in', () => {
    expect(fiscalYear('2026-03-31', 4)).toEqual({ year: 2026, quarter: 4 })
    expect(fiscalYear('2026-04-01', 4)).toEqual({ year: 2027, quarter: 1 })
    expect(fiscalYear('2026-04-01', 1)).toEqual({ year: 2026, quarter: 2 })
  })

  test('what is no date is an error, never a wrong date', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError)
    expect(() => addDays('2026-02-28', Number.NaN)).toThrow(RangeError)
  })
})

describe('working days of China', () => {
  test.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10', '2025-09-28'])(
    '%s is made up for on a weekend',
    (day) => {
      expect(weekday(day)).toBeGreaterThan(5)
      expect(isWorkingDay(day, china)).toBe(true)
    },
  )

  test('Spring Festival and National Day are off', () => {
    for (let n = 15; n <= 23; n++) expect(isWorkingDay(`2026-02-${n}`, china)).toBe(false)
    for (let n = 1; n <= 7; n++) expect(isWorkingDay(`2026-10-0${n}`, china)).toBe(false)
    expect(isWorkingDay('2026-02-24', china)).toBe(true)
  })

  test('number 21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23 by month of 2026, 248 in the year and in 2025', () => {
    const months = Array.from({ length: 12 }, (_, i) => addMonths('2026-01-01', i))
    const counts = months.map((first) => workingDaysBetween(first, endOfMonth(first), china))
    expect(counts).toEqual([21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23])
    expect(workingDaysBetween('2026-01-01', '2026-12-31', china)).toBe(248)
    expect(workingDaysBetween('2025-01-01', '2025-12-31', china)).toBe(248)
    expect(workingDaysBetween('2026-04-01', '2026-06-30', china)).toBe(61)
  })

  test('the third after Friday 2026-02-13 is 2026-02-25, and after Thursday 2026-04-30 it is 2026-05-08', () => {
    expect(addWorkingDays('2026-02-13', 3, china)).toBe('2026-02-25')
    expect(addWorkingDays('2026-04-30', 3, china)).toBe('2026-05-08')
    expect(addWorkingDays('2026-04-30', 1, china)).toBe('2026-05-06')
    expect(addWorkingDays('2026-05-06', -1, china)).toBe('2026-04-30')
  })

  test('between 2026-05-01 and 2026-05-10 there are four', () => {
    expect(workingDaysBetween('2026-05-01', '2026-05-10', china)).toBe(4)
    expect(workingDaysBetween('2026-05-10', '2026-05-01', china)).toBe(-4)
  })

  test('a year not yet published follows the week and is marked estimated', () => {
    expect(isEstimated('2027-01-01', china)).toBe(true)
    expect(isEstimated('2024-12-31', china)).toBe(true)
    expect(isEstimated('2026-12-31', china)).toBe(false)
    expect(isWorkingDay('2027-01-01', china)).toBe(true)
  })
})

describe('working minutes', () => {
  test.each([
    ['2026-02-13 17:00', 120, '2026-02-14 10:00'],
    ['2026-02-14 17:00', 120, '2026-02-24 10:00'],
    ['2026-05-08 16:00', 180, '2026-05-09 10:00'],
    ['2026-09-18 17:30', 60, '2026-09-20 09:30'],
    ['2026-06-18 17:00', 120, '2026-06-22 10:00'],
    ['2026-03-07 10:00', 30, '2026-03-09 09:30'],
    ['2026-03-02 17:00', 60, '2026-03-02 18:00'],
    ['2026-03-02 10:00', 0, '2026-03-02 10:00'],
  ])('%s and %i minutes is %s', (from, minutes, due) => {
    expect(wallOf(addWorkingMinutes(at(from), minutes, working))).toBe(due)
  })

  test.each([
    ['2026-04-30 17:00', '2026-05-06 10:00', 120],
    ['2026-09-30 15:00', '2026-10-08 11:00', 300],
    ['2026-10-09 17:30', '2026-10-10 09:30', 60],
    ['2026-03-07 10:00', '2026-03-08 10:00', 0],
    ['2026-05-11 08:00', '2026-05-11 09:10', 10],
    ['2026-05-11 12:00', '2026-05-11 11:00', 0],
  ])('from %s to %s there are %i', (from, to, minutes) => {
    expect(workingMinutesBetween(at(from), at(to), working)).toBe(minutes)
  })

  test('a lunch break is jumped', () => {
    const windows = [
      { from: 540, to: 720 },
      { from: 780, to: 1080 },
    ]
    const lunch = { ...working, calendar: { ...china, windows } }
    expect(wallOf(addWorkingMinutes(at('2026-03-02 11:30'), 60, lunch))).toBe('2026-03-02 13:30')
  })

  test('a day may have hours of its own', () => {
    const ownWindows = new Map([['2026-02-14', [{ from: 540, to: 570 }]]])
    const short = { ...working, calendar: { ...china, ownWindows } }
    expect(wallOf(addWorkingMinutes(at('2026-02-13 17:00'), 120, short))).toBe('2026-02-24 09:30')
  })

  test('adding and measuring are inverse', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500_000 }), fc.integer({ min: 0, max: 5000 }), (start, minutes) => {
        const from = shanghai.toInstant('2025-06-01', start)
        expect(workingMinutesBetween(from, addWorkingMinutes(from, minutes, working), working)).toBe(minutes)
      }),
    )
  })

  test('a calendar without working time is an error, not an endless search', () => {
    const never: WorkingCalendar = { ...china, workdays: new Set(), weekdays: [] }
    expect(() => addWorkingDays('2026-01-01', 1, never)).toThrow(RangeError)
    const closed = { ...working, calendar: { ...china, windows: [] } }
    expect(() => addWorkingMinutes(at('2026-01-05 10:00'), 1, closed)).toThrow(RangeError)
    expect(() => addWorkingMinutes(at('2026-01-05 10:00'), -1, working)).toThrow(RangeError)
  })
})
