/** Someone leaves: access ends at once, all they held goes to others record by record, and a crash loses none of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { handoverKind } from '../../server/follow/handover.ts'
import { runNext, WorkEnded } from '../../server/follow/jobs.ts'
import type { Session } from '../../server/world.ts'
import type { Caller } from '../http/support.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { openDoors, type ProductDoors } from '../support/doors.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let doors: ProductDoors
let anna: Session
let bruno: Session
let manager: Session
let admin: Caller
let leaver: Caller
let pool: Loose
const made: Record<string, Loose> = {}

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'light')
  doors = await openDoors(world)
  anna = await company.hire('安娜', ['REP'])
  bruno = await company.hire('布鲁诺', ['REP'])
  manager = await company.hire('经理', ['SM'])
  const boss = await company.hire('管理', ['ADM'])
  admin = await doors.enter(company, boss)
  leaver = await doors.enter(company, anna)
  const act = (object: string, input: Loose) => company.act(anna, { object, act: 'create', input })
  for (const [name, region] of [
    ['海门水务', '江苏'],
    ['杭州泵业', '浙江'],
  ]) {
    made[name as string] = await act('account', { name, region: { province: region } })
    made[`${name} lead`] = await act('lead', {
      companyName: `${region}化工厂第${phones + 1}车间`,
      region: { province: region },
      source: 'web',
      mobile: phone(),
    })
  }
  const accountId = made.海门水务?.id
  made.deal = await act('opportunity', { name: '泵站改造', accountId, expectedCloseDate: '2030-09-30' })
  made.task = await act('activity', {
    type: 'call',
    subject: '回访',
    accountId,
    plannedAt: '2030-01-01T02:00:00.000Z',
  })
  const hers = {
    object: 'opportunity',
    recordId: made.deal.id,
    userId: bruno.userId,
    until: inDays(10),
    purpose: '协助',
  }
  made.share = await act('share', hers)
  const [first] = await company.list('pool')
  pool = first as Loose
  const members = [{ userId: anna.userId }, { departmentId: company.departmentId }]
  await company.act(await company.session(boss.userId ?? ''), {
    object: 'pool',
    act: 'change',
    id: pool.id,
    input: { members, adminIds: [anna.userId] },
  })
  await company.act(await company.session(boss.userId ?? ''), {
    object: 'department',
    act: 'change',
    id: company.departmentId,
    input: { headId: anna.userId },
  })
  await leaver.get('/api/v1/opportunities/export')
  await doors.web.doors.audit.settled()
})
afterAll(async () => {
  await doors.web.stop()
  await world.close()
  await database.drop()
})

let phones = 0
const phone = () => `139${String(20_000_000 + ++phones)}`
const inDays = (n: number) => new Date(Date.parse(world.clock()) + n * 86_400_000).toISOString().slice(0, 10)
const path = () => `/api/v1/users/${anna.userId}`

describe('a person who leaves', () => {
  let held: Loose[]

  it('is shown with all they hold, by object and by what they are on it, and what they took out lately', async () => {
    const { data } = (await admin.get(`${path()}/holdings`)).json()
    held = data.held
    const counts = Object.fromEntries(held.map((one) => [`${one.object}.${one.slot}`, one.count]))
    expect(counts).toMatchObject({
      'lead.ownerId': 2,
      'account.ownerId': 2,
      'opportunity.ownerId': 1,
      'activity.ownerId': 1,
      'share.ownerId': 1,
      'pool.adminIds': 1,
      'pool.members.userId': 1,
      'department.headId': 1,
    })
    expect(held.find((one) => one.object === 'lead' && one.slot === 'ownerId')?.regions).toHaveLength(2)
    expect(data.suggested.manager).toBe(manager.userId)
    expect(data.exports).toMatchObject([{ details: { object: 'opportunity' } }])
    expect((await leaver.get(`${path()}/holdings`)).statusCode).toBe(403)
  })

  it('cannot be handed to somebody who is not there or leaves too', async () => {
    for (const toId of [anna.userId, '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f']) {
      const body = { rule: 'person', toId, reason: '离职', choices: [] }
      expect((await admin.send('POST', `${path()}/hand-over`, { body })).json().errors[0].code).toBe('HANDOVER_TO')
    }
    expect((await leaver.get('/api/v1/session')).statusCode).toBe(200)
  })

  it('is out at once; all they held is given by rule, choice and region, also after a crash half-way', async () => {
    const choices = [
      { object: 'opportunity', slot: 'ownerId', to: bruno.userId },
      { object: 'account', slot: 'ownerId', to: manager.userId, byRegion: { 浙江: bruno.userId } },
      { object: 'lead', slot: 'ownerId', to: 'pool' },
    ]
    const body = { rule: 'manager', toId: manager.userId, reason: '个人原因离职', choices }
    const begun = await admin.send('POST', `${path()}/hand-over`, { body })
    expect(begun.statusCode, begun.body).toBe(202)
    expect((await leaver.get('/api/v1/session')).statusCode).toBe(401)
    const subjectId = begun.json().data.id
    let steps = 0
    const crash = { ...handoverKind, run: () => Promise.reject(new WorkEnded('stopping')) }
    const stumbling: typeof handoverKind = {
      ...handoverKind,
      run: (there, work) =>
        handoverKind.run(there, {
          ...work,
          pause: () => {
            if (++steps > 1) throw new WorkEnded('stopping')
          },
        }),
    }
    for (const kind of [crash, stumbling, handoverKind]) await runNext(world, { handover: kind }, { subjectId })
    const record = await company.find('handover', subjectId)
    expect(record).toMatchObject({ state: 'done', refused: 0, personName: '安娜' })
    expect(record.given).toBe(record.total)
    expect(record.total).toBe(held.reduce((sum, one) => sum + one.count, 0))
  })

  it('leaves every record with its new holder, said in its history, and nothing behind', async () => {
    const owner = async (object: string, name: string) => (await company.find(object, made[name]?.id)).ownerId
    expect(await owner('opportunity', 'deal')).toBe(bruno.userId)
    expect(await owner('account', '海门水务')).toBe(manager.userId)
    expect(await owner('account', '杭州泵业')).toBe(bruno.userId)
    expect(await company.find('lead', made['海门水务 lead']?.id)).toMatchObject({ state: 'pool', ownerId: null })
    expect(await owner('activity', 'task')).toBe(manager.userId)
    expect((await company.find('department', company.departmentId)).headId).toBe(manager.userId)
    const after = await company.find('pool', pool.id)
    expect(after.adminIds).toEqual([manager.userId])
    expect(after.members.map((row: Loose) => row.userId)).toEqual([manager.userId, null])
    const { data } = (await admin.get(`${path()}/holdings`)).json()
    expect(data.held).toEqual([])
    const bossDoor = await doors.enter(company, manager)
    const history = (await bossDoor.get(`/api/v1/accounts/${made.海门水务?.id}/history`)).json().data
    expect(history.at(0)).toMatchObject({ reason: '个人原因离职', actorId: admin.userId })
  })

  it('comes back by being enabled again, without what was given away', async () => {
    const { version } = await company.find('user', anna.userId ?? '')
    const back = await admin.send('POST', `${path()}/enable`, { version, body: {} })
    expect(back.statusCode, back.body).toBe(200)
    expect((await doors.enter(company, anna)).cookie).not.toBeNull()
  })
})
