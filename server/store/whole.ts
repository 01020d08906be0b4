/** All records of one object of a company, for who works on the company alone. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { loadRecords } from './records.ts'

export async function allRecords(
  tx: Tx,
  place: { readonly tenantId: string; readonly declaration: Declaration },
): Promise<Loose[]> {
  const sql = `select id from ${tableOf(place.declaration.name)} where tenant_id = $1`
  const ids = await tx.query<{ id: string }>(sql, [place.tenantId])
  return loadRecords(tx, place, { ids: ids.map((one) => one.id), lock: false })
}
