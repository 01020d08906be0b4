/** An entry of the receivable ledger: written whole by the system, balanced, and never changed. */
import { date, link, money, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { systemOnly } from '../../kernel/role.ts'

export const journal = object('journal', {
  label: say('凭证', 'Journal entry'),
  plural: 'journals',
  area: 'cash',
  title: 'memo',
  numbered: 'JE',
  fields: {
    key: text({ label: say('业务类型', 'Posting key'), required: true, maxLength: 20, listed: true }),
    entityId: link('legalEntity', { label: say('我方主体', 'Legal entity'), required: true, listed: true }),
    postingDate: date({ label: say('记账日期', 'Posting date'), required: true, listed: true }),
    memo: text({ label: say('摘要', 'Memo'), maxLength: 200, search: true, listed: true }),
    sourceObject: text({ label: say('来源类别', 'Source object'), maxLength: 40 }),
    sourceId: text({ label: say('来源单据', 'Source record'), maxLength: 40 }),
  },
  parts: {
    lines: part({
      label: say('分录', 'Lines'),
      computed: true,
      min: 2,
      fields: {
        accountCode: text({ label: say('科目', 'Account'), required: true, maxLength: 20 }),
        debit: money({ label: say('借方', 'Debit'), base: true }),
        credit: money({ label: say('贷方', 'Credit'), base: true }),
        accountId: link('account', { label: say('客户', 'Customer') }),
        invoiceId: link('invoice', { label: say('发票', 'Invoice') }),
        orderId: link('order', { label: say('订单', 'Order') }),
        paymentId: link('payment', { label: say('回款', 'Payment') }),
      },
    }),
  },
  states: { posted: { label: say('已过账', 'Posted'), ends: 'well', locked: true } },
  starts: 'posted',
  transitions: {},
  permits: { read: { ARF: 'all', OPS: 'all', EXE: 'all' }, create: systemOnly, change: systemOnly },
})
