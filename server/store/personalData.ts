/** What beside a person's own records speaks of them: activities, comments, and the documents that name them. */
import type { Loose } from '../../kernel/fact.ts'
import type { Tx } from './database.ts'

export async function aboutPerson(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<{ activities: Loose[]; comments: Loose[]; documents: Loose[] }> {
  const activities = await tx.query<Loose>(
    `select id, type, subject, content, outcome, start_at as "startAt" from app.activity
      where tenant_id = $1 and (lead_id = any($2) or contact_id = any($2)) order by start_at, id`,
    [tenantId, ids],
  )
  const comments = await tx.query<Loose>(
    `select id, body, created_at as "createdAt" from app.comment
      where tenant_id = $1 and record_id = any($2::text[]) order by created_at, id`,
    [tenantId, ids],
  )
  const documents = await tx.query<Loose>(
    `select 'quote' as object, id, no, state from app.quote where tenant_id = $1 and contact_id = any($2)
     union all select 'order', id, no, state from app."order" where tenant_id = $1 and account_id = any($2)
     union all select 'invoice', id, no, state from app.invoice where tenant_id = $1 and account_id = any($2)
     union all select 'payment', id, no, state from app.payment where tenant_id = $1 and account_id = any($2)
     order by 1, 3`,
    [tenantId, ids],
  )
  return { activities, comments, documents }
}
