/** A stock document: goods received, counted, moved between warehouses or adjusted; posted once and never changed. */

import { type Loose, rows, self } from '../../kernel/fact.ts'
import { choice, date, decimal, files, link, longText, money, text } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { Exact, roundToMinor } from '../../kernel/money.ts'
import { type Context, type Guard, object, part } from '../../kernel/object.ts'
import { afterwards } from '../afterwards.ts'
import { equals, exceeds, isPositive, minus, plus, times } from '../quantity.ts'
import { factorOf } from './order/lines.ts'
import { issueValue } from './stocking.ts'

const hidden = ['SDR', 'SVC', 'MKT', 'CUS'] as const

const fields = {
  kind: choice(
    {
      receive: ['入库', 'Receipt'],
      count: ['盘点', 'Count'],
      transfer: ['调拨', 'Transfer'],
      adjust: ['调整', 'Adjustment'],
    },
    { label: say('类别', 'Kind'), required: true, fixed: true, default: 'receive', listed: true },
  ),
  origin: choice(
    { purchase: ['采购', 'Purchase'], production: ['生产', 'Production'], other: ['其他', 'Other'] },
    { label: say('来源', 'Origin'), default: 'purchase', listed: true },
  ),
  warehouseId: link('warehouse', { label: say('仓库', 'Warehouse'), required: true, listed: true }),
  toWarehouseId: link('warehouse', { label: say('调入仓库', 'To warehouse') }),
  date: date({ label: say('日期', 'Date'), required: true, listed: true }),
  reference: text({ label: say('来源单号', 'Reference'), maxLength: 60, search: true, listed: true }),
  note: longText({ label: say('说明', 'Note'), maxLength: 1000 }),
  evidence: files({ label: say('附件', 'Files') }),
  value: money({ label: say('金额', 'Value'), computed: true, base: true, hide: hidden }),
}

const parts = {
  lines: part({
    label: say('明细', 'Lines'),
    max: 500,
    fields: {
      productId: link('product', { label: say('产品', 'Product'), required: true }),
      qty: decimal({
        label: say('数量', 'Quantity'),
        help: say('盘点填实盘数量，调整可为负', 'The counted quantity of a count; an adjustment may be negative'),
      }),
      unit: text({ label: say('单位', 'Unit'), maxLength: 10 }),
      unitCost: decimal({ label: say('单位成本', 'Unit cost'), scale: 6, min: 0, hide: hidden }),
      shortageId: link('shortage', { label: say('补货申请', 'Supply request') }),
      baseQty: decimal({ label: say('基本单位数量', 'In base unit'), computed: true }),
      expectedQty: decimal({ label: say('账面数量', 'On the books'), computed: true }),
      delta: decimal({ label: say('库存变动', 'Change of stock'), computed: true }),
      value: money({ label: say('金额', 'Value'), computed: true, base: true, hide: hidden }),
    },
  }),
}

const product = self('lines.productId')
const facts = {
  products: rows('product', { id: product }),
  stocks: rows('stock', { productId: product, warehouseId: self('warehouseId') }, { lock: true, sort: ['productId'] }),
  shortages: rows('shortage', { id: self('lines.shortageId') }),
}

type State = 'draft' | 'posted' | 'void'
type MovementContext = Context<typeof fields, typeof parts, typeof facts, State>
type Rule = Guard<MovementContext>

/** Quantities in base units and, at posting, what each line does to the stock and at which value. */
function weighed({ record, facts }: MovementContext): Loose[] {
  return record.lines.map((line) => {
    const found = facts.products.find((one) => one.id === line.productId)
    const unit = line.unit ?? (found?.unit as string | undefined) ?? null
    const factor = factorOf(unit, found)
    return { ...line, unit, baseQty: factor === null ? null : times(line.qty, factor) }
  })
}

const weighing = (context: MovementContext) => ({ lines: weighed(context), date: context.record.date ?? context.today })

function posted(context: MovementContext) {
  const { record, facts, settings } = context
  const running = new Map(facts.stocks.map((stock) => [stock.productId as string, stock]))
  const lines = weighed(context).map((line) => {
    const stock: Loose = running.get(line.productId) ?? { onHand: '0', value: 0n, averageCost: '0' }
    const effect = effectOf({ kind: record.kind, line, stock, baseCurrency: settings.baseCurrency })
    running.set(line.productId, {
      ...stock,
      onHand: plus(stock.onHand, effect.delta),
      value: ((stock.value ?? 0n) as bigint) + effect.value,
    })
    return { ...line, expectedQty: stock.onHand, ...effect }
  })
  return { lines, value: lines.reduce((sum, line) => sum + line.value, 0n) }
}

interface Weighing {
  readonly kind: string | null
  readonly line: Loose
  readonly stock: Loose
  readonly baseCurrency: string
}

/** Goods come in at their own cost (R27) or, where none is given, at the average; they leave at the average. */
export function effectOf({ kind, line, stock, baseCurrency }: Weighing): { delta: string; value: bigint } {
  const wanted = line.baseQty ?? '0'
  const delta = kind === 'count' ? minus(wanted, stock.onHand) : kind === 'transfer' ? minus('0', wanted) : plus(wanted)
  if (exceeds('0', delta)) return { delta, value: -issueValue(stock, minus('0', delta)) }
  const costed = line.unitCost !== null && line.unitCost !== undefined && isPositive(delta)
  const value = costed
    ? new Exact(line.unitCost).times(line.qty).times(delta).div(line.baseQty)
    : times(delta, stock.averageCost)
  return { delta, value: roundToMinor(value, baseCurrency) }
}

