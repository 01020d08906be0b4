/** Goods on their way to a customer: picked, shipped and delivered, for a part of an order or all of it. */

import { type Loose, one, rows, self } from '../../kernel/fact.ts'
import {
  choice,
  data,
  datetime,
  decimal,
  files,
  link,
  longText,
  member,
  money,
  text,
  toggle,
} from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { type Context, type Guard, object, part } from '../../kernel/object.ts'
import type { Permit } from '../../kernel/role.ts'
import { afterwards } from '../afterwards.ts'
import { closedPeriods, periodMessages, postsToday } from '../cash/period.ts'
import { exceeds, isPositive, least, minus, plus, times } from '../quantity.ts'
import { isService, openQty } from './order/lines.ts'
import { issueValue } from './stock.ts'

const hidden = ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'] as const

const fields = {
  orderId: link('order', { label: say('订单', 'Order'), required: true, fixed: true, listed: true }),
  accountId: link('account', { label: say('客户', 'Account'), computed: true, listed: true }),
  contractId: link('contract', { label: say('合同', 'Contract'), computed: true }),
  entityId: link('legalEntity', { label: say('我方主体', 'Legal entity'), computed: true }),
  warehouseId: link('warehouse', { label: say('仓库', 'Warehouse'), required: true, listed: true }),
  shipTo: data<Readonly<Record<string, string>>>({ label: say('收货地址', 'Ship to'), computed: true }),
  receiver: text({ label: say('收货人及电话', 'Receiver and phone'), maxLength: 120 }),
  carrier: text({ label: say('承运商', 'Carrier'), maxLength: 60, listed: true }),
  trackingNo: text({ label: say('运单号', 'Tracking number'), maxLength: 60, search: true, listed: true }),
  pickedAt: datetime({ label: say('拣货时间', 'Picked at'), computed: true }),
  pickedBy: member({ label: say('拣货人', 'Picked by'), computed: true }),
  shippedAt: datetime({ label: say('发货时间', 'Shipped at'), computed: true, listed: true }),
  deliveredAt: datetime({ label: say('签收时间', 'Delivered at'), computed: true, listed: true }),
  podFiles: files({ label: say('签收单', 'Proof of delivery') }),
  docOk: toggle({ label: say('单据正确', 'Documents right'), default: true }),
  exceptionNote: longText({ label: say('异常说明', 'What went wrong'), maxLength: 1000 }),
  note: longText({ label: say('备注', 'Note'), maxLength: 1000 }),
  cost: money({ label: say('成本', 'Cost'), computed: true, base: true, hide: hidden }),
}

const parts = {
  lines: part({
    label: say('明细', 'Lines'),
    max: 500,
    fields: {
      orderLineId: text({ label: say('订单行', 'Order line'), required: true, maxLength: 40 }),
      productId: link('product', { label: say('产品', 'Product'), computed: true }),
      description: text({ label: say('说明', 'Description'), computed: true, maxLength: 500 }),
      unit: text({ label: say('单位', 'Unit'), computed: true, maxLength: 10 }),
      qty: decimal({ label: say('数量', 'Quantity'), required: true, min: 0 }),
      baseQty: decimal({ label: say('基本单位数量', 'In base unit'), computed: true }),
      lot: text({ label: say('批次', 'Lot'), maxLength: 60 }),
      serials: text({ label: say('序列号', 'Serial numbers'), maxLength: 2000 }),
      damageQty: decimal({ label: say('破损数量', 'Damaged'), default: '0', min: 0 }),
      stockTracked: toggle({ label: say('管库存', 'Stock tracked'), computed: true }),
      fromReserved: decimal({ label: say('其中已预留', 'Of it reserved'), computed: true }),
      cost: money({ label: say('成本', 'Cost'), computed: true, base: true, hide: hidden }),
      orderId: link('order', { label: say('订单', 'Order'), computed: true }),
      pending: toggle({ label: say('未发出', 'Not yet out'), computed: true }),
    },
  }),
}

const facts = {
  order: one('order', self('orderId'), { lock: true }),
  pending: rows('shipment.lines', {
    orderId: self('orderId'),
    pending: true,
    parentId: { is: '!=', value: self('id') },
  }),
  stocks: rows(
    'stock',
    { productId: self('lines.productId'), warehouseId: self('warehouseId') },
    { lock: true, sort: ['productId'] },
  ),
  closedPeriods,
}

