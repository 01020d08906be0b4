/** What an invoice says when it refuses, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { rateMessages } from '../../sell/currency.ts'
import { periodMessages } from '../period.ts'

export const messages = {
  ...periodMessages,
  ...rateMessages,
  INVOICE_SOURCE: say(
    '请指明开票依据：按交付开票须选订单，按回款计划开票须选合同和计划行',
    'Name what is billed: an order for deliveries, a contract and its instalment for a plan',
  ),
  INVOICE_ACCOUNT: say(
    '发票客户与订单或合同的客户不一致，请选择同一客户',
    'The account differs from that of the order or contract; choose the same',
  ),
  INVOICE_BY_PLAN: say(
    '该订单按合同回款计划开票，请从合同计划行开票',
    'This order is billed by the payment plan; invoice an instalment of its contract',
  ),
  INVOICE_EXCEEDS_BILLABLE: say(
    '超出可开票金额或数量（{billable}），请减少，或等交付后再开',
    'Exceeds what can be billed ({billable}); bill less or wait for the delivery',
  ),
  INVOICE_EMPTY: say(
    '没有可开票的明细，请添加明细或等待交付',
    'There is nothing to bill; add lines or wait for the delivery',
  ),
  INVOICE_LINE_INVALID: say(
    '第 {row} 行的数量、单价、折扣或税率不正确，请更正',
    'Row {row} has a wrong quantity, price, discount or tax rate; correct it',
  ),
  INVOICE_TITLE_INCOMPLETE: say(
    '请补全购方名称，专用发票还须填写购方税号',
    'Complete the buyer name; a special invoice also needs the tax number',
  ),
  PROFORMA_NOT_FISCAL: say(
    '形式发票不能开具，请改为增值税发票',
    'A proforma cannot be issued; change the type to a VAT invoice',
  ),
  ISSUE_DATE_FUTURE: say('开票日期不能晚于今天，请改期', 'The issue date lies in the future; choose today or earlier'),
  OVER_ALLOCATION: say(
    '核销金额超出未清金额 {open}，请减少',
    'The allocation exceeds the open amount {open}; allocate less',
  ),
  DEALLOCATION_EXCEEDS_PAID: say(
    '撤销金额超出已核销金额，请刷新后重试',
    'More would be taken back than was paid; reload and try again',
  ),
  ADVANCE_EXCEEDED: say('预收余额不足，请刷新后重试', 'The advance is used up already; reload and try again'),
  INVOICE_BOOKED: say(
    '发票已入账，重复导入不改变其金额与状态',
    'The invoice is in the books: importing it again changes neither its amounts nor its state',
  ),
  OPENING_AMOUNT: say(
    '请给出未清金额：大于零，不超过价税合计；部分回款的须小于价税合计',
    'Say how much is open: above zero, not beyond the invoice, and less than all of one that is partly paid',
  ),
  DISPUTE_AMOUNT: say('争议金额不能超过未清金额 {open}', 'The dispute exceeds the open amount {open}; dispute less'),
  DISPUTE_OPEN: say('已有未关闭的争议，请先关闭', 'A dispute is open already; close it first'),
  DISPUTE_NONE: say('没有未关闭的争议', 'There is no open dispute; reload the invoice'),
} as const
