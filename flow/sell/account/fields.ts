/** What is written down of an account 客户, and what its rules must know beyond it. */
import { count, given, me, one, rows, self, source } from '../../../kernel/fact.ts'
import {
  address,
  choice,
  data,
  date,
  datetime,
  integer,
  link,
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

const computed = { computed: true } as const
const credit = { ...computed, required: true, section: 'credit' } as const
const invoicing = { section: 'invoicing', personal: true } as const

export const fields = {
  name: text({
    label: say('客户名称', 'Name'),
    required: true,
    personal: true,
    maxLength: 120,
    search: true,
    listed: true,
  }),
  nameKey: text({
    label: say('客户名称（规范化）', 'Name (normalised)'),
    ...computed,
    personal: true,
    unique: true,
    maxLength: 200,
  }),
  nameShared: toggle({
    label: say('名称与其他客户相同', 'Shares its name'),
    help: say('原系统中有同名客户，导入时并存', 'Another account of the source has the same name; both came in'),
    ...computed,
    default: false,
  }),
  kind: choice(
    { company: ['企业', 'Company'], person: ['个人', 'Person'] },
    { label: say('客户性质', 'Company or person'), required: true, default: 'company' },
  ),
  uscc: text({ label: say('统一社会信用代码', 'Social credit code'), maxLength: 18, check: 'uscc', search: true }),
  ...reach,
  type: choice(
    {
      prospect: ['潜在客户', 'Prospect'],
      customer: ['客户', 'Customer'],
      partner: ['合作伙伴', 'Partner'],
      competitor: ['竞争对手', 'Competitor'],
    },
    { label: say('类型', 'Type'), required: true, default: 'prospect', listed: true },
  ),
  tier: choice(
    { A: ['A', 'A'], B: ['B', 'B'], C: ['C', 'C'], D: ['D', 'D'] },
    { label: say('等级', 'Tier'), listed: true },
  ),
  industry: text({ label: say('行业', 'Industry'), maxLength: 60, listed: true }),
  region: address({ label: say('地区', 'Region'), listed: true }),
  address: text({ label: say('详细地址', 'Address'), personal: true, maxLength: 200 }),
  location: data<{ lat: number; lng: number }>({
    label: say('坐标', 'Coordinates'),
    personal: true,
    help: say('用于拜访签到校验', 'Where check-ins of visits are measured from'),
  }),
  website: text({ label: say('网站', 'Website'), maxLength: 200, check: 'url' }),
  parentId: link('account', { label: say('上级客户', 'Parent account') }),
  source: text({ label: say('来源', 'Source'), maxLength: 60 }),
  campaignId: link('campaign', { label: say('市场活动', 'Campaign') }),
  leadId: link('lead', { label: say('来源线索', 'Source lead'), fixed: true }),
  poolId: link('pool', { label: say('公海', 'Pool'), fixed: true }),
  creditLimit: money({ label: say('信用额度', 'Credit limit'), ...credit, base: true, default: 0n, min: 0 }),
  creditDays: integer({ label: say('账期（天）', 'Credit days'), ...credit, default: 0, min: 0, max: 3650 }),
  creditStatus: choice(
    { ok: ['正常', 'OK'], watch: ['关注', 'Watch'], hold: ['冻结', 'On hold'] },
    { label: say('信用状态', 'Credit status'), ...credit, default: 'ok', listed: true },
  ),
  invoiceName: text({ label: say('发票抬头', 'Invoice title'), maxLength: 120, ...invoicing }),
  invoiceTaxNo: text({ label: say('税号', 'Tax number'), maxLength: 30, ...invoicing }),
  invoiceAddress: text({ label: say('开票地址', 'Invoice address'), maxLength: 200, ...invoicing }),
  invoicePhone: text({ label: say('开票电话', 'Invoice telephone'), maxLength: 30, ...invoicing }),
  invoiceBank: text({ label: say('开户行', 'Bank'), maxLength: 120, ...invoicing }),
  invoiceBankAccount: text({ label: say('银行账号', 'Bank account'), maxLength: 50, mask: 'text', ...invoicing }),
  pastInvoiceTitles: data<readonly Readonly<Record<string, string | null>>[]>({
    label: say('历史开票信息', 'Earlier invoice titles'),
    ...computed,
    ...invoicing,
  }),
  priceBookId: link('priceBook', { label: say('价格表', 'Price book') }),
  paymentTermId: link('paymentTerm', { label: say('付款条件', 'Payment term') }),
  riskLevel: choice(
    { low: ['低', 'Low'], mid: ['中', 'Medium'], high: ['高', 'High'], blacklist: ['黑名单', 'Blacklisted'] },
    { label: say('风险等级', 'Risk'), required: true, default: 'low' },
  ),
  lifecycle: choice(
    {
      prospect: ['潜在', 'Prospect'],
      active: ['活跃', 'Active'],
      dormant: ['沉睡', 'Dormant'],
      churned: ['流失', 'Churned'],
      won_back: ['挽回', 'Won back'],
    },
    { label: say('生命周期', 'Lifecycle'), ...computed, required: true, default: 'prospect', listed: true },
  ),
  firstOrderAt: datetime({ label: say('首单时间', 'First order'), ...computed }),
  lastOrderAt: datetime({ label: say('最近下单', 'Last order'), ...computed }),
  lastActivityAt: datetime({ label: say('最近跟进', 'Last activity'), ...computed, listed: true }),
  claimedAt: datetime({ label: say('领取时间', 'Claimed'), ...computed }),
  assignedAt: datetime({ label: say('分配时间', 'Assigned'), ...computed }),
  heldOn: date({ label: say('持有起始日', 'Held since'), ...computed }),
  recycledAt: datetime({ label: say('回收时间', 'Back to the pool'), ...computed }),
  releasedOn: date({ label: say('退回公海日', 'Back to the pool on'), ...computed }),
  recycleCount: integer({ label: say('回收次数', 'Times recycled'), ...computed, default: 0 }),
  formerOwnerId: member({ label: say('原负责人', 'Former owner'), ...computed }),
  extensionAskedOn: date({ label: say('申请延期日', 'Extension asked'), ...computed }),
  extensionDays: integer({ label: say('已延期天数', 'Days of extension'), ...computed, default: 0 }),
  protectedUntil: date({ label: say('保护期至', 'Protected until'), ...computed }),
  mergedIntoId: link('account', { label: say('合并至', 'Merged into'), ...computed }),
  erasedAt,
} as const

export type AccountState = 'held' | 'pool' | 'merged'

const held = (owner: ReturnType<typeof self>) => count('account', { ownerId: owner, state: 'held' })
/** A person's row is locked while an account goes to them, so that two of them at once cannot pass the same limit. */
const person = (id: ReturnType<typeof self>) => one('user', id, { lock: true })

export const facts = {
  pool: one('pool', self('poolId')),
  defaultPools: rows('pool', { serves: 'account', isDefault: true, state: 'active' }, { limit: 1 }),
  owner: person(self('ownerId')),
  target: person(given('ownerId')),
  claimer: person(me()),
  heldByTarget: held(given('ownerId')),
  heldByMe: held(me()),
  claimsToday: source<number>('claimsToday'),
  duplicates,
  /** The parent and all above it, nearest first. */
  ancestors: source<readonly string[]>('accountAncestors'),
  openOpportunities: count('opportunity', { accountId: self('id'), state: 'open' }),
  survivor: one('account', given('survivorId'), { lock: true }),
  /** Asking for them writes the survivor first, so that its name is free again before it is taken back. */
  mergedHere: count('account', { mergedIntoId: self('id') }),
  unmatchedPayments: count('payment', { accountId: self('id'), state: ['registered', 'claimed'] }),
  openInvoices: count('invoice', { accountId: self('id'), state: ['issued', 'partially_paid'] }),
  ownInvoices: rows('invoice', { accountId: self('id') }, { sort: ['-createdAt'], limit: 1 }),
  survivorInvoices: rows('invoice', { accountId: given('survivorId') }, { sort: ['-createdAt'], limit: 1 }),
} as const

export type AccountContext = Context<typeof fields, Record<never, never>, typeof facts, AccountState>
export type AccountRecord = AccountContext['record']
