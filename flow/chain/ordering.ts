/** From a submitted order to reserved stock: checks, holds, reservations, supply, and the marks of what is done. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import { type Loose, rows, self } from '../../kernel/fact.ts'
import { isOpenHold } from '../fulfil/order/checks.ts'
import type { HoldKind } from '../fulfil/order/fields.ts'
import { allDelivered, allShipped } from '../fulfil/order/lines.ts'
import { heldWords, missingOf, shippable } from '../fulfil/order/rules.ts'
import { available } from '../fulfil/stocking.ts'
import { exceeds, isPositive, least, minus, plus } from '../quantity.ts'

type Lines = readonly Loose[]
const users = rows('user', { state: 'active' })
const onOrder = (act: string, record: Loose, input: Loose = {}): Effect => ({
  object: 'order',
  act,
  id: record.id,
  input,
})
const isHeld = (record: Loose): boolean => (record.holds as Lines).some(isOpenHold)

const checked = arrow({
  name: 'A submitted order is confirmed, or held for every check it failed',
  on: ['order.submitted', 'order.released', 'order.rechecked'],
  then: ({ record }) => {
    if (!isHeld(record)) return [onOrder('confirm', record)]
    return record.state === 'submitted' ? [onOrder('hold', record)] : []
  },
})

const changedIntoHold = arrow({
  name: 'A changed order that no longer passes its checks is held',
  on: ['order.changed', 'order.amended'],
  when: ({ record }) => isHeld(record) && ['confirmed', 'in_fulfilment', 'partially_shipped'].includes(record.state),
  then: ({ record }) => [onOrder('hold', record)],
})

const releasers: Readonly<Record<HoldKind, string>> = {
  credit: 'ARF',
  title: 'ARF',
  stock: 'WHS',
  price: 'SM',
  compliance: 'LEG',
}

const heldTold = arrow({
  name: 'Whoever can release a held order is told, and its owner',
  on: 'order.held',
  needs: { users },
  then: ({ record, facts }) => {
    const kinds = new Set((record.holds as Lines).filter(isOpenHold).map((hold) => releasers[hold.kind as HoldKind]))
    const who = facts.users
      .filter((user) => (user.roles as string[] | null)?.some((role) => kinds.has(role)))
      .map((user) => user.id as string)
    const to = [...new Set([...who, record.ownerId, record.submittedBy].filter(Boolean))] as string[]
    return [
      {
        notice: 'order.held',
        to,
        object: 'order',
        id: record.id,
        values: { no: record.no, reasons: heldWords(record) },
      },
    ]
  },
})

const confirmedTold = arrow({
  name: 'The warehouse is told of a confirmed order',
  on: 'order.confirmed',
  needs: { warehouses: rows('warehouse', { id: self('warehouseId') }) },
  then: ({ record, facts }) => {
    const keepers = facts.warehouses
      .map((one) => one.keeperId as string | null)
      .filter((id): id is string => id !== null)
    return keepers.length === 0
      ? []
      : [
          {
            notice: 'order.confirmed',
            to: keepers,
            object: 'order',
            id: record.id,
            values: { no: record.no, date: record.requestedDate },
          },
        ]
  },
})

/** How much each product's reservation moved by this event, what left with a shipment not counted. */
export function reservationMoves(
  before: Loose | null,
  after: Loose,
  issued: Lines = [],
): { productId: string; qty: string }[] {
  const moves = new Map<string, string>()
  const lines = new Map<string, Loose>()
  for (const line of [...((before?.lines ?? []) as Lines), ...(after.lines as Lines)]) lines.set(line.id, line)
  for (const [id, line] of lines) {
    const was = ((before?.lines ?? []) as Lines).find((one) => one.id === id)?.reservedQty
    const is = (after.lines as Lines).find((one) => one.id === id)?.reservedQty
    const left = issued.filter((one) => one.lineId === id).map((one) => one.fromReserved as string)
    moves.set(line.productId, plus(moves.get(line.productId), minus(is, was), ...left))
  }
  return [...moves]
    .filter(([, qty]) => isPositive(qty) || exceeds('0', qty))
    .map(([productId, qty]) => ({ productId, qty }))
}

