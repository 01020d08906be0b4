/** Everything a column of a file may fill, and whether a choice of columns makes sense. */
import { say } from '../../kernel/label.ts'
import type { FieldMeta, Label, ObjectMeta } from '../api/types.ts'
import { importWords as w } from '../words/import.ts'

export interface Target {
  readonly name: string
  readonly label: Label
  readonly required: boolean
  readonly dated: boolean
  readonly numeric: boolean
  /** It takes several values. */
  readonly several: boolean
  readonly options: Readonly<Record<string, Label>> | null
  /** The object its cells name records of. */
  readonly links: string | null
  /** Only years of old records bring it. */
  readonly historyOnly: boolean
}

const plain = { numeric: false, several: false, options: null }

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
    { name: 'ownerId', label: w.owner, required: false, dated: false, ...plain, links: null, historyOnly: false },
    { name: 'no', label: w.number, required: false, dated: false, ...plain, links: null, historyOnly: true },
    { name: 'createdAt', label: w.createdAt, required: false, dated: true, ...plain, links: null, historyOnly: true },
    { name: 'state', label: w.state, required: false, dated: false, ...plain, links: null, historyOnly: true },
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
  numeric: ['integer', 'decimal', 'money'].includes(field.kind),
  several: ['choices', 'members'].includes(field.kind),
  options: field.options ?? null,
  links: field.kind === 'link' ? (field.target ?? null) : null,
  historyOnly: field.computed === true,
})

const addressOf = (field: FieldMeta): Target[] =>
  parts.map(([key, label]) => ({
    name: `${field.name}.${key}`,
    label: joined(field.label, label),
    required: false,
    dated: false,
    ...plain,
    links: null,
    historyOnly: false,
  }))
