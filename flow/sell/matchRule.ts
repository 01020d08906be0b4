/** A matching rule 查重规则: what is compared, what agreeing and differing is worth, and how many points count. */
import type { Loose } from '../../kernel/fact.ts'
import { source } from '../../kernel/fact.ts'
import { choice, decimal, integer, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { fieldNames, type MatchRule } from '../../kernel/likeness.ts'
import { type Guard, object, part } from '../../kernel/object.ts'

/** Names of the fields of each object, its own ones as 'custom.key'. */
const fieldsKnown = source<Readonly<Record<string, readonly string[]>>>('matchableFields')

interface Ruled {
  readonly record: Loose
  readonly facts: { readonly fieldsKnown: Readonly<Record<string, readonly string[]>> }
}

const namedIn = (record: Loose): string[] =>
  [...(record.compare as Loose[]), ...(record.passes as Loose[])].flatMap((row) => fieldNames(row.fields ?? ''))

const unknownIn = ({ record, facts }: Ruled): string[] => {
  const known = new Set(facts.fieldsKnown?.[record.object] ?? [])
  return [...new Set(namedIn(record))].filter(
    (name) => !known.has(name.split('.')[0] === 'custom' ? name : (name.split('.')[0] as string)),
  )
}

const guards: readonly Guard<Ruled>[] = [
  {
    code: 'MATCH_FIELD_UNKNOWN',
    field: 'compare',
    onInput: true,
    holds: (context) => unknownIn(context).length === 0,
    details: (context) => ({ names: unknownIn(context).slice(0, 5).join('、') }),
  },
  {
    code: 'MATCH_LIMITS_CROSSED',
    field: 'sureAt',
    onInput: true,
    holds: ({ record }) => Number(record.sureAt) >= Number(record.suspectAt),
  },
  {
    code: 'MATCH_OUT_OF_REACH',
    field: 'suspectAt',
    onInput: true,
    holds: ({ record }) =>
      (record.compare as Loose[]).reduce((sum, row) => sum + Math.max(0, Number(row.agree ?? 0)), 0) >=
      Number(record.suspectAt),
    details: ({ record }) => ({
      most: (record.compare as Loose[]).reduce((sum, row) => sum + Math.max(0, Number(row.agree ?? 0)), 0),
    }),
  },
]

const fieldsHelp = say(
  '字段标识，多个用逗号分隔，合在一起比较',
  'Names of fields; several, separated by commas, are compared as one',
)

export const matchRule = object('matchRule', {
  label: say('查重规则', 'Matching rule'),
  plural: 'matchRules',
  area: 'manage',
  title: 'name',
  fields: {
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 100, search: true, listed: true }),
    object: choice(
      { lead: ['线索', 'Lead'], account: ['客户', 'Account'], contact: ['联系人', 'Contact'] },
      { label: say('对象', 'Object'), required: true, fixed: true, listed: true },
    ),
    suspectAt: decimal({
      label: say('疑似分数线', 'Suspected from'),
      required: true,
      default: '8',
      min: -1000,
      max: 1000,
      scale: 1,
      listed: true,
      help: say('总分达到此线，列入待核对', 'From this sum of points on, a pair is put up for review'),
    }),
    sureAt: decimal({
      label: say('确定分数线', 'Almost certain from'),
      required: true,
      default: '14',
      min: -1000,
      max: 1000,
      scale: 1,
      listed: true,
      help: say(
        '总分达到此线，标为几乎确定；合并仍由人决定',
        'Marked as almost certain; merging stays a decision of people',
      ),
    }),
  },
  parts: {
    compare: part({
      label: say('比较', 'What is compared'),
      min: 1,
      max: 30,
      fields: {
        fields: text({ label: say('字段', 'Fields'), help: fieldsHelp, required: true, maxLength: 200 }),
        compare: choice(
          {
            exact: ['完全相同', 'The same'],
            spelling: ['拼写相近', 'Near spelling'],
            name: ['人名（顺序不限）', 'Name of a person, in any order'],
            company: ['公司名称（不计“有限公司”等）', 'Company name, without its legal form'],
            words: ['共有的词', 'Words in common'],
            phone: ['电话', 'Telephone'],
            email: ['邮箱', 'E-mail'],
            address: ['地址', 'Address'],
            date: ['日期', 'Date'],
            digits: ['数字', 'Digits'],
          },
          { label: say('比较方式', 'How'), required: true, default: 'exact' },
        ),
        agree: decimal({
          label: say('相同得分', 'Points if the same'),
          required: true,
          default: '5',
          min: -100,
          max: 100,
          scale: 1,
        }),
        differ: decimal({
          label: say('不同得分', 'Points if different'),
          required: true,
          default: '-2',
          min: -100,
          max: 100,
          scale: 1,
          help: say('通常为负；有一方空白时不计分', 'Usually negative; an empty value counts neither way'),
        }),
        from: integer({
          label: say('相近起点（%）', 'Alike from (%)'),
          default: 85,
          min: 1,
          max: 100,
          help: say(
            '相似度低于此值按不同计，之上按比例计分',
            'Below this likeness it counts as different; above, points grow with it',
          ),
        }),
      },
    }),
    passes: part({
      label: say('候选（任一成立才比较）', 'Who is compared: records that share one of these'),
      min: 1,
      max: 15,
      fields: {
        fields: text({ label: say('字段', 'Fields'), help: fieldsHelp, required: true, maxLength: 200 }),
        by: choice(
          {
            same: ['内容相同', 'The same value'],
            start: ['开头相同', 'The same beginning'],
            pairs: ['有共同片段', 'A piece in common'],
          },
          { label: say('方式', 'How'), required: true, default: 'same' },
        ),
      },
    }),
  },
  facts: { fieldsKnown },
  states: {
    active: { label: say('启用', 'Active') },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'active',
  create: { takesOwner: false, needs: ['fieldsKnown'], guards },
  change: { needs: ['fieldsKnown'], guards },
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
    create: { OPS: 'all', ADM: 'all' },
    change: { OPS: 'all', ADM: 'all' },
    retire: { OPS: 'all', ADM: 'all' },
    restore: { OPS: 'all', ADM: 'all' },
  },
  messages: {
    MATCH_FIELD_UNKNOWN: say(
      '该对象没有这些字段：{names}；请用字段标识，例如 companyName',
      'This object has no such fields: {names}; use their names, such as companyName',
    ),
    MATCH_LIMITS_CROSSED: say(
      '确定分数线不能低于疑似分数线',
      'The limit for almost certain must not lie below that for suspected',
    ),
    MATCH_OUT_OF_REACH: say(
      '各项全部相同也只有 {most} 分，达不到疑似分数线；请调低分数线或提高得分',
      'Even if all is the same there are only {most} points; lower the limit or raise the points',
    ),
  },
})

/** A stored rule as the kernel reads it. */
export const ruleOf = (record: Loose): MatchRule => ({
  compare: (record.compare as readonly Loose[]).map(({ fields, compare, agree, differ, from }) => ({
    fields,
    compare,
    agree: Number(agree),
    differ: Number(differ),
    from: from === null ? null : Number(from),
  })),
  passes: (record.passes as readonly Loose[]).map(({ fields, by }) => ({ fields, by })),
  suspectAt: Number(record.suspectAt),
  sureAt: Number(record.sureAt),
})
