/** Everything a column of a file may fill, and whether a choice of columns makes sense. */
import { say } from '../../kernel/label.ts'
import type { FieldMeta, Label, ObjectMeta } from '../api/types.ts'
import { importWords as w } from '../words/import.ts'
import type { DateOrder, ImportBody } from './contract.ts'

export interface Target {
  readonly name: string
  readonly label: Label
  readonly required: boolean
  readonly dated: boolean
  /** The object its cells name records of. */
  readonly links: string | null
  /** Only years of old records bring it. */
  readonly historyOnly: boolean
}

const parts: readonly (readonly [string, Label])[] = [
  ['country', w.country],
  ['province', w.province],
  ['city', w.city],
  ['district', w.district],
  ['detail', w.detail],
]

export function targetsOf(object: ObjectMeta): readonly Target[] {
  const own = object.fields.flatMap((field) => (field.kind === 'address' ? addressOf(field) : [targetOf(field)]))
  const rows = object.parts.flatMap((part) =>
    part.computed
      ? []
      : part.fields
          .filter((field) => !field.computed)
          .map((field) => ({ ...targetOf(field, `${part.name}.`), label: joined(part.label, field.label) })),
  )
  const common: Target[] = [
    { name: 'ownerId', label: w.owner, required: false, dated: false, links: null, historyOnly: false },
    { name: 'no', label: w.number, required: false, dated: false, links: null, historyOnly: true },
    { name: 'createdAt', label: w.createdAt, required: false, dated: true, links: null, historyOnly: true },
    { name: 'state', label: w.state, required: false, dated: false, links: null, historyOnly: true },
  ]
  const known = new Set(own.map((target) => target.name))
  return [...own, ...rows, ...common.filter((target) => !known.has(target.name))]
}

const joined = (a: Label, b: Label): Label => say(`${a.zh} · ${b.zh}`, `${a.en} · ${b.en}`)

const targetOf = (field: FieldMeta, prefix = ''): Target => ({
  name: prefix + field.name,
  label: field.label,
  required: field.required === true && prefix === '' && (field.default === undefined || field.default === null),
  dated: field.kind === 'date' || field.kind === 'datetime',
  links: field.kind === 'link' ? (field.target ?? null) : null,
  historyOnly: field.computed === true,
})

const addressOf = (field: FieldMeta): Target[] =>
  parts.map(([key, label]) => ({
    name: `${field.name}.${key}`,
    label: joined(field.label, label),
    required: false,
    dated: false,
    links: null,
    historyOnly: false,
  }))

/** Column → field, null where the column is left out. */
export type Choice = Readonly<Record<string, string | null>>

export const missingIn = (targets: readonly Target[], choice: Choice): readonly Target[] =>
  targets.filter((target) => target.required && !Object.values(choice).includes(target.name))

/** Fields that more than one column would fill. */
export function twiceIn(targets: readonly Target[], choice: Choice): readonly Target[] {
  const chosen = Object.values(choice).filter((name) => name !== null)
  return targets.filter((target) => chosen.filter((name) => name === target.name).length > 1)
}

export function mappingOf(targets: readonly Target[], choice: Choice, dates: DateOrder | null): ImportBody['mapping'] {
  const chosen = Object.entries(choice).flatMap(([header, name]) => (name === null ? [] : [[header, [name]] as const]))
  const dated = targets.filter((target) => target.dated && Object.values(choice).includes(target.name))
  return {
    columns: Object.fromEntries(chosen),
    transforms: dates === null ? {} : Object.fromEntries(dated.map(({ name }) => [name, { dates }])),
  }
}
