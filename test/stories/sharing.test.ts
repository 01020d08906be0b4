/** A record opened to somebody until a day: seen everywhere at once, never wider than the sharer’s, gone by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../kernel/calendar.ts'
import type { Loose } from '../../kernel/fact.ts'
import { runNight } from '../../server/follow/nightly.ts'
import type { Session } from '../../server/world.ts'
import type { Caller } from '../http/support.ts'
import { type Company, dayOf, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { openDoors, type ProductDoors } from '../support/doors.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let doors: ProductDoors
let anna: Session
let bruno: Session
let deal: Loose
const callers: Record<string, Caller> = {}
const start = '2026-06-01T02:00:00.000Z'
const until = addDays(dayOf(start), 7)

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo(start)
  company = await foundCompany(world, 'light')
  doors = await openDoors(world)
  anna = await company.hire('安娜', ['REP'])
  bruno = await company.hire('布鲁诺', ['REP'])
  const people = { anna, bruno, store: await company.hire('仓管', ['WHS']), admin: await company.hire('管理', ['ADM']) }
  for (const [name, session] of Object.entries(people)) callers[name] = await doors.enter(company, session)
  const account = await company.act(anna, { object: 'account', act: 'create', input: { name: '海门水务集团' } })
  deal = await company.act(anna, {
    object: 'opportunity',
    act: 'create',
    input: { name: '海门泵站改造', accountId: account.id, expectedCloseDate: '2026-09-30' },
  })
})
afterAll(async () => {
  await doors.web.stop()
  await world.close()
  await database.drop()
})

const as = (name: string) => callers[name] as Caller
const give = (by: string, more: object) =>
  as(by).send('POST', '/api/v1/shares', {
    body: { object: 'opportunity', recordId: deal.id, until, purpose: '请协助方案', ...more },
  })
const path = () => `/api/v1/opportunities/${deal.id}`
const code = (answer: { json(): { errors?: { code: string }[]; code?: string } }) =>
  answer.json().errors?.[0]?.code ?? answer.json().code
const onDeal = () =>
  encodeURIComponent(
    JSON.stringify({
      and: [
        { field: 'object', op: '=', value: 'opportunity' },
        { field: 'recordId', op: '=', value: deal.id },
      ],
    }),
  )

async function seenBy(name: string) {
  const caller = as(name)
  const [list, count, search, one, csv] = await Promise.all([
    caller.get('/api/v1/opportunities'),
    caller.get('/api/v1/opportunities/count'),
    caller.get(`/api/v1/search?q=${encodeURIComponent('海门泵站')}`),
    caller.get(path()),
    caller.get('/api/v1/opportunities/export'),
  ])
  return {
    list: list
      .json()
      .data.map((row: Loose) => row.id)
      .includes(deal.id),
    count: count.json().count,
    search: search.json().data.some((hit: Loose) => hit.id === deal.id),
    one: one.statusCode,
    csv: csv.body.includes('海门泵站改造'),
  }
}
const nothing = { list: false, count: 0, search: false, one: 404, csv: false }
const all = { list: true, count: 1, search: true, one: 200, csv: true }

describe('TEN-16: a shared record', () => {
  let share: Loose

  it('is seen in list, count, search and export as soon as it is shared, and changed by nobody', async () => {
    expect(await seenBy('bruno')).toEqual(nothing)
    const made = await give('anna', { userId: bruno.userId })
    expect(made.statusCode, made.body).toBe(201)
    share = made.json().data
    expect(await seenBy('bruno')).toEqual(all)
    const { version } = (await as('bruno').get(path())).json().data
    const tried = await as('bruno').send('PATCH', path(), { version, body: { name: '我的' } })
    expect([tried.statusCode, code(tried)]).toEqual([403, 'FORBIDDEN'])
    const won = await as('bruno').send('POST', `${path()}/win`, { version, body: {} })
    expect(won.statusCode).toBe(403)
  })

  it('says on the record with whom, to all who read it, and to administrators in one list', async () => {
    for (const name of ['anna', 'bruno'])
      expect((await as(name).get(`/api/v1/shares?filter=${onDeal()}`)).json().data).toHaveLength(1)
    expect((await as('store').get(`/api/v1/shares?filter=${onDeal()}`)).json().data).toEqual([])
    expect((await as('store').get(`/api/v1/shares/${share.id}`)).statusCode).toBe(404)
    expect((await as('admin').get('/api/v1/shares')).json().data).toMatchObject([{ id: share.id }])
    expect(await seenBy('admin').catch(() => 'nothing')).toBe('nothing')
  })

  it('is never opened wider than the sharer’s own right, nor to whose role does not work with it', async () => {
    expect(code(await give('bruno', { userId: anna.userId, mode: 'change' }))).toBe('SHARE_MORE_THAN_OWN')
    expect(code(await give('store', { userId: bruno.userId }))).toBe('SHARE_RECORD_MISSING')
    expect(code(await give('anna', { userId: as('store').userId }))).toBe('SHARE_NO_RIGHT')
    expect(code(await give('anna', { role: 'WHS' }))).toBe('SHARE_NO_RIGHT')
    expect(code(await give('anna', {}))).toBe('SHARE_WITH_ONE')
    expect(code(await give('anna', { userId: bruno.userId, until: '2026-05-31' }))).toBe('SHARE_UNTIL')
  })

  it('can be changed where it was shared for that, and its actions stay with their holder', async () => {
    const wide = await as('anna').send('PATCH', `/api/v1/shares/${share.id}`, {
      version: share.version,
      body: { mode: 'change' },
    })
    expect(wide.statusCode, wide.body).toBe(200)
    share = wide.json().data
    const { version } = (await as('bruno').get(path())).json().data
    const done = await as('bruno').send('PATCH', path(), { version, body: { name: '海门泵站改造（补方案）' } })
    expect(done.statusCode, done.body).toBe(200)
  })

  it('closes when it is revoked, at once', async () => {
    const foreign = await as('bruno').send('POST', `/api/v1/shares/${share.id}/revoke`, {
      version: share.version,
      body: {},
    })
    expect(code(foreign)).toBe('SHARE_NOT_YOURS')
    const done = await as('anna').send('POST', `/api/v1/shares/${share.id}/revoke`, {
      version: share.version,
      body: {},
    })
    expect(done.statusCode, done.body).toBe(200)
    expect(await seenBy('bruno')).toEqual(nothing)
  })

  it('opens to a department with all below it, and to a role', async () => {
    const east = await company.act(await company.session(as('admin').userId), {
      object: 'department',
      act: 'create',
      input: { name: '华东', parentId: company.departmentId },
    })
    const dora = await company.hire('朵拉', ['PRE'], east.id)
    callers.dora = await doors.enter(company, dora)
    expect((await as('dora').get(path())).statusCode).toBe(404)
    const made = (await give('anna', { departmentId: company.departmentId })).json().data
    expect((await as('dora').get(path())).statusCode).toBe(200)
    await as('anna').send('POST', `/api/v1/shares/${made.id}/revoke`, { version: made.version, body: {} })
    expect((await as('dora').get(path())).statusCode).toBe(404)
    await give('anna', { role: 'PRE' })
    expect((await as('dora').get(path())).statusCode).toBe(200)
  })

  it('closes by itself after its last day, whether or not the night has come', async () => {
    world.moveTo(`${addDays(until, 1)}T01:00:00.000Z`)
    for (const name of ['dora', 'anna'])
      callers[name] = await doors.enter(company, await company.session(as(name).userId))
    expect((await as('dora').get(path())).statusCode).toBe(404)
    await runNight(world, company.tenantId, { today: addDays(until, 1) })
    const states = (await company.list('share')).map(({ state }) => state)
    expect(states.sort()).toEqual(['expired', 'revoked', 'revoked'])
  })
})
