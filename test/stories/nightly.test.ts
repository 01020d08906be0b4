/** What happens at two o'clock at night: pools take back, quotes expire, people are warned, nothing happens twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { beginIfDue, startNightly } from '../../server/follow/nightly.ts'
import { listInbox } from '../../server/store/inbox.ts'
import type { Session } from '../../server/world.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { asOwner, type TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let rep: Session
let process: Session

/** A moment on the wall clock of Shanghai. */
const at = (moment: string) => world.moveTo(new Date(`${moment}:00+08:00`).toISOString())
const night = async (day: string) => {
  at(`${day} 02:00`.replace(' ', 'T'))
  await beginIfDue(world, company.tenantId)
}
let mobile = 13_900_000_000
const lead = (companyName: string, more: Loose = {}) =>
  company.act(rep, {
    object: 'lead',
    act: 'create',
    input: { companyName, mobile: String(++mobile), source: 'web', ownerId: rep.userId, ...more },
  })
const state = async (object: string, id: string) => (await company.find(object, id)).state
const inbox = async (who: Session, recordId: string) => {
  const ask = { tenantId: company.tenantId, userId: who.userId as string, before: null, unreadOnly: false, limit: 200 }
  const entries = await world.database.inTenant(company.tenantId, (tx) => listInbox(tx, ask))
  return entries.filter((one) => one.recordId === recordId).map(({ kind, values }) => ({ kind, ...values }) as Loose)
}

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  at('2026-04-20T09:00')
  company = await foundCompany(world, 'standard')
  rep = await company.hire('任鹏', ['REP'])
  process = await company.hire('潘琦', ['OPS'])
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

describe('the night', () => {
  it('takes back at the end of the third working day, warns before, and spares what is in work', async () => {
    at('2026-04-30T17:00')
    const idle = await lead('海门水务设备有限公司')
    const engaged = await lead('江阴传动机械厂')
    const worked = await lead('常州轴承制造')
    expect(idle).toMatchObject({ state: 'assigned', recycleDueOn: '2026-05-08' })
    await dealOn(engaged)
    await company.act(rep, {
      object: 'activity',
      act: 'create',
      input: {
        type: 'call',
        subject: '首次电话',
        leadId: worked.id,
        outcome: 'interested',
        content: '客户有意向，下周再谈',
      },
    })
    for (const day of ['2026-05-05', '2026-05-06', '2026-05-07', '2026-05-08']) await night(day)
    expect(await state('lead', idle.id)).toBe('assigned')
    const warned = (await inbox(rep, idle.id)).filter((one) => one.kind === 'lead.recycle_warned')
    expect(warned.map((one) => [one.days, one.date, one.rule])).toEqual([
      [1, '2026-05-08', 'R1'],
      [3, '2026-05-08', 'R1'],
    ])
    expect(warned[0]?.name).toBe('海门水务设备有限公司')
    await night('2026-05-09')
    const gone = await company.find('lead', idle.id)
    expect(gone).toMatchObject({ state: 'pool', ownerId: null, formerOwnerId: rep.userId, recycleCount: 1 })
    expect(await state('lead', engaged.id)).toBe('assigned')
    expect(await state('lead', worked.id)).toBe('working')
    expect(await inbox(rep, engaged.id)).toEqual([])
  })

  it('is one for the whole day: before two nothing, after it once, whichever server looks', async () => {
    at('2026-05-10T01:59')
    expect(await beginIfDue(world, company.tenantId)).toBeNull()
    at('2026-05-10T11:30')
    const next = '2026-05-10T18:00:00.000Z'
    expect(await Promise.all([1, 2, 3].map(() => beginIfDue(world, company.tenantId)))).toEqual([next, next, next])
    const counter = `select value from app.counter where tenant_id = $1 and name = 'nightly'`
    expect(await asOwner(database.ownerUrl, counter, [company.tenantId])).toEqual([{ value: '20260510' }])
  })

  it('begins by itself when the server was down at two, and gives up its work when it stops', async () => {
    at('2026-05-11T10:00')
    const nightly = startNightly(world)
    await nightly.stop()
    await beginIfDue(world, company.tenantId)
    const counter = `select value from app.counter where tenant_id = $1 and name = 'nightly'`
    expect(await asOwner(database.ownerUrl, counter, [company.tenantId])).toEqual([{ value: '20260511' }])
  })

  it('goes by the terms of a pool as they stood at midnight', async () => {
    at('2026-05-11T17:00')
    const waiting = await lead('宁波密封件厂')
    expect(waiting.recycleDueOn).toBe('2026-05-14')
    at('2026-05-14T00:30')
    const pool = await company.find('pool', waiting.poolId)
    await company.act(process, { object: 'pool', act: 'change', id: pool.id, input: { firstFollowWd: 1 } })
    await night('2026-05-14')
    expect(await state('lead', waiting.id)).toBe('assigned')
    await night('2026-05-15')
    expect(await state('lead', waiting.id)).toBe('pool')
    await company.act(process, { object: 'pool', act: 'change', id: pool.id, input: { firstFollowWd: 3 } })
  })

  it('ends a quote on the day after its last, and nothing before', async () => {
    at('2026-05-20T10:00')
    const quote = await sentQuote('2026-05-31')
    await night('2026-05-31')
    expect(await state('quote', quote.id)).toBe('sent')
    await night('2026-06-01')
    expect(await state('quote', quote.id)).toBe('expired')
    expect((await inbox(rep, quote.id)).map((one) => one.kind)).toContain('quote.expired')
  })

  it('starts campaigns on their day and names forgotten activities', async () => {
    at('2026-06-02T10:00')
    const marketing = await company.hire('马可', ['MKT'])
    const input = { name: '夏季展会', type: 'expo', startDate: '2026-06-03', endDate: '2026-06-05', budget: yuan }
    const campaign = await company.act(marketing, { object: 'campaign', act: 'create', input })
    await company.act(marketing, { object: 'campaign', act: 'submit', id: campaign.id })
    const subject = await lead('温州阀门厂')
    const planned = await company.act(rep, {
      object: 'activity',
      act: 'create',
      input: { type: 'visit', subject: '上门拜访', leadId: subject.id, plannedAt: '2026-06-02T08:00:00Z' },
    })
    expect(planned.state).toBe('planned')
    await night('2026-06-03')
    expect(await state('campaign', campaign.id)).toBe('active')
    expect(await inbox(rep, planned.id)).toMatchObject([{ kind: 'activity.overdue', days: 1 }])
  })

  it('sweeps what nobody can use any more', async () => {
    const old = '2026-05-01T00:00:00Z'
    await asOwner(
      database.ownerUrl,
      `insert into app.idempotency (tenant_id, principal, key, fingerprint, created_at) values ($1, $1, 'k', 'f', $2)`,
      [company.tenantId, old],
    )
    await asOwner(
      database.ownerUrl,
      `insert into app.file (tenant_id, id, name, type, size, created_by, created_at)
       values ($1, $1, 'half.pdf', 'application/pdf', 0, $2, $3)`,
      [company.tenantId, rep.userId, old],
    )
    await night('2026-06-04')
    const count = (table: string) =>
      asOwner(database.ownerUrl, `select count(*)::int as n from ${table} where tenant_id = $1`, [company.tenantId])
    expect(await count('app.idempotency')).toEqual([{ n: 0 }])
    expect(await count('app.file')).toEqual([{ n: 0 }])
  })
})

