/** What a benchmark plays on: a PostgreSQL and a built server of its own, and a company with people who sign in. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../server/boot/config.ts'
import { startPostgres } from '../server/boot/postgres.ts'
import { openSecrets } from '../server/boot/secrets.ts'
import { openWorld, prepareSchema, urlsOf } from '../server/boot/world.ts'
import { giveLogin, password } from '../test/http/support.ts'
import { type Company, foundCompany, registry } from '../test/support/company.ts'
import { quietLog, type TestWorld } from '../test/support/world.ts'
import { build } from '../tools/build.mjs'

export interface Stage {
  readonly base: string
  readonly ownerUrl: string
  readonly appUrl: string
  readonly world: TestWorld
  readonly serverPid: number
  /** Processor time the server's process has used. */
  serverCpuMs(): number
  found(name: string, mode?: 'light' | 'standard'): Promise<Company>
  /** Signs a person in over HTTP; answers the cookie. */
  signIn(company: Company, userId: string): Promise<string>
  close(): Promise<void>
}

/** Builds, starts a database with durable commits and the server beside it. */
export async function openStage(): Promise<Stage> {
  await build(['server'])
  const dataDir = await mkdtemp(join(tmpdir(), 'openltc-bench-'))
  const postgres = await startPostgres({ dataDir: join(dataDir, 'database'), log: () => {} })
  const { ownerUrl } = postgres
  const serverDir = join(dataDir, 'server')
  const secrets = await openSecrets(serverDir)
  const urls = urlsOf(readConfig({ DATA_DIR: serverDir }), { ownerUrl, secrets })
  await prepareSchema(urls, { registry, secrets, now: new Date().toISOString(), ownRoles: false })
  const opened = await openWorld(urls, { registry, secrets, log: quietLog })
  const world: TestWorld = { ...opened.world, ownerUrl, moveTo: () => {}, close: opened.close }
  const server = await startServer(ownerUrl, serverDir)
  return {
    base: server.base,
    ownerUrl,
    appUrl: urls.app,
    world,
    serverPid: server.child.pid as number,
    serverCpuMs: () => cpuMs(server.child.pid as number),
    found: (name, mode = 'standard') => foundCompany(world, mode, name),
    signIn: (company, userId) => signIn(server.base, company, userId),
    async close() {
      await ended(server.child)
      await opened.close()
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** SERVER_NODE_OPTIONS goes to the server's Node alone: --cpu-prof, for one. */
async function startServer(ownerUrl: string, dataDir: string): Promise<{ base: string; child: ChildProcess }> {
  const port = String(20_000 + (process.pid % 20_000))
  const options = (process.env.SERVER_NODE_OPTIONS ?? '').split(' ').filter(Boolean)
  const program = fileURLToPath(new URL('../dist/server.js', import.meta.url))
  const child = spawn(process.execPath, [...options, program], {
    env: {
      ...process.env,
      DATABASE_URL: ownerUrl,
      DATA_DIR: dataDir,
      PORT: port,
      OPENLTC_DEMO: 'false',
      REQUEST_RATE: '100000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((ready, fail) => {
    child.stdout?.on('data', (text) => String(text).includes('OpenLTC  http') && ready())
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}`)))
  })
  return { base: `http://localhost:${port}`, child }
}

/** From /proc, in ticks of ten milliseconds; 0 where there is none. */
function cpuMs(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return 0
  const [user = '0', system = '0'] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '')
    .split(' ')
    .slice(11)
  return (Number(user) + Number(system)) * 10
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await gone
}

async function signIn(base: string, company: Company, userId: string): Promise<string> {
  const { email } = await company.find('user', userId)
  await giveLogin(company.world, { tenantId: company.tenantId, userId }, email)
  const answer = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] as string
}
