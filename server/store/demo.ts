/** What is special about a demo company in the database: its inboxes are read, and it can be dropped. */
import type { Tx } from './database.ts'

/** What came before a moment was read long ago. */
export async function readDemoInboxes(tx: Tx, tenantId: string, before: string): Promise<void> {
  await tx.query('update app.inbox set read_at = at where tenant_id = $1 and at < $2 and read_at is null', [
    tenantId,
    before,
  ])
}

/** Only for tenants marked as demo; the database refuses any other. */
export async function dropDemo(tx: Tx, tenantId: string): Promise<void> {
  await tx.query("set local statement_timeout = '120s'")
  await tx.query('select app.drop_demo($1)', [tenantId])
}
