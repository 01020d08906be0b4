/** Which column fills which field: the mapping a person makes, a file brings, or the guess proposes. */
import { commonFields } from '../../../kernel/common.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Field } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import type { CustomField, Declaration } from '../../../kernel/object.ts'
import { type Refusal, Refused, refuse } from '../../../kernel/refusal.ts'
import { readTransforms, type Transform } from './transforms.ts'

export interface Mapping {
  readonly object: string
  /** Heading → the field or fields it fills; a part's column is 'lines.productId', one's own field 'custom.key'. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  /** Field → text of the file → text that is meant; null leaves the field empty. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string | null>>>>
  /** Field → text that every row gets. */
  readonly constants: Readonly<Record<string, string>>
  /** Field → how its text is made, and how its dates and numbers are written. */
  readonly transforms: Readonly<Record<string, Transform>>
  /** Texts that mean an empty cell, in every column: 'N/A', '-'. */
  readonly empty: readonly string[]
  /** Fields of one's own that are made where the company lacks them. */
  readonly customFields: readonly Loose[]
  readonly options: ImportOptions
}

export interface ImportOptions {
  readonly history: boolean
  readonly dryRun: boolean
  readonly upsertBy: string | null
  /** Objects whose missing records are made when a row names them. */
  readonly createMissing: readonly string[]
  readonly encoding: string | null
  readonly delimiter: string | null
  /** Of a workbook; and the row of the headings, where it is not the first that looks like them. */
  readonly sheet: string | null
  readonly headerRow: number | null
  /** Whether people hear in their inboxes of what the rows bring. */
  readonly notify: boolean
  /** Whether what acts for people acts on the rows too, such as assigning leads that arrive. */
  readonly automations: boolean
  /** An empty cell clears what a changed record holds; else it leaves it. */
  readonly emptyClears: boolean
  /** Heading whose text tells which rows make one record together: its lines stand below one another. */
  readonly groupBy: string | null
}

export const noOptions: ImportOptions = {
  history: false,
  dryRun: false,
  upsertBy: null,
  createMissing: [],
  encoding: null,
  delimiter: null,
  sheet: null,
  headerRow: null,
  notify: false,
  automations: false,
  emptyClears: false,
  groupBy: null,
}

/** A field an import may fill, by the name the mapping uses. */
export interface Target {
  readonly name: string
  readonly field: Field
  /** Only years of old records bring these. */
  readonly historyOnly: boolean
}

/** A cell that tells how the record came to be what it is: turns with their times, oldest first (R36). */
export const pastTarget = 'past'

export const stateField: Field = { kind: 'text', label: say('状态', 'State'), maxLength: 40 }
const addressKeys = ['country', 'province', 'city', 'district', 'detail']

/** Everything a column may be mapped to. */
export function targetsOf(declaration: Declaration, customs: readonly CustomField[]): Map<string, Target> {
  const out = new Map<string, Target>()
  const add = (name: string, field: Field, historyOnly = false) => void out.set(name, { name, field, historyOnly })
  for (const [name, field] of Object.entries(declaration.fields)) {
    if (field.kind === 'address') for (const key of addressKeys) add(`${name}.${key}`, addressPart(field, key))
    else add(name, field, field.computed === true)
  }
  for (const [part, spec] of Object.entries(declaration.parts)) {
    add(part, { kind: 'data', label: spec.label }, true)
    if (spec.computed) continue
    for (const [name, field] of Object.entries(spec.fields))
      if (!field.computed) add(`${part}.${name}`, inPart(spec.label, field))
  }
  for (const custom of customs) add(`custom.${custom.key}`, custom)
  add('ownerId', commonFields.ownerId as Field)
  for (const name of ['no', 'createdAt', 'sourceKey']) add(name, commonFields[name] as Field, true)
  add('state', stateField, true)
  add(pastTarget, { kind: 'data', label: say('过往', 'Past') }, true)
  return out
}

const addressPart = (field: Field, key: string): Field => ({
  kind: 'text',
  label: say(`${field.label.zh}（${key}）`, `${field.label.en} (${key})`),
  maxLength: 200,
})

const inPart = (part: { zh: string; en: string }, field: Field): Field => ({
  ...field,
  label: say(`${part.zh}·${field.label.zh}`, `${part.en}: ${field.label.en}`),
})