const reservations = arrow({
  name: 'What an order reserves or lets go is reserved or set free in stock',
  on: [
    'order.confirmed',
    'order.changed',
    'order.amended',
    'order.cancelled',
    'order.closed_short',
    'order.reservation_expired',
    'order.reserved',
    'order.progressed',
  ],
  then: ({ record, before, input, event }) => {
    const issued = event.type === 'order.progressed' ? ((input.shipped ?? []) as Lines) : []
    return reservationMoves(before, record, issued)
      .sort((a, b) => (a.productId < b.productId ? -1 : 1))
      .map(({ productId, qty }) => ({
        object: 'stock',
        act: isPositive(qty) ? 'reserve' : 'release',
        key: { warehouseId: record.warehouseId, productId },
        input: { qty: isPositive(qty) ? qty : minus('0', qty) },
      }))
  },
})

const queue = arrow({
  name: 'Stock that comes free fills the orders that wait for it, first by priority, then by age',
  on: ['stock.received', 'stock.released', 'stock.adjusted'],
  needs: {
    waiting: rows(
      'order.lines',
      {
        productId: self('productId'),
        warehouseId: self('warehouseId'),
        backQty: { is: '>', value: '0' },
      },
      { sort: ['priority', 'queuedAt'] },
    ),
  },
  then: ({ record, facts }) => {
    let free = available(record)
    return facts.waiting.flatMap((line) => {
      const qty = least(line.backQty, isPositive(free) ? free : '0')
      if (!isPositive(qty)) return []
      free = minus(free, qty)
      return [{ object: 'order', act: 'fill', id: line.parentId as string, input: { lineId: line.id, qty } }]
    })
  },
})

const supply = arrow({
  name: 'A short order asks for supply of what it misses',
  on: 'order.supply_requested',
  needs: { requested: rows('shortage', { orderId: self('id'), state: ['open', 'ordered'] }) },
  then: ({ record, input, facts, actor, newId }) =>
    (record.lines as Lines)
      .filter((line) => isPositive(missingOf(line, facts.requested)))
      .map((line) => ({
        object: 'shortage',
        act: 'create',
        id: newId(),
        input: {
          kind: input.kind ?? 'purchase',
          productId: line.productId,
          warehouseId: record.warehouseId,
          orderId: record.id,
          orderLineId: line.id,
          qty: missingOf(line, facts.requested),
          neededBy: record.requestedDate,
          requestedBy: actor.id,
          ownerId: record.ownerId,
          isTest: record.isTest,
          derivedFrom: { object: 'order', id: record.id },
        },
      })),
})

const shipmentDraft = arrow({
  name: 'A shipment is made from its order',
  on: 'order.shipment_requested',
  needs: { pending: rows('shipment.lines', { orderId: self('id'), pending: true }) },
  then: ({ record, input, facts, newId }) => {
    const named = (input.lines ?? []) as Lines
    const open = (record.lines as Lines)
      .filter((line) => line.kind !== 'service' && line.kind !== 'subscription')
      .map((line) => ({ lineId: line.id as string, qty: shippable(line, facts.pending) }))
      .filter((row) => isPositive(row.qty))
    const chosen = named.length > 0 ? named : open
    return [
      {
        object: 'shipment',
        act: 'create',
        id: newId(),
        input: {
          orderId: record.id,
          warehouseId: input.fromWarehouseId ?? record.warehouseId,
          receiver: record.receiver,
          lines: chosen.map((row) => ({ orderLineId: row.lineId, qty: row.qty })),
          ownerId: record.ownerId,
          deptId: record.deptId,
          memberIds: record.memberIds,
          isTest: record.isTest,
          derivedFrom: { object: 'order', id: record.id },
        },
      },
    ]
  },
})

/** The marks an order has earned, in their order. */
export function earnedMarks(order: Loose): string[] {
  const lines = order.lines as Lines
  const running = ['confirmed', 'in_fulfilment', 'partially_shipped']
  const marks: string[] = []
  let state = order.state as string
  if (running.includes(state) && allShipped(lines)) {
    marks.push('markShipped')
    state = 'shipped'
  }
  if (state === 'shipped' && allDelivered(lines)) {
    marks.push('markDelivered')
    state = 'delivered'
  }
  const invoiced = order.billingStatus === 'full' || order.invoiceType === 'none'
  if (state === 'delivered' && invoiced) marks.push('complete')
  return marks
}

const marks = arrow({
  name: 'An order becomes shipped, delivered and completed by what was shipped, delivered and invoiced',
  on: ['order.progressed', 'order.invoiced', 'order.confirmed', 'order.amended'],
  then: ({ record }) => earnedMarks(record).map((act) => onOrder(act, record)),
})

export const ordering = [
  checked,
  changedIntoHold,
  heldTold,
  confirmedTold,
  reservations,
  queue,
  supply,
  shipmentDraft,
  marks,
]
