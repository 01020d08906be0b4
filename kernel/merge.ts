/** Lays a command's input over the stored record: every value read, every stranger refused by name. */

import { commonFields } from './common.ts'
import type { Loose } from './fact.ts'
import type { Field, Fields } from './field.ts'
import { currencyOf } from './json.ts'
import type { Part } from './object.ts'
import type { AnyStep, Question } from './question.ts'
import { type Refusal, refuse } from './refusal.ts'
import { isId, readValue } from './validate.ts'

export interface Merged {
  readonly record: Loose
  readonly input: Loose
  readonly invalid: readonly Refusal[]
  readonly given: readonly string[]
}

/** Names any command may carry besides the object's own. */
const personSettable: readonly string[] = ['ownerId', 'memberIds']
const systemSettable: readonly string[] = [
  ...personSettable,
  'isTest',
  'deptId',
  'derivedFrom',
  'caseId',
  'no',
  'createdAt',
  'state',
  'entryMode',
  'createdBy',
  'sourceKey',
]

export function mergeInput(question: Question, step: AnyStep): Merged {
  const base = question.stored ?? blankRecord(question)
  const raw = question.command.input
  const currency = typeof raw.currency === 'string' ? raw.currency : currencyOf(base, question.settings.baseCurrency)
  const merging = new Merging(question, step, safeCurrency(currency, question))
  for (const [name, value] of Object.entries(raw)) if (name !== 'reason') merging.take(name, value)
  merging.requireAsked(base)
  const record = { ...base, ...merging.values }
  const input = { ...merging.arguments, reason: question.command.reason ?? raw.reason }
  return { record, input, invalid: merging.invalid, given: Object.keys(merging.values) }
}

const safeCurrency = (currency: string, question: Question): string =>
  /^[A-Z]{3}$/.test(currency) ? currency : question.settings.baseCurrency

const noLabel = { zh: '', en: '' }

class Merging {
  readonly values: Record<string, unknown> = {}
  readonly arguments: Record<string, unknown> = {}
  readonly invalid: Refusal[] = []
  readonly #question: Question
  readonly #step: AnyStep
  readonly #currency: string

  constructor(question: Question, step: AnyStep, currency: string) {
    this.#question = question
    this.#step = step
    this.#currency = currency
  }