const keys = ['object', 'columns', 'values', 'constants', 'transforms', 'empty', 'customFields', 'options']

/** Reads a mapping as it comes from a file or a page; what it does not know is refused by name. */
export function readMapping(raw: unknown, object: string): Mapping {
  const given = asObject(raw ?? {}, 'mapping')
  const unknown = Object.keys(given).find((key) => !keys.includes(key))
  if (unknown) throw wrong(`mapping.${unknown}`)
  if (given.object !== undefined && given.object !== object) throw wrong('mapping.object')
  const columns = Object.entries(asObject(given.columns ?? {}, 'mapping.columns')).flatMap(([header, to]) =>
    to === null || to === '' ? [] : [[header, [to].flat()] as const],
  )
  for (const [, fields] of columns) if (!fields.every((one) => typeof one === 'string')) throw wrong('mapping.columns')
  return {
    object,
    columns: Object.fromEntries(columns) as Mapping['columns'],
    values: asObject(given.values ?? {}, 'mapping.values'),
    constants: asObject(given.constants ?? {}, 'mapping.constants'),
    transforms: readTransforms(asObject(given.transforms ?? {}, 'mapping.transforms')),
    empty: textsIn(given.empty ?? [], 'mapping.empty'),
    customFields: Array.isArray(given.customFields) ? given.customFields : [],
    options: readOptions(given.options),
  }
}

/** What the caller says beats what the mapping brings. */
export function readOptions(raw: unknown, base: ImportOptions = noOptions): ImportOptions {
  const given = asObject(raw ?? {}, 'options')
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(noOptions, key))
  if (unknown) throw wrong(`options.${unknown}`)
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  for (const [key, value] of Object.entries(said)) if (!fits(key, value)) throw wrong(`options.${key}`)
  return { ...base, ...said } as ImportOptions
}

function fits(key: string, value: unknown): boolean {
  const usual = noOptions[key as keyof ImportOptions]
  if (typeof usual === 'boolean') return typeof value === 'boolean'
  if (Array.isArray(usual)) return Array.isArray(value) && value.every((one) => typeof one === 'string')
  if (key === 'headerRow') return value === null || (Number.isSafeInteger(value) && (value as number) > 0)
  return value === null || typeof value === 'string'
}

function asObject(value: unknown, name: string): Loose {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(name)
  return value as Loose
}

function textsIn(value: unknown, name: string): string[] {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw wrong(name)
  return value
}

const wrong = (name: string): Refused =>
  new Refused([refuse('invalid', 'WRONG_TYPE', { field: name, details: { name, expected: '{…}' } })])

/** Names of the mapping that fit neither file nor object; empty when all do. */
export function mappingProblems(
  mapping: Mapping,
  given: { headers: readonly string[]; targets: ReadonlyMap<string, Target> },
): Refusal[] {
  const { headers, targets } = given
  const out: Refusal[] = []
  const unknown = (name: string) => out.push(refuse('invalid', 'UNKNOWN_FIELD', { field: name, details: { name } }))
  for (const header of Object.keys(mapping.columns))
    if (!headers.includes(header))
      out.push(refuse('invalid', 'IMPORT_COLUMN_MISSING', { field: header, details: { name: header } }))
  const filled = [
    ...Object.values(mapping.columns).flat(),
    ...Object.keys(mapping.constants),
    ...Object.keys(mapping.transforms),
  ]
  for (const name of new Set(filled)) {
    const target = targets.get(name)
    if (!target) unknown(name)
    else if (target.historyOnly && !mapping.options.history)
      out.push(refuse('invalid', 'IMPORT_HISTORY_FIELD', { field: name, details: { name } }))
  }
  const twice = Object.values(mapping.columns)
    .flat()
    .find((name, index, all) => all.indexOf(name) !== index)
  if (twice) out.push(refuse('invalid', 'IMPORT_TWICE', { field: twice, details: { name: twice } }))
  const { upsertBy: key, groupBy } = mapping.options
  if (groupBy !== null && !headers.includes(groupBy))
    out.push(refuse('invalid', 'IMPORT_COLUMN_MISSING', { field: groupBy, details: { name: groupBy } }))
  if (key !== null && !filled.includes(key)) unknown(key)
  return out
}
