/** The documents of a Zoho export: quotes, sales orders and invoices with their lines, and cases as notes. */
import { say } from '../../../../kernel/label.ts'
import * as is from '../pack/cells.ts'
import type { Cell, Kit, StepSpec } from '../pack/template.ts'

const own = (key: string, labelZh: string, labelEn: string) => ({ key, kind: 'number', labelZh, labelEn, scale: 2 })
const parts = {
  'custom.subTotal': is.number('Sub Total'),
  'custom.sourceDiscount': is.number('Discount'),
  'custom.sourceTax': is.number('Tax'),
  'custom.adjustments': is.number('Adjustments', 'Adjustment'),
}
const partFields = [
  own('subTotal', '小计', 'Subtotal'),
  own('sourceDiscount', '原系统优惠', 'Discount in the source'),
  own('sourceTax', '原系统税额', 'Tax in the source'),
  own('adjustments', '调整', 'Adjustments'),
]
const alone = { description: 'Imported total · 导入合计', qty: '1', vatRate: 'exempt' }
const without = (header: string) => (kit: Kit) => kit.get(header).trim() === ''
const rounded = say(
  '总额不等于明细合计：差额作为整单优惠或单独一行',
  'Totals other than their lines: the rest is a discount or a line of its own',
)

/** Its price is what it came to, so that the lines add up as they did; how that came about stands beside it. */
const lineFields: Readonly<Record<string, Cell>> = {
  productId: is.called('products', { file: 'products', at: 'Product Name' }, ['Product Name', 'PRODUCTID']),
  qty: is.number('Quantity'),
  price: is.perUnit('Net Total', 'Quantity'),
  vatRate: is.fixed('exempt'),
  description: is.words('{Product Name} · {List Price} × {Quantity} − {Discount} ({Tax})'),
}

export const quotes: StepSpec = {
  name: 'quotes',
  object: 'quote',
  file: 'quotes',
  title: say('报价', 'Quotes'),
  key: is.text('QUOTEID', 'Record Id'),
  fields: {
    no: is.text('Quote Number', 'QUOTEID'),
    subject: is.cut(is.text('Subject'), 150),
    accountId: is.ref('accounts', 'Account Id', 'ACCOUNTID'),
    state: is.pick(
      'Quote Stage',
      {
        Draft: 'draft',
        Negotiation: 'sent',
        'On Hold': 'sent',
        Delivered: 'sent',
        Confirmed: 'accepted',
        'Closed Won': 'accepted',
        'Closed Lost': 'rejected',
      },
      'draft',
    ),
    currency: is.answer('currency'),
    validUntil: is.day('Valid Till'),
    ownerId: is.person('Quote Owner'),
    createdAt: is.moment('Created Time'),
    ...parts,
  },
  customFields: partFields,
  lines: {
    file: 'quoteLines',
    part: 'lines',
    document: ['quoteid', 'quote id', 'parent id'],
    fields: lineFields,
    worth: 'Net Total',
  },
  total: { column: 'Grand Total', part: 'lines', by: 'headerDiscount', alone },
  sums: [{ column: 'Grand Total', field: 'gross' }],
  notes: [
    {
      label: say('报价没有客户：导出文件未写明', 'Quotes without an account: the export names none'),
      when: without('Account Id'),
    },
  ],
}

export const orders: StepSpec = {
  name: 'orders',
  object: 'order',
  file: 'orders',
  title: say('订单', 'Sales orders'),
  key: is.text('SALESORDERID', 'Record Id'),
  fields: {
    no: is.text('SO Number', 'SALESORDERID'),
    accountId: is.either(
      is.ref('accounts', 'Account Id', 'ACCOUNTID'),
      is.joined('accounts', { file: 'invoices', at: 'Sales Order Id' }, ['SALESORDERID', 'Account Id']),
    ),
    state: is.pick(
      'Status',
      { Created: 'submitted', Approved: 'confirmed', Delivered: 'completed', Cancelled: 'cancelled' },
      'submitted',
    ),
    currency: is.answer('currency'),
    orderDate: is.day('Created Time'),
    requestedDate: is.day('Due Date'),
    poNo: is.text('Purchase Order'),
    note: is.text('Subject'),
    ownerId: is.person('Sales Order Owner'),
    createdAt: is.moment('Created Time'),
    ...parts,
  },
  customFields: partFields,
  lines: {
    file: 'orderLines',
    part: 'lines',
    document: ['salesorderid', 'sales order id', 'parent id'],
    bySums: { order: 'INVENTORYRELID', amount: 'Net Total', total: 'Sub Total' },
    fields: lineFields,
    worth: 'Net Total',
  },
  total: { column: 'Grand Total', part: 'lines', by: 'headerDiscount' },
  createMissing: ['product'],
  sums: [{ column: 'Grand Total', field: 'gross' }],
  notes: [{ label: rounded, when: (kit) => kit.get('Grand Total') !== kit.get('Sub Total') }],
}

