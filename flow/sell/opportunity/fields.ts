/** The fields and parts of an opportunity, and what its rules ask of the rest of the company. */
import { count, given, type Loose, one, rows, self, source } from '../../../kernel/fact.ts'
import {
  choice,
  date,
  datetime,
  decimal,
  files,
  integer,
  link,
  longText,
  member,
  money,
  percent,
  text,
  toggle,
} from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { type Context, part, type RecordOf } from '../../../kernel/object.ts'
import { knownRate } from '../currency.ts'

export const sources = {
  web: ['官网', 'Website'],
  expo: ['展会', 'Trade fair'],
  ads: ['广告', 'Advertising'],
  call_in: ['来电', 'Call-in'],
  referral: ['转介绍', 'Referral'],
  partner: ['合作伙伴', 'Partner'],
  purchased_list: ['购买名单', 'Purchased list'],
  social: ['社交媒体', 'Social media'],
  existing_customer: ['老客户', 'Existing customer'],
  other: ['其他', 'Other'],
} as const

export const lossReasons = {
  price: ['价格', 'Price'],
  product_gap: ['产品不满足', 'Product gap'],
  competitor: ['竞争对手', 'Competitor'],
  relationship: ['关系', 'Relationship'],
  no_budget: ['无预算', 'No budget'],
  no_decision: ['客户搁置', 'No decision'],
  timing: ['时机', 'Timing'],
  terms: ['条款', 'Terms'],
  delivery: ['交付', 'Delivery'],
  win_reversed: ['赢单撤销', 'Win reversed'],
  other: ['其他', 'Other'],
} as const

export const winReasons = {
  product: ['产品与方案', 'Product and solution'],
  price: ['价格', 'Price'],
  relationship: ['客户关系', 'Relationship'],
  service: ['服务', 'Service'],
  brand: ['品牌', 'Brand'],
  delivery: ['交付能力', 'Delivery'],
  existing_customer: ['老客户延续', 'Existing customer'],
  other: ['其他', 'Other'],
} as const

export const categories = {
  pipeline: ['一般', 'Pipeline'],
  best_case: ['乐观', 'Best case'],
  commit: ['承诺', 'Commit'],
  closed: ['已成交', 'Closed'],
  omitted: ['不计入', 'Omitted'],
} as const

