/** What the nightly batch reads and claims: candidates in pages by id, pools as they stood at midnight, sweeping. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { rowToPart, rowToRecord, tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { withParts } from './records.ts'

/** Days are counted by this counter, as yyyymmdd; false when the day was taken, here or by another server. */
export async function claimNight(tx: Tx, tenantId: string, today: string): Promise<boolean> {
  const claimed = await tx.query(
    `insert into app.counter (tenant_id, name, value) values ($1, 'nightly', $2)
     on conflict (tenant_id, name) do update set value = excluded.value where app.counter.value < excluded.value
     returning 1`,
    [tenantId, today.replaceAll('-', '')],
  )
  return claimed.length === 1
}

/** Gives back a day whose batch this server had to leave; the next one does all of it. */
export async function yieldNight(tx: Tx, tenantId: string, today: string): Promise<void> {
  await tx.query(`update app.counter set value = value - 1 where tenant_id = $1 and name = 'nightly' and value = $2`, [
    tenantId,
    today.replaceAll('-', ''),
  ])
}

export interface Span {
  readonly today: string
  /** Instants: what was planned between them, and when the day begins and ends. */
  readonly weekAgo: string
  readonly dayStart: string
  readonly dayEnd: string
}

/** Which records each task of the night looks at; all values stand in the Span. */
const candidates = {
  lead: `state in ('assigned', 'working', 'nurturing', 'qualified') and owner_id is not null`,
  account: `state <> 'merged' and (owner_id is not null or lifecycle in ('active', 'dormant'))`,
  overdue: `state = 'planned' and planned_at >= $4 and planned_at < $5`,
  followUp: `state = 'done' and next_action_at >= $5 and next_action_at < $6`,
  campaign: `state in ('planned', 'active')`,
  quote: `state = 'sent' and valid_until < $7::date`,
  contract: `state in ('signing', 'active')`,
  amendment: `state = 'signing'`,
  gateDecision: `state = 'decided' and (valid_until < $7::date or exists (
    select 1 from app.gate_decision_conditions c where c.tenant_id = $1 and c.parent_id = t.id
      and c.done_at is null and c.due_date = $7::date - 1))`,
  opportunity: `state = 'open'`,
  order: `state = 'on_hold'`,
  lapsed: `state = 'active' and until < $7::date`,
} as const

export type Candidates = keyof typeof candidates

export interface NightPage {
  readonly tenantId: string
  readonly declaration: Declaration
  readonly of: Candidates
  readonly span: Span
  /** The last id of the page before. */
  readonly after: string | null
  readonly limit: number
}

/** Records with their parts, in the order of ids. */
export async function nightPage(tx: Tx, page: NightPage): Promise<Loose[]> {
  const { tenantId, declaration, span } = page
  const values = [tenantId, page.after, page.limit, span.weekAgo, span.dayStart, span.dayEnd, span.today]
  // The span is named whole in each statement, so that one list of values serves them all.
  const rows = await tx.query<Loose>(
    `select t.* from ${tableOf(declaration.name)} t,
       (select $4::timestamptz, $5::timestamptz, $6::timestamptz, $7::date) span
      where t.tenant_id = $1 and ($2::uuid is null or t.id > $2) and (${candidates[page.of]})
      order by t.id limit $3`,
    values,
  )
  return withParts(
    tx,
    { tenantId, declaration },
    rows.map((row) => rowToRecord(declaration, row)),
  )
}

export interface PoolChange {
  readonly poolId: string
  readonly act: string
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
}

/** What happened to pools since a moment, the latest first: read backwards it gives them as they were. */
export function poolChangesSince(tx: Tx, tenantId: string, moment: string): Promise<PoolChange[]> {
  return tx.query<PoolChange>(
    `select record_id as "poolId", act, changes from app.event
      where tenant_id = $1 and object = 'pool' and recorded_at >= $2 order by seq desc`,
    [tenantId, moment],
  )
}

/** Rows of campaigns in which the leads appear, by lead. */
export async function campaignRowsOf(
  tx: Tx,
  { tenantId, campaign, leadIds }: { tenantId: string; campaign: Declaration; leadIds: readonly string[] },
): Promise<Loose[]> {
  const rows = await tx.query<Loose>(
    'select * from app.campaign_members where tenant_id = $1 and lead_id = any($2) order by id',
    [tenantId, leadIds],
  )
  return rows.map((row) => rowToPart(campaign.parts.members?.fields ?? {}, row))
}

/** Of each account: when its latest contract ends, and whether one is running. */
export function contractsOfAccounts(
  tx: Tx,
  tenantId: string,
  accountIds: readonly string[],
): Promise<{ accountId: string; lastEnd: string | null; running: boolean }[]> {
  return tx.query(
    `select account_id as "accountId", max(end_date) as "lastEnd", bool_or(state = 'active') as running
       from app.contract where tenant_id = $1 and account_id = any($2) group by account_id`,
    [tenantId, accountIds],
  )
}

/** Of each contract that has any: its orders that are not at their end. */
export async function openOrdersOf(
  tx: Tx,
  tenantId: string,
  { contractIds, open }: { contractIds: readonly string[]; open: readonly string[] },
): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; n: number }>(
    `select contract_id as id, count(*)::int as n from app."order"
      where tenant_id = $1 and contract_id = any($2) and state = any($3) group by contract_id`,
    [tenantId, contractIds, open],
  )
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Answers kept for repeated requests, once nobody repeats them any more. */
export async function sweepAnswers(tx: Tx, tenantId: string, before: string): Promise<void> {
  await tx.query('delete from app.idempotency where tenant_id = $1 and created_at < $2', [tenantId, before])
}
