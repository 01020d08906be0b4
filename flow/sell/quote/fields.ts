/** The fields and lines of a quote, and what its rules ask of the rest of the company. */
import { count, one, rows, self } from '../../../kernel/fact.ts'
import {
  choice,
  choices,
  data,
  date,
  datetime,
  decimal,
  files,
  integer,
  link,
  longText,
  member,
  money,
  percent,
  text,
  toggle,
} from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { type Context, part } from '../../../kernel/object.ts'
import { knownRate } from '../currency.ts'
import { lineFields } from '../lineFields.ts'

const costHidden = ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'] as const
export const openStates = ['draft', 'in_approval', 'approved', 'sent'] as const

export const fields = {
  opportunityId: link('opportunity', { label: say('商机', 'Opportunity'), fixed: true, listed: true, section: 'deal' }),
  accountId: link('account', { label: say('客户', 'Account'), required: true, listed: true, section: 'deal' }),
  contactId: link('contact', { label: say('联系人', 'Contact'), section: 'deal' }),
  entityId: link('legalEntity', { label: say('我方主体', 'Our company'), begins: 'usual', section: 'deal' }),
  subject: text({ label: say('主题', 'Subject'), maxLength: 150, listed: true, search: true, section: 'deal' }),
  versionNo: integer({ label: say('版本', 'Version'), computed: true, default: 1, listed: true }),
  previousId: link('quote', { label: say('上一版本', 'Previous version'), computed: true }),
  isPrimary: toggle({ label: say('主报价', 'Main quote'), computed: true, listed: true }),
  validUntil: date({ label: say('有效期至', 'Valid until'), required: true, listed: true, section: 'terms' }),
  currency: text({ label: say('币种', 'Currency'), check: 'currency', maxLength: 3, section: 'terms' }),
  fxRate: decimal({ label: say('汇率', 'Exchange rate'), scale: 8, min: '0.00000001', section: 'terms' }),
  priceMode: choice(
    { excl: ['不含税价', 'Prices without tax'], incl: ['含税价', 'Prices with tax'] },
    { label: say('计价方式', 'Price mode'), required: true, default: 'excl', section: 'terms' },
  ),
  paymentTermId: link('paymentTerm', { label: say('付款条件', 'Payment terms'), section: 'terms' }),
  creditDays: integer({ label: say('账期（天）', 'Credit days'), min: 0, max: 999, section: 'terms' }),
  nonStandardTerms: toggle({ label: say('非标准条款', 'Non-standard terms'), section: 'terms' }),
  deliveryDate: date({ label: say('要求交期', 'Requested delivery'), section: 'terms' }),
  deliveryTerms: longText({ label: say('交付条款', 'Delivery terms'), maxLength: 2000, section: 'terms' }),
  headerDiscount: money({ label: say('整单优惠', 'Discount on the whole'), min: 0, default: 0n, section: 'terms' }),
  net: money({ label: say('不含税合计', 'Net'), computed: true, listed: true }),
  tax: money({ label: say('税额合计', 'Tax'), computed: true }),
  gross: money({ label: say('价税合计', 'Gross'), computed: true, listed: true }),
  netBase: money({ label: say('不含税合计（本位币）', 'Net in base currency'), computed: true, base: true }),
  cost: money({ label: say('成本合计', 'Cost'), computed: true, hide: costHidden }),
  discountRate: percent({ label: say('折扣率', 'Discount rate'), computed: true }),
  marginRate: percent({ label: say('毛利率', 'Margin'), computed: true, hide: costHidden }),
  hasServices: toggle({ label: say('含服务', 'Includes services'), computed: true }),
  needsContract: toggle({ label: say('须签合同', 'Needs a contract'), computed: true }),
  approvalLevel: choice(
    {
      L0: ['L0 自动', 'L0 by itself'],
      L1: ['L1 主管', 'L1 manager'],
      L2: ['L2 高管', 'L2 executive'],
      L3: ['L3 高管', 'L3 executive'],
    },
    { label: say('审批级别', 'Approval level'), computed: true, listed: true },
  ),
  approvalExtra: choices(
    { ARF: ['应收财务', 'Receivables finance'], LEG: ['法务', 'Legal'] },
    { label: say('加签', 'Also signed off by'), computed: true },
  ),
  endorsements: data<readonly { role: string; by: string | null; at: string }[]>({
    label: say('已加签', 'Signed off'),
    computed: true,
  }),
  submittedBy: member({ label: say('提交人', 'Submitted by'), computed: true }),
  submittedAt: datetime({ label: say('提交时间', 'Submitted'), computed: true }),
  approvedBy: member({ label: say('批准人', 'Approved by'), computed: true }),
  approvedAt: datetime({ label: say('批准时间', 'Approved'), computed: true }),
  approvedSnapshot: longText({ label: say('批准文本', 'Approved text'), computed: true, maxLength: 1_000_000 }),
  sentAt: datetime({ label: say('发送时间', 'Sent'), computed: true }),
  acceptedAt: datetime({ label: say('接受时间', 'Accepted'), computed: true }),
  acceptedBy: text({ label: say('接受人', 'Accepted by'), maxLength: 80, section: 'answer' }),
  acceptance: files({ label: say('接受凭证', 'Proof of acceptance'), section: 'answer' }),
  poNo: text({ label: say('客户采购单号', 'Customer PO'), maxLength: 60, section: 'answer' }),
  rejectReason: choice(
    {
      price: ['价格', 'Price'],
      terms: ['条款', 'Terms'],
      product: ['产品', 'Product'],
      delivery: ['交期', 'Delivery'],
      postponed: ['推迟', 'Postponed'],
      other: ['其他', 'Other'],
    },
    { label: say('拒绝原因', 'Why rejected'), section: 'answer' },
  ),
  notes: longText({ label: say('备注', 'Notes'), maxLength: 4000, section: 'terms' }),
} as const

export const parts = {
  lines: part({ label: say('报价明细', 'Lines'), max: 500, fields: lineFields }),
} as const

export const facts = {
  opportunity: one('opportunity', self('opportunityId')),
  account: one('account', self('accountId')),
  paymentTerm: one('paymentTerm', self('paymentTermId')),
  products: rows('product', { id: self('lines.productId') }),
  units: rows('product.units', { parentId: self('lines.productId') }),
  books: rows('priceBook', { state: 'active' }),
  entries: rows('priceBook.entries', { productId: self('lines.productId') }),
  rate: knownRate,
  entities: rows('legalEntity', { state: 'active' }, { sort: ['-isDefault', 'code'], limit: 1 }),
  siblings: rows('quote', { opportunityId: self('opportunityId'), state: openStates }),
  gates: rows('gate', { state: 'active' }),
  decisions: rows('gateDecision', { opportunityId: self('opportunityId') }),
  ownDecisions: rows('gateDecision', { quoteId: self('id') }),
  contracts: count('contract', { quoteId: self('id'), state: { is: 'notIn', value: ['void', 'terminated'] } }),
  orders: count('order', { quoteId: self('id'), state: { is: '!=', value: 'cancelled' } }),
} as const

export type State =
  | 'draft'
  | 'in_approval'
  | 'approved'
  | 'sent'
  | 'accepted'
  | 'rejected'
  | 'expired'
  | 'superseded'
  | 'cancelled'
export type Here = Context<typeof fields, typeof parts, typeof facts, State>
