/** Reads a filter in JSON into a judged condition: declared names, operators of the type, values of the type. */
import { isDate } from '../../kernel/calendar.ts'
import type { Field } from '../../kernel/field.ts'
import { isCurrency } from '../../kernel/money.ts'
import type { Declaration } from '../../kernel/object.ts'
import { textProblem } from '../../kernel/text.ts'
import { readValue } from '../../kernel/validate.ts'
import { type Condition, isIndexed, isList, type Op, type Place } from '../store/where.ts'
import { zoneOf } from '../store/zone.ts'
import { periodNamed } from './period.ts'
import { placeOf, visibleFields } from './place.ts'
import { badFilter, isObject, type Reading, short } from './reading.ts'
import { personalReach } from './scope.ts'
import { notWaiting } from './waiting.ts'

const maxDepth = 4
const maxConditions = 100
const maxValues = 500

/** `given` is the filter as JSON text or as a value; nothing at all filters nothing. */
export function readFilter(reading: Reading, declaration: Declaration, given: unknown): Condition | null {
  const filter = typeof given === 'string' ? parsed(given) : given
  if (filter === undefined || filter === null) return null
  return new FilterReader(reading, declaration).read(filter, 1)
}

function parsed(text: string): unknown {
  if (text.trim() === '') return null
  if (text.length > 50_000) throw badFilter('too long')
  try {
    return JSON.parse(text)
  } catch {
    throw badFilter('JSON')
  }
}

class FilterReader {
  readonly #reading: Reading
  readonly #declaration: Declaration
  #conditions = 0

  constructor(reading: Reading, declaration: Declaration) {
    this.#reading = reading
    this.#declaration = declaration
  }

  read(node: unknown, depth: number): Condition {
    if (!isObject(node)) throw badFilter(short(node))
    if (++this.#conditions > maxConditions) throw badFilter(`> ${maxConditions}`)
    for (const word of ['and', 'or'] as const) {
      if (Object.hasOwn(node, word)) return this.#group(node, word, depth)
    }
    const stray = Object.keys(node).find((key) => !['field', 'op', 'value'].includes(key))
    if (stray !== undefined) throw badFilter(short(stray))
    return this.#condition(placeOf(this.#reading, this.#declaration, node.field), { op: node.op, value: node.value })
  }

  #group(node: { readonly [key: string]: unknown }, word: 'and' | 'or', depth: number): Condition {
    const inner = node[word]
    if (Object.keys(node).length !== 1 || !Array.isArray(inner)) throw badFilter(word)
    if (depth >= maxDepth) throw badFilter(`${word} > ${maxDepth - 1}`)
    const conditions = inner.map((one) => this.read(one, depth + 1))
    return word === 'and' || conditions.length === 0 ? { all: conditions } : { any: conditions }
  }

  #condition(place: Place, { op, value }: { op: unknown; value: unknown }): Condition {
    const operator = typeof op === 'string' && Object.hasOwn(operators, op) ? operators[op] : undefined
    if (!operator) throw badFilter(`op ${short(op)}`)
    return guarded(this.#reading, place, operator({ reading: this.#reading, place, op: op as string }, value))
  }
}

/** What is shown masked can be found only where it is seen in plain, else a filter would spell it out. */
function guarded(reading: Reading, place: Place, condition: Condition): Condition {
  const reach = place.field.mask && !place.via ? personalReach(reading, place.on) : null
  if (place.field.mask && place.via && personalReach(reading, place.on)) throw badFilter(`field ${place.name}`)
  const claimed = notWaiting(reading, place)
  if (claimed && place.via) throw badFilter(`field ${place.name}`)
  if (claimed) return { all: [claimed, condition] }
  return reach ? { all: [{ within: reach }, condition] } : condition
}

interface Asking {
  readonly reading: Reading
  readonly place: Place
  readonly op: string
}

type Operator = (asking: Asking, value: unknown) => Condition

