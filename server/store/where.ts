/** Turns a judged question about records into SQL: conditions and reach, every value a parameter. */
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Scope } from '../../kernel/role.ts'
import { queryGrams } from '../../kernel/text.ts'
import { columnOf, sqlType, tableOf } from './columns.ts'
import { gramKey } from './records.ts'

/** Which records of an object a reader reaches. */
export interface Reach {
  readonly object: string
  readonly scopes: readonly Scope[]
  readonly actorId: string | null
  readonly deptId: string | null
  readonly deptTree: readonly string[]
  readonly pools: readonly string[]
  /** The object has records that wait in pools. */
  readonly pooled: boolean
  /** Records opened one by one, besides what the scopes reach. */
  readonly shared?: readonly string[]
  /** What must hold besides, whatever the scopes say. */
  readonly only?: Condition
}

/** A value of a record, or of the record one link away. */
export interface Place {
  readonly name: string
  readonly field: Field
  /** The object the field belongs to. */
  readonly on: Declaration
  readonly custom?: { readonly filterable: boolean }
  readonly via?: { readonly link: string; readonly reach: Reach }
}

export type Op = 'eq' | 'in' | 'lt' | 'le' | 'gt' | 'ge' | 'contains' | 'starts' | 'filled' | 'hasAll' | 'hasAny'

export interface Test {
  readonly place: Place
  readonly op: Op
  readonly value?: unknown
}

/** Built by the read layer from declared names alone; 'not' also holds where the inner one meets an empty value. */
export type Condition =
  | Test
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly within: Reach }

/** Collects parameters; $1 is always the tenant, and equal values share one place. */
export class Parameters {
  readonly values: unknown[]
  readonly tenantId: string
  readonly #known = new Map<string, string>()

  constructor(tenantId: string) {
    this.tenantId = tenantId
    this.values = [tenantId]
  }

  add(value: unknown, type: string): string {
    const plain = typeof value === 'bigint' ? value.toString() : value
    const key = `${type} ${JSON.stringify(plain)}`
    const known = this.#known.get(key)
    if (known) return known
    this.values.push(type === 'jsonb' ? JSON.stringify(plain) : plain)
    const place = `$${this.values.length}::${type}`
    this.#known.set(key, place)
    return place
  }
}

/**
 * Identifiers that an index of lists found, by what it was asked; null where there are too many to name. Absent, the
 * statement compares the lists themselves.
 */
export type Known = ReadonlyMap<string, readonly string[] | null>

export const keyOf = (object: string, tokens: readonly string[]): string => `${object} ${tokens.join('\n')}`

export interface Compiling {
  readonly known?: Known
  readonly parameters: Parameters
  readonly alias: string
  /** Custom fields whose side table the statement already joins: key → alias. */
  readonly joined?: ReadonlyMap<string, string>
}

export function conditionSql(compiling: Compiling, condition: Condition): string {
  if ('all' in condition) return group(compiling, condition.all, { word: ' and ', none: 'true' })
  if ('any' in condition) return group(compiling, condition.any, { word: ' or ', none: 'false' })
  if ('not' in condition) return `(${conditionSql(compiling, condition.not)}) is not true`
  if ('within' in condition) return reachSql(compiling, condition.within)
  return condition.place.via ? linkedSql(compiling, condition) : testSql(compiling, condition)
}

function group(
  compiling: Compiling,
  inner: readonly Condition[],
  { word, none }: { word: string; none: string },
): string {
  if (inner.length === 0) return none
  return `(${inner.map((one) => conditionSql(compiling, one)).join(word)})`
}

export function reachSql(compiling: Compiling, reach: Reach): string {
  const scoped = scopesSql(compiling, reach)
  return reach.only ? `(${scoped} and ${conditionSql(compiling, reach.only)})` : scoped
}

