/** The nightly batch of orders: stock reserved for one that stays held too long goes back to the others. Pure. */
import type { Command } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { isPositive } from '../quantity.ts'
import { isOpenHold } from './order/checks.ts'

const longestHoldMs = 7 * 86_400_000

/** A reservation expires when a hold lasts longer than seven days (chain.md §11.1). */
export const ordersTonight = (orders: readonly Loose[], { now }: { readonly now: string }): Command[] =>
  orders
    .filter((order) => order.state === 'on_hold' && reserves(order) && heldTooLong(order, now))
    .map((order) => ({ object: 'order', act: 'unreserve', id: order.id, input: {} }))

const reserves = (order: Loose): boolean =>
  (order.lines as readonly Loose[]).some((line) => isPositive(line.reservedQty))

const heldTooLong = (order: Loose, now: string): boolean =>
  (order.holds as readonly Loose[]).some(
    (hold) => isOpenHold(hold) && hold.openedAt !== null && Date.parse(now) - Date.parse(hold.openedAt) > longestHoldMs,
  )
