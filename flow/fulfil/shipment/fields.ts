/** What a shipment says about itself and its lines, and what it must know of its order and the stock. */
import { one, rows, self } from '../../../kernel/fact.ts'
import { data, datetime, decimal, files, link, longText, member, money, text, toggle } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { type Context, type Guard, part } from '../../../kernel/object.ts'
import { closedPeriods } from '../../cash/period.ts'

export const hidden = ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'] as const

export const fields = {
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

export const parts = {
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

export const facts = {
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

export type State = 'draft' | 'picked' | 'shipped' | 'delivered' | 'exception' | 'cancelled'
export type ShipmentContext = Context<typeof fields, typeof parts, typeof facts, State>
export type Rule = Guard<ShipmentContext>
