/** Reads what a list is asked: filter, sort, fields, include, limit, cursor and free words, each against its rules. */
import { createHash } from 'node:crypto'
import type { Declaration } from '../../kernel/object.ts'
import { type Position, type SortKey, sortable } from '../store/order.ts'
import type { Condition, Place } from '../store/where.ts'
import { readCursor } from './cursor.ts'
import { readFilter, readWords } from './filter.ts'
import { findPlace, placeOf, targetOf, tellsMasked } from './place.ts'
import { badFilter, badRequest, type Reading, short } from './reading.ts'
import { isVisible } from './scope.ts'

/** Parameters as they come: `filter` as JSON text or value, the others as text. */
export interface ListQuery {
  readonly filter?: unknown
  readonly sort?: string | undefined
  readonly fields?: string | undefined
  readonly include?: string | undefined
  readonly limit?: string | number | undefined
  readonly cursor?: string | undefined
  readonly q?: string | undefined
}

export interface ListAsk {
  readonly condition: Condition | null
  readonly sort: readonly SortKey[]
  readonly limit: number
  readonly after: Position | null
  /** Own and common fields to show, with 'custom.key'; null: all. */
  readonly fields: ReadonlySet<string> | null
  /** Parts to lay in, links to answer whole. */
  readonly parts: readonly string[]
  readonly links: readonly string[]
  /** What a cursor is bound to. */
  readonly seal: string
}

const mostRows = 200
const usualRows = 50

export function readListQuery(reading: Reading, declaration: Declaration, query: ListQuery): ListAsk {
  const sort = readSort(reading, declaration, query.sort)
  const seal = sealOf(reading, declaration, query)
  return {
    condition: readCondition(reading, declaration, query),
    sort,
    limit: readLimit(query.limit),
    after: query.cursor ? readCursor(reading, query.cursor, { seal, keys: sort.length }) : null,
    fields: readFields(reading, declaration, query.fields),
    ...readInclude(reading, declaration, query.include),
    seal,
  }
}

export function readCondition(
  reading: Reading,
  declaration: Declaration,
  query: Pick<ListQuery, 'filter' | 'q'>,
): Condition | null {
  const both = [readFilter(reading, declaration, query.filter), readWords(reading, declaration, query.q)]
  const given = both.filter((one) => one !== null)
  return given.length === 0 ? null : { all: given }
}

/** A cursor goes on in the same list only: same company, reader, object, order and filter. */
function sealOf(reading: Reading, declaration: Declaration, { filter, sort, q }: ListQuery): string {
  const asked = [reading.tenantId, reading.actor.id, declaration.name, sort ?? '', filter ?? '', q ?? '']
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 22)
}

/** '-amount,no'; a link is ordered by what its target is called. */
export function readSort(reading: Reading, declaration: Declaration, text: string | undefined): SortKey[] {
  const names = (text ?? '').split(',').filter((name) => name !== '')
  if (names.length > 4) throw badFilter(`sort ${short(text)}`)
  const wanted = names.length > 0 ? names : ['-createdAt']
  return wanted.map((name) => {
    const desc = name.startsWith('-')
    const place = titled(reading, placeOf(reading, declaration, desc ? name.slice(1) : name))
    if (!sortable(place) || tellsMasked(reading, place)) throw badFilter(`sort ${short(name)}`)
    return { place, desc }
  })
}

function titled(reading: Reading, place: Place): Place {
  if (!['link', 'member', 'department'].includes(place.field.kind) || place.via || place.custom) return place
  const target = targetOf(reading, place.field)
  const found = target ? findPlace(reading, place.on, `${place.name}.${target.title}`) : null
  if (!found) throw badFilter(`sort ${short(place.name)}`)
  return found
}

function readLimit(given: string | number | undefined): number {
  if (given === undefined || given === '') return usualRows
  const limit = typeof given === 'string' && /^\d{1,4}$/.test(given) ? Number(given) : given
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > mostRows) {
    throw badRequest(`limit 1–${mostRows}`)
  }
  return limit
}

function readFields(reading: Reading, declaration: Declaration, text: string | undefined): Set<string> | null {
  if (text === undefined || text === '') return null
  const names = text.split(',')
  if (names.length > 300) throw badFilter('fields')
  const strangers = names.filter((name) => !['id', 'custom'].includes(name) && !isShown(reading, declaration, name))
  if (strangers.length > 0) throw badFilter(`fields ${short(strangers[0])}`)
  return new Set(names)
}

const isShown = (reading: Reading, declaration: Declaration, name: string): boolean =>
  findPlace(reading, declaration, name) !== null && (!name.includes('.') || name.startsWith('custom.'))

function readInclude(
  reading: Reading,
  declaration: Declaration,
  text: string | undefined,
): { parts: string[]; links: string[] } {
  const names = (text ?? '').split(',').filter((name) => name !== '')
  if (names.length > 20) throw badFilter('include')
  const parts = names.filter((name) => Object.hasOwn(declaration.parts, name))
  const links = names.filter((name) => !parts.includes(name))
  for (const name of links) {
    const field = Object.hasOwn(declaration.fields, name) ? declaration.fields[name] : undefined
    const isLink = field?.kind === 'link' && isVisible(reading, field) && targetOf(reading, field) !== null
    if (!isLink) throw badFilter(`include ${short(name)}`)
  }
  return { parts, links }
}
