/** Starts the embedded PostgreSQL 17 on a data directory and stops it; recovers by itself from any kill. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { BootFault } from './fault.ts'
import { type Home, openHome } from './home.ts'
import { type Lock, lockDataDir } from './lock.ts'
import { isAlive, servesDirectory } from './processes.ts'
import { type Orders, type Supervisor, supervise } from './supervise.ts'

export interface PostgresOptions {
  dataDir: string
  log: (line: string) => void
  /** Called when the database has ended for good without being asked to. */
  onLost?: (reason: string) => void
  /** Settings beyond our own, as name → value; tests switch fsync off. */
  settings?: Record<string, string>
}

export interface Postgres {
  /** Connects as the owner (superuser of this cluster) to the database `openltc`. */
  ownerUrl: string
  /** Ends open transactions, shuts down cleanly and frees the data directory. */
  stop(): Promise<void>
}

const owner = 'openltc'
const major = '17'
const socketPort = 5432
const noSuchDatabase = '3D000'
const readyWithinMs = 30_000
const logKeepsBytes = 10_000_000

const settings = {
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_connections: '100',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  unix_socket_permissions: '0700',
}

/** Throws BootFault when another server holds the directory or the database does not come up. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const lock = await lockDataDir(options.dataDir)
  try {
    return await launch(options, lock)
  } catch (fault) {
    await lock.release()
    throw fault
  }
}

/** The same server, another database or user. */
export function databaseUrl(base: string, change: { database?: string; user?: string; password?: string }): string {
  const url = new URL(base)
  if (change.database !== undefined) url.pathname = `/${encodeURIComponent(change.database)}`
  if (change.user !== undefined) url.username = encodeURIComponent(change.user)
  if (change.password !== undefined) url.password = encodeURIComponent(change.password)
  return url.href
}

async function launch(options: PostgresOptions, lock: Lock): Promise<Postgres> {
  const home = await openHome(options.dataDir)
  const isNew = !existsSync(join(home.data, 'PG_VERSION'))
  if (isNew) await initialise(home, options)
  else await checkVersion(home)
  await endOrphan(home, options.log)
  await shortenLog(home.logFile)
  const supervisor = supervise(await ordersFor(home, options.settings), options.log)
  try {
    await untilReady(home, supervisor)
    await ensureDatabase(home)
  } catch (fault) {
    await supervisor.stop()
    throw fault
  }
  supervisor.onLost((reason) => options.onLost?.(reason))
  return {
    ownerUrl: urlOf(home, 'openltc', await portOf(home)),
    async stop() {
      await supervisor.stop()
      if (!home.run.startsWith(home.path)) await rm(home.run, { recursive: true, force: true })
      await lock.release()
    },
  }
}

