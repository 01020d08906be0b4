/** Records that look like one party are put up for review, judged once, and shown again only when they change. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleOf } from '../../flow/sell/matchRule.ts'
import type { Loose } from '../../kernel/fact.ts'
import { openDuplicateDesk } from '../../server/follow/duplicates/desk.ts'
import { lookAt, suspectsAmong } from '../../server/follow/duplicates/look.ts'
import { queueNightly, queueScan, scanKind } from '../../server/follow/duplicates/scan.ts'
import { runNext } from '../../server/follow/jobs.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { pairOf } from '../../server/read/twins.ts'
import { listScans } from '../../server/store/matching.ts'
import type { Session } from '../../server/world.ts'
import { hireStaff, phone, type Staff } from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let stranger: Session

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  company = await foundCompany(world, 'light')
  staff = await hireStaff(company)
  const admin = await company.hire('管宁', ['ADM'])
  const south = await company.act(admin, { object: 'department', act: 'create', input: { name: '华南' } })
  stranger = await company.hire('南乔', ['REP'], south.id)
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const lead = (who: Session, input: Loose) =>
  company.act(who, {
    object: 'lead',
    act: 'create',
    input: { source: 'web', mobile: phone(), ownerId: who.userId, ...input },
    confirm: ['LEAD_DUPLICATE_POSSIBLE'],
  })

async function scan(whole: boolean): Promise<Loose> {
  const { id } = await queueScan(world, company.tenantId, { object: 'lead', whole, by: null })
  await runNext(world, { duplicates: scanKind }, { subjectId: id })
  const scans = await world.database.inTenant(company.tenantId, (tx) => listScans(tx, company.tenantId, 20))
  return scans.find((one) => one.id === id) as unknown as Loose
}

let minute = 0
/** Each step in a later minute, so that what changed since is told apart from what was there. */
const later = () => world.moveTo(`2026-06-01T03:${String(++minute).padStart(2, '0')}:00.000Z`)
const pairs = (state = 'open') => company.list('duplicatePair', (one) => one.state === state)

