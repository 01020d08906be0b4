/** Looks through the audit trail of the doors and the log of records as one list, newest first. */
import type { Tx } from './database.ts'

export interface AuditAsk {
  readonly kind: string | null
  readonly userId: string | null
  readonly object: string | null
  readonly recordId: string | null
  /** Instants; the second is not in it. */
  readonly from: string | null
  readonly to: string | null
  readonly text: string | null
  readonly before: { readonly at: string; readonly id: string } | null
  readonly limit: number
  /** Objects whose events the reader may see; none: the doors alone. */
  readonly objects: readonly string[]
}

export interface Found {
  readonly source: 'door' | 'record'
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly userId: string | null
  readonly keyId: string | null
  readonly address: string | null
  readonly object: string | null
  readonly recordId: string | null
  readonly reason: string | null
  readonly details: Readonly<Record<string, unknown>>
}

/** Each half follows its own index by time and stops at the page; a text is looked for in what is left. */
export function searchAudit(tx: Tx, tenantId: string, ask: AuditAsk): Promise<Found[]> {
  const like = ask.text === null ? null : `%${ask.text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
  return tx.query<Found>(
    `select * from (
       (select 'door' as source, a.id, a.at, a.kind, a.user_id as "userId", a.key_id as "keyId", a.address,
          a.details->>'object' as object, (a.details->>'recordId')::text as "recordId", null as reason, a.details
        from app.audit a
        where a.tenant_id = $1 and ($2::text is null or a.kind = $2) and ($3::uuid is null or a.user_id = $3)
          and ($4::text is null or a.details->>'object' = $4)
          and ($5::text is null or a.details::text like '%' || $5 || '%')
          and ($6::timestamptz is null or a.at >= $6) and ($7::timestamptz is null or a.at < $7)
          and ($8::text is null or a.kind ilike $8 or a.address ilike $8 or a.details::text ilike $8)
          and ($9::timestamptz is null or (a.at, a.id) < ($9, $10::uuid))
        order by a.at desc, a.id desc limit $12)
       union all
       (select 'record', e.id, e.recorded_at, e.type, e.actor_id, null, null, e.object, e.record_id::text, e.reason,
          jsonb_build_object('input', e.input, 'changes', e.changes, 'channel', e.channel)
        from app.event e
        where e.tenant_id = $1 and e.object = any($11::text[]) and ($2::text is null or e.type = $2)
          and ($3::uuid is null or e.actor_id = $3) and ($4::text is null or e.object = $4)
          and ($5::text is null or e.record_id::text = $5)
          and ($6::timestamptz is null or e.recorded_at >= $6) and ($7::timestamptz is null or e.recorded_at < $7)
          and ($8::text is null or e.type ilike $8 or e.reason ilike $8 or e.input::text ilike $8)
          and ($9::timestamptz is null or (e.recorded_at <= $9 and (e.recorded_at, e.id) < ($9, $10::uuid)))
        order by e.recorded_at desc, e.id desc limit $12)) both_of_them
     order by at desc, id desc limit $12`,
    [
      tenantId,
      ask.kind,
      ask.userId,
      ask.object,
      ask.recordId,
      ask.from,
      ask.to,
      like,
      ask.before?.at ?? null,
      ask.before?.id ?? null,
      ask.objects,
      ask.limit,
    ],
  )
}
