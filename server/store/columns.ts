/** How declared names and values stand in PostgreSQL; the only place where identifiers of tables are made. */
import type { Loose } from '../../kernel/fact.ts'
import type { Field, Fields } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'

/** accountId → account_id. Names come from declarations; anything else is a bug. */
export function columnOf(name: string): string {
  const known = columnNames.get(name)
  if (known !== undefined) return known
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) throw new Error(`not a declared name: ${name.slice(0, 40)}`)
  const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  if (columnNames.size < 10_000) columnNames.set(name, column)
  return column
}

const columnNames = new Map<string, string>()

/** 'order' → app."order"; 'order.lines' → app."order_lines". */
export function tableOf(path: string): string {
  const [object = '', part] = path.split('.')
  return `app."${columnOf(object)}${part ? `_${columnOf(part)}` : ''}"`
}

const sqlTypes: Readonly<Record<Field['kind'], string>> = {
  text: 'text',
  longText: 'text',
  choice: 'text',
  integer: 'integer',
  decimal: 'numeric',
  money: 'bigint',
  date: 'date',
  datetime: 'timestamptz',
  link: 'uuid',
  member: 'uuid',
  department: 'uuid',
  toggle: 'boolean',
  choices: 'jsonb',
  members: 'jsonb',
  files: 'jsonb',
  address: 'jsonb',
  data: 'jsonb',
}

export const sqlType = (field: Field): string => sqlTypes[field.kind]

/** The columns every object table has, with their types, in the order they stand. */
export const commonColumns: readonly (readonly [string, string])[] = [
  ['no', 'text'],
  ['state', 'text not null'],
  ['version', 'integer not null'],
  ['ownerId', 'uuid'],
  ['deptId', 'uuid'],
  ['memberIds', "uuid[] not null default '{}'"],
  ['createdAt', 'timestamptz not null'],
  ['createdBy', 'uuid'],
  ['updatedAt', 'timestamptz not null'],
  ['updatedBy', 'uuid'],
  ['entryMode', 'text not null'],
  ['derivedObject', 'text'],
  ['derivedId', 'uuid'],
  ['caseId', 'uuid not null'],
  ['inheritedFields', "jsonb not null default '[]'"],
  ['rekeyedFields', "jsonb not null default '[]'"],
  ['importedGap', "jsonb not null default '[]'"],
  ['sourceKey', 'text'],
  ['isTest', 'boolean not null default false'],
  ['custom', "jsonb not null default '{}'"],
  ['grams', "text[] not null default '{}'"],
]

export interface Column {
  readonly name: string
  readonly column: string
  readonly type: string
}

const plainType = (type: string): string => type.split(' ')[0] as string

/** Every column of an object's table besides tenant_id and id. */
export function columnsOf(declaration: Declaration): readonly Column[] {
  const known = columnsKnown.get(declaration)
  if (known) return known
  const columns = everyColumn(declaration)
  columnsKnown.set(declaration, columns)
  return columns
}

const columnsKnown = new WeakMap<Declaration, readonly Column[]>()

function everyColumn(declaration: Declaration): Column[] {
  const common = commonColumns.map(([name, type]) => ({ name, column: columnOf(name), type: plainType(type) }))
  return [...common, ...fieldColumns(declaration.fields)]
}

export function fieldColumns(fields: Fields): readonly Column[] {
  const known = fieldsKnown.get(fields)
  if (known) return known
  const columns = Object.entries(fields).map(([name, field]) => ({
    name,
    column: columnOf(name),
    type: sqlType(field),
  }))
  fieldsKnown.set(fields, columns)
  return columns
}

const fieldsKnown = new WeakMap<Fields, readonly Column[]>()

/** A database row as the record the rules know; parts are laid in by the caller. */
export function rowToRecord(declaration: Declaration, row: Loose): Record<string, unknown> {
  const record: Record<string, unknown> = { id: row.id }
  for (const { name, column } of columnsOf(declaration)) record[name] = row[column] ?? null
  const { derivedObject, derivedId, grams: _grams, ...rest } = record
  return { ...rest, derivedFrom: derivedObject ? { object: derivedObject, id: derivedId } : null }
}

export function rowToPart(fields: Fields, row: Loose): Record<string, unknown> {
  const out: Record<string, unknown> = { id: row.id, position: row.position }
  for (const { name, column } of fieldColumns(fields)) out[name] = row[column] ?? null
  return out
}

/** The values of a record under their column names, ready for a recordset in JSON. */
export function recordToRow(
  declaration: Declaration,
  record: Loose,
  grams: readonly string[],
): Record<string, unknown> {
  const row: Record<string, unknown> = { id: record.id }
  for (const { name, column } of columnsOf(declaration)) row[column] = record[name] ?? null
  row.derived_object = record.derivedFrom?.object ?? null
  row.derived_id = record.derivedFrom?.id ?? null
  row.grams = grams
  return row
}

/** JSON for a recordset parameter: whole minor units travel as text, so that no digit is lost. */
export const toRecordset = (rows: readonly unknown[]): string =>
  JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))
