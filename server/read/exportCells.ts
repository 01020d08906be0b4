/** A value of an export as its reader is to find it: words, numbers and days, in the language of the reader. */
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { Label } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import { zoneOf } from '../store/zone.ts'
import type { Names } from './names.ts'
import { targetName } from './place.ts'
import type { Reading } from './reading.ts'

export interface Column {
  readonly name: string
  readonly field: Field
  readonly custom: boolean
  /** The identifier of a link beside its name. */
  readonly id?: true
}

/** 'labels' for people, 'both' with the ids of links beside their names, 'keys' to be imported again exactly. */
export type Values = 'labels' | 'both' | 'keys'

export interface Cell {
  readonly kind: 'text' | 'number' | 'percent' | 'date' | 'moment'
  readonly text: string
}

export interface Saying {
  readonly now: Reading
  readonly declaration: Declaration
  readonly names: Names
  readonly values: Values
}

const empty: Cell = { kind: 'text', text: '' }
const word = (text: string): Cell => ({ kind: 'text', text })

export function cellOf(saying: Saying, column: Column, value: unknown): Cell {
  if (value === null || value === undefined) return empty
  const { field } = column
  if (field.kind === 'money') return { kind: 'number', text: (value as { amount: string }).amount }
  if (field.kind === 'integer') return { kind: 'number', text: String(value) }
  if (field.kind === 'decimal') return { kind: field.percent ? 'percent' : 'number', text: String(value) }
  if (field.kind === 'date') return { kind: 'date', text: String(value) }
  if (saying.values === 'keys' || column.id) return word(plain(value))
  if (Array.isArray(value)) return word(value.map((one) => spoken(saying, column, one)).join('; '))
  if (typeof value === 'object') return word(Object.values(value).filter(Boolean).join(' '))
  if (field.kind === 'datetime') return { kind: 'moment', text: momentIn(saying.now, String(value)) }
  return word(spoken(saying, column, value))
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

const switches: Readonly<Record<string, Label>> = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } }

/** One value in the reader's language; a record out of sight has no name. */
function spoken({ now, declaration, names }: Saying, { name, field, custom }: Column, value: unknown): string {
  const text = String(value)
  const { language } = now.session
  if (targetName(field)) return names[text]?.title ?? ''
  const options = name === 'state' && !custom ? declaration.states[text]?.label : field.options?.[text]
  if (options) return options[language]
  return field.kind === 'toggle' ? (switches[text]?.[language] ?? text) : text
}

/** Day and minute in the company's time zone. */
function momentIn(now: Reading, instant: string): string {
  const { date, minutes } = zoneOf(now.model.settings.timeZone).toCivil(instant)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date} ${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`
}

export function headOf({ name, field, custom, id }: Column, values: Values, language: 'zh' | 'en'): string {
  if (values === 'keys') return custom ? `custom.${name}` : name
  return id ? `${field.label[language]} ID` : field.label[language]
}

export const valueIn = (shown: Loose, { name, custom }: Column): unknown =>
  custom ? ((shown.custom ?? {}) as Loose)[name] : shown[name]
