/** Brings a database to the schema of this release, once, whoever starts first; and finds drift. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import type { Declaration } from '../../kernel/object.ts'
import { expectedColumns } from './ddl.ts'

export interface MigrateOptions {
  readonly ownerUrl: string
  readonly folder: string
  /** Passwords of the two roles the server connects as; null where an operator made the roles. */
  readonly passwords: { readonly app: string; readonly control: string } | null
  readonly now: string
  /** Only these files; for tests that bring tables of their own. */
  readonly only?: readonly string[]
}

export class SchemaFault extends Error {}

/** Runs what is missing, each file in a transaction of its own, under a lock that lets one server in. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.ownerUrl })
  // A lost connection fails the statement under way, which says it; heard by nobody it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(4711)')
    await client.query("set lock_timeout = '3s'")
    await requireServer(client)
    await ensureRoles(client, options.passwords)
    await client.query('create schema if not exists control')
    await client.query(
      `create table if not exists control.migration
         (name text primary key, checksum text not null, at timestamptz not null)`,
    )
    const done = await applied(client)
    const ran: string[] = []
    for (const file of (await readdir(options.folder))
      .filter((name) => name.endsWith('.sql') && (options.only?.includes(name) ?? true))
      .sort()) {
      const text = await readFile(`${options.folder}/${file}`, 'utf8')
      if (!done.has(file)) await run(client, { file, text, now: options.now }).then(() => ran.push(file))
      else if (done.get(file) !== checksum(text))
        throw new SchemaFault(`migration ${file} was changed after it ran on this database`)
    }
    await monthsAhead(client, options.now)
    return ran
  } finally {
    await client.end()
  }
}

/** What the schema builds on: PostgreSQL 15, UTF-8, and the collation by which Chinese sorts. */
async function requireServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string; chinese: boolean }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
       exists (select 1 from pg_collation where collname = 'zh-x-icu') as chinese`,
  )
  const [found] = rows
  if (!found || found.version < 150_000) throw new SchemaFault('PostgreSQL 15 or later is needed')
  if (found.encoding !== 'UTF8') throw new SchemaFault(`the database must be encoded in UTF8, not ${found.encoding}`)
  if (!found.chinese)
    throw new SchemaFault('the database lacks the collation zh-x-icu: use a PostgreSQL built with ICU')
}

async function applied(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from control.migration',
  )
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

async function run(client: pg.Client, { file, text, now }: { file: string; text: string; now: string }): Promise<void> {
  try {
    await client.query('begin')
    await client.query(text)
    await client.query('insert into control.migration (name, checksum, at) values ($1, $2, $3)', [
      file,
      checksum(text),
      now,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new SchemaFault(`migration ${file} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Partitions of the log for this month and the next three. */
async function monthsAhead(client: pg.Client, now: string): Promise<void> {
  const month = new Date(`${now.slice(0, 7)}-01T00:00:00Z`)
  for (let ahead = 0; ahead < 4; ahead++) {
    await client.query('select app.event_month($1::date)', [month.toISOString().slice(0, 10)])
    month.setUTCMonth(month.getUTCMonth() + 1)
  }
}

/** The roles the server lives as: neither owns a table, neither is a superuser, neither skips row security. */
async function ensureRoles(client: pg.Client, passwords: MigrateOptions['passwords']): Promise<void> {
  if (!passwords) return
  for (const [role, password] of [
    ['openltc_app', passwords.app],
    ['openltc_control', passwords.control],
  ] as const) {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role])
    // Only a superuser may so much as name those attributes of a role that is there; whether it is plain is looked at.
    const verb = rowCount ? 'alter role' : 'create role'
    const attributes = rowCount ? 'login' : 'login nosuperuser nobypassrls nocreatedb nocreaterole'
    try {
      await client.query(`${verb} ${role} ${attributes} password ${pg.escapeLiteral(password)}`)
    } catch (error) {
      // Two servers that start on two databases of one cluster may both try; the passwords are the same.
      if (!/already exists|tuple concurrently updated|pg_authid_rolname_index/.test(String(error))) throw error
    }
  }
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  await client.query(
    `grant connect on database ${pg.escapeIdentifier(rows[0]?.name ?? '')} to openltc_app, openltc_control`,
  )
}

/** Columns the declarations need and the database lacks or types otherwise; empty when they agree. */
export async function driftOf(ownerUrl: string, declarations: readonly Declaration[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; type: string }>(
      `select table_name || '.' || column_name as name, udt_name as type
       from information_schema.columns where table_schema = 'app'`,
    )
    const found = new Map(rows.map((row) => [row.name, row.type]))
    const aliases: Readonly<Record<string, string>> = {
      integer: 'int4',
      bigint: 'int8',
      boolean: 'bool',
      'uuid[]': '_uuid',
      'text[]': '_text',
    }
    const out: string[] = []
    for (const [name, type] of expectedColumns(declarations)) {
      const has = found.get(name)
      const wants = aliases[type] ?? type
      if (has !== wants) out.push(has ? `${name} is ${has}, not ${wants}` : `${name} is missing`)
    }
    return out
  } finally {
    await client.end()
  }
}

/** The server must never be owner or superuser: row security would not bind it. */
export async function refusePowerfulRole(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ powerful: boolean }>(
      `select rolsuper or rolbypassrls or exists (
         select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'app' and pg_has_role(current_user, c.relowner, 'usage')) as powerful
       from pg_roles where rolname = current_user`,
    )
    if (rows[0]?.powerful)
      throw new SchemaFault('the server must not connect as owner or superuser: set APP_DATABASE_URL to a plain role')
  } finally {
    await client.end()
  }
}
