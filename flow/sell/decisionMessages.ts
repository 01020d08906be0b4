/** What a refused step of a gate decision says. */
import { say } from '../../kernel/label.ts'

export const messages = {
  GATE_SUBJECT: say(
    '请指定该决策点对应的一个商机、报价或合同',
    'Name the one opportunity, quote or contract this gate decides about',
  ),
  GATE_ROUND_OPEN: say(
    '上一轮决策尚未结束：请先完成或撤回',
    'The round before is still open: finish or withdraw it first',
  ),
  GATE_APPEAL_USED: say(
    '已两次不通过，不能再次申请：请考虑输单',
    'Twice a no-go: no further round; consider losing the deal',
  ),
  GATE_DELIVERABLE_MISSING: say(
    '缺少交付物：{items}。请上传文件或写明说明',
    'Deliverables missing: {items}. Attach files or a note',
  ),
  GATE_NO_AUTHORITY: say(
    '金额 {amount} 超出您的决策权限，应由 {roles} 决策',
    'The amount {amount} is beyond your authority; {roles} decides',
  ),
  GATE_ORIGINAL_DECIDER: say(
    '毛利下降超过 3 个百分点：须先由原签约决策人同意',
    'Over 3 points of margin are lost: those who decided the contract must agree first',
  ),
  GATE_NOT_ORIGINAL: say(
    '仅当毛利下降超过 3 个百分点时，由原签约决策人同意',
    'Only those who decided the contract agree, and only when over 3 points of margin are lost',
  ),
  GATE_SCORE_LOW: say(
    '得分 {score} 低于 {min}：请选择调整或不通过',
    'A score of {score} is below {min}: choose redirect or no-go',
  ),
  GATE_CONDITION_INCOMPLETE: say(
    '每个条件都须写明内容、负责人和期限',
    'Every condition needs a text, an owner and a due date',
  ),
  GATE_CONDITION_UNKNOWN: say('没有该条件，请刷新后重试', 'No such condition; reload and try again'),
}
