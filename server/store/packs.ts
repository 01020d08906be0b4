/** Packs as they stand in the database, and what their records add up to. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { columnOf, tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { type ClaimedJob, keepLease } from './jobs.ts'

export interface PackFile {
  readonly fileId: string
  readonly name: string
  /** Its name in the template; null where the template does not know it. */
  readonly role: string | null
  readonly rows: number
}

export interface PackStep {
  readonly name: string
  /** Null where there was nothing to bring in. */
  readonly importId: string | null
}

export interface StoredPack {
  readonly id: string
  readonly template: string
  readonly files: readonly PackFile[]
  readonly answers: Loose
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly steps: readonly PackStep[]
  readonly reconciliation: readonly Loose[]
  readonly problem: string | null
  readonly createdBy: string | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
}

const columns = `id, template, files, answers, state, steps, reconciliation, problem, created_by as "createdBy",
  created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt"`

export async function addPack(
  tx: Tx,
  tenantId: string,
  pack: Pick<StoredPack, 'id' | 'template' | 'files' | 'answers' | 'createdBy' | 'createdAt'>,
): Promise<void> {
  const { id, template, files, answers, createdBy, createdAt } = pack
  await tx.query(
    `insert into app.import_pack (tenant_id, id, template, files, answers, state, created_by, created_at)
     values ($1, $2, $3, $4::jsonb, $5::jsonb, 'waiting', $6, $7)`,
    [tenantId, id, template, JSON.stringify(files), JSON.stringify(answers), createdBy, createdAt],
  )
}

export async function findPack(tx: Tx, tenantId: string, id: string): Promise<StoredPack | null> {
  const [found] = await tx.query<StoredPack>(
    `select ${columns} from app.import_pack where tenant_id = $1 and id = $2`,
    [tenantId, id],
  )
  return found ?? null
}

/** Newest first; of one person, or of all where `userId` is null. */
export function listPacks(tx: Tx, tenantId: string, userId: string | null): Promise<StoredPack[]> {
  return tx.query<StoredPack>(
    `select ${columns} from app.import_pack where tenant_id = $1 and ($2::uuid is null or created_by = $2)
      order by created_at desc, id desc limit 100`,
    [tenantId, userId],
  )
}

/** False when the pack was cancelled or another worker has it. */
export async function keepPack(
  tx: Tx,
  job: ClaimedJob,
  kept: { steps: readonly PackStep[]; at: string },
): Promise<boolean> {
  if (!(await keepLease(tx, job, 60))) return false
  const rows = await tx.query(
    `update app.import_pack set state = 'running', started_at = coalesce(started_at, $3), steps = $4::jsonb
      where tenant_id = $1 and id = $2 and state in ('waiting', 'running') returning 1`,
    [job.tenantId, job.subjectId, kept.at, JSON.stringify(kept.steps)],
  )
  return rows.length === 1
}

export async function endPack(
  tx: Tx,
  tenantId: string,
  end: Pick<StoredPack, 'id' | 'state' | 'problem'> & { at: string; reconciliation?: readonly object[] },
): Promise<boolean> {
  const { id, state, problem, at, reconciliation } = end
  const rows = await tx.query(
    `update app.import_pack set state = $3, problem = $4, ended_at = $5,
       reconciliation = coalesce($6::jsonb, reconciliation)
      where tenant_id = $1 and id = $2 and state in ('waiting', 'running') returning 1`,
    [tenantId, id, state, problem, at, reconciliation ? JSON.stringify(reconciliation) : null],
  )
  return rows.length === 1
}

interface Sourced {
  readonly tenantId: string
  readonly declaration: Declaration
}

/** Records by their keys in the source. */
export async function idsBySource(tx: Tx, { tenantId, declaration }: Sourced, prefix: string) {
  const rows = await tx.query<{ id: string; key: string }>(
    `select id, lower(source_key) as key from ${tableOf(declaration.name)}
      where tenant_id = $1 and starts_with(source_key, $2)`,
    [tenantId, prefix],
  )
  return new Map(rows.map(({ id, key }) => [key, id]))
}

/** Normalised names of accounts, and the keys of whoever has them. */
export async function namesTaken(tx: Tx, tenantId: string): Promise<Map<string, string | null>> {
  const rows = await tx.query<{ name: string; key: string | null }>(
    `select name_key as name, source_key as key from app.account where tenant_id = $1 and name_key is not null`,
    [tenantId],
  )
  return new Map(rows.map(({ name, key }) => [name, key]))
}

export interface Kept {
  readonly count: number
  /** Field → currency → minor units as text. */
  readonly sums: Readonly<Record<string, string>>
  readonly lines: number
  /** Quantity × price of the lines, in major units. */
  readonly worth: string
}

/** What the records of these keys come to now. */
export async function keptOf(
  tx: Tx,
  { tenantId, declaration }: Sourced,
  asked: { keys: readonly string[]; fields: readonly string[]; part: string | null },
): Promise<Kept> {
  const table = tableOf(declaration.name)
  const sums = asked.fields.map((field) => `coalesce(sum(t."${columnOf(field)}"), 0)::text as "${columnOf(field)}"`)
  const keys = asked.keys.map((key) => key.toLowerCase())
  const [row] = await tx.query<Record<string, string>>(
    `select count(*)::text as n ${sums.map((one) => `, ${one}`).join('')} from ${table} t
      where t.tenant_id = $1 and lower(t.source_key) = any($2)`,
    [tenantId, keys],
  )
  const lines = asked.part ? await linesOf(tx, { tenantId, declaration }, { keys, part: asked.part }) : null
  return {
    count: Number(row?.n ?? 0),
    sums: Object.fromEntries(asked.fields.map((field) => [field, row?.[columnOf(field)] ?? '0'])),
    lines: Number(lines?.n ?? 0),
    worth: lines?.worth ?? '0',
  }
}

/** Only lines with a product: what a document gets to meet its total has none. */
async function linesOf(tx: Tx, { tenantId, declaration }: Sourced, asked: { keys: readonly string[]; part: string }) {
  const [row] = await tx.query<{ n: string; worth: string }>(
    `select count(*)::text as n, coalesce(sum(round(l.qty * l.price, 2)), 0)::text as worth
     from ${tableOf(declaration.name)} t
       join ${tableOf(`${declaration.name}.${asked.part}`)} l on l.tenant_id = $1 and l.parent_id = t.id
      where t.tenant_id = $1 and lower(t.source_key) = any($2) and l.product_id is not null`,
    [tenantId, asked.keys],
  )
  return row
}

export interface KnownUser {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
}

/** Everybody the people of a file may be. */
export function usersKnown(tx: Tx, tenantId: string): Promise<KnownUser[]> {
  return tx.query<KnownUser>(
    `select id, name, email from app."user" where tenant_id = $1 and state = 'active' order by name limit 5000`,
    [tenantId],
  )
}