describe('Leads that look alike', () => {
  let mine: Loose
  let theirs: Loose

  it('are found by a scan, once, with the points that speak for and against it', async () => {
    mine = await lead(staff.rep, {
      companyName: '青岛海风制冷设备有限公司',
      contactName: '万里',
      region: { city: '青岛' },
    })
    theirs = await lead(stranger, { companyName: '青岛海风制冷设备', contactName: '万里' })
    await lead(staff.rep, { companyName: '兰州黄河阀门厂', contactName: '白雪' })
    expect(await scan(true)).toMatchObject({ state: 'done', total: 3, done: 3, found: 1 })
    const [pair, ...others] = await pairs()
    expect(others).toEqual([])
    expect(pair).toMatchObject({
      object: 'lead',
      leadId: mine.id,
      otherLeadId: theirs.id,
      verdict: 'suspect',
      points: '12',
    })
    expect(pair?.evidence.find((one: Loose) => one.fields === 'companyName')).toMatchObject({ likeness: 1, points: 9 })
    expect((await scan(true)).found).toBe(0)
    expect(await pairs()).toHaveLength(1)
  })

  it('show of a record out of sight only who holds it and since when', async () => {
    const [pair] = await pairs()
    const seen = await pairOf(world, staff.rep, pair?.id)
    expect(seen.ok && seen.sides.map((one) => one.visible)).toEqual([true, false])
    expect(seen.ok && seen.sides[1]).toEqual({
      visible: false,
      ownerName: '南乔',
      deptName: '华南',
      createdAt: theirs.createdAt,
      data: null,
    })
  })

  it('stay away once they were judged to be two, until what was compared changes', async () => {
    const [pair] = await pairs()
    await company.act(staff.process, { object: 'duplicatePair', act: 'dismiss', id: pair?.id })
    expect((await scan(true)).found).toBe(0)
    later()
    await company.act(staff.rep, { object: 'lead', act: 'change', id: mine.id, input: { needDesc: '冷库两座' } })
    expect((await scan(false)).found).toBe(0)
    expect(await pairs()).toEqual([])
    later()
    await company.act(staff.rep, {
      object: 'lead',
      act: 'change',
      id: mine.id,
      input: { contactName: '万 里' },
      confirm: ['LEAD_DUPLICATE_POSSIBLE'],
    })
    expect((await scan(false)).found).toBe(1)
    expect(await pairs()).toHaveLength(1)
  })

  it('leave the queue when they are alike no more', async () => {
    later()
    const input = { companyName: '青岛北风餐饮管理有限公司', contactName: '林木' }
    await company.act(staff.rep, { object: 'lead', act: 'change', id: mine.id, input })
    await scan(false)
    expect(await pairs()).toEqual([])
    expect(await pairs('cleared')).toHaveLength(1)
  })

  it('are settled when they are merged, and up again when that is undone', async () => {
    later()
    const one = await lead(staff.rep, { companyName: '大连星海船舶修造', email: 'office@xinghai.example.com' })
    const two = await lead(staff.rep, { companyName: '大连星海船舶修造有限公司' })
    await scan(false)
    const [pair] = await pairs()
    await company.act(staff.manager, { object: 'lead', act: 'merge', id: two.id, input: { survivorId: one.id } })
    expect(await company.find('duplicatePair', pair?.id)).toMatchObject({ state: 'merged' })
    const [merge] = await company.list('mergeRecord')
    await company.act(staff.manager, { object: 'mergeRecord', act: 'undo', id: merge?.id })
    expect(await company.find('duplicatePair', pair?.id)).toMatchObject({ state: 'open' })
  })

  it('are looked for every night among what changed, and for an import in what it brought', async () => {
    later()
    const one = await lead(staff.rep, { companyName: '徐州重山机械', mobile: '13900001111' })
    const two = await lead(staff.rep, { companyName: '徐州重山机械有限公司' })
    const place = { tenantId: company.tenantId, object: 'lead' }
    expect(await lookAt(world, place, [one.id, two.id])).toMatchObject({ found: 1 })
    const file = [
      { companyName: '上饶青瓷', mobile: '13900001111' },
      { companyName: '九江白鹭' },
      { companyName: '九江白鹭有限公司' },
    ]
    expect(await suspectsAmong(world, place, file)).toBe(2)
    await queueNightly(world, company.tenantId)
    const waiting = await world.database.inTenant(company.tenantId, (tx) => listScans(tx, company.tenantId, 20))
    expect(
      waiting
        .filter((scan) => scan.state === 'waiting')
        .map((scan) => scan.object)
        .sort(),
    ).toEqual(['account', 'contact', 'lead'])
  })

  it('are counted by a rule that is only tried', async () => {
    const [rule] = await company.list('matchRule', (one) => one.object === 'lead')
    const desk = openDuplicateDesk(world)
    const strict = { ...ruleOf(rule as Loose), suspectAt: 100, sureAt: 100 }
    expect(await desk.tryRule(staff.process, { object: 'lead', rule: strict })).toMatchObject({ suspect: 0, sure: 0 })
    const shipped = await desk.tryRule(staff.process, { object: 'lead', rule: ruleOf(rule as Loose) })
    expect(shipped.suspect + shipped.sure).toBeGreaterThan(0)
    expect(shipped.hits[0]?.evidence[0]).toHaveProperty('points')
  })

  it('leave a log from which every record can be told again', async () => {
    expect((await verifyTenant(world, company.tenantId)).breaches).toEqual([])
  })
})

describe('A matching rule', () => {
  it('names only fields that there are, and limits that can be reached', async () => {
    const [rule] = await company.list('matchRule', (one) => one.object === 'account')
    const attempt = async (input: Loose) => {
      const outcome = await company.attempt(staff.process, { object: 'matchRule', act: 'change', id: rule?.id, input })
      return outcome.ok ? [] : outcome.refusals.map((one) => one.code)
    }
    const passes = [{ fields: 'nmae', by: 'same' }]
    expect(await attempt({ passes })).toEqual(['MATCH_FIELD_UNKNOWN'])
    expect(await attempt({ suspectAt: '20', sureAt: '10' })).toEqual(['MATCH_LIMITS_CROSSED'])
    expect(await attempt({ suspectAt: '500', sureAt: '500' })).toEqual(['MATCH_OUT_OF_REACH'])
    expect(await attempt({ suspectAt: '7' })).toEqual([])
  })
})
