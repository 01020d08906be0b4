/** What a refused step of an opportunity says: the state of things, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { rateMessages } from '../currency.ts'
import { gateMessages } from '../gates.ts'

export const messages = {
  ...rateMessages,
  ...gateMessages,
  PIPELINE_MISSING: say(
    '没有可用的销售流程：请流程负责人先设置默认流程',
    'No pipeline to work with: ask the process owner to set up a default one',
  ),
  PIPELINE_NOT_ACTIVE: say(
    '该销售流程已停用或被取代，请改选启用中的流程',
    'This pipeline is no longer in use; choose an active one',
  ),
  ACCOUNT_BLACKLISTED: say(
    '客户已列入黑名单：须先由管理者解除，才能继续',
    'The account is blacklisted: have that lifted before you go on',
  ),
  OPP_POSSIBLE_DUPLICATE: say(
    '该客户同一产品线已有进行中的商机：{found}。请在原商机上跟进，或确认后继续',
    'The account already has an open opportunity in this product line: {found}. Work on that one, or confirm to go on',
  ),
  SPLIT_SUM: say('团队业绩比例合计为 {sum}，应为 100 %，请调整', 'Team splits add up to {sum}; make them 100 %'),
  CLOSE_DATE_PAST: say(
    '预计成交日 {date} 已过，请先改为今天或以后',
    'The expected close date {date} has passed; set it to today or later first',
  ),
  PROBABILITY_REASON: say('手工修改赢率须说明原因', 'Give a reason for changing the probability by hand'),
  CONTACT_ROLE_REPEAT: say(
    '同一联系人只能出现一次，且只能有一位主要联系人，请修改',
    'List each contact once and mark one as main; change the rows',
  ),
  STAGE_IS_LAST: say('已是最后阶段：请赢单或输单', 'This is the last stage: win or lose the deal'),
  STAGE_NOT_AHEAD: say(
    '请选择当前阶段之后的阶段；退回请用“退回”',
    'Choose a stage after the present one; use “Back” to return',
  ),
  STAGE_NOT_BEHIND: say('请选择当前阶段之前的阶段', 'Choose a stage before the present one'),
  STAGE_SKIP_NOT_ALLOWED: say(
    '不允许越级：请逐级推进，或由销售主管说明原因后操作',
    'Stages may not be skipped: go one by one, or have a sales manager do it with a reason',
  ),
  STAGE_FIELDS_MISSING: say('缺少必填项：{fields}。请补齐后再推进', 'Fill in before moving on: {fieldsEn}'),
  STAGE_CHECKLIST_OPEN: say(
    '阶段必做事项未完成：{items}。请完成并附依据，或由销售主管豁免',
    'Open on the checklist: {itemsEn}. Do them with evidence, or have a sales manager waive them',
  ),
  WIN_EVIDENCE_REQUIRED: say(
    '赢单须有依据：请先让合同生效、订单确认，或在无需合同时登记客户接受报价',
    'Winning needs proof: activate the contract, confirm the order or, where no contract is needed, accept the quote',
  ),
  AMOUNT_MISMATCH: say(
    '商机金额 {amount} 与依据金额 {evidence} 相差超过 1 %，请更正商机金额',
    'The amount {amount} differs from its proof {evidence} by more than 1 %; correct the amount',
  ),
  WIN_REASON_REQUIRED: say('请选择赢单原因', 'Choose why the deal was won'),
  LOSS_COMPETITOR_REQUIRED: say('请填写输给了哪家竞争对手', 'Name the competitor the deal was lost to'),
  LOSS_NOTE_REQUIRED: say(
    '请填写复盘说明：原因为“其他”或金额较大的输单需要复盘',
    'Write a review note: it is needed for “other” and for large deals',
  ),
  REOPEN_WINDOW: say(
    '关闭已 {days} 天，超过 {max} 天不能重新打开：请新建商机',
    'Closed {days} days ago, more than {max}: make a new opportunity instead',
  ),
  WIN_STILL_BOUND: say(
    '仍有生效合同或订单：请先终止合同、取消订单，再撤销赢单',
    'A contract or order still stands: terminate or cancel it first, then reverse the win',
  ),
  WIN_HAS_INVOICE: say(
    '已有 {count} 张发票：请先红冲，再撤销赢单',
    'There are {count} invoices: credit them before reversing the win',
  ),
  CHECK_UNKNOWN: say('清单中没有此事项，请刷新后重试', 'No such item on the checklist; reload and try again'),
  CHECK_EVIDENCE_REQUIRED: say('请附上依据文件或写明完成情况', 'Attach evidence or write down how it was done'),
  AMOUNT_NEGATIVE: say('金额不能为负，请改正', 'The amount cannot be below zero; correct it'),
}
