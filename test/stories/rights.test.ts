/** Nobody takes a right they were not given: by no field of a body, grant to oneself, key, or step out of turn. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Role, roleNames } from '../../kernel/role.ts'
import { isOpen } from '../../server/http/permission.ts'
import type { Session } from '../../server/world.ts'
import type { Caller } from '../http/support.ts'
import { hireStaff, type Staff, stockedProduct } from '../support/chain.ts'
import { type Company, foundCompany, productWorld, registry } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { checksums, openDoors, type ProductDoors } from '../support/doors.ts'
import { liveThrough } from '../support/living.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let doors: ProductDoors
let company: Company
let staff: Staff
let all: Caller
let admin: Caller
let owner: Caller
let adminSession: Session
const byRole = new Map<Role, Session>()
const objects = [...registry.objects.values()]

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  doors = await openDoors(world)
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  const product = await stockedProduct(company, staff)
  await liveThrough(company, staff, { customer: '苏州精工机械有限公司', product, first: '4', second: '6' })
  for (const role of roleNames) byRole.set(role, await company.hire(`员工${role}`, [role]))
  adminSession = byRole.get('ADM') as Session
  admin = await doors.enter(company, adminSession)
  owner = await doors.enter(company, byRole.get('OPS') as Session)
  all = await doors.enter(
    company,
    await company.hire(
      '全能',
      roleNames.filter((one) => one !== 'CUS'),
    ),
  )
}, 120_000)
afterAll(async () => {
  await doors.web.stop()
  await world.close()
  await database.drop()
})

const forged = {
  tenantId: '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f',
  tenant_id: 'x',
  id: '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f',
  version: 9,
  createdAt: '2020-01-01T00:00:00Z',
  createdBy: '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f',
  updatedAt: '2020-01-01T00:00:00Z',
  deptId: '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f',
  entryMode: 'import',
  caseId: '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f',
  derivedFrom: { object: 'lead', id: 'x' },
  importedGap: [],
  approved: true,
}

describe('TEN-09: what only the system writes', () => {
  it('is refused by name in every new record of every object, and nothing is stored', async () => {
    const before = await checksums(database.ownerUrl, company.tenantId)
    const odd: string[] = []
    for (const declaration of objects.filter((one) => isOpen(one, 'create'))) {
      const body = forgery(declaration)
      const answer = await all.send('POST', `/api/v1/${declaration.plural}`, { body })
      const named = new Set(((answer.json().errors ?? []) as Loose[]).map((one) => one.field))
      const taken = Object.keys(body).filter((name) => !named.has(name))
      if (answer.statusCode !== 400 || taken.length > 0) odd.push(`${declaration.name} ${answer.statusCode}: ${taken}`)
    }
    expect(odd).toEqual([])
    expect(await checksums(database.ownerUrl, company.tenantId)).toEqual(before)
  })

  it('is refused by name in every change of a record that may be changed', async () => {
    const odd: string[] = []
    for (const declaration of objects.filter((one) => isOpen(one, 'change'))) {
      const [record] = await company.list(declaration.name)
      if (!record) continue
      const body = forgery(declaration)
      const url = `/api/v1/${declaration.plural}/${record.id}`
      const answer = await all.send('PATCH', url, { version: record.version, body })
      if ([403, 404, 423].includes(answer.statusCode)) continue
      const named = new Set(((answer.json().errors ?? []) as Loose[]).map((one) => one.field))
      const taken = Object.keys(body).filter((name) => !named.has(name))
      if (answer.statusCode !== 400 || taken.length > 0) odd.push(`${declaration.name} ${answer.statusCode}: ${taken}`)
    }
    expect(odd).toEqual([])
  })

  function forgery({ fields, parts }: Declaration): Loose {
    const computed = Object.entries(fields).filter(([, field]) => field.computed)
    const own = Object.fromEntries(Object.entries(forged).filter(([name]) => !fields[name] || fields[name]?.computed))
    const rows = Object.entries(parts).filter(([, part]) => part.computed)
    return {
      ...own,
      state: 'won',
      ...Object.fromEntries(computed.map(([name]) => [name, 'x'])),
      ...Object.fromEntries(rows.map(([name]) => [name, [{}]])),
    }
  }
})

describe('TEN-12: rights are given by those who may, and never to oneself', () => {
  const told = (answer: { statusCode: number; json(): Loose }) => [answer.statusCode, answer.json().code]
  const version = async (id: string | null) => (await company.find('user', id ?? '')).version as number

  it('an administrator gives no role to themselves, by action, by field, by grant or by a new name', async () => {
    const own = `/api/v1/users/${adminSession.userId}`
    const mine = await version(adminSession.userId)
    const roles = ['ADM', 'SM']
    expect(told(await admin.send('POST', `${own}/grantRoles`, { version: mine, body: { roles } }))).toEqual([
      422,
      'ROLES_OWN',
    ])
    expect((await admin.send('PATCH', own, { version: mine, body: { roles } })).statusCode).toBe(400)
    const grant = { object: 'lead', action: 'read', role: 'ADM', scope: 'all' }
    expect(told(await admin.send('POST', '/api/v1/grants', { body: grant }))).toEqual([422, 'GRANT_OWN_ROLE'])
    const invited = { name: '新来的', email: 'new@example.com', roles: ['SM'] }
    expect((await admin.send('POST', '/api/v1/users', { body: invited })).statusCode).toBe(400)
    expect((await company.find('user', adminSession.userId as string)).roles).toEqual(['ADM'])
  })

  it('whoever does not administer gives nobody anything', async () => {
    const victim = byRole.get('SM')?.userId as string
    const at = await version(victim)
    const asked = [
      owner.send('POST', `/api/v1/users/${victim}/grantRoles`, { version: at, body: { roles: ['ADM'] } }),
      owner.send('PATCH', `/api/v1/users/${victim}`, { version: at, body: { email: 'mine@example.com' } }),
      owner.send('POST', '/api/v1/users', { body: { name: '帮手', email: 'helper@example.com' } }),
      owner.send('POST', '/api/v1/grants', { body: { object: 'lead', action: 'create', role: 'WHS', scope: 'all' } }),
      owner.send('POST', `/api/v1/users/${victim}/link`, { body: {} }),
      owner.send('POST', `/api/v1/users/${victim}/set-password`, { body: { password: 'x'.repeat(20) } }),
      owner.send('PATCH', `/api/v1/companies/${company.tenantId}`, { version: 1, body: { duties: 'record' } }),
    ]
    for (const answer of await Promise.all(asked)) expect(told(answer)).toEqual([403, 'FORBIDDEN'])
    expect(await version(victim)).toBe(at)
  })

  it('no key is wider than its maker, and none makes people, grants or keys', async () => {
    for (const scope of ['lead:read', 'invoice:issue', 'payment:*']) {
      const answer = await admin.send('POST', '/api/v1/keys', { body: { name: '宽钥匙', scopes: [scope] } })
      expect([scope, ...told(answer)]).toEqual([scope, 403, 'KEY_SCOPE'])
    }
    const made = await admin.send('POST', '/api/v1/keys', { body: { name: '万能', scopes: ['*:*'] } })
    const authorization = `Bearer ${made.json().data.secret}`
    const { app } = doors.web
    const headers = { host: 'localhost:3000', authorization, 'content-type': 'application/json' }
    const leads = await app.inject({ method: 'GET', url: '/api/v1/leads', headers })
    expect(leads.statusCode).toBe(403)
    const payload = JSON.stringify({ name: '又一把', scopes: ['*:*'] })
    expect((await app.inject({ method: 'POST', url: '/api/v1/keys', headers, payload })).statusCode).toBe(403)
  })
})

describe('TEN-15: out of turn or out of role, a step changes nothing', () => {
  it('on real records: no event, no new version, for any action of any role that the table does not name', async () => {
    const tried = ['lead', 'quote', 'contract', 'order', 'shipment', 'invoice', 'payment']
    const before = await checksums(database.ownerUrl, company.tenantId)
    const passed: string[] = []
    let count = 0
    for (const name of tried) {
      const declaration = registry.objects.get(name) as Declaration
      const [record] = await company.list(name)
      for (const [act, step] of Object.entries(declaration.transitions)) {
        for (const role of sampleOf(name, act)) {
          const may = step.from.includes(record?.state) && declaration.permits[act]?.[role] !== undefined
          if (may) continue
          count++
          const outcome = await company.attempt(byRole.get(role) as Session, { object: name, act, id: record?.id })
          const kind = outcome.ok ? 'done' : outcome.refusals[0]?.class
          if (!['forbidden', 'missing', 'state', 'conflict'].includes(kind ?? ''))
            passed.push(`${name}.${act} ${role}: ${kind}`)
        }
      }
    }
    expect(passed).toEqual([])
    expect(count).toBeGreaterThan(100)
    expect(await checksums(database.ownerUrl, company.tenantId)).toEqual(before)
  })

  /** Every role in the long run; else those whose turn it is by their place in the list. */
  function sampleOf(name: string, act: string): Role[] {
    if (process.env.LONG) return roleNames
    const start = [...`${name}${act}`].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0)
    return [0, 5].map((step) => roleNames[(start + step) % roleNames.length] as Role)
  }
})
