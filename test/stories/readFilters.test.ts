/** Filters, groups and sums as people ask for them: every operator, every kind of field. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { ListQuery } from '../../server/read/query.ts'
import { summarise } from '../../server/read/summary.ts'
import type { Session } from '../../server/world.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
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
const names = async (query: ListQuery, session = staff.ops.session) =>
  (await page(session, { sort: 'name', ...query })).data.map((row) => row.name)
const where = (filter: unknown, session?: Session) => names({ filter: JSON.stringify(filter) }, session)

describe('a filter', () => {
  beforeAll(async () => {
    const account = await scene.put('account', { name: '上海电气集团', industry: 'energy', ownerId: staff.bo.id })
    const noon = '2026-06-15T04:00:00.000Z'
    await scene.put('opportunity', {
      name: '水泵 Alpha',
      amount: 10000n,
      kind: 'new',
      closeDate: '2026-06-30',
      metAt: noon,
      score: 5,
      isBid: true,
      tags: ['hot', 'cold'],
      accountId: account,
      ownerId: staff.bo.id,
      memberIds: [staff.cai.id],
      stage: 'S1',
      custom: { region: '华东', weight: '12.5', bonus: '10050' },
    })
    await scene.put('opportunity', {
      name: '阀门 beta',
      amount: 25000n,
      kind: 'renewal',
      closeDate: '2026-07-01',
      metAt: '2026-06-14T16:00:00.000Z',
      tags: ['cold'],
      stage: 'S2',
      custom: { region: '华北', weight: '7' },
    })
    await scene.put('opportunity', {
      name: '电机 ＧＡＭＭＡ',
      closeDate: '2026-05-31',
      metAt: '2026-06-14T15:59:59.000Z',
    })
  })

  const [alpha, beta, gamma] = ['水泵 Alpha', '阀门 beta', '电机 ＧＡＭＭＡ']
  const cases: [string, unknown, (string | undefined)[]][] = [
    ['text is, whatever case and width', { field: 'name', op: '=', value: '电机 gamma' }, [gamma]],
    ['text contains', { field: 'name', op: 'contains', value: 'BET' }, [beta]],
    ['text starts', { field: 'name', op: 'startsWith', value: '水' }, [alpha]],
    ['percent sign is no wildcard', { field: 'name', op: 'contains', value: '%' }, []],
    ['is not matches empty', { field: 'kind', op: '!=', value: 'new' }, [gamma, beta]],
    ['not in matches empty', { field: 'kind', op: 'notIn', value: ['new'] }, [gamma, beta]],
    ['not contains', { field: 'name', op: 'notContains', value: 'a' }, []],
    ['money', { field: 'amount', op: '>=', value: '100.01' }, [beta]],
    ['money with its currency', { field: 'amount', op: '=', value: { amount: '100.00', currency: 'CNY' } }, []],
    ['between', { field: 'amount', op: 'between', value: ['100', '250'] }, [beta, alpha]],
    ['empty', { field: 'amount', op: 'empty' }, [gamma]],
    ['= null', { field: 'amount', op: '=', value: null }, [gamma]],
    ['in with null', { field: 'kind', op: 'in', value: ['new', null] }, [gamma, alpha]],
    ['date within', { field: 'closeDate', op: 'within', value: 'thisMonth' }, [alpha]],
    ['date last month', { field: 'closeDate', op: 'within', value: 'lastMonth' }, [gamma]],
    ['next days leave today out', { field: 'closeDate', op: 'within', value: 'next16days' }, [beta, alpha]],
    ['instant of a day where the company is', { field: 'metAt', op: 'within', value: 'today' }, [beta, alpha]],
    ['instant equals a day', { field: 'metAt', op: '=', value: '2026-06-14' }, [gamma]],
    ['until a day includes it', { field: 'metAt', op: '<=', value: '2026-06-14' }, [gamma]],
    ['switch off includes empty', { field: 'isBid', op: '=', value: false }, [gamma, beta]],
    ['tags in', { field: 'tags', op: 'in', value: ['hot'] }, [alpha]],
    ['tags all', { field: 'tags', op: 'contains', value: ['cold', 'hot'] }, [alpha]],
    ['tags exactly', { field: 'tags', op: '=', value: ['cold'] }, [beta]],
    ['tags empty', { field: 'tags', op: 'empty' }, [gamma]],
    ['members', { field: 'memberIds', op: 'notEmpty' }, [alpha]],
    ['one hop', { field: 'accountId.name', op: 'contains', value: '电气' }, [alpha]],
    ['one hop, negative', { field: 'accountId.industry', op: '!=', value: 'energy' }, [gamma, beta]],
    ['owner by name', { field: 'ownerId.name', op: '=', value: 'bo' }, [alpha]],
    ['own field, indexed', { field: 'custom.region', op: 'contains', value: '华' }, [beta, alpha]],
    ['own number', { field: 'custom.weight', op: '>', value: '7' }, [alpha]],
    ['own field, empty', { field: 'custom.weight', op: 'empty' }, [gamma]],
    ['own money, not indexed', { field: 'custom.bonus', op: '=', value: '100.50' }, [alpha]],
    ['state', { field: 'state', op: 'in', value: ['open'] }, [gamma, beta, alpha]],
    [
      'groups',
      { or: [{ and: [{ field: 'stage', op: '=', value: 'S1' }] }, { field: 'score', op: 'empty' }] },
      [gamma, beta, alpha],
    ],
  ]
  for (const [what, filter, expected] of cases) {
    it(`finds by ${what}`, async () => expect(await where(filter)).toEqual(expected))
  }

  it('knows $me, and finds free words in any searched field', async () => {
    expect(await where({ field: 'ownerId', op: '=', value: '$me' }, staff.bo.session)).toEqual([alpha])
    expect(await names({ q: 'beta 阀门' })).toEqual([beta])
    expect(await names({ q: 'beta 水' })).toEqual([])
    expect(await names({ q: '--' })).toEqual([])
  })

  it('shows money with its currency, own money too, and what links are called', async () => {
    const { data, names: called } = await page(staff.bo.session, {
      filter: '{"field":"ownerId","op":"=","value":"$me"}',
    })
    const [row] = data as [Loose]
    expect(row.amount).toEqual({ amount: '100.00', currency: 'CNY' })
    expect(row.custom).toEqual({ region: '华东', weight: '12.5', bonus: { amount: '100.50', currency: 'CNY' } })
    expect(called[row.accountId]).toMatchObject({ object: 'account', title: '上海电气集团' })
    expect(called[row.ownerId]).toMatchObject({ object: 'user', title: 'Bo' })
    const chosen = await page(staff.bo.session, { fields: 'name,custom.region', include: 'accountId,lines' })
    expect(Object.keys(chosen.data[0] ?? {}).sort()).toEqual(['custom', 'id', 'lines', 'name', 'version'])
    expect(chosen.included?.[row.accountId]).toMatchObject({ name: '上海电气集团' })
  })

  it('does not name what the reader may not see', async () => {
    const answer = await page(staff.cai.session, {})
    const [row] = answer.data as [Loose]
    expect(answer.names[row.accountId]).toEqual({ object: 'account', title: null, no: null, state: null })
    expect(await where({ field: 'accountId.name', op: 'contains', value: '电气' }, staff.cai.session)).toEqual([])
  })

  it('groups by a field, a month and a link, with sums in the base currency', async () => {
    await scene.put('opportunity', { name: 'usd', amount: 100n, currency: 'USD', fxRate: '7.2', kind: 'new' })
    await scene.put('opportunity', { name: 'yen', amount: 1000n, currency: 'JPY', fxRate: '0.05', kind: 'new' })
    const groups = async (query: Loose) => {
      const answer = await summarise(scene.world, staff.ops.session, { object: 'opportunity', query })
      if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
      return answer.data
    }
    const byKind = await groups({ groupBy: 'kind', sum: 'amount' })
    expect(byKind).toContainEqual({ key: 'new', count: 3, sum: { amount: '157.20', currency: 'CNY' } })
    expect(await groups({ groupBy: 'closeDate:month', sum: 'score' })).toContainEqual({
      key: '2026-06-01',
      count: 1,
      sum: '5',
    })
    expect(await groups({ groupBy: 'tags' })).toContainEqual({ key: 'cold', count: 2, sum: null })
    expect(await groups({ sum: 'amount' })).toEqual([
      { key: null, count: 5, sum: { amount: '407.20', currency: 'CNY' } },
    ])
    expect(await groups({ groupBy: 'accountId.industry' })).toContainEqual({ key: 'energy', count: 1, sum: null })
    expect(await groups({ groupBy: 'custom.region' })).toContainEqual({ key: '华东', count: 1, sum: null })
  })
})
