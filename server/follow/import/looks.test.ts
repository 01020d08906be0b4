/** What a column tells of how it is written, and what has to be asked. */
import { expect, test } from 'vitest'
import { looksOf } from './looks.ts'

const look = (...texts: string[]) =>
  looksOf(
    ['x'],
    texts.map((text, at) => ({ no: at + 2, cells: [text], problem: null })),
  )[0]

test.each([
  [['02/01/2024', '03/01/2024'], 'ask'],
  [['02/01/2024', '13/01/2024'], 'dmy'],
  [['02/01/2024', '01/13/2024', '-'], 'mdy'],
  [['01/02/24', '12/31/23'], 'mdy'],
  [['2024-01-02', '2024/1/3'], 'plain'],
  [['15 Apr, 2021 00:03:00'], 'plain'],
  [['03-07-2021 12:59', '03-25-2021 01:00'], 'mdy'],
  [['abc', 'def'], null],
  [['12', '13'], null],
])('days %j: %s', (texts, order) => expect(look(...texts)?.dates).toBe(order))

test.each([
  [['1.234,56', '5'], ','],
  [['1,234.56', '5'], '.'],
  [['1,5', '2,75'], ','],
  [['1,5', '2.75'], 'ask'],
  [['1,234', '5,678'], null],
  [['￥1,234.50'], '.'],
])('numbers %j: %s', (texts, decimal) => expect(look(...texts)?.decimal).toBe(decimal))

test('words for nothing are named, and do not hide what the others are', () => {
  expect(look('N/A', '-', '2024-01-02', '无')).toMatchObject({
    emptyWords: ['N/A', '-', '无'],
    dates: 'plain',
    filled: 4,
  })
})
