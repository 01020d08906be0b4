/** Reads pages, counts and titles of any object's records; every statement names the tenant first. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { columnOf, columnsOf, rowToRecord, tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { knownFor } from './known.ts'
import { orderOf, type Position, type SortKey, segmentSql, segmentsOf } from './order.ts'
import { type Compiling, type Condition, conditionSql, type Known, Parameters, type Reach, reachSql } from './where.ts'

/** Records of one object that a reader reaches and that meet a condition. */
export interface Asked {
  readonly tenantId: string
  readonly declaration: Declaration
  readonly reach: Reach
  readonly condition: Condition | null
}

export interface Listing extends Asked {
  readonly sort: readonly SortKey[]
  readonly after: Position | null
  readonly limit: number
  /** Names of the columns to read; absent: all. */
  readonly columns?: ReadonlySet<string>
}

export interface Listed {
  readonly record: Loose
  readonly position: Position
}

/** One page without parts. Segments are asked one after the other, the later ones only if the page is not full. */
export async function listRows(tx: Tx, listing: Listing): Promise<Listed[]> {
  const out: Listed[] = []
  const linked = listing.sort.map(({ place }) => (place.via ? { within: place.via.reach } : null))
  const known = await knownFor(tx, listing.tenantId, [{ within: listing.reach }, listing.condition, ...linked])
  for (let segment = listing.after?.segment ?? 0; out.length < listing.limit; segment++) {
    const page = await segmentRows(tx, listing, { segment, limit: listing.limit - out.length, known })
    if (!page) break
    out.push(...page)
  }
  return out
}

async function segmentRows(
  tx: Tx,
  listing: Listing,
  { segment, limit, known }: { segment: number; limit: number; known: Known },
): Promise<Listed[] | null> {
  const { declaration } = listing
  const parameters = new Parameters(listing.tenantId)
  const bare: Compiling = { parameters, known, alias: 't' }
  const ordered = orderOf(bare, listing.sort)
  if (segment >= segmentsOf(ordered)) return null
  const { where, orderBy } = segmentSql(bare, { ordered, segment, after: listing.after })
  const keys = ordered.keys.map(({ expression }, index) => `, (${expression})::text as key_${index}`)
  const rows = await tx.query<Loose>(
    `select ${columnList(declaration, listing.columns)}${keys.join('')}
     from ${tableOf(declaration.name)} t ${ordered.joins}
     where ${whereSql({ ...bare, joined: ordered.joined }, listing)}${where ? ` and ${where}` : ''}
     order by ${orderBy} limit ${Math.trunc(limit)}`,
    parameters.values,
  )
  return rows.map((row) => ({
    record: rowToRecord(declaration, row),
    position: { segment, keys: ordered.keys.map((_key, index) => row[`key_${index}`] ?? null), id: row.id },
  }))
}

/** The grams never leave the database. */
function columnList(declaration: Declaration, wanted?: ReadonlySet<string>): string {
  const columns = columnsOf(declaration).filter(({ name }) => name !== 'grams' && (!wanted || wanted.has(name)))
  return ['t.id', ...columns.map(({ column }) => `t."${column}"`)].join(', ')
}

export function whereSql(compiling: Compiling, { reach, condition }: Asked): string {
  const out = [`${compiling.alias}.tenant_id = $1`]
  const reached = reachSql(compiling, reach)
  if (reached !== 'true') out.push(reached)
  if (condition) out.push(conditionSql(compiling, condition))
  return out.join(' and ')
}

/** What a statement over these records needs to know first. */
export async function compilingFor(tx: Tx, parameters: Parameters, { reach, condition }: Asked): Promise<Compiling> {
  const known = await knownFor(tx, parameters.tenantId, [{ within: reach }, condition])
  return { parameters, known, alias: 't' }
}

/** Counts no further than one beyond the limit. */
export async function countRows(tx: Tx, asked: Asked, limit: number): Promise<number> {
  const parameters = new Parameters(asked.tenantId)
  const where = whereSql(await compilingFor(tx, parameters, asked), asked)
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from
       (select 1 from ${tableOf(asked.declaration.name)} t where ${where} limit ${Math.trunc(limit) + 1}) counted`,
    parameters.values,
  )
  return row?.n ?? 0
}

export interface Title {
  readonly id: string
  readonly title: string | null
  readonly no: string | null
  readonly state: string
}

/** What records are called, of those among the ids that the reader reaches. */
export async function titlesOf(
  tx: Tx,
  asked: Omit<Asked, 'condition'>,
  { ids, titled }: { ids: readonly string[]; titled: boolean },
): Promise<Title[]> {
  const { declaration } = asked
  const parameters = new Parameters(asked.tenantId)
  const title = titled ? `t."${columnOf(declaration.title)}"::text` : 'null::text'
  const wanted = parameters.add(ids, 'uuid[]')
  // Few records are looked at one by one; no index of members has to be asked for them first.
  const where = whereSql({ parameters, alias: 't' }, { ...asked, condition: null })
  return tx.query<Title>(
    `select t.id, ${title} as title, t.no, t.state from ${tableOf(declaration.name)} t
     where ${where} and t.id = any(${wanted})`,
    parameters.values,
  )
}
