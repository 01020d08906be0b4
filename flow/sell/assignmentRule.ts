/** An assignment rule: which new leads it speaks for, and how it chooses among its candidates. */
import { choice, decimal, integer, link, member, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { systemOnly } from '../../kernel/role.ts'
import { conditionFields } from './condition.ts'

const list = (zh: string, en: string) =>
  text({ label: say(`${zh}（逗号分隔）`, `${en} (separated by commas)`), maxLength: 500 })

const guards = [
  {
    code: 'ASSIGNMENT_CANDIDATES_REQUIRED',
    field: 'candidates',
    holds: ({ record }: Rule) => record.strategy === 'account_owner' || record.candidates.length > 0,
  },
  {
    code: 'ASSIGNMENT_CONDITION_INCOMPLETE',
    field: 'conditions',
    holds: ({ record }: Rule) => record.conditions.every((row) => row.field !== null && row.operator !== null),
  },
]

interface Rule {
  readonly record: {
    readonly strategy: string | null
    readonly candidates: readonly unknown[]
    readonly conditions: readonly { readonly field: string | null; readonly operator: string | null }[]
  }
}

export const assignmentRule = object('assignmentRule', {
  label: say('分配规则', 'Assignment rule'),
  plural: 'assignmentRules',
  area: 'sell',
  title: 'name',
  fields: {
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 100, search: true, listed: true }),
    seq: integer({
      label: say('顺序', 'Order'),
      required: true,
      default: 10,
      min: 0,
      max: 100_000,
      listed: true,
      help: say('从小到大依次匹配，首个匹配的规则生效', 'From small to large; the first rule that matches wins'),
    }),
    strategy: choice(
      {
        round_robin: ['轮流', 'Round robin'],
        weighted: ['按权重', 'Weighted'],
        least_open: ['在手最少', 'Fewest open leads'],
        territory: ['按区域', 'Territory'],
        account_owner: ['客户负责人', 'Account owner'],
        skill: ['按技能', 'Skill'],
      },
      {
        label: say('分配方式', 'Strategy'),
        required: true,
        default: 'round_robin',
        listed: true,
        help: say(
          '线索匹配已有客户时总是优先分给客户负责人',
          'A lead of a known customer always goes to the owner of that account first',
        ),
      },
    ),
    poolId: link('pool', { label: say('仅限公海', 'Only for pool'), listed: true }),
    skillField: choice(
      {
        industry: ['行业', 'Industry'],
        source: ['来源', 'Source'],
        companySize: ['公司规模', 'Company size'],
        needDesc: ['需求描述', 'Need'],
        title: ['职务', 'Job title'],
      },
      { label: say('技能对应字段', 'Field that names the skill'), default: 'industry' },
    ),
    lastUserId: member({ label: say('上一位', 'Last served'), computed: true }),
  },
  parts: {
    conditions: part({ label: say('适用条件', 'Conditions'), max: 20, fields: conditionFields }),
    candidates: part({
      label: say('候选人', 'Candidates'),
      max: 200,
      fields: {
        userId: member({ label: say('人员', 'Person'), required: true }),
        weight: decimal({ label: say('权重', 'Weight'), default: '1', min: 0, max: 1000, scale: 2 }),
        provinces: list('省份', 'Provinces'),
        cities: list('城市', 'Cities'),
        industries: list('行业', 'Industries'),
        skills: list('技能', 'Skills'),
        assigned: integer({ label: say('已分配', 'Assigned'), computed: true, default: 0 }),
      },
    }),
  },
  states: {
    active: { label: say('启用', 'Active') },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'active',
  create: { guards },
  change: { guards },
  transitions: {
    serve: {
      label: say('计数', 'Count'),
      from: ['active', 'retired'],
      emits: 'served',
      input: { userId: member({ label: say('人员', 'Person'), required: true }) },
      sets: ({ record, input }) => ({
        lastUserId: input.userId,
        candidates: record.candidates.map((row) =>
          row.userId === input.userId ? { ...row, assigned: (row.assigned ?? 0) + 1 } : row,
        ),
      }),
    },
    retire: {
      label: say('停用', 'Retire'),
      from: ['active'],
      to: 'retired',
      emits: 'retired',
      tone: 'danger',
      undo: 'restore',
    },
    restore: { label: say('启用', 'Restore'), from: ['retired'], to: 'active', emits: 'restored' },
  },
  permits: {
    read: { SM: 'all', MKT: 'all', OPS: 'all', ADM: 'all' },
    create: { OPS: 'all', ADM: 'all' },
    change: { OPS: 'all', ADM: 'all' },
    retire: { OPS: 'all', ADM: 'all' },
    restore: { OPS: 'all', ADM: 'all' },
    serve: systemOnly,
  },
  messages: {
    ASSIGNMENT_CANDIDATES_REQUIRED: say('请至少添加一名候选人', 'Add at least one candidate'),
    ASSIGNMENT_CONDITION_INCOMPLETE: say(
      '每个条件请选择字段和比较方式',
      'Each condition needs a field and an operator',
    ),
  },
  quiet: ['lastUserId'],
})
