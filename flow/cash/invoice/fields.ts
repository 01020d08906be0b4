/** What an invoice says about itself, its lines and its disputes. */
import {
  choice,
  date,
  datetime,
  decimal,
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
import { part } from '../../../kernel/object.ts'

const buyer = 'buyer'
const amounts = 'amounts'
const state = 'progress'
const amount = (zh: string, en: string) => money({ label: say(zh, en), computed: true, section: amounts })
const counted = (zh: string, en: string) => money({ label: say(zh, en), computed: true, default: 0n, section: state })
const baseCounted = (zh: string, en: string) =>
  money({ label: say(zh, en), computed: true, base: true, default: 0n, section: state })

export const disputeReasons = {
  price: ['价格', 'Price'],
  qty: ['数量', 'Quantity'],
  quality: ['质量', 'Quality'],
  late: ['延期', 'Late'],
  document: ['单据', 'Documents'],
  other: ['其他', 'Other'],
} as const
export const disputeOutcomes = {
  rejected: ['驳回', 'Rejected'],
  credit: ['红冲', 'Credited'],
  reissue: ['重开', 'Reissued'],
} as const

export const parts = {
  lines: part({
    label: say('明细', 'Lines'),
    max: 500,
    fields: {
      productId: link('product', { label: say('产品', 'Product') }),
      taxCode: text({ label: say('税收分类编码', 'Tax code'), maxLength: 19 }),
      description: text({ label: say('项目名称', 'Description'), maxLength: 500 }),
      spec: text({ label: say('规格', 'Specification'), maxLength: 120 }),
      unit: text({ label: say('单位', 'Unit'), maxLength: 10 }),
      qty: decimal({ label: say('数量', 'Quantity'), default: '1', min: 0 }),
      price: decimal({ label: say('单价', 'Price'), default: '0', scale: 6, min: 0 }),
      discount: percent({ label: say('折扣', 'Discount'), default: '0', min: 0, max: 1 }),
      vatRate: text({ label: say('税率', 'VAT rate'), check: 'vatRate', maxLength: 20 }),
      net: amount('不含税金额', 'Net'),
      tax: amount('税额', 'Tax'),
      gross: amount('价税合计', 'Gross'),
      orderId: link('order', { label: say('订单', 'Order'), computed: true }),
      orderLineId: text({ label: say('订单行', 'Order line'), maxLength: 40 }),
      contractId: link('contract', { label: say('合同', 'Contract'), computed: true }),
      planLineId: text({ label: say('回款计划行', 'Plan line'), computed: true, maxLength: 40 }),
      counted: toggle({ label: say('计入已开票', 'Counts as invoiced'), computed: true }),
    },
  }),
  /** What of delivered value this invoice bills, order by order; the rest was invoiced in advance. */
  cover: part({
    label: say('冲抵已交付', 'Delivered value billed'),
    computed: true,
    fields: {
      orderId: link('order', { label: say('订单', 'Order'), required: true }),
      gross: money({ label: say('价税合计', 'Gross') }),
      tax: money({ label: say('税额', 'Tax') }),
      clearedBase: money({ label: say('冲抵应收（本位币）', 'Cleared, base currency'), base: true }),
      taxBase: money({ label: say('冲抵待转销项税（本位币）', 'Deferred tax cleared, base currency'), base: true }),
    },
  }),
  disputes: part({
    label: say('争议', 'Disputes'),
    computed: true,
    fields: {
      amount: money({ label: say('争议金额', 'Amount') }),
      reason: choice(disputeReasons, { label: say('原因', 'Reason') }),
      note: text({ label: say('说明', 'Note'), maxLength: 500 }),
      openedAt: datetime({ label: say('提出时间', 'Opened at') }),
      openedBy: member({ label: say('提出人', 'Opened by') }),
      closedAt: datetime({ label: say('关闭时间', 'Closed at') }),
      outcome: choice(disputeOutcomes, { label: say('结果', 'Outcome') }),
    },
  }),
}

export const fields = {
  source: choice(
    { delivery: ['按交付', 'Delivery'], plan: ['按回款计划', 'Payment plan'], manual: ['手工', 'By hand'] },
    { label: say('开票依据', 'Billed by'), required: true, fixed: true, default: 'manual', listed: true },
  ),
  type: choice(
    {
      vat_special: ['增值税专用发票', 'Special VAT invoice'],
      vat_normal: ['普通发票', 'Normal invoice'],
      proforma: ['形式发票', 'Proforma'],
    },
    { label: say('发票类型', 'Type'), required: true, default: 'vat_normal', listed: true },
  ),
  medium: choice(
    { digital: ['数电票', 'Digital'], paper: ['纸质', 'Paper'] },
    {
      label: say('介质', 'Medium'),
      required: true,
      default: 'digital',
    },
  ),
  accountId: link('account', { label: say('客户', 'Account'), required: true, fixed: true, listed: true }),
  orderId: link('order', { label: say('订单', 'Order'), fixed: true, listed: true }),
  shipmentId: link('shipment', { label: say('发货单', 'Shipment'), computed: true }),
  contractId: link('contract', { label: say('合同', 'Contract'), fixed: true }),
  planLineId: text({ label: say('回款计划行', 'Plan line'), fixed: true, maxLength: 40 }),
  entityId: link('legalEntity', {
    label: say('我方主体', 'Legal entity'),
    required: true,
    fixed: true,
    begins: 'usual',
  }),
  earned: toggle({
    label: say('手工开票即确认收入', 'Earned when issued'),
    default: true,
    help: say('仅用于手工发票；否则作为预收，等待交付', 'For invoices made by hand; else it waits for a delivery'),
  }),
  fiscalNo: text({ label: say('发票号', 'Invoice number'), computed: true, search: true, listed: true, maxLength: 40 }),
  series: text({ label: say('发票系列', 'Series'), computed: true, maxLength: 20 }),
  taxPlatformNo: text({
    label: say('税局发票号码', 'Tax platform number'),
    maxLength: 20,
    search: true,
    unique: true,
    help: say('数电票由税务平台赋号', 'Given by the tax platform'),
  }),
  issueDate: date({ label: say('开票日期', 'Issue date'), computed: true, listed: true }),
  creditDays: integer({ label: say('账期（天）', 'Credit days'), min: 0, max: 3650 }),
  dueDate: date({ label: say('应收到期日', 'Due date'), computed: true, listed: true }),
  buyerName: text({ label: say('购方名称', 'Buyer name'), maxLength: 120, section: buyer }),
  buyerTaxNo: text({ label: say('购方税号', 'Buyer tax number'), maxLength: 30, section: buyer }),
  buyerAddress: text({ label: say('购方地址', 'Buyer address'), maxLength: 200, section: buyer }),
  buyerPhone: text({ label: say('购方电话', 'Buyer telephone'), maxLength: 40, section: buyer }),
  buyerBank: text({ label: say('购方开户行', 'Buyer bank'), maxLength: 120, section: buyer }),
  buyerBankAccount: text({ label: say('购方账号', 'Buyer bank account'), maxLength: 50, section: buyer }),
  currency: text({ label: say('币种', 'Currency'), required: true, check: 'currency', maxLength: 3, section: amounts }),
  fxRate: decimal({ label: say('汇率', 'Exchange rate'), scale: 8, min: '0.00000001', section: amounts }),
  priceMode: choice(
    { excl: ['不含税价', 'Without tax'], incl: ['含税价', 'With tax'] },
    { label: say('计价方式', 'Price mode'), default: 'excl', section: amounts },
  ),
  net: amount('不含税金额', 'Net'),
  tax: amount('税额', 'Tax'),
  gross: { ...amount('价税合计', 'Gross'), listed: true },
  netBase: { ...amount('不含税金额（本位币）', 'Net in base currency'), base: true },
  grossBase: { ...amount('价税合计（本位币）', 'Gross in base currency'), base: true },
  paidAmount: counted('已回款', 'Paid'),
  writtenOff: counted('已核销尾差', 'Written off'),
  paidBefore: money({
    label: say('期初前已结', 'Settled before'),
    computed: true,
    default: 0n,
    section: state,
    help: say('导入前已经结清的部分', 'What was settled before the invoice was brought in'),
  }),
  openedOn: date({ label: say('期初入账日', 'Opening item of'), computed: true, section: state }),
  openAmount: { ...counted('未清金额', 'Open amount'), listed: true },
  openBase: baseCounted('未清金额（本位币）', 'Open, base currency'),
  advance: toggle({ label: say('含预收', 'Billed in advance'), computed: true }),
  liabilityNet: counted('已开票未交付', 'Invoiced, not delivered'),
  liabilityBase: baseCounted('已开票未交付（本位币）', 'Invoiced, not delivered, base currency'),
  disputedAmount: counted('争议金额', 'Disputed'),
  requestedAt: datetime({ label: say('申请时间', 'Requested at'), computed: true, section: state }),
  requestedBy: member({ label: say('申请人', 'Requested by'), computed: true, section: state }),
  issuedBy: member({ label: say('开票人', 'Issued by'), computed: true, section: state }),
  sentAt: datetime({ label: say('交付时间', 'Sent at'), computed: true, section: state }),
  paidAt: datetime({ label: say('付清时间', 'Paid at'), computed: true, section: state }),
  note: longText({ label: say('备注', 'Note'), maxLength: 1000 }),
}
