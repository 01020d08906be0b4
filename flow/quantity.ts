/** Exact arithmetic on quantities, which are decimal text; what is missing counts as zero. */
import { Exact } from '../kernel/money.ts'

export type Quantity = string | null | undefined

export const plus = (...parts: readonly Quantity[]): string =>
  parts.reduce((total, part) => total.plus(part ?? 0), new Exact(0)).toFixed()

export const minus = (from: Quantity, ...parts: readonly Quantity[]): string =>
  new Exact(from ?? 0).minus(plus(...parts)).toFixed()

export const times = (a: Quantity, b: Quantity): string => new Exact(a ?? 0).times(b ?? 0).toFixed()

export const exceeds = (a: Quantity, b: Quantity): boolean => new Exact(a ?? 0).gt(b ?? 0)
export const isPositive = (a: Quantity): boolean => exceeds(a, '0')
export const equals = (a: Quantity, b: Quantity): boolean => new Exact(a ?? 0).eq(b ?? 0)
export const least = (a: Quantity, b: Quantity): string => (exceeds(a, b) ? plus(b) : plus(a))
export const atLeastZero = (a: Quantity): string => (isPositive(a) ? plus(a) : '0')

/** The part of an amount that a part of a quantity stands for, rounded half away from zero. */
export function shareOf(total: bigint, part: Quantity, whole: Quantity): bigint {
  if (equals(whole, '0')) return 0n
  const exact = new Exact(total.toString()).times(part ?? 0).div(whole ?? 1)
  return BigInt(exact.toFixed(0))
}

/** The part of an amount that a part of another amount stands for; the whole takes all. */
export const proportion = (total: bigint, part: bigint, whole: bigint): bigint =>
  part === whole ? total : shareOf(total, part.toString(), whole.toString())

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)
export const total = (amounts: readonly (bigint | null | undefined)[]): bigint =>
  amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n)
