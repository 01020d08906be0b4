/** Answers the facts a decision asks for, inside its transaction. */

import { commonFields } from '../../kernel/common.ts'
import type { ResolvedFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field, Fields } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Asking } from './asking.ts'
import { columnOf, rowToPart, rowToRecord, sqlType, tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { loadRecord, withParts } from './records.ts'
import { sources } from './sources.ts'

export async function loadFact(tx: Tx, asking: Asking, fact: ResolvedFact): Promise<unknown> {
  if (fact.kind === 'source') {
    const answer = sources[fact.object]
    if (!answer) throw new Error(`no source named ${fact.object}`)
    return answer(tx, asking)
  }
  if (fact.kind === 'one') {
    const declaration = declarationOf(asking, fact.object)
    return fact.id
      ? loadRecord(tx, { tenantId: asking.tenantId, declaration }, { id: fact.id, lock: fact.lock ?? false })
      : null
  }
  const asked = compile(asking, fact)
  if (fact.kind === 'count') {
    const [row] = await tx.prepared<{ n: bigint }>(`select count(*) as n from ${asked.from}`, asked.values)
    return Number(row?.n ?? 0n)
  }
  if (fact.kind === 'sum') {
    const column = `"${columnOf(fact.field ?? '')}"`
    const [row] = await tx.prepared<{ s: bigint }>(
      `select coalesce(sum(${column}), 0)::bigint as s from ${asked.from}`,
      asked.values,
    )
    return row?.s ?? 0n
  }
  return loadRows(tx, asking, { fact, asked })
}

async function loadRows(
  tx: Tx,
  asking: Asking,
  { fact, asked }: { fact: ResolvedFact; asked: Compiled },
): Promise<unknown> {
  // Locks are taken in the order of ids whatever the order of reading, so that two writers cannot cross.
  const lock = fact.lock ? ' for no key update' : ''
  const by = fact.lock ? 'id' : orderOf(fact)
  const sql = `select * from ${asked.from} order by ${by} limit ${Number(fact.limit ?? 1000)}${lock}`
  return recordsOf(tx, asking, { fact, rows: await tx.prepared<Loose>(sql, asked.values) })
}

export const orderOf = (fact: ResolvedFact): string =>
  [...(fact.sort ?? []), 'id']
    .map((one) => (one.startsWith('-') ? `"${columnOf(one.slice(1))}" desc` : `"${columnOf(one)}"`))
    .join(', ')

/** Rows of the database as the rules know them: records with their parts, or rows of a part with their parent. */
export async function recordsOf(
  tx: Tx,
  asking: Asking,
  { fact, rows }: { fact: ResolvedFact; rows: readonly Loose[] },
): Promise<Loose[]> {
  const [name = '', part] = fact.object.split('.')
  const declaration = declarationOf(asking, name)
  if (part) {
    const fields = declaration.parts[part]?.fields ?? {}
    return rows.map((row) => ({ ...rowToPart(fields, row), parentId: row.parent_id }))
  }
  return withParts(
    tx,
    { tenantId: asking.tenantId, declaration },
    rows.map((row) => rowToRecord(declaration, row)),
  )
}

/** `from … where …` of a fact but for one of its fields. */
export function clausesOf(asking: Asking, fact: ResolvedFact, without: string | null) {
  const where = Object.fromEntries(Object.entries(fact.where).filter(([field]) => field !== without))
  const [name = '', part] = fact.object.split('.')
  const declaration = declarationOf(asking, name)
  const fields: Fields = { ...partFields, ...(part ? declaration.parts[part]?.fields : declaration.fields) }
  const type = without === null ? 'uuid' : sqlType(fields[without] ?? (commonFields[without] as Field))
  return { ...compile(asking, { ...fact, where }), type }
}

interface Compiled {
  readonly from: string
  readonly values: readonly unknown[]
}

const partFields: Fields = {
  parentId: { kind: 'link', label: { zh: '', en: '' } },
  id: { kind: 'link', label: { zh: '', en: '' } },
}

/** `from … where …` of a fact, every value a parameter. */
function compile(asking: Asking, fact: ResolvedFact): Compiled {
  const [name = '', part] = fact.object.split('.')
  const declaration = declarationOf(asking, name)
  const fields: Fields = part
    ? { ...partFields, ...declaration.parts[part]?.fields }
    : { ...partFields, ...commonFields, ...declaration.fields }
  const values: unknown[] = [asking.tenantId]
  const clauses = ['tenant_id = $1']
  for (const [field, { is, value }] of Object.entries(fact.where)) {
    const declared = fields[field]
    if (!declared) throw new Error(`fact asks unknown ${fact.object}.${field}`)
    const column = `"${columnOf(field)}"`
    if (value === null) {
      clauses.push(is === '!=' ? `${column} is not null` : `${column} is null`)
      continue
    }
    values.push(Array.isArray(value) ? value : typeof value === 'bigint' ? value.toString() : value)
    clauses.push(clause({ column, is, place: `$${values.length}`, type: sqlType(declared) }))
  }
  return { from: `${tableOf(fact.object)} where ${clauses.join(' and ')}`, values }
}

function clause({ column, is, place, type }: { column: string; is: string; place: string; type: string }): string {
  if (is === 'in') return `${column} = any(${place}::${type}[])`
  if (is === 'notIn') return `(${column} is null or ${column} <> all(${place}::${type}[]))`
  if (is === '!=') return `${column} is distinct from ${place}::${type}`
  return `${column} ${is} ${place}::${type}`
}

function declarationOf(asking: Asking, name: string): Declaration {
  const declaration = asking.objects.get(name)
  if (!declaration) throw new Error(`unknown object ${name}`)
  return declaration
}
