/** Exports: what a list shows, safe to open in a spreadsheet. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { exportRecords } from '../../server/read/export.ts'
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

const csv = (session: Session, object: string, query: Loose) => asking(scene).csv(session, { object, query })

describe('an export', () => {
  it('holds what the list shows, in words, safe for a spreadsheet', async () => {
    const filter = { field: 'name', op: 'contains', value: '导出' }
    const account = await scene.put('account', { name: '甲, "乙"', ownerId: staff.bo.id })
    await scene.put('opportunity', {
      no: 'OP-X1',
      name: '=1+导出',
      amount: -150n,
      kind: 'new',
      accountId: account,
      closeDate: '2026-06-30',
      createdAt: '2026-06-01T16:05:00.000Z',
      ownerId: staff.bo.id,
      custom: { region: '东', bonus: '7' },
    })
    const text = await csv(staff.bo.session, 'opportunity', { filter, values: 'labels' })
    expect(text.split('\r\n')).toEqual([
      '\ufeff编号,名称,金额,币种,客户,阶段,类型,预计成交,状态,负责人,创建时间,区域,重量,奖金',
      `OP-X1,'=1+导出,-1.50,,"甲, ""乙""",,新签,2026-06-30,进行中,Bo,2026-06-02 00:05,东,,0.07`,
      '',
    ])
    const keys = await csv(staff.bo.session, 'opportunity', {
      filter,
      values: 'keys',
      bom: 'false',
      fields: 'kind,accountId,custom.bonus',
    })
    expect(keys).toBe(`kind,accountId,custom.bonus\r\nnew,${account},0.07\r\n`)
  })

  it('asks for an approver above 500 rows only where the company is strict', async () => {
    for (let i = 0; i < 501; i++)
      await scene.put('campaign', { name: `c${i}`, ownerId: staff.bo.id, deptId: staff.east })
    expect((await csv(staff.bo.session, 'campaign', {})).split('\r\n').length).toBeGreaterThan(502)
    scene.settings = { exportApproval: true }
    const refused = await exportRecords(scene.world, staff.bo.session, { object: 'campaign', query: {} })
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'FORBIDDEN' }] })
    expect((await exportRecords(scene.world, staff.amy.session, { object: 'campaign', query: {} })).ok).toBe(true)
    scene.settings = {}
  })
})
