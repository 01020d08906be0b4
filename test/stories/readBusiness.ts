/** A small chain with everything reading must respect: hidden, masked and foreign values, pools, own fields. */

import {
  choice,
  choices,
  date,
  datetime,
  decimal,
  department,
  integer,
  link,
  money,
  text,
  toggle,
} from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { type CustomField, type Declaration, object, part } from '../../kernel/object.ts'
import { type Registry, registry } from '../../kernel/registry.ts'
import { everyone, type Permit } from '../../kernel/role.ts'

const all: Permit = { REP: ['self', 'pool'], SDR: 'team', SM: 'tree', MKT: 'all', OPS: 'all', EXE: 'all' }
const open = { open: { label: say('进行中', 'Open') }, done: { label: say('完成', 'Done'), ends: 'well' as const } }
const plain = { read: all, create: all, change: all }
const finish = {
  finish: { label: say('完成', 'Finish'), from: ['open'] as const, to: 'done' as const, emits: 'finished' },
}
const name = text({ label: say('名称', 'Name'), required: true, search: true, listed: true })
const amount = money({ label: say('金额', 'Amount'), listed: true })

const departments = object('department', {
  label: say('部门', 'Department'),
  plural: 'departments',
  area: 'setup',
  title: 'name',
  fields: { name },
  states: { active: { label: say('启用', 'Active') } },
  starts: 'active',
  transitions: {},
  permits: { read: everyone('all'), create: all, change: all },
})
const users = object('user', {
  label: say('用户', 'User'),
  plural: 'users',
  area: 'setup',
  title: 'name',
  fields: {
    name,
    departmentId: department({ label: say('部门', 'Department') }),
    secret: text({ label: say('密钥', 'Secret'), hide: ['REP', 'SDR', 'SM', 'MKT', 'OPS', 'EXE', 'ADM'] }),
  },
  states: { active: { label: say('启用', 'Active') } },
  starts: 'active',
  transitions: {},
  permits: { read: everyone('all'), create: all, change: all },
})
const accounts = object('account', {
  label: say('客户', 'Account'),
  plural: 'accounts',
  area: 'sell',
  title: 'name',
  numbered: 'AC',
  fields: {
    name,
    industry: choice({ energy: ['能源', 'Energy'], metal: ['金属', 'Metal'] }, { label: say('行业', 'Industry') }),
    mobile: text({ label: say('手机', 'Mobile'), check: 'phone', mask: 'mobile', search: true }),
  },
  states: { active: { label: say('启用', 'Active') } },
  starts: 'active',
  transitions: {},
  permits: plain,
})
const campaigns = object('campaign', {
  label: say('市场活动', 'Campaign'),
  plural: 'campaigns',
  area: 'sell',
  title: 'name',
  fields: { name },
  states: open,
  starts: 'open',
  transitions: finish,
  permits: { ...plain, finish: all },
})
const leads = object('lead', {
  label: say('线索', 'Lead'),
  plural: 'leads',
  area: 'sell',
  title: 'name',
  numbered: 'LD',
  fields: {
    name,
    estAmount: amount,
    poolId: link('account', { label: say('公海', 'Pool') }),
    mobile: text({ label: say('手机', 'Mobile'), check: 'phone', mask: 'mobile', search: true }),
    campaignId: link('campaign', { label: say('市场活动', 'Campaign') }),
  },
  states: { ...open, pool: { label: say('公海', 'In pool') }, merged: { label: say('合并', 'Merged'), ends: 'badly' } },
  starts: 'open',
  thread: { amount: 'estAmount' },
  transitions: {
    ...finish,
    release: { label: say('退回', 'Release'), from: ['open'], to: 'pool', emits: 'released' },
    merge: { label: say('合并', 'Merge'), from: ['open'], to: 'merged', emits: 'merged' },
  },
  permits: { ...plain, finish: all, release: all, merge: all },
})
const opportunities = object('opportunity', {
  label: say('商机', 'Opportunity'),
  plural: 'opportunities',
  area: 'sell',
  title: 'name',
  numbered: 'OP',
  fields: {
    name,
    amount,
    currency: text({ label: say('币种', 'Currency'), maxLength: 3 }),
    fxRate: decimal({ label: say('汇率', 'Rate'), scale: 8 }),
    accountId: link('account', { label: say('客户', 'Account'), listed: true }),
    leadId: link('lead', { label: say('线索', 'Lead') }),
    stage: text({ label: say('阶段', 'Stage'), computed: true, listed: true }),
    kind: choice({ new: ['新签', 'New'], renewal: ['续约', 'Renewal'] }, { label: say('类型', 'Type'), listed: true }),
    cost: money({ label: say('成本', 'Cost'), hide: ['REP', 'SDR', 'MKT'] }),
    closeDate: date({ label: say('预计成交', 'Close date'), listed: true }),
    metAt: datetime({ label: say('见面', 'Met') }),
    score: integer({ label: say('评分', 'Score') }),
    isBid: toggle({ label: say('投标', 'Bid') }),
    tags: choices({ hot: ['热', 'Hot'], cold: ['冷', 'Cold'] }, { label: say('标签', 'Tags') }),
    lossReason: choice(
      { price: ['价格', 'Price'], timing: ['时机', 'Timing'] },
      { label: say('输单原因', 'Loss reason') },
    ),
  },
  parts: {
    lines: part({
      label: say('明细', 'Lines'),
      fields: {
        what: text({ label: say('内容', 'What'), required: true }),
        cost: money({ label: say('成本', 'Cost'), hide: ['REP', 'SDR', 'MKT'] }),
      },
    }),
  },
  states: { ...open, lost: { label: say('输单', 'Lost'), ends: 'badly' } },
  starts: 'open',
  thread: { after: ['leadId'], amount: 'amount' },
  transitions: {
    ...finish,
    lose: { label: say('输单', 'Lose'), from: ['open'], to: 'lost', emits: 'lost', asks: ['lossReason'] },
    approve: {
      label: say('批准', 'Approve'),
      from: ['open'],
      emits: 'approved',
      guards: [
        {
          code: 'TOO_SMALL',
          holds: ({ record }) => (record.amount ?? 0n) >= 100000n,
          details: () => ({ min: 100000n }),
        },
      ],
    },
  },
  permits: { ...plain, finish: all, lose: all, approve: all },
  messages: { TOO_SMALL: say('金额须不少于 {min}', 'The amount must be at least {min}') },
})
const invoices = object('invoice', {
  label: say('发票', 'Invoice'),
  plural: 'invoices',
  area: 'cash',
  title: 'no',
  numbered: 'IV',
  fields: { amount, opportunityId: link('opportunity', { label: say('商机', 'Opportunity') }) },
  states: open,
  starts: 'open',
  thread: { after: ['opportunityId'], amount: 'amount' },
  transitions: finish,
  permits: { ...plain, finish: all },
})
const payments = object('payment', {
  label: say('回款', 'Payment'),
  plural: 'payments',
  area: 'cash',
  title: 'no',
  numbered: 'PA',
  fields: { amount },
  parts: {
    allocations: part({
      label: say('核销', 'Allocations'),
      fields: { invoiceId: link('invoice', { label: say('发票', 'Invoice') }) },
    }),
  },
  states: open,
  starts: 'open',
  thread: { amount: 'amount' },
  transitions: finish,
  permits: { ...plain, finish: all },
})

export const objects: Declaration[] = [
  departments,
  users,
  accounts,
  campaigns,
  leads,
  opportunities,
  invoices,
  payments,
]
export const business: Registry = registry(objects, [])

export const ownFields: readonly CustomField[] = [
  { key: 'region', filterable: true, ...text({ label: say('区域', 'Region') }) },
  { key: 'weight', filterable: true, ...decimal({ label: say('重量', 'Weight'), scale: 2 }) },
  { key: 'bonus', filterable: false, ...money({ label: say('奖金', 'Bonus') }) },
  { key: 'margin', filterable: true, ...decimal({ label: say('毛利', 'Margin'), hide: ['REP'] }) },
]
