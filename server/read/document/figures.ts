/** Figures as people read them on paper. */
import { Exact } from '../../../kernel/money.ts'

/** Thousands apart: 1234567.50 → 1,234,567.50. */
export const grouped = (plain: string): string => {
  const [whole = '', ...rest] = plain.split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.')
}

/** A price carries at least two decimals, a quantity only those it has. */
export const priced = (price: string): string => {
  const exact = new Exact(price)
  return grouped(exact.toFixed(Math.max(2, exact.decimalPlaces())))
}

export const percent = (fraction: InstanceType<typeof Exact>): string => `${fraction.times(100).toFixed()}%`