const operators: Readonly<Record<string, Operator>> = {
  '=': equals,
  '!=': (asking, value) => ({ not: equals(asking, value) }),
  '<': (asking, value) => compare(asking, 'lt', value),
  '<=': (asking, value) => compare(asking, 'le', value),
  '>': (asking, value) => compare(asking, 'gt', value),
  '>=': (asking, value) => compare(asking, 'ge', value),
  between: (asking, value) => {
    const [low, high] = listed(asking, value)
    if (!Array.isArray(value) || value.length !== 2) throw wrong(asking, value)
    return { all: [compare(asking, 'ge', low), compare(asking, 'le', high)] }
  },
  in: isIn,
  notIn: (asking, value) => ({ not: isIn(asking, value) }),
  contains,
  notContains: (asking, value) => ({ not: contains(asking, value) }),
  startsWith: (asking, value) => textual(asking, 'starts', value),
  empty: ({ place }) => ({ not: { place, op: 'filled' } }),
  notEmpty: ({ place }) => ({ place, op: 'filled' }),
  within,
}

const wrong = ({ place, op }: Pick<Asking, 'place' | 'op'>, value: unknown) =>
  badFilter(`${place.name} ${op} ${short(value)}`)

function equals(asking: Asking, value: unknown): Condition {
  const { place } = asking
  if (isList(place.field)) return { place, op: 'eq', value: members(asking, value) }
  if (value === null) return { not: { place, op: 'filled' } }
  if (place.field.kind === 'toggle') {
    if (typeof value !== 'boolean') throw wrong(asking, value)
    const on: Condition = { place, op: 'eq', value: true }
    return value ? on : { not: on }
  }
  if (dayOnly(place, value)) return { all: [compare(asking, 'ge', value), compare(asking, 'le', value)] }
  if (place.field.kind === 'department' && value === '$myTree') return isIn(asking, ['$myTree'])
  return test(asking, 'eq', value)
}

function isIn(asking: Asking, value: unknown): Condition {
  const { place } = asking
  if (isList(place.field)) return { place, op: 'hasAny', value: members(asking, value) }
  const values = listed(asking, value)
  const given = values.filter((one) => one !== null)
  const tree = given.includes('$myTree') ? asking.reading.actor.deptTree : []
  const read = [...tree, ...given.filter((one) => one !== '$myTree').map((one) => typed(asking, one))]
  const found: Condition = { place, op: 'in', value: read }
  return given.length === values.length ? found : { any: [found, { not: { place, op: 'filled' } }] }
}

function contains(asking: Asking, value: unknown): Condition {
  const { place } = asking
  if (isList(place.field)) return { place, op: 'hasAll', value: members(asking, value) }
  return textual(asking, 'contains', value)
}

function textual(asking: Asking, op: Op, value: unknown): Condition {
  const { place } = asking
  const isText = place.field.kind === 'text' || place.field.kind === 'longText'
  if (!isText || typeof value !== 'string' || value === '' || value.length > 500 || textProblem(value)) {
    throw wrong(asking, value)
  }
  return { place, op, value }
}

/** Dates, numbers and texts in order; a day compared with an instant means that day where the company is. */
function compare(asking: Asking, op: 'lt' | 'le' | 'gt' | 'ge', value: unknown): Condition {
  const { place, reading } = asking
  const ordered = ['text', 'integer', 'decimal', 'money', 'date', 'datetime'].includes(place.field.kind)
  if (!ordered || value === null || value === undefined || place.name === 'state') throw wrong(asking, value)
  if (!dayOnly(place, value)) return test(asking, op, value)
  const zone = zoneOf(reading.model.settings.timeZone)
  const after = op === 'le' || op === 'gt'
  const instant = zone.toInstant(value as string, after ? 1440 : 0)
  return { place, op: after ? (op === 'le' ? 'lt' : 'ge') : op, value: instant }
}

const dayOnly = ({ field }: Place, value: unknown): boolean =>
  field.kind === 'datetime' && typeof value === 'string' && isDate(value)

function within(asking: Asking, value: unknown): Condition {
  const { place, reading } = asking
  const dated = place.field.kind === 'date' || place.field.kind === 'datetime'
  const period = dated && typeof value === 'string' ? periodNamed(value, reading.today) : null
  if (!period) throw wrong(asking, value)
  const bounds: Condition[] = []
  if (period.from) bounds.push(compare(asking, 'ge', period.from))
  if (period.to) bounds.push(compare(asking, 'le', period.to))
  return { all: bounds }
}

