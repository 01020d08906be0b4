/** What a refused step of a contract says: the state of things, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { rateMessages } from '../currency.ts'
import { documentMessages } from '../documentLines.ts'
import { gateMessages } from '../gates.ts'
import { signingMessages } from './signing.ts'

export const messages = {
  ...rateMessages,
  ...gateMessages,
  ...documentMessages,
  ...signingMessages,
  QUOTE_NOT_APPROVED: say('报价尚未批准：请先完成报价审批', 'The quote is not approved: have it approved first'),
  CONTRACT_NEEDS_QUOTE: say('合同须从报价生成，请先选择报价', 'Contracts are made from a quote; choose one first'),
  CONTRACT_AMOUNT_MISMATCH: say(
    '合同金额 {amount} 与报价金额 {quote} 不一致：请更正明细，或建立新版报价',
    'The amount {amount} differs from the quote {quote}: correct the lines or make a new version of the quote',
  ),
  CONTRACT_EMPTY: say('请至少添加一行合同明细', 'Add at least one line'),
  CREDIT_HOLD: say(
    '客户信用已冻结：请联系应收财务处理',
    'The account is on credit hold; ask receivables finance to resolve it',
  ),
  GATE_CONDITIONS_OPEN: say(
    '投标决策还有 {count} 个条件未完成：请先完成',
    '{count} conditions of the bid decision are open; meet them first',
  ),
  DEPOSIT_MISSING: say(
    '定金尚未到账，到账后自动生效',
    'The deposit is not there yet; the contract becomes active once it is',
  ),
  CONTRACT_NOT_FULFILLED: say('合同尚未履行完毕：请先完成订单', 'Not fulfilled yet: complete its orders first'),
  CONTRACT_NOT_SETTLED: say(
    '尚未结清：回款计划 {list}，未结发票 {invoices} 张。请先收款或红冲',
    'Not settled: plan {list}, open invoices {invoices}. Collect or credit them first',
  ),
  CONTRACT_HAS_OPEN_ORDERS: say(
    '还有 {count} 张未完成订单：请先取消或关闭',
    '{count} orders are open: cancel or close them first',
  ),
  CONTRACT_STILL_RUNS: say(
    '合同尚未到期或会自动续约，不能设为到期',
    'The contract still runs or renews itself; it has not expired',
  ),
  AMENDMENT_OPEN: say(
    '该合同有进行中的变更：请先完成或作废它',
    'An amendment of this contract is open: finish or void it first',
  ),
  CONTRACT_ALL_ORDERED: say(
    '合同明细已全部下单：需要更多请发起变更，需要重下请先取消原订单',
    'All of its lines are ordered: request a change for more, or cancel an order to order anew',
  ),
}
