/** The order of a list as SQL: keys of any type, empty values last, identifiers as the final word, and the way on. */
import { columnOf, commonColumns, tableOf } from './columns.ts'
import { type Compiling, expressionOf, isList, type Place, reachSql, sideColumn, typeOf } from './where.ts'

export interface SortKey {
  readonly place: Place
  readonly desc: boolean
}

/** Where a page ended: the values of its last row's keys as PostgreSQL writes them, its id, and its segment. */
export interface Position {
  readonly segment: number
  readonly keys: readonly (string | null)[]
  readonly id: string
}

export interface Ordered {
  readonly joins: string
  readonly joined: ReadonlyMap<string, string>
  readonly keys: readonly Key[]
  /** The identifier that breaks ties; of the side table where that leads, so that its index gives the order. */
  readonly tie: string
}

interface Key {
  readonly expression: string
  readonly type: string
  readonly desc: boolean
  readonly nullable: boolean
}

/** Chinese by pinyin, all else by the rules of Unicode (R14). */
const collation = 'collate "zh-x-icu"'

export const sortable = (place: Place): boolean => !isList(place.field) && place.field.kind !== 'longText'

export function orderOf(compiling: Compiling, sort: readonly SortKey[]): Ordered {
  const joins: string[] = []
  const joined = new Map<string, string>()
  const keys = sort.map((one, index) => keyOf(compiling, { ...one, index, joins, joined }))
  const first = sort[0]?.place
  const side = first ? joined.get(first.name) : undefined
  return { joins: joins.join('\n'), joined, keys, tie: side ? `${side}.record_id` : `${compiling.alias}.id` }
}

interface Wanted extends SortKey {
  readonly index: number
  readonly joins: string[]
  readonly joined: Map<string, string>
}

function keyOf(compiling: Compiling, { place, desc, index, joins, joined }: Wanted): Key {
  const { parameters, alias, known } = compiling
  const name = `key${index}`
  if (place.via) {
    const { link, reach } = place.via
    const inner: Compiling = { parameters, known: known ?? new Map(), alias: name }
    joins.push(`left join ${tableOf(place.on.name)} ${name} on ${name}.tenant_id = $1
      and ${name}.id = ${alias}."${columnOf(link)}" and ${reachSql(inner, reach)}`)
    return key(compiling, { place, expression: expressionOf(inner, place), desc })
  }
  if (place.custom?.filterable) {
    joins.push(`left join app.custom_value ${name} on ${name}.tenant_id = $1
      and ${name}.object = ${parameters.add(place.on.name, 'text')}
      and ${name}.field = ${parameters.add(place.name, 'text')} and ${name}.record_id = ${alias}.id`)
    joined.set(place.name, name)
    return key(compiling, { place, expression: sideColumn(name, place.field), desc })
  }
  return key(compiling, { place, expression: expressionOf(compiling, place), desc })
}

/** A choice is ordered as its options stand, a state as the states do. */
function key({ parameters }: Compiling, { place, expression, desc }: SortKey & { expression: string }): Key {
  const { field, name, on, custom } = place
  const options = name === 'state' && !custom ? on.states : field.kind === 'choice' ? field.options : undefined
  const nullable = custom !== undefined || place.via !== undefined || !neverEmpty.has(name)
  if (options) {
    const order = parameters.add(Object.keys(options), 'text[]')
    return { expression: `array_position(${order}, ${expression})`, type: 'integer', desc, nullable }
  }
  const type = typeOf(place)
  return type === 'text'
    ? { expression: `${expression} ${collation}`, type, desc, nullable }
    : { expression, type, desc, nullable }
}

const neverEmpty: ReadonlySet<string> = new Set(
  commonColumns.filter(([, type]) => type.includes('not null')).map(([name]) => name),
)

/**
 * Rows with an empty first key come last, in either direction. They are a segment of their own, so that the rows
 * before them are read straight along the index, backwards too.
 */
export const segmentsOf = ({ keys }: Ordered): number => (keys[0]?.nullable ? 2 : 1)

export function segmentSql(
  { parameters }: Compiling,
  { ordered, segment, after }: { ordered: Ordered; segment: number; after: Position | null },
): { where: string; orderBy: string } {
  const [first, ...rest] = ordered.keys
  const empty = segment === 1
  const keys = empty || !first ? rest : [{ ...first, nullable: false }, ...rest]
  const down = first?.desc === true
  const where = first?.nullable ? [`${first.expression} is ${empty ? '' : 'not '}null`] : []
  if (after && after.segment === segment) {
    const values = empty ? after.keys.slice(1) : after.keys
    const tie = { column: ordered.tie, sign: down ? '<' : '>', id: parameters.add(after.id, 'uuid') } as const
    where.push(...beyond({ keys, values, tie }, (value, type) => parameters.add(value, type)))
  }
  const terms = keys.map(
    ({ expression, desc, nullable }) => `${expression}${desc ? ' desc' : ''}${nullable ? ' nulls last' : ''}`,
  )
  return { where: where.join(' and '), orderBy: [...terms, `${ordered.tie}${down ? ' desc' : ''}`].join(', ') }
}

interface Beyond {
  readonly keys: readonly Key[]
  readonly values: readonly (string | null)[]
  readonly tie: { readonly column: string; readonly sign: '<' | '>'; readonly id: string }
}

/** What lies after a position. A single key and its tie-breaker compare as one row, which an index can follow. */
function beyond(at: Beyond, add: (value: string | null, type: string) => string): string[] {
  const [key, ...keys] = at.keys
  const [value = null, ...values] = at.values
  const { tie } = at
  if (!key) return [`${tie.column} ${tie.sign} ${tie.id}`]
  const sign = key.desc ? '<' : '>'
  if (keys.length === 0 && value !== null && !key.nullable && tie.sign === sign) {
    return [`(${key.expression}, ${tie.column}) ${sign} (${add(value, key.type)}, ${tie.id})`]
  }
  const rest = beyond({ ...at, keys, values }, add).join(' and ')
  if (value === null) return [`(${key.expression} is null and ${rest})`]
  const here = add(value, key.type)
  const later = key.nullable ? ` or ${key.expression} is null` : ''
  const bound = key.nullable ? [] : [`${key.expression} ${sign}= ${here}`]
  return [...bound, `(${key.expression} ${sign} ${here}${later} or (${key.expression} = ${here} and ${rest}))`]
}