const yuan = { amount: '20000.00', currency: 'CNY' }

/** A deal that names the lead while that is still being worked on. */
async function dealOn(source: Loose): Promise<void> {
  const account = await company.act(rep, {
    object: 'account',
    act: 'create',
    input: { name: '太湖水泥集团' },
  })
  const deal = await company.act(rep, {
    object: 'opportunity',
    act: 'create',
    input: {
      name: '更新改造',
      accountId: account.id,
      leadId: source.id,
      expectedCloseDate: '2026-07-31',
      amount: yuan,
    },
  })
  expect(deal).toMatchObject({ state: 'open', leadId: source.id })
}

async function sentQuote(validUntil: string): Promise<Loose> {
  const account = await company.act(rep, { object: 'account', act: 'create', input: { name: '嘉兴供水集团' } })
  const product = await company.act(process, {
    object: 'product',
    act: 'create',
    input: {
      code: 'P-9',
      name: '阀门',
      kind: 'goods',
      unit: '个',
      vatRate: '0.13',
      listPrice: '100',
      standardCost: '60',
    },
  })
  const [book] = await company.list('priceBook')
  const entries = [{ productId: product.id, minQty: '0', listPrice: '100', floorPrice: '80' }]
  await company.act(process, { object: 'priceBook', act: 'change', id: book!.id, input: { entries } })
  const quote = await company.act(rep, {
    object: 'quote',
    act: 'create',
    input: { accountId: account.id, validUntil, lines: [{ productId: product.id, qty: '10' }] },
  })
  await company.act(rep, { object: 'quote', act: 'submit', id: quote.id })
  return company.act(rep, { object: 'quote', act: 'send', id: quote.id })
}
