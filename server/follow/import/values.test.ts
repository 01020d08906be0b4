/** Cells as values: exact, or refused with what cannot be told; and what a mapping does to them first. */
import { describe, expect, it, test } from 'vitest'
import type { Field } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { readMapping } from './mapping.ts'
import { type DateOrder, transformed } from './transforms.ts'
import { type CellPlace, readCell } from './values.ts'

const field = (kind: Field['kind'], more: Partial<Field> = {}): Field => ({ kind, label: say('x', 'x'), ...more })

const told = (given: Field, text: string, place: Partial<CellPlace> = {}) => {
  const cell = readCell(given, text, { name: 'x', timeZone: 'Asia/Shanghai', ...place })
  return cell.ok ? cell.value : cell.refusal.code
}

describe('IMP-09 values', () => {
  test.each([
    ['1.38E+10', 'IMPORT_DIGITS_LOST'],
    ['1E10', 'IMPORT_DIGITS_LOST'],
    ['013800138000', '013800138000'],
    ['+86 138 0013 8000', '+86 138 0013 8000'],
  ])('the phone %s', (text, value) => expect(told(field('text', { check: 'phone' }), text)).toBe(value))

  test.each([
    ['110101199003074514', '110101199003074514'],
    ['1.10101199003075E+17', 'IMPORT_DIGITS_LOST'],
    ['01234', '01234'],
    ['#REF!', 'IMPORT_FORMULA_ERROR'],
    ['N/A', 'N/A'],
    ['-', '-'],
    ['1E5', '1E5'],
  ])('the text %s', (text, value) => expect(told(field('text'), text)).toBe(value))

  test.each([
    ['1,234.56', '1234.56'],
    ['1,2345.67', '12345.67'],
    ['￥1,000', '1000'],
    ['¥ 1 000.50', '1000.50'],
    ['$-5', '-5'],
    ['(100)', '-100'],
    ['($1,000.00)', '-1000.00'],
    ['50%', '0.5'],
    ['0.5 %', '0.005'],
    ['１２３．４', '123.4'],
    ['$342.09K', '342090'],
    ['3.5万', '35000'],
    ['1.2亿元', '120000000'],
    ['.5', '0.5'],
    ['-0', '-0'],
    ['1.234,56', 'IMPORT_NUMBER_AMBIGUOUS'],
    ['1,5', 'IMPORT_NUMBER_AMBIGUOUS'],
    ['1.38E+10', 'IMPORT_DIGITS_LOST'],
    ['N/A', 'IMPORT_NUMBER'],
    ['-', 'IMPORT_NUMBER'],
    ['12 个', 'IMPORT_NUMBER'],
  ])('the amount %s', (text, value) => expect(told(field('money'), text)).toBe(value))

  test.each([
    ['1.234,56', '1234.56'],
    ['1234,5', '1234.5'],
    ['1.234', '1234'],
    ['1,234.56', 'IMPORT_NUMBER_AMBIGUOUS'],
  ])('the amount %s, once the comma is said to be the decimal sign', (text, value) =>
    expect(told(field('decimal'), text, { decimal: ',' })).toBe(value),
  )

  const days: [string, DateOrder | undefined, string][] = [
    ['2024/1/2', undefined, '2024-01-02'],
    ['2024年1月2日', undefined, '2024-01-02'],
    ['２０２４年１月２日', undefined, '2024-01-02'],
    ['20240102', undefined, '2024-01-02'],
    ['02/01/2024', undefined, 'IMPORT_DATE_AMBIGUOUS'],
    ['02/01/2024', 'dmy', '2024-01-02'],
    ['02/01/2024', 'mdy', '2024-02-01'],
    ['25/12/2024', undefined, '2024-12-25'],
    ['12/25/2024', undefined, '2024-12-25'],
    ['25/12/2024', 'mdy', 'IMPORT_DATE'],
    ['02/02/2024', undefined, '2024-02-02'],
    ['01/02/24', undefined, 'IMPORT_DATE_AMBIGUOUS'],
    ['01/02/24', 'mdy', '2024-01-02'],
    ['12/31/99', 'mdy', '1999-12-31'],
    ['15 Apr, 2021 00:03:00', undefined, '2021-04-15'],
    ['Apr 15, 2021', undefined, '2021-04-15'],
    ['03-07-2021 12:59', 'dmy', '2021-07-03'],
    ['2023-02-29', undefined, 'IMPORT_DATE'],
    ['1900-02-29', undefined, 'IMPORT_DATE'],
    ['45292', undefined, 'IMPORT_DATE_SERIAL'],
    ['45292', 'excel', '2024-01-01'],
    ['59', 'excel', '1900-02-28'],
    ['60', 'excel', 'IMPORT_DATE'],
    ['61', 'excel', '1900-03-01'],
    ['43830', 'excel1904', '2024-01-01'],
    ['N/A', undefined, 'IMPORT_DATE'],
    ['yesterday', undefined, 'IMPORT_DATE'],
  ]
  test.each(days)('the day %s, order %s', (text, dates, value) =>
    expect(told(field('date'), text, { dates })).toBe(value),
  )

  const moments: [string, DateOrder | undefined, string][] = [
    ['2021-04-15T00:03:00.000+0000', undefined, '2021-04-15T00:03:00.000+00:00'],
    ['2021-04-15T00:03:00Z', undefined, '2021-04-15T00:03:00Z'],
    ['2021-04-15 08:03:00+0800', undefined, '2021-04-15T08:03:00+08:00'],
    ['15 Apr, 2021 00:03:00', undefined, '2021-04-14T16:03:00.000Z'],
    ['03-07-2021 12:59', 'mdy', '2021-03-07T04:59:00.000Z'],
    ['2024-01-02', undefined, '2024-01-01T16:00:00.000Z'],
    ['2024年1月2日 下午3:05', undefined, '2024-01-02T07:05:00.000Z'],
    ['1/2/2024 12:30 AM', 'mdy', '2024-01-01T16:30:00.000Z'],
    ['45292.5', 'excel', '2024-01-01T04:00:00.000Z'],
    ['2024-01-02 25:00', undefined, 'IMPORT_DATE'],
  ]
  test.each(moments)('the moment %s, order %s', (text, dates, value) => {
    const read = told(field('datetime'), text, { dates })
    expect(String(read).startsWith('IMPORT') ? read : new Date(String(read)).toISOString()).toBe(
      value.startsWith('IMPORT') ? value : new Date(value).toISOString(),
    )
  })

  it('several values are parted by what the mapping says', () => {
    const options = { a: say('甲', 'A'), b: say('乙/丙', 'B/C') }
    expect(told(field('choices', { options }), '甲;B/C')).toEqual(['a', 'b'])
    expect(told(field('choices', { options }), '甲 + 乙/丙', { separator: '+' })).toEqual(['a', 'b'])
    expect(told(field('choices', { options }), '甲+丁', { separator: '+' })).toBe('UNKNOWN_CHOICE')
  })
})

