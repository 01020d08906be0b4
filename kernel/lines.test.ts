/** Tests of document lines with value-added tax. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chinaVatRates,
  computeLine,
  discountRate,
  type LineInput,
  lineProblem,
  marginRate,
  type PriceMode,
  roundTaxPerDocument,
  spreadHeaderDiscount,
  totalsOf,
  type VatRate,
} from './lines.ts'

const line = (qty: string, price: string, vatRate: VatRate) =>
  ({ qty, price, vatRate, priceMode: 'excl' as PriceMode }) satisfies LineInput
const inclusive = (input: LineInput): LineInput => ({ ...input, priceMode: 'incl' })
const taxed = (input: LineInput, currency = 'CNY') => ({ ...input, ...computeLine(input, currency) })

const three = [line('3', '33.33', '0.13'), line('1', '99.99', '0.13'), line('2', '50.005', '0.06')]

const decimals = (integer: number, scale: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: 10 ** integer - 1 }), fc.integer({ min: 0, max: 10 ** scale - 1 }))
    .map(([whole, part]) => `${whole}.${String(part).padStart(scale, '0')}`)
const anyLine: fc.Arbitrary<LineInput> = fc.record({
  qty: decimals(6, 4),
  price: decimals(6, 6),
  discount: fc.constantFrom('0', '0.08', '0.148', '0.333333', '1'),
  vatRate: fc.constantFrom<VatRate>(...chinaVatRates, 'reverse_charge'),
  priceMode: fc.constantFrom<PriceMode>('incl', 'excl'),
})

describe('one line', () => {
  test.each([
    ['113.00', '0.13', { net: 10000n, tax: 1300n, gross: 11300n }],
    ['99.99', '0.13', { net: 8849n, tax: 1150n, gross: 9999n }],
    ['1000.00', '0.09', { net: 91743n, tax: 8257n, gross: 100000n }],
    ['1000.00', '0.06', { net: 94340n, tax: 5660n, gross: 100000n }],
  ] as const)('%s including tax at %s', (price, rate, amounts) => {
    expect(computeLine(inclusive(line('1', price, rate)), 'CNY')).toEqual(amounts)
  })

  test('100.00 without tax at 13 % is 113.00 with it', () => {
    expect(computeLine(line('1', '100.00', '0.13'), 'CNY')).toEqual({ net: 10000n, tax: 1300n, gross: 11300n })
  })

  test.each(['0.00', 'exempt', 'reverse_charge'] as const)('%s charges no tax in either mode', (rate) => {
    for (const mode of ['incl', 'excl'] as const) {
      expect(computeLine({ ...line('1', '100', rate), priceMode: mode }, 'CNY')).toEqual({
        net: 10000n,
        tax: 0n,
        gross: 10000n,
      })
    }
  })

  test('a discount is a fraction, and free goods carry no tax', () => {
    expect(computeLine({ ...line('1', '100', '0.13'), discount: '0.08' }, 'CNY').net).toBe(9200n)
    expect(computeLine({ ...line('1', '100', '0.13'), discount: '1' }, 'CNY')).toEqual({ net: 0n, tax: 0n, gross: 0n })
    expect(computeLine(line('1', '0', '0.13'), 'CNY').gross).toBe(0n)
  })

  test('a returned quantity mirrors the sale, and huge totals stay exact', () => {
    expect(computeLine(inclusive(line('-1', '99.99', '0.13')), 'CNY')).toEqual({
      net: -8849n,
      tax: -1150n,
      gross: -9999n,
    })
    expect(computeLine(line('1000000000000', '90071.99', '0.00'), 'CNY').net).toBe(9007199000000000000n)
    expect(computeLine(line('0.0005', '1000', '0.13'), 'CNY').net).toBe(50n)
  })

  test.each([
    [{ qty: '0.00005' }, 'qty'],
    [{ qty: '1e12' }, 'qty'],
    [{ price: '1.0000001' }, 'price'],
    [{ price: 'NaN' }, 'price'],
    [{ discount: '1.01' }, 'discount'],
    [{ discount: '-0.1' }, 'discount'],
    [{ vatRate: '13' as VatRate }, 'vat_rate'],
  ])('%j is refused for its %s', (wrong, problem) => {
    const bad = { ...line('1', '1', '0.13'), ...wrong }
    expect(lineProblem(bad)).toBe(problem)
    expect(() => computeLine(bad, 'CNY')).toThrow(RangeError)
  })

  test('net and tax make gross, whatever is typed and in whatever currency', () => {
    fc.assert(
      fc.property(anyLine, fc.constantFrom('CNY', 'JPY', 'BHD', 'CLF'), (input, currency) => {
        const { net, tax, gross } = computeLine(input, currency)
        expect(net + tax).toBe(gross)
        expect(net >= 0n && tax >= 0n).toBe(true)
      }),
    )
  })
})

describe('a document', () => {
  test('has net 299.99, tax 32.00, gross 331.99 from three rounded lines', () => {
    const lines = three.map((input) => computeLine(input, 'CNY'))
    expect(lines.map((each) => each.net)).toEqual([9999n, 9999n, 10001n])
    expect(lines.map((each) => each.tax)).toEqual([1300n, 1300n, 600n])
    expect(totalsOf(lines)).toEqual({ net: 29999n, tax: 3200n, gross: 33199n })
  })

  test('spreads a discount of 100.00 as 33.33, 33.33, 33.34', () => {
    const before = three.map((input) => taxed(input))
    const after = spreadHeaderDiscount(before, 10000n, 'CNY')
    expect(after.map((each, i) => (before[i]?.net ?? 0n) - each.net)).toEqual([3333n, 3333n, 3334n])
    expect(after.every((each) => each.net + each.tax === each.gross)).toBe(true)
    expect(after[0]?.qty).toBe('3')
  })

  test('falls by exactly the discount on the side where prices are typed', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 8 }), fc.integer({ min: 0, max: 100 }), (inputs, percent) => {
        const lines = inputs.map((input) => taxed({ ...input, priceMode: 'incl' }))
        const before = totalsOf(lines).gross
        const discount = (before * BigInt(percent)) / 100n
        const after = spreadHeaderDiscount(lines, discount, 'CNY')
        expect(totalsOf(after).gross).toBe(before - discount)
        expect(after.every((each) => each.net >= 0n && each.net + each.tax === each.gross)).toBe(true)
      }),
    )
  })

  test('refuses a discount above its total', () => {
    expect(() => spreadHeaderDiscount([taxed(line('1', '1', '0.13'))], 101n, 'CNY')).toThrow(RangeError)
  })

  test('rounds tax per line to 0.39, or per document to 0.40', () => {
    const lines = [1, 2, 3].map(() => taxed(line('1', '1.03', '0.13')))
    expect(totalsOf(lines).tax).toBe(39n)
    const whole = roundTaxPerDocument(lines, 'CNY')
    expect(totalsOf(whole)).toEqual({ net: 309n, tax: 40n, gross: 349n })
    expect(whole.map((each) => each.tax)).toEqual([14n, 13n, 13n])
  })

  test('rounded per document, every line still adds up and what was typed does not move', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 8 }), (inputs) => {
        const before = inputs.map((input) => taxed(input))
        roundTaxPerDocument(before, 'CNY').forEach((each, i) => {
          expect(each.net + each.tax).toBe(each.gross)
          const side = each.priceMode === 'incl' ? 'gross' : 'net'
          expect(each[side]).toBe(before[i]?.[side])
        })
      }),
    )
  })
})

describe('rates of a quote', () => {
  test('the discount compares net with the list, both without tax', () => {
    const listed = { qty: '10', listPrice: '113', vatRate: '0.13', priceMode: 'incl' } as const
    expect(discountRate([{ ...listed, net: 85200n, tax: 11076n, gross: 96276n }], 'CNY')).toBe('0.148')
    const free = { qty: '1', listPrice: '0', vatRate: '0.13', priceMode: 'excl' } as const
    expect(discountRate([{ ...free, net: 0n, tax: 0n, gross: 0n }], 'CNY')).toBeNull()
  })

  test('the margin is what net leaves above cost', () => {
    expect(marginRate(10000n, 7600n)).toBe('0.24')
    expect(marginRate(10000n, 12000n)).toBe('-0.2')
    expect(marginRate(0n, 100n)).toBeNull()
  })
})
