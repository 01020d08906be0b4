/** What an order says about itself, its lines and the reasons for which it is held. */
import {
  address,
  choice,
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
import { part } from '../../../kernel/object.ts'

const party = 'party'
const promise = 'delivery'
const price = 'amounts'
const progress = 'progress'
/** Cost and margin stay with those who price and account. */
const costHidden = ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'] as const

const amount = (zh: string, en: string) => money({ label: say(zh, en), computed: true, section: price })
const counted = (zh: string, en: string) =>
  money({ label: say(zh, en), computed: true, default: 0n, section: progress })
const baseCounted = (zh: string, en: string) =>
  money({ label: say(zh, en), computed: true, base: true, default: 0n, section: progress })
const done = (zh: string, en: string) => decimal({ label: say(zh, en), computed: true, default: '0' })

export const lineFields = {
  productId: link('product', { label: say('产品', 'Product'), required: true }),
  description: text({ label: say('说明', 'Description'), maxLength: 500 }),
  unit: text({ label: say('单位', 'Unit'), maxLength: 10 }),
  qty: decimal({ label: say('数量', 'Quantity'), required: true, min: 0 }),
  price: decimal({ label: say('单价', 'Price'), scale: 6, min: 0 }),
  discount: percent({ label: say('折扣', 'Discount'), default: '0', min: 0, max: 1 }),
  vatRate: text({ label: say('税率', 'VAT rate'), check: 'vatRate', maxLength: 20 }),
  net: amount('不含税金额', 'Net'),
  tax: amount('税额', 'Tax'),
  gross: amount('价税合计', 'Gross'),
  cost: money({ label: say('标准成本', 'Cost'), computed: true, base: true, hide: costHidden }),
  promisedDate: date({ label: say('承诺交期', 'Promised date'), computed: true }),
  sourceLineId: text({ label: say('来源行', 'Source line'), maxLength: 40 }),
  bundleId: link('product', { label: say('所属组合', 'Part of the bundle'), computed: true }),
  bundleKey: text({ label: say('组合标识', 'Bundle key'), computed: true, maxLength: 40 }),
  bundlePer: decimal({ label: say('每套数量', 'In one bundle'), computed: true, scale: 6 }),
  bundlePrice: decimal({ label: say('组合单价', 'Price of the bundle'), computed: true, scale: 6 }),
  bundleShare: decimal({ label: say('分摊权重', 'Share of the price'), computed: true, scale: 6 }),
  contractId: link('contract', { label: say('合同', 'Contract'), computed: true }),
  warehouseId: link('warehouse', { label: say('仓库', 'Warehouse'), computed: true }),
  priority: integer({ label: say('优先级', 'Priority'), computed: true }),
  queuedAt: datetime({ label: say('排队时间', 'Queued at'), computed: true }),
  kind: text({ label: say('类别', 'Kind'), computed: true, maxLength: 20 }),
  stockTracked: toggle({ label: say('管库存', 'Stock tracked'), computed: true }),
  revRule: text({ label: say('收入确认点', 'Revenue rule'), computed: true, maxLength: 20 }),
  factor: decimal({ label: say('换算系数', 'Factor to base unit'), computed: true, scale: 6 }),
  baseQty: decimal({ label: say('基本单位数量', 'Quantity in base unit'), computed: true }),
  reservedQty: done('预留数量（基本单位）', 'Reserved (base unit)'),
  backQty: done('待预留数量（基本单位）', 'Waiting for stock (base unit)'),
  missingQty: done('缺货数量（基本单位）', 'Missing (base unit)'),
  shippedQty: done('已发数量', 'Shipped'),
  deliveredQty: done('签收数量', 'Delivered'),
  returnedQty: done('退货数量', 'Returned'),
  cancelledQty: done('取消数量', 'Cancelled'),
  recognisedQty: done('已确认收入数量', 'Recognised'),
  invoicedQty: done('已开票数量', 'Invoiced quantity'),
  invoicedNet: counted('已开票金额', 'Invoiced net'),
  transitCost: money({
    label: say('发出商品成本', 'Cost in transit'),
    computed: true,
    base: true,
    default: 0n,
    hide: costHidden,
  }),
}

export const holdKinds = {
  credit: ['信用', 'Credit'],
  title: ['开票信息', 'Invoice title'],
  stock: ['库存', 'Stock'],
  price: ['价格', 'Price'],
  compliance: ['合规', 'Compliance'],
} as const
export type HoldKind = keyof typeof holdKinds

export const parts = {
  lines: part({ label: say('订单行', 'Lines'), fields: lineFields, max: 500 }),
  holds: part({
    label: say('冻结原因', 'Holds'),
    computed: true,
    fields: {
      kind: choice(holdKinds, { label: say('类别', 'Kind'), required: true }),
      code: text({ label: say('原因', 'Reason code'), required: true, maxLength: 60 }),
      details: data<Readonly<Record<string, unknown>>>({ label: say('明细', 'Details') }),
      openedAt: datetime({ label: say('冻结时间', 'Held at') }),
      openedBy: member({ label: say('冻结人', 'Held by') }),
      releasedAt: datetime({ label: say('放行时间', 'Released at') }),
      releasedBy: member({ label: say('放行人', 'Released by') }),
      reason: text({ label: say('放行原因', 'Release reason'), maxLength: 500 }),
      validUntil: date({ label: say('放行有效期', 'Release valid until') }),
      clearedAt: datetime({ label: say('自动解除时间', 'Cleared at') }),
    },
  }),
}

export const fields = {
  accountId: link('account', {
    label: say('客户', 'Account'),
    required: true,
    fixed: true,
    listed: true,
    section: party,
  }),
  contactId: link('contact', { label: say('联系人', 'Contact'), section: party }),
  contractId: link('contract', { label: say('合同', 'Contract'), fixed: true, listed: true, section: party }),
  quoteId: link('quote', { label: say('报价', 'Quote'), fixed: true, section: party }),
  opportunityId: link('opportunity', { label: say('商机', 'Opportunity'), fixed: true, section: party }),
  entityId: link('legalEntity', {
    label: say('我方主体', 'Legal entity'),
    required: true,
    fixed: true,
    begins: 'usual',
    section: party,
  }),
  poNo: text({ label: say('客户采购单号', 'Customer PO'), maxLength: 60, search: true, listed: true, section: party }),
  orderDate: date({ label: say('下单日期', 'Order date'), required: true, begins: 'today', section: promise }),
  requestedDate: date({ label: say('要求交期', 'Requested date'), required: true, listed: true, section: promise }),
  promisedDate: date({
    label: say('首次承诺交期', 'Promised date'),
    computed: true,
    listed: true,
    section: promise,
    help: say('首次确认时的承诺，之后不再改变', 'The first promise; it never changes afterwards'),
  }),
  currentPromise: date({ label: say('当前承诺交期', 'Current promise'), computed: true, section: promise }),
  warehouseId: link('warehouse', { label: say('发货仓库', 'Warehouse'), begins: 'usual', section: promise }),
  shipTo: address({ label: say('收货地址', 'Ship to'), section: promise }),
  receiver: text({ label: say('收货人及电话', 'Receiver and phone'), maxLength: 120, section: promise }),
  billTo: address({ label: say('账单地址', 'Bill to'), section: party }),
  priority: integer({
    label: say('优先级（1 最高）', 'Priority (1 first)'),
    default: 3,
    min: 1,
    max: 5,
    section: promise,
  }),
  currency: text({ label: say('币种', 'Currency'), required: true, check: 'currency', maxLength: 3, section: price }),
  fxRate: decimal({ label: say('汇率', 'Exchange rate'), scale: 8, min: '0.00000001', section: price }),
  priceMode: choice(
    { excl: ['不含税价', 'Without tax'], incl: ['含税价', 'With tax'] },
    { label: say('计价方式', 'Price mode'), default: 'excl', section: price },
  ),
  invoiceType: choice(
    {
      vat_special: ['增值税专用发票', 'Special VAT invoice'],
      vat_normal: ['普通发票', 'Normal invoice'],
      none: ['不开票', 'None'],
    },
    { label: say('发票类型', 'Invoice type'), default: 'vat_normal', section: price },
  ),
  billing: choice(
    {
      shipment: ['按交付开票', 'By delivery'],
      plan: ['按回款计划开票', 'By payment plan'],
      manual: ['手工开票', 'By hand'],
    },
    { label: say('开票方式', 'Billing'), section: price },
  ),
  paymentTermId: link('paymentTerm', { label: say('付款条件', 'Payment terms'), section: price }),
  headerDiscount: money({ label: say('整单优惠', 'Discount on the whole'), min: 0, default: 0n, section: price }),
  net: { ...amount('不含税金额', 'Net'), listed: true },
  tax: amount('税额', 'Tax'),
  gross: { ...amount('价税合计', 'Gross'), listed: true },
  netBase: { ...amount('不含税金额（本位币）', 'Net in base currency'), base: true },
  grossBase: { ...amount('价税合计（本位币）', 'Gross in base currency'), base: true },
  committedNet: counted('有效不含税金额', 'Committed net'),
  committedGross: counted('有效价税合计', 'Committed gross'),
  undeliveredBase: baseCounted('未交付金额（本位币）', 'Not yet delivered, base currency'),
  deliveryStatus: choice(
    {
      none: ['未发货', 'Not shipped'],
      partly_shipped: ['部分发货', 'Partly shipped'],
      shipped: ['已发货', 'Shipped'],
      partly_delivered: ['部分签收', 'Partly delivered'],
      delivered: ['已签收', 'Delivered'],
    },
    { label: say('交付状态', 'Delivery'), computed: true, listed: true, section: progress },
  ),
  billingStatus: choice(
    { none: ['未开票', 'Not invoiced'], partly: ['部分开票', 'Partly invoiced'], full: ['已开票', 'Invoiced'] },
    { label: say('开票状态', 'Billing'), computed: true, listed: true, section: progress },
  ),
  paymentStatus: choice(
    { none: ['未回款', 'Not paid'], partly: ['部分回款', 'Partly paid'], full: ['已回款', 'Paid'] },
    { label: say('回款状态', 'Payment'), computed: true, listed: true, section: progress },
  ),
  invoicedGross: counted('已开票金额', 'Invoiced gross'),
  paidGross: counted('已回款金额', 'Paid gross'),
  unbilledGross: counted('已交付未开票', 'Delivered, not invoiced'),
  unbilledTax: counted('其中待转销项税', 'Deferred tax of it'),
  unbilledBase: baseCounted('已交付未开票（本位币）', 'Delivered, not invoiced, base currency'),
  unbilledTaxBase: baseCounted('待转销项税（本位币）', 'Deferred tax, base currency'),
  submittedAt: datetime({ label: say('提交时间', 'Submitted at'), computed: true, section: progress }),
  submittedBy: member({ label: say('提交人', 'Submitted by'), computed: true, section: progress }),
  confirmedAt: datetime({ label: say('确认时间', 'Confirmed at'), computed: true, section: progress }),
  confirmedBy: member({ label: say('确认人', 'Confirmed by'), computed: true, section: progress }),
  completedAt: datetime({ label: say('完成时间', 'Completed at'), computed: true, section: progress }),
  acceptanceFiles: files({ label: say('验收单', 'Acceptance documents'), section: progress }),
  consentFiles: files({ label: say('客户同意书', 'Customer consent'), section: progress }),
  note: longText({ label: say('备注', 'Note'), maxLength: 2000 }),
}
