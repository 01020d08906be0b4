/** What is hidden stays hidden everywhere: record, list, history, export, and what a filter could tell. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Command } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { exportRecords } from '../../server/read/export.ts'
import { historyOf } from '../../server/read/history.ts'
import { summarise } from '../../server/read/summary.ts'
import { threadOf } from '../../server/read/thread.ts'
import type { Session } from '../../server/world.ts'
import { execute } from '../../server/write/execute.ts'
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

const one = (session: Session, object: string, id: string) => asking(scene).one(session, object, id)
const list = (session: Session, object: string, query: Loose) => asking(scene).list(session, { object, query })
const code = (session: Session, query: Loose, object = 'opportunity') => asking(scene).code(session, { object, query })
const csv = (session: Session, object: string, query: Loose) => asking(scene).csv(session, { object, query })
async function run(session: Session, command: Loose): Promise<Loose> {
  const asked = { object: 'opportunity', input: {}, ...command } as Loose & Command
  return okay(await execute(scene.world, session, { command: asked })).record
}

describe('a hidden field (TEN-10)', () => {
  let id: string
  beforeAll(async () => {
    const { bo, amy } = staff
    const input = { name: '秘密成本', amount: yuan('500.00'), custom: { margin: '0.3', region: '东' } }
    const made = await run(bo.session, { act: 'create', input })
    const lines = [{ what: '泵', cost: yuan('7.77') }]
    const changed = { cost: yuan('123.45'), lines }
    await run(amy.session, { act: 'change', id: made.id, version: 1, input: changed })
    id = made.id
  })

  it('is there for the manager, and nowhere for the rep: record, rows, own fields, list, export, history', async () => {
    const { amy, bo } = staff
    expect((await one(amy.session, 'opportunity', id)).data).toMatchObject({
      cost: yuan('123.45'),
      custom: { margin: '0.3' },
    })
    const told = JSON.stringify(okay(await historyOf(scene.world, amy.session, { object: 'opportunity', id })).data)
    expect(told).toContain('123.45')
    const shown = await one(bo.session, 'opportunity', id)
    expect(shown.data.lines).toEqual([{ id: expect.any(String), what: '泵' }])
    const answers = [
      shown,
      await list(bo.session, 'opportunity', { include: 'lines' }),
      okay(await historyOf(scene.world, bo.session, { object: 'opportunity', id })),
      await csv(bo.session, 'opportunity', { values: 'keys' }),
    ]
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(/cost|margin|123\.45|7\.77/)
  })

  it('cannot be guessed by filter, order, group, sum, choice of fields or export', async () => {
    const rep = staff.bo.session
    for (const field of ['cost', 'custom.margin']) {
      expect(await code(rep, { filter: { field, op: '>', value: '1' } })).toBe('BAD_FILTER')
      expect(
        await code(rep, {
          filter: {
            or: [
              { field: 'name', op: 'empty' },
              { field, op: 'empty' },
            ],
          },
        }),
      ).toBe('BAD_FILTER')
      expect(await code(rep, { sort: `-${field}` })).toBe('BAD_FILTER')
      expect(await code(rep, { fields: field })).toBe('BAD_FILTER')
      expect((await summarise(scene.world, rep, { object: 'opportunity', query: { groupBy: field } })).ok).toBe(false)
      expect((await summarise(scene.world, rep, { object: 'opportunity', query: { sum: field } })).ok).toBe(false)
      expect((await exportRecords(scene.world, rep, { object: 'opportunity', query: { fields: field } })).ok).toBe(
        false,
      )
      expect(await code(staff.amy.session, { filter: { field, op: '>', value: '0' }, sort: field })).toBe('ok')
    }
  })

  it('says what happened in the language of the record, with who did it and what things are called', async () => {
    const { data, names } = okay(await historyOf(scene.world, staff.amy.session, { object: 'opportunity', id }))
    expect(data.map((event) => [event.type, event.actorId])).toEqual([
      ['opportunity.changed', staff.amy.id],
      ['opportunity.created', staff.bo.id],
    ])
    expect(data[1]?.changes.amount).toEqual([null, yuan('500.00')])
    expect(data[0]?.parts.lines).toEqual({ add: [{ id: expect.any(String), what: '泵', cost: yuan('7.77') }] })
    expect(names[staff.amy.id]?.title).toBe('Amy')
    const older = okay(
      await historyOf(scene.world, staff.amy.session, { object: 'opportunity', id, query: { limit: '1' } }),
    )
    const query = { limit: '1', cursor: older.next ?? '' }
    const rest = okay(await historyOf(scene.world, staff.amy.session, { object: 'opportunity', id, query }))
    expect(rest.data[0]?.type).toBe('opportunity.created')
    expect(rest.next).toBeNull()
    expect((await historyOf(scene.world, staff.fay.session, { object: 'opportunity', id })).ok).toBe(false)
    expect((await threadOf(scene.world, staff.fay.session, { object: 'opportunity', id })).ok).toBe(false)
  })

  it('comes with what can be done now, and why not', async () => {
    const { can } = await one(staff.bo.session, 'opportunity', id)
    expect(can.change).toBe(true)
    expect(can.lose).toBe(true)
    expect(can.approve).toEqual([
      {
        class: 'guard',
        code: 'TOO_SMALL',
        details: { min: '1000.00' },
        message: { zh: '金额须不少于 1000.00', en: 'The amount must be at least 1000.00' },
      },
    ])
    const lost = await run(staff.bo.session, { act: 'lose', id, version: 2, input: { lossReason: 'price' } })
    const after = await one(staff.bo.session, 'opportunity', lost.id)
    expect(Object.keys(after.can)).toEqual(['change'])
    expect(after.can.change).toMatchObject([{ code: 'RECORD_LOCKED' }])
  })
})
