/** A scoring rule: points for how well a lead fits, or for a sign of its interest. */
import { choice, integer, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { conditionFields } from './condition.ts'

interface Rule {
  readonly record: { readonly kind: string | null; readonly field: string | null; readonly signal: string | null }
}

const guards = [
  {
    code: 'SCORING_FIELD_REQUIRED',
    field: 'field',
    holds: ({ record }: Rule) => record.kind !== 'fit' || record.field !== null,
  },
  {
    code: 'SCORING_SIGNAL_REQUIRED',
    field: 'signal',
    holds: ({ record }: Rule) => record.kind !== 'engagement' || record.signal !== null,
  },
]

export const scoringRule = object('scoringRule', {
  label: say('评分规则', 'Scoring rule'),
  plural: 'scoringRules',
  area: 'sell',
  title: 'name',
  fields: {
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 100, search: true, listed: true }),
    kind: choice(
      { fit: ['匹配度', 'Fit'], engagement: ['互动度', 'Engagement'] },
      { label: say('类别', 'Kind'), required: true, default: 'fit', listed: true },
    ),
    ...conditionFields,
    signal: choice(
      {
        call: ['电话', 'Call'],
        visit: ['拜访', 'Visit'],
        meeting: ['会议', 'Meeting'],
        email: ['邮件', 'E-mail'],
        wechat: ['微信', 'WeChat'],
        demo: ['演示', 'Demo'],
        opened: ['活动打开', 'Campaign opened'],
        responded: ['活动响应', 'Campaign responded'],
        attended: ['活动到场', 'Campaign attended'],
      },
      { label: say('互动', 'Sign of interest'), listed: true },
    ),
    points: integer({ label: say('分值', 'Points'), required: true, min: -100, max: 100, listed: true }),
  },
  parts: {},
  states: {
    active: { label: say('启用', 'Active') },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'active',
  create: { guards },
  change: { guards },
  transitions: {
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
    read: { SDR: 'all', REP: 'all', SM: 'all', MKT: 'all', OPS: 'all', ADM: 'all' },
    create: { MKT: 'all', OPS: 'all', ADM: 'all' },
    change: { MKT: 'all', OPS: 'all', ADM: 'all' },
    retire: { MKT: 'all', OPS: 'all', ADM: 'all' },
    restore: { MKT: 'all', OPS: 'all', ADM: 'all' },
  },
  messages: {
    SCORING_FIELD_REQUIRED: say('匹配度规则请选择字段', 'A rule on fit needs a field'),
    SCORING_SIGNAL_REQUIRED: say('互动度规则请选择互动类型', 'A rule on engagement needs a sign of interest'),
  },
})
