/** Facts: what a decision must know beyond its own record, asked as data and answered inside the transaction. */

/** Where a value in a condition comes from: this record, the command's input, the actor, or the clock. */
export interface Ref {
  readonly from: 'record' | 'input' | 'actor' | 'now' | 'today' | 'event'
  /** Dotted path; through a part ('lines.productId') it yields the list of that column. */
  readonly path: string
}

export const self = (path: string): Ref => ({ from: 'record', path })
export const given = (path: string): Ref => ({ from: 'input', path })
export const me = (path: 'id' | 'deptId' = 'id'): Ref => ({ from: 'actor', path })
export const today: Ref = { from: 'today', path: '' }
export const now: Ref = { from: 'now', path: '' }

export type Constant = string | number | boolean | null
export type Operand = Constant | Ref | readonly Constant[]
export type Comparison = { readonly is: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'notIn'; readonly value: Operand }
/** Field name → value (a list means "one of"); all must hold. Tables of parts are named 'order.lines'. */
export type Where = Readonly<Record<string, Operand | Comparison>>

/** A record whose declaration is not at hand: facts, arrows and generic code read it by name. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where a record has no declared shape
export type Loose = { readonly [field: string]: any }

export type Fact<Value = unknown> = {
  readonly kind: 'count' | 'sum' | 'rows' | 'one' | 'source'
  readonly object: string
  readonly where?: Where
  readonly field?: string
  readonly sort?: readonly string[]
  readonly limit?: number
  readonly id?: Ref
  /** Lock the row or rows in this transaction before reading, so that what was decided stays true. */
  readonly lock?: boolean
  readonly value?: Value
}

export const count = (object: string, where: Where): Fact<number> => ({ kind: 'count', object, where })
/** Sum of a money field in minor units; 0n over nothing. */
export const sum = (object: string, field: string, where: Where): Fact<bigint> => ({
  kind: 'sum',
  object,
  field,
  where,
})
export const rows = (
  object: string,
  where: Where,
  more: { sort?: readonly string[]; limit?: number; lock?: boolean } = {},
): Fact<readonly Loose[]> => ({ kind: 'rows', object, where, ...more })
/** The record an id names, or null. It comes whole, with its parts. */
export const one = (object: string, id: Ref, more: { lock?: boolean } = {}): Fact<Loose | null> => ({
  kind: 'one',
  object,
  id,
  ...more,
})
/** A question that needs a query of its own; the server registers the answer under this name. */
export const source = <Value>(name: string): Fact<Value> => ({ kind: 'source', object: name })

export type Facts = Readonly<Record<string, Fact>>
export type FactValue<F> = F extends Fact<infer Value> ? Value : never

/** Follows a dotted path; a list on the way yields the list of what lies behind it. */
export function valueAt(root: unknown, path: string): unknown {
  let value: unknown = root
  for (const key of path.split('.')) {
    if (value === null || value === undefined) return undefined
    value = Array.isArray(value)
      ? value.map((item) => (item as Loose)[key]).filter((item) => item !== null && item !== undefined)
      : (value as Loose)[key]
  }
  return value
}
