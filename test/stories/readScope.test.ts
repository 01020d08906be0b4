/** Everyone sees their own part of the company, in lists, counts and records alike (roles.md §2). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countRecords } from '../../server/read/count.ts'
import type { ListQuery } from '../../server/read/query.ts'
import { readRecord } from '../../server/read/record.ts'
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
async function refusal(query: ListQuery, session = staff.ops.session): Promise<string | undefined> {
  return asking(scene).code(session, { object: 'opportunity', query })
}

describe('the scopes of the specification', () => {
  const counts = async (session: Session) => {
    const { data } = await page(session, { limit: 200 })
    const answer = await countRecords(scene.world, session, { object: 'opportunity', query: {} })
    expect(answer).toEqual({ ok: true, count: data.length, exact: true })
    return data.length
  }
  const own = (person: { id: string; deptId: string }) => ({ ownerId: person.id, deptId: person.deptId })

  it('lets Bo see 3, the team of D1 6, Amy 10, all 15; shares one with Fay; follows Dan when he moves', async () => {
    const { amy, bo, cai, dan, fay, eve, ops, west } = staff
    for (const [person, n] of [
      [amy, 1],
      [bo, 3],
      [cai, 2],
      [dan, 4],
      [fay, 5],
    ] as const) {
      for (let i = 0; i < n; i++) await scene.put('opportunity', { name: `o${i}`, ...own(person) })
    }
    const teamMate: Session = { ...bo.session, actor: { ...bo.session.actor, roles: ['SDR'] } }
    expect(await counts(bo.session)).toBe(3)
    expect(await counts(teamMate)).toBe(6)
    expect(await counts(amy.session)).toBe(10)
    expect(await counts(ops.session)).toBe(15)
    expect(await counts(eve.session)).toBe(5)
    const sql = `update app.opportunity set member_ids = array[$1::uuid]
      where id in (select id from app.opportunity where owner_id = $2 limit 1)`
    await asOwner(database.ownerUrl, sql, [fay.id, cai.id])
    expect(await counts(fay.session)).toBe(6)
    await asOwner(database.ownerUrl, 'update app.opportunity set dept_id = $1 where owner_id = $2', [west, dan.id])
    expect(await counts(amy.session)).toBe(6)
    expect(await counts(eve.session)).toBe(9)
  })

  it('answers a record out of scope like one that is not there, and an object out of reach with a no', async () => {
    const id = await scene.put('opportunity', { name: 'hers', ...own(staff.fay) })
    const hidden = await readRecord(scene.world, staff.bo.session, { object: 'opportunity', id })
    const absent = await readRecord(scene.world, staff.bo.session, { object: 'opportunity', id: staff.bo.id })
    expect(hidden).toEqual(absent)
    expect(hidden).toMatchObject({ ok: false, refusals: [{ code: 'NOT_FOUND' }] })
    const clerk: Session = { ...staff.bo.session, actor: { ...staff.bo.session.actor, roles: ['WHS'] } }
    expect(await refusal({}, clerk)).toBe('FORBIDDEN')
  })
})
