/** What is written beside the records: ledger entries, notices, custom values, idempotent answers, placements. */
import type { Notice, Posting } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { CustomField } from '../../kernel/object.ts'
import type { Placed } from '../../kernel/permit.ts'
import { tableOf, toRecordset } from './columns.ts'
import type { Tx } from './database.ts'
import { takeNumbers } from './log.ts'

export interface Place {
  readonly tenantId: string
  readonly now: string
  readonly newId: () => string
}

/** With who caused it, in which chain, at which moment and civil day. */
export type OwnedPosting = Posting & {
  readonly by: string | null
  readonly caseId: string
  readonly at: string
  readonly today: string
}

export type OwnedNotice = Notice & { readonly at?: string }

export type PlacedInChain = Placed & { readonly caseId: string }

/** Writes ledger entries whole through the one function that may; the database refuses imbalance. */
export async function postEntries(tx: Tx, place: Place, postings: readonly OwnedPosting[]): Promise<void> {
  const seriesOf = ({ today }: OwnedPosting) => `JE${today.slice(2, 4)}${today.slice(5, 7)}`
  for (const series of new Set(postings.map(seriesOf))) {
    const ours = postings.filter((one) => seriesOf(one) === series)
    const last = await takeNumbers(tx, { tenantId: place.tenantId, name: `no:${series}` }, ours.length)
    for (const [index, posting] of ours.entries()) {
      const number = last - BigInt(ours.length - 1 - index)
      await postEntry(tx, place, { posting, no: `${series}-${String(number).padStart(4, '0')}` })
    }
  }
}

async function postEntry(tx: Tx, place: Place, { posting, no }: { posting: OwnedPosting; no: string }): Promise<void> {
  const header = {
    id: place.newId(),
    no,
    key: posting.posting,
    entity_id: posting.entityId,
    posting_date: posting.date,
    memo: posting.memo,
    source_object: posting.source.object,
    source_id: posting.source.id,
    created_at: posting.at,
    created_by: posting.by,
    case_id: posting.caseId,
  }
  const lines = posting.lines.map((line, position) => ({
    id: place.newId(),
    position,
    account_code: line.account,
    debit: line.debit,
    credit: line.credit,
    account_id: line.accountId ?? null,
    invoice_id: line.invoiceId ?? null,
    order_id: line.orderId ?? null,
    payment_id: line.paymentId ?? null,
  }))
  await tx.prepared('select app.post_entry($1, $2::jsonb, $3::jsonb)', [
    place.tenantId,
    JSON.stringify(header),
    toRecordset(lines),
  ])
}

export async function deliverNotices(tx: Tx, place: Place, notices: readonly OwnedNotice[]): Promise<void> {
  const rows = notices.flatMap((notice) =>
    [...new Set(notice.to)].filter(Boolean).map((user) => ({
      id: place.newId(),
      user_id: user,
      kind: notice.notice,
      object: notice.object,
      record_id: notice.id,
      values: notice.values,
      at: notice.at ?? place.now,
    })),
  )
  if (rows.length === 0) return
  await tx.prepared(
    `insert into app.inbox (tenant_id, id, user_id, kind, object, record_id, "values", at)
     select $1, x.id, x.user_id, x.kind, x.object, x.record_id, x."values", x.at
     from jsonb_to_recordset($2::jsonb) as x(
       id uuid, user_id uuid, kind text, object text, record_id uuid, "values" jsonb, at timestamptz)
     returning 1`,
    [place.tenantId, toRecordset(rows)],
  )
}

