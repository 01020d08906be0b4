/** The same rows the plain way: one INSERT … SELECT into the same tables under the same indexes, leads and events. */
import pg from 'pg'

/** Rows a second, into a company of its own. */
export async function plainRate(ownerUrl: string, from: string, to: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const lead = await columnsOf(client, 'app.lead')
    const event = await columnsOf(client, 'app.event')
    const select = (columns: readonly string[], own: Readonly<Record<string, string>>) =>
      columns.map((name) => own[name] ?? `"${name}"`).join(', ')
    const names = (columns: readonly string[]) => columns.map((name) => `"${name}"`).join(', ')
    // Laid out beforehand, so that only the writing is measured.
    await client.query(`create temp table rows as select * from app.lead where tenant_id = '${from}'`)
    await client.query(
      `create temp table told as select *, row_number() over (order by seq) as n from app.event
        where tenant_id = '${from}' and object = 'lead'`,
    )
    await client.query('analyze rows')
    const began = performance.now()
    await client.query('begin')
    const free = { tenant_id: `'${to}'::uuid`, owner_id: 'null', dept_id: 'null', pool_id: 'null', campaign_id: 'null' }
    const made = await client.query(`insert into app.lead (${names(lead)}) select ${select(lead, free)} from rows`)
    const seq = { tenant_id: free.tenant_id, seq: 'n + 1000000000' }
    await client.query(`insert into app.event (${names(event)}) select ${select(event, seq)} from told`)
    await client.query('commit')
    return Math.round((made.rowCount ?? 0) / ((performance.now() - began) / 1000))
  } finally {
    await client.end()
  }
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query(
    `select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
     order by attnum`,
    [table],
  )
  return rows.map((row) => row.attname as string)
}
