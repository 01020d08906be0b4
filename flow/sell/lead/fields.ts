/** What is written down of a lead 线索, and what its rules must know beyond it. */
import { count, given, me, one, rows, self, source } from '../../../kernel/fact.ts'
import {
  address,
  choice,
  date,
  datetime,
  decimal,
  integer,
  link,
  longText,
  member,
  money,
  text,
  toggle,
} from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import type { Context } from '../../../kernel/object.ts'
import { duplicates } from '../duplicate.ts'
import { erasedAt } from '../erasure.ts'
import { reach } from '../reach.ts'

export const leadSources = {
  web: ['官网', 'Web'],
  expo: ['展会', 'Trade fair'],
  ads: ['广告', 'Advertising'],
  call_in: ['来电', 'Inbound call'],
  referral: ['转介绍', 'Referral'],
  partner: ['合作伙伴', 'Partner'],
  purchased_list: ['外购名单', 'Purchased list'],
  social: ['社交媒体', 'Social media'],
  existing_customer: ['老客户', 'Existing customer'],
  other: ['其他', 'Other'],
} as const

const computed = { computed: true } as const
const bant = { section: 'bant', required: true, default: 'unknown' } as const

export const fields = {
  name: text({ label: say('线索', 'Lead'), ...computed, personal: true, search: true, maxLength: 120 }),
  companyName: text({ label: say('公司名称', 'Company'), maxLength: 120, search: true }),
  uscc: text({ label: say('统一社会信用代码', 'Social credit code'), maxLength: 18, check: 'uscc', search: true }),
  contactName: text({ label: say('联系人', 'Contact'), personal: true, maxLength: 50, search: true, listed: true }),
  ...reach,
  title: text({ label: say('职务', 'Job title'), personal: true, maxLength: 50 }),
  source: choice(leadSources, { label: say('来源', 'Source'), required: true, listed: true }),
  campaignId: link('campaign', { label: say('市场活动', 'Campaign'), listed: true }),
  accountId: link('account', {
    label: say('客户', 'Account'),
    help: say('已有客户的新需求请选择该客户', 'For a new need of an existing customer, name it here'),
  }),
  contactId: link('contact', { label: say('转化联系人', 'Contact made from it'), ...computed }),
  opportunityId: link('opportunity', { label: say('转化商机', 'Opportunity made from it'), ...computed }),
  industry: text({ label: say('行业', 'Industry'), maxLength: 60 }),
  companySize: choice(
    {
      micro: ['10人以下', 'Below 10 people'],
      small: ['10–49人', '10–49 people'],
      medium: ['50–249人', '50–249 people'],
      large: ['250–999人', '250–999 people'],
      huge: ['1000人及以上', '1000 people and more'],
    },
    { label: say('公司规模', 'Company size') },
  ),
  region: address({ label: say('地区', 'Region') }),
  needDesc: longText({ label: say('需求描述', 'Need'), personal: true, maxLength: 2000 }),
  estAmount: money({ label: say('预估金额', 'Estimated amount'), min: 0, listed: true }),
  bantBudget: choice(
    {
      unknown: ['未知', 'Unknown'],
      none: ['无预算', 'None'],
      insufficient: ['预算不足', 'Insufficient'],
      planned: ['已规划', 'Planned'],
      approved: ['已批准', 'Approved'],
    },
    { label: say('预算情况', 'Budget'), ...bant },
  ),
  bantAuthority: choice(
    {
      unknown: ['未知', 'Unknown'],
      user: ['使用者', 'User'],
      influencer: ['影响者', 'Influencer'],
      decision_maker: ['决策者', 'Decision maker'],
    },
    { label: say('决策权', 'Authority'), ...bant },
  ),
  bantNeed: choice(
    {
      unknown: ['未知', 'Unknown'],
      latent: ['潜在', 'Latent'],
      explicit: ['明确', 'Explicit'],
      urgent: ['迫切', 'Urgent'],
    },
    { label: say('需求程度', 'Need, how strong'), ...bant },
  ),
  bantTimeline: choice(
    {
      unknown: ['未知', 'Unknown'],
      gt12m: ['12个月以上', 'More than 12 months'],
      m6_12: ['6–12个月', '6–12 months'],
      m3_6: ['3–6个月', '3–6 months'],
      lt3m: ['3个月内', 'Within 3 months'],
    },
    { label: say('采购时间', 'Timeline'), ...bant },
  ),
  fitScore: integer({ label: say('匹配分', 'Fit'), ...computed, section: 'score' }),
  engagementScore: decimal({ label: say('互动分', 'Engagement'), ...computed, scale: 2, section: 'score' }),
  score: decimal({ label: say('总分', 'Score'), ...computed, scale: 2, section: 'score', listed: true }),
  grade: choice(
    { A: ['A', 'A'], B: ['B', 'B'], C: ['C', 'C'], D: ['D', 'D'] },
    { label: say('等级', 'Grade'), ...computed, section: 'score', listed: true },
  ),
  poolId: link('pool', { label: say('公海', 'Pool'), fixed: true }),
  claimedAt: datetime({ label: say('领取时间', 'Claimed'), ...computed }),
  assignedAt: datetime({ label: say('分配时间', 'Assigned'), ...computed }),
  heldOn: date({ label: say('持有起始日', 'Held since'), ...computed }),
  firstResponseAt: datetime({ label: say('首次响应时间', 'First response'), ...computed }),
  lastActivityAt: datetime({ label: say('最近跟进', 'Last activity'), ...computed, listed: true }),
  nextTouchAt: datetime({ label: say('下次培育时间', 'Next touch') }),
  nurturedAt: datetime({ label: say('转培育时间', 'Nurturing since'), ...computed }),
  qualifiedAt: datetime({ label: say('合格时间', 'Qualified'), ...computed }),
  convertedAt: datetime({ label: say('转化时间', 'Converted'), ...computed }),
  recycledAt: datetime({ label: say('回收时间', 'Back to the pool'), ...computed }),
  releasedOn: date({ label: say('退回公海日', 'Back to the pool on'), ...computed }),
  recycleCount: integer({ label: say('回收次数', 'Times recycled'), ...computed, default: 0 }),
  recycleDueOn: date({ label: say('预计回收日', 'Recycled after'), ...computed, listed: true }),
  formerOwnerId: member({ label: say('原负责人', 'Former owner'), ...computed }),
  extensionAskedOn: date({ label: say('申请延期日', 'Extension asked'), ...computed }),
  extensionDays: integer({ label: say('已延期天数', 'Days of extension'), ...computed, default: 0 }),
  protectedUntil: date({ label: say('保护期至', 'Protected until'), ...computed }),
  disqualifyReason: choice(
    {
      no_need: ['无需求', 'No need'],
      no_budget: ['无预算', 'No budget'],
      unreachable: ['联系不上', 'Unreachable'],
      competitor: ['已选竞品', 'Chose a competitor'],
      false_info: ['虚假信息', 'False information'],
      out_of_scope: ['不在服务范围', 'Out of scope'],
      other: ['其他', 'Other'],
    },
    { label: say('无效原因', 'Why disqualified'), ...computed },
  ),
  disqualifyNote: text({
    label: say('无效说明', 'Note on disqualification'),
    ...computed,
    personal: true,
    maxLength: 500,
  }),
  mergedIntoId: link('lead', { label: say('合并至', 'Merged into'), ...computed }),
  firstCreatedAt: datetime({ label: say('最早创建时间', 'First created'), ...computed }),
  consentAt: datetime({ label: say('同意时间', 'Consent given') }),
  doNotContact: toggle({ label: say('禁止联系', 'Do not contact') }),
  erasedAt,
} as const

