/** Goods or services pass to the customer: revenue, the advance it uses up, its cost (J-REV, J-COGS2). */
import type { Loose } from '../../kernel/fact.ts'
import { convert } from '../../kernel/money.ts'
import { amountsBetween } from '../fulfil/order/lines.ts'
import { equals, minus, plus, proportion, shareOf, smaller, total } from '../quantity.ts'
import type { Revenue } from './postings.ts'

export interface Passed {
  readonly lineId: string
  readonly qty: string
}

export interface Recognition {
  /** For the order: what passed, at which cost, and how its balances move. */
  readonly recognised: readonly { readonly lineId: string; readonly qty: string; readonly cost: string }[]
  readonly unbilledGross: bigint
  readonly unbilledTax: bigint
  readonly unbilledBase: bigint
  readonly unbilledTaxBase: bigint
  /** Advance invoices in the order in which they are used up. */
  readonly advances: readonly {
    readonly id: string
    readonly net: bigint
    readonly base: bigint
    readonly gross: bigint
    /** What of it is paid already. */
    readonly paid: bigint
    readonly ofOrder: boolean
  }[]
  /** In base currency. */
  readonly revenue: Revenue
  readonly cost: bigint
}

/** `advances`: issued invoices of the order or its contract that bill ahead of delivery, oldest first. */
export function recognise(
  order: Loose,
  passed: readonly Passed[],
  from: { advances: readonly Loose[]; baseCurrency: string },
): Recognition {
  const lines = order.lines as readonly Loose[]
  const parts = passed.flatMap(({ lineId, qty }) => {
    const line = lines.find((one) => one.id === lineId)
    return line
      ? [{ line, qty, ...amountsBetween(line, line.recognisedQty ?? '0', plus(line.recognisedQty, qty)) }]
      : []
  })
  const net = total(parts.map((part) => part.net))
  const tax = total(parts.map((part) => part.tax))
  const advances = used(net, order, from.advances)
  const unbilledNet = net - total(advances.map((one) => one.net))
  const unbilledTax = proportion(tax, unbilledNet, net)
  const inBase = (amount: bigint) =>
    convert(amount, order.fxRate ?? '1', { from: order.currency ?? from.baseCurrency, to: from.baseCurrency })
  const unbilledBase = inBase(unbilledNet + unbilledTax)
  const unbilledTaxBase = inBase(unbilledTax)
  const recognised = parts.map(({ line, qty }) => ({
    lineId: line.id as string,
    qty,
    cost: costOf(line, qty).toString(),
  }))
  return {
    recognised,
    unbilledGross: unbilledNet + unbilledTax,
    unbilledTax,
    unbilledBase,
    unbilledTaxBase,
    advances,
    revenue: {
      fromLiability: total(advances.map((one) => one.base)),
      unbilledNet: unbilledBase - unbilledTaxBase,
      unbilledTax: unbilledTaxBase,
    },
    cost: total(recognised.map((one) => BigInt(one.cost))),
  }
}

/** The cost in transit that passes with a quantity; the last unit takes the rest. */
function costOf(line: Loose, qty: string): bigint {
  const transit = (line.transitCost ?? 0n) as bigint
  const under = minus(line.shippedQty, line.recognisedQty)
  return equals(under, qty) ? transit : shareOf(transit, qty, under)
}

function used(net: bigint, order: Loose, advances: readonly Loose[]): Recognition['advances'] {
  let left = net
  return advances
    .filter((one) => one.currency === order.currency)
    .flatMap((one) => {
      const liability = (one.liabilityNet ?? 0n) as bigint
      const take = smaller(left, liability)
      if (take <= 0n) return []
      left -= take
      const base = proportion((one.liabilityBase ?? 0n) as bigint, take, liability)
      const gross = proportion(one.gross as bigint, take, one.net as bigint)
      const paid = proportion(((one.gross as bigint) - (one.openAmount ?? 0n)) as bigint, gross, one.gross as bigint)
      return [{ id: one.id as string, net: take, base, gross, paid, ofOrder: one.orderId === order.id }]
    })
}

/** Advances that belong to the order or, without an order of their own, to its contract; the oldest first. */
export function advancesOf(order: Loose, invoices: readonly Loose[]): Loose[] {
  const own = invoices.filter(
    (one) =>
      ((one.liabilityNet ?? 0n) as bigint) > 0n &&
      (one.orderId === order.id ||
        (one.orderId === null && order.contractId !== null && one.contractId === order.contractId)),
  )
  const byOrder = (one: Loose) => (one.orderId === order.id ? 0 : 1)
  return own.sort((a, b) => byOrder(a) - byOrder(b) || compare(a.issueDate, b.issueDate) || compare(a.id, b.id))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
