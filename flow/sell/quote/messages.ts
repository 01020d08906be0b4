/** What a refused step of a quote says: the state of things, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { rateMessages } from '../currency.ts'
import { documentMessages } from '../documentLines.ts'
import { gateMessages } from '../gates.ts'

export const messages = {
  ...rateMessages,
  ...gateMessages,
  ...documentMessages,
  OPP_CLOSED: say('商机已关闭：请先重新打开商机，或新建商机', 'The opportunity is closed: reopen it or make a new one'),
  QUOTE_NEEDS_OPPORTUNITY: say(
    '报价须从商机生成，请先选择商机',
    'Quotes are made from an opportunity; choose one first',
  ),
  QUOTE_ACCOUNT_DIFFERS: say(
    '报价客户须与商机客户一致，请更正',
    'The account must be that of the opportunity; correct it',
  ),
  QUOTE_VALIDITY_RANGE: say(
    '有效期应在今天起 {days} 天内，请更正',
    'Choose a validity between today and {days} days from now',
  ),
  QUOTE_EMPTY: say('请至少添加一行产品', 'Add at least one line'),
  PRICE_NOT_FOUND: say(
    '第 {lines} 行没有适用价格：请填写单价，或先维护价格表',
    'No price for line {lines}: type one or add it to a price book',
  ),
  QUOTE_LINE_INCOMPLETE: say(
    '第 {lines} 行的数量或税率不完整，请补齐',
    'Line {lines} lacks a quantity or a VAT rate; complete it',
  ),
  QUOTE_EXPIRED: say(
    '报价已于 {date} 过期：请建立新版本并延长有效期',
    'The quote expired on {date}: make a new version with a later date',
  ),
  QUOTE_STILL_VALID: say(
    '报价在 {date} 前仍有效，不能设为过期',
    'The quote is valid until {date}; it cannot expire yet',
  ),
  APPROVAL_LEVEL: say(
    '该报价审批级别为 {level}，须由 {roles} 批准',
    'This quote is at level {level}; {roles} approves it',
  ),
  QUOTE_ENDORSEMENT_OPEN: say(
    '尚缺 {roles} 加签：请先由其加签',
    'Still to be signed off by {roles}; have them do so first',
  ),
  QUOTE_ENDORSEMENT_NOT_NEEDED: say('该报价不需要您加签，或您已加签', 'Your sign-off is not needed, or already given'),
  QUOTE_CHANGED_AFTER_APPROVAL: say(
    '审批后内容已变更：请退回修改并重新提交审批',
    'Changed after approval: take it back to draft and submit it again',
  ),
  EVIDENCE_REQUIRED: say(
    '请上传客户接受报价的凭证（邮件、盖章件或订单）',
    'Attach the proof: a mail, a stamped copy or an order',
  ),
  CONTRACT_REQUIRED: say(
    '价税合计 {gross}（上限 {limit}）或条款要求签订合同：请先生成合同',
    'At {gross} (limit {limit}) or on these terms a contract is needed: make the contract first',
  ),
  CONTRACT_EXISTS: say(
    '已由此报价生成 {count} 份合同，请确认是否再生成',
    'This quote has {count} contracts already; confirm to make another',
  ),
  ORDER_EXISTS: say(
    '已由此报价生成 {count} 张订单，请确认是否再生成',
    'This quote has {count} orders already; confirm to make another',
  ),
}
