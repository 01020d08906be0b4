/** In a history import nothing but the imported object changes, so what is read of all others is read once a chunk. */
import { columnOf } from '../../store/columns.ts'
import type { Database, Tx } from '../../store/database.ts'
import type { World } from '../../world.ts'

/** No arrow follows old records (R36): a row of another table, unless it is locked, stays as it is until the commit. */
export function remembering(world: World, object: string): World {
  const own = columnOf(object)
  const database: Database = {
    ...world.database,
    inTenant: (tenantId, work) => world.database.inTenant(tenantId, (tx) => work(remember(tx, own))),
  }
  return { ...world, database }
}

function remember(tx: Tx, own: string): Tx {
  const known = new Map<string, Promise<unknown[]>>()
  return {
    query: (text, values) => tx.query(text, values),
    prepared<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      if (!isSteady(text, own)) return tx.prepared<Row>(text, values)
      const key = JSON.stringify([text, values])
      const answer = (known.get(key) ?? tx.prepared<Row>(text, values)) as Promise<Row[]>
      known.set(key, answer)
      return answer
    },
  }
}

/** A plain reading of tables that are not the imported object's own, nor its parts'. */
function isSteady(text: string, own: string): boolean {
  if (!/^\s*select\s/i.test(text) || /\bfor (no key )?update\b|app\.(enter|post_entry)/i.test(text)) return false
  const tables = [...text.matchAll(/\bapp\."?([a-z_]+)"?/g)].map((match) => match[1] ?? '')
  return (
    tables.length > 0 &&
    tables.every((table) => table !== own && !table.startsWith(`${own}_`) && table !== 'custom_value')
  )
}