const ofOrder = is.refIfThere('orders', { file: 'orders', at: 'SALESORDERID' }, 'Sales Order Id')

export const invoices: StepSpec = {
  name: 'invoices',
  object: 'invoice',
  file: 'invoices',
  title: say('发票', 'Invoices'),
  key: is.text('INVOICEID', 'Record Id'),
  fields: {
    no: is.text('Invoice Number'),
    fiscalNo: is.text('Invoice Number'),
    accountId: is.ref('accounts', 'Account Id', 'ACCOUNTID'),
    orderId: ofOrder,
    state: is.either(
      is.pick('Invoice Status', { Cancelled: 'void' }),
      is.answer('invoices', { issued: is.fixed('issued'), paid: is.fixed('paid') }),
      is.fixed('paid'),
    ),
    currency: is.answer('currency'),
    issueDate: is.day('Invoice Date', 'Created Time'),
    dueDate: is.day('Due Date'),
    note: is.text('Subject'),
    ownerId: is.person('Invoice Owner'),
    createdAt: is.moment('Created Time'),
    ...parts,
  },
  customFields: partFields,
  lines: {
    file: 'invoiceLines',
    part: 'lines',
    document: ['invoiceid', 'invoice id', 'parent id'],
    likeLinesOf: { step: 'orders', number: 'INVENTORYRELID', document: 'Sales Order Id' },
    fields: lineFields,
    worth: 'Net Total',
  },
  total: { column: 'Grand Total', part: 'lines', by: 'lines', alone },
  createMissing: ['product'],
  sums: [{ column: 'Grand Total', field: 'gross' }],
  notes: [
    {
      label: say('发票没有总额，按空额导入', 'Invoices without a total: they come in without amounts'),
      when: without('Grand Total'),
    },
    {
      label: say('订单不在导出文件中的发票', 'Invoices whose order is not in the export'),
      when: (kit) => ofOrder.read(kit) === '',
    },
  ],
}

const onAccount = is.recordOf('account', 'accounts', 'Account Id', 'ACCOUNTID')

/** A comment stands on a record: for cases that name no account there is one that gathers them. */
export const caseAccount: StepSpec = {
  name: 'gathered',
  object: 'account',
  file: 'cases',
  title: say('无客户的工单', 'Cases without an account'),
  key: is.fixed('1'),
  leaveOut: { label: say('有客户的工单', 'Cases of an account'), when: (kit) => onAccount.read(kit) !== '' },
  fields: { name: is.fixed('Zoho: cases without an account · 无客户的工单'), type: is.fixed('prospect') },
  shared: { name: 'name', field: 'nameShared' },
  distinct: true,
  again: true,
}

/** What a case says, in one sentence; without an account it is kept on the one that gathers them. */
export const cases: StepSpec = {
  name: 'cases',
  object: 'comment',
  file: 'cases',
  title: say('工单（作为评论）', 'Cases (as comments)'),
  key: is.either(
    is.text('CASEID', 'Record Id'),
    is.content('Case Owner', 'Status', 'Case Origin', 'Created Time', 'Modified Time'),
  ),
  fields: {
    object: is.fixed('account'),
    recordId: is.either(onAccount, is.recordOf('account', 'gathered')),
    body: is.words(
      'Case {Subject} · {Status} · {Case Origin} · {Case Owner} · {Created Time} – {Modified Time} · {Age in Days} d',
    ),
    createdAt: is.moment('Created Time'),
  },
  notes: [
    {
      label: say(
        '工单没有客户：集中记在一个客户名下',
        'Cases without an account: kept together on one account of their own',
      ),
      when: (kit) => onAccount.read(kit) === '',
    },
  ],
}
