/** Tests of exact amounts, the rounding rule and allocation. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allocate,
  convert,
  currencies,
  formatAmount,
  minorDigits,
  moneyFromJson,
  moneyToJson,
  parseAmount,
  percentOf,
  roundToMinor,
} from './money.ts'

const sum = (parts: readonly bigint[]) => parts.reduce((a, b) => a + b, 0n)
const amount = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n })

describe('currencies', () => {
  test.each([
    ['JPY', 0],
    ['CNY', 2],
    ['USD', 2],
    ['BHD', 3],
    ['KWD', 3],
    ['CLF', 4],
  ])('%s has %i minor digits', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits)
  })

  test('an unknown currency is an error, also one named like a property of every object', () => {
    expect(() => minorDigits('XYZ')).toThrow(RangeError)
    expect(() => minorDigits('toString')).toThrow(RangeError)
    expect(currencies.length).toBeGreaterThanOrEqual(40)
  })
})

describe('reading an amount', () => {
  test.each([
    ['100.50', 'CNY', 10050n],
    ['100.5', 'CNY', 10050n],
    ['-0.05', 'CNY', -5n],
    ['0', 'CNY', 0n],
    ['1', 'JPY', 1n],
    ['0.001', 'BHD', 1n],
    ['90071992547409931.17', 'CNY', null],
    ['9007199254740993.17', 'CNY', 900719925474099317n],
  ])('%s %s is exact', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toEqual(
      minor === null ? { ok: false, problem: 'too_large' } : { ok: true, minor },
    )
  })

  test.each([
    ['10.5', 'JPY', 'too_many_digits'],
    ['1.2345', 'BHD', 'too_many_digits'],
    ['1.005', 'CNY', 'too_many_digits'],
    ['', 'CNY', 'empty'],
    ['  ', 'CNY', 'empty'],
    ['1', 'XYZ', 'unknown_currency'],
  ])('%j %s is refused as %s', (text, currency, problem) => {
    expect(parseAmount(text, currency)).toEqual({ ok: false, problem })
  })

  test.each([
    'NaN',
    'Infinity',
    '-0',
    '-0.00',
    '1e3',
    '１００',
    '٣',
    '0x10',
    '1,000',
    '+5',
    '.5',
    '5.',
    ' 5',
    '5\n',
    '--5',
  ])('%j is not a number', (text) => {
    expect(parseAmount(text, 'CNY')).toEqual({ ok: false, problem: 'not_a_number' })
  })

  test('formatting and reading are inverse in every currency', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom(...currencies), (minor, currency) => {
        expect(parseAmount(formatAmount(minor, currency), currency)).toEqual({ ok: true, minor })
      }),
    )
  })
})

describe('money in JSON', () => {
  test('is text with its currency', () => {
    expect(moneyToJson({ minor: 10050n, currency: 'CNY' })).toEqual({ amount: '100.50', currency: 'CNY' })
    expect(moneyFromJson({ amount: '100.50', currency: 'CNY' })).toEqual({
      ok: true,
      money: { minor: 10050n, currency: 'CNY' },
    })
  })

  test('is refused as a number, as nothing, and without a currency', () => {
    expect(moneyFromJson({ amount: 100.5, currency: 'CNY' })).toEqual({ ok: false, problem: 'not_a_number' })
    expect(moneyFromJson({ amount: null, currency: 'CNY' })).toEqual({ ok: false, problem: 'empty' })
    expect(moneyFromJson(null)).toEqual({ ok: false, problem: 'unknown_currency' })
  })
})

describe('the rounding rule', () => {
  test.each([
    ['1.005', 101n],
    ['-1.005', -101n],
    ['1.0049999999999999999999999999', 100n],
    ['100.01', 10001n],
    ['0.1', 10n],
  ])('%s rounds half away from zero', (text, minor) => {
    expect(roundToMinor(text, 'CNY')).toBe(minor)
  })

  test('goes to the digits of the currency', () => {
    expect(roundToMinor('10.5', 'JPY')).toBe(11n)
    expect(roundToMinor('1.2345', 'BHD')).toBe(1235n)
  })

  test('converts between currencies with different digits', () => {
    expect(convert(10000n, '7.10000000', { from: 'USD', to: 'CNY' })).toBe(71000n)
    expect(convert(10000n, '155.255', { from: 'USD', to: 'JPY' })).toBe(15526n)
    expect(convert(-1n, '0.5', { from: 'CNY', to: 'USD' })).toBe(-1n)
  })

  test('takes a percentage', () => {
    expect(percentOf(1000000n, '33.33')).toBe(333300n)
    expect(percentOf(1n, '50')).toBe(1n)
  })
})

describe('allocation', () => {
  test('splits 100.00 over three as 33.34, 33.33, 33.33', () => {
    expect(allocate(10000n, [1, 1, 1])).toEqual([3334n, 3333n, 3333n])
  })

  test('is the mirror image for a negative total', () => {
    expect(allocate(-10000n, [1, 1, 1])).toEqual([-3334n, -3333n, -3333n])
  })

  test('gives one unit to the lower index and nothing to a weight of zero', () => {
    expect(allocate(1n, [1, 1])).toEqual([1n, 0n])
    expect(allocate(1n, [0, 1])).toEqual([0n, 1n])
    expect(allocate(0n, [])).toEqual([])
  })

  test('takes decimal weights of any scale exactly', () => {
    expect(allocate(1000000n, ['33.33', '33.33', '33.34'])).toEqual([333300n, 333300n, 333400n])
    expect(allocate(3n, ['1e-90', '2e-90'])).toEqual([1n, 2n])
    expect(allocate(30n, [0.1, 0.2])).toEqual([10n, 20n])
  })

  test('shares alike when no weight counts, and refuses what cannot be shared', () => {
    expect(allocate(5n, [0, 0])).toEqual([3n, 2n])
    expect(() => allocate(1n, [])).toThrow(RangeError)
    expect(() => allocate(1n, [2, -1])).toThrow(RangeError)
    expect(() => allocate(1n, [Number.NaN])).toThrow(RangeError)
  })

  test('adds up exactly and stays within one unit of the ideal, for any total and weights', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(amount, weights, (total, shares) => {
        const parts = allocate(total, shares)
        expect(sum(parts)).toBe(total)
        expect(parts).toEqual(allocate(total, shares))
        const whole = sum(shares)
        if (whole === 0n) return
        parts.forEach((part, i) => {
          const off = part * whole - total * (shares[i] as bigint)
          expect(off < whole && off > -whole).toBe(true)
        })
      }),
    )
  })
})