function test(asking: Asking, op: Op, value: unknown): Condition {
  const found: Condition = { place: asking.place, op, value: typed(asking, value) }
  const currency = asking.place.field.kind === 'money' && isObject(value) ? value.currency : undefined
  const own = asking.place.field.base || asking.place.via ? undefined : asking.place.on.fields.currency
  if (currency === undefined || !own) return found
  return { all: [{ place: { name: 'currency', field: own, on: asking.place.on }, op: 'eq', value: currency }, found] }
}

/** One value of the field's type; limits that hold for what is stored do not hold for what is looked for. */
function typed(asking: Asking, value: unknown): unknown {
  const { place, reading } = asking
  const { field } = place
  const standsFor = standIn(asking, value)
  if (standsFor !== undefined) return standsFor
  if (typeof value === 'string' && textProblem(value)) throw wrong(asking, value)
  if (field.check && typeof value === 'string') {
    const checked = readValue(bare(field, true), value, { name: place.name, currency: 'CNY' })
    return checked.ok && checked.value !== null ? checked.value : value.trim()
  }
  if (place.name === 'state' && !Object.hasOwn(place.on.states, String(value))) throw wrong(asking, value)
  const base = reading.model.settings.baseCurrency
  const named = isObject(value) && isCurrency(value.currency) ? value.currency : base
  return typedBy(asking, value, { field: bare(field, false), currency: field.base ? base : named })
}

function typedBy(asking: Asking, value: unknown, as: { field: Field; currency?: string }): unknown {
  const read = readValue(as.field, value, { name: asking.place.name, currency: as.currency ?? 'CNY' })
  if (!read.ok || read.value === null) throw wrong(asking, value)
  return read.value
}

function bare(field: Field, checked: boolean): Field {
  const { min: _min, max: _max, check, ...rest } = field
  const wide = rest.kind === 'decimal' ? { scale: 12 } : rest.kind === 'text' ? { maxLength: 500 } : {}
  return checked && check ? { ...rest, ...wide, check } : { ...rest, ...wide }
}

function standIn(asking: Asking, value: unknown): unknown {
  const { kind } = asking.place.field
  const { actor } = asking.reading
  const person = kind === 'member' || kind === 'members'
  if (value === '$me' && person) return actor.id ?? nobody
  if (value === '$myDepartment' && kind === 'department') return actor.deptId ?? nobody
  return undefined
}

const nobody = '00000000-0000-0000-0000-000000000000'

function listed(asking: Asking, value: unknown): unknown[] {
  const values = Array.isArray(value) ? value : [value]
  if (values.length > maxValues || values.some((one) => one === undefined)) throw wrong(asking, value)
  return values
}

/** Members of a list value: keys of options, identifiers, or plain words. */
function members(asking: Asking, value: unknown): string[] {
  const { field } = asking.place
  if (field.kind === 'address') throw wrong(asking, value)
  const item: Field = field.kind === 'choices' ? { ...field, kind: 'choice' } : { ...field, kind: 'link' }
  return listed(asking, value).map((one) => {
    const stands = standIn(asking, one)
    if (stands !== undefined) return stands as string
    if (field.kind === 'data') return typedBy(asking, one, { field: { kind: 'text', label: field.label } }) as string
    return typedBy(asking, one, { field: item }) as string
  })
}

/** Every word of a free search must stand in one of the fields that are searched. */
export function readWords(reading: Reading, declaration: Declaration, q: unknown): Condition | null {
  if (q === undefined || q === null || q === '') return null
  if (typeof q !== 'string' || q.length > 200 || textProblem(q)) throw badFilter(`q ${short(q)}`)
  const words = q
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, 8)
  if (words.length === 0) return { any: [] }
  const places = visibleFields(reading, declaration)
    .map(({ name, field }): Place => ({ name, field, on: declaration }))
    .filter(isIndexed)
  return {
    all: words.map((value) => ({
      any: places.map((place) => guarded(reading, place, { place, op: 'contains', value })),
    })),
  }
}