describe('transforms', () => {
  it('take one piece, from the front or the back, or all the rest', () => {
    expect(transformed('浙江-杭州-西湖', { split: { by: '-', take: 1 } })).toBe('浙江')
    expect(transformed('浙江-杭州-西湖', { split: { by: '-', take: -1 } })).toBe('西湖')
    expect(transformed('浙江-杭州-西湖', { split: { by: '-', take: 2, rest: true } })).toBe('杭州-西湖')
    expect(transformed('浙江', { split: { by: '-', take: 2 } })).toBe('')
    expect(transformed(' 张  三 ', { trim: true })).toBe('张 三')
  })

  test.each([
    [{ name: { dates: 'ydm' } }, 'mapping.transforms.name.dates'],
    [{ name: { split: { by: '', take: 1 } } }, 'mapping.transforms.name.split'],
    [{ name: { split: { by: '-', take: 1, run: 'x' } } }, 'mapping.transforms.name.split'],
    [{ name: { regex: '.*' } }, 'mapping.transforms.name.regex'],
    [{ name: { constructor: 'x' } }, 'mapping.transforms.name.constructor'],
    [{ name: 5 }, 'mapping.transforms.name'],
  ])('%j is refused by its name', (transforms, name) => {
    try {
      readMapping({ transforms }, 'account')
      expect.unreachable()
    } catch (error) {
      expect((error as { refusals: { field: string }[] }).refusals[0]?.field).toBe(name)
    }
  })
})
