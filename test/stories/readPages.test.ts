/** Pages neither skip nor repeat, in any order, while rows come and go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { ListQuery } from '../../server/read/query.ts'
import type { Session } from '../../server/world.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { asOwner } from '../support/world.ts'
import { asking, openScene, people, type Scene } from './readScene.ts'

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

const page = (session: Session, query: ListQuery) => asking(scene).page(session, { object: 'opportunity', query })

describe('pages', () => {
  const sorts = [
    'amount',
    '-amount',
    'name',
    '-name,amount',
    'kind,-score',
    '-accountId',
    'custom.weight',
    '-custom.region,name',
    '-createdAt',
    'isBid',
  ]
  beforeAll(async () => {
    const accounts = [await scene.put('account', { name: '甲' }), await scene.put('account', { name: '乙' }), null]
    for (let i = 0; i < 60; i++) {
      await scene.put('opportunity', {
        name: `${'中安北'[i % 3]}${i % 7}`,
        amount: i % 5 === 0 ? null : BigInt(i % 11) * 100n,
        score: i % 4 || null,
        kind: [null, 'renewal', 'new'][i % 3],
        accountId: accounts[i % 3],
        isBid: i % 2 === 0,
        custom: { ...(i % 3 ? { weight: String(i % 6) } : {}), ...(i % 4 ? { region: `r${i % 2}` } : {}) },
      })
    }
  })

  const walk = async (query: ListQuery, between?: (n: number) => Promise<void>) => {
    const seen: Loose[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { data, next } = await page(staff.ops.session, { ...query, limit: 7, ...(cursor ? { cursor } : {}) })
      seen.push(...(data as Loose[]))
      await between?.(seen.length)
      cursor = next
    }
    return seen
  }

  for (const sort of sorts) {
    it(`by ${sort} hold every record once, in the order of one long page, empty values last`, async () => {
      const whole = (await page(staff.ops.session, { sort, limit: 200 })).data.map((row) => row.id)
      const walked = (await walk({ sort })).map((row) => row.id)
      expect(walked).toEqual(whole)
      expect(new Set(walked).size).toBe(60)
      const amounts = sort.endsWith('amount') && !sort.includes(',')
      if (amounts) expect((await walk({ sort })).slice(48).every((row) => row.amount === null)).toBe(true)
    })
  }

  it('sort Chinese by pinyin and choices as their options stand', async () => {
    const firsts = (await walk({ sort: 'name' })).map((row) => String(row.name)[0])
    expect([...new Set(firsts)]).toEqual(['安', '北', '中'])
    const kinds = (await walk({ sort: 'kind' })).map((row) => row.kind)
    expect([...new Set(kinds)]).toEqual(['new', 'renewal', null])
  })

  it('neither skip nor repeat what stays, while rows come and go (TXT-05)', async () => {
    const before = (await page(staff.ops.session, { sort: '-amount', limit: 200 })).data.map((row) => row.id as string)
    const gone = new Set(before.filter((_id, index) => index % 9 === 8))
    const doomed = [...gone]
    const seen = await walk({ sort: '-amount' }, async () => {
      const id = doomed.shift()
      await scene.put('opportunity', { name: '新', amount: 300n })
      if (id) await asOwner(database.ownerUrl, 'delete from app.opportunity where id = $1', [id])
    })
    const ids = seen.map((row) => row.id as string)
    expect(new Set(ids).size).toBe(ids.length)
    const stayed = before.filter((id) => !gone.has(id))
    expect(ids.filter((id) => stayed.includes(id))).toEqual(stayed)
  })
})