export const fields = {
  name: text({
    label: say('商机名称', 'Name'),
    required: true,
    maxLength: 120,
    listed: true,
    search: true,
    section: 'deal',
  }),
  accountId: link('account', { label: say('客户', 'Account'), required: true, listed: true, section: 'deal' }),
  primaryContactId: link('contact', { label: say('主要联系人', 'Main contact'), section: 'deal' }),
  pipelineId: link('pipeline', { label: say('销售流程', 'Pipeline'), fixed: true, section: 'deal' }),
  pipelineVersion: integer({ label: say('流程版本', 'Pipeline version'), computed: true }),
  stage: text({ label: say('阶段', 'Stage'), computed: true, maxLength: 40, listed: true }),
  amount: money({ label: say('预计金额（不含税）', 'Amount (net)'), listed: true, section: 'deal' }),
  currency: text({ label: say('币种', 'Currency'), check: 'currency', maxLength: 3, section: 'deal' }),
  fxRate: decimal({ label: say('汇率', 'Exchange rate'), scale: 8, min: '0.00000001', section: 'deal' }),
  amountBase: money({ label: say('预计金额（本位币）', 'Amount in base currency'), computed: true, base: true }),
  expectedCloseDate: date({
    label: say('预计成交日', 'Expected close'),
    required: true,
    listed: true,
    section: 'deal',
  }),
  probability: percent({
    label: say('赢率', 'Probability'),
    min: 0,
    max: 1,
    section: 'deal',
    help: say('默认取阶段赢率，手工修改须说明原因', 'Follows the stage; changing it by hand needs a reason'),
  }),
  forecastCategory: choice(categories, { label: say('预测类别', 'Forecast category'), listed: true, section: 'deal' }),
  oppType: choice(
    { new: ['新签', 'New business'], expansion: ['增购', 'Expansion'], renewal: ['续约', 'Renewal'] },
    { label: say('类型', 'Type'), default: 'new', section: 'deal' },
  ),
  productLine: text({ label: say('产品线', 'Product line'), maxLength: 60, section: 'deal' }),
  needSummary: longText({ label: say('需求摘要', 'Need summary'), maxLength: 4000, section: 'deal' }),
  isBid: toggle({ label: say('是否投标', 'Is a bid'), section: 'deal' }),
  source: choice(sources, { label: say('来源', 'Source'), section: 'deal' }),
  leadId: link('lead', { label: say('来源线索', 'Lead'), fixed: true }),
  amendmentId: link('amendment', { label: say('来源合同变更', 'Amendment'), computed: true }),
  campaignId: link('campaign', { label: say('市场活动', 'Campaign') }),
  noCompetitors: toggle({ label: say('确认无竞争对手', 'No competitors, confirmed') }),
  firstContactAt: datetime({ label: say('首次接触', 'First contact'), computed: true }),
  lastActivityAt: datetime({ label: say('最近跟进', 'Last activity'), computed: true }),
  stageEnteredAt: datetime({ label: say('进入阶段时间', 'In stage since'), computed: true }),
  reopenedAt: datetime({ label: say('重新打开时间', 'Reopened'), computed: true }),
  pushCount: integer({ label: say('延期次数', 'Times pushed'), computed: true, default: 0 }),
  closedAt: datetime({ label: say('关闭时间', 'Closed'), computed: true, section: 'outcome' }),
  winReason: choice(winReasons, { label: say('赢单原因', 'Win reason'), section: 'outcome' }),
  wonContractId: link('contract', {
    label: say('赢单依据：合同', 'Won by contract'),
    computed: true,
    section: 'outcome',
  }),
  wonQuoteId: link('quote', { label: say('赢单依据：报价', 'Won by quote'), computed: true, section: 'outcome' }),
  wonOrderId: link('order', { label: say('赢单依据：订单', 'Won by order'), computed: true, section: 'outcome' }),
  wonAmendmentId: link('amendment', {
    label: say('赢单依据：合同变更', 'Won by amendment'),
    computed: true,
    section: 'outcome',
  }),
  lossReason: choice(lossReasons, { label: say('输单原因', 'Loss reason'), section: 'outcome' }),
  lossCompetitorId: link('account', { label: say('输给（竞争对手客户）', 'Lost to (account)'), section: 'outcome' }),
  lossCompetitor: text({ label: say('输给', 'Lost to'), maxLength: 120, section: 'outcome' }),
  lossNote: longText({ label: say('复盘说明', 'Review note'), maxLength: 4000, section: 'outcome' }),
} as const

