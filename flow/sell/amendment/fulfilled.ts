/** What of a contract is done already, and what an amendment therefore asks of its running orders. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import { mostOf, together } from '../../fulfil/order/bundles.ts'
import { amountsUpTo, wantedQty } from '../../fulfil/order/lines.ts'
import { exceeds, isPositive, least, minus, plus, times, total } from '../../quantity.ts'
import { alike } from './content.ts'

type Rows = readonly Loose[]
const most = (...parts: readonly (string | null | undefined)[]): string =>
  parts.reduce<string>((a, b) => (exceeds(b, a) ? plus(b) : a), '0')

/** The quantity of an order line that can no longer be taken back: shipped, delivered, earned or invoiced. */
export function doneOf(line: Loose, billed: Rows): string {
  const invoiced = plus(...billed.filter((row) => row.orderLineId === line.id).map((row) => row.qty))
  return most(line.shippedQty, line.deliveredQty, line.recognisedQty, invoiced)
}

interface Standing {
  readonly ordered: Rows
  readonly orders: Rows
  readonly billed: Rows
}

/** Order lines that take from one line of the contract, parts of a bundle together, the newest order first. */
function takersOf(contractLineId: string, { ordered, orders }: Standing): Loose[][] {
  const at = new Map(orders.map((order) => [order.id as string, order]))
  const lines = ordered
    .filter((line) => line.sourceLineId === contractLineId && at.has(line.parentId))
    .sort((a, b) => compare(at.get(b.parentId)?.createdAt, at.get(a.parentId)?.createdAt) || compare(b.id, a.id))
  return together(lines)
}

const doneOfAll = (group: Rows, billed: Rows): string => mostOf(group, (line) => doneOf(line, billed))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export interface Shortfall {
  readonly line: string
  readonly done: string
}

/** Lines that would end below what is done of them, or whose price would change under it. */
export function belowDone(amended: Rows, contract: Loose, standing: Standing): Shortfall[] {
  return (contract.lines as Rows).flatMap((line) => {
    const done = plus(...takersOf(line.id, standing).map((group) => doneOfAll(group, standing.billed)))
    if (!isPositive(done)) return []
    const next = amended.find((one) => one.contractLineId === line.id)
    const repriced = next && ['price', 'discount', 'vatRate'].some((name) => !alike(next[name], line[name]))
    return !next || exceeds(done, next.qty) || repriced
      ? [{ line: (line.description as string | null) ?? '—', done }]
      : []
  })
}

/** Net of what is done under the contract, over all its orders. */
export const doneNet = ({ ordered, orders, billed }: Standing): bigint =>
  total(
    ordered
      .filter((line) => orders.some((order) => order.id === line.parentId))
      .map((line) => amountsUpTo(line, doneOf(line, billed)).net),
  )

export interface OrderChange {
  readonly orderId: string
  readonly requestedDate: string | null
  readonly lines: readonly {
    readonly lineId: string
    readonly cancel?: string
    readonly price?: string
    readonly discount?: string
    readonly vatRate?: string
    readonly promisedDate?: string
  }[]
}

const ended = ['completed', 'closed_short', 'cancelled', 'delivered']

/** What each order has to change: less of what the contract no longer grants, new prices and dates of what is open. */
export function orderChanges(amendment: Loose, contract: Loose, standing: Standing): OrderChange[] {
  const running = standing.orders.filter((order) => !ended.includes(order.state))
  const found = new Map<string, Map<string, Record<string, string>>>()
  const note = (line: Loose, change: Record<string, string>) => {
    const lines = found.get(line.parentId) ?? new Map<string, Record<string, string>>()
    lines.set(line.id, { ...lines.get(line.id), ...change })
    found.set(line.parentId, lines)
  }
  for (const line of contract.lines as Rows) {
    const next = (amendment.lines as Rows).find((one) => one.contractLineId === line.id)
    const takers = takersOf(line.id, standing)
    let over = minus(plus(...takers.map((group) => mostOf(group, wantedQty))), next?.qty)
    for (const group of takers.filter(([one]) => running.some((order) => order.id === one?.parentId))) {
      const cancel = least(minus(mostOf(group, wantedQty), doneOfAll(group, standing.billed)), over)
      if (isPositive(cancel)) {
        for (const one of group) note(one, { cancel: times(cancel, one.bundlePer ?? '1') })
        over = minus(over, cancel)
      }
      const change = next ? rebased(line, next) : {}
      for (const one of group) if (Object.keys(change).length > 0) note(one, change)
    }
  }
  const moved = alike(amendment.deliveryDate, contract.deliveryDate) ? null : (amendment.deliveryDate as string | null)
  return running
    .filter((order) => found.has(order.id) || moved)
    .map((order) => ({
      orderId: order.id as string,
      requestedDate: moved,
      lines: [...(found.get(order.id) ?? [])].map(([lineId, change]) => ({ lineId, ...change })),
    }))
}

function rebased(before: Loose, after: Loose): Record<string, string> {
  const repriced = ['price', 'discount', 'vatRate'].some((name) => !alike(before[name], after[name]))
  return {
    ...(repriced ? { price: after.price, discount: after.discount ?? '0', vatRate: after.vatRate } : {}),
    ...(after.deliveryDate && after.deliveryDate !== before.deliveryDate ? { promisedDate: after.deliveryDate } : {}),
  }
}
