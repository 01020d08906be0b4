/** Two records of one party become one, with all that hung on either, and two again when that was a mistake. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { execute } from '../../server/write/execute.ts'
import { hireStaff, phone, type Staff } from '../support/chain.ts'
import { type Company, foundCompany, productWorld, yuan } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  company = await foundCompany(world, 'light')
  staff = await hireStaff(company)
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const create = (object: string, input: Loose, who = staff.rep) =>
  company.act(who, { object, act: 'create', input, confirm: ['ACCOUNT_DUPLICATE_POSSIBLE', 'LEAD_DUPLICATE_POSSIBLE'] })
const account = (name: string, more: Loose = {}) =>
  create('account', { name, mobile: phone(), ownerId: staff.rep.userId, ...more })
const merge = (object: string, id: string, input: Loose) =>
  company.act(staff.process, { object, act: 'merge', id, input })
const lastMerge = async () => (await company.list('mergeRecord')).at(-1) as Loose
const undo = async () => company.act(staff.process, { object: 'mergeRecord', act: 'undo', id: (await lastMerge()).id })
const breaches = async () => (await verifyTenant(world, company.tenantId)).breaches

/** Whatever a person could tell apart; version and time of the last change go on, as they must. */
function shown(record: Loose): Loose {
  const { version: _v, updatedAt: _a, updatedBy: _b, ...rest } = record
  return rest
}

describe('Two accounts of one customer', () => {
  let kept: Loose
  let gone: Loose
  let hung: Record<string, Loose>
  let before: Record<string, Loose>

  beforeAll(async () => {
    await company.act(staff.process, {
      object: 'customField',
      act: 'create',
      input: { object: 'product', key: 'maker', labelZh: '厂家', labelEn: 'Maker', kind: 'link', target: 'account' },
    })
    kept = await account('苏州远洋泵业有限公司', { industry: '泵阀' })
    gone = await account('远洋泵业（苏州）股份公司', { industry: '机械', website: 'https://yuanyang.example.com' })
    const contact = await create('contact', { name: '秦岚', accountId: gone.id, mobile: phone() })
    const daughter = await account('远洋泵业昆山分公司', { parentId: gone.id })
    const activity = await create('activity', {
      type: 'call',
      subject: '询价',
      content: '客户询问离心泵价格与交期',
      outcome: 'connected',
      startAt: '2026-05-30T02:00:00.000Z',
      accountId: gone.id,
    })
    const comment = await create('comment', { object: 'account', recordId: gone.id, body: '老客户' })
    const product = await create(
      'product',
      { code: 'P-1', name: '泵', kind: 'goods', unit: '台', vatRate: '0.13', custom: { maker: gone.id } },
      staff.process,
    )
    hung = { contact, daughter, activity, comment, product }
    before = await now()
  })

  async function now(): Promise<Record<string, Loose>> {
    const objects: Record<string, string> = { daughter: 'account' }
    const all = { kept, gone, ...hung }
    const out: Record<string, Loose> = {}
    for (const [name, { id }] of Object.entries(all))
      out[name] = shown(
        await company.find(objects[name] ?? (name === 'kept' || name === 'gone' ? 'account' : name), id),
      )
    return out
  }

  it('say what would be on a dry run, and change nothing', async () => {
    const { version } = await company.find('account', gone.id)
    const input = { survivorId: kept.id, take: ['industry'] }
    const command = { object: 'account', act: 'merge', id: gone.id, version, input }
    const outcome = await execute(world, staff.process, { command, dryRun: true })
    expect(outcome.ok && outcome.happenings.map((one) => one.type)).toContain('account.absorbed')
    expect(await now()).toEqual(before)
  })

  it('are one, with the values that were chosen and everything that hung on the other', async () => {
    await merge('account', gone.id, { survivorId: kept.id, take: ['industry'] })
    const { kept: now1, gone: gone1, contact, daughter, activity, comment, product } = await now()
    expect(now1).toMatchObject({ name: kept.name, industry: '机械', website: 'https://yuanyang.example.com' })
    expect(gone1).toMatchObject({ state: 'merged', mergedIntoId: kept.id })
    expect([
      contact?.accountId,
      activity?.accountId,
      daughter?.parentId,
      comment?.recordId,
      product?.custom.maker,
    ]).toEqual(Array.from({ length: 5 }, () => kept.id))
    expect((await lastMerge()).moved).toHaveLength(5)
    expect(await breaches()).toEqual([])
  })

  it('are two again, each as it was, when nothing was built on the merge', async () => {
    await undo()
    expect(await now()).toEqual(before)
    expect(await breaches()).toEqual([])
  })

  it('stay one when something was built on it, and say what', async () => {
    await merge('account', gone.id, { survivorId: kept.id })
    await company.act(staff.rep, {
      object: 'account',
      act: 'change',
      id: kept.id,
      input: { website: 'https://new.example.com' },
    })
    const outcome = await company.attempt(staff.process, {
      object: 'mergeRecord',
      act: 'undo',
      id: (await lastMerge()).id,
    })
    expect(!outcome.ok && outcome.refusals[0]).toMatchObject({
      code: 'MERGE_BUILT_UPON',
      details: { what: `${kept.no}.website` },
    })
  })

  it('may swap their names, although a name is unique', async () => {
    const one = await account('常州金阀制造有限公司')
    const other = await account('常州金阀门业制造有限公司')
    await merge('account', other.id, { survivorId: one.id, take: ['name'] })
    expect(await company.find('account', one.id)).toMatchObject({ name: other.name })
    await undo()
    expect(await company.find('account', one.id)).toMatchObject({ name: one.name, nameKey: one.nameKey })
    expect(await company.find('account', other.id)).toMatchObject({ name: other.name, nameKey: other.nameKey })
  })
})

