/** The fields and parts of a gate decision, and what its rules ask of the rest of the company. */
import { one, rows, self } from '../../kernel/fact.ts'
import {
  choice,
  date,
  datetime,
  files,
  integer,
  link,
  longText,
  member,
  members,
  money,
  percent,
  text,
} from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { part } from '../../kernel/object.ts'

const outcomes = {
  go: ['通过', 'Go'],
  go_conditional: ['有条件通过', 'Go, with conditions'],
  redirect: ['调整后再议', 'Redirect'],
  no_go: ['不通过', 'No go'],
} as const

export const fields = {
  gateId: link('gate', { label: say('决策点', 'Gate'), required: true, fixed: true, listed: true }),
  opportunityId: link('opportunity', { label: say('商机', 'Opportunity'), fixed: true, listed: true }),
  quoteId: link('quote', { label: say('报价', 'Quote'), fixed: true }),
  contractId: link('contract', { label: say('合同', 'Contract'), fixed: true, listed: true }),
  amendmentId: link('amendment', { label: say('合同变更', 'Contract amendment'), fixed: true }),
  round: integer({ label: say('轮次', 'Round'), computed: true, listed: true }),
  note: longText({ label: say('申请说明', 'What is asked'), maxLength: 4000 }),
  requestedBy: member({ label: say('申请人', 'Requested by'), computed: true }),
  requestedAt: datetime({ label: say('申请时间', 'Requested'), computed: true }),
  amount: money({ label: say('决策金额', 'Amount decided on'), computed: true, base: true, listed: true }),
  margin: percent({
    label: say('决策毛利率', 'Margin decided on'),
    computed: true,
    hide: ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'],
  }),
  snapshot: longText({ label: say('决策文本', 'Text decided on'), computed: true, maxLength: 100_000 }),
  outcome: choice(outcomes, { label: say('结论', 'Outcome'), computed: true, listed: true }),
  score: percent({ label: say('得分', 'Score'), computed: true }),
  agreedBy: members({ label: say('已同意的原决策人', 'Original deciders who agreed'), computed: true }),
  decidedBy: member({ label: say('决策人', 'Decided by'), computed: true }),
  decidedAt: datetime({ label: say('决策时间', 'Decided'), computed: true }),
  validUntil: date({ label: say('有效期至', 'Valid until'), computed: true, listed: true }),
  openConditions: integer({ label: say('未完成条件', 'Open conditions'), computed: true, default: 0 }),
} as const

export const parts = {
  deliverables: part({
    label: say('交付物', 'Deliverables'),
    max: 50,
    fields: {
      name: text({ label: say('名称', 'Name'), required: true, maxLength: 100 }),
      files: files({ label: say('文件', 'Files') }),
      note: text({ label: say('说明', 'Note'), maxLength: 1000 }),
    },
  }),
  scores: part({
    label: say('评分', 'Scores'),
    computed: true,
    fields: {
      criterion: text({ label: say('评分项', 'Criterion'), required: true, maxLength: 100 }),
      score: integer({ label: say('分数（1 至 5）', 'Score (1 to 5)'), required: true, min: 1, max: 5 }),
    },
  }),
  conditions: part({
    label: say('条件', 'Conditions'),
    computed: true,
    fields: {
      text: text({ label: say('条件', 'Condition'), maxLength: 500 }),
      ownerId: member({ label: say('负责人', 'Owner') }),
      dueDate: date({ label: say('期限', 'Due') }),
      doneAt: datetime({ label: say('完成时间', 'Done'), computed: true }),
    },
  }),
} as const

export const facts = {
  gate: one('gate', self('gateId')),
  opportunity: one('opportunity', self('opportunityId')),
  quote: one('quote', self('quoteId')),
  contract: one('contract', self('contractId')),
  amendment: one('amendment', self('amendmentId')),
  dealRounds: rows('gateDecision', { gateId: self('gateId'), opportunityId: self('opportunityId') }),
  quoteRounds: rows('gateDecision', { gateId: self('gateId'), quoteId: self('quoteId') }),
  contractRounds: rows('gateDecision', { gateId: self('gateId'), contractId: self('contractId') }),
  amendmentRounds: rows('gateDecision', { gateId: self('gateId'), amendmentId: self('amendmentId') }),
} as const
