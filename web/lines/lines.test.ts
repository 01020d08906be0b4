import { expect, test } from 'vitest'
import type { Entry, FieldMeta, Label } from '../api/types.ts'
import { amountsOf, money } from './amounts.ts'
import { cellsOf, isTable, placeCells, valueOfCell } from './paste.ts'
import { fillFrom } from './product.ts'
import { copyOf, emptyRow, isEmpty, rowsToSend } from './rows.ts'
import { asPercent, readNumber, readPercent, readVatRate } from './typed.ts'

const label = (zh: string, en: string): Label => ({ zh, en })
const field = (name: string, rest: Partial<FieldMeta> = {}): FieldMeta => ({
  name,
  kind: 'decimal',
  label: label(name, name),
  ...rest,
})
const fields: readonly FieldMeta[] = [
  field('productId', { kind: 'link', target: 'product', label: label('产品', 'Product') }),
  field('description', { kind: 'text', label: label('说明', 'Description') }),
  field('qty', { label: label('数量', 'Quantity') }),
  field('price', { scale: 6, label: label('单价', 'Price') }),
  field('discount', { scale: 6, label: label('折扣', 'Discount'), default: '0' }),
  field('vatRate', { kind: 'text', label: label('税率', 'VAT rate') }),
  field('net', { kind: 'money', computed: true }),
  field('sourceLineId', { kind: 'text' }),
]
const document = { currency: 'CNY', priceMode: 'excl' as const }

test('numbers are read as people type them', () => {
  expect(readNumber('1,234.50')).toBe('1234.5')
  expect(readNumber('１２３４．５')).toBe('1234.5')
  expect(readNumber('¥ 1 234.5')).toBe('1234.5')
  expect(readNumber('(5)')).toBe('-5')
  expect(readNumber('.5')).toBe('0.5')
  expect(readNumber('')).toBeNull()
  expect(readNumber('abc')).toBe('abc')
})

test('a percentage is held as a fraction and shown as it was typed', () => {
  expect(readPercent('8')).toBe('0.08')
  expect(readPercent('12.5％')).toBe('0.125')
  expect(asPercent('0.125')).toBe('12.5')
  expect(asPercent(null)).toBe('')
})

test('VAT rates are understood in every usual form', () => {
  expect(readVatRate('13%')).toBe('0.13')
  expect(readVatRate('13')).toBe('0.13')
  expect(readVatRate('0.06')).toBe('0.06')
  expect(readVatRate('免税')).toBe('exempt')
})

test('rows add up to what the server stores, line by line', () => {
  const rows = [
    { qty: '3', price: '33.33', vatRate: '0.13' },
    { qty: '1', price: '99.99', vatRate: '0.13' },
    { qty: '2', price: '50.005', vatRate: '0.06' },
  ]
  expect(amountsOf(rows, document).totals).toEqual({ net: 29999n, tax: 3200n, gross: 33199n })
  expect(amountsOf([{ qty: '1', price: '99.99', vatRate: '0.13' }], { ...document, priceMode: 'incl' }).totals).toEqual(
    {
      net: 8849n,
      tax: 1150n,
      gross: 9999n,
    },
  )
})

test('a discount on the whole is spread over the lines; one that is too large is left to the server', () => {
  const rows = [
    { qty: '1', price: '99.99', vatRate: '0.13' },
    { qty: '1', price: '99.99', vatRate: '0.13' },
    { qty: '1', price: '100.01', vatRate: '0.06' },
  ]
  const spread = amountsOf(rows, { ...document, headerDiscount: { amount: '100.00', currency: 'CNY' } })
  expect(spread.lines.map((line) => line?.net)).toEqual([6666n, 6666n, 6667n])
  const whole = amountsOf(rows, { ...document, headerDiscount: { amount: '900.00', currency: 'CNY' } })
  expect(whole.totals.net).toBe(29999n)
})

test('an unfinished row is left out of the total and said to be so', () => {
  const found = amountsOf(
    [
      { qty: '1', price: '10', vatRate: '0.13' },
      { qty: 'x', price: '10' },
    ],
    document,
  )
  expect(found.complete).toBe(false)
  expect(found.lines[1]).toBeNull()
  expect(found.totals.net).toBe(1000n)
  expect(money(1000n, 'CNY')).toEqual({ amount: '10.00', currency: 'CNY' })
})

test('rows without VAT have a net total', () => {
  expect(amountsOf([{ qty: '2', price: '10' }], { ...document, taxed: false }).totals.net).toBe(2000n)
})

test('cells of a spreadsheet keep quoted tabs, line breaks and quotes', () => {
  expect(cellsOf('a\tb\r\n"x\ny"\t"say ""hi"""\r\n')).toEqual([
    ['a', 'b'],
    ['x\ny', 'say "hi"'],
  ])
  expect(isTable(cellsOf('plain'))).toBe(false)
  expect(isTable(cellsOf('a\tb'))).toBe(true)
})

test('a row of headings says which column is which; without one the order does', () => {
  const byHead = placeCells(
    [
      ['数量', 'Product', '其他'],
      ['2', 'CK', 'x'],
    ],
    fields,
    0,
  )
  expect(byHead.fields.map((one) => one?.name)).toEqual(['qty', 'productId', undefined])
  expect(byHead.body).toEqual([['2', 'CK', 'x']])
  const byPlace = placeCells([['5', '100']], fields, 2)
  expect(byPlace.fields.map((one) => one?.name)).toEqual(['qty', 'price'])
})

test('a pasted discount may be a percentage or a fraction', () => {
  const discount = fields[4] as FieldMeta
  expect(valueOfCell('8%', discount)).toBe('0.08')
  expect(valueOfCell('0.08', discount)).toBe('0.08')
  expect(valueOfCell('8', discount)).toBe('0.08')
})

test('what is sent keeps ids and leaves out computed values and empty rows', () => {
  const rows = [{ id: 'l1', qty: '1', net: { amount: '1.00', currency: 'CNY' } }, emptyRow(fields)]
  expect(rowsToSend(rows, fields)).toEqual([{ id: 'l1', qty: '1' }])
  expect(isEmpty(emptyRow(fields), fields)).toBe(true)
  expect(copyOf({ id: 'l1', qty: '1', sourceLineId: 'q7' }, fields)).not.toHaveProperty('sourceLineId')
})

test('a chosen product brings its price by the books, with tax where prices include it', () => {
  const product = { id: 'p1', name: 'CK6150', unit: '台', vatRate: '0.13', listPrice: '100' } as unknown as Entry
  const pricing = { books: [], currency: 'CNY', baseCurrency: 'CNY', priceMode: 'excl' as const, today: '2026-05-01' }
  expect(fillFrom(product, { fields, row: {} }, pricing)).toMatchObject({
    description: 'CK6150',
    qty: '1',
    price: '100',
  })
  expect(fillFrom(product, { fields, row: {} }, { ...pricing, priceMode: 'incl' })).toMatchObject({ price: '113' })
  expect(fillFrom(product, { fields, row: {} }, { ...pricing, currency: 'USD' })).toMatchObject({ price: null })
  const entries = [{ productId: 'p1', minQty: '0', listPrice: '90' }]
  const book = { id: 'b', scope: 'standard', currency: 'CNY', validFrom: '2026-01-01', validTo: null, entries }
  expect(fillFrom(product, { fields, row: {} }, { ...pricing, books: [book as unknown as Entry] })).toMatchObject({
    price: '90',
  })
})
