/** A small company behind real doors: its people, one object that has everything a door can meet, and callers. */
import type { LightMyRequestResponse } from 'fastify'
import { pool } from '../../flow/sell/pool.ts'
import { department } from '../../flow/setup/department.ts'
import { share } from '../../flow/setup/share.ts'
import { user } from '../../flow/setup/user.ts'
import { files, longText, member, money, text } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { system } from '../../kernel/permit.ts'
import { registry as registryOf } from '../../kernel/registry.ts'
import { everyone, type Role, systemOnly } from '../../kernel/role.ts'
import { modes } from '../../kernel/settings.ts'
import { removeDemo } from '../../server/demo/remove.ts'
import { openDesk } from '../../server/follow/import/desk.ts'
import { openPackDesk } from '../../server/follow/import/pack/desk.ts'
import { filesOfImports } from '../../server/follow/import/templateDesk.ts'
import { buildApp, type WebServer } from '../../server/http/app.ts'
import { companyRoutes } from '../../server/http/companies.ts'
import type { DoorConfig } from '../../server/http/doors.ts'
import { firstLookRoutes } from '../../server/http/firstLook.ts'
import { importFileRoutes } from '../../server/http/importFiles.ts'
import { importRoutes } from '../../server/http/imports.ts'
import { type Rates, rates } from '../../server/http/limits.ts'
import { packRoutes } from '../../server/http/packs.ts'
import { hashPassword } from '../../server/http/password.ts'
import { proposeTables } from '../../server/store/ddl.ts'
import { claimLogin, joinCompany, setPasswordHash } from '../../server/store/logins.ts'
import { migrate } from '../../server/store/migrate.ts'
import type { Change, Changes, Model, World } from '../../server/world.ts'
import { execute } from '../../server/write/execute.ts'
import { freshDatabase } from '../support/database.ts'
import { testPasswords } from '../support/passwords.ts'
import { asOwner, bareWorld, type TestWorld } from '../support/world.ts'

export const password = 'quiet river under seven bridges'
export const host = 'localhost:3000'
export const origin = `http://${host}`

const note = object('note', {
  label: say('便签', 'Note'),
  plural: 'notes',
  area: 'sell',
  title: 'name',
  numbered: 'NT',
  fields: {
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 40, search: true, listed: true }),
    body: longText({ label: say('正文', 'Body') }),
    amount: money({ label: say('金额', 'Amount') }),
    cost: money({ label: say('成本', 'Cost'), hide: ['WHS'] }),
    email: text({ label: say('邮箱', 'E-mail'), check: 'email', mask: 'email' }),
    helperId: member({ label: say('协助人', 'Helper') }),
    proofs: files({ label: say('凭证', 'Proofs') }),
    rank: text({ label: say('等级', 'Rank'), computed: true }),
  },
  parts: {
    lines: part({
      label: say('明细', 'Lines'),
      fields: { what: text({ label: say('内容', 'What'), required: true }) },
    }),
  },
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    sent: { label: say('已发', 'Sent'), locked: true },
    closed: { label: say('关闭', 'Closed'), ends: 'well' },
  },
  starts: 'draft',
  transitions: {
    send: {
      label: say('发送', 'Send'),
      from: ['draft'],
      to: 'sent',
      emits: 'sent',
      takes: ['body'],
      guards: [{ code: 'EMPTY_NOTE', holds: ({ record }) => record.body !== null, field: 'body' }],
      notBy: [{ rule: 'S99', say: say('协助与发送', 'help and send'), doneBy: ({ record }) => record.helperId }],
    },
    close: { label: say('关闭', 'Close'), from: ['sent'], to: 'closed', emits: 'closed', guards: [reasonGiven] },
    expire: { label: say('过期', 'Expire'), from: ['draft'], to: 'closed', emits: 'expired' },
  },
  permits: {
    read: { REP: 'self', SM: 'all', WHS: 'all' },
    create: { REP: 'self', SM: 'all' },
    change: { REP: 'self', SM: 'all' },
    remove: { REP: 'self' },
    send: { REP: 'self', SM: 'all' },
    close: { SM: 'all' },
    expire: systemOnly,
  },
  messages: { EMPTY_NOTE: say('请先填写正文', 'Write the body first') },
})

const staff = object('pouch', {
  label: say('内袋', 'Pouch'),
  plural: 'pouches',
  area: 'setup',
  title: 'name',
  fields: { name: text({ label: say('名称', 'Name'), required: true }) },
  states: { kept: { label: say('保存', 'Kept') } },
  starts: 'kept',
  transitions: {},
  permits: { read: everyone('all'), create: { ADM: 'all' }, change: { ADM: 'all' } },
})

const objects = [department, user, pool, share, note, staff]
const registry = registryOf(objects, [])

export interface Caller {
  readonly userId: string
  readonly tenantId: string
  readonly email: string
  /** Null before signing in. */
  cookie: string | null
  get(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, more?: Sent): Promise<LightMyRequestResponse>
}

export interface Sent {
  readonly body?: unknown
  readonly version?: number
  readonly headers?: Record<string, string>
}

export interface House {
  readonly world: TestWorld
  readonly web: WebServer
  readonly tenants: readonly [string, string]
  person(name: string, more: { roles: Role[]; tenant?: 0 | 1; email?: string }): Promise<Caller>
  signIn(caller: Caller, with_?: string): Promise<LightMyRequestResponse>
  stranger(): Caller
  close(): Promise<void>
}

