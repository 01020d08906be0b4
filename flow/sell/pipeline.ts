/** A sales pipeline: its stages in order, what each demands before it is left, and its version. */
import type { Loose } from '../../kernel/fact.ts'
import { count, self } from '../../kernel/fact.ts'
import { choice, choices, integer, link, percent, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'
import { demandable } from './demands.ts'

const stages = part({
  label: say('阶段', 'Stages'),
  min: 1,
  max: 20,
  fields: {
    key: text({ label: say('标识', 'Key'), required: true, maxLength: 40 }),
    nameZh: text({ label: say('中文名称', 'Name (Chinese)'), required: true, maxLength: 40 }),
    nameEn: text({ label: say('英文名称', 'Name (English)'), required: true, maxLength: 40 }),
    seq: integer({ label: say('顺序', 'Order'), required: true, min: 1, max: 99 }),
    probability: percent({ label: say('赢率', 'Probability'), required: true, min: 0, max: 1 }),
    rotDays: integer({ label: say('停滞天数', 'Days until it rots'), min: 1, max: 999 }),
    requiredFields: choices(demandable, { label: say('离开前必填', 'Required before leaving') }),
    requiredCustom: text({
      label: say('离开前必填的自定义字段', 'Own fields required before leaving'),
      help: say('填写自定义字段标识，用逗号分隔', 'Keys of own fields, separated by commas'),
      maxLength: 400,
    }),
    category: choice(
      {
        pipeline: ['一般', 'Pipeline'],
        best_case: ['乐观', 'Best case'],
        commit: ['承诺', 'Commit'],
        omitted: ['不计入', 'Omitted'],
      },
      { label: say('预测类别', 'Forecast category'), default: 'pipeline' },
    ),
  },
})

const checklist = part({
  label: say('必做清单', 'Checklist'),
  max: 100,
  fields: {
    stage: text({ label: say('阶段标识', 'Stage key'), required: true, maxLength: 40 }),
    key: text({ label: say('标识', 'Key'), required: true, maxLength: 40 }),
    labelZh: text({ label: say('中文说明', 'What to do (Chinese)'), required: true }),
    labelEn: text({ label: say('英文说明', 'What to do (English)'), required: true }),
  },
})

interface Shape {
  readonly record: Loose
}

const stageKeysOf = ({ record }: Shape): string[] => record.stages.map((stage: Loose) => stage.key)
const distinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length

const wellFormed = [
  {
    code: 'PIPELINE_STAGES_EMPTY',
    field: 'stages',
    onInput: true,
    holds: ({ record }: Shape) => record.stages.length > 0,
  },
  {
    code: 'PIPELINE_STAGES_REPEAT',
    field: 'stages',
    onInput: true,
    holds: (context: Shape) =>
      distinct(stageKeysOf(context)) && distinct(context.record.stages.map((stage: Loose) => stage.seq)),
  },
  {
    code: 'PIPELINE_CHECKLIST_STAGE',
    field: 'checklist',
    onInput: true,
    holds: (context: Shape) =>
      context.record.checklist.every((item: Loose) => stageKeysOf(context).includes(item.stage)) &&
      distinct(context.record.checklist.map((item: Loose) => `${item.stage} ${item.key}`)),
  },
] as const

export const pipeline = object('pipeline', {
  label: say('销售流程', 'Pipeline'),
  plural: 'pipelines',
  area: 'setup',
  title: 'name',
  fields: {
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 80, listed: true, search: true }),
    isDefault: toggle({
      label: say('默认流程', 'Default'),
      listed: true,
      help: say('新商机未指定流程时使用', 'Used for a new opportunity that names no pipeline'),
    }),
    versionNo: integer({ label: say('版本', 'Version'), computed: true, default: 1, listed: true }),
    previousId: link('pipeline', { label: say('上一版本', 'Previous version'), computed: true }),
  },
  parts: { stages, checklist },
  facts: {
    running: count('opportunity', { pipelineId: self('id') }),
  },
  states: {
    active: { label: say('启用', 'Active') },
    superseded: { label: say('已被新版本取代', 'Superseded'), ends: 'well', locked: true },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'active',
  create: { guards: wellFormed },
  change: {
    needs: ['running'],
    guards: [
      ...wellFormed,
      {
        code: 'PIPELINE_IN_USE',
        details: ({ facts }) => ({ count: facts.running }),
        onInput: true,
        holds: ({ record, before, facts }) =>
          facts.running === 0 || (same(record.stages, before?.stages) && same(record.checklist, before?.checklist)),
      },
    ],
  },
  transitions: {
    revise: {
      label: say('建立新版本', 'Make a new version'),
      help: say('进行中的商机保留原版本', 'Running opportunities keep the version they started with'),
      from: ['active'],
      to: 'superseded',
      emits: 'revised',
      tone: 'primary',
    },
    retire: { label: say('停用', 'Retire'), from: ['active'], to: 'retired', emits: 'retired', tone: 'danger' },
    restore: { label: say('重新启用', 'Restore'), from: ['retired'], to: 'active', emits: 'restored' },
    stepBack: {
      label: say('取消默认', 'No longer the default'),
      from: ['active'],
      emits: 'stepped_back',
      sets: () => ({ isDefault: false }),
    },
  },
  permits: {
    read: everyone('all'),
    create: { OPS: 'all', ADM: 'all' },
    change: { OPS: 'all', ADM: 'all' },
    revise: { OPS: 'all', ADM: 'all' },
    retire: { OPS: 'all', ADM: 'all' },
    restore: { OPS: 'all', ADM: 'all' },
    stepBack: { OPS: 'all', ADM: 'all' },
  },
  messages: {
    PIPELINE_STAGES_EMPTY: say('请至少设置一个阶段', 'Add at least one stage'),
    PIPELINE_STAGES_REPEAT: say(
      '阶段的标识和顺序不能重复，请修改重复的行',
      'Stage keys and orders must differ; change the repeated rows',
    ),
    PIPELINE_CHECKLIST_STAGE: say(
      '必做清单引用了不存在的阶段或有重复项，请检查清单',
      'The checklist names an unknown stage or repeats an item; check its rows',
    ),
    PIPELINE_IN_USE: say(
      '已有 {count} 个商机使用此流程：请先“建立新版本”再修改阶段',
      '{count} opportunities use this pipeline: make a new version and change the stages there',
    ),
  },
})

/** Rows that say the same, whatever object holds them. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
