/** The text of what was approved: two documents with the same text say the same thing. */
import type { Loose } from '../../kernel/fact.ts'

/** Values in a fixed order, written as JSON; amounts as whole minor units, empty as null. */
export function canonical(
  record: Loose,
  fields: readonly string[],
  parts: Readonly<Record<string, readonly string[]>>,
): string {
  const own = fields.map((name) => [name, plain(record[name])])
  const rows = Object.entries(parts).map(([part, columns]) => [
    part,
    ((record[part] ?? []) as readonly Loose[]).map((row) => columns.map((name) => plain(row[name]))),
  ])
  return JSON.stringify([...own, ...rows])
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : (value ?? null)
}
