/** The event log and the counters: numbers are taken last, events are written in one statement. */
import type { Happening } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { arraysOf } from './arrays.ts'
import { toRecordset } from './columns.ts'
import type { Tx } from './database.ts'
import { openEvents, type Reader } from './vault.ts'

/** An event as it stands in the log. */
export interface LoggedEvent extends Happening {
  readonly eventId: string
  readonly seq: bigint
  readonly recordedAt: string
  readonly at: string
  readonly actorId: string | null
  readonly actorKind: string
  readonly actorRole: string | null
  readonly channel: string
  readonly commandId: string
  readonly causeId: string | null
}

export type NewEvent = Omit<LoggedEvent, 'seq'>
/** As it stands in the table: what is personal of it is sealed. */
type Stored<E> = E & { readonly sealed: string | null }

/** Takes `n` numbers at once, returns the last; the row is locked until commit, so the order is that of commits. */
export async function takeNumbers(
  tx: Tx,
  { tenantId, name }: { tenantId: string; name: string },
  n: number,
): Promise<bigint> {
  const [row] = await tx.prepared<{ value: bigint }>(
    `insert into app.counter (tenant_id, name, value) values ($1, $2, $3)
     on conflict (tenant_id, name) do update set value = app.counter.value + excluded.value returning value`,
    [tenantId, name, n],
  )
  return row?.value ?? 0n
}

/** Appends events in order; gap-free, because a rolled back transaction gives its numbers back. */
export async function appendEvents(tx: Tx, tenantId: string, events: readonly Stored<NewEvent>[]): Promise<bigint> {
  if (events.length === 0) return 0n
  const last = await takeNumbers(tx, { tenantId, name: 'event' }, events.length)
  const numbered = events.map((event, index) => ({ ...event, seq: last - BigInt(events.length - 1 - index) }))
  await appendRestored(tx, tenantId, numbered)
  return last
}

/** Events that have their numbers already: those of this moment, and those of a company that is brought in. */
export async function appendRestored(tx: Tx, tenantId: string, events: readonly Stored<LoggedEvent>[]): Promise<void> {
  const rows = events.map((event) => ({
    seq: event.seq.toString(),
    recorded_at: event.recordedAt,
    id: event.eventId,
    at: event.at,
    type: event.type,
    object: event.object,
    record_id: event.id,
    act: event.act,
    state_from: event.from,
    state_to: event.to,
    version: event.version,
    changes: event.changes,
    parts: event.parts,
    input: event.input,
    reason: event.reason,
    passed: event.passed,
    actor_id: event.actorId,
    actor_kind: event.actorKind,
    actor_role: event.actorRole,
    channel: event.channel,
    command_id: event.commandId,
    cause_id: event.causeId,
    case_id: event.caseId,
    related: event.related,
    sealed: event.sealed,
  }))
  if (rows.length >= manyRows) {
    const arrays = arraysOf(eventColumns, rows)
    const sql = `insert into app.event (tenant_id, ${arrays.names})
      select $1, ${arrays.select} from ${arrays.from} returning 1`
    await tx.query(sql, [tenantId, ...arrays.values])
    return
  }
  await tx.prepared(
    `insert into app.event (tenant_id, ${names})
     select $1, ${names
       .split(', ')
       .map((name) => `x.${name}`)
       .join(', ')} from jsonb_to_recordset($2::jsonb) as x(${shape}) returning 1`,
    [tenantId, toRecordset(rows)],
  )
}

const columns: readonly (readonly [string, string])[] = [
  ['recorded_at', 'timestamptz'],
  ['seq', 'bigint'],
  ['id', 'uuid'],
  ['at', 'timestamptz'],
  ['type', 'text'],
  ['object', 'text'],
  ['record_id', 'uuid'],
  ['act', 'text'],
  ['state_from', 'text'],
  ['state_to', 'text'],
  ['version', 'integer'],
  ['changes', 'jsonb'],
  ['parts', 'jsonb'],
  ['input', 'jsonb'],
  ['reason', 'text'],
  ['passed', 'jsonb'],
  ['actor_id', 'uuid'],
  ['actor_kind', 'text'],
  ['actor_role', 'text'],
  ['channel', 'text'],
  ['command_id', 'uuid'],
  ['cause_id', 'uuid'],
  ['case_id', 'uuid'],
  ['related', 'jsonb'],
  ['sealed', 'text'],
]
const eventColumns = columns.map(([column, type]) => ({ column, type }))
/** So many are worth planning a statement of their own, which leaves out what is empty in all of them. */
const manyRows = 50
const names = columns.map(([name]) => name).join(', ')
const shape = columns.map(([name, type]) => `${name} ${type}`).join(', ')

export interface ReadFrom extends Reader {
  readonly after: bigint
  readonly limit: number
}

/** Events after a position, in order. What was read once never grows a predecessor later. */
export async function readEvents(tx: Tx, { after, limit, ...vault }: ReadFrom): Promise<LoggedEvent[]> {
  const rows = await tx.prepared<Loose>(
    `select ${names} from app.event where tenant_id = $1 and seq > $2 order by seq limit $3`,
    [vault.tenantId, after.toString(), limit],
  )
  return openEvents(tx, vault, rows.map(toLogged))
}

export async function eventsOf(
  tx: Tx,
  { ids, ...vault }: Reader & { readonly ids: readonly string[] },
): Promise<LoggedEvent[]> {
  const rows = await tx.prepared<Loose>(
    `select ${names} from app.event where tenant_id = $1 and record_id = any($2) order by seq`,
    [vault.tenantId, ids],
  )
  return openEvents(tx, vault, rows.map(toLogged))
}

function toLogged(row: Loose): Stored<LoggedEvent> {
  return {
    seq: row.seq,
    recordedAt: row.recorded_at,
    eventId: row.id,
    at: row.at,
    type: row.type,
    object: row.object,
    id: row.record_id,
    act: row.act,
    from: row.state_from,
    to: row.state_to,
    version: row.version,
    changes: row.changes,
    parts: row.parts,
    input: row.input,
    reason: row.reason,
    passed: row.passed,
    actorId: row.actor_id,
    actorKind: row.actor_kind,
    actorRole: row.actor_role,
    channel: row.channel,
    commandId: row.command_id,
    causeId: row.cause_id,
    caseId: row.case_id,
    related: row.related,
    sealed: row.sealed,
  }
}
