/** Tests of price books. */
import { describe, expect, test } from 'vitest'
import { type PriceBook, type PriceQuestion, priceProblems, resolvePrice } from './price.ts'

const entry = (minQty: string, listPrice: string, floorPrice: string | null = null) => ({
  product: 'P1',
  minQty,
  listPrice,
  floorPrice,
})
const standard: PriceBook = {
  id: 'standard',
  scope: 'standard',
  scopeKey: null,
  currency: 'CNY',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  entries: [entry('1', '100'), entry('10', '90'), entry('9.5', '95')],
}
const customer: PriceBook = {
  ...standard,
  id: 'customer',
  scope: 'customer',
  scopeKey: 'A1',
  validTo: null,
  entries: [entry('100', '70')],
}
const contract: PriceBook = {
  ...customer,
  id: 'contract',
  scope: 'contract',
  scopeKey: 'C1',
  entries: [entry('1', '60')],
}
const books = [standard, customer, contract]
const ask = (change: Partial<PriceQuestion>): PriceQuestion => ({
  product: 'P1',
  date: '2026-06-01',
  qty: '1',
  currency: 'CNY',
  buyer: {},
  ...change,
})
const priceOf = (change: Partial<PriceQuestion>) => {
  const found = resolvePrice(books, ask(change))
  return found.ok ? found.entry.listPrice : found.code
}

describe('the price that holds', () => {
  test.each([
    ['1', '100'],
    ['9.4999', '100'],
    ['9.5', '95'],
    ['10', '90'],
    ['1000', '90'],
  ])('for %s pieces is the one of the largest minimum reached: %s', (qty, price) => {
    expect(priceOf({ qty })).toBe(price)
  })

  test('comes from the most particular book that has one', () => {
    expect(priceOf({ buyer: { customer: 'A1' }, qty: '100' })).toBe('70')
    expect(priceOf({ buyer: { customer: 'A1', contract: 'C1' }, qty: '100' })).toBe('60')
    expect(priceOf({ buyer: { customer: 'A2' }, qty: '100' })).toBe('90')
  })

  test('falls to the next book when the quantity is too small for the particular one', () => {
    expect(priceOf({ buyer: { customer: 'A1' }, qty: '99' })).toBe('90')
  })

  test('holds on the first and the last day, and is not found outside, below or in another currency', () => {
    expect(priceOf({ date: '2026-01-01' })).toBe('100')
    expect(priceOf({ date: '2026-12-31' })).toBe('100')
    expect(priceOf({ date: '2027-01-01' })).toBe('PRICE_NOT_FOUND')
    expect(priceOf({ qty: '0.5' })).toBe('PRICE_NOT_FOUND')
    expect(priceOf({ currency: 'USD' })).toBe('PRICE_NOT_FOUND')
    expect(priceOf({ product: 'P2' })).toBe('PRICE_NOT_FOUND')
  })
})

describe('price books in conflict', () => {
  test('overlap when scope, product, minimum and a day are shared', () => {
    const next = { ...standard, id: 'next', validFrom: '2026-12-31', validTo: null, entries: [entry('10.0', '88')] }
    expect(priceProblems([...books, next])).toEqual([
      { code: 'PRICEBOOK_OVERLAP', product: 'P1', bookIds: ['standard', 'next'] },
    ])
    expect(priceProblems([...books, { ...next, validFrom: '2027-01-01' }])).toEqual([])
    expect(priceProblems([...books, { ...next, currency: 'USD' }])).toEqual([])
  })

  test('are refused when a floor lies above the list price', () => {
    const odd = { ...standard, id: 'odd', entries: [entry('1', '100', '100'), entry('2', '9', '10')] }
    expect(priceProblems([odd])).toEqual([{ code: 'PRICEBOOK_FLOOR', product: 'P1', bookIds: ['odd'] }])
  })
})
