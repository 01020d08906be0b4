/** Questions that want more than they may: refused by name, at once, whatever they hold. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
async function refusal(query: ListQuery, session = staff.ops.session): Promise<string | undefined> {
  return asking(scene).code(session, { object: 'opportunity', query })
}

describe('hostile questions (INJ-01, TEN-11, TXT-05)', () => {
  beforeAll(async () => {
    for (const name of ['一', '二']) await scene.put('opportunity', { name })
  })

  const bad = [
    "name'",
    't1.password',
    'ownerId.secret',
    'accountId.ownerId.name',
    'name;select pg_sleep(5)--',
    'ｎame',
    'grams',
    'tenantId',
    '__proto__',
    'constructor',
    'custom.__proto__',
    'custom.nope',
    'a'.repeat(64),
    'no\0',
    'custom.region.x',
    '',
  ]
  for (const field of bad) {
    it(`refuses the field ${JSON.stringify(field).slice(0, 40)} everywhere`, async () => {
      expect(await refusal({ filter: { field, op: '=', value: 'x' } })).toBe('BAD_FILTER')
      if (field === '') return
      expect(await refusal({ sort: field })).toBe('BAD_FILTER')
      expect(await refusal({ fields: field })).toBe('BAD_FILTER')
      expect(await refusal({ include: field })).toBe('BAD_FILTER')
      const summary = await summarise(scene.world, staff.ops.session, {
        object: 'opportunity',
        query: { groupBy: field, sum: field },
      })
      expect(summary.ok).toBe(false)
    })
  }

  it('refuses operators, values and shapes that fit no field', async () => {
    const filters: unknown[] = [
      '{',
      '[]',
      '1',
      '{"and":{}}',
      { and: [], or: [] },
      { field: 'name', op: 'like', value: 'x' },
      { field: 'name', op: 'constructor' },
      { field: 'amount', op: '>', value: "1'; drop table x" },
      { field: 'amount', op: 'contains', value: '1' },
      { field: 'closeDate', op: 'within', value: 'lastCentury' },
      { field: 'closeDate', op: '=', value: '2026-02-30' },
      { field: 'kind', op: '=', value: 'nope' },
      { field: 'state', op: '=', value: 'nope' },
      { field: 'name', op: '=', value: 'a\0' },
      { field: 'name', op: '=', value: { $ne: null } },
      { field: 'ownerId', op: '=', value: 'x' },
      { field: 'score', op: 'between', value: [1] },
      { field: 'name', op: 'in', value: Array(501).fill('x') },
      { and: Array(101).fill({ field: 'name', op: 'empty' }) },
      { and: [{ and: [{ and: [{ and: [] }] }] }] },
    ]
    for (const filter of filters) expect([filter, await refusal({ filter })]).toEqual([filter, 'BAD_FILTER'])
    for (const limit of ['1e9', '1000000000', '201', '0', '-1', '1.5', 'x'])
      expect(await refusal({ limit })).toBe('BAD_REQUEST')
    expect(await refusal({ q: 'x'.repeat(300) })).toBe('BAD_FILTER')
    expect(await refusal({ filter: { field: 'name', op: 'contains', value: "％' or 1=1 --" } })).toBe('ok')
  })

  it('refuses cursors that were forged, or made for another list, reader or object', async () => {
    const { next } = await page(staff.ops.session, { limit: 1, sort: 'name' })
    const cursor = next as string
    expect(await refusal({ cursor, sort: 'name' })).toBe('ok')
    expect(await refusal({ cursor, sort: '-name' })).toBe('BAD_CURSOR')
    expect(await refusal({ cursor, sort: 'name', q: 'x' })).toBe('BAD_CURSOR')
    expect(await refusal({ cursor, sort: 'name' }, staff.amy.session)).toBe('BAD_CURSOR')
    const [body = '', sign = ''] = cursor.split('.')
    for (const forged of [`${body}x.${sign}`, `${body}.${sign.slice(1)}`, body, 'x', '.', `${cursor}.x`, '你好']) {
      expect(await refusal({ cursor: forged, sort: 'name' })).toBe('BAD_CURSOR')
    }
  })

  it("asks the indexes of one's own company only, whoever calls them", async () => {
    const other = '00000000-0000-7000-8000-0000000000ff'
    const asks = (tenant: string) =>
      scene.world.database.inTenant(scene.tenant, (tx) =>
        tx.query('select app.holding_member($1, $2, $3, 10)', [tenant, 'opportunity', staff.bo.id]),
      )
    await expect(asks(scene.tenant)).resolves.toEqual([])
    await expect(asks(other)).rejects.toMatchObject({ code: '42501' })
  })
})
