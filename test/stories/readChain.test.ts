/** The thread, the river and the counter of double entry: every figure opens exactly the records behind it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { rekeyedByMonth } from '../../server/read/rekeyed.ts'
import { river, type Stage } from '../../server/read/river.ts'
import { summarise } from '../../server/read/summary.ts'
import { threadOf } from '../../server/read/thread.ts'
import { uuid7 } from '../../server/store/identity.ts'
import type { Session } from '../../server/world.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { asking, okay, openScene, people, type Scene, yuan } from './readScene.ts'

let database: FreshDatabase
let scene: Scene
let staff: Awaited<ReturnType<typeof people>>

beforeAll(async () => {
  database = await freshDatabase({ empty: true })
  scene = await openScene(database.ownerUrl)
  staff = await people(scene)
})
afterAll(async () => {
  await scene.world.close()
  await database.drop()
})

const list = (session: Session, object: string, query: Loose) => asking(scene).list(session, { object, query })

describe('the thread', () => {
  it('runs from the campaign to the payment, shared payments included, and shows what is missing', async () => {
    const owner = { ownerId: staff.bo.id, deptId: staff.east }
    const campaign = await scene.put('campaign', { name: '展会', ...owner })
    const lead = await scene.put('lead', { name: '线索甲', campaignId: campaign, ...owner })
    const sibling = await scene.put('lead', { name: '线索乙', campaignId: campaign, ...owner })
    const deal = await scene.put('opportunity', {
      name: '商机甲',
      leadId: lead,
      amount: 10000n,
      caseId: lead,
      ...owner,
    })
    const invoice = await scene.put('invoice', { opportunityId: deal, amount: 11300n, caseId: lead, ...owner })
    const foreign = await scene.put('invoice', { amount: 1n, ...owner })
    const allocations = [invoice, foreign].map((invoiceId) => ({ id: uuid7(Date.now()), invoiceId }))
    const payment = await scene.put('payment', { amount: 11301n, allocations, ...owner })
    const thread = async (object: string, id: string, session = staff.bo.session) =>
      okay(await threadOf(scene.world, session, { object, id })).data
    const ids = (knots: Awaited<ReturnType<typeof thread>>) =>
      Object.fromEntries(knots.map((knot) => [knot.object, knot.records.map((record) => record.id)]))
    const whole = { campaign: [campaign], lead: [lead], opportunity: [deal], invoice: [invoice], payment: [payment] }
    for (const [object, id] of [
      ['lead', lead],
      ['opportunity', deal],
      ['invoice', invoice],
    ] as const) {
      expect(ids(await thread(object, id))).toEqual(whole)
    }
    expect(ids(await thread('payment', payment))).toEqual({ ...whole, invoice: [invoice, foreign] })
    expect(ids(await thread('campaign', campaign))).toEqual({ ...whole, lead: [lead, sibling] })
    const alone = await thread('lead', sibling)
    expect(alone.filter((knot) => knot.missing).map((knot) => knot.object)).toEqual([
      'opportunity',
      'invoice',
      'payment',
    ])
    const [, , knot] = await thread('lead', lead)
    expect(knot?.records[0]).toMatchObject({ title: '商机甲', amount: yuan('100.00'), stateLabel: { zh: '进行中' } })
    await scene.put('opportunity', { name: '别人的', leadId: lead, caseId: lead, ownerId: staff.fay.id })
    expect(ids(await thread('lead', lead))).toEqual(whole)
  })
})

describe('the river', () => {
  let stages: readonly Stage[]
  const period = { from: '2026-03-01', to: '2026-03-31' }
  beforeAll(async () => {
    const { bo, fay } = staff
    for (let i = 0; i < 10; i++) {
      const owner = i < 7 ? { ownerId: bo.id, deptId: staff.east } : { ownerId: fay.id, deptId: staff.west }
      const createdAt = `2026-03-${String(i * 3 + 2).padStart(2, '0')}T02:00:00.000Z`
      const lead = await scene.put('lead', {
        name: `河${i}`,
        estAmount: 1000n,
        createdAt,
        state: i === 9 ? 'merged' : 'open',
        ...owner,
      })
      if (i % 2 === 1) continue
      const lost = i === 4 ? { state: 'lost', lossReason: 'price' } : i === 8 ? { state: 'lost' } : {}
      const later = `2026-03-${String(i * 3 + 4).padStart(2, '0')}T02:00:00.000Z`
      await scene.put('opportunity', {
        name: `河商${i}`,
        amount: i === 0 ? null : 100n,
        currency: 'USD',
        fxRate: '7',
        caseId: lead,
        createdAt: later,
        ...lost,
        ...owner,
      })
    }
    await scene.put('lead', { name: '测试', isTest: true, createdAt: '2026-03-09T00:00:00.000Z' })
    await scene.put('lead', { name: '边界', createdAt: '2026-03-31T16:00:00.000Z' })
    stages = okay(await river(scene.world, staff.ops.session, { query: period })).data
  })
  const stage = (name: string) => stages.find((one) => one.stage === name) as Stage

  it('tells count, base amount, share that came on and days until they did', () => {
    expect(stages.map((one) => one.stage)).toEqual(['lead', 'opportunity', 'invoice', 'payment'])
    expect(stage('lead')).toMatchObject({ count: 10, amount: yuan('100.00'), conversion: null, medianDays: '2.0' })
    expect(stage('opportunity')).toMatchObject({ count: 5, amount: yuan('28.00'), conversion: '0.5', medianDays: null })
    expect(stage('invoice')).toMatchObject({ count: 0, conversion: '0', amount: yuan('0.00') })
    expect(stage('payment')).toMatchObject({ count: 0, conversion: null })
    expect(stage('payment')).toMatchObject({ slaDays: null })
    expect(stage('invoice')).toMatchObject({ slaDays: '30' })
    expect(stage('lead').lost).toMatchObject({ count: 0, byReason: [] })
    expect(stage('opportunity').lost).toMatchObject({
      count: 2,
      amount: yuan('14.00'),
      byReason: expect.arrayContaining([
        { reason: { zh: '价格', en: 'Price' }, count: 1, filter: expect.anything() },
        { reason: null, count: 1, filter: expect.anything() },
      ]),
    })
  })

  it('opens exactly the records behind each figure, for every reader', async () => {
    for (const session of [staff.ops.session, staff.amy.session, staff.bo.session, staff.eve.session]) {
      const shown = okay(await river(scene.world, session, { query: period })).data
      for (const one of shown) {
        const rows = await list(session, one.object, { filter: JSON.stringify(one.filter), limit: 200 })
        expect(rows.length).toBe(one.count)
        const total = await summarise(scene.world, session, {
          object: one.object,
          query: { filter: one.filter, sum: 'amount' },
        })
        if (one.stage !== 'lead') expect(okay(total).data[0]).toMatchObject({ count: one.count, sum: one.amount })
        for (const line of one.lost.byReason) {
          expect((await list(session, one.object, { filter: line.filter })).length).toBe(line.count)
        }
      }
    }
    const east = okay(await river(scene.world, staff.amy.session, { query: period })).data
    expect(east[0]?.count).toBe(7)
    const his = okay(await river(scene.world, staff.ops.session, { query: { ...period, ownerId: staff.fay.id } })).data
    expect(his[0]?.count).toBe(3)
    expect((await river(scene.world, staff.ops.session, { query: { from: 'x' } })).ok).toBe(false)
    expect((await river(scene.world, staff.ops.session, { query: { ownerId: "'" } })).ok).toBe(false)
  })
})

describe('the counter of double entry', () => {
  it('counts by month, object and field, and opens the records', async () => {
    const { data } = okay(await rekeyedByMonth(scene.world, staff.ops.session))
    expect(data).toEqual([])
    for (const [createdAt, rekeyedFields] of [
      ['2026-05-31T15:59:00.000Z', ['name']],
      ['2026-05-31T16:00:00.000Z', ['name', 'amount']],
      ['2024-01-01T00:00:00.000Z', ['name']],
    ] as const)
      await scene.put('opportunity', { name: '重', createdAt, rekeyedFields })
    const counted = okay(await rekeyedByMonth(scene.world, staff.ops.session)).data
    expect(counted.map(({ month, field, count }) => [month, field, count]).sort()).toEqual([
      ['2026-05', 'name', 1],
      ['2026-06', 'amount', 1],
      ['2026-06', 'name', 1],
    ])
    for (const { filter, object, count } of counted) {
      expect((await list(staff.ops.session, object, { filter })).length).toBe(count)
    }
  })
})