/** Keeps the side table of filterable custom fields equal to what the records hold. */
export async function writeCustomValues(
  tx: Tx,
  tenantId: string,
  changed: readonly { object: string; record: Loose; fields: readonly CustomField[] }[],
): Promise<void> {
  const rows = changed.flatMap(({ object, record, fields }) =>
    fields
      .filter((field) => field.filterable)
      .map((field) => {
        const value = record.custom[field.key] ?? null
        return { object, field: field.key, record_id: record.id, ...typedValue(field, value) }
      }),
  )
  if (rows.length === 0) return
  await tx.prepared(
    `insert into app.custom_value (tenant_id, object, field, record_id, text_value, number_value, time_value)
     select $1, x.object, x.field, x.record_id, x.text_value, x.number_value, x.time_value
     from jsonb_to_recordset($2::jsonb)
       as x(object text, field text, record_id uuid, text_value text, number_value numeric, time_value timestamptz)
     on conflict (tenant_id, object, field, record_id) do update
       set text_value = excluded.text_value, number_value = excluded.number_value, time_value = excluded.time_value`,
    [tenantId, toRecordset(rows)],
  )
}

export async function forgetCustomValues(tx: Tx, tenantId: string, gone: { object: string; ids: readonly string[] }) {
  await tx.prepared(
    'delete from app.custom_value where tenant_id = $1 and object = $2 and record_id = any($3) returning 1',
    [tenantId, gone.object, gone.ids],
  )
}

export function typedValue(
  field: CustomField,
  value: unknown,
): { text_value: string | null; number_value: string | null; time_value: string | null } {
  const none = { text_value: null, number_value: null, time_value: null }
  if (value === null || value === undefined) return none
  if (['decimal', 'integer', 'money'].includes(field.kind)) return { ...none, number_value: String(value) }
  if (['date', 'datetime'].includes(field.kind)) return { ...none, time_value: String(value) }
  return { ...none, text_value: String(value) }
}

/** Claims an idempotency key in this transaction, or returns what stands under it. A twin waits here. */
export async function claimKey(
  tx: Tx,
  place: Place,
  claim: { principal: string; key: string; fingerprint: string },
): Promise<{ fingerprint: string; answer: Loose | null } | null> {
  const { principal, key, fingerprint } = claim
  const made = await tx.prepared(
    `insert into app.idempotency (tenant_id, principal, key, fingerprint, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning 1`,
    [place.tenantId, principal, key, fingerprint, place.now],
  )
  if (made.length > 0) return null
  const [found] = await tx.prepared<{ fingerprint: string; answer: Loose | null }>(
    'select fingerprint, answer from app.idempotency where tenant_id = $1 and principal = $2 and key = $3',
    [place.tenantId, principal, key],
  )
  return found ?? null
}

export async function keepAnswer(
  tx: Tx,
  place: Place,
  kept: { principal: string; key: string; answer: unknown },
): Promise<void> {
  await tx.prepared(
    'update app.idempotency set answer = $4::jsonb where tenant_id = $1 and principal = $2 and key = $3',
    [place.tenantId, kept.principal, kept.key, toRecordset([kept.answer]).slice(1, -1)],
  )
}

/** Where records stand: who holds them and which chain they belong to. Enough to say who may see them. */
export async function placements(
  tx: Tx,
  tenantId: string,
  asked: { object: string; ids: readonly string[]; pooled: boolean },
): Promise<Map<string, PlacedInChain>> {
  const pool = asked.pooled ? 'pool_id' : 'null::uuid as pool_id'
  const rows = await tx.prepared<Loose>(
    `select id, owner_id, dept_id, member_ids, state, case_id, ${pool}
     from ${tableOf(asked.object)} where tenant_id = $1 and id = any($2)`,
    [tenantId, asked.ids],
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        ownerId: row.owner_id,
        deptId: row.dept_id,
        memberIds: row.member_ids,
        state: row.state,
        poolId: row.pool_id,
        caseId: row.case_id,
      },
    ]),
  )
}

export async function departmentOf(
  tx: Tx,
  { tenantId, userId }: { tenantId: string; userId: string },
): Promise<string | null> {
  const [row] = await tx.prepared<{ department_id: string | null }>(
    'select department_id from app."user" where tenant_id = $1 and id = $2',
    [tenantId, userId],
  )
  return row?.department_id ?? null
}
