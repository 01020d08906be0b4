/** Reads and writes whole records with their parts; every statement names the tenant first. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { indexGrams } from '../../kernel/text.ts'
import { arraysOf } from './arrays.ts'
import {
  type Column,
  columnOf,
  columnsOf,
  fieldColumns,
  recordToRow,
  rowToPart,
  rowToRecord,
  tableOf,
  toRecordset,
} from './columns.ts'
import type { Tx } from './database.ts'

/** The record with its parts, or null. With `lock` nobody else can change it until this transaction ends. */
export async function loadRecord(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  key: { id: string; lock?: boolean },
): Promise<Loose | null> {
  const [record] = await loadRecords(tx, place, { ids: [key.id], lock: key.lock ?? false })
  return record ?? null
}

/** Whether the record is there and its field empty. */
export async function recordStands(
  tx: Tx,
  { tenantId, declaration }: { tenantId: string; declaration: Declaration },
  { id, without }: { id: string; without: string },
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from ${tableOf(declaration.name)} where tenant_id = $1 and id = $2 and "${columnOf(without)}" is null`,
    [tenantId, id],
  )
  return rows.length > 0
}

/** Records in the order of their ids: locks are always taken in that order, so that two writers cannot cross. */
export async function loadRecords(
  tx: Tx,
  { tenantId, declaration }: { tenantId: string; declaration: Declaration },
  keys: { ids: readonly string[]; lock: boolean },
): Promise<Loose[]> {
  const sql = `select * from ${tableOf(declaration.name)} where tenant_id = $1 and id = any($2) order by id`
  // The parts are asked along with the records: one journey, and after the lock, since statements run in order.
  const [found, parts] = await Promise.all([
    tx.prepared<Loose>(keys.lock ? `${sql} for no key update` : sql, [tenantId, keys.ids]),
    loadParts(tx, { tenantId, declaration }, keys.ids),
  ])
  return found.map((row) => laid(rowToRecord(declaration, row), parts))
}

/** Lays the parts into records that were read without them. */
export async function withParts(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  records: readonly Loose[],
): Promise<Loose[]> {
  if (records.length === 0) return []
  const ids = records.map((record) => record.id as string)
  const parts = await loadParts(tx, place, ids)
  return records.map((record) => laid({ ...record }, parts))
}

/** Part → record → rows in their order. */
type Parts = readonly (readonly [string, ReadonlyMap<string, readonly Loose[]>])[]

function laid(record: Record<string, unknown>, parts: Parts): Loose {
  for (const [name, byParent] of parts) record[name] = byParent.get(record.id as string) ?? []
  return record
}

/** Asked all at once, so that they travel together. */
function loadParts(
  tx: Tx,
  { tenantId, declaration }: { tenantId: string; declaration: Declaration },
  ids: readonly string[],
): Promise<Parts> {
  const asked = Object.entries(declaration.parts).map(async ([name, part]) => {
    const sql = `select * from ${tableOf(`${declaration.name}.${name}`)}
      where tenant_id = $1 and parent_id = any($2) order by parent_id, position`
    const byParent = new Map<string, Loose[]>()
    for (const row of await tx.prepared<Loose>(sql, [tenantId, ids])) {
      const list = byParent.get(row.parent_id) ?? []
      if (list.length === 0) byParent.set(row.parent_id, list)
      list.push(rowToPart(part.fields, row))
    }
    return [name, byParent] as const
  })
  return Promise.all(asked)
}

export async function insertRecords(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  records: readonly Loose[],
): Promise<void> {
  if (records.length === 0) return
  const { tenantId, declaration } = place
  const rows = records.map((record) => recordToRow(declaration, record, gramsOf(tenantId, declaration, record)))
  await insertArrays(tx, tenantId, { table: tableOf(declaration.name), columns: columnsOf(declaration), rows })
  for (const name of Object.keys(declaration.parts)) {
    const partOf = records.flatMap((record) => partRows(record, name))
    await insertRows(tx, { ...place, part: name }, partOf)
  }
}

/** Writes changed records; false when one of them was not at the version this transaction read. */
export async function updateRecords(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  pairs: readonly { before: Loose; after: Loose }[],
): Promise<boolean> {
  if (pairs.length === 0) return true
  const { tenantId, declaration } = place
  const columns = columnsOf(declaration)
  const rows = pairs.map(({ before, after }) => ({
    ...recordToRow(declaration, after, gramsOf(tenantId, declaration, after)),
    before_version: before.version,
  }))
  const written = await tx.prepared(
    `update ${tableOf(declaration.name)} t
     set ${columns.map(({ column }) => `"${column}" = x."${column}"`).join(', ')}
     from jsonb_to_recordset($2::jsonb) as x(id uuid, before_version integer, ${shape(columns)})
     where t.tenant_id = $1 and t.id = x.id and t.version = x.before_version returning 1`,
    [tenantId, toRecordset(rows)],
  )
  for (const name of Object.keys(declaration.parts)) await updateParts(tx, { ...place, part: name }, pairs)
  return written.length === pairs.length
}

export async function deleteRecords(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  ids: readonly string[],
): Promise<void> {
  const { tenantId, declaration } = place
  for (const name of Object.keys(declaration.parts)) {
    await tx.prepared(
      `delete from ${tableOf(`${declaration.name}.${name}`)} where tenant_id = $1 and parent_id = any($2)`,
      [tenantId, ids],
    )
  }
  await tx.prepared(`delete from ${tableOf(declaration.name)} where tenant_id = $1 and id = any($2)`, [tenantId, ids])
}

interface PartPlace {
  readonly tenantId: string
  readonly declaration: Declaration
  readonly part: string
}

const partRows = (record: Loose, part: string): Loose[] =>
  (record[part] as readonly Loose[]).map((row, position) => ({ ...row, parentId: record.id, position }))

async function insertRows(tx: Tx, { tenantId, declaration, part }: PartPlace, rows: readonly Loose[]): Promise<void> {
  if (rows.length === 0) return
  const columns = partColumns(declaration, part)
  const table = tableOf(`${declaration.name}.${part}`)
  await insertArrays(tx, tenantId, { table, columns, rows: rows.map((row) => toColumns(columns, row)) })
}

const idColumn = { column: 'id', type: 'uuid' }
/** So many rows are worth planning a statement of their own, which leaves out what is empty in all of them. */
const manyRows = 50

async function insertArrays(
  tx: Tx,
  tenantId: string,
  { table, columns, rows }: { table: string; columns: readonly Column[]; rows: readonly Record<string, unknown>[] },
): Promise<void> {
  if (rows.length >= manyRows) {
    const { names, select, from, values } = arraysOf([idColumn, ...columns], rows)
    const sql = `insert into ${table} (tenant_id, ${names}) select $1, ${select} from ${from} returning 1`
    await tx.query(sql, [tenantId, ...values])
    return
  }
  await tx.prepared(
    `insert into ${table} (tenant_id, id, ${columns.map(({ column }) => `"${column}"`).join(', ')})
     select $1, x.id, ${columns.map(({ column }) => `x."${column}"`).join(', ')}
     from jsonb_to_recordset($2::jsonb) as x(id uuid, ${shape(columns)}) returning 1`,
    [tenantId, toRecordset(rows)],
  )
}

async function updateParts(tx: Tx, place: PartPlace, pairs: readonly { before: Loose; after: Loose }[]): Promise<void> {
  const { tenantId, declaration, part } = place
  const added: Loose[] = []
  const changed: Loose[] = []
  const removed: string[] = []
  for (const { before, after } of pairs) {
    if (before[part] === after[part]) continue
    const old = new Map(
      (before[part] as readonly Loose[]).map((row, position) => [row.id as string, { row, position }]),
    )
    for (const row of partRows(after, part)) {
      const was = old.get(row.id)
      old.delete(row.id)
      if (!was) added.push(row)
      else if (was.row !== after[part][row.position] || was.position !== row.position) changed.push(row)
    }
    removed.push(...old.keys())
  }
  const table = tableOf(`${declaration.name}.${part}`)
  if (removed.length > 0)
    await tx.prepared(`delete from ${table} where tenant_id = $1 and id = any($2)`, [tenantId, removed])
  if (changed.length > 0) {
    const columns = partColumns(declaration, part)
    await tx.prepared(
      `update ${table} t set ${columns.map(({ column }) => `"${column}" = x."${column}"`).join(', ')}
       from jsonb_to_recordset($2::jsonb) as x(id uuid, ${shape(columns)})
       where t.tenant_id = $1 and t.id = x.id returning 1`,
      [tenantId, toRecordset(changed.map((row) => toColumns(columns, row)))],
    )
  }
  await insertRows(tx, place, added)
}

function partColumns(declaration: Declaration, part: string): Column[] {
  return [
    { name: 'parentId', column: 'parent_id', type: 'uuid' },
    { name: 'position', column: 'position', type: 'integer' },
    ...fieldColumns(declaration.parts[part]?.fields ?? {}),
  ]
}

function toColumns(columns: readonly Column[], row: Loose): Record<string, unknown> {
  return Object.fromEntries([['id', row.id], ...columns.map(({ name, column }) => [column, row[name] ?? null])])
}

const shape = (columns: readonly Column[]): string =>
  columns.map(({ column, type }) => `"${column}" ${type}`).join(', ')

/** Search tokens of a record: marked with the tenant, so that the index of one company never walks another's. */
export function gramsOf(tenantId: string, declaration: Declaration, record: Loose): string[] {
  const words: string[] = typeof record.no === 'string' ? [record.no] : []
  for (const name of searchedFields(declaration)) {
    const word = record[name]
    if (typeof word === 'string' && !words.includes(word)) words.push(word)
  }
  const grams = new Set<string>()
  for (const word of words) for (const gram of indexGrams(word)) grams.add(gram)
  const tenant = tenantId.slice(-6)
  const out: string[] = []
  for (const gram of grams) if (out.push(tenant + gram) === 400) break
  return out
}

const searched = new WeakMap<Declaration, readonly string[]>()

function searchedFields(declaration: Declaration): readonly string[] {
  const known = searched.get(declaration)
  if (known) return known
  const names = Object.keys(declaration.fields).filter(
    (name) => declaration.fields[name]?.search || name === declaration.title,
  )
  searched.set(declaration, names)
  return names
}

export const gramKey = (tenantId: string, gram: string): string => `${tenantId.slice(-6)}${gram}`
export const columnName = columnOf