export const parts = {
  lines: part({
    label: say('产品明细', 'Products'),
    max: 500,
    fields: {
      productId: link('product', { label: say('产品', 'Product') }),
      description: text({ label: say('说明', 'Description'), maxLength: 500 }),
      unit: text({ label: say('单位', 'Unit'), maxLength: 20 }),
      qty: decimal({ label: say('数量', 'Quantity'), required: true, min: 0 }),
      price: decimal({ label: say('单价（不含税）', 'Price (net)'), scale: 6, min: 0, hide: ['MKT'] }),
      net: money({ label: say('金额', 'Amount'), computed: true, hide: ['MKT'] }),
    },
  }),
  competitors: part({
    label: say('竞争对手', 'Competitors'),
    max: 50,
    fields: {
      accountId: link('account', { label: say('竞争对手客户', 'Account') }),
      name: text({ label: say('名称', 'Name'), maxLength: 120 }),
      note: text({ label: say('优劣势', 'Strengths and weaknesses'), maxLength: 1000 }),
    },
  }),
  contacts: part({
    label: say('决策链', 'Contact roles'),
    max: 100,
    fields: {
      contactId: link('contact', { label: say('联系人', 'Contact'), required: true }),
      decisionRole: choice(
        {
          economic_buyer: ['经济决策者', 'Economic buyer'],
          decision_maker: ['决策者', 'Decision maker'],
          technical: ['技术评估者', 'Technical buyer'],
          user: ['使用者', 'User'],
          champion: ['内部支持者', 'Champion'],
          gatekeeper: ['把关人', 'Gatekeeper'],
        },
        { label: say('决策角色', 'Decision role') },
      ),
      attitude: integer({ label: say('态度（−2 至 2）', 'Attitude (−2 to 2)'), min: -2, max: 2 }),
      influence: integer({ label: say('影响力（1 至 5）', 'Influence (1 to 5)'), min: 1, max: 5 }),
      isPrimary: toggle({ label: say('主要', 'Main') }),
    },
  }),
  team: part({
    label: say('铁三角团队', 'Team'),
    max: 30,
    fields: {
      userId: member({ label: say('成员', 'Member'), required: true }),
      role: choice(
        {
          AR: ['客户责任人', 'Account responsible'],
          SR: ['方案责任人', 'Solution responsible'],
          FR: ['交付责任人', 'Fulfilment responsible'],
          other: ['其他', 'Other'],
        },
        { label: say('角色', 'Role'), required: true },
      ),
      split: percent({ label: say('业绩比例', 'Split'), min: 0, max: 1, default: '0' }),
    },
  }),
  checks: part({
    label: say('必做清单', 'Checklist'),
    computed: true,
    fields: {
      stage: text({ label: say('阶段', 'Stage'), maxLength: 40 }),
      key: text({ label: say('标识', 'Key'), maxLength: 40 }),
      labelZh: text({ label: say('中文说明', 'What to do (Chinese)') }),
      labelEn: text({ label: say('英文说明', 'What to do (English)') }),
      doneAt: datetime({ label: say('完成时间', 'Done at') }),
      doneBy: member({ label: say('完成人', 'Done by') }),
      evidence: files({ label: say('依据文件', 'Evidence') }),
      note: text({ label: say('说明', 'Note'), maxLength: 1000 }),
      waivedAt: datetime({ label: say('豁免时间', 'Waived at') }),
      waivedBy: member({ label: say('豁免人', 'Waived by') }),
    },
  }),
  stageHistory: part({
    label: say('阶段历程', 'Stage history'),
    computed: true,
    fields: {
      stage: text({ label: say('阶段', 'Stage'), maxLength: 40 }),
      enteredAt: datetime({ label: say('进入', 'Entered') }),
      leftAt: datetime({ label: say('离开', 'Left') }),
      by: member({ label: say('操作人', 'By') }),
      skipped: toggle({ label: say('跳过', 'Skipped') }),
      rework: toggle({ label: say('返工', 'Rework') }),
    },
  }),
} as const

export const facts = {
  pipeline: one('pipeline', self('pipelineId')),
  target: one('pipeline', given('toPipeline')),
  defaultPipeline: source<Loose | null>('defaultPipeline'),
  account: one('account', self('accountId')),
  rate: knownRate,
  twins: rows('opportunity', { accountId: self('accountId'), state: 'open' }, { limit: 50 }),
  /** No account of the customer's industry has ordered yet. */
  newIndustry: source<boolean>('newIndustry'),
  gates: rows('gate', { state: 'active' }),
  decisions: rows('gateDecision', { opportunityId: self('id') }),
  quotesOut: rows('quote', { opportunityId: self('id'), state: ['sent', 'accepted'] }),
  contracts: rows('contract', { opportunityId: self('id'), state: ['active', 'completed', 'closed'] }),
  amendments: rows('amendment', { id: self('amendmentId'), state: 'effective' }),
  orders: rows('order', {
    opportunityId: self('id'),
    state: { is: 'notIn', value: ['draft', 'submitted', 'on_hold', 'cancelled'] },
  }),
  ordersAlive: count('order', { opportunityId: self('id'), state: { is: 'notIn', value: ['draft', 'cancelled'] } }),
  invoices: count('invoice', {
    caseId: self('caseId'),
    state: { is: 'notIn', value: ['draft', 'requested', 'void'] },
  }),
} as const

export type State = 'open' | 'won' | 'lost' | 'invalid'
export type Here = Context<typeof fields, typeof parts, typeof facts, State>
export type Opportunity = RecordOf<typeof fields, typeof parts, State>