export const openStates = ['assigned', 'working', 'nurturing', 'qualified'] as const
export type LeadState = 'pool' | (typeof openStates)[number] | 'converted' | 'disqualified' | 'merged'

const held = (owner: ReturnType<typeof self>) => count('lead', { ownerId: owner, state: openStates })
/** A person's row is locked while a lead goes to them, so that two of them at once cannot pass the same limit. */
const person = (id: ReturnType<typeof self>) => one('user', id, { lock: true })

export const facts = {
  pool: one('pool', self('poolId')),
  defaultPools: rows('pool', { serves: 'lead', isDefault: true, state: 'active' }, { limit: 1 }),
  owner: person(self('ownerId')),
  target: person(given('ownerId')),
  claimer: person(me()),
  heldByOwner: held(self('ownerId')),
  heldByTarget: held(given('ownerId')),
  heldByMe: held(me()),
  claimsToday: source<number>('claimsToday'),
  duplicates,
  scoringRules: rows('scoringRule', { state: 'active' }),
  activities: rows('activity', { leadId: self('id'), state: 'done', valid: true }, { sort: ['-startAt'], limit: 200 }),
  responses: rows('campaign.members', { leadId: self('id') }),
  connected: count('activity', { leadId: self('id'), state: 'done', connected: true }),
  attempts: rows('activity', { leadId: self('id'), state: 'done', attempt: true }, { limit: 200 }),
  replies: count('activity', {
    leadId: self('id'),
    state: 'done',
    connected: true,
    startAt: { is: '>', value: self('nurturedAt') },
  }),
  survivor: one('lead', given('survivorId'), { lock: true }),
  /** Asking for them writes the survivor first, so that a unique value is free again before it is taken back. */
  mergedHere: count('lead', { mergedIntoId: self('id') }),
  chosenAccount: one('account', given('accountId')),
  knownAccount: one('account', self('accountId')),
} as const

export type LeadContext = Context<typeof fields, Record<never, never>, typeof facts, LeadState>
export type LeadRecord = LeadContext['record']