/** Each arm of the "or" has an index of its own; PostgreSQL joins them as bitmaps. */
function scopesSql({ parameters, alias, known }: Compiling, reach: Reach): string {
  const arms = new Set<string>()
  for (const scope of reach.scopes) {
    if (scope === 'all') return 'true'
    if (scope === 'self' && reach.actorId) {
      arms.add(`${alias}.owner_id = ${parameters.add(reach.actorId, 'uuid')}`)
      const ids = known?.get(keyOf(reach.object, [reach.actorId]))
      if (ids) arms.add(`${alias}.id = any(${parameters.add(ids, 'uuid[]')})`)
      else arms.add(`${alias}.member_ids @> ${parameters.add([reach.actorId], 'uuid[]')}`)
    }
    if (scope === 'team' && reach.deptId) arms.add(`${alias}.dept_id = ${parameters.add(reach.deptId, 'uuid')}`)
    if (scope === 'tree') arms.add(`${alias}.dept_id = any(${parameters.add(reach.deptTree, 'uuid[]')})`)
    if (scope === 'pool' && reach.pooled) {
      arms.add(`(${alias}.state = 'pool' and ${alias}.pool_id = any(${parameters.add(reach.pools, 'uuid[]')}))`)
    }
  }
  if (reach.shared) arms.add(`${alias}.id = any(${parameters.add(reach.shared, 'uuid[]')})`)
  return arms.size === 0 ? 'false' : `(${[...arms].join(' or ')})`
}

function linkedSql(compiling: Compiling, test: Test): string {
  const { via, ...place } = test.place as Place & { via: NonNullable<Place['via']> }
  const inner: Compiling = { parameters: compiling.parameters, known: compiling.known ?? new Map(), alias: 'linked' }
  return `exists (select 1 from ${tableOf(place.on.name)} linked where linked.tenant_id = $1
    and linked.id = ${compiling.alias}."${columnOf(via.link)}"
    and ${reachSql(inner, via.reach)} and ${testSql(inner, { ...test, place })})`
}

function testSql(compiling: Compiling, test: Test): string {
  const { parameters, joined } = compiling
  const { place } = test
  if (!place.custom?.filterable || isList(place.field)) {
    const found = compare(parameters, expressionOf(compiling, place), test)
    const tokens = gramsFor(parameters.tenantId, test)
    return tokens.length === 0 ? found : narrowed(compiling, { found, object: place.on.name, tokens })
  }
  const known = joined?.get(place.name)
  if (known) return compare(parameters, sideColumn(known, place.field), test)
  return `exists (${sideRows(compiling, place)} and ${compare(parameters, sideColumn('side', place.field), test)})`
}

/**
 * Few candidates are named. Where there are many the comparison alone decides, and "coalesce" keeps the planner from
 * taking it for rare: a page is then read along the order of the list instead of sorting all that match.
 */
function narrowed(
  { parameters, alias, known }: Compiling,
  { found, object, tokens }: { found: string; object: string; tokens: readonly string[] },
): string {
  const ids = known?.get(keyOf(object, tokens))
  if (ids) return `(${alias}.id = any(${parameters.add(ids, 'uuid[]')}) and ${found})`
  return ids === null
    ? `coalesce(${found}, false)`
    : `(${alias}.grams @> ${parameters.add(tokens, 'text[]')} and ${found})`
}

/** Rows of the side table that hold this custom field of the record; the caller adds what they must be. */
function sideRows({ parameters, alias }: Compiling, place: Place): string {
  return `select 1 from app.custom_value side where side.tenant_id = $1
    and side.object = ${parameters.add(place.on.name, 'text')} and side.field = ${parameters.add(place.name, 'text')}
    and side.record_id = ${alias}.id`
}

const numbers = ['integer', 'decimal', 'money']

export function sideColumn(alias: string, { kind }: Field): string {
  if (numbers.includes(kind)) return `${alias}.number_value`
  return kind === 'date' || kind === 'datetime' ? `${alias}.time_value` : `${alias}.text_value`
}

