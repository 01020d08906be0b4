/** The arrows from order to delivery: stock documents, shipments, and the revenue and cost that pass with the goods. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect, Posting } from '../../kernel/command.ts'
import { type Loose, one, rows, self } from '../../kernel/fact.ts'
import type { Settings } from '../../kernel/settings.ts'
import { accountsOf, mapping } from '../cash/mapping.ts'
import { delivered, type Place, revenue, shipped } from '../cash/postings.ts'
import { advancesOf, type Passed, recognise } from '../cash/recognition.ts'
import { isService } from '../fulfil/order/lines.ts'
import { acceptedRows, needsAcceptance } from '../fulfil/order/steps.ts'
import { exceeds, isPositive, minus, total } from '../quantity.ts'
import { ordering } from './ordering.ts'

type Lines = readonly Loose[]

/** Issued invoices of the customer that bill ahead of delivery; locked, so that an advance is used once. */
const advances = rows(
  'invoice',
  {
    accountId: self('accountId'),
    advance: true,
    state: ['issued', 'partially_paid', 'paid'],
  },
  { lock: true },
)

const stocked = arrow({
  name: 'A posted stock document changes the stock of its warehouse and fulfils supply requests',
  on: 'movement.posted',
  then: ({ record }) => {
    const lines = [...(record.lines as Lines)].sort((a, b) => (a.productId < b.productId ? -1 : 1))
    const requests = lines.filter((line) => line.shortageId)
    return [
      ...lines.flatMap((line) => stockEffects(record, line)),
      ...requests.map((line) => ({
        object: 'shortage',
        act: 'receive',
        id: line.shortageId as string,
        input: { qty: line.delta },
      })),
    ]
  },
})

function stockEffects(movement: Loose, line: Loose): Effect[] {
  const key = { warehouseId: movement.warehouseId as string, productId: line.productId as string }
  const gone = minus('0', line.delta)
  if (movement.kind === 'transfer') {
    return [
      { object: 'stock', act: 'issue', key, input: { qty: gone, value: -(line.value as bigint) } },
      {
        object: 'stock',
        act: 'receive',
        key: { ...key, warehouseId: movement.toWarehouseId as string },
        input: { qty: gone, value: -(line.value as bigint) },
      },
    ]
  }
  if (movement.kind === 'receive')
    return [{ object: 'stock', act: 'receive', key, input: { qty: line.delta, value: line.value } }]
  const changes = isPositive(line.delta) || exceeds('0', line.delta)
  return changes ? [{ object: 'stock', act: 'adjust', key, input: { qty: line.delta, value: line.value } }] : []
}

const picked = arrow({
  name: 'The first picking starts the fulfilment of an order',
  on: 'shipment.picked',
  needs: { order: one('order', self('orderId'), { lock: true }) },
  when: ({ facts }) => facts.order?.state === 'confirmed',
  then: ({ facts }) => [{ object: 'order', act: 'startFulfilment', id: facts.order?.id, input: {} }],
})

const left = arrow({
  name: 'Shipped goods leave the stock, the reservation and the inventory account',
  on: 'shipment.shipped',
  needs: { order: one('order', self('orderId'), { lock: true }), advances, mapping },
  then: ({ record, facts, today, settings }) => {
    const order = facts.order as Loose
    const rows = (record.lines as Lines).map((row) => ({ row, line: lineOf(order, row.orderLineId) }))
    const atOnce = rows.filter(({ line }) => line.revRule === 'on_shipment')
    const sold = total(atOnce.map(({ row }) => row.cost as bigint))
    const transit = total(rows.map(({ row }) => row.cost as bigint)) - sold
    const shippedRows = rows.map(({ row, line }) => ({
      lineId: row.orderLineId as string,
      qty: row.qty as string,
      fromReserved: row.fromReserved as string,
      cost: line.revRule === 'on_shipment' ? '0' : (row.cost as bigint).toString(),
    }))
    const place = placeOf({ object: 'shipment', record, order, date: today }, facts.mapping)
    const earned = passing(
      order,
      atOnce.map(({ row }) => ({ lineId: row.orderLineId, qty: row.qty })),
      {
        advances: facts.advances,
        settings,
        place,
      },
    )
    return [
      ...issues(record),
      {
        object: 'order',
        act: 'progress',
        id: order.id,
        input: { shipmentId: record.id, shipped: shippedRows, ...earned.progress },
      },
      ...shipped(place, { transit, sold }),
      ...earned.effects,
    ]
  },
})