describe('Two leads of one company', () => {
  it('are one in every campaign they took part in, and two again there', async () => {
    const marketing = await company.hire('梅可', ['MKT'])
    const lead = (companyName: string) =>
      create('lead', { companyName, mobile: phone(), source: 'expo', ownerId: staff.rep.userId })
    const [one, other] = [await lead('无锡星火热能科技'), await lead('无锡星火热能')]
    const campaign = await create(
      'campaign',
      {
        name: '春季展',
        type: 'expo',
        budget: yuan('1000'),
        startDate: '2026-06-01',
        endDate: '2026-06-05',
        members: [{ leadId: other.id }, { leadId: one.id }],
      },
      marketing,
    )
    const leads = async () => (await company.find('campaign', campaign.id)).members.map((row: Loose) => row.leadId)
    await company.act(staff.manager, { object: 'lead', act: 'merge', id: other.id, input: { survivorId: one.id } })
    expect(await leads()).toEqual([one.id, one.id])
    expect(await company.find('lead', other.id)).toMatchObject({ state: 'merged', mergedIntoId: one.id })
    await company.act(staff.manager, { object: 'mergeRecord', act: 'undo', id: (await lastMerge()).id })
    expect(await leads()).toEqual([other.id, one.id])
    expect(await company.find('lead', other.id)).toMatchObject({ state: 'assigned', mergedIntoId: null })
    expect(await breaches()).toEqual([])
  })

  it('are not merged into one that the manager cannot see', async () => {
    const admin = await company.hire('管宁', ['ADM'])
    const department = (name: string) => company.act(admin, { object: 'department', act: 'create', input: { name } })
    const [north, south] = [await department('华北'), await department('华南')]
    const manager = await company.hire('北辰', ['SM'], north.id)
    const member = await company.hire('任北', ['REP'], north.id)
    const stranger = await company.hire('南乔', ['REP'], south.id)
    const foreign = await create(
      'lead',
      { companyName: '东莞蓝天仪表', mobile: phone(), source: 'web', ownerId: stranger.userId },
      stranger,
    )
    const own = await create(
      'lead',
      { companyName: '湖州蓝海仪表', mobile: phone(), source: 'web', ownerId: member.userId },
      member,
    )
    const input = { survivorId: foreign.id }
    const outcome = await company.attempt(manager, { object: 'lead', act: 'merge', id: own.id, input })
    expect(!outcome.ok && outcome.refusals).toMatchObject([{ code: 'LINK_NOT_FOUND', field: 'survivorId' }])
  })
})

describe('Two contacts of one person', () => {
  it('are one at their account, and the primary one stays', async () => {
    const customer = await account('泰州明日机电有限公司')
    const first = await create('contact', { name: '高远', accountId: customer.id, mobile: phone() })
    const second = await create('contact', { name: '高 远', accountId: customer.id, email: 'gao@example.com' })
    await merge('contact', first.id, { survivorId: second.id })
    expect(await company.find('contact', second.id)).toMatchObject({ isPrimary: true, mobile: first.mobile })
    await undo()
    expect(await company.find('contact', first.id)).toMatchObject({ state: 'active', isPrimary: true })
    expect(await company.find('contact', second.id)).toMatchObject({ isPrimary: false, mobile: null })
  })

  it('of two accounts are told to merge the accounts first', async () => {
    const [a, b] = [await account('扬州一帆电气'), await account('镇江双木阀门')]
    const [one, other] = [
      await create('contact', { name: '林一', accountId: a.id, mobile: phone() }),
      await create('contact', { name: '林一', accountId: b.id, mobile: phone() }),
    ]
    const outcome = await company.attempt(staff.process, {
      object: 'contact',
      act: 'merge',
      id: one.id,
      input: { survivorId: other.id },
    })
    expect(!outcome.ok && outcome.refusals.map((one) => one.code)).toContain('MERGE_ACCOUNTS_DIFFER')
    expect(await breaches()).toEqual([])
  })
})
