/** What looking for duplicates reads and keeps: values to compare, keys, candidates, and how far a scan went. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { columnOf, tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { type ClaimedJob, keepLease } from './jobs.ts'

/** So many records share a key at most before it says nothing. */
export const mostOfOneKey = 60

export interface Comparing {
  readonly tenantId: string
  readonly declaration: Declaration
  /** Own fields and 'custom.key' that the rules look at. */
  readonly names: readonly string[]
}

/** Records that nobody merges any more are not looked for. */
const over: Readonly<Record<string, readonly string[]>> = { lead: ['merged', 'disqualified'] }
const overOf = (object: string): readonly string[] => over[object] ?? ['merged']

function selectOf({ declaration, names }: Comparing): string {
  const own = [...new Set(names.map((name) => name.split('.')[0] as string))].filter((name) =>
    Object.hasOwn(declaration.fields, name),
  )
  const columns = own.map((name) => `"${columnOf(name)}" as "${name}"`)
  const extra = names.some((name) => name.startsWith('custom.')) ? ['custom'] : []
  const common = 'id, no, state, owner_id as "ownerId", dept_id as "deptId"'
  return `select ${[common, ...columns, ...extra].join(', ')} from ${tableOf(declaration.name)}`
}

/** The next records by id: all of them, or those changed since a moment. */
export function comparables(
  tx: Tx,
  comparing: Comparing,
  page: { after: string; limit: number; since: string | null },
): Promise<Loose[]> {
  return tx.prepared<Loose>(
    `${selectOf(comparing)} where tenant_id = $1 and id > $2 and ($4::timestamptz is null or updated_at >= $4)
       and state <> all($5) order by id limit $3`,
    [comparing.tenantId, page.after, page.limit, page.since, overOf(comparing.declaration.name)],
  )
}

export function comparablesById(tx: Tx, comparing: Comparing, ids: readonly string[]): Promise<Loose[]> {
  return tx.prepared<Loose>(`${selectOf(comparing)} where tenant_id = $1 and id = any($2) and state <> all($3)`, [
    comparing.tenantId,
    ids,
    overOf(comparing.declaration.name),
  ])
}

/** The newest ones, for trying a rule. */
export function newestComparables(tx: Tx, comparing: Comparing, limit: number): Promise<Loose[]> {
  return tx.query<Loose>(
    `${selectOf(comparing)} where tenant_id = $1 and state <> all($3) order by created_at desc, id desc limit $2`,
    [comparing.tenantId, limit, overOf(comparing.declaration.name)],
  )
}

