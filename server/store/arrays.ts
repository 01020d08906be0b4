/** Many rows as one array for each column: read by the database in half the time JSON takes; empty ones stay away. */
import type { Column } from './columns.ts'

export interface Arrays {
  /** Names of the columns that hold anything, ready for an INSERT. */
  readonly names: string
  /** What to select from `from`. */
  readonly select: string
  /** `unnest(…) as x(…)`, with parameters from $2 on. */
  readonly from: string
  readonly values: readonly string[]
}

/** Rows hold their values under the names of the columns. */
export function arraysOf(
  columns: readonly Pick<Column, 'column' | 'type'>[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Arrays {
  const used = columns.filter(({ column }) => rows.some((row) => (row[column] ?? null) !== null))
  return {
    names: used.map(({ column }) => `"${column}"`).join(', '),
    select: used.map(({ column, type }) => (isList(type) ? `x."${column}"::${type}` : `x."${column}"`)).join(', '),
    from: `unnest(${used.map(({ type }, index) => `$${index + 2}::${isList(type) ? 'text' : type}[]`).join(', ')})
      as x(${used.map(({ column }) => `"${column}"`).join(', ')})`,
    values: used.map(({ column, type }) => {
      const write = writerOf(type)
      return `{${rows.map((row) => write(row[column])).join(',')}}`
    }),
  }
}

const isList = (type: string): boolean => type.endsWith('[]')
const empty = (value: unknown): boolean => value === null || value === undefined
const special = /["\\]/g
const quoted = (text: string): string => `"${special.test(text) ? text.replace(special, '\\$&') : text}"`
const plain = new Set(['uuid', 'integer', 'bigint', 'numeric', 'boolean', 'date', 'timestamptz'])

function writerOf(type: string): (value: unknown) => string {
  if (plain.has(type)) return (value) => (empty(value) ? 'NULL' : String(value))
  if (type === 'jsonb') return (value) => (empty(value) ? 'NULL' : quoted(JSON.stringify(value, whole)))
  if (isList(type)) return (value) => (empty(value) ? 'NULL' : quoted(list(value as readonly string[])))
  return (value) => (empty(value) ? 'NULL' : quoted(String(value)))
}

/** Whole minor units travel as text, so that no digit is lost. */
const whole = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)

/** Needs no quotes within a list. */
const bare = /^[\p{L}\p{N}\p{M}-]+$/u

const list = (values: readonly string[]): string =>
  `{${values.map((value) => (bare.test(value) && value !== 'NULL' ? value : quoted(value))).join(',')}}`
