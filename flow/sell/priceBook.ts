/** A price book: what products cost for whom, in which currency, and during which time. */
import { type Loose, rows, self } from '../../kernel/fact.ts'
import { choice, date, decimal, link, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { type Guard, object, part } from '../../kernel/object.ts'
import { priceProblems } from '../../kernel/price.ts'
import { everyone } from '../../kernel/role.ts'
import { booksFrom, scopeKeyOf } from './pricing.ts'

interface Shape {
  readonly record: Loose
  readonly facts: Loose
}

const wellFormed: readonly Guard<Shape>[] = [
  {
    code: 'PRICEBOOK_FLOOR',
    field: 'entries',
    onInput: true,
    holds: ({ record }) => problemsOf(record, []).every((problem) => problem.code !== 'PRICEBOOK_FLOOR'),
  },
  {
    code: 'PRICEBOOK_SCOPE',
    field: 'scope',
    onInput: true,
    holds: ({ record }) => record.scope === 'standard' || Boolean(scopeKeyOf(record)),
  },
  {
    code: 'PRICEBOOK_DATES',
    field: 'validTo',
    onInput: true,
    holds: ({ record }) => !record.validTo || record.validTo >= record.validFrom,
  },
]

const noOverlap: Guard<Shape> = {
  code: 'PRICEBOOK_OVERLAP',
  field: 'entries',
  holds: (context) => overlaps(context).length === 0,
  details: (context) => ({ count: overlaps(context).length, products: overlaps(context) }),
}

export const priceBook = object('priceBook', {
  label: say('价格表', 'Price book'),
  plural: 'priceBooks',
  area: 'sell',
  title: 'name',
  fields: {
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 80, listed: true, search: true }),
    currency: text({
      label: say('币种', 'Currency'),
      required: true,
      check: 'currency',
      maxLength: 3,
      default: 'CNY',
      listed: true,
    }),
    scope: choice(
      {
        standard: ['标准', 'Standard'],
        region: ['地区', 'Region'],
        tier: ['客户等级', 'Account tier'],
        channel: ['渠道', 'Channel'],
        customer: ['指定客户', 'One account'],
      },
      { label: say('适用范围', 'Applies to'), required: true, default: 'standard', listed: true },
    ),
    accountId: link('account', { label: say('客户', 'Account') }),
    tier: text({ label: say('客户等级', 'Tier'), maxLength: 10 }),
    channel: text({ label: say('渠道', 'Channel'), maxLength: 60 }),
    region: text({ label: say('省份', 'Province'), maxLength: 60 }),
    validFrom: date({ label: say('生效日期', 'Valid from'), required: true, listed: true }),
    validTo: date({ label: say('失效日期', 'Valid until'), listed: true }),
  },
  parts: {
    entries: part({
      label: say('价格', 'Prices'),
      fields: {
        productId: link('product', { label: say('产品', 'Product'), required: true }),
        minQty: decimal({ label: say('起订数量', 'From quantity'), min: 0, default: '0' }),
        listPrice: decimal({ label: say('价格（不含税）', 'Price (net)'), required: true, scale: 6, min: 0 }),
        floorPrice: decimal({
          label: say('底价（不含税）', 'Floor price (net)'),
          scale: 6,
          min: 0,
          hide: ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'],
        }),
      },
    }),
  },
  facts: {
    rivals: rows('priceBook', { state: 'active', scope: self('scope'), currency: self('currency') }),
    rivalEntries: rows('priceBook.entries', { productId: self('entries.productId') }),
  },
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    active: { label: say('生效', 'Active') },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'draft',
  create: { guards: wellFormed },
  change: {
    needs: ['rivals', 'rivalEntries'],
    guards: [
      ...wellFormed,
      {
        ...noOverlap,
        onInput: true,
        holds: (context) => context.record.state !== 'active' || noOverlap.holds(context),
      },
    ],
  },
  transitions: {
    activate: {
      label: say('启用', 'Activate'),
      from: ['draft', 'retired'],
      to: 'active',
      emits: 'activated',
      tone: 'primary',
      asks: ['entries'],
      needs: ['rivals', 'rivalEntries'],
      guards: [noOverlap],
    },
    retire: { label: say('停用', 'Retire'), from: ['active'], to: 'retired', emits: 'retired', tone: 'danger' },
  },
  permits: {
    read: everyone('all'),
    create: { OPS: 'all', ADM: 'all' },
    change: { OPS: 'all', ADM: 'all' },
    activate: { OPS: 'all', EXE: 'all' },
    retire: { OPS: 'all', EXE: 'all' },
    remove: { OPS: 'all', ADM: 'all' },
  },
  messages: {
    PRICEBOOK_FLOOR: say('底价不能高于价格，请修改标出的行', 'A floor price lies above its price; change that row'),
    PRICEBOOK_SCOPE: say(
      '请填写适用范围对应的客户、等级、渠道或地区',
      'Name the account, tier, channel or region the book is for',
    ),
    PRICEBOOK_DATES: say('失效日期不能早于生效日期，请更正', 'The book ends before it begins; correct the dates'),
    PRICEBOOK_OVERLAP: say(
      '有 {count} 个产品的价格与同范围其他价格表在时间上重叠：请调整日期或起订数量',
      'Prices of {count} products overlap with another book of the same scope: change dates or quantities',
    ),
  },
})

function problemsOf(record: Loose, others: readonly { book: Loose; entries: readonly Loose[] }[]) {
  const own = booksFrom(
    [record],
    record.entries.map((entry: Loose) => ({ ...entry, parentId: record.id })),
  )
  return priceProblems([...others.flatMap(({ book, entries }) => booksFrom([book], entries)), ...own])
}

/** Products this book prices on days when another one does. */
function overlaps({ record, facts }: Shape): string[] {
  const others = (facts.rivals as readonly Loose[])
    .filter((book) => book.id !== record.id)
    .map((book) => ({ book, entries: facts.rivalEntries as readonly Loose[] }))
  const found = problemsOf(record, others).filter(
    ({ code, bookIds }) => code === 'PRICEBOOK_OVERLAP' && bookIds.includes(record.id),
  )
  return [...new Set(found.map((problem) => problem.product))]
}
