/** What a stock can still give, and what leaves with it; pure, for all who take from it. */
import type { Loose } from '../../kernel/fact.ts'
import { atLeastZero, exceeds, least, minus, shareOf } from '../quantity.ts'

/** What may still be promised today: on hand, less reserved, less what is kept for safety. */
export const available = (stock: Loose | null | undefined): string =>
  minus(stock?.onHand, stock?.reserved, stock?.safetyStock)

/** The value that leaves with a quantity; the last unit takes what is left. */
export function issueValue(stock: Loose, quantity: string): bigint {
  const value = (stock.value ?? 0n) as bigint
  return exceeds(stock.onHand, quantity) ? shareOf(value, quantity, stock.onHand) : value
}

/** How much of what is wanted can be reserved now. */
export const reservable = (wanted: string, stock: Loose | null | undefined): string =>
  least(atLeastZero(wanted), atLeastZero(available(stock)))
