/** Connections to PostgreSQL: a pool per tenant work, one for control work, and the ear for notifications. */
import { createHash } from 'node:crypto'
import { Decimal } from 'decimal.js'
import pg from 'pg'

export interface Tx {
  query<Row = Record<string, never>>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** For statements whose text is one of few: planned once per connection. */
  prepared<Row = Record<string, never>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

export interface Database {
  /** One transaction in which only this tenant's rows can be seen or written. */
  inTenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** One transaction over the control tables, or over all tenants for the few jobs that need it. */
  control<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** One moment of a company to read at leisure: a connection of its own, without limit of time, until closed. */
  snapshot(tenantId: string): Promise<Snapshot>
  /** One transaction that may take as long as it needs. */
  atLength<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  listen(channel: string, heard: (payload: string) => void): Promise<() => void>
  notify(channel: string, payload: string): Promise<void>
  healthy(): Promise<boolean>
  close(): Promise<void>
}

export interface Snapshot {
  readonly tx: Tx
  /** Ends it; a statement that still runs is cancelled. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly tenantUrl: string
  readonly controlUrl: string
  readonly poolSize?: number
  readonly onFault: (fault: Error) => void
}

/** A failure of the world: says whether the same call may succeed later. */
export class Fault extends Error {
  readonly retry: boolean
  constructor(message: string, retry: boolean, cause?: unknown) {
    super(message, { cause })
    this.retry = retry
  }
}

const numeric = (text: string): string => new Decimal(text).toFixed()
const instant = (text: string): string =>
  new Date(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00')).toISOString()

/** Values as the kernel knows them: int8 as bigint, numeric and dates as canonical text. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === 20) return (text: string) => BigInt(text)
    if (oid === 1700) return numeric
    if (oid === 1082) return (text: string) => text
    if (oid === 1184) return instant
    return pg.types.getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig

export function openDatabase(options: DatabaseOptions): Database {
  const tenant = pool(options, options.tenantUrl, options.poolSize ?? 10)
  const control = pool(options, options.controlUrl, 4)
  const ear = listener(options)
  return {
    inTenant: (tenantId, work) => transaction(tenant, { enter: tenantId }, work),
    control: (work) => transaction(control, { enter: null }, work),
    snapshot: (tenantId) => openSnapshot(options, tenant, tenantId),
    atLength: (tenantId, work) => atLength(options, tenantId, work),
    listen: ear.listen,
    notify: async (channel, payload) => {
      await control.query('select pg_notify($1, $2)', [channel, payload])
    },
    healthy: () =>
      control.query('select 1').then(
        () => true,
        () => false,
      ),
    close: async () => {
      await ear.close()
      await Promise.all([tenant.end(), control.end()])
    },
  }
}

function pool(options: DatabaseOptions, url: string, max: number): pg.Pool {
  const made = new pg.Pool({
    connectionString: url,
    max,
    types,
    // Statements that do not wait for one another's answers travel together.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    options: '-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=30000',
  })
  // Without these a restart of the database would end the process: of idle connections the pool tells, of those at
  // work each connection itself, besides failing the statement that is under way.
  made.on('error', options.onFault)
  made.on('connect', (client) => client.on('error', () => {}))
  return made
}

/** Begins and enters the company on the way to the first statement, without a journey of their own. */
async function transaction<T>(
  pool: pg.Pool,
  { enter }: { enter: string | null },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw new Fault('no database connection could be had', true, error)
  })
  let broken: Error | undefined
  const tx = txOf(client)
  const opened = Promise.all([
    client.query('begin'),
    ...(enter === null ? [] : [tx.prepared('select app.enter($1)', [enter])]),
  ])
  opened.catch(() => {})
  try {
    const result = await work(tx)
    await opened
    const { command } = await client.query('commit')
    // PostgreSQL answers a commit of a failed transaction by rolling it back, without an error.
    if (command !== 'COMMIT') throw new Error('a statement failed, and its failure was not heard')
    return result
  } catch (error) {
    const cause = await opened.then(
      () => error,
      (first) => first,
    )
    await client.query('rollback').catch((failure) => {
      broken = failure
    })
    throw asFault(cause)
  } finally {
    client.release(broken)
  }
}

const atLeisure = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c timezone=UTC'

async function connected(options: DatabaseOptions): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: options.tenantUrl, types, options: atLeisure })
  client.on('error', options.onFault)
  await client.connect().catch((error) => {
    throw new Fault('no database connection could be had', true, error)
  })
  return client
}

async function openSnapshot(options: DatabaseOptions, pool: pg.Pool, tenantId: string): Promise<Snapshot> {
  const client = await connected(options)
  let running = 0
  const tx = txOf(client)
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    running++
    try {
      return await work
    } catch (error) {
      throw asFault(error)
    } finally {
      running--
    }
  }
  await client.query('begin transaction isolation level repeatable read read only')
  await tx.prepared('select app.enter($1)', [tenantId])
  return {
    tx: {
      query: (text, values) => counted(tx.query(text, values)),
      prepared: (text, values) => counted(tx.prepared(text, values)),
    },
    async close() {
      const { processID } = client as unknown as { processID: number }
      if (running > 0) await pool.query('select pg_cancel_backend($1)', [processID]).catch(options.onFault)
      await client.end().catch(options.onFault)
    },
  }
}

async function atLength<T>(options: DatabaseOptions, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await connected(options)
  try {
    await client.query('begin')
    await client.query('select app.enter($1)', [tenantId])
    const result = await work(txOf(client))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw asFault(error)
  } finally {
    await client.end()
  }
}

function txOf(client: pg.PoolClient | pg.Client): Tx {
  return {
    query: async (text, values = []) => (await client.query(text, values as unknown[])).rows,
    prepared: async (text, values = []) =>
      (await client.query({ name: nameOf(text), text, values: values as unknown[] })).rows,
  }
}

const names = new Map<string, string>()
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash('sha1').update(text).digest('hex').slice(0, 24)
  names.set(text, name)
  return name
}

/** Errors of the connection become faults that may be retried; all others pass unchanged. */
function asFault(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? ''
  const message = error instanceof Error ? error.message : String(error)
  const lost =
    /^(08|57P0|53)/.test(code) || /Connection terminated|not queryable|ECONNREFUSED|ECONNRESET|EPIPE/.test(message)
  return lost && !(error instanceof Fault)
    ? new Fault(`the database is not reachable (${code || message})`, true, error)
    : error
}

function listener(options: DatabaseOptions) {
  const heard = new Map<string, Set<(payload: string) => void>>()
  let client: pg.Client | null = null
  let closed = false
  const connect = async () => {
    const made = new pg.Client({ connectionString: options.controlUrl })
    made.on('notification', ({ channel, payload }) => {
      for (const one of heard.get(channel) ?? []) one(payload ?? '')
    })
    made.on('error', options.onFault)
    made.on('end', () => {
      client = null
      // A database that restarts is heard again within a second.
      if (!closed) setTimeout(() => connect().catch(options.onFault), 1_000).unref()
    })
    await made.connect()
    client = made
    for (const channel of heard.keys()) await made.query(`listen ${pg.escapeIdentifier(channel)}`)
  }
  return {
    listen: async (channel: string, one: (payload: string) => void) => {
      heard.set(channel, (heard.get(channel) ?? new Set()).add(one))
      if (client) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
      else await connect()
      return () => void heard.get(channel)?.delete(one)
    },
    close: async () => {
      closed = true
      await client?.end()
    },
  }
}
