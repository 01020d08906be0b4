/** What is written down of an activity 跟进. */
import { choice, data, date, datetime, files, integer, link, longText, text, toggle } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'

/** What an activity can be about; one to five of them. */
export const subjects = [
  'leadId',
  'accountId',
  'opportunityId',
  'quoteId',
  'contractId',
  'orderId',
  'invoiceId',
] as const

export interface Place {
  readonly lat: number
  readonly lng: number
  readonly address?: string
  readonly accuracyM?: number
}

export const fields = {
  type: choice(
    {
      call: ['电话', 'Call'],
      visit: ['拜访', 'Visit'],
      meeting: ['会议', 'Meeting'],
      email: ['邮件', 'E-mail'],
      wechat: ['微信', 'WeChat'],
      demo: ['演示', 'Demo'],
      task: ['任务', 'Task'],
      note: ['备注', 'Note'],
    },
    { label: say('类型', 'Type'), required: true, listed: true },
  ),
  subject: text({ label: say('主题', 'Subject'), maxLength: 200, search: true, listed: true }),
  content: longText({ label: say('内容', 'Content'), maxLength: 5000 }),
  leadId: link('lead', { label: say('线索', 'Lead'), listed: true }),
  accountId: link('account', { label: say('客户', 'Account'), listed: true }),
  contactId: link('contact', { label: say('联系人', 'Contact') }),
  opportunityId: link('opportunity', { label: say('商机', 'Opportunity'), listed: true }),
  quoteId: link('quote', { label: say('报价', 'Quote') }),
  contractId: link('contract', { label: say('合同', 'Contract') }),
  orderId: link('order', { label: say('订单', 'Order') }),
  invoiceId: link('invoice', { label: say('发票', 'Invoice') }),
  plannedAt: datetime({ label: say('计划时间', 'Planned for'), listed: true }),
  startAt: datetime({ label: say('开始时间', 'Start'), listed: true }),
  endAt: datetime({ label: say('结束时间', 'End') }),
  durationMin: integer({ label: say('时长（分钟）', 'Duration (minutes)'), min: 0, max: 100_000 }),
  outcome: choice(
    {
      connected: ['已接通', 'Connected'],
      no_answer: ['未接通', 'No answer'],
      interested: ['有意向', 'Interested'],
      not_interested: ['无意向', 'Not interested'],
      callback: ['约定回访', 'Callback agreed'],
      done: ['已完成', 'Done'],
    },
    { label: say('结果', 'Outcome'), listed: true },
  ),
  nextAction: text({ label: say('下一步', 'Next step'), maxLength: 200 }),
  nextActionAt: datetime({ label: say('下次跟进', 'Next follow-up') }),
  location: data<Place>({ label: say('签到位置', 'Check-in') }),
  attachments: files({ label: say('附件', 'Attachments') }),
  valid: toggle({ label: say('有效跟进', 'Valid'), computed: true }),
  connected: toggle({ label: say('已接触', 'Connected'), computed: true }),
  attempt: toggle({ label: say('计为尝试', 'Counts as an attempt'), computed: true }),
  doneOn: date({ label: say('跟进日期', 'Done on'), computed: true }),
} as const
