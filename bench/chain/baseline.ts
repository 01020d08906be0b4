/**
 * The same rows written the plain way: prepared statements, one a row, in as many transactions over as many
 * connections, into the same tables of the same company. Nothing is decided, checked or answered.
 */
import pg from 'pg'
import { uuid7 } from '../../server/store/identity.ts'

/** Rows one chain writes into a table. */
export interface Work {
  readonly table: string
  readonly inserts: number
  readonly updates: number
}

export interface Plan {
  readonly url: string
  readonly tenantId: string
  readonly transactions: number
  readonly work: readonly Work[]
}

/** Runs so many chains over each connection; answers the milliseconds. */
export async function runBaseline(plan: Plan, ask: { clients: number; chains: number }): Promise<number> {
  const writers = await Promise.all(Array.from({ length: ask.clients }, () => openWriter(plan)))
  try {
    const begun = performance.now()
    await Promise.all(
      writers.map(async (writer) => {
        for (let n = 0; n < ask.chains; n++) await writeChain(writer, n)
      }),
    )
    return performance.now() - begun
  } finally {
    for (const { client } of writers) await client.end()
  }
}

interface Writer {
  readonly client: pg.Client
  readonly plan: Plan
  readonly models: ReadonlyMap<string, Model>
}

/** A row to copy, and which of its columns make a copy another row. */
interface Model {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly fresh: boolean }[]
  readonly values: readonly (string | null)[]
}

async function openWriter(plan: Plan): Promise<Writer> {
  const client = new pg.Client({ connectionString: plan.url })
  await client.connect()
  const models = new Map<string, Model>()
  for (const { table } of plan.work) models.set(table, await modelOf(client, plan.tenantId, table))
  return { client, plan, models }
}

async function modelOf(client: pg.Client, tenantId: string, table: string): Promise<Model> {
  const { rows: columns } = await client.query(
    `select a.attname as name, format_type(a.atttypid, null) as type,
       a.attname <> 'tenant_id' and exists (
         select 1 from pg_index i where i.indrelid = a.attrelid and i.indisunique
           and a.attname not in ('object', 'field')
           and (a.attnum = any(i.indkey) or pg_get_indexdef(i.indexrelid) ~ ('\\m' || a.attname || '\\M'))
       ) and not exists (
         select 1 from pg_constraint c where c.conrelid = a.attrelid and c.contype = 'f' and a.attnum = any(c.conkey)
       ) as fresh
     from pg_attribute a where a.attrelid = ('app."' || $1 || '"')::regclass and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' order by a.attnum`,
    [table],
  )
  const texts = columns.map(({ name }) => `"${name}"::text`).join(', ')
  const sample = await client.query({
    text: `select ${texts} from app."${table}" where tenant_id = $1 limit 1`,
    values: [tenantId],
    rowMode: 'array',
  })
  return { columns, values: sample.rows[0] as (string | null)[] }
}

async function writeChain({ client, plan, models }: Writer, before: number): Promise<void> {
  const made = new Map<string, string>()
  const { transactions, tenantId } = plan
  for (let n = before * transactions; n < (before + 1) * transactions; n++) {
    await client.query('begin')
    await client.query({ name: 'enter', text: 'select app.enter($1)', values: [tenantId] })
    // As even over the transactions as whole rows can be: a chain writes 7.5 notices by writing 7 and then 8.
    const due = (count: number) => Math.floor(((n + 1) * count) / transactions) - Math.floor((n * count) / transactions)
    for (const { table, inserts } of plan.work) {
      for (let row = due(inserts); row > 0; row--) {
        const { text, values, key } = copyOf(table, models.get(table) as Model)
        await client.query({ name: `insert ${table}`, text, values })
        if (key) made.set(table, key)
      }
    }
    for (const { table, updates } of plan.work) {
      for (let row = due(updates); row > 0; row--) await touch({ client, plan, models }, table, made.get(table))
    }
    await client.query('commit')
  }
}

let number = 0

function copyOf(table: string, { columns, values }: Model) {
  const id = uuid7(Date.now())
  const given = columns.map(({ type, fresh }, index) => {
    if (!fresh || values[index] === null) return values[index]
    if (type === 'uuid') return id
    return type === 'text' || type === 'character varying' ? `b-${id}` : fresher(type, values[index] as string)
  })
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const places = columns.map((_, index) => `$${index + 1}`).join(', ')
  const text = `insert into app."${table}" (${names}) values (${places})`
  return { text, values: given, key: given[columns.findIndex(({ name }) => name === keyOf(table))] ?? null }
}

/** The column by which a row is written again. */
const keyOf = (table: string): string => ({ counter: 'name', idempotency: 'key' })[table] ?? 'id'

const fresher = (type: string, value: string): string =>
  type === 'bigint' || type === 'integer' ? String(1_000_000_000 + ++number) : value

/** Writes a row again as it stands: the one this chain made, else the company's. */
async function touch({ client, plan, models }: Writer, table: string, made: string | undefined): Promise<void> {
  const { columns, values } = models.get(table) as Model
  const column = keyOf(table)
  const key = table === 'counter' ? 'event' : (made ?? values[columns.findIndex(({ name }) => name === column)])
  await client.query({
    name: `touch ${table}`,
    text: `update app."${table}" set tenant_id = $1 where tenant_id = $1 and "${column}" = $2`,
    values: [plan.tenantId, key],
  })
}
