/** What a change of a contract says: the lines, plan and terms as they shall be, beside what they were. */
import { count, one, rows, self } from '../../../kernel/fact.ts'
import { choices, date, integer, link, longText, members, money, percent, text, toggle } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { type Context, part } from '../../../kernel/object.ts'
import { fields as contractFields, parts as contractParts } from '../contract/fields.ts'
import { knownRate } from '../currency.ts'

const costHidden = ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'] as const
const amount = (zh: string, en: string) => money({ label: say(zh, en), computed: true, section: 'amounts' })
const inBase = (zh: string, en: string) =>
  money({ label: say(zh, en), computed: true, base: true, default: 0n, section: 'amounts' })

export const changeTypes = {
  amount: ['金额', 'Amount'],
  scope: ['范围', 'Scope'],
  price: ['价格', 'Price'],
  delivery_date: ['交期', 'Delivery date'],
  terms: ['条款', 'Terms'],
  party: ['联系人', 'Party'],
} as const
export type ChangeType = keyof typeof changeTypes

const {
  currency,
  priceMode,
  headerDiscount,
  paper,
  document,
  deviations,
  sealType,
  signedCopy,
  submittedBy,
  approvedBy,
  approvedAt,
  approvedSnapshot,
} = contractFields

const pick = <T, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>

/** Terms that an amendment takes from its contract and may change. */
export const terms = pick(contractFields, [
  'contactId',
  'deliveryDate',
  'deliveryTerms',
  'acceptanceTerms',
  'deemedAcceptWd',
  'creditDays',
  'retentionPct',
  'warrantyMonths',
  'penaltyRateDay',
  'endDate',
  'autoRenew',
  'noticeDays',
])

/** What of a line is agreed. */
export const lineTerms = [
  'productId',
  'description',
  'unit',
  'qty',
  'price',
  'discount',
  'vatRate',
  'deliveryDate',
] as const

export const fields = {
  title: text({ label: say('变更名称', 'Title'), maxLength: 150, listed: true, search: true, section: 'deal' }),
  contractId: link('contract', {
    label: say('合同', 'Contract'),
    required: true,
    fixed: true,
    listed: true,
    section: 'deal',
  }),
  accountId: link('account', { label: say('客户', 'Account'), computed: true, listed: true, section: 'deal' }),
  why: longText({
    label: say('变更原因', 'Why it changes'),
    maxLength: 4000,
    section: 'deal',
    help: say('送审前必填：客户要什么，为什么', 'Needed before review: what the customer wants, and why'),
  }),
  impact: longText({
    label: say('对成本、计划和毛利的影响', 'Impact on cost, plan and margin'),
    maxLength: 4000,
    section: 'deal',
  }),
  changeTypes: choices(changeTypes, { label: say('变更类型', 'What changes'), computed: true, listed: true }),
  ...terms,
  currency: { ...currency, computed: true },
  fxRate: { ...contractFields.fxRate, computed: true },
  priceMode: { ...priceMode, computed: true, required: false },
  headerDiscount: { ...headerDiscount, computed: true },
  planFollows: toggle({
    label: say('未开票的期次按新金额自动分摊', 'Open instalments follow the new amount'),
    default: true,
    section: 'amounts',
    help: say('关闭后可逐行填写金额', 'Switch it off to type each amount'),
  }),
  oldNet: amount('原不含税合计', 'Net before'),
  oldGross: amount('原价税合计', 'Gross before'),
  net: amount('变更后不含税', 'Net afterwards'),
  tax: amount('变更后税额', 'Tax afterwards'),
  gross: { ...amount('变更后价税合计', 'Gross afterwards'), listed: true },
  deltaNet: { ...amount('不含税变动', 'Change of net'), listed: true },
  deltaGross: amount('价税合计变动', 'Change of gross'),
  deltaNetBase: inBase('不含税变动（本位币）', 'Change of net, base currency'),
  cost: money({ label: say('变更后成本', 'Cost afterwards'), computed: true, hide: costHidden, section: 'amounts' }),
  oldMarginRate: percent({
    label: say('原毛利率', 'Margin before'),
    computed: true,
    hide: costHidden,
    section: 'amounts',
  }),
  marginRate: percent({
    label: say('变更后毛利率', 'Margin afterwards'),
    computed: true,
    hide: costHidden,
    section: 'amounts',
  }),
  effectiveDate: date({ label: say('生效日期', 'Effective from'), section: 'term' }),
  signDate: date({ label: say('签订日期', 'Signed on'), section: 'term' }),
  paper,
  document,
  deviations,
  sealType,
  signedCopy,
  versionNo: integer({ label: say('文本版本', 'Document version'), computed: true, default: 1 }),
  contractVersion: integer({ label: say('生效为合同版本', 'Contract version it made'), computed: true }),
  submittedBy,
  approvedBy,
  approvedAt,
  approvedSnapshot,
  originalDeciders: members({ label: say('原签约决策人', 'Who decided the contract'), computed: true }),
  bookedId: link('opportunity', { label: say('记入的增购商机', 'Booked as'), computed: true }),
} as const

const { plan, versions, issues, signatories } = contractParts

export const parts = {
  lines: part({
    label: say('变更后明细', 'Lines afterwards'),
    max: 500,
    fields: {
      ...contractParts.lines.fields,
      contractLineId: text({ label: say('原合同行', 'Line of the contract'), computed: true, maxLength: 36 }),
    },
  }),
  plan: part({
    label: say('变更后回款计划', 'Payment plan afterwards'),
    max: 60,
    fields: {
      name: plan.fields.name,
      trigger: plan.fields.trigger,
      offsetDays: plan.fields.offsetDays,
      onDate: plan.fields.onDate,
      milestone: plan.fields.milestone,
      invoiceRequired: plan.fields.invoiceRequired,
      oldAmount: money({ label: say('原金额', 'Amount before'), computed: true }),
      amount: money({ label: say('金额（价税合计）', 'Amount (gross)'), min: 0 }),
      planLineId: text({ label: say('原计划行', 'Instalment of the contract'), computed: true, maxLength: 36 }),
      settled: toggle({ label: say('已开票或回款', 'Invoiced or paid'), computed: true }),
    },
  }),
  versions,
  issues,
  signatories,
} as const

export const facts = {
  contract: one('contract', self('contractId'), { lock: true }),
  siblings: count('amendment', {
    contractId: self('contractId'),
    state: { is: 'notIn', value: ['effective', 'void'] },
    id: { is: '!=', value: self('id') },
  }),
  ordered: rows('order.lines', { contractId: self('contractId') }),
  orders: rows('order', { contractId: self('contractId'), state: { is: '!=', value: 'cancelled' } }),
  shipmentsOpen: count('shipment', { contractId: self('contractId'), state: ['draft', 'picked'] }),
  billed: rows('invoice.lines', { contractId: self('contractId'), counted: true }),
  contractDecisions: rows('gateDecision', { contractId: self('contractId'), state: 'decided' }),
  account: one('account', self('accountId')),
  products: rows('product', { id: self('lines.productId') }),
  units: rows('product.units', { parentId: self('lines.productId') }),
  books: rows('priceBook', { state: 'active' }),
  entries: rows('priceBook.entries', { productId: self('lines.productId') }),
  rate: knownRate,
  gates: rows('gate', { state: 'active' }),
  decisions: rows('gateDecision', { amendmentId: self('id') }),
} as const

export type State =
  | 'draft'
  | 'in_review'
  | 'negotiating'
  | 'in_approval'
  | 'approved'
  | 'signing'
  | 'effective'
  | 'void'
export type Here = Context<typeof fields, typeof parts, typeof facts, State>
