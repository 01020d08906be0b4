/** People's inboxes as they read them; the chain fills them in the transaction of the event (sideline.ts). */
import type { Tx } from './database.ts'

export interface InboxEntry {
  readonly id: string
  readonly kind: string
  readonly object: string
  readonly recordId: string
  readonly values: Readonly<Record<string, unknown>>
  readonly at: string
  readonly readAt: string | null
}

export function listInbox(
  tx: Tx,
  ask: { tenantId: string; userId: string; before: string | null; unreadOnly: boolean; limit: number },
): Promise<InboxEntry[]> {
  return tx.query<InboxEntry>(
    `select id, kind, object, record_id as "recordId", "values", at, read_at as "readAt" from app.inbox
      where tenant_id = $1 and user_id = $2 and ($3::uuid is null or id < $3) and (not $4 or read_at is null)
      order by id desc limit $5`,
    [ask.tenantId, ask.userId, ask.before, ask.unreadOnly, ask.limit],
  )
}

/** Counting stops at a thousand: nobody reads the exact number beyond it. */
export async function countUnread(tx: Tx, tenantId: string, userId: string): Promise<number> {
  const found = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from app.inbox
      where tenant_id = $1 and user_id = $2 and read_at is null limit 1000) unread`,
    [tenantId, userId],
  )
  return found[0]?.count ?? 0
}

/** False when there is no such entry in this person's inbox. */
export async function markRead(
  tx: Tx,
  ask: { tenantId: string; userId: string; id: string; at: string },
): Promise<boolean> {
  const marked = await tx.query(
    `update app.inbox set read_at = coalesce(read_at, $4) where tenant_id = $1 and user_id = $2 and id = $3
     returning id`,
    [ask.tenantId, ask.userId, ask.id, ask.at],
  )
  return marked.length === 1
}

export async function markAllRead(tx: Tx, ask: { tenantId: string; userId: string; at: string }): Promise<void> {
  await tx.query('update app.inbox set read_at = $3 where tenant_id = $1 and user_id = $2 and read_at is null', [
    ask.tenantId,
    ask.userId,
    ask.at,
  ])
}
