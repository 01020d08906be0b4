/** A decision gate: what it stands before, when it applies, what it wants to see, and who may decide. */
import type { Loose } from '../../kernel/fact.ts'
import { choice, choices, decimal, integer, money, percent, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone, roles } from '../../kernel/role.ts'
import { points } from './gates.ts'

const deciders = Object.fromEntries(
  (['SM', 'PRE', 'LEG', 'ARF', 'DPM', 'OPS', 'EXE'] as const).map((role) => [
    role,
    [roles[role].zh, roles[role].en] as const,
  ]),
)

interface Shape {
  readonly record: Loose
}

const wellFormed = [
  {
    code: 'GATE_AUTHORITY_EMPTY',
    field: 'authority',
    onInput: true,
    holds: ({ record }: Shape) => record.authority.length > 0,
  },
  {
    code: 'GATE_CONDITION_EMPTY',
    field: 'always',
    onInput: true,
    holds: ({ record }: Shape) =>
      record.always ||
      record.whenBid ||
      record.whenTerms ||
      record.whenNewIndustry ||
      [record.fromAmount, record.fromLevel, record.changePct, record.fromChange].some((one) => one !== null),
  },
]

export const gate = object('gate', {
  label: say('决策点', 'Gate'),
  plural: 'gates',
  area: 'setup',
  title: 'nameZh',
  fields: {
    code: text({ label: say('代码', 'Code'), required: true, unique: true, maxLength: 20, listed: true, search: true }),
    nameZh: text({
      label: say('中文名称', 'Name (Chinese)'),
      required: true,
      maxLength: 60,
      listed: true,
      search: true,
    }),
    nameEn: text({
      label: say('英文名称', 'Name (English)'),
      required: true,
      maxLength: 60,
      listed: true,
      search: true,
    }),
    subject: choice(
      {
        opportunity: ['商机', 'Opportunity'],
        quote: ['报价', 'Quote'],
        contract: ['合同', 'Contract'],
        amendment: ['合同变更', 'Contract amendment'],
      },
      { label: say('决策对象', 'Decides about'), required: true, listed: true },
    ),
    blocks: choices(points, { label: say('阻断动作', 'Stands before'), required: true }),
    leavingStage: text({
      label: say('离开的阶段', 'Stage left'),
      maxLength: 40,
      help: say('仅对“商机离开阶段”有效；空为所有阶段', 'Only for “Opportunity leaves a stage”; empty means any'),
    }),
    always: toggle({ label: say('总是适用', 'Always applies'), section: 'condition' }),
    fromAmount: money({ label: say('金额达到', 'From amount'), base: true, min: 0, section: 'condition' }),
    whenBid: toggle({ label: say('投标时', 'For bids'), section: 'condition' }),
    fromLevel: choice(
      { L1: ['L1', 'L1'], L2: ['L2', 'L2'], L3: ['L3', 'L3'] },
      { label: say('折扣级别达到', 'From discount level'), section: 'condition' },
    ),
    changePct: percent({ label: say('合同变动超过', 'Contract changes by more than'), min: 0, section: 'condition' }),
    fromChange: money({
      label: say('合同变动金额超过', 'Contract changes by more than (amount)'),
      base: true,
      min: 0,
      section: 'condition',
    }),
    whenTerms: toggle({ label: say('条款或交期变更时', 'When terms or dates change'), section: 'condition' }),
    whenNewIndustry: toggle({
      label: say('客户属于新行业时', 'For an industry that is new to us'),
      section: 'condition',
      help: say('该行业还没有下过单的客户', 'No account of this industry has ordered yet'),
    }),
    autoGoUpTo: money({
      label: say('自动通过上限', 'Decides itself up to'),
      base: true,
      min: 0,
      section: 'condition',
      help: say(
        '标准文本、毛利与账期符合政策的合同，在此金额内自动通过',
        'For contracts on standard terms, in policy, up to this amount',
      ),
    }),
    minScore: decimal({ label: say('通过分数', 'Score needed'), scale: 2, min: 1, max: 5, section: 'decision' }),
    validityDays: integer({ label: say('有效天数', 'Valid for days'), min: 1, max: 999, section: 'decision' }),
    slaWd: integer({ label: say('时限（工作日）', 'Time limit (working days)'), min: 1, max: 99, section: 'decision' }),
  },
  parts: {
    deliverables: part({
      label: say('交付物', 'Deliverables'),
      max: 30,
      fields: {
        name: text({ label: say('名称', 'Name'), required: true, maxLength: 100 }),
        required: toggle({ label: say('必需', 'Required'), default: true }),
      },
    }),
    scorecard: part({
      label: say('评分表', 'Scorecard'),
      max: 30,
      fields: {
        criterion: text({ label: say('评分项', 'Criterion'), required: true, maxLength: 100 }),
        weight: percent({ label: say('权重', 'Weight'), required: true, min: '0.000001', max: 1 }),
      },
    }),
    authority: part({
      label: say('决策权限（自上而下取第一行）', 'Authority (first match from the top)'),
      max: 20,
      fields: {
        below: money({ label: say('金额低于', 'Amount below'), base: true, min: 0 }),
        minMargin: percent({ label: say('毛利不低于', 'Margin at least'), min: 0, max: 1 }),
        roles: choices(deciders, { label: say('由谁决策', 'Decided by'), required: true }),
      },
    }),
  },
  states: {
    active: { label: say('启用', 'Active') },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'active',
  create: { guards: wellFormed },
  change: { guards: wellFormed },
  transitions: {
    retire: { label: say('停用', 'Retire'), from: ['active'], to: 'retired', emits: 'retired', tone: 'danger' },
    restore: { label: say('启用', 'Restore'), from: ['retired'], to: 'active', emits: 'restored' },
  },
  permits: {
    read: everyone('all'),
    create: { OPS: 'all' },
    change: { OPS: 'all' },
    retire: { OPS: 'all' },
    restore: { OPS: 'all' },
  },
  messages: {
    GATE_AUTHORITY_EMPTY: say('请至少设置一行决策权限', 'Say who decides: add a row of authority'),
    GATE_CONDITION_EMPTY: say(
      '请选择适用条件：总是、金额、变动、投标或折扣级别',
      'Say when the gate applies: always, by amount, by change, for bids or by discount level',
    ),
  },
})
