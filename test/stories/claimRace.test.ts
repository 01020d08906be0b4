/** Five people reach for the same lead at once: one has it, the others read whose it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill } from '../../kernel/label.ts'
import type { Session } from '../../server/world.ts'
import { execute } from '../../server/write/execute.ts'
import { type Company, foundCompany, productWorld, registry } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let people: Session[]
let marketing: Session

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'standard')
  people = []
  for (const name of ['甲', '乙', '丙', '丁', '戊']) people.push(await company.hire(name, ['SDR']))
  marketing = await company.hire('马可', ['MKT'])
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const waiting = (companyName: string, mobile: string) =>
  company.act(marketing, { object: 'lead', act: 'create', input: { companyName, mobile, source: 'web' } })

describe('claiming', () => {
  it('lets one of five win and tells the four others who has it', async () => {
    const lead = await waiting('海门水务设备有限公司', '13900000001')
    expect(lead.state).toBe('pool')
    const outcomes = await Promise.all(
      people.map((who) =>
        execute(world, who, {
          command: { object: 'lead', act: 'claim', id: lead.id, version: lead.version, input: {} },
        }),
      ),
    )
    const won = outcomes.findIndex((one) => one.ok)
    const lost = outcomes.flatMap((one) => (one.ok ? [] : [one.refusals]))
    expect(lost).toHaveLength(4)
    const owner = ['甲', '乙', '丙', '丁', '戊'][won]
    for (const refusals of lost) {
      expect(refusals).toMatchObject([{ class: 'conflict', code: 'POOL_ALREADY_CLAIMED', details: { owner } }])
      const words = registry.objects.get('lead')!.messages.POOL_ALREADY_CLAIMED!
      expect(fill(words.zh, refusals[0]!.details!)).toBe(`已被${owner}领取，请选择其他线索`)
    }
    expect(await company.find('lead', lead.id)).toMatchObject({ state: 'assigned', ownerId: people[won]!.userId })
  })

  it('keeps hidden what never was in a pool of theirs', async () => {
    const stranger = await company.hire('外人', ['SDR'], await elsewhere())
    const lead = await waiting('江阴传动机械厂', '13900000002')
    await company.act(people[0]!, { object: 'lead', act: 'claim', id: lead.id })
    expect(stranger.actor.pools).toEqual([])
    expect(await company.attempt(stranger, { object: 'lead', act: 'claim', id: lead.id })).toMatchObject({
      refusals: [{ code: 'NOT_FOUND' }],
    })
    expect(
      await company.attempt(people[1]!, { object: 'lead', act: 'change', id: lead.id, input: { needDesc: '改' } }),
    ).toMatchObject({ refusals: [{ code: 'NOT_FOUND' }] })
  })
})

async function elsewhere(): Promise<string> {
  const admin = await company.hire('管理', ['ADM'])
  const made = await company.act(admin, { object: 'department', act: 'create', input: { name: '别处' } })
  return made.id
}
