/** What the company sells: goods, services, subscriptions and bundles of them. */
import { type Loose, rows } from '../../kernel/fact.ts'
import { choice, decimal, integer, link, longText, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'

const commercial = 'commercial'
const taxFields = ['vatRate', 'taxCode']

export const product = object('product', {
  label: say('产品', 'Product'),
  plural: 'products',
  area: 'sell',
  title: 'name',
  fields: {
    code: text({
      label: say('产品编码', 'Code'),
      required: true,
      unique: true,
      maxLength: 40,
      listed: true,
      search: true,
    }),
    name: text({ label: say('产品名称', 'Name'), required: true, maxLength: 120, listed: true, search: true }),
    category: text({ label: say('产品线', 'Product line'), maxLength: 60, listed: true }),
    kind: choice(
      {
        goods: ['商品', 'Goods'],
        service: ['服务', 'Service'],
        subscription: ['订阅', 'Subscription'],
        bundle: ['组合', 'Bundle'],
      },
      { label: say('类别', 'Kind'), required: true, default: 'goods', listed: true },
    ),
    unit: text({ label: say('基本单位', 'Base unit'), required: true, maxLength: 20, default: '件', listed: true }),
    description: longText({ label: say('说明', 'Description'), maxLength: 4000 }),
    vatRate: text({
      label: say('税率', 'VAT rate'),
      required: true,
      check: 'vatRate',
      default: '0.13',
      section: commercial,
      listed: true,
      help: say('如 0.13、0.06；免税填 exempt', '0.13, 0.06 …, or exempt'),
    }),
    taxCode: text({ label: say('税收分类编码', 'Tax code'), maxLength: 19, section: commercial }),
    listPrice: decimal({
      label: say('标准价（不含税）', 'List price (net)'),
      scale: 6,
      min: 0,
      section: commercial,
      listed: true,
    }),
    standardCost: decimal({
      label: say('标准成本', 'Standard cost'),
      scale: 6,
      min: 0,
      section: commercial,
      hide: ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'],
    }),
    moq: decimal({ label: say('起订量', 'Minimum order'), min: 0, section: commercial }),
    revRule: choice(
      {
        on_shipment: ['发货时', 'On shipment'],
        on_receipt: ['签收时', 'On receipt'],
        on_acceptance: ['验收时', 'On acceptance'],
        over_time: ['按期间', 'Over time'],
      },
      { label: say('收入确认点', 'Revenue is earned'), required: true, default: 'on_receipt', section: commercial },
    ),
    stockTracked: toggle({ label: say('管理库存', 'Stock is tracked'), default: true, section: 'supply' }),
    leadTimeDays: integer({ label: say('交期（天）', 'Lead time (days)'), min: 0, max: 999, section: 'supply' }),
    safetyStock: decimal({ label: say('安全库存', 'Safety stock'), min: 0, default: '0', section: 'supply' }),
  },
  parts: {
    units: part({
      label: say('辅助单位', 'Other units'),
      max: 20,
      fields: {
        unit: text({ label: say('单位', 'Unit'), required: true, maxLength: 20 }),
        factor: decimal({
          label: say('折合基本单位', 'Base units in one'),
          required: true,
          scale: 6,
          min: '0.000001',
        }),
      },
    }),
    bundle: part({
      label: say('组合明细', 'Bundle'),
      max: 100,
      fields: {
        productId: link('product', { label: say('产品', 'Product'), required: true }),
        qty: decimal({ label: say('数量', 'Quantity'), required: true, min: '0.0001' }),
      },
    }),
  },
  facts: { bundles: rows('product.bundle', {}) },
  states: {
    active: { label: say('在售', 'On sale') },
    retired: { label: say('停售', 'Withdrawn'), locked: true },
  },
  starts: 'active',
  // Only goods lie in a warehouse; of a bundle its parts do.
  derive: (record) => (record.kind === 'goods' ? {} : { stockTracked: false }),
  create: { needs: ['bundles'], guards: guards() },
  change: {
    needs: ['bundles'],
    guards: [
      ...guards(),
      {
        code: 'PRODUCT_TAX_ONLY',
        onInput: true,
        holds: ({ record, before, actor }) => {
          if (actor.kind === 'system' || actor.roles.some((role) => role === 'OPS' || role === 'ADM')) return true
          const own = Object.keys(record).filter((name) => Object.hasOwn(before ?? {}, name))
          return own.every((name) => taxFields.includes(name) || same((record as Loose)[name], (before as Loose)[name]))
        },
      },
    ],
  },
  transitions: {
    retire: { label: say('停售', 'Withdraw'), from: ['active'], to: 'retired', emits: 'retired', tone: 'danger' },
    restore: { label: say('恢复在售', 'Put back on sale'), from: ['retired'], to: 'active', emits: 'restored' },
  },
  permits: {
    read: everyone('all'),
    create: { OPS: 'all', ADM: 'all' },
    change: { OPS: 'all', ADM: 'all', ARF: 'all' },
    retire: { OPS: 'all', ADM: 'all' },
    restore: { OPS: 'all', ADM: 'all' },
  },
  messages: {
    BUNDLE_CYCLE: say(
      '组合不能直接或间接包含自身，请移除相关产品',
      'A bundle cannot contain itself; take the product out',
    ),
    BUNDLE_EMPTY: say('组合产品须列出组合明细', 'List what the bundle is made of'),
    UNIT_REPEAT: say('单位重复，请保留一行', 'A unit stands twice; keep one row'),
    PRODUCT_TAX_ONLY: say(
      '财务只能修改税率和税收分类编码，其他请联系流程负责人',
      'Finance may change the VAT rate and tax code only; ask the process owner for the rest',
    ),
  },
})

interface Shape {
  readonly record: Loose
  readonly facts: Loose
}

function guards() {
  return [
    { code: 'BUNDLE_CYCLE', field: 'bundle', onInput: true, holds: (context: Shape) => !reaches(context) },
    {
      code: 'BUNDLE_EMPTY',
      field: 'bundle',
      onInput: true,
      holds: ({ record }: Shape) => record.kind !== 'bundle' || record.bundle.length > 0,
    },
    {
      code: 'UNIT_REPEAT',
      field: 'units',
      onInput: true,
      holds: ({ record }: Shape) => {
        const units = [record.unit, ...record.units.map((row: Loose) => row.unit)]
        return new Set(units).size === units.length
      },
    },
  ]
}

/** Whether following the bundles down leads back to this product. */
function reaches({ record, facts }: Shape): boolean {
  const parts = new Map<string, string[]>()
  for (const row of facts.bundles as readonly Loose[])
    parts.set(row.parentId, [...(parts.get(row.parentId) ?? []), row.productId])
  const queue: string[] = record.bundle.map((row: Loose) => row.productId)
  const seen = new Set<string>()
  while (queue.length > 0) {
    const id = queue.pop() as string
    if (id === record.id) return true
    if (!seen.has(id)) queue.push(...(parts.get(id) ?? []))
    seen.add(id)
  }
  return false
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
