/** A PostgreSQL of one's own behind the server, and the command line from afar: one company, three ways in. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseUrl } from '../../server/boot/postgres.ts'
import { ask, end, type Holder, holdDatabase } from './support.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const given = process.env.TEST_OUTSIDE_URL
let folder = ''
let outside: Holder | undefined
let ownerUrl = ''
let server: ChildProcess
let address = ''

/** The environment a server or command is given: nothing of the tests' own. */
const surroundings = (more: Record<string, string>) => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  NODE_ENV: 'production',
  ...more,
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function ltc(words: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const script = join(root, 'server/cli/main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], { env: surroundings(env), cwd: root })
  let [out, err] = ['', '']
  child.stdout.on('data', (text) => {
    out += text
  })
  child.stderr.on('data', (text) => {
    err += text
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

/** An owner who may create roles and is no superuser, as a managed server gives it. */
async function ownDatabase(): Promise<string> {
  outside = given ? undefined : await holdDatabase(join(folder, 'outside'))
  const admin = given ?? outside?.url ?? ''
  const name = `firm_${process.pid}`
  await ask(admin, `create role ${name} login createrole password 'a plain password'`)
  await ask(admin, `create database ${name} owner ${name}`)
  return databaseUrl(admin, { database: name, user: name, password: 'a plain password' })
}

async function startServer(): Promise<void> {
  const port = await freePort()
  const dataDir = join(folder, 'home')
  mkdirSync(dataDir)
  const env = surroundings({ DATABASE_URL: ownerUrl, DATA_DIR: dataDir, PORT: String(port) })
  server = spawn(process.execPath, ['--import', 'tsx', join(root, 'server/main.ts')], { env, cwd: root })
  let heard = ''
  server.stderr?.on('data', (text) => {
    heard += text
  })
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line.startsWith('OpenLTC ')) resolve()
    })
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${heard}`)))
  })
  address = `http://127.0.0.1:${port}`
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openltc-outside-'))
  ownerUrl = await ownDatabase()
  await startServer()
}, 240_000)

afterAll(async () => {
  if (server?.exitCode === null) {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
  }
  if (outside) await end(outside, 'SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

const atHome = () => ({ DATABASE_URL: ownerUrl, DATA_DIR: join(folder, 'home') })

describe('an outside PostgreSQL', () => {
  test('is migrated by its owner and served by roles that own nothing', async () => {
    const [version] = await ask(ownerUrl, "select current_setting('server_version_num')::int as n")
    expect(Number(version?.n)).toBeGreaterThanOrEqual(150_000)
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    const roles = await ask(
      ownerUrl,
      "select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname like 'openltc_%' order by 1",
    )
    expect(roles.map((role) => role.rolname)).toEqual(expect.arrayContaining(['openltc_app', 'openltc_control']))
    for (const role of roles)
      expect([role.rolsuper, role.rolbypassrls, role.rolcreaterole]).toEqual([false, false, false])
    const [owned] = await ask(
      ownerUrl,
      `select count(*)::int as n from pg_class c join pg_roles r on r.oid = c.relowner
        where r.rolname like 'openltc_%'`,
    )
    expect(owned).toEqual({ n: 0 })
  })
})

describe('the command line from afar', () => {
  let key = ''
  const remote = () => ['--url', address, '--key', key]

  test('is let in by a key that was made at the machine', async () => {
    const people = await ltc(['user', 'list', '--org', 'main', '--json'], atHome())
    expect(people.code, people.err).toBe(0)
    const rep = [
      'user',
      'create',
      '--org',
      'main',
      '--name',
      '任鹏',
      '--email',
      'rep@example.com',
      '--roles',
      'REP,OPS',
    ]
    const hired = await ltc(rep, atHome())
    expect(hired.code, hired.err).toBe(0)
    const scopes = ['--scopes', '*:read,*:write', '--json']
    const made = await ltc(
      ['key', 'create', '--org', 'main', '--user', 'rep@example.com', '--name', '夜间导入', ...scopes],
      atHome(),
    )
    expect(made.code, made.err).toBe(0)
    key = JSON.parse(made.out).secret
  }, 120_000)

  test('imports a file, queries what came in, and exports it again', async () => {
    const file = join(folder, 'accounts.csv')
    writeFileSync(file, '客户名称,电话\n江阴自来水公司,0510-86801234\n溧阳泵业有限公司,0519-87212345\n')
    const brought = await ltc(['import', file, '--object', 'account', '--json', ...remote()])
    expect(brought.code, brought.err + brought.out).toBe(0)
    expect(JSON.parse(brought.out)).toMatchObject([{ state: 'done', created: 2, refused: 0 }])
    const filter = JSON.stringify({ field: 'name', op: 'contains', value: '自来水' })
    const asked = await ltc(['query', 'account', '--filter', filter, '--json', ...remote()])
    expect(JSON.parse(asked.out)).toMatchObject([{ name: '江阴自来水公司' }])
    const to = join(folder, 'out.csv')
    const written = await ltc(['export', 'account', '--to', to, ...remote()])
    expect(written.code, written.err).toBe(0)
    expect(readFileSync(to, 'utf8')).toContain('溧阳泵业有限公司')
  }, 120_000)

  test('says what was refused, and which server is not there', async () => {
    const bad = await ltc(['query', 'account', '--filter', '{"field":"nothing","op":"=","value":1}', ...remote()])
    expect(bad.code).toBe(1)
    const stranger = await ltc(['query', 'account', '--url', address, '--key', 'no-such-key'])
    expect(stranger.code).toBe(1)
    const nobody = await ltc(['query', 'account', '--url', 'http://127.0.0.1:9', '--key', key])
    expect(nobody.code).toBe(3)
    expect(nobody.err).toContain('127.0.0.1:9')
  }, 120_000)
})