type State = 'draft' | 'picked' | 'shipped' | 'delivered' | 'exception' | 'cancelled'
type ShipmentContext = Context<typeof fields, typeof parts, typeof facts, State>
type Rule = Guard<ShipmentContext>

const orderLine = (order: Loose | null, id: string | null): Loose | undefined =>
  (order?.lines as readonly Loose[] | undefined)?.find((line) => line.id === id)

/** What of an order line is open for this shipment: not shipped, and on no other shipment that waits. */
const openFor = (line: Loose, pending: readonly Loose[]): string =>
  minus(openQty(line), ...pending.filter((one) => one.orderLineId === line.id).map((one) => one.qty))

/** Without lines of its own a shipment takes all that is open on its order. */
function filled({ record, facts }: ShipmentContext): Loose[] {
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

const drafted = (context: ShipmentContext) => {
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
function issued({ record, facts, now }: ShipmentContext) {
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

const orderRuns: Rule = {
  code: 'SHIPMENT_ORDER_STATE',
  field: 'orderId',
  holds: ({ facts }) => ['confirmed', 'in_fulfilment', 'partially_shipped', 'on_hold'].includes(facts.order?.state),
}
const orderFree: Rule = { code: 'ORDER_ON_HOLD', holds: ({ facts }) => facts.order?.state !== 'on_hold' }
const withinOpen: Rule = {
  code: 'SHIP_QTY_EXCEEDS',
  field: 'lines',
  holds: (context) => overOpen(context) === null,
  details: (context) => overOpen(context) ?? {},
}
const linesGiven: Rule = {
  code: 'SHIPMENT_EMPTY',
  field: 'lines',
  holds: ({ record }) => record.lines.length > 0 && record.lines.every((line) => isPositive(line.qty)),
}

function overOpen({ record, facts }: ShipmentContext): { row: number; open: string } | null {
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
const inStock: Rule = {
  code: 'STOCK_SHORT',
  field: 'lines',
  holds: (context) => short(context) === null,
  details: (context) => short(context) ?? {},
}

function short({ record, facts }: ShipmentContext): Record<string, string | null> | null {
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

const podGiven: Rule = {
  code: 'POD_REQUIRED',
  field: 'podFiles',
  onInput: true,
  holds: ({ record, settings }) => !settings.evidenceFiles || (record.podFiles?.length ?? 0) > 0,
}
const deliveredAfter: Rule = {
  code: 'DELIVERED_BEFORE_SHIPPED',
  field: 'deliveredOn',
  onInput: true,
  holds: ({ record, now }) =>
    (record.deliveredAt ?? now) >= (record.shippedAt ?? '') && (record.deliveredAt ?? now) <= now,
}
const damageFits: Rule = {
  code: 'DAMAGE_QTY',
  field: 'lines',
  onInput: true,
  holds: ({ record }) => record.lines.every((line) => !exceeds(line.damageQty, line.qty)),
}
/** At delivery people report damage; what was shipped stays as it was. */
const linesKept: Rule = {
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

const keeper: Permit = { WHS: 'all' }
const refilled = (context: ShipmentContext) => ({ lines: filled(context) })
const arrived = ({ input, now }: ShipmentContext) => ({
  deliveredAt: (input.deliveredOn as string | null | undefined) ?? now,
})
const settle = ({ record }: ShipmentContext) => ({ lines: record.lines.map((line) => ({ ...line, pending: false })) })

export const shipment = object('shipment', {
  label: say('发货单', 'Shipment'),
  plural: 'shipments',
  area: 'fulfil',
  title: 'no',
  numbered: 'DN',
  fields,
  parts,
  facts,
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    picked: { label: say('已拣货', 'Picked'), locked: true },
    shipped: { label: say('已发货', 'Shipped'), locked: true },
    exception: { label: say('异常', 'Exception'), locked: true },
    delivered: { label: say('已签收', 'Delivered'), ends: 'well', locked: true },
    cancelled: { label: say('已取消', 'Cancelled'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  create: {
    needs: ['order', 'pending'],
    guards: [orderRuns, ...[linesGiven, withinOpen].map(afterwards(drafted))],
    sets: drafted,
  },
  change: {
    needs: ['order', 'pending'],
    guards: [linesGiven, withinOpen].map(afterwards(refilled)),
    sets: refilled,
  },
  transitions: {
    pick: {
      label: say('拣货完成', 'Pick'),
      from: ['draft'],
      to: 'picked',
      emits: 'picked',
      needs: ['order', 'pending', 'stocks'],
      tone: 'primary',
      guards: [orderRuns, linesGiven, withinOpen, inStock],
      sets: ({ now, actor }) => ({ pickedAt: now, pickedBy: actor.id }),
    },
    ship: {
      label: say('发货', 'Ship'),
      from: ['picked'],
      to: 'shipped',
      emits: 'shipped',
      needs: ['order', 'pending', 'stocks', 'closedPeriods'],
      asks: ['carrier'],
      takes: ['trackingNo'],
      tone: 'primary',
      notBy: [
        {
          rule: 'S06',
          say: say('确认订单的人不能发货', 'Whoever confirmed the order may not ship it'),
          doneBy: ({ facts }) => facts.order?.confirmedBy as string | null | undefined,
        },
      ],
      guards: [orderRuns, orderFree, withinOpen, inStock, postsToday],
      sets: issued,
    },
    deliver: {
      label: say('签收', 'Confirm delivery'),
      from: ['shipped', 'exception'],
      to: 'delivered',
      emits: 'delivered',
      needs: ['closedPeriods'],
      takes: ['podFiles', 'docOk', 'lines'],
      tone: 'primary',
      input: { deliveredOn: datetime({ label: say('签收时间', 'Delivered at') }) },
      guards: [podGiven, afterwards(arrived)(deliveredAfter), damageFits, linesKept, postsToday],
      sets: arrived,
    },
    report: {
      label: say('报告异常', 'Report an exception'),
      from: ['shipped'],
      to: 'exception',
      emits: 'failed',
      asks: ['exceptionNote'],
      tone: 'danger',
      undo: 'resume',
    },
    resume: { label: say('恢复运输', 'Resume'), from: ['exception'], to: 'shipped', emits: 'resumed' },
    unpick: {
      label: say('退回拣货', 'Unpick'),
      from: ['picked'],
      to: 'draft',
      emits: 'unpicked',
      tone: 'quiet',
      guards: [reasonGiven],
    },
    cancel: {
      label: say('取消', 'Cancel'),
      from: ['draft', 'picked'],
      to: 'cancelled',
      emits: 'cancelled',
      tone: 'danger',
      guards: [reasonGiven],
      sets: settle,
    },
  },
  permits: {
    read: {
      REP: 'self',
      SM: 'tree',
      ODK: 'all',
      WHS: 'all',
      DPM: 'self',
      ARF: 'all',
      SVC: 'all',
      OPS: 'all',
      EXE: 'all',
    },
    create: keeper,
    change: keeper,
    remove: keeper,
    pick: keeper,
    ship: keeper,
    deliver: keeper,
    report: { WHS: 'all', SVC: 'all' },
    resume: keeper,
    unpick: keeper,
    cancel: keeper,
  },
  messages: {
    ...periodMessages,
    SHIPMENT_ORDER_STATE: say(
      '订单尚未确认或已结束，不能发货',
      'The order is not confirmed or has ended; only confirmed orders ship',
    ),
    ORDER_ON_HOLD: say(
      '订单被冻结，请先由相应角色放行',
      'The order is on hold; the roles concerned must release it first',
    ),
    SHIP_QTY_EXCEEDS: say(
      '第 {row} 行超过订单未发数量 {open}，请减少',
      'Row {row} exceeds what is open on the order ({open}); ship less',
    ),
    SHIPMENT_EMPTY: say('请填写要发的产品和数量', 'Say which goods and how many are to be shipped'),
    STOCK_SHORT: say(
      '{product}缺货 {missing}，最早可用 {first_date}；请减少数量或先入库',
      '{product} short by {missing}, first available {first_date}; ship less or receive goods first',
    ),
    POD_REQUIRED: say('请上传签收单', 'Upload the proof of delivery'),
    DELIVERED_BEFORE_SHIPPED: say(
      '签收时间须在发货之后且不晚于现在，请更正',
      'Delivery must lie after shipping and not in the future; correct it',
    ),
    DAMAGE_QTY: say('破损数量不能超过发货数量，请更正', 'Damage exceeds what was shipped; correct it'),
    SHIPMENT_LINES_FIXED: say('签收时只能填写破损数量', 'At delivery only damage may be entered'),
  },
  thread: { after: ['orderId'] },
})
