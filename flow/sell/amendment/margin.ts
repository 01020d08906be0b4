/** How much margin an amendment costs. */
import type { Loose } from '../../../kernel/fact.ts'
import { Exact } from '../../../kernel/money.ts'

/** Margin lost, as a fraction; nothing where either is unknown. */
export function marginDrop(record: Loose): string {
  const { oldMarginRate, marginRate } = record
  if (!oldMarginRate || !marginRate) return '0'
  return new Exact(oldMarginRate).minus(marginRate).toFixed()
}

/** More than three points of margin lost asks those who decided the contract again (chain.md §7). */
export const losesMargin = (drop: string): boolean => new Exact(drop).gt('0.03')
