/** Finds the records whose rows point at others: payments by the invoices they are allocated to. */
import { columnOf, tableOf } from './columns.ts'
import type { Tx } from './database.ts'

export interface Pointing {
  readonly object: string
  readonly part: string
  /** The column of the part that holds the link. */
  readonly field: string
}

export async function ownersOfRows(
  tx: Tx,
  { object, part, field }: Pointing,
  { tenantId, ids }: { tenantId: string; ids: readonly string[] },
): Promise<string[]> {
  const rows = await tx.prepared<{ id: string }>(
    `select distinct parent_id as id from ${tableOf(`${object}.${part}`)}
     where tenant_id = $1 and "${columnOf(field)}" = any($2) limit 200`,
    [tenantId, ids],
  )
  return rows.map((row) => row.id)
}