/** One issue per product, in a fixed order, so that two shipments cannot wait for each other. */
function issues(shipment: Loose): Effect[] {
  const lines = (shipment.lines as Lines).filter((line) => line.stockTracked)
  return [...lines]
    .sort((a, b) => (a.productId < b.productId ? -1 : 1))
    .map((line) => ({
      object: 'stock',
      act: 'issue',
      key: { warehouseId: shipment.warehouseId, productId: line.productId },
      input: { qty: line.baseQty, fromReserved: line.fromReserved, value: line.cost },
    }))
}

const arrived = arrow({
  name: 'With delivery control passes to the customer: revenue and cost of sales',
  on: 'shipment.delivered',
  needs: { order: one('order', self('orderId'), { lock: true }), advances, mapping },
  then: ({ record, facts, today, settings }) => {
    const order = facts.order as Loose
    const rows = (record.lines as Lines).map((row) => ({ lineId: row.orderLineId as string, qty: row.qty as string }))
    const passed = rows.filter((row) => {
      const line = lineOf(order, row.lineId)
      return line.revRule !== 'on_shipment' && !needsAcceptance(line)
    })
    const place = placeOf({ object: 'shipment', record, order, date: today }, facts.mapping)
    const earned = passing(order, passed, { advances: facts.advances, settings, place })
    return [
      {
        object: 'order',
        act: 'progress',
        id: order.id,
        input: { shipmentId: record.id, delivered: rows, ...earned.progress },
      },
      ...earned.effects,
    ]
  },
})

const accepted = arrow({
  name: 'With acceptance services, and goods sold on acceptance, pass to the customer',
  on: 'order.accepted',
  needs: { advances, mapping },
  then: ({ record, before, input, facts, today, settings }) => {
    const rows = acceptedRows((before ?? record) as Loose, input)
    if (rows.length === 0) return []
    const services = rows.filter((row) => isService(lineOf(record, row.lineId)))
    const place = placeOf({ object: 'order', record, order: record, date: today }, facts.mapping)
    const earned = passing(record, rows, { advances: facts.advances, settings, place })
    return [
      {
        object: 'order',
        act: 'progress',
        id: record.id,
        input: { shipped: services, delivered: services, ...earned.progress },
      },
      ...earned.effects,
    ]
  },
})

const lineOf = (order: Loose, id: string): Loose => (order.lines as Lines).find((line) => line.id === id) ?? {}

interface PassedWhere {
  readonly object: string
  readonly record: Loose
  readonly order: Loose
  readonly date: string
}

function placeOf({ object, record, order, date }: PassedWhere, mappings: Lines): Place {
  return {
    entityId: order.entityId,
    date,
    source: { object, id: record.id },
    memo: `${record.no ?? ''} ${order.no ?? ''}`.trim(),
    refs: { accountId: order.accountId, orderId: order.id },
    accounts: accountsOf(mappings),
  }
}

interface Passing {
  readonly advances: Lines
  readonly settings: Settings
  readonly place: Place
}

/** Revenue, the advances it uses, the cost in transit that passes, and what the order notes of it. */
function passing(order: Loose, passed: readonly Passed[], { advances: known, settings, place }: Passing) {
  if (passed.length === 0) return { progress: {}, effects: [] as Effect[] }
  const found = recognise(order, passed, { advances: advancesOf(order, known), baseCurrency: settings.baseCurrency })
  const { recognised, unbilledGross, unbilledTax, unbilledBase, unbilledTaxBase } = found
  const used: Effect[] = found.advances.flatMap(({ id, net, base, gross, paid, ofOrder }) => [
    { object: 'invoice', act: 'useAdvance', id, input: { net, base, orderId: order.id } },
    ...(ofOrder
      ? []
      : [
          { object: 'order', act: 'applyInvoice', id: order.id as string, input: { invoiceId: id, gross } },
          { object: 'order', act: 'applyPayment', id: order.id as string, input: { invoiceId: id, gross: paid } },
        ]),
  ])
  const entries: Posting[] = [...revenue(place, found.revenue), ...delivered(place, found.cost)]
  return {
    progress: { recognised, unbilledGross, unbilledTax, unbilledBase, unbilledTaxBase },
    effects: [...used, ...entries],
  }
}

export const fulfil = [...ordering, stocked, picked, left, arrived, accepted]
