/** Everything of all companies as one file (R12): COPY in one snapshot, with a manifest that proves it whole. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { archiveEnd, type Entry, entryBytes } from './archive.ts'

export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
}

export interface Header {
  readonly format: 1
  readonly createdAt: string
  readonly migrations: readonly string[]
  readonly tables: readonly TableShape[]
}

export interface TableSum {
  readonly name: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

export interface Manifest {
  readonly tables: readonly TableSum[]
}

export interface BackupAsked {
  /** The role that looks over all companies: row security shows an owner nothing. */
  readonly controlUrl: string
  readonly ownerUrl: string
  readonly path: string
  /** Goes along: without it nobody could read what the log says of persons (R17). */
  readonly personKey: string
  readonly now: string
}

/** Sessions end with a restore; which migrations ran is the business of the new database. */
export const leftOut = ['control.migration', 'control.session']
const pieceBytes = 4 * 1024 * 1024

/** Written beside and renamed, so that a broken backup is never taken for one. */
export async function writeBackup(asked: BackupAsked): Promise<Manifest> {
  const draft = `${asked.path}.part`
  const client = new pg.Client({ connectionString: asked.controlUrl })
  await client.connect()
  const sums: TableSum[] = []
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    const header = await headerOf(client, asked)
    const seconds = Math.floor(Date.parse(asked.now) / 1000)
    const pieces = async function* () {
      yield entryBytes(
        { name: 'keys.json', bytes: Buffer.from(JSON.stringify({ personKey: asked.personKey })) },
        seconds,
      )
      for await (const entry of entriesOf(client, header, sums)) yield entryBytes(entry, seconds)
      yield archiveEnd()
    }
    await pipeline(
      Readable.from(pieces()),
      createGzip({ level: 6 }),
      createWriteStream(draft, { mode: 0o600, flush: true }),
    )
    await client.query('commit')
    await rename(draft, asked.path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await client.end()
  }
  return { tables: sums }
}

async function* entriesOf(client: pg.Client, header: Header, sums: TableSum[]): AsyncGenerator<Entry> {
  yield { name: 'header.json', bytes: Buffer.from(JSON.stringify(header)) }
  for (const table of header.tables) yield* tableEntries(client, table, sums)
  yield { name: 'manifest.json', bytes: Buffer.from(JSON.stringify({ tables: sums })) }
}

/** The rows of one table, cut into pieces of a few megabytes. */
async function* tableEntries(client: pg.Client, table: TableShape, sums: TableSum[]): AsyncGenerator<Entry> {
  const columns = table.columns.map((name) => pg.escapeIdentifier(name)).join(', ')
  const stream = client.query(copyTo(`copy (select ${columns} from ${sqlName(table.name)}) to stdout`))
  const hash = createHash('sha256')
  let waiting: Buffer[] = []
  let size = 0
  let bytes = 0
  let piece = 0
  const entry = (): Entry => {
    const whole = Buffer.concat(waiting)
    waiting = []
    size = 0
    return { name: `${table.name}/${String(piece++).padStart(6, '0')}`, bytes: whole }
  }
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk)
    waiting.push(chunk)
    size += chunk.length
    bytes += chunk.length
    if (size >= pieceBytes) yield entry()
  }
  if (size > 0) yield entry()
  sums.push({ name: table.name, rows: stream.rowCount, bytes, sha256: hash.digest('hex') })
}

export const sqlName = (name: string): string =>
  name
    .split('.')
    .map((part) => pg.escapeIdentifier(part))
    .join('.')

async function headerOf(client: pg.Client, { ownerUrl, now }: BackupAsked): Promise<Header> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ name: string }>('select name from control.migration order by name')
    return { format: 1, createdAt: now, migrations: rows.map((row) => row.name), tables: await tablesOf(client) }
  } finally {
    await owner.end()
  }
}

/** All tables of both schemas with their columns; partitions come with the table they belong to. */
export async function tablesOf(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname in ('app', 'control') and c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname || '.' || c.relname <> all($1)
     group by 1 order by 1`,
    [leftOut],
  )
  return rows
}

export const openBackup = (path: string): AsyncIterable<Buffer> => createReadStream(path).pipe(createGunzip())