const unitsKnown: Rule = {
  code: 'UNIT_UNKNOWN',
  field: 'lines',
  holds: ({ record }) => record.lines.every((line) => line.baseQty !== null),
  details: ({ record }) => ({ units: record.lines.filter((line) => line.baseQty === null).map((line) => line.unit) }),
}
const quantitiesFit: Rule = {
  code: 'MOVEMENT_QTY',
  field: 'lines',
  holds: ({ record }) =>
    record.lines.every((line) => {
      if (line.qty === null) return false
      if (record.kind === 'adjust') return !equals(line.qty, '0')
      return record.kind === 'count' ? !exceeds('0', line.qty) : isPositive(line.qty)
    }),
}
const toElsewhere: Rule = {
  code: 'TRANSFER_TARGET',
  field: 'toWarehouseId',
  holds: ({ record }) =>
    record.kind !== 'transfer' || (record.toWarehouseId !== null && record.toWarehouseId !== record.warehouseId),
}
const oneLinePerProduct: Rule = {
  code: 'COUNT_TWICE',
  field: 'lines',
  holds: ({ record }) =>
    record.kind !== 'count' || new Set(record.lines.map((line) => line.productId)).size === record.lines.length,
}
const tracked: Rule = {
  code: 'PRODUCT_NOT_STOCKED',
  field: 'lines',
  holds: ({ record, facts }) =>
    record.lines.every((line) => facts.products.find((one) => one.id === line.productId)?.stockTracked !== false),
}
const requestsFit: Rule = {
  code: 'SUPPLY_OTHER_PRODUCT',
  field: 'lines',
  holds: ({ record, facts }) =>
    record.lines.every((line) => {
      const request = facts.shortages.find((one) => one.id === line.shortageId)
      return !line.shortageId || (record.kind === 'receive' && request?.productId === line.productId)
    }),
}
/** Reserved goods are promised: they neither leave nor vanish in a count before the order lets them go. */
const reservedStay: Rule = {
  code: 'STOCK_RESERVED',
  field: 'lines',
  holds: ({ record, facts }) => shortfall(record, facts.stocks) === null,
  details: ({ record, facts }) => shortfall(record, facts.stocks) ?? {},
}

function shortfall(record: Loose, stocks: readonly Loose[]): { row: number; free: string } | null {
  const change = new Map<string, string>()
  for (const [index, line] of (record.lines as readonly Loose[]).entries()) {
    const stock = stocks.find((one) => one.productId === line.productId)
    change.set(line.productId, plus(change.get(line.productId), line.delta))
    const after = plus(stock?.onHand, change.get(line.productId))
    if (exceeds(stock?.reserved ?? '0', after)) return { row: index + 1, free: minus(stock?.onHand, stock?.reserved) }
  }
  return null
}

const keeper = { WHS: 'all' } as const

export const movement = object('movement', {
  label: say('库存单据', 'Stock movement'),
  plural: 'movements',
  area: 'fulfil',
  title: 'no',
  numbered: 'MV',
  fields,
  parts,
  facts,
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    posted: { label: say('已过账', 'Posted'), ends: 'well', locked: true },
    void: { label: say('作废', 'Void'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  create: {
    needs: ['products'],
    guards: [afterwards(weighing)(unitsKnown)],
    sets: weighing,
  },
  change: { needs: ['products'], guards: [afterwards(weighing)(unitsKnown)], sets: weighing },
  transitions: {
    post: {
      label: say('过账', 'Post'),
      from: ['draft'],
      to: 'posted',
      emits: 'posted',
      asks: ['lines'],
      tone: 'primary',
      needs: ['products', 'stocks', 'shortages'],
      guards: [
        ...[unitsKnown, quantitiesFit, toElsewhere, oneLinePerProduct, tracked, requestsFit, reservedStay].map(
          afterwards(posted),
        ),
        {
          code: 'REASON_REQUIRED',
          field: 'reason',
          onInput: true,
          holds: ({ record, input }) => record.kind !== 'adjust' || Boolean(input.reason || record.note),
        },
      ],
      sets: posted,
    },
    void: {
      label: say('作废', 'Void'),
      from: ['draft'],
      to: 'void',
      emits: 'voided',
      tone: 'danger',
      guards: [reasonGiven],
    },
  },
  permits: {
    read: { WHS: 'all', ODK: 'all', ARF: 'all', OPS: 'all', EXE: 'all', SM: 'all' },
    create: keeper,
    change: keeper,
    remove: keeper,
    post: keeper,
    void: keeper,
  },
  messages: {
    UNIT_UNKNOWN: say(
      '产品没有单位 {units}，请改用产品的单位或先为产品增加该单位',
      'The product has no unit {units}; use one of its units or add this one to the product',
    ),
    MOVEMENT_QTY: say('请为每一行填写正确的数量', 'Give every row a quantity that makes sense for this document'),
    TRANSFER_TARGET: say('请选择另一个仓库作为调入仓库', 'Choose another warehouse to transfer to'),
    COUNT_TWICE: say('同一产品只能盘点一行，请合并', 'A product may be counted in one row only; merge the rows'),
    PRODUCT_NOT_STOCKED: say('有产品不管库存，请移除该行', 'A product is not kept in stock; remove that row'),
    SUPPLY_OTHER_PRODUCT: say(
      '补货申请与该行产品不符，请更正',
      'The supply request is for another product; correct the row',
    ),
    STOCK_RESERVED: say(
      '第 {row} 行会动用已预留的库存，未预留的只有 {free}，请减少数量或先释放订单预留',
      'Row {row} would take reserved stock, only {free} is free; take less or release the orders first',
    ),
  },
})
