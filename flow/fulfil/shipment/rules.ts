/** What the steps of a shipment write, and what must hold before they do. */
import type { Loose } from '../../../kernel/fact.ts'
import { exceeds, isPositive, least, minus, plus, times } from '../../quantity.ts'
import { isService, openQty } from '../order/lines.ts'
import { issueValue } from '../stocking.ts'
import type { Rule, ShipmentContext } from './fields.ts'

export const orderLine = (order: Loose | null, id: string | null): Loose | undefined =>
  (order?.lines as readonly Loose[] | undefined)?.find((line) => line.id === id)

/** What of an order line is open for this shipment: not shipped, and on no other shipment that waits. */
export const openFor = (line: Loose, pending: readonly Loose[]): string =>
  minus(openQty(line), ...pending.filter((one) => one.orderLineId === line.id).map((one) => one.qty))

/** Without lines of its own a shipment takes all that is open on its order. */
export function filled({ record, facts }: ShipmentContext): Loose[] {
  const { order, pending } = facts
  const rows: readonly Loose[] =
    record.lines.length > 0
      ? record.lines
      : ((order?.lines ?? []) as readonly Loose[])
          .filter((line) => !isService(line) && isPositive(openFor(line, pending)))
          .map((line) => ({
            orderLineId: line.id,
            qty: openFor(line, pending),
            damageQty: '0',
            lot: null,
            serials: null,
          }))
  return rows.map((row) => {
    const line = orderLine(order, row.orderLineId)
    return {
      ...row,
      productId: line?.productId ?? null,
      description: line?.description ?? null,
      unit: line?.unit ?? null,
      baseQty: times(row.qty, line?.factor ?? '1'),
      stockTracked: line?.stockTracked === true,
      orderId: record.orderId,
      pending: true,
    }
  })
}

export const drafted = (context: ShipmentContext) => {
  const { order } = context.facts
  return {
    lines: filled(context),
    accountId: (order?.accountId ?? null) as string | null,
    contractId: (order?.contractId ?? null) as string | null,
    entityId: (order?.entityId ?? null) as string | null,
    warehouseId: context.record.warehouseId ?? (order?.warehouseId as string | null),
    shipTo: (order?.shipTo ?? null) as Readonly<Record<string, string>> | null,
    receiver: context.record.receiver ?? (order?.receiver as string | null),
    ...(context.before === null && order
      ? { memberIds: [...new Set([...context.record.memberIds, order.ownerId].filter(Boolean))] as string[] }
      : {}),
  }
}

/** Takes each line from the stock as it stands after the lines before it: reserved units first, at moving average. */
export function issued({ record, facts, now }: ShipmentContext) {
  const running = new Map(facts.stocks.map((stock) => [stock.productId as string, stock]))
  const lines = record.lines.map((row) => {
    const stock = row.stockTracked ? running.get(row.productId ?? '') : undefined
    const base = row.baseQty ?? '0'
    const reserved =
      record.warehouseId === facts.order?.warehouseId ? orderLine(facts.order, row.orderLineId)?.reservedQty : '0'
    const fromReserved = least(reserved ?? '0', base)
    const cost = stock ? issueValue(stock, base) : 0n
    if (stock) {
      running.set(row.productId ?? '', {
        ...stock,
        onHand: minus(stock.onHand, base),
        value: ((stock.value ?? 0n) as bigint) - cost,
      })
    }
    return { ...row, cost, fromReserved, pending: false }
  })
  return { lines, cost: lines.reduce((sum, line) => sum + line.cost, 0n), shippedAt: now }
}

