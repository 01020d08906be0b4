/** Numbers and times of other systems: each form its exports really have, and what is neither. */
import { describe, expect, it } from 'vitest'
import { clockIn, plainNumber } from './tidy.ts'

describe('a number of another system', () => {
  it.each([
    ['$1,234.50', '1234.50'],
    ['$342.09K', '342090'],
    ['$1,117.10K', '1117100'],
    ['$1.2345K', '1234.5'],
    ['9,326.84', '9326.84'],
    ['27,973', '27973'],
    ['$0.27', '0.27'],
    ['-$12.00', '-12.00'],
    ['($12.00)', '-12.00'],
    ['￥1,000元', '1000'],
    ['', ''],
    ['1.234,56', null],
    ['n/a', null],
  ])('%s is %s', (given, plain) => expect(plainNumber(given)).toBe(plain))
})

describe('a time of another system', () => {
  it.each([
    ['15 Apr, 2021 00:03:00', 'dmy', '2021-04-15', 3],
    ['03-07-2021 12:59', 'dmy', '2021-07-03', 779],
    ['02/24/26 02:18 PM', 'mdy', '2026-02-24', 858],
    ['02/23/26', 'mdy', '2026-02-23', 0],
    ['2021-04-15', 'dmy', '2021-04-15', 0],
    ['2024-03-12 09:14', 'ymd', '2024-03-12', 554],
    ['2026年1月31日', 'ymd', '2026-01-31', 0],
  ] as const)('%s (%s) is %s', (...[given, order, day, minutes]) =>
    expect(clockIn(given, order)).toEqual({ day, minutes, instant: null }),
  )

  it('keeps an offset that it says itself', () =>
    expect(clockIn('2026-02-23T20:55:00.000+0000', 'mdy')?.instant).toBe('2026-02-23T20:55:00.000Z'))

  it.each(['31-02-2021', '25/13/2024', 'soon', ''])('%s is none', (given) => expect(clockIn(given, 'dmy')).toBeNull())
})
