/** What the page knows of each kind of field: where its value stands, how it compares, what all records share. */
import { say } from '../../kernel/label.ts'
import type { Entry, FieldMeta, ObjectMeta, Operator, Values } from '../api/types.ts'
import { en } from '../shell/words.en.ts'
import { zh } from '../shell/words.zh.ts'

/** Name used in filters, sorting and errors. */
export const pathOf = (field: FieldMeta): string =>
  field.custom && !field.name.startsWith('custom.') ? `custom.${field.name}` : field.name

export const keyOf = (field: FieldMeta): string => field.name.replace(/^custom\./, '')

export function valueIn(record: Readonly<Record<string, unknown>>, field: FieldMeta): unknown {
  if (!field.custom) return record[field.name]
  const custom = record.custom as Record<string, unknown> | undefined
  return custom?.[keyOf(field)]
}

/** A body for the server: own fields flat, custom ones under `custom`. */
export function bodyOf(values: Values, fields: readonly FieldMeta[], parts: readonly string[] = []): Values {
  const body: Values = {}
  const custom: Values = {}
  for (const field of fields) {
    const path = pathOf(field)
    if (!(path in values)) continue
    if (field.custom) custom[keyOf(field)] = values[path]
    else body[field.name] = values[path]
  }
  if (Object.keys(custom).length > 0) body.custom = custom
  for (const part of parts) if (part in values) body[part] = values[part]
  return body
}

/** Fractions are shown as percent: decimals of six places that end at one, or are called a rate. */
export const isPercent = (field: FieldMeta): boolean =>
  field.percent ?? (field.kind === 'decimal' && field.scale === 6 && (endsAtOne(field) || isRate(field)))

const endsAtOne = ({ max }: FieldMeta): boolean => max !== undefined && max !== null && Number(max) <= 1
const isRate = ({ name }: FieldMeta): boolean => /rate|margin|pct|percent|score|probability/i.test(name)

export const isNumber = (field: FieldMeta): boolean =>
  field.kind === 'integer' || field.kind === 'decimal' || field.kind === 'money'

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const word = (key: keyof typeof zh) => say(zh[key], en[key])

const common: readonly FieldMeta[] = [
  { name: 'ownerId', kind: 'member', label: word('owner'), target: 'user' },
  { name: 'deptId', kind: 'department', label: word('dept'), computed: true, target: 'department' },
  { name: 'memberIds', kind: 'members', label: word('members') },
  { name: 'createdAt', kind: 'datetime', label: word('createdAt'), computed: true },
  { name: 'createdBy', kind: 'member', label: word('createdBy'), computed: true },
  { name: 'updatedAt', kind: 'datetime', label: word('updatedAt'), computed: true },
  { name: 'updatedBy', kind: 'member', label: word('updatedBy'), computed: true },
  {
    name: 'entryMode',
    kind: 'choice',
    label: word('entryMode'),
    computed: true,
    options: {
      manual: word('entry_manual'),
      converted: word('entry_converted'),
      import: word('entry_import'),
      api: word('entry_api'),
      portal: word('entry_portal'),
      automation: word('entry_automation'),
    },
  },
]

/** Fields that every record has, as fields like others; the state is a choice that nobody types. */
export function commonFields(object: ObjectMeta): readonly FieldMeta[] {
  const own = new Set(object.fields.map((field) => field.name))
  const state: FieldMeta = {
    name: 'state',
    kind: 'choice',
    label: word('state'),
    computed: true,
    options: Object.fromEntries(object.states.map((one) => [one.name, one.label])),
  }
  const number: FieldMeta = { name: 'no', kind: 'text', label: word('no_'), computed: true }
  return [number, state, ...common].filter((field) => !own.has(field.name) && (field !== number || object.numbered))
}

export const ownerField: FieldMeta = { ...(common[0] as FieldMeta), help: word('ownerHint') }

export const allFields = (object: ObjectMeta): readonly FieldMeta[] => [...object.fields, ...commonFields(object)]

export const fieldByPath = (object: ObjectMeta, path: string): FieldMeta | undefined =>
  allFields(object).find((field) => pathOf(field) === path || field.name === path)

/** Kinds that a server can order rows by. */
export const isSortable = (field: FieldMeta): boolean =>
  !['files', 'address', 'data', 'choices', 'members', 'longText'].includes(field.kind)

export function operatorsOf(field: FieldMeta): readonly Operator[] {
  switch (field.kind) {
    case 'text':
    case 'longText':
      return ['contains', 'notContains', 'startsWith', '=', '!=', 'in', 'notIn', 'empty', 'notEmpty']
    case 'integer':
    case 'decimal':
    case 'money':
      return ['=', '!=', '>=', '>', '<=', '<', 'between', 'empty', 'notEmpty']
    case 'date':
    case 'datetime':
      return ['within', '>=', '>', '<=', '<', 'between', '=', '!=', 'empty', 'notEmpty']
    case 'choice':
    case 'link':
    case 'member':
    case 'department':
      return ['in', 'notIn', '=', '!=', 'empty', 'notEmpty']
    case 'choices':
    case 'members':
      return ['contains', 'notContains', 'empty', 'notEmpty']
    case 'toggle':
      return ['=']
    default:
      return ['empty', 'notEmpty']
  }
}

export const periods = [
  'today',
  'yesterday',
  'thisWeek',
  'lastWeek',
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
  'next7days',
  'next30days',
  'last7days',
  'last30days',
  'last90days',
] as const

/** Currency of a record's money: its own field, else the company's. */
export const currencyOf = (record: Readonly<Record<string, unknown>> | undefined, base: string): string => {
  const own = record?.currency
  return typeof own === 'string' && own ? own : base
}

export const titleOf = (object: ObjectMeta, record: Entry): string => {
  const title = object.title === 'no' ? record.no : record[object.title]
  return String(title ?? record.no ?? '')
}
