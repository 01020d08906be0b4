/** What one warehouse holds of one product, in its base unit and at moving-average cost. */

import { type Loose, one, self } from '../../kernel/fact.ts'
import { decimal, link, money } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { toMajor } from '../../kernel/money.ts'
import { type Guard, object } from '../../kernel/object.ts'
import { systemOnly } from '../../kernel/role.ts'
import type { Settings } from '../../kernel/settings.ts'
import { afterwards } from '../afterwards.ts'
import { equals, exceeds, isPositive, minus, plus } from '../quantity.ts'
import { available, issueValue } from './stocking.ts'

const quantity = (zh: string, en: string) => decimal({ label: say(zh, en), computed: true, default: '0', listed: true })
const hidden = ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'] as const
const qty = decimal({ label: say('数量', 'Quantity'), required: true })

const held = (context: { record: Loose }): Loose => context.record
const nowhere = (code: string, field: string, holds: (context: StockStep) => boolean): Guard<StockStep> => ({
  code,
  field,
  onInput: true,
  holds,
  details: ({ before }) => ({ free: minus(before?.onHand, before?.reserved) }),
})

interface StockStep {
  readonly record: Loose
  readonly before: Loose | null
  readonly input: Loose
  readonly settings: Settings
}

const positive = nowhere('STOCK_QTY', 'qty', ({ input }) => isPositive(input.qty))
/** Nothing reserved may exceed what is there, before or after. */
const covered = nowhere(
  'STOCK_SHORT_NOW',
  'qty',
  (context) => !exceeds(held(context).reserved, held(context).onHand) && !exceeds('0', held(context).onHand),
)
const heldEnough = nowhere('STOCK_NOT_RESERVED', 'qty', (context) => !exceeds('0', held(context).reserved))

const reserved = ({ record, input }: StockStep) => ({ reserved: plus(record.reserved, input.qty) })
const released = ({ record, input }: StockStep) => ({ reserved: minus(record.reserved, input.qty) })
const issued = ({ record, input }: StockStep) => ({
  onHand: minus(record.onHand, input.qty),
  reserved: minus(record.reserved, input.fromReserved),
  value: ((record.value ?? 0n) as bigint) - ((input.value ?? issueValue(record, input.qty ?? '0')) as bigint),
})
/** An adjustment is a receipt that may be negative. */
const received = ({ record, input }: StockStep) => ({
  onHand: plus(record.onHand, input.qty),
  value: ((record.value ?? 0n) as bigint) + ((input.value ?? 0n) as bigint),
})

export const stock = object('stock', {
  label: say('库存', 'Stock'),
  plural: 'stocks',
  area: 'fulfil',
  title: 'no',
  numbered: 'ST',
  identity: ['warehouseId', 'productId'],
  fields: {
    warehouseId: link('warehouse', { label: say('仓库', 'Warehouse'), required: true, fixed: true, listed: true }),
    productId: link('product', { label: say('产品', 'Product'), required: true, fixed: true, listed: true }),
    onHand: quantity('在库数量', 'On hand'),
    reserved: quantity('已预留', 'Reserved'),
    free: quantity('可用数量', 'Free'),
    safetyStock: decimal({ label: say('安全库存', 'Safety stock'), min: 0, listed: true }),
    averageCost: decimal({ label: say('移动平均成本', 'Average cost'), computed: true, scale: 6, hide: hidden }),
    value: money({ label: say('库存金额', 'Value'), computed: true, base: true, default: 0n, hide: hidden }),
  },
  parts: {},
  facts: { product: one('product', self('productId')) },
  states: { kept: { label: say('在管', 'Kept') } },
  starts: 'kept',
  derive: (record, settings) => ({
    onHand: plus(record.onHand),
    reserved: plus(record.reserved),
    free: available(record),
    value: record.value ?? 0n,
    averageCost: isPositive(record.onHand)
      ? toMajor(record.value ?? 0n, settings.baseCurrency)
          .div(record.onHand ?? 1)
          .toDecimalPlaces(6)
          .toFixed()
      : (record.averageCost ?? '0'),
  }),
  create: {
    needs: ['product'],
    sets: ({ record, facts }) => ({
      safetyStock: record.safetyStock ?? (facts.product?.safetyStock as string | undefined) ?? '0',
    }),
  },
  transitions: {
    reserve: {
      label: say('预留', 'Reserve'),
      from: ['kept'],
      emits: 'reserved',
      input: { qty },
      guards: [positive, afterwards(reserved)(covered)],
      sets: reserved,
    },
    release: {
      label: say('释放预留', 'Release'),
      from: ['kept'],
      emits: 'released',
      input: { qty },
      guards: [positive, afterwards(released)(heldEnough)],
      sets: released,
    },
    issue: {
      label: say('出库', 'Issue'),
      from: ['kept'],
      emits: 'issued',
      sets: issued,
      guards: [positive, afterwards(issued)(covered), afterwards(issued)(heldEnough)],
      input: {
        qty,
        fromReserved: decimal({ label: say('其中消耗预留', 'Of it from the reservation') }),
        value: money({ label: say('成本金额', 'Cost'), base: true }),
      },
    },
    receive: {
      label: say('入库', 'Receive'),
      from: ['kept'],
      emits: 'received',
      guards: [positive],
      input: { qty, value: money({ label: say('金额', 'Value'), base: true, required: true }) },
      sets: received,
    },
    adjust: {
      label: say('调整', 'Adjust'),
      from: ['kept'],
      emits: 'adjusted',
      input: {
        qty: decimal({ label: say('差异数量', 'Difference'), required: true }),
        value: money({ label: say('差异金额', 'Value of it'), base: true, required: true }),
      },
      guards: [afterwards(received)(covered), nowhere('STOCK_QTY', 'qty', ({ input }) => !equals(input.qty, '0'))],
      sets: received,
    },
  },
  permits: {
    read: { REP: 'all', SM: 'all', ODK: 'all', WHS: 'all', DPM: 'all', ARF: 'all', OPS: 'all', EXE: 'all' },
    create: systemOnly,
    change: { WHS: 'all', OPS: 'all' },
    reserve: systemOnly,
    release: systemOnly,
    issue: systemOnly,
    receive: systemOnly,
    adjust: systemOnly,
  },
  messages: {
    STOCK_QTY: say('数量必须大于零（调整不能为零）', 'Give a quantity above zero; an adjustment may not be zero'),
    STOCK_SHORT_NOW: say(
      '库存不足，未预留的数量只有 {free}，请减少数量或先入库',
      'Not enough stock: only {free} is not reserved; take less or receive goods first',
    ),
    STOCK_NOT_RESERVED: say(
      '释放数量超过已预留数量，请刷新后重试',
      'More would be released than is reserved; reload and try again',
    ),
  },
})
