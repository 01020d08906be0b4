/** The audit log: found by who, what, when, on what and in which words; page by page, and as a file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { Caller } from '../http/support.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { openDoors, type ProductDoors } from '../support/doors.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let doors: ProductDoors
let admin: Caller
let rep: Caller

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'light')
  doors = await openDoors(world)
  admin = await doors.enter(company, await company.hire('管理', ['ADM']))
  rep = await doors.enter(company, await company.hire('任鹏', ['REP']))
  const { version } = await company.find('user', rep.userId)
  await admin.send('POST', `/api/v1/users/${rep.userId}/grantRoles`, { version, body: { roles: ['REP', 'PRE'] } })
  await rep.send('POST', '/api/v1/accounts', { body: { name: '机密客户' } })
  await rep.get('/api/v1/accounts/export')
  await doors.web.doors.audit.settled()
})
afterAll(async () => {
  await doors.web.stop()
  await world.close()
  await database.drop()
})

const found = async (query: string) => (await admin.get(`/api/v1/audit?${query}`)).json().data as Loose[]

describe('the audit log', () => {
  it('is searched by kind, person, object, day and words, and each narrows the others', async () => {
    expect(await found('kind=user.roles_granted')).toMatchObject([
      { source: 'record', userId: admin.userId, object: 'user', recordId: rep.userId },
    ])
    expect(await found(`userId=${rep.userId}&kind=records.exported`)).toMatchObject([{ source: 'door' }])
    expect((await found('object=user')).length).toBeGreaterThanOrEqual(3)
    expect(await found('q=PRE&object=user')).toHaveLength(1)
    const today = world.clock().slice(0, 10)
    expect(await found(`kind=user.roles_granted&to=2020-01-01`)).toEqual([])
    expect((await found(`from=2020-01-01&to=${today.replace(/^\d{4}/, '2099')}`)).length).toBeGreaterThan(5)
  })

  it('shows an administrator nothing of records they may not read', async () => {
    const whole = (await admin.get('/api/v1/audit?limit=200')).body
    expect(whole).not.toContain('机密客户')
    expect(await found('object=account&kind=account.created')).toEqual([])
  })

  it('is read page by page, every entry once, in the order of time', async () => {
    const seen: Loose[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: { data: Loose[]; next: string | null } = (
        await admin.get(`/api/v1/audit?limit=4${next ? `&before=${next}` : ''}`)
      ).json()
      seen.push(...page.data)
      next = page.next
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    expect(seen).toEqual([...seen].sort((a, b) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? 1 : -1)))
    expect(seen.length).toBe((await found('limit=200')).length)
  })

  it('goes out as a file that no spreadsheet runs, and the export is noted', async () => {
    const file = await admin.get('/api/v1/audit/export?object=user')
    expect(file.headers['content-type']).toContain('text/csv')
    expect(file.body.split('\r\n').length).toBeGreaterThan(3)
    await doors.web.doors.audit.settled()
    expect(await found('kind=audit.exported')).toHaveLength(1)
  })

  it('is closed to whoever has no right to it', async () => {
    for (const path of ['/api/v1/audit', '/api/v1/audit/export']) expect((await rep.get(path)).statusCode).toBe(403)
  })
})
