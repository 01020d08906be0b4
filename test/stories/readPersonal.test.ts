/** Personal data and the search: in plain only for those whose work needs it, found only where it is seen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { readRecord } from '../../server/read/record.ts'
import { searchAll } from '../../server/read/search.ts'
import { uuid7 } from '../../server/store/identity.ts'
import type { Session } from '../../server/world.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { sessionOf } from '../support/world.ts'
import { asking, okay, openScene, people, type Scene } from './readScene.ts'

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

const one = (session: Session, object: string, id: string) => asking(scene).one(session, object, id)
const list = (session: Session, object: string, query: Loose) => asking(scene).list(session, { object, query })
const code = (session: Session, query: Loose, object = 'opportunity') => asking(scene).code(session, { object, query })
const csv = (session: Session, object: string, query: Loose) => asking(scene).csv(session, { object, query })

describe('personal data', () => {
  let mine: string
  let waiting: string
  const pool = uuid7(99)
  beforeAll(async () => {
    await scene.put('account', { id: pool, name: '公海' })
    mine = await scene.put('lead', {
      name: '王先生',
      mobile: '+8613812345678',
      ownerId: staff.bo.id,
      deptId: staff.east,
    })
    waiting = await scene.put('lead', { name: '李女士', mobile: '+8613987654321', state: 'pool', poolId: pool })
  })
  const rep = () => ({ ...staff.bo.session, actor: { ...staff.bo.session.actor, pools: [pool] } })

  it('is plain for owner, department and those whose work needs it; masked in the pool and for marketing', async () => {
    const mobile = async (session: Session, id: string) => (await one(session, 'lead', id)).data.mobile
    expect(await mobile(rep(), mine)).toBe('+8613812345678')
    expect(await mobile(staff.amy.session, mine)).toBe('+8613812345678')
    expect(await mobile(staff.ops.session, waiting)).toBe('+8613987654321')
    expect(await mobile(rep(), waiting)).toBe('139****4321')
    expect(await mobile(staff.mkt.session, mine)).toBe('138****5678')
    expect(await csv(staff.mkt.session, 'lead', { fields: 'name,mobile' })).not.toContain('12345678')
    scene.changes = { lead: { personal: { MKT: 'all' } } }
    expect(await mobile(staff.mkt.session, mine)).toBe('+8613812345678')
    scene.changes = {}
    const stranger = { ...staff.bo.session, actor: { ...staff.bo.session.actor, pools: [] } }
    expect((await readRecord(scene.world, stranger, { object: 'lead', id: waiting })).ok).toBe(false)
  })

  it('cannot be spelt out by searching, filtering or ordering where it is masked', async () => {
    const found = async (session: Session, query: Loose) =>
      (await list(session, 'lead', query)).map((lead) => lead.name)
    expect(await found(rep(), { q: '5678' })).toEqual(['王先生'])
    expect(await found(rep(), { q: '4321' })).toEqual([])
    expect(await found(rep(), { filter: { field: 'mobile', op: '=', value: '13987654321' } })).toEqual([])
    expect(await found(rep(), { filter: { field: 'mobile', op: '=', value: '138 1234 5678' } })).toEqual(['王先生'])
    expect(await found(staff.mkt.session, { filter: { field: 'mobile', op: 'startsWith', value: '+861' } })).toEqual([])
    expect(await found(staff.mkt.session, { filter: { field: 'mobile', op: 'notEmpty' } })).toEqual([])
    expect(await code(staff.mkt.session, { sort: 'mobile' }, 'lead')).toBe('BAD_FILTER')
    expect(await code(staff.ops.session, { sort: 'mobile' }, 'lead')).toBe('ok')
    const hits = okay(await searchAll(scene.world, rep(), { query: { q: '87654321' } })).data
    expect(hits).toEqual([])
  })
})

describe('the search', () => {
  it('finds words inside Chinese names and numbers in every object, only where the reader may look', async () => {
    const { bo, fay, ops } = staff
    const account = await scene.put('account', { name: '深圳市恒远机械有限公司', ownerId: bo.id, deptId: staff.east })
    await scene.put('opportunity', { no: 'OP-SEARCH-1', name: '恒远产线改造', accountId: account, ownerId: bo.id })
    await scene.put('opportunity', { name: '恒远二期', ownerId: fay.id })
    const titles = async (session: Session, q: string) =>
      okay(await searchAll(scene.world, session, { query: { q } })).data.map((hit) => hit.title)
    expect((await titles(bo.session, '恒远')).sort()).toEqual(['恒远产线改造', '深圳市恒远机械有限公司'])
    expect(await titles(bo.session, '远机')).toEqual(['深圳市恒远机械有限公司'])
    expect((await titles(ops.session, '恒远')).length).toBe(3)
    expect(await titles(bo.session, '二期')).toEqual([])
    expect(await titles(bo.session, 'op-search-1')).toEqual(['恒远产线改造'])
    const [hit] = okay(await searchAll(scene.world, bo.session, { query: { q: '产线改造' } })).data
    expect(hit).toMatchObject({ object: 'opportunity', subtitle: '深圳市恒远机械有限公司', no: 'OP-SEARCH-1' })
    for (const q of ['', '%', "'", '--', '*']) expect(await titles(ops.session, q)).toEqual([])
    const other = sessionOf(uuid7(2), ['OPS'], { id: ops.id })
    expect(await titles(other, '恒远')).toEqual([])
  })
})
