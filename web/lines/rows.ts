/** Rows of a part as the editor holds them: the JSON of the server; a row without an id is new. */
import type { FieldMeta } from '../api/types.ts'
import { isInternal } from './columns.ts'

export type LineRow = Readonly<Record<string, unknown>>

export const emptyRow = (fields: readonly FieldMeta[]): LineRow =>
  Object.fromEntries(fields.filter((field) => !field.computed).map((field) => [field.name, field.default ?? null]))

export function isEmpty(row: LineRow, fields: readonly FieldMeta[]): boolean {
  return fields.every(({ name, computed, default: usual }) => {
    const value = row[name]
    return computed || value === null || value === undefined || value === '' || value === usual
  })
}

/** A copy to stand below the row: everything a person typed, nothing the system keeps or came from elsewhere. */
export const copyOf = (row: LineRow, fields: readonly FieldMeta[]): LineRow =>
  Object.fromEntries(
    fields.filter((field) => !field.computed && !isInternal(field)).map(({ name }) => [name, row[name] ?? null]),
  )

export const replaced = (rows: readonly LineRow[], index: number, patch: LineRow): LineRow[] =>
  rows.map((row, i) => (i === index ? { ...row, ...patch } : row))

export const inserted = (rows: readonly LineRow[], index: number, row: LineRow): LineRow[] => [
  ...rows.slice(0, index),
  row,
  ...rows.slice(index),
]

export const without = (rows: readonly LineRow[], index: number): LineRow[] => rows.filter((_, i) => i !== index)

/** What a save sends: ids kept, computed values and wholly empty rows left out. */
export function rowsToSend(rows: readonly LineRow[], fields: readonly FieldMeta[]): Record<string, unknown>[] {
  return rows
    .filter((row) => row.id !== undefined || !isEmpty(row, fields))
    .map((row) => ({
      ...(row.id === undefined ? {} : { id: row.id }),
      ...Object.fromEntries(
        fields.filter((field) => !field.computed && row[field.name] !== undefined).map(({ name }) => [name, row[name]]),
      ),
    }))
}
