/** Comments stay with the people who may see what they are about. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { countRecords } from '../../server/read/count.ts'
import { exportRecords } from '../../server/read/export.ts'
import { historyOf } from '../../server/read/history.ts'
import { listRecords } from '../../server/read/list.ts'
import { readRecord } from '../../server/read/record.ts'
import { searchAll } from '../../server/read/search.ts'
import { summarise } from '../../server/read/summary.ts'
import type { Session } from '../../server/world.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let anna: Session
let bruno: Session
let clara: Session
let manager: Session
let lead: Loose
let secret: Loose

const comment = (who: Session, body: string, more: Loose = {}) =>
  company.act(who, { object: 'comment', act: 'create', input: { object: 'lead', recordId: lead.id, body, ...more } })

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'standard')
  anna = await company.hire('安娜', ['REP'])
  bruno = await company.hire('布鲁诺', ['REP'])
  clara = await company.hire('克拉拉', ['REP'])
  manager = await company.hire('经理', ['SM'])
  const input = { companyName: '海门水务', mobile: '13900000001', source: 'web', ownerId: anna.userId }
  lead = await company.act(anna, { object: 'lead', act: 'create', input })
  secret = await comment(anna, '底价可以再让百分之五')
  await comment(manager, '先不要报价', { mentions: [clara.userId] })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const onLead = () => ({
  and: [
    { field: 'object', op: '=', value: 'lead' },
    { field: 'recordId', op: '=', value: lead.id },
  ],
})
const bodies = async (who: Session, filter?: unknown) => {
  const page = await listRecords(world, who, { object: 'comment', query: { filter, sort: 'createdAt' } })
  if (!page.ok) throw new Error(JSON.stringify(page.refusals))
  return page.data.map((one) => one.body)
}

describe('comments', () => {
  it('on a record are all read by whoever may read the record, and by nobody else', async () => {
    const all = ['底价可以再让百分之五', '先不要报价']
    expect(await bodies(anna, onLead())).toEqual(all)
    expect(await bodies(manager, onLead())).toEqual(all)
    expect(await bodies(bruno, onLead())).toEqual([])
    expect(await bodies(clara, onLead())).toEqual([])
  })

  it('without a record are one’s own and those that mention one', async () => {
    expect(await bodies(anna)).toEqual(['底价可以再让百分之五'])
    expect(await bodies(manager)).toEqual(['先不要报价'])
    expect(await bodies(clara)).toEqual(['先不要报价'])
    expect(await bodies(bruno)).toEqual([])
    expect(await bodies(bruno, { or: [onLead(), { field: 'body', op: 'notEmpty' }] })).toEqual([])
    expect(await bodies(bruno, { field: 'object', op: '=', value: 'lead' })).toEqual([])
  })

  it('are counted, summed, exported and searched alike', async () => {
    const query = { filter: onLead() }
    expect(await countRecords(world, manager, { object: 'comment', query })).toMatchObject({ count: 2 })
    expect(await countRecords(world, bruno, { object: 'comment', query })).toMatchObject({ count: 0 })
    const grouped = { ...query, groupBy: 'object' }
    expect(await summarise(world, bruno, { object: 'comment', query: grouped })).toMatchObject({ data: [] })
    const exported = await exportRecords(world, bruno, { object: 'comment', query: { fields: 'body' } })
    let csv = ''
    if (exported.ok) for await (const piece of exported.pieces) csv += piece
    expect(csv).toContain('内容')
    expect(csv).not.toContain('底价')
    expect(await searchAll(world, bruno, { query: { q: '底价可以' } })).toMatchObject({ data: [] })
  })

  it('are opened one by one by the same rule, with their history', async () => {
    const one = { object: 'comment', id: secret.id as string }
    expect(await readRecord(world, manager, one)).toMatchObject({ ok: true, data: { body: '底价可以再让百分之五' } })
    expect(await readRecord(world, bruno, one)).toMatchObject({ ok: false, refusals: [{ code: 'NOT_FOUND' }] })
    expect(await historyOf(world, bruno, { ...one, query: {} })).toMatchObject({ refusals: [{ code: 'NOT_FOUND' }] })
    expect((await historyOf(world, manager, { ...one, query: {} })).ok).toBe(true)
  })

  it('are changed and taken back by whoever wrote them, and by nobody else', async () => {
    const mine = await comment(anna, '明天再谈')
    const put = { object: 'comment', id: mine.id as string }
    const edited = await company.act(anna, { ...put, act: 'change', input: { body: '后天再谈' } })
    expect(edited.body).toBe('后天再谈')
    expect((await company.attempt(manager, { ...put, act: 'change', input: { body: '改' } })).ok).toBe(false)
    await company.act(anna, { ...put, act: 'remove' })
    expect(await bodies(anna)).toEqual(['底价可以再让百分之五'])
  })
})