/** Limits that a test never meets unless it wants to. */
export const wide = Object.fromEntries(Object.keys(rates).map((key) => [key, { burst: 1e6, perSecond: 1e6 }])) as Rates

export async function openHouse(more: { config?: Partial<DoorConfig>; rates?: Partial<Rates> } = {}): Promise<House> {
  const fresh = await freshDatabase({ empty: true })
  await prepare(fresh.ownerUrl)
  const world: TestWorld = {
    ...bareWorld(fresh.ownerUrl, { registry, modelOf: async (id) => modelOf(id) }),
    changes: hub(),
  }
  const config = { allowHttpCookies: false, trustProxy: false, ...more.config }
  const ways = [
    importRoutes(openDesk(world)),
    importFileRoutes(filesOfImports(world)),
    packRoutes(openPackDesk(world)),
    firstLookRoutes(world),
    companyRoutes({ removeDemo }),
  ]
  const web = await buildApp(world, { config, more: ways, rates: { ...wide, ...more.rates } })
  const tenants = [world.newId(), world.newId()] as const
  for (const [index, id] of tenants.entries()) {
    await asOwner(
      fresh.ownerUrl,
      'insert into control.tenant (id, slug, name, created_at) values ($1, $2, $3, now())',
      [id, `t${index}`, `Company ${index}`],
    )
  }
  return {
    world,
    web,
    tenants,
    person: (name, about) => makePerson({ world, web, tenants }, name, about),
    signIn: (caller, given = password) => signIn(web, caller, given),
    stranger: () => callerOf(web, { userId: '', tenantId: tenants[0], email: '' }),
    close: async () => {
      await web.stop()
      await world.close()
      await fresh.drop()
    },
  }
}

async function prepare(ownerUrl: string): Promise<void> {
  const folder = new URL('../../server/store/migrations/', import.meta.url).pathname
  const only = [
    '0001_core.sql',
    '0002_doors.sql',
    '0005_imports.sql',
    '0006_reading.sql',
    '0008_reading_files.sql',
    '0009_imports.sql',
    '0010_packs.sql',
    '0012_signing_in.sql',
    '0013_people.sql',
    '0014_leaving.sql',
  ]
  await migrate({ ownerUrl, folder, passwords: testPasswords, now: new Date().toISOString(), only })
  await asOwner(ownerUrl, proposeTables(objects))
}

const modelOf = (tenantId: string): Model => ({
  tenantId,
  companyName: 'Company',
  registry,
  objects: registry.objects,
  byPlural: registry.byPlural,
  settings: modes.standard,
  changes: {},
  customFields: () => [],
})

function hub(): Changes {
  const hearers = new Set<(change: Change) => void>()
  return {
    publish(changes) {
      for (const change of changes) for (const hear of hearers) hear(change)
    },
    subscribe(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
  }
}

type Place = Pick<House, 'world' | 'web' | 'tenants'>
const bySystem = (tenantId: string) => ({ tenantId, userId: null, actor: system, language: 'zh' as const })

async function makePerson(
  { world, web, tenants }: Place,
  name: string,
  about: { roles: Role[]; tenant?: 0 | 1; email?: string },
): Promise<Caller> {
  const tenantId = tenants[about.tenant ?? 0]
  const email = about.email ?? `${name}.${about.tenant ?? 0}@example.com`
  const input = { name, email, roles: about.roles, language: 'zh' }
  const made = await execute(world, bySystem(tenantId), { command: { object: 'user', act: 'create', input } })
  if (!made.ok) throw new Error(JSON.stringify(made.refusals))
  const member = { tenantId, userId: made.record.id as string }
  await giveLogin(world, member, email)
  return callerOf(web, { ...member, email })
}

/** A login with the password of the tests. */
export async function giveLogin(
  world: World,
  member: { tenantId: string; userId: string },
  email: string,
): Promise<void> {
  hashOnce ??= hashPassword(password)
  const hash = await hashOnce
  await world.database.control(async (tx) => {
    const at = world.clock()
    const login = await claimLogin(tx, { id: world.newId(), email, member, at })
    if (login !== 'taken') return setPasswordHash(tx, login.id, { hash, at })
    const [known] = await tx.query<{ id: string }>('select id from control.login where email = $1', [email])
    return joinCompany(tx, known?.id ?? '', { ...member, at })
  })
}
let hashOnce: Promise<string> | undefined

export function callerOf(
  { app }: Pick<WebServer, 'app'>,
  who: { userId: string; tenantId: string; email: string },
): Caller {
  const caller: Caller = {
    ...who,
    cookie: null,
    get: (url, headers = {}) => app.inject({ method: 'GET', url, headers: { host, ...cookieOf(caller), ...headers } }),
    send: (method, url, { body, version, headers = {} } = {}) =>
      app.inject({
        method,
        url,
        headers: {
          host,
          origin,
          ...cookieOf(caller),
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
  }
  return caller
}

const cookieOf = ({ cookie }: Caller): Record<string, string> => (cookie === null ? {} : { cookie })

export async function signIn({ app }: WebServer, caller: Caller, given: string): Promise<LightMyRequestResponse> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { host, origin, 'content-type': 'application/json', ...cookieOf(caller) },
    payload: JSON.stringify({ email: caller.email, password: given }),
  })
  const set = String(answer.headers['set-cookie'] ?? '')
  if (answer.statusCode === 200 && set) caller.cookie = set.split(';')[0] ?? null
  return answer
}
