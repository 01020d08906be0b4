/** Values in JSON: money as amount and currency outside, as whole minor units in the log. */
import type { Loose } from './fact.ts'
import type { Field, Fields } from './field.ts'
import { formatAmount } from './money.ts'
import type { Declaration } from './object.ts'

/** As events store it: only money differs from the value in memory. */
export const toPlain = (value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : (value ?? null))

export const fromPlain = (field: Field | undefined, value: unknown): unknown =>
  field?.kind === 'money' && typeof value === 'string' ? BigInt(value) : (value ?? null)

/** As the doors show it (R13). */
export function toJson(value: unknown, currency: string): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return { amount: formatAmount(value, currency), currency }
  return value
}

/** The currency of a record's money: its own, else the company's. */
export const currencyOf = (record: Loose, baseCurrency: string): string =>
  typeof record.currency === 'string' ? record.currency : baseCurrency

export function rowToJson(fields: Fields, row: Loose, currency: string): Record<string, unknown> {
  const out: Record<string, unknown> = { id: row.id }
  for (const name of Object.keys(fields)) out[name] = toJson(row[name], currency)
  return out
}

/** A record with its parts as the doors show it; money fields of base currency keep the base currency. */
export function recordToJson(declaration: Declaration, record: Loose, baseCurrency: string): Record<string, unknown> {
  const currency = currencyOf(record, baseCurrency)
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(record)) {
    const part = declaration.parts[name]
    if (part && Array.isArray(value)) {
      out[name] = value.map((row: Loose) => rowToJson(part.fields, row, currency))
    } else {
      const field = declaration.fields[name]
      out[name] = toJson(value, field?.base ? baseCurrency : currency)
    }
  }
  return out
}
