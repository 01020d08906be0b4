/** Tests of time zones. */
import { expect, test } from 'vitest'
import { isZoneName, zoneOf } from './zone.ts'

test.each(["'; drop", 'Mars/X', '+08:00', 'asia/shanghai', '', 'local', 'system', 'EST5EDT '])(
  '%j is no zone',
  (name) => {
    expect(isZoneName(name)).toBe(false)
    expect(() => zoneOf(name)).toThrow(RangeError)
  },
)

test.each(['Asia/Shanghai', 'Asia/Kolkata', 'Asia/Calcutta', 'America/Argentina/Buenos_Aires', 'Etc/GMT+8', 'UTC'])(
  '%s is a zone',
  (name) => {
    expect(zoneOf(name).name).toBe(name)
  },
)

test('an order of 2026-12-31T16:30Z belongs to 2027 in Shanghai', () => {
  const zone = zoneOf('Asia/Shanghai')
  expect(zone.toCivil('2026-12-31T16:30:00Z')).toEqual({ date: '2027-01-01', minutes: 30 })
  expect(zone.toInstant('2027-01-01', 30)).toBe('2026-12-31T16:30:00.000Z')
})

test('1440 minutes are the midnight that ends the day, and fractions are kept to the millisecond', () => {
  const zone = zoneOf('Asia/Shanghai')
  expect(zone.toInstant('2026-12-31', 1440)).toBe('2026-12-31T16:00:00.000Z')
  const { date, minutes } = zone.toCivil('2026-03-02T09:00:30.123Z')
  expect(zone.toInstant(date, minutes)).toBe('2026-03-02T09:00:30.123Z')
})

test('a skipped wall time moves past the gap and a doubled one is the first', () => {
  const zone = zoneOf('America/New_York')
  expect(zone.toInstant('2027-03-14', 150)).toBe('2027-03-14T07:30:00.000Z')
  expect(zone.toInstant('2027-11-07', 90)).toBe('2027-11-07T05:30:00.000Z')
})

test('an instant without an offset is an error', () => {
  expect(() => zoneOf('UTC').toCivil('2026-01-01T10:00:00')).toThrow(RangeError)
  expect(() => zoneOf('UTC').toInstant('2026-02-30', 0)).toThrow(RangeError)
})
