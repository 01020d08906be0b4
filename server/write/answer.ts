/** Answers facts from records in memory as the database would, where all records of a company are held. */
import type { ResolvedFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import { Exact } from '../../kernel/money.ts'

/** Rows of an object or of one of its parts. */
export function answerFrom(
  rows: Iterable<Loose>,
  fact: ResolvedFact,
  fields: Readonly<Record<string, Field>>,
): unknown {
  const conditions = conditionsOf(fact, fields)
  const found: Loose[] = []
  for (const row of rows) if (holdsAll(row, conditions)) found.push(row)
  if (fact.kind === 'count') return found.length
  if (fact.kind === 'sum') return found.reduce((sum, row) => sum + ((row[fact.field ?? ''] ?? 0n) as bigint), 0n)
  return inOrder(found, fact, fields)
}

export function conditionsOf({ where }: ResolvedFact, fields: Readonly<Record<string, Field>>): Condition[] {
  const out = Object.entries(where).map(([name, { is, value }]) => ({
    name,
    is,
    value,
    numeric: isNumber(fields[name]),
  }))
  // What leads to one record leaves the fewest.
  return out.sort((a, b) => Number(isLink(fields, b)) - Number(isLink(fields, a)))
}

export const holdsAll = (row: Loose, conditions: readonly Condition[]): boolean =>
  conditions.every((one) => holds(row[one.name] ?? null, one))

/** Sorted and cut as the fact asks. */
export function inOrder(rows: Loose[], fact: ResolvedFact, fields: Readonly<Record<string, Field>>): Loose[] {
  const order = fact.lock ? ['id'] : [...(fact.sort ?? []), 'id']
  return rows.sort((a, b) => compareBy(a, b, { order, fields })).slice(0, fact.limit ?? 1000)
}

const isLink = (fields: Readonly<Record<string, Field>>, { name, is }: { name: string; is: string }): boolean =>
  is === '=' && (name === 'parentId' || fields[name]?.kind === 'link' || fields[name]?.kind === 'member')

const isNumber = (field: Field | undefined): boolean => field?.kind === 'decimal'

export interface Condition {
  readonly name: string
  readonly is: string
  readonly value: unknown
  readonly numeric: boolean
}

function holds(held: unknown, { is, value, numeric }: Condition): boolean {
  if (value === null || value === undefined) return is === '!=' ? held !== null : held === null
  if (is === 'in') return (value as readonly unknown[]).includes(held)
  if (is === 'notIn') return !(value as readonly unknown[]).includes(held)
  if (is === '!=') return held === null || compared(held, value, numeric) !== 0
  if (held === null) return false
  const way = compared(held, value, numeric)
  if (is === '=') return way === 0
  if (is === '<') return way < 0
  if (is === '<=') return way <= 0
  return is === '>' ? way > 0 : way >= 0
}

function compared(a: unknown, b: unknown, numeric: boolean): number {
  if (numeric) return new Exact(a as string).comparedTo(b as string)
  const [left, right] = [a, b] as [string, string]
  return left === right ? 0 : left < right ? -1 : 1
}

interface Ordering {
  readonly order: readonly string[]
  readonly fields: Readonly<Record<string, Field>>
}

/** Nothing stands last, or first where the order is turned round, as in the database. */
function compareBy(a: Loose, b: Loose, { order, fields }: Ordering): number {
  for (const one of order) {
    const name = one.replace(/^-/, '')
    const turn = one === name ? 1 : -1
    const [left, right] = [a[name] ?? null, b[name] ?? null]
    if (left === right) continue
    if (left === null || right === null) return left === null ? turn : -turn
    const way = compared(left, right, isNumber(fields[name]))
    if (way !== 0) return way * turn
  }
  return 0
}