export const orderRuns: Rule = {
  code: 'SHIPMENT_ORDER_STATE',
  field: 'orderId',
  holds: ({ facts }) => ['confirmed', 'in_fulfilment', 'partially_shipped', 'on_hold'].includes(facts.order?.state),
}
export const orderFree: Rule = { code: 'ORDER_ON_HOLD', holds: ({ facts }) => facts.order?.state !== 'on_hold' }
export const withinOpen: Rule = {
  code: 'SHIP_QTY_EXCEEDS',
  field: 'lines',
  holds: (context) => overOpen(context) === null,
  details: (context) => overOpen(context) ?? {},
}
export const linesGiven: Rule = {
  code: 'SHIPMENT_EMPTY',
  field: 'lines',
  holds: ({ record }) => record.lines.length > 0 && record.lines.every((line) => isPositive(line.qty)),
}

export function overOpen({ record, facts }: ShipmentContext): { row: number; open: string } | null {
  const asked = new Map<string, string>()
  for (const [index, row] of record.lines.entries()) {
    const line = orderLine(facts.order, row.orderLineId)
    const id = row.orderLineId ?? ''
    asked.set(id, plus(asked.get(id), row.qty))
    const open = line && !isService(line) ? openFor(line, facts.pending) : '0'
    if (exceeds(asked.get(id), open)) return { row: index + 1, open }
  }
  return null
}

/** The goods must lie in the warehouse, and those reserved for other orders stay where they are. */
export const inStock: Rule = {
  code: 'STOCK_SHORT',
  field: 'lines',
  holds: (context) => short(context) === null,
  details: (context) => short(context) ?? {},
}

export function short({ record, facts }: ShipmentContext): Record<string, string | null> | null {
  const asked = new Map<string, { qty: string; own: string }>()
  for (const row of record.lines.filter((line) => line.stockTracked)) {
    const id = row.productId ?? ''
    const stock = facts.stocks.find((one) => one.productId === id)
    const before = asked.get(id) ?? { qty: '0', own: '0' }
    const sameHouse = record.warehouseId === facts.order?.warehouseId
    const own = least(sameHouse ? (orderLine(facts.order, row.orderLineId)?.reservedQty ?? '0') : '0', row.baseQty)
    const now = { qty: plus(before.qty, row.baseQty), own: plus(before.own, own) }
    asked.set(id, now)
    const free = plus(minus(stock?.onHand, stock?.reserved), now.own)
    if (exceeds(now.qty, free))
      return { product: row.description, missing: minus(now.qty, free), free, first_date: '—' }
  }
  return null
}

export const podGiven: Rule = {
  code: 'POD_REQUIRED',
  field: 'podFiles',
  onInput: true,
  holds: ({ record, settings }) => !settings.evidenceFiles || (record.podFiles?.length ?? 0) > 0,
}
export const deliveredAfter: Rule = {
  code: 'DELIVERED_BEFORE_SHIPPED',
  field: 'deliveredOn',
  onInput: true,
  holds: ({ record, now }) =>
    (record.deliveredAt ?? now) >= (record.shippedAt ?? '') && (record.deliveredAt ?? now) <= now,
}
export const damageFits: Rule = {
  code: 'DAMAGE_QTY',
  field: 'lines',
  onInput: true,
  holds: ({ record }) => record.lines.every((line) => !exceeds(line.damageQty, line.qty)),
}
/** At delivery people report damage; what was shipped stays as it was. */
export const linesKept: Rule = {
  code: 'SHIPMENT_LINES_FIXED',
  field: 'lines',
  onInput: true,
  holds: ({ record, before }) =>
    before === null ||
    (record.lines.length === before.lines.length &&
      record.lines.every((line) =>
        before.lines.some((old) => old.id === line.id && old.qty === line.qty && old.orderLineId === line.orderLineId),
      )),
}

export const refilled = (context: ShipmentContext) => ({ lines: filled(context) })
export const arrived = ({ input, now }: ShipmentContext) => ({
  deliveredAt: (input.deliveredOn as string | null | undefined) ?? now,
})
export const settle = ({ record }: ShipmentContext) => ({
  lines: record.lines.map((line) => ({ ...line, pending: false })),
})