  take(name: string, value: unknown) {
    const { declaration, command } = this.#question
    const argument = this.#step.input
    if (argument && Object.hasOwn(argument, name))
      return this.#read({ field: argument[name] as Field, name }, value, this.arguments)
    if (name === 'custom') return this.#takeCustom(value)
    const isTransition = !['create', 'change'].includes(command.act)
    const listed = [...(this.#step.asks ?? []), ...(this.#step.takes ?? [])].includes(name)
    if (isTransition && !listed && !this.#bySystem) return this.#stranger(name)
    const part = Object.hasOwn(declaration.parts, name) ? declaration.parts[name] : undefined
    if (part)
      return part.computed && !this.#mayCompute(listed)
        ? this.#no('READ_ONLY_FIELD', name)
        : this.#takePart(part, name, command.act === 'repoint' ? this.#mended(name, value) : value)
    const field = Object.hasOwn(declaration.fields, name) ? declaration.fields[name] : undefined
    if (field)
      return field.computed && !this.#mayCompute(listed)
        ? this.#no('READ_ONLY_FIELD', name)
        : this.#takeField(field, name, value)
    if (this.#commonSettable(name)) return this.#takeCommon(name, value)
    this.#stranger(name)
  }

  requireAsked(base: Loose) {
    for (const name of this.#step.asks ?? []) {
      const key = String(name)
      const value = key in this.values ? this.values[key] : base[key]
      const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0)
      const label = (this.#question.declaration.fields[key] ?? this.#question.declaration.parts[key])?.label
      if (empty && !this.#question.command.history) {
        this.invalid.push(
          refuse('invalid', 'REQUIRED', { field: key, details: { label: label?.zh, labelEn: label?.en } }),
        )
      }
    }
    for (const [name, field] of Object.entries(this.#step.input ?? {})) {
      if (field.required && (this.arguments[name] ?? null) === null) {
        const { zh, en } = field.label
        this.invalid.push(refuse('invalid', 'REQUIRED', { field: name, details: { label: zh, labelEn: en } }))
      }
    }
  }

  get #bySystem(): boolean {
    return this.#question.actor.kind === 'system'
  }

  #commonSettable(name: string): boolean {
    if (this.#bySystem || this.#question.command.history) return systemSettable.includes(name)
    if (!personSettable.includes(name)) return false
    const { command, declaration } = this.#question
    return name !== 'ownerId' || (command.act === 'create' && declaration.create?.takesOwner !== false)
  }

  #stranger(name: string) {
    const short = name.slice(0, 80)
    this.invalid.push(refuse('invalid', 'UNKNOWN_FIELD', { field: short, details: { name: short } }))
  }

  /** People write computed values only where a transition lists them, or when years of old records come in. */
  #mayCompute(listed: boolean): boolean {
    return listed || this.#bySystem || this.#question.command.history === true
  }

  #takeField(field: Field, name: string, value: unknown) {
    const { stored, actor } = this.#question
    if (!this.#bySystem && !this.#question.command.history) {
      if (field.hide && actor.roles.length > 0 && actor.roles.every((role) => field.hide?.includes(role))) {
        return this.#no('FIELD_FORBIDDEN', name)
      }
      if (field.fixed && stored && stored[name] !== null && stored[name] !== value) return this.#no('FIELD_FIXED', name)
    }
    this.#read({ field, name }, value, this.values)
  }

  #takePart(part: Part, name: string, value: unknown) {
    if (!Array.isArray(value)) return this.#no('WRONG_TYPE', name, { expected: '[{…}]' })
    if (value.length > (part.max ?? 2000)) return this.#no('TOO_LONG', name, { max: part.max ?? 2000 })
    const before = new Map(((this.#question.stored?.[name] ?? []) as Loose[]).map((row) => [row.id as string, row]))
    this.values[name] = value.map((row, index) => this.#row(part, row, { path: `${name}[${index}]`, before }))
  }

  /** Only the rows that are named change; all others stay as they are. */
  #mended(name: string, value: unknown): unknown {
    const named = new Map((value as Loose[]).map((row) => [row.id as string, row]))
    const stored = (this.#question.stored?.[name] ?? []) as Loose[]
    return stored.map(({ id }) => named.get(id) ?? { id })
  }

  #row(part: Part, raw: unknown, place: { path: string; before: ReadonlyMap<string, Loose> }): Loose {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      this.#no('WRONG_TYPE', place.path, { expected: '{…}' })
      return {}
    }
    const given = raw as Record<string, unknown>
    const known = isId(given.id) ? place.before.get(given.id) : undefined
    const out: Record<string, unknown> = {
      ...blankFields(part.fields),
      ...known,
      id: known?.id ?? (this.#bySystem ? given.id : undefined),
    }
    for (const [name, value] of Object.entries(given)) {
      // A row that was read may come back as it was; the order of the list says where it stands.
      if (name === 'id' || name === 'position') continue
      const field = Object.hasOwn(part.fields, name) ? part.fields[name] : undefined
      const path = `${place.path}.${name.slice(0, 80)}`
      if (!field) this.invalid.push(refuse('invalid', 'UNKNOWN_FIELD', { field: path, details: { name: path } }))
      else if (!field.computed || this.#bySystem) this.#read({ field, name: path, key: name }, value, out)
    }
    for (const [name, field] of Object.entries(part.fields)) {
      const wrong = this.invalid.some((one) => one.field === `${place.path}.${name}`)
      if (field.required && (out[name] ?? null) === null && !wrong) {
        const { zh, en } = field.label
        this.invalid.push(
          refuse('invalid', 'REQUIRED', { field: `${place.path}.${name}`, details: { label: zh, labelEn: en } }),
        )
      }
    }
    return out
  }

  #takeCommon(name: string, value: unknown) {
    if (name === 'memberIds') {
      return this.#read({ field: { kind: 'members', label: noLabel }, name }, value, this.values)
    }
    if (['ownerId', 'deptId', 'caseId', 'createdBy'].includes(name)) {
      return this.#read({ field: { kind: 'member', label: noLabel }, name }, value, this.values)
    }
    if (name === 'sourceKey') return this.#read({ field: commonFields.sourceKey as Field, name }, value, this.values)
    this.values[name] = value
  }

  #takeCustom(value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.#no('WRONG_TYPE', 'custom', { expected: '{…}' })
    const out: Record<string, unknown> = { ...(this.#question.stored?.custom as Loose | undefined) }
    for (const [key, inner] of Object.entries(value)) {
      const field = this.#question.customFields.find((custom) => custom.key === key)
      if (field) this.#read({ field, name: `custom.${key}`, key }, inner, out)
      else this.#stranger(`custom.${key}`)
    }
    this.values.custom = Object.fromEntries(Object.entries(out).filter(([, one]) => one !== null))
  }

  #read(at: { field: Field; name: string; key?: string }, value: unknown, into: Record<string, unknown>) {
    const { field, name } = at
    const currency = field.base ? this.#question.settings.baseCurrency : this.#currency
    const read = readValue(field, value, { name, currency })
    if (read.ok) into[at.key ?? name] = read.value
    else this.invalid.push(read.refusal)
  }

  #no(code: string, name: string, details: Record<string, unknown> = {}) {
    this.invalid.push(refuse('invalid', code, { field: name, details: { name, ...details } }))
  }
}

function blankFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default ?? null]))
}

/** A record before anything is known of it but who makes it and why. */
function blankRecord(question: Question): Loose {
  const { declaration, actor, now, command, cause } = question
  const parts = Object.fromEntries(Object.keys(declaration.parts).map((name) => [name, []]))
  const person = actor.channel === 'api' ? 'api' : actor.channel === 'import' ? 'import' : 'manual'
  return {
    id: question.id,
    no: null,
    state: '',
    version: 0,
    ownerId: actor.id,
    deptId: actor.deptId,
    memberIds: [],
    createdAt: now,
    createdBy: actor.id,
    updatedAt: now,
    updatedBy: actor.id,
    entryMode: actor.kind === 'system' ? (command.input.derivedFrom ? 'converted' : 'automation') : person,
    derivedFrom: null,
    caseId: cause?.caseId ?? question.id,
    inheritedFields: [],
    rekeyedFields: [],
    importedGap: [],
    sourceKey: null,
    isTest: false,
    custom: {},
    ...parts,
    ...blankFields(declaration.fields),
  }
}
