/** What a refused step of a contract says: the state of things, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { rateMessages } from '../currency.ts'
import { documentMessages } from '../documentLines.ts'
import { gateMessages } from '../gates.ts'

export const messages = {
  ...rateMessages,
  ...gateMessages,
  ...documentMessages,
  QUOTE_NOT_APPROVED: say('报价尚未批准：请先完成报价审批', 'The quote is not approved: have it approved first'),
  CONTRACT_NEEDS_QUOTE: say('合同须从报价生成，请先选择报价', 'Contracts are made from a quote; choose one first'),
  CONTRACT_AMOUNT_MISMATCH: say(
    '合同金额 {amount} 与报价金额 {quote} 不一致：请更正明细，或建立新版报价',
    'The amount {amount} differs from the quote {quote}: correct the lines or make a new version of the quote',
  ),
  PLAN_LINE_LOCKED: say(
    '回款计划第 {lines} 行已开票或回款，不能修改',
    'Line {lines} of the plan is invoiced or paid; leave it as it is',
  ),
  CONTRACT_LINE_INCOMPLETE: say(
    '第 {lines} 行的数量、单价或税率不完整，请补齐',
    'Line {lines} lacks quantity, price or VAT rate; complete it',
  ),
  CONTRACT_EMPTY: say('请至少添加一行合同明细', 'Add at least one line'),
  PLAN_SUM_MISMATCH: say(
    '回款计划合计 {sum} 不等于合同价税合计 {gross}，请调整计划',
    'Plan total {sum} differs from contract gross {gross}; adjust the plan',
  ),
  CONTRACT_FILE_REQUIRED: say('请上传合同文本', 'Upload the contract document'),
  CONTRACT_REVIEW_REQUIRED: say('请先送审，再提交审批', 'Send it for review before submitting it'),
  LEGAL_ISSUE_OPEN: say(
    '还有 {count} 条必须修改的法务意见：请先解决',
    '{count} legal points must be fixed first; resolve them',
  ),
  LEGAL_ISSUE_UNKNOWN: say('没有该法务意见，请刷新后重试', 'No such legal point; reload and try again'),
  CREDIT_HOLD: say(
    '客户信用已冻结：请联系应收财务处理',
    'The account is on credit hold; ask receivables finance to resolve it',
  ),
  GATE_CONDITIONS_OPEN: say(
    '投标决策还有 {count} 个条件未完成：请先完成',
    '{count} conditions of the bid decision are open; meet them first',
  ),
  CONTRACT_HASH_MISMATCH: say(
    '待签文本与审批版本不一致：请退回修改并重新审批',
    'Document differs from the approved version: take it back and have it approved again',
  ),
  SIGNATORIES_REQUIRED: say('请填写签署方', 'Name the signatories'),
  SIGNATORY_UNKNOWN: say('没有该签署方，请刷新后重试', 'No such signatory; reload and try again'),
  SIGNATURE_INCOMPLETE: say(
    '签署未完成：请登记全部签署方并上传已签文本',
    'Not fully signed: record every signature and upload the signed copy',
  ),
  CONTRACT_NOT_EFFECTIVE: say(
    '生效日期 {date} 未到，届时自动生效',
    'Effective from {date}; it becomes active by itself on that day',
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
  CONTRACT_SIGNED: say(
    '已有签署，不能作废：请改用终止',
    'Someone has signed, so it cannot be voided: terminate it instead',
  ),
}
