/** A filter as a flat list of conditions under one "all" or "any", where it is that simple. */
import type { Condition, Filter } from '../api/types.ts'

/** The conditions, or null when the filter is nested deeper than the page can edit. */
export function conditionsOf(filter: Filter | undefined): readonly Condition[] | null {
  if (!filter) return []
  if ('field' in filter) return [filter]
  const inside = 'and' in filter ? filter.and : filter.or
  const flat = inside.flatMap((one) => ('field' in one ? [one] : []))
  if (flat.length === inside.length) return flat
  if ('and' in filter) {
    const deeper = filter.and.map(conditionsOf)
    const onlyAnd = filter.and.every((one) => !('or' in one))
    if (onlyAnd && deeper.every((one) => one !== null)) return deeper.flat() as Condition[]
  }
  return null
}

export const groupOf = (filter: Filter | undefined): 'and' | 'or' => (filter && 'or' in filter ? 'or' : 'and')

export function filterFrom(conditions: readonly Condition[], group: 'and' | 'or'): Filter | undefined {
  if (conditions.length === 0) return undefined
  return group === 'and' ? { and: conditions } : { or: conditions }
}

/** A condition that says something: an operator without value, or with one. */
export function isWhole({ op, value }: Condition): boolean {
  if (op === 'empty' || op === 'notEmpty') return true
  if (op === 'between') return Array.isArray(value) && value.length === 2 && value.every(isGiven)
  if (Array.isArray(value)) return value.length > 0
  return isGiven(value)
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== ''
