/** What a list shows lives in its address: filter, sort, search and columns; columns are also remembered. */
import { useRouterState } from '@tanstack/react-router'
import type { FieldMeta, Filter, ObjectMeta } from '../api/types.ts'
import { allFields, fieldByPath, pathOf } from '../field/kinds.ts'
import { useSearchChange } from '../ui/go.tsx'

export interface View {
  readonly filter: Filter | undefined
  readonly sort: string | undefined
  readonly q: string | undefined
  readonly columns: readonly FieldMeta[]
  readonly set: (change: Readonly<Record<string, unknown>>) => void
}

export function useView(object: ObjectMeta): View {
  const search = useRouterState({ select: (state) => state.location.search as Record<string, unknown> })
  const set = useSearchChange()
  return {
    filter: filterOf(search.filter),
    sort: textOf(search.sort),
    q: textOf(search.q),
    columns: columnsOf(object, textOf(search.cols)),
    set,
  }
}

const remembered = (object: ObjectMeta): string => `openltc.columns.${object.name}`

/** Chosen columns, else the remembered ones, else those the declaration lists. */
export function columnsOf(object: ObjectMeta, chosen: string | undefined): readonly FieldMeta[] {
  const names = chosen ?? read(remembered(object))
  const found = (names ?? '').split(',').flatMap((name) => fieldByPath(object, name) ?? [])
  return found.length > 0 ? found : listedOf(object)
}

export function rememberColumns(object: ObjectMeta, names: readonly string[]): void {
  try {
    localStorage.setItem(remembered(object), names.join(','))
  } catch {
    // Without storage the choice still stands in the address.
  }
}

export function listedOf(object: ObjectMeta): readonly FieldMeta[] {
  const fields = allFields(object)
  const named = (name: string) => fields.find((field) => field.name === name)
  const listed = object.fields.filter((field) => field.listed && field.name !== object.title)
  const chosen = listed.length > 0 ? listed : object.fields.filter((field) => field.name !== object.title).slice(0, 4)
  const all = [
    object.title === 'no' ? undefined : named(object.title),
    named('no'),
    object.states.length > 1 ? named('state') : undefined,
    ...chosen,
    named('ownerId'),
    named('updatedAt'),
  ]
  const unique = new Map(all.flatMap((field) => (field ? [[pathOf(field), field] as const] : [])))
  return [...unique.values()]
}

export interface Sorting {
  readonly path: string
  readonly down: boolean
}

export const sortingOf = (sort: string | undefined): readonly Sorting[] =>
  (sort ?? '')
    .split(',')
    .filter(Boolean)
    .map((one) => ({ path: one.replace(/^-/, ''), down: one.startsWith('-') }))

/** A click on a heading: ascending, descending, back to the list's own order. */
export function nextSort(sort: string | undefined, path: string): string | undefined {
  const first = sortingOf(sort)[0]
  if (first?.path !== path) return path
  return first.down ? undefined : `-${path}`
}

/** Both conditions hold; either may be missing. */
export function both(one: Filter | undefined, other: Filter | undefined): Filter | undefined {
  if (!one || !other) return one ?? other
  return { and: [one, other] }
}

function filterOf(given: unknown): Filter | undefined {
  if (!given || typeof given !== 'object') return undefined
  const filter = given as Record<string, unknown>
  if (Array.isArray(filter.and) && filter.and.length === 0) return undefined
  return 'and' in filter || 'or' in filter || 'field' in filter ? (given as Filter) : undefined
}

const textOf = (given: unknown): string | undefined =>
  given === undefined || given === null || given === '' ? undefined : String(given)

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
