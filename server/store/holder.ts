/** Who holds a record, by name: what may be told of it even to someone who may not see it (撞单提示). */
import type { Loose } from '../../kernel/fact.ts'
import type { Tx } from './database.ts'

export async function holderOf(
  tx: Tx,
  tenantId: string,
  { ownerId, deptId }: Loose,
): Promise<{ owner: string | null; dept: string | null }> {
  const [held] = await tx.prepared<{ owner: string | null; dept: string | null }>(
    `select (select name from app."user" where tenant_id = $1 and id = $2) as owner,
       (select name from app.department where tenant_id = $1 and id = $3) as dept`,
    [tenantId, ownerId, deptId],
  )
  return held ?? { owner: null, dept: null }
}