/** Made beside and renamed, so that an interrupted first start leaves nothing that looks finished. */
async function initialise(home: Home, { log, settings: given }: PostgresOptions): Promise<void> {
  log(`Creating the database in ${home.data}`)
  const draft = `${home.data}.new`
  const passwordFile = join(home.path, 'password')
  await rm(draft, { recursive: true, force: true })
  await writeFile(passwordFile, home.password, { mode: 0o600 })
  if (home.runAs) await chown(passwordFile, home.runAs.uid, home.runAs.gid)
  const flags = ['-D', draft, '-U', owner, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8']
  flags.push('--locale=C.UTF-8', '--data-checksums', '--no-instructions')
  if (given?.fsync === 'off') flags.push('--no-sync')
  try {
    await runProgram(home, 'initdb', flags)
    await rename(draft, home.data)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function runProgram(home: Home, name: string, args: string[]): Promise<void> {
  const child = spawn(program(home, name), args, { ...spawnOptions(home), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', resolve)
  })
  if (code !== 0) throw new BootFault(`${name} failed (${code}): ${lastLines(output)}`)
}

async function checkVersion(home: Home): Promise<void> {
  const found = (await readFile(join(home.data, 'PG_VERSION'), 'utf8')).trim()
  if (found === major) return
  throw new BootFault(`The database in ${home.data} was made by PostgreSQL ${found}; this OpenLTC brings ${major}.`)
}

/** A postmaster whose server was killed with everything around it; we hold the lock, so nobody needs it. */
async function endOrphan(home: Home, log: (line: string) => void): Promise<void> {
  const pidFile = join(home.data, 'postmaster.pid')
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0])
  if (!pid) return
  if (!servesDirectory(pid, home.data)) {
    await rm(pidFile, { force: true })
    return
  }
  log(`Ending the database that a killed server left behind (process ${pid})`)
  for (const [signal, patienceMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    sendSignal(pid, signal)
    if (await endsWithin(pid, patienceMs)) return
  }
  throw new BootFault(`The database process ${pid} on ${home.data} does not end; end it and start again.`)
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

async function endsWithin(pid: number, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs
  while (Date.now() < until) {
    if (!isAlive(pid)) return true
    await wait(20)
  }
  return false
}

async function shortenLog(path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > logKeepsBytes) await rename(path, `${path}.old`)
}

/** A socket where there are sockets: no port to collide, closed to other users. Windows listens on loopback. */
async function listening(home: Home): Promise<Record<string, string>> {
  if (process.platform !== 'win32') {
    return { listen_addresses: '', unix_socket_directories: home.run, port: String(socketPort) }
  }
  return { listen_addresses: '127.0.0.1', port: String(await freePort()) }
}

async function ordersFor(home: Home, given: Record<string, string> = {}): Promise<Orders> {
  const all = { ...settings, ...(await listening(home)), ...given }
  const args = ['-D', home.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  return { bin: program(home, 'postgres'), args, logFile: home.logFile, ...spawnOptions(home) }
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The postmaster writes "ready" into its own file; recovery after a crash may take long and says "starting". */
async function untilReady(home: Home, supervisor: Supervisor): Promise<void> {
  let until = Date.now() + readyWithinMs
  while (Date.now() < until) {
    const status = await statusOf(home)
    if (status === 'ready') return
    if (status === 'starting') until = Date.now() + readyWithinMs
    const failure = supervisor.failure()
    if (failure) throw new BootFault(`PostgreSQL did not start: ${failure}. ${await logOf(home)}`)
    await wait(10)
  }
  throw new BootFault(`PostgreSQL did not start within ${readyWithinMs / 1000} s. ${await logOf(home)}`)
}

async function statusOf(home: Home): Promise<string | undefined> {
  const lines = await postmasterLines(home)
  return isAlive(Number(lines[0])) ? lines[7]?.trim() : undefined
}

async function postmasterLines(home: Home): Promise<string[]> {
  return (await readFile(join(home.data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
}

async function portOf(home: Home): Promise<number> {
  return Number((await postmasterLines(home))[3])
}

async function ensureDatabase(home: Home): Promise<void> {
  const port = await portOf(home)
  if (await connects(urlOf(home, owner, port))) return
  const client = new pg.Client({ connectionString: urlOf(home, 'postgres', port) })
  await client.connect()
  await client.query(`create database ${owner}`).finally(() => client.end())
}

async function connects(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  try {
    await client.connect()
    return true
  } catch (error) {
    if ((error as { code?: string }).code === noSuchDatabase) return false
    throw error
  } finally {
    await client.end()
  }
}

function urlOf(home: Home, database: string, port: number): string {
  const host = process.platform === 'win32' ? `127.0.0.1:${port}` : encodeURIComponent(home.run)
  return `postgresql://${owner}:${home.password}@${host}/${database}`
}

function program(home: Home, name: string): string {
  return join(home.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

function spawnOptions(home: Home): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: home.path, TZ: 'UTC', LC_ALL: 'C.UTF-8' }
  if (process.env.SystemRoot) env.SystemRoot = process.env.SystemRoot
  return { cwd: home.path, env, ...home.runAs }
}

async function logOf(home: Home): Promise<string> {
  const log = await readFile(home.logFile, 'utf8').catch(() => '')
  return `Its last words (${home.logFile}): ${lastLines(log)}`
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-4).join(' / ')
}
