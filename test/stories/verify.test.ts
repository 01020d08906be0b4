/** Whatever breaks the books or the log is found: each rule is broken on purpose, by the owner, in the database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyTenant } from '../../server/follow/verify.ts'
import { corruptions } from '../support/corruptions.ts'
import { type Founded, foundedWorld, imported } from '../support/importing.ts'
import { asOwner } from '../support/world.ts'

let firm: Founded
let entity: string

beforeAll(async () => {
  firm = await foundedWorld()
  await fill()
  entity = (await own('select id from app.legal_entity where tenant_id = $1'))[0]?.id
})
afterAll(() => firm.close())

const own = (sql: string) => asOwner(firm.ownerUrl, sql, [firm.tenantId])
const rulesFound = async () => [
  ...new Set((await verifyTenant(firm.world, firm.tenantId)).breaches.map((one) => one.rule)),
]

async function fill() {
  const take = (content: string, mapping: Record<string, unknown>) =>
    imported(firm.world, firm.operator, { content, mapping })
  const history = { options: { history: true } }
  const byName = { code: 'code', name: 'name' }
  await take('code,name\nP1,泵\nP2,阀\n', { object: 'product', columns: byName, constants: { vatRate: '0.13' } })
  await take('name\n甲\n乙\n', { object: 'account', columns: { name: 'name' }, ...history })
  const columns = { no: 'no', name: 'name', state: 'state', from: ['createdAt', 'stageEnteredAt'], to: 'closedAt' }
  const rows = ['O1,一,open,2026-01-05,', 'O2,二,lost,2026-01-05,2026-02-01', 'O3,三,won,2026-01-05,2026-03-01']
  await take(['no,name,state,from,to', ...rows, ''].join('\n'), { object: 'opportunity', columns, ...history })
}

describe('a verification', { timeout: 120_000 }, () => {
  it('finds nothing wrong with a company as it was made', async () => {
    const verified = await verifyTenant(firm.world, firm.tenantId)
    expect(verified.breaches).toEqual([])
    expect(verified.records).toBeGreaterThan(20)
  })

  it.each(corruptions)('finds $what', async ({ rule, by, mend }) => {
    const filled = (sql: string) => sql.replaceAll('$tenant', `'${firm.tenantId}'`).replaceAll('$entity', `'${entity}'`)
    await asOwner(firm.ownerUrl, filled(by))
    const found = await rulesFound().finally(() => asOwner(firm.ownerUrl, filled(mend)))
    expect(found).toContain(rule)
  })

  it('finds nothing any more when all is mended', async () => {
    expect(await rulesFound()).toEqual([])
  })

  it('names the record it is about', async () => {
    await own("update app.product set name = 'X' where tenant_id = $1 and code = 'P1'")
    const [breach] = (await verifyTenant(firm.world, firm.tenantId)).breaches
    const [row] = await own("select id from app.product where tenant_id = $1 and code = 'P1'")
    const subject = `product:${row?.id}`
    expect(breach).toMatchObject({ rule: 'replay', subject, expected: '{"name":"泵"}', found: '{"name":"X"}' })
    await own("update app.product set name = '泵' where tenant_id = $1 and code = 'P1'")
  })
})