/** The value as SQL, of the type that `typeOf` names. */
export function expressionOf({ parameters, alias }: Compiling, place: Place): string {
  if (!place.custom) {
    return `${alias}."${place.name === 'derivedFrom' ? 'derived_id' : columnOf(place.name)}"`
  }
  const key = parameters.add(place.name, 'text')
  if (isList(place.field)) return `(${alias}.custom->${key})`
  const type = typeOf(place)
  return type === 'text' ? `(${alias}.custom->>${key})` : `(${alias}.custom->>${key})::${type}`
}

export function typeOf({ field, custom, name }: Place): string {
  if (!custom) return name === 'memberIds' ? 'uuid[]' : sqlType(field)
  if (isList(field)) return 'jsonb'
  if (numbers.includes(field.kind)) return 'numeric'
  if (field.kind === 'datetime') return 'timestamptz'
  if (field.kind === 'date') return custom.filterable ? 'timestamptz' : 'date'
  return 'text'
}

export const isList = ({ kind }: Field): boolean => ['choices', 'members', 'files', 'address', 'data'].includes(kind)

/** Text that people type is compared without case and width; keys the system writes are compared as they are. */
const isTyped = ({ field, name }: Place): boolean =>
  (field.kind === 'text' || field.kind === 'longText') && !(field.computed && name !== 'no')

export const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

function compare(parameters: Parameters, expression: string, { place, op, value }: Test): string {
  if (isList(place.field)) return compareList(parameters, expression, { place, op, value })
  if (op === 'filled') return `${expression} is not null`
  const typed = isTyped(place)
  const left = typed || op === 'contains' || op === 'starts' ? `lower(normalize(${expression}, nfkc))` : expression
  const fold = (one: unknown) => (typed && typeof one === 'string' ? folded(one) : plainValue(place, one))
  const type = typeOf(place)
  switch (op) {
    case 'contains':
      return `${left} like ${parameters.add(`%${escapeLike(folded(String(value)))}%`, 'text')}`
    case 'starts':
      return `${left} like ${parameters.add(`${escapeLike(folded(String(value)))}%`, 'text')}`
    case 'in':
      return `${left} = any(${parameters.add((value as unknown[]).map(fold), `${type}[]`)})`
    default:
      return `${left} ${operators[op]} ${parameters.add(fold(value), type)}`
  }
}

const operators: Readonly<Record<string, string>> = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' }

/** In the side table and in JSON a switch is text. */
const plainValue = (place: Place, value: unknown): unknown =>
  place.custom && typeof value === 'boolean' ? String(value) : typeof value === 'bigint' ? value.toString() : value

export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (mark) => `\\${mark}`)

function compareList(parameters: Parameters, expression: string, { place, op, value }: Test): string {
  const values = value as readonly string[]
  if (place.name === 'memberIds' && !place.custom) {
    if (op === 'filled') return `cardinality(${expression}) > 0`
    const ids = parameters.add(values, 'uuid[]')
    if (op === 'hasAny') return `${expression} && ${ids}`
    return op === 'eq' ? `(${expression} @> ${ids} and ${expression} <@ ${ids})` : `${expression} @> ${ids}`
  }
  if (place.name === 'derivedFrom' && !place.custom) return `${expression} is not null`
  if (op === 'filled') return `(${expression} is not null and ${expression} <> '[]'::jsonb)`
  if (op === 'hasAny') return `${expression} ?| ${parameters.add(values, 'text[]')}`
  const list = parameters.add(values, 'jsonb')
  return op === 'eq' ? `(${expression} @> ${list} and ${expression} <@ ${list})` : `${expression} @> ${list}`
}

/** Fields whose words stand in the index of grams. */
export const isIndexed = ({ name, field, on, custom }: Place): boolean =>
  !custom && (name === 'no' || name === on.title || field.search === true) && isTextual(field)

const isTextual = ({ kind }: Field): boolean => kind === 'text' || kind === 'longText'

/** Grams only narrow down; the comparison itself still decides. */
export function gramsFor(tenantId: string, { place, op, value }: Test): string[] {
  if (!isIndexed(place) || !['eq', 'contains', 'starts'].includes(op)) return []
  return queryGrams(String(value)).map((gram) => gramKey(tenantId, gram))
}