export async function countComparables(tx: Tx, comparing: Comparing, since: string | null): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from ${tableOf(comparing.declaration.name)}
      where tenant_id = $1 and ($2::timestamptz is null or updated_at >= $2) and state <> all($3)`,
    [comparing.tenantId, since, overOf(comparing.declaration.name)],
  )
  return row?.n ?? 0
}

export interface Keyed {
  readonly id: string
  readonly keys: readonly string[]
}

/** Keys of records in place of those they had. */
export async function writeKeys(
  tx: Tx,
  place: { tenantId: string; object: string; fresh: boolean },
  keyed: readonly Keyed[],
): Promise<void> {
  const { tenantId, object, fresh } = place
  if (!fresh)
    await tx.prepared('delete from app.match_key where tenant_id = $1 and object = $2 and record_id = any($3)', [
      tenantId,
      object,
      keyed.map((one) => one.id),
    ])
  const keys = keyed.flatMap((one) => one.keys)
  const ids = keyed.flatMap((one) => one.keys.map(() => one.id))
  if (keys.length === 0) return
  await tx.prepared(
    `insert into app.match_key (tenant_id, object, key, record_id)
     select $1, $2, x.key, x.id from unnest($3::bigint[], $4::uuid[]) as x(key, id)
     order by x.key, x.id on conflict do nothing`,
    [tenantId, object, keys, ids],
  )
}

export const dropKeys = (tx: Tx, tenantId: string, object: string): Promise<unknown> =>
  tx.query('delete from app.match_key where tenant_id = $1 and object = $2', [tenantId, object])

export interface Candidates {
  readonly pairs: readonly (readonly [string, string])[]
  readonly skipped: number
}

/** Who shares a key with these records. In a scan of all, each pair is met once: with the later of the two. */
export async function candidatesOf(
  tx: Tx,
  place: { tenantId: string; object: string; whole: boolean },
  ids: readonly string[],
): Promise<Candidates> {
  const rows = await tx.prepared<{ a: string; b: string | null }>(
    `with own as (
       select m.record_id as a, m.key from app.match_key m
        where m.tenant_id = $1 and m.object = $2 and m.record_id = any($3)),
     met as (
       select own.a, g.ids from own cross join lateral (
         select array_agg(x.record_id) as ids from (
           select k.record_id from app.match_key k
            where k.tenant_id = $1 and k.object = $2 and k.key = own.key limit $4) x) g)
     select distinct a, b from (
       select a, unnest(ids) as b from met where cardinality(ids) < $4
       union all select a, null from met where cardinality(ids) >= $4) found
     where b is distinct from a and (b is null or not $5 or b < a)`,
    [place.tenantId, place.object, ids, mostOfOneKey + 1, place.whole],
  )
  const pairs = rows.flatMap(({ a, b }) => (b === null ? [] : [[a, b] as const]))
  return { pairs, skipped: rows.length - pairs.length }
}

/** Candidates of a record that is not stored yet. */
export async function candidatesByKeys(
  tx: Tx,
  place: { tenantId: string; object: string },
  keys: readonly string[],
): Promise<{ key: string; id: string }[]> {
  return tx.prepared<{ key: string; id: string }>(
    `select own.key::text as key, x.record_id as id from unnest($3::bigint[]) as own(key) cross join lateral (
       select k.record_id from app.match_key k
        where k.tenant_id = $1 and k.object = $2 and k.key = own.key limit $4) x`,
    [place.tenantId, place.object, [...new Set(keys)], mostOfOneKey],
  )
}

export interface Progress {
  readonly rules: string
  readonly scannedTo: string
}

export async function progressOf(tx: Tx, tenantId: string, object: string): Promise<Progress | null> {
  const [row] = await tx.query<Progress>(
    `select rules, scanned_to as "scannedTo" from app.match_progress where tenant_id = $1 and object = $2`,
    [tenantId, object],
  )
  return row ?? null
}

export async function keepScannedTo(tx: Tx, place: { tenantId: string; object: string }, progress: Progress) {
  await tx.query(
    `insert into app.match_progress (tenant_id, object, rules, scanned_to) values ($1, $2, $3, $4)
     on conflict (tenant_id, object) do update set rules = excluded.rules, scanned_to = excluded.scanned_to`,
    [place.tenantId, place.object, progress.rules, progress.scannedTo],
  )
}

export interface StoredScan {
  readonly id: string
  readonly object: string
  readonly whole: boolean
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly phase: 'keys' | 'pairs'
  readonly total: number
  readonly done: number
  readonly lastId: string | null
  readonly compared: string
  readonly found: number
  readonly skipped: number
  readonly problem: string | null
  readonly createdBy: string | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
}

const columns = `id, object, whole, state, phase, total, done, last_id as "lastId", compared::text as compared, found,
  skipped, problem, created_by as "createdBy", created_at as "createdAt", started_at as "startedAt",
  ended_at as "endedAt"`

export async function addScan(
  tx: Tx,
  tenantId: string,
  one: Pick<StoredScan, 'id' | 'object' | 'whole' | 'createdBy' | 'createdAt'>,
): Promise<void> {
  await tx.query(
    `insert into app.duplicate_scan (tenant_id, id, object, whole, state, created_by, created_at)
     values ($1, $2, $3, $4, 'waiting', $5, $6)`,
    [tenantId, one.id, one.object, one.whole, one.createdBy, one.createdAt],
  )
}

export async function findScan(tx: Tx, tenantId: string, id: string): Promise<StoredScan | null> {
  const [found] = await tx.query<StoredScan>(
    `select ${columns} from app.duplicate_scan where tenant_id = $1 and id = $2`,
    [tenantId, id],
  )
  return found ?? null
}

export const listScans = (tx: Tx, tenantId: string, limit: number): Promise<StoredScan[]> =>
  tx.query<StoredScan>(
    `select ${columns} from app.duplicate_scan where tenant_id = $1 order by created_at desc, id desc limit $2`,
    [tenantId, limit],
  )

export async function waitingScan(tx: Tx, tenantId: string, object: string): Promise<StoredScan | null> {
  const [found] = await tx.query<StoredScan>(
    `select ${columns} from app.duplicate_scan
      where tenant_id = $1 and object = $2 and state in ('waiting', 'running') order by created_at limit 1`,
    [tenantId, object],
  )
  return found ?? null
}

export async function beginScan(
  tx: Tx,
  tenantId: string,
  begun: { id: string; total: number; whole: boolean; at: string },
) {
  await tx.query(
    `update app.duplicate_scan set state = 'running', total = $3, whole = $4, started_at = coalesce(started_at, $5)
      where tenant_id = $1 and id = $2 and state in ('waiting', 'running')`,
    [tenantId, begun.id, begun.total, begun.whole, begun.at],
  )
}

/** A checkpoint; false when another worker took over or the scan was cancelled. */
export async function keepScan(
  tx: Tx,
  job: ClaimedJob,
  at: Pick<StoredScan, 'phase' | 'done' | 'lastId' | 'found' | 'skipped'> & { compared: number },
): Promise<boolean> {
  if (!(await keepLease(tx, job, 60))) return false
  const kept = await tx.query<{ state: string }>(
    `update app.duplicate_scan set phase = $3, done = $4, last_id = $5, compared = $6, found = $7, skipped = $8
      where tenant_id = $1 and id = $2 and state = 'running' returning state`,
    [job.tenantId, job.subjectId, at.phase, at.done, at.lastId, at.compared, at.found, at.skipped],
  )
  return kept.length === 1
}

export async function endScan(
  tx: Tx,
  tenantId: string,
  end: { id: string; state: 'done' | 'failed' | 'cancelled'; problem: string | null; at: string },
): Promise<boolean> {
  const ended = await tx.query(
    `update app.duplicate_scan set state = $3, problem = $4, ended_at = $5
      where tenant_id = $1 and id = $2 and state in ('waiting', 'running') returning 1`,
    [tenantId, end.id, end.state, end.problem, end.at],
  )
  return ended.length === 1
}

/** Pairs that are up for review and name one of these records. */
export function openPairsOf(
  tx: Tx,
  place: { tenantId: string; sides: readonly [string, string] },
  ids: readonly string[],
): Promise<{ id: string; a: string; b: string }[]> {
  const [a, b] = place.sides.map((side) => `"${columnOf(side)}"`) as [string, string]
  return tx.query(
    `select id, ${a} as a, ${b} as b from app.duplicate_pair
      where tenant_id = $1 and state = 'open' and (${a} = any($2) or ${b} = any($2))`,
    [place.tenantId, ids],
  )
}

export async function activeRules(tx: Tx, tenantId: string, object: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from app.match_rule where tenant_id = $1 and object = $2 and state = 'active' order by id`,
    [tenantId, object],
  )
  return rows.map((row) => row.id)
}
