/** Lines of a commercial document: net, tax and gross, rounded line by line, and what the header makes of them. */
import type { Decimal } from 'decimal.js'
import { allocate, Exact, roundToMinor, toMajor } from './money.ts'

/** A fraction such as '0.13', or why no tax is charged. Exempt is not 0 %: the invoice carries another mark. */
export type VatRate = `0.${string}` | '0' | 'exempt' | 'reverse_charge'
export type PriceMode = 'incl' | 'excl'

/** The rates in force in China; a rate is fixed at the tax point, so the list is guidance for choosing. */
export const chinaVatRates = ['0.13', '0.09', '0.06', '0.03', '0.01', '0.00', 'exempt'] as const

/** Quantity has at most 4 decimals, price 6; discount is a fraction of one ('0.08' is 8 %), none when absent. */
export interface LineInput {
  readonly qty: string
  readonly price: string
  readonly discount?: string | undefined
  readonly vatRate: VatRate
  readonly priceMode: PriceMode
}

/** In minor units; net + tax = gross always. */
export interface LineAmounts {
  readonly net: bigint
  readonly tax: bigint
  readonly gross: bigint
}

export interface TaxedLine extends LineAmounts {
  readonly vatRate: VatRate
  readonly priceMode: PriceMode
}

export type LineProblem = 'qty' | 'price' | 'discount' | 'vat_rate'

/** Which part of a line cannot be computed; null when all can. Whether a sign makes sense is the document's rule. */
export function lineProblem(line: LineInput): LineProblem | null {
  if (!/^-?[0-9]{1,14}(\.[0-9]{1,4})?$/.test(line.qty)) return 'qty'
  if (!/^-?[0-9]{1,12}(\.[0-9]{1,6})?$/.test(line.price)) return 'price'
  if (!/^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$/.test(line.discount ?? '0')) return 'discount'
  return isVatRate(line.vatRate) ? null : 'vat_rate'
}

export function isVatRate(rate: unknown): rate is VatRate {
  return rate === 'exempt' || rate === 'reverse_charge' || (typeof rate === 'string' && /^0(\.[0-9]{1,6})?$/.test(rate))
}

/**
 * Price without tax: net = round(qty × price × (1 − discount)), tax = round(net × rate), gross = net + tax.
 * Price with tax: gross = round(qty × price × (1 − discount)), net = round(gross / (1 + rate)), tax = gross − net.
 * A line that `lineProblem` objects to is a bug of the caller (RangeError).
 */
export function computeLine(line: LineInput, currency: string): LineAmounts {
  const problem = lineProblem(line)
  if (problem) throw new RangeError(`a line cannot be computed: ${problem}`)
  const kept = new Exact(1).minus(line.discount ?? '0')
  const typed = roundToMinor(new Exact(line.qty).times(line.price).times(kept), currency)
  return taxed(typed, line, currency)
}

/**
 * Takes a header discount off the lines, spread by their amount before it: off net where prices are without tax,
 * off gross where they include it, so that the total falls by what was typed. Lines at or below zero carry none.
 * More than the lines amount to is a bug of the caller (RangeError).
 */
export function spreadHeaderDiscount<L extends TaxedLine>(
  lines: readonly L[],
  discount: bigint,
  currency: string,
): L[] {
  const bases = lines.map((line) => (line.priceMode === 'incl' ? line.gross : line.net))
  const weights = bases.map((base) => (base > 0n ? base : 0n))
  if (discount < 0n || discount > sum(weights)) throw new RangeError('a header discount must lie within the total')
  const shares = allocate(discount, weights)
  return lines.map((line, i) => ({ ...line, ...taxed((bases[i] as bigint) - (shares[i] as bigint), line, currency) }))
}

/** The header is the sum of its lines; tax is never computed anew on a total. */
export function totalsOf(lines: readonly LineAmounts[]): LineAmounts {
  const net = sum(lines.map((line) => line.net))
  const tax = sum(lines.map((line) => line.tax))
  return { net, tax, gross: net + tax }
}

/**
 * For a company that rounds tax once per rate and document instead of once per line: the difference is handed to
 * the largest lines, so that lines still add up to the header.
 */
export function roundTaxPerDocument<L extends TaxedLine>(lines: readonly L[], currency: string): L[] {
  const result = [...lines]
  const groups = new Map<string, number[]>()
  lines.forEach((line, i) => {
    const key = `${line.priceMode} ${line.vatRate}`
    groups.set(key, [...(groups.get(key) ?? []), i])
  })
  for (const indexes of groups.values()) {
    const members = indexes.map((i) => lines[i] as L)
    const { priceMode, vatRate } = members[0] as L
    const { net, tax, gross } = totalsOf(members)
    const whole = taxed(priceMode === 'incl' ? gross : net, { vatRate, priceMode }, currency)
    const shares = allocate(
      whole.tax - tax,
      members.map((line) => (line.net < 0n ? -line.net : line.net)),
    )
    members.forEach((line, k) => {
      const share = shares[k] as bigint
      const amounts = priceMode === 'incl' ? { net: line.net - share } : { gross: line.gross + share }
      result[indexes[k] as number] = { ...line, tax: line.tax + share, ...amounts }
    })
  }
  return result
}

/** 1 − Σ net / Σ (list price × quantity), list prices taken without tax; six decimals, null when nothing is listed. */
export function discountRate(
  lines: readonly (TaxedLine & { readonly qty: string; readonly listPrice: string })[],
  currency: string,
): string | null {
  const listed = lines.reduce((total, line) => {
    const price = new Exact(line.listPrice).times(line.qty)
    return total.plus(line.priceMode === 'incl' ? price.div(onePlus(line.vatRate)) : price)
  }, new Exact(0))
  if (listed.isZero()) return null
  return asRate(new Exact(1).minus(toMajor(totalsOf(lines).net, currency).div(listed)))
}

/** (Σ net − Σ cost) / Σ net, both in minor units of one currency; six decimals, null when net is zero. */
export function marginRate(net: bigint, cost: bigint): string | null {
  return net === 0n ? null : asRate(new Exact((net - cost).toString()).div(net.toString()))
}

/** The two other amounts that follow from the one typed: net without tax, gross with it. */
function taxed(typed: bigint, by: Pick<TaxedLine, 'vatRate' | 'priceMode'>, currency: string): LineAmounts {
  const factor = onePlus(by.vatRate)
  if (by.priceMode === 'incl') {
    const net = roundToMinor(toMajor(typed, currency).div(factor), currency)
    return { net, tax: typed - net, gross: typed }
  }
  const tax = roundToMinor(toMajor(typed, currency).times(factor.minus(1)), currency)
  return { net: typed, tax, gross: typed + tax }
}

function onePlus(rate: VatRate): Decimal {
  return new Exact(1).plus(rate === 'exempt' || rate === 'reverse_charge' ? 0 : rate)
}

/** Canonical, as the database gives it back: a rate that reads otherwise in the log would look changed. */
function asRate(value: Decimal): string {
  return value.toDecimalPlaces(6).plus(0).toFixed()
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n)
}
