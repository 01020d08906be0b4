/** The fields and parts of a contract, and what its rules ask of the rest of the company. */
import { count, one, rows, self, sum } from '../../../kernel/fact.ts'
import {
  choice,
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
import { planStates, triggers } from './plan.ts'

const costHidden = ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'] as const
const papers = {
  template: ['我方范本', 'Our template'],
  redline_ours: ['我方修订', 'Our redline'],
  redline_customer: ['客户修订或范本', 'Customer redline or paper'],
} as const

export const fields = {
  title: text({
    label: say('合同名称', 'Title'),
    required: true,
    maxLength: 150,
    listed: true,
    search: true,
    section: 'deal',
  }),
  type: choice(
    {
      sales: ['销售合同', 'Sales'],
      framework: ['框架协议', 'Framework'],
      service: ['服务合同', 'Service'],
      subscription: ['订阅合同', 'Subscription'],
      nda: ['保密协议', 'NDA'],
    },
    { label: say('类型', 'Type'), required: true, default: 'sales', listed: true, section: 'deal' },
  ),
  accountId: link('account', { label: say('客户', 'Account'), required: true, listed: true, section: 'deal' }),
  contactId: link('contact', { label: say('联系人', 'Contact'), section: 'deal' }),
  entityId: link('legalEntity', { label: say('我方主体', 'Our company'), begins: 'usual', section: 'deal' }),
  opportunityId: link('opportunity', { label: say('商机', 'Opportunity'), fixed: true, section: 'deal' }),
  quoteId: link('quote', { label: say('报价', 'Quote'), fixed: true, section: 'deal' }),
  poNo: text({ label: say('客户采购单号', 'Customer PO'), maxLength: 60, search: true, section: 'deal' }),
  currency: text({ label: say('币种', 'Currency'), check: 'currency', maxLength: 3, section: 'terms' }),
  fxRate: decimal({ label: say('汇率', 'Exchange rate'), scale: 8, min: '0.00000001', section: 'terms' }),
  priceMode: choice(
    { excl: ['不含税价', 'Prices without tax'], incl: ['含税价', 'Prices with tax'] },
    { label: say('计价方式', 'Price mode'), required: true, default: 'excl', section: 'terms' },
  ),
  headerDiscount: money({ label: say('整单优惠', 'Discount on the whole'), min: 0, default: 0n, section: 'terms' }),
  ceiling: money({
    label: say('框架上限（不含税）', 'Ceiling (net)'),
    min: 0,
    section: 'terms',
    help: say('框架协议下订单合计不得超过；空为不限', 'Orders under a framework stay below it; empty means no limit'),
  }),
  net: money({ label: say('不含税合计', 'Net'), computed: true, listed: true }),
  tax: money({ label: say('税额合计', 'Tax'), computed: true }),
  gross: money({ label: say('价税合计', 'Gross'), computed: true, listed: true }),
  netBase: money({ label: say('不含税合计（本位币）', 'Net in base currency'), computed: true, base: true }),
  cost: money({ label: say('成本合计', 'Cost'), computed: true, hide: costHidden }),
  marginRate: percent({ label: say('毛利率', 'Margin'), computed: true, hide: costHidden }),
  orderedNet: money({ label: say('已下单（不含税）', 'Ordered (net)'), computed: true, default: 0n }),
  completedNet: money({ label: say('已完成订单（不含税）', 'Completed orders (net)'), computed: true, default: 0n }),
  paymentTermId: link('paymentTerm', { label: say('付款条件', 'Payment terms'), section: 'terms' }),
  creditDays: integer({ label: say('账期（天）', 'Credit days'), min: 0, max: 999, section: 'terms' }),
  retentionPct: percent({ label: say('质保金比例', 'Retention'), min: 0, max: '0.2', section: 'terms' }),
  warrantyMonths: integer({ label: say('质保期（月）', 'Warranty (months)'), min: 0, max: 240, section: 'terms' }),
  deliveryDate: date({ label: say('要求交期', 'Requested delivery'), section: 'terms' }),
  deliveryTerms: longText({ label: say('交付条款', 'Delivery terms'), maxLength: 2000, section: 'terms' }),
  acceptanceTerms: longText({ label: say('验收条款', 'Acceptance terms'), maxLength: 2000, section: 'terms' }),
  deemedAcceptWd: integer({
    label: say('视同验收期限（工作日）', 'Deemed accepted after (working days)'),
    min: 1,
    max: 365,
    section: 'terms',
  }),
  penaltyRateDay: percent({ label: say('违约金日率', 'Penalty per day'), min: 0, max: '0.01', section: 'terms' }),
  signDate: date({ label: say('签订日期', 'Signed on'), listed: true, section: 'term' }),
  effectiveDate: date({ label: say('生效日期', 'Effective from'), section: 'term' }),
  endDate: date({ label: say('到期日', 'Ends on'), listed: true, section: 'term' }),
  effectiveOnDeposit: toggle({ label: say('收到定金后生效', 'Effective on deposit'), section: 'term' }),
  autoRenew: toggle({ label: say('自动续约', 'Renews itself'), section: 'term' }),
  noticeDays: integer({
    label: say('续约通知期（天）', 'Notice (days)'),
    min: 0,
    max: 999,
    default: 60,
    section: 'term',
  }),
  paper: choice(papers, { label: say('文本来源', 'Whose paper'), default: 'template', section: 'paper' }),
  document: files({ label: say('合同文本', 'Contract document'), section: 'paper' }),
  deviations: longText({
    label: say('与范本的差异', 'Deviations from the template'),
    maxLength: 4000,
    section: 'paper',
  }),
  mandatoryChanged: toggle({ label: say('改动了强制条款', 'Mandatory clauses changed'), section: 'paper' }),
  sealType: choice(
    { company: ['公章', 'Company seal'], contract: ['合同专用章', 'Contract seal'] },
    { label: say('用印', 'Seal'), section: 'paper' },
  ),
  signedCopy: files({ label: say('已签文本', 'Signed copy'), section: 'paper' }),
  versionNo: integer({ label: say('文本版本', 'Document version'), computed: true, default: 1 }),
  riskLevel: choice(
    { low: ['低', 'Low'], mid: ['中', 'Medium'], high: ['高', 'High'] },
    { label: say('风险等级', 'Risk'), computed: true, listed: true },
  ),
  submittedBy: member({ label: say('提交人', 'Submitted by'), computed: true }),
  approvedBy: member({ label: say('批准人', 'Approved by'), computed: true }),
  approvedAt: datetime({ label: say('批准时间', 'Approved'), computed: true }),
  approvedSnapshot: longText({ label: say('批准文本', 'Approved text'), computed: true, maxLength: 1_000_000 }),
  activatedAt: datetime({ label: say('生效时间', 'Activated'), computed: true }),
  settlement: longText({ label: say('终止结算', 'Settlement on termination'), maxLength: 4000, section: 'end' }),
} as const

const { floorPrice: _floor, ...contractLine } = lineFields

export const parts = {
  lines: part({ label: say('合同明细', 'Lines'), max: 500, fields: contractLine }),
  plan: part({
    label: say('回款计划', 'Payment plan'),
    max: 60,
    fields: {
      name: text({ label: say('名称', 'Name'), maxLength: 60 }),
      trigger: choice(triggers, { label: say('触发条件', 'Trigger'), required: true, default: 'on_delivery' }),
      offsetDays: integer({ label: say('偏移天数', 'Days after'), min: -999, max: 3650, default: 0 }),
      percent: percent({ label: say('比例', 'Share'), min: 0, max: 1 }),
      amount: money({ label: say('金额（价税合计）', 'Amount (gross)'), min: 0 }),
      onDate: date({ label: say('固定日期', 'On date') }),
      milestone: text({ label: say('里程碑', 'Milestone'), maxLength: 80 }),
      invoiceRequired: toggle({ label: say('付款前须开票', 'Invoice first') }),
      triggeredOn: date({ label: say('触发日期', 'Triggered on'), computed: true }),
      dueDate: date({ label: say('到期日', 'Due'), computed: true }),
      invoicedAmount: money({ label: say('已开票', 'Invoiced'), computed: true, default: 0n }),
      paidAmount: money({ label: say('已回款', 'Paid'), computed: true, default: 0n }),
      cancelledAt: datetime({ label: say('取消时间', 'Cancelled'), computed: true }),
      state: choice(planStates, { label: say('状态', 'State'), computed: true, default: 'pending' }),
    },
  }),
  versions: part({
    label: say('文本版本', 'Versions'),
    computed: true,
    fields: {
      no: integer({ label: say('版本', 'Version') }),
      document: files({ label: say('文本', 'Document') }),
      paper: choice(papers, { label: say('来源', 'Whose paper') }),
      deviations: longText({ label: say('差异', 'Deviations'), maxLength: 4000 }),
      by: member({ label: say('上传人', 'By') }),
      at: datetime({ label: say('时间', 'At') }),
    },
  }),
  issues: part({
    label: say('法务意见', 'Legal points'),
    computed: true,
    fields: {
      text: text({ label: say('意见', 'Point'), maxLength: 2000 }),
      mustFix: toggle({ label: say('必须修改', 'Must be fixed') }),
      raisedBy: member({ label: say('提出人', 'Raised by') }),
      raisedAt: datetime({ label: say('提出时间', 'Raised') }),
      resolvedAt: datetime({ label: say('解决时间', 'Resolved') }),
    },
  }),
  signatories: part({
    label: say('签署方', 'Signatories'),
    max: 20,
    fields: {
      party: choice(
        { us: ['我方', 'Us'], customer: ['客户', 'Customer'], other: ['其他', 'Other'] },
        { label: say('签署方', 'Party'), required: true },
      ),
      name: text({ label: say('签署人', 'Name'), required: true, maxLength: 80 }),
      mandate: text({ label: say('授权', 'Mandate'), maxLength: 120 }),
      method: choice(
        { esign: ['电子签', 'Electronic'], wet_ink: ['纸质', 'On paper'] },
        { label: say('方式', 'Method'), default: 'wet_ink' },
      ),
      order: integer({ label: say('顺序', 'Order'), min: 1, max: 20 }),
      signedAt: datetime({ label: say('签署时间', 'Signed'), computed: true }),
    },
  }),
} as const

const ordersLeftOpen = { is: 'notIn', value: ['completed', 'cancelled', 'closed_short'] } as const

export const facts = {
  quote: one('quote', self('quoteId')),
  account: one('account', self('accountId')),
  paymentTerm: one('paymentTerm', self('paymentTermId')),
  products: rows('product', { id: self('lines.productId') }),
  units: rows('product.units', { parentId: self('lines.productId') }),
  books: rows('priceBook', { state: 'active' }),
  entries: rows('priceBook.entries', { productId: self('lines.productId') }),
  rate: knownRate,
  entities: rows('legalEntity', { state: 'active' }, { sort: ['-isDefault', 'code'], limit: 1 }),
  gates: rows('gate', { state: 'active' }),
  decisions: rows('gateDecision', { contractId: self('id') }),
  dealDecisions: rows('gateDecision', { opportunityId: self('opportunityId') }),
  orderedNet: sum('order', 'committedNet', {
    contractId: self('id'),
    state: { is: 'notIn', value: ['draft', 'cancelled'] },
  }),
  completedNet: sum('order', 'committedNet', { contractId: self('id'), state: ['completed', 'closed_short'] }),
  ordersOpen: count('order', { contractId: self('id'), state: ordersLeftOpen }),
  ordered: rows('order.lines', { contractId: self('id') }),
  amendmentsOpen: count('amendment', { contractId: self('id'), state: { is: 'notIn', value: ['effective', 'void'] } }),
  invoicesOpen: count('invoice', { contractId: self('id'), state: { is: 'notIn', value: ['paid', 'void'] } }),
} as const

export type State =
  | 'draft'
  | 'in_review'
  | 'negotiating'
  | 'in_approval'
  | 'approved'
  | 'signing'
  | 'active'
  | 'completed'
  | 'closed'
  | 'terminated'
  | 'expired'
  | 'void'
export type Here = Context<typeof fields, typeof parts, typeof facts, State>
