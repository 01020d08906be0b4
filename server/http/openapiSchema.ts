/** Declarations as JSON Schema (2020-12), with an example for every value: the vocabulary of the API description. */
import { commonFields } from '../../kernel/common.ts'
import type { Field, Fields } from '../../kernel/field.ts'
import type { CustomField, Declaration, Part } from '../../kernel/object.ts'

export type Json = { readonly [key: string]: unknown }

const uuid = '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f'
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
export const typeName = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`

interface Kind {
  readonly schema: (field: Field) => Json
  readonly example: (field: Field) => unknown
}

const firstOf = (field: Field) => Object.keys(field.options ?? { other: 0 })[0]
const id: Json = { type: 'string', format: 'uuid' }
const listOf = (items: Json): Json => ({ type: 'array', items, maxItems: 500 })
const optionsOf = (field: Field): Json => ({ type: 'string', enum: Object.keys(field.options ?? {}) })
const words = (field: Field): Json => ({ type: 'string', ...(field.maxLength ? { maxLength: field.maxLength } : {}) })

const kinds: Readonly<Record<Field['kind'], Kind>> = {
  text: { schema: words, example: (field) => texts[field.check ?? ''] ?? field.label.en },
  longText: { schema: words, example: (field) => field.label.en },
  integer: { schema: () => ({ type: 'integer' }), example: (field) => Number(field.min ?? 1) },
  decimal: { schema: () => ({ type: 'string', pattern: '^-?\\d{1,14}(\\.\\d+)?$' }), example: () => '0.5' },
  money: { schema: () => ref('Money'), example: () => ({ amount: '1130.00', currency: 'CNY' }) },
  date: { schema: () => ({ type: 'string', format: 'date' }), example: () => '2026-03-31' },
  datetime: { schema: () => ({ type: 'string', format: 'date-time' }), example: () => '2026-03-31T01:30:00.000Z' },
  choice: { schema: optionsOf, example: firstOf },
  choices: { schema: (field) => listOf(optionsOf(field)), example: (field) => [firstOf(field)] },
  link: { schema: () => id, example: () => uuid },
  member: { schema: () => id, example: () => uuid },
  members: { schema: () => listOf(id), example: () => [uuid] },
  department: { schema: () => id, example: () => uuid },
  toggle: { schema: () => ({ type: 'boolean' }), example: () => true },
  files: { schema: () => listOf(id), example: () => [uuid] },
  address: {
    schema: () => ref('Address'),
    example: () => ({ province: '江苏省', city: '苏州市', detail: '星湖街 1 号' }),
  },
  data: { schema: () => ({}), example: () => null },
}

const texts: Readonly<Record<string, string>> = {
  email: 'li.wei@example.com',
  phone: '+8613800138000',
  uscc: '91350100M000100Y43',
  currency: 'CNY',
  vatRate: '0.13',
  timeZone: 'Asia/Shanghai',
  url: 'https://example.com',
}

export const exampleOf = (field: Field): unknown => kinds[field.kind].example(field)

/** Empty values are null, whatever the kind. */
export function fieldSchema(field: Field): Json {
  const { label, help, target } = field
  const base = kinds[field.kind].schema(field)
  const remarks = [label.zh, help?.en, target ? `links to ${target}` : '', field.computed ? 'computed' : '']
  const about = { title: label.en, description: remarks.filter(Boolean).join(' · ') }
  if (Object.keys(base).length === 0) return about
  const shape: Json = field.required ? base : { anyOf: [base, { type: 'null' }] }
  return { ...shape, ...about, ...(field.computed ? { readOnly: true } : {}) }
}

export const schemasOf = (fields: Fields): Json =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]))

const rowSchema = (part: Part, fields: Fields, closed: boolean): Json => ({
  type: 'array',
  title: part.label.en,
  maxItems: part.max ?? 2000,
  items: {
    type: 'object',
    properties: { id, ...schemasOf(fields) },
    ...(closed ? { additionalProperties: false } : {}),
  },
})

/** A record as it is read: own fields, common ones, parts, and the company's own fields under `custom`. */
export function recordSchema(declaration: Declaration, custom: readonly CustomField[]): Json {
  const { fields, parts, label } = declaration
  const rows = Object.entries(parts).map(([name, part]) => [name, rowSchema(part, part.fields, false)])
  return {
    type: 'object',
    title: label.en,
    description: label.zh,
    required: ['id', 'state', 'version'],
    properties: {
      id,
      ...schemasOf(commonFields),
      state: { type: 'string', enum: Object.keys(declaration.states), readOnly: true },
      ...schemasOf(fields),
      ...Object.fromEntries(rows),
      custom: customSchema(custom),
    },
    example: recordExample(declaration, custom),
  }
}

function recordExample(declaration: Declaration, custom: readonly CustomField[]): Json {
  const own = Object.entries(declaration.fields).map(([name, field]) => [name, exampleOf(field)])
  return {
    id: uuid,
    no: declaration.numbered ? `${declaration.numbered}2603-0001` : null,
    state: Object.keys(declaration.states)[0],
    version: 1,
    ...Object.fromEntries(own),
    custom: Object.fromEntries(custom.map((field) => [field.key, exampleOf(field)])),
  }
}

const customSchema = (custom: readonly CustomField[]): Json => ({
  type: 'object',
  description: "The company's own fields, by key.",
  properties: Object.fromEntries(custom.map((field) => [field.key, fieldSchema(field)])),
})

/** What a person may give: nothing computed, nothing unknown. */
export const typedFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => !field.computed))

const accompanying: Json = {
  confirm: { type: 'array', items: { type: 'string' }, description: 'Codes of warnings that are accepted.' },
  reason: { type: 'string', maxLength: 2000, description: 'Why; some steps ask for it.' },
}

/** Body of a create or a change; what a change leaves out stays as it is. */
export function inputSchema(declaration: Declaration, custom: readonly CustomField[], create: boolean): Json {
  const fields = typedFields(declaration.fields)
  const parts = Object.entries(declaration.parts).filter(([, part]) => !part.computed)
  const rows = parts.map(([name, part]) => [name, rowSchema(part, typedFields(part.fields), true)])
  const required = Object.entries(fields).filter(([, field]) => field.required && field.default === undefined)
  const shown = create
    ? required
    : Object.entries(fields)
        .filter(([, field]) => !field.fixed)
        .slice(0, 1)
  const people = { ownerId: { anyOf: [id, { type: 'null' }] }, memberIds: listOf(id) }
  return {
    type: 'object',
    additionalProperties: false,
    ...(create && required.length > 0 ? { required: required.map(([name]) => name) } : {}),
    properties: {
      ...people,
      ...schemasOf(fields),
      ...Object.fromEntries(rows),
      ...accompanying,
      custom: customSchema(custom),
    },
    example: Object.fromEntries(shown.map(([name, field]) => [name, exampleOf(field)])),
  }
}

/** Body of a transition: what it asks for, what it takes, and its own arguments. */
export function stepSchema(declaration: Declaration, name: string): Json {
  const { asks = [], takes = [], input = {} } = declaration.transitions[name] ?? {}
  const names = [...asks, ...takes].map(String)
  const own = names.flatMap((one) => (declaration.fields[one] ? [[one, declaration.fields[one]] as const] : []))
  const rows = names.flatMap((one) => {
    const part = declaration.parts[one]
    return part ? [[one, rowSchema(part, part.fields, true)] as const] : []
  })
  const fields = { ...Object.fromEntries(own), ...input } as Fields
  const needed = Object.entries(input as Fields).filter(([, field]) => field.required)
  const example = [...own.filter(([one]) => asks.map(String).includes(one)), ...needed]
  return {
    type: 'object',
    additionalProperties: false,
    ...(needed.length > 0 ? { required: needed.map(([one]) => one) } : {}),
    properties: { ...schemasOf(fields), ...Object.fromEntries(rows), ...accompanying },
    example: Object.fromEntries(example.map(([one, field]) => [one, exampleOf(field)])),
  }
}
