/** A request for goods an order is short of: bought or produced, and fulfilled by their receipt. */

import { one, self } from '../../kernel/fact.ts'
import { choice, date, decimal, link, longText, member, text } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { systemOnly } from '../../kernel/role.ts'
import { exceeds, isPositive, plus } from '../quantity.ts'

export const shortage = object('shortage', {
  label: say('补货申请', 'Supply request'),
  plural: 'shortages',
  area: 'fulfil',
  title: 'no',
  numbered: 'SR',
  fields: {
    kind: choice(
      { purchase: ['采购', 'Purchase'], production: ['生产', 'Production'] },
      {
        label: say('补货方式', 'How'),
        required: true,
        default: 'purchase',
        listed: true,
      },
    ),
    productId: link('product', { label: say('产品', 'Product'), required: true, fixed: true, listed: true }),
    warehouseId: link('warehouse', { label: say('入库仓库', 'Warehouse'), required: true, fixed: true, listed: true }),
    qty: decimal({ label: say('数量（基本单位）', 'Quantity (base unit)'), required: true, min: 0, listed: true }),
    unit: text({ label: say('基本单位', 'Base unit'), maxLength: 10, computed: true, listed: true }),
    neededBy: date({ label: say('需要日期', 'Needed by'), listed: true }),
    expectedDate: date({ label: say('预计到货', 'Expected'), listed: true }),
    supplierRef: text({ label: say('采购或生产单号', 'Purchase or production order'), maxLength: 60, search: true }),
    receivedQty: decimal({ label: say('已收数量', 'Received'), computed: true, default: '0', listed: true }),
    orderId: link('order', { label: say('订单', 'Order'), fixed: true, listed: true }),
    orderLineId: text({ label: say('订单行', 'Order line'), fixed: true, maxLength: 40 }),
    requestedBy: member({ label: say('申请人', 'Requested by'), computed: true }),
    note: longText({ label: say('备注', 'Note'), maxLength: 1000 }),
  },
  parts: {},
  facts: { product: one('product', self('productId')) },
  states: {
    open: { label: say('待处理', 'Open'), draft: true },
    ordered: { label: say('已下单', 'Ordered') },
    fulfilled: { label: say('已到货', 'Fulfilled'), ends: 'well', locked: true },
    cancelled: { label: say('已取消', 'Cancelled'), ends: 'badly', locked: true },
  },
  starts: 'open',
  create: {
    needs: ['product'],
    guards: [{ code: 'SUPPLY_QTY', field: 'qty', holds: ({ record }) => isPositive(record.qty) }],
    sets: ({ record, facts, actor }) => ({
      unit: record.unit ?? (facts.product?.unit as string | undefined) ?? null,
      requestedBy: record.requestedBy ?? actor.id,
    }),
  },
  change: {
    guards: [
      {
        code: 'SUPPLY_BELOW_RECEIVED',
        field: 'qty',
        onInput: true,
        holds: ({ record }) => isPositive(record.qty) && !exceeds(record.receivedQty, record.qty),
      },
    ],
  },
  transitions: {
    order: {
      label: say('确认已下单', 'Confirm ordered'),
      from: ['open'],
      to: 'ordered',
      emits: 'ordered',
      tone: 'primary',
      asks: ['expectedDate'],
      takes: ['supplierRef', 'kind'],
      help: say('填写预计到货日期后计入可承诺量', 'From then on the expected goods count as promisable'),
      guards: [
        {
          code: 'SUPPLY_DATE_PAST',
          field: 'expectedDate',
          onInput: true,
          holds: ({ record, today }) => (record.expectedDate ?? today) >= today,
        },
      ],
    },
    postpone: {
      label: say('改到货日期', 'Move the date'),
      from: ['ordered'],
      emits: 'postponed',
      asks: ['expectedDate'],
      guards: [reasonGiven],
    },
    receive: {
      label: say('登记到货', 'Record receipt'),
      from: ['open', 'ordered', 'fulfilled'],
      to: ['ordered', 'open', 'fulfilled'],
      emits: 'received',
      input: { qty: decimal({ label: say('数量', 'Quantity'), required: true }) },
      chooses: ({ record, before }) =>
        exceeds(record.qty, record.receivedQty) ? (before?.state ?? 'ordered') : 'fulfilled',
      sets: ({ record, input }) => ({ receivedQty: plus(record.receivedQty, input.qty) }),
    },
    cancel: {
      label: say('取消', 'Cancel'),
      from: ['open', 'ordered'],
      to: 'cancelled',
      emits: 'cancelled',
      tone: 'danger',
      guards: [reasonGiven],
    },
  },
  permits: {
    read: { ODK: 'all', WHS: 'all', SM: 'all', DPM: 'all', OPS: 'all', EXE: 'all', ARF: 'all' },
    create: { ODK: 'all', WHS: 'all' },
    change: { ODK: 'all', WHS: 'all' },
    remove: { ODK: 'all', WHS: 'all' },
    order: { WHS: 'all', ODK: 'all' },
    postpone: { WHS: 'all', ODK: 'all' },
    receive: systemOnly,
    cancel: { WHS: 'all', ODK: 'all' },
  },
  messages: {
    SUPPLY_QTY: say('数量必须大于零', 'Give a quantity above zero'),
    SUPPLY_BELOW_RECEIVED: say('数量不能低于已收数量，请改大', 'The quantity is below what was received; raise it'),
    SUPPLY_DATE_PAST: say('预计到货不能早于今天，请改期', 'The expected date lies before today; choose a later one'),
  },
  thread: { after: ['orderId'] },
})
