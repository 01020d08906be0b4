/** What each kind of notice says in an inbox; `{title}` is the record, other holes are what the chain gave along. */
import { type Label, say } from '../../kernel/label.ts'

export const noticeWords: Readonly<Record<string, Label>> = {
  'handover.received': say('{name} 离职，{n} 条记录已交接给您', '{name} left; {n} records are yours now'),
  'lead.assigned': say('新线索已分配给您：{title}', 'A new lead is yours: {title}'),
  'lead.unassignable': say('线索无人可分配：{title}', 'Nobody could be assigned to the lead {title}'),
  'lead.recycled': say('线索已退回公海：{title}', 'The lead {title} went back to the pool'),
  'lead.recycle_warned': say(
    '线索 {title} 将于 {days} 天后退回公海，请及时跟进',
    'The lead {title} goes back to the pool in {days} days; follow it up',
  ),
  'account.assigned': say('新客户已分配给您：{title}', 'A new account is yours: {title}'),
  'account.recycled': say('客户已退回公海：{title}', 'The account {title} went back to the pool'),
  'account.recycle_warned': say(
    '客户 {title} 将于 {days} 天后退回公海，请及时跟进',
    'The account {title} goes back to the pool in {days} days; follow it up',
  ),
  'activity.overdue': say('跟进已逾期 {days} 天：{title}', 'An activity is {days} days overdue: {title}'),
  'activity.follow_up': say('今日待跟进：{title}', 'Due today: {title}'),
  'campaign.cost_missing': say('市场活动已结束但未录入费用：{title}', 'The campaign {title} ended without its costs'),
  'opportunity.gone_quiet': say('商机停滞，请跟进：{title}', 'The opportunity {title} has gone quiet'),
  'opportunity.loss_proposed': say('建议将商机标记为输单：{title}', 'It is proposed to close {title} as lost'),
  'quote.approval_wanted': say('报价待您审批：{title}', 'A quote waits for your approval: {title}'),
  'contract.review_wanted': say('合同待您审查：{title}', 'A contract waits for your review: {title}'),
  'contract.approval_wanted': say('合同待您审批：{title}', 'A contract waits for your approval: {title}'),
  'contract.ends_soon': say('合同即将到期：{title}', 'A contract ends soon: {title}'),
  'amendment.review_wanted': say('合同变更待您审查：{title}', 'A contract amendment waits for your review: {title}'),
  'amendment.approval_wanted': say(
    '合同变更待您审批：{title}',
    'A contract amendment waits for your approval: {title}',
  ),
  'gateDecision.decision_wanted': say('评审待您决策：{title}', 'A gate waits for your decision: {title}'),
  'gateDecision.decided': say('评审已有结论：{title}', 'A gate was decided: {title}'),
  'gateDecision.condition_late': say('评审条件逾期未完成：{title}', 'A condition of the gate {title} is late'),
  'order.held': say('订单被冻结：{title}', 'The order {title} is on hold'),
  'order.confirmed': say('订单已确认，请备货：{title}', 'The order {title} is confirmed; prepare the goods'),
  'invoice.paid': say('发票已收清：{title}', 'The invoice {title} is paid in full'),
  'comment.mentioned': say('有人在评论中提到您：{text}', 'You were mentioned: {text}'),
  'user.roles_granted': say('您的角色已变更：{roles}', 'Your roles have changed: {roles}'),
  'grant.changed': say('权限已变更：{object} · {action} · {role}', 'A right was changed: {object} · {action} · {role}'),
}
