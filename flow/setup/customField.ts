/** A field that a company adds to an object; its values live under `custom` in the records. */
import { count, self, source } from '../../kernel/fact.ts'
import { choice, integer, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'

const keyShape = /^[a-z][a-zA-Z0-9]{0,39}$/
const mostPerObject = 200

export const customField = object('customField', {
  label: say('自定义字段', 'Custom field'),
  plural: 'customFields',
  area: 'setup',
  title: 'labelZh',
  fields: {
    object: text({ label: say('对象', 'Object'), required: true, fixed: true, maxLength: 40, listed: true }),
    key: text({
      label: say('标识', 'Key'),
      required: true,
      fixed: true,
      maxLength: 40,
      unique: ['object'],
      listed: true,
      help: say('小写字母开头，仅含字母和数字，创建后不可修改', 'Letters and digits, starting small; never changes'),
    }),
    labelZh: text({ label: say('中文名称', 'Label (Chinese)'), required: true, maxLength: 60, listed: true }),
    labelEn: text({ label: say('英文名称', 'Label (English)'), required: true, maxLength: 60, listed: true }),
    kind: choice(
      {
        text: ['单行文本', 'Text'],
        longText: ['多行文本', 'Long text'],
        number: ['数字', 'Number'],
        money: ['金额', 'Money'],
        date: ['日期', 'Date'],
        datetime: ['日期时间', 'Date and time'],
        choice: ['选项', 'Choice'],
        member: ['成员', 'Member'],
        link: ['关联记录', 'Link'],
        switch: ['开关', 'Switch'],
        attachment: ['附件', 'Attachment'],
      },
      { label: say('类型', 'Kind'), required: true, fixed: true, listed: true },
    ),
    target: text({ label: say('关联对象', 'Linked object'), fixed: true, maxLength: 40 }),
    helpZh: text({ label: say('中文提示', 'Help (Chinese)'), maxLength: 200 }),
    helpEn: text({ label: say('英文提示', 'Help (English)'), maxLength: 200 }),
    required: toggle({ label: say('必填', 'Required'), listed: true }),
    filterable: toggle({ label: say('可筛选排序', 'Filter and sort'), listed: true }),
    showInList: toggle({ label: say('列表显示', 'Shown in lists') }),
    section: text({ label: say('分组', 'Section'), maxLength: 40 }),
    seq: integer({ label: say('顺序', 'Order'), required: true, default: 10, min: 0, max: 100_000 }),
    scale: integer({ label: say('小数位数', 'Decimals'), min: 0, max: 6 }),
  },
  parts: {
    options: part({
      label: say('选项', 'Options'),
      max: 500,
      fields: {
        key: text({ label: say('标识', 'Key'), required: true, maxLength: 40 }),
        zh: text({ label: say('中文', 'Chinese'), required: true, maxLength: 60 }),
        en: text({ label: say('英文', 'English'), required: true, maxLength: 60 }),
        disabled: toggle({ label: say('停用', 'Disabled') }),
      },
    }),
  },
  facts: {
    /** Names of all objects there are. */
    objects: source<readonly string[]>('objectNames'),
    siblings: count('customField', { object: self('object') }),
  },
  states: {
    active: { label: say('启用', 'Active') },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'active',
  create: {
    takesOwner: false,
    needs: ['objects', 'siblings'],
    guards: [
      {
        code: 'CUSTOM_OBJECT_UNKNOWN',
        field: 'object',
        holds: ({ record, facts }) => facts.objects.includes(record.object ?? ''),
      },
      { code: 'CUSTOM_KEY_SHAPE', field: 'key', holds: ({ record }) => keyShape.test(record.key ?? '') },
      {
        code: 'CUSTOM_TARGET_UNKNOWN',
        field: 'target',
        holds: ({ record, facts }) => record.kind !== 'link' || facts.objects.includes(record.target ?? ''),
      },
      {
        code: 'CUSTOM_TOO_MANY',
        holds: ({ facts }) => facts.siblings < mostPerObject,
        details: () => ({ max: mostPerObject }),
      },
      ...optionGuards(),
    ],
  },
  change: {
    guards: [
      ...optionGuards(),
      {
        code: 'CUSTOM_OPTION_GONE',
        field: 'options',
        onInput: true,
        holds: ({ before, record }) =>
          (before?.options ?? []).every((old) => record.options.some((row) => row.key === old.key)),
      },
    ],
  },
  transitions: {
    retire: {
      label: say('停用', 'Retire'),
      from: ['active'],
      to: 'retired',
      emits: 'retired',
      tone: 'danger',
      undo: 'restore',
      help: say('已有值保留，不再显示', 'Values are kept and no longer shown'),
    },
    restore: { label: say('恢复', 'Restore'), from: ['retired'], to: 'active', emits: 'restored' },
  },
  permits: {
    read: everyone('all'),
    create: { ADM: 'all', OPS: 'all' },
    change: { ADM: 'all', OPS: 'all' },
    retire: { ADM: 'all', OPS: 'all' },
    restore: { ADM: 'all', OPS: 'all' },
  },
  messages: {
    CUSTOM_OBJECT_UNKNOWN: say('没有这个对象，请重新选择', 'There is no such object; choose one of the list'),
    CUSTOM_KEY_SHAPE: say(
      '标识须以小写字母开头，仅含字母和数字，最多 40 个字符',
      'The key starts with a small letter and has letters and digits only, at most 40',
    ),
    CUSTOM_TARGET_UNKNOWN: say('关联字段请选择关联对象', 'A link needs the object it points to'),
    CUSTOM_OPTIONS_REQUIRED: say('选项字段请至少添加一个选项', 'A choice needs at least one option'),
    CUSTOM_OPTION_TWICE: say('选项标识不能重复', 'Two options share a key; make each unique'),
    CUSTOM_OPTION_GONE: say(
      '已有选项不能删除，请改为停用',
      'Options cannot be removed, since records may hold them; disable them instead',
    ),
    CUSTOM_TOO_MANY: say('每个对象最多 {max} 个自定义字段', 'An object holds at most {max} custom fields'),
  },
})

interface Optional {
  readonly record: { readonly kind: string | null; readonly options: readonly { readonly key: string | null }[] }
}

function optionGuards() {
  return [
    {
      code: 'CUSTOM_OPTIONS_REQUIRED',
      field: 'options',
      holds: ({ record }: Optional) => record.kind !== 'choice' || record.options.length > 0,
    },
    {
      code: 'CUSTOM_OPTION_TWICE',
      field: 'options',
      holds: ({ record }: Optional) => new Set(record.options.map((row) => row.key)).size === record.options.length,
    },
  ]
}
