/** A backup back into an empty database: all of it in one transaction, or nothing. */
import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { readEntries } from './archive.ts'
import { type Header, type Manifest, openBackup, sqlName, type TableShape, tablesOf } from './backup.ts'
import { unwrap, wrap } from './vault.ts'

/** Why a file cannot be restored here, as one sentence. */
export class RestoreFault extends Error {}

/** The database has the schema of this release and no company. Keys of persons are wrapped anew with `personKey`. */
export async function readBackup(
  ownerUrl: string,
  { path, personKey }: { path: string; personKey: string },
): Promise<Manifest> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await requireEmpty(client)
    const keys = await liftWalls(client)
    const { manifest, keys: carried } = await load(client, path)
    if (carried.personKey !== personKey) await rewrap(client, { from: carried.personKey, to: personKey })
    for (const { table, name, definition } of keys)
      await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`)
    for (const table of await walled(client)) await client.query(`alter table ${table} force row level security`)
    await client.query('commit')
    return manifest
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from control.tenant')
  if (rows[0]?.n !== 0) throw new RestoreFault('The database holds companies already; restore into an empty one.')
}

interface Key {
  readonly table: string
  readonly name: string
  readonly definition: string
}

/** References are dropped for the load and made again after it, which checks every one of them. */
async function liftWalls(client: pg.Client): Promise<Key[]> {
  for (const table of await walled(client)) await client.query(`alter table ${table} no force row level security`)
  const { rows } = await client.query<Key>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_namespace n on n.oid = c.connamespace
     where c.contype = 'f' and n.nspname in ('app', 'control') and c.conparentid = 0`,
  )
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`)
  return rows
}

async function walled(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'app' and c.relkind in ('r', 'p') and c.relrowsecurity`,
  )
  return rows.map((row) => row.name)
}

interface Loading {
  readonly table: TableShape
  readonly stream: ReturnType<typeof copyFrom>
  readonly hash: Hash
  bytes: number
}

/** The keys of persons under the key of this installation. */
async function rewrap(client: pg.Client, { from, to }: { from: string; to: string }): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<{ tenant_id: string; id: string; wrapped: Buffer }>(
      `select tenant_id, id, wrapped from app.person_key
        where id > $1 and wrapped is not null order by id limit 1000`,
      [after],
    )
    const anew = rows.map((row) => `\\x${wrap(to, unwrap(from, row.wrapped, row.id), row.id).toString('hex')}`)
    await client.query(
      `update app.person_key k set wrapped = x.wrapped::bytea
         from unnest($1::uuid[], $2::uuid[], $3::text[]) x(tenant_id, id, wrapped)
        where k.tenant_id = x.tenant_id and k.id = x.id`,
      [rows.map((row) => row.tenant_id), rows.map((row) => row.id), anew],
    )
    if (rows.length < 1000) return
    after = rows.at(-1)?.id ?? after
  }
}

interface Loaded {
  readonly manifest: Manifest
  readonly keys: { readonly personKey: string }
}

async function load(client: pg.Client, path: string): Promise<Loaded> {
  let keys: Loaded['keys'] | null = null
  let header: Header | null = null
  let loading: Loading | null = null
  const loaded = new Map<string, { rows: number; sha256: string; bytes: number }>()
  const close = async () => {
    if (!loading) return
    const { table, stream, hash, bytes } = loading
    stream.end()
    await once(stream, 'finish')
    loaded.set(table.name, { rows: stream.rowCount ?? 0, sha256: hash.digest('hex'), bytes })
    loading = null
  }
  try {
    for await (const { name, bytes } of readEntries(openBackup(path))) {
      if (name === 'keys.json') keys = JSON.parse(bytes.toString('utf8'))
      else if (name === 'header.json') header = await readHeader(client, bytes)
      else if (name === 'manifest.json') {
        await close()
        if (!keys) throw new RestoreFault('The backup does not hold the key of personal data.')
        return { manifest: checked(JSON.parse(bytes.toString('utf8')) as Manifest, loaded), keys }
      } else {
        const table = header?.tables.find((one) => name.startsWith(`${one.name}/`))
        if (!table) throw new RestoreFault(`The backup holds ${name}, which it does not announce.`)
        if ((loading as Loading | null)?.table !== table) {
          await close()
          loading = begin(client, table)
        }
        await feed(loading as unknown as Loading, bytes)
      }
    }
  } catch (error) {
    await abandon(loading as Loading | null)
    if (error instanceof RestoreFault) throw error
    throw new RestoreFault(`The backup cannot be read: ${(error as Error).message}`, { cause: error })
  }
  await abandon(loading as Loading | null)
  throw new RestoreFault('The backup breaks off: its manifest is missing.')
}

/** Tells the database that no more rows will come; without this it would wait for them. */
async function abandon(loading: Loading | null): Promise<void> {
  if (!loading) return
  const closed = once(loading.stream, 'close').catch(() => {})
  loading.stream.on('error', () => {})
  loading.stream.destroy(new Error('the backup ends here'))
  await closed
}

function begin(client: pg.Client, table: TableShape): Loading {
  const columns = table.columns.map((name) => pg.escapeIdentifier(name)).join(', ')
  const stream = client.query(copyFrom(`copy ${sqlName(table.name)} (${columns}) from stdin`))
  return { table, stream, hash: createHash('sha256'), bytes: 0 }
}

async function feed(loading: Loading, bytes: Buffer): Promise<void> {
  loading.hash.update(bytes)
  loading.bytes += bytes.length
  await new Promise<void>((resolve, reject) => {
    loading.stream.once('error', reject)
    loading.stream.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
  loading.stream.removeAllListeners('error')
  loading.stream.on('error', () => {})
}

/** Only a backup of the same schema fits; an older one is restored by its own release and then upgraded. */
async function readHeader(client: pg.Client, bytes: Buffer): Promise<Header> {
  const header = JSON.parse(bytes.toString('utf8')) as Header
  const { rows } = await client.query<{ name: string }>('select name from control.migration order by name')
  const own = rows.map((row) => row.name)
  if (header.format !== 1 || JSON.stringify(header.migrations) !== JSON.stringify(own))
    throw new RestoreFault('The backup was made by another release; restore it with that one and upgrade then.')
  const tables = new Map((await tablesOf(client)).map((table) => [table.name, table]))
  for (const { name, columns } of header.tables) {
    const known = tables.get(name)?.columns ?? []
    if (columns.some((column) => !known.includes(column)))
      throw new RestoreFault(`The backup holds ${name}, which this database has otherwise.`)
  }
  return header
}

function checked(
  manifest: Manifest,
  loaded: ReadonlyMap<string, { rows: number; sha256: string; bytes: number }>,
): Manifest {
  const empty = { rows: 0, bytes: 0, sha256: createHash('sha256').digest('hex') }
  for (const { name, rows, bytes, sha256 } of manifest.tables) {
    const found = loaded.get(name) ?? empty
    if (found.sha256 !== sha256 || found.bytes !== bytes || found.rows !== rows)
      throw new RestoreFault(`The backup is damaged: ${name} does not match its checksum.`)
  }
  return manifest
}
