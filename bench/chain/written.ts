/** What was written so far, as PostgreSQL itself counts it. */
import pg from 'pg'
import type { Work } from './baseline.ts'

export type Written = ReadonlyMap<string, { readonly inserts: number; readonly updates: number }>

/** Rows by table; partitions count for the table they belong to. */
export async function writtenSoFar(ownerUrl: string): Promise<Written> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (let before = ''; ; ) {
      // Backends tell what they did within some seconds of being idle: read until it stands still.
      await new Promise((done) => setTimeout(done, 3_000))
      const { rows } = await client.query(
        `select regexp_replace(relname, '_[0-9]{4}_?[0-9]{2}$', '') as name, sum(n_tup_ins)::int as inserts,
           sum(n_tup_upd)::int as updates
         from pg_stat_all_tables where schemaname = 'app' group by 1 order by 1`,
      )
      const now = JSON.stringify(rows)
      if (now === before) return new Map(rows.map(({ name, ...counts }) => [name, counts]))
      before = now
    }
  } finally {
    await client.end()
  }
}

/** Rows of one chain by table, where so many chains were written in between. */
export function workBetween(before: Written, after: Written, chains: number): Work[] {
  return [...after].flatMap(([table, { inserts, updates }]) => {
    const was = before.get(table) ?? { inserts: 0, updates: 0 }
    const one = { table, inserts: (inserts - was.inserts) / chains, updates: (updates - was.updates) / chains }
    return one.inserts > 0 || one.updates > 0 ? [one] : []
  })
}

export const rowsOf = (work: readonly Work[]): number =>
  work.reduce((sum, { inserts, updates }) => sum + inserts + updates, 0)
