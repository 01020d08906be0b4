/** Money: exact amounts in whole minor units, the one rounding rule, and splitting without losing a cent. */
import { Decimal } from 'decimal.js'

/** Digits after the point of each currency, as in ISO 4217. */
const currencyDigits: Readonly<Record<string, number>> = {
  AED: 2,
  ARS: 2,
  AUD: 2,
  BDT: 2,
  BGN: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLF: 4,
  CLP: 0,
  CNY: 2,
  COP: 2,
  CZK: 2,
  DKK: 2,
  EGP: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KES: 2,
  KRW: 0,
  KWD: 3,
  KZT: 2,
  MAD: 2,
  MOP: 2,
  MXN: 2,
  MYR: 2,
  NGN: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PEN: 2,
  PHP: 2,
  PKR: 2,
  PLN: 2,
  QAR: 2,
  RON: 2,
  RUB: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  UAH: 2,
  USD: 2,
  VND: 0,
  ZAR: 2,
}

/** The most digits an amount may have in minor units: fits a 64-bit integer column with room to add up. */
const maxDigits = 18

/** Decimal arithmetic wide enough that quantity × price × rate is never cut (numeric(18,4) × (18,6) × (18,8)). */
export const Exact: typeof Decimal = Decimal.clone({
  precision: 100,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -200,
  toExpPos: 200,
})

/** An amount in whole minor units of its currency: 100.50 CNY is 10050n. */
export interface Money {
  readonly minor: bigint
  readonly currency: string
}

/** Money as it travels in JSON: the amount is text, never a binary float. */
export interface MoneyJson {
  readonly amount: string
  readonly currency: string
}

export type AmountProblem = 'empty' | 'not_a_number' | 'too_many_digits' | 'too_large' | 'unknown_currency'
export type ParsedAmount = { ok: true; minor: bigint } | { ok: false; problem: AmountProblem }
export type ParsedMoney = { ok: true; money: Money } | { ok: false; problem: AmountProblem }

/** Every currency code the product knows, in alphabetical order. */
export const currencies: readonly string[] = Object.keys(currencyDigits)

export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && Object.hasOwn(currencyDigits, code)
}

/** Digits after the point. An unknown currency is a bug of the caller (RangeError). */
export function minorDigits(currency: string): number {
  if (!isCurrency(currency)) throw new RangeError(`unknown currency ${JSON.stringify(currency)}`)
  return currencyDigits[currency] as number
}

/**
 * Reads '1234.50' exactly. Only plain ASCII digits, one point and a leading minus: exponents, signs of plus,
 * thousands separators, full-width digits and minus zero are refused, because each has been read in two ways.
 */
export function parseAmount(text: string, currency: string): ParsedAmount {
  if (!isCurrency(currency)) return { ok: false, problem: 'unknown_currency' }
  if (text.trim() === '') return { ok: false, problem: 'empty' }
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text)
  if (!parts) return { ok: false, problem: 'not_a_number' }
  const [, sign, whole = '', fraction = ''] = parts
  const digits = minorDigits(currency)
  if (fraction.length > digits) return { ok: false, problem: 'too_many_digits' }
  const size = (whole + fraction.padEnd(digits, '0')).replace(/^0+(?=[0-9])/, '')
  if (sign && size === '0') return { ok: false, problem: 'not_a_number' }
  if (size.length > maxDigits) return { ok: false, problem: 'too_large' }
  return { ok: true, minor: sign ? -BigInt(size) : BigInt(size) }
}

/** 10050n CNY is '100.50'; 5n JPY is '5'. */
export function formatAmount(minor: bigint, currency: string): string {
  const digits = minorDigits(currency)
  const size = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  const sign = minor < 0n ? '-' : ''
  if (digits === 0) return sign + size
  return `${sign}${size.slice(0, -digits)}.${size.slice(-digits)}`
}

export function moneyToJson(money: Money): MoneyJson {
  return { amount: formatAmount(money.minor, money.currency), currency: money.currency }
}

/** Reads `{"amount":"100.50","currency":"CNY"}`; an amount that is not text is refused, even a whole number. */
export function moneyFromJson(value: unknown): ParsedMoney {
  const { amount, currency } = (value ?? {}) as Partial<Record<keyof MoneyJson, unknown>>
  if (!isCurrency(currency)) return { ok: false, problem: 'unknown_currency' }
  if (typeof amount !== 'string') return { ok: false, problem: amount == null ? 'empty' : 'not_a_number' }
  const parsed = parseAmount(amount, currency)
  return parsed.ok ? { ok: true, money: { minor: parsed.minor, currency } } : parsed
}

/** An amount in major units, exactly: 10050n CNY is 100.5. */
export function toMajor(minor: bigint, currency: string): Decimal {
  return new Exact(formatAmount(minor, currency))
}

/** THE rounding rule: half away from zero, to the digits of the currency. Major units in, minor units out. */
export function roundToMinor(major: Decimal | string, currency: string): bigint {
  return wholeUnits(new Exact(major).times(new Exact(10).pow(minorDigits(currency))))
}

/** So many per cent of an amount, rounded by the one rule: percentOf(1000000n, '33.33') is 333300n. */
export function percentOf(minor: bigint, percent: Decimal | string): bigint {
  return wholeUnits(new Exact(minor.toString()).times(percent).div(100))
}

/** An amount in another currency at `rate` units of `to` for one unit of `from`, rounded by the one rule. */
export function convert(minor: bigint, rate: Decimal | string, pair: { from: string; to: string }): bigint {
  return roundToMinor(toMajor(minor, pair.from).times(rate), pair.to)
}

/**
 * Splits a total over weights so that the parts add up to it exactly and each is within one unit of its ideal:
 * largest remainder first, ties to the lower index. A negative total is the mirror image of the positive one.
 * When every weight is zero all share alike. Weights below zero, or none for a total to go to, are a RangeError.
 */
export function allocate(total: bigint, weights: readonly (bigint | string | number)[]): bigint[] {
  if (total < 0n) return allocate(-total, weights).map((part) => -part)
  const shares = wholeWeights(weights)
  const sum = shares.reduce((a, b) => a + b, 0n)
  if (shares.length === 0) {
    if (total === 0n) return []
    throw new RangeError('nothing to allocate to')
  }
  if (sum === 0n)
    return allocate(
      total,
      shares.map(() => 1n),
    )
  const parts = shares.map((share) => (total * share) / sum)
  const left = Number(total - parts.reduce((a, b) => a + b, 0n))
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (total * share) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] as bigint) + 1n
  return parts
}

/** Weights brought to one scale as integers, so that the split needs no fractions. */
function wholeWeights(weights: readonly (bigint | string | number)[]): bigint[] {
  const exact = weights.map((weight) => new Exact(weight.toString()))
  const bad = exact.find((weight) => !weight.isFinite() || weight.lessThan(0))
  if (bad) throw new RangeError(`a weight must be zero or more, not ${bad}`)
  const places = Math.max(0, ...exact.map((weight) => weight.decimalPlaces()))
  return exact.map((weight) => BigInt(weight.toFixed(places).replace('.', '')))
}

function wholeUnits(units: Decimal): bigint {
  if (!units.isFinite()) throw new RangeError('an amount must be finite')
  return BigInt(units.toFixed(0, Decimal.ROUND_HALF_UP))
}
