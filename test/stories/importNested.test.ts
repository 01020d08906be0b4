/** Imports of records with the key of another system, several lines in one row, and a past. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyTenant } from '../../server/follow/verify.ts'
import { type Founded, foundedWorld, imported } from '../support/importing.ts'
import { asOwner } from '../support/world.ts'

let firm: Founded
beforeAll(async () => {
  firm = await foundedWorld({ currency: 'USD' })
})
afterAll(() => firm.close())

const ask = (sql: string) => asOwner(firm.ownerUrl, sql, [firm.tenantId])
const history = { history: true, upsertBy: 'sourceKey' }
const bring = (object: string, columns: Record<string, string>, content: string) =>
  imported(firm.world, firm.operator, { content, mapping: { object, columns, options: history } })
const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`

const accounts = () =>
  bring(
    'account',
    { key: 'sourceKey', name: 'name', shared: 'nameShared' },
    'key,name,shared\nz:account/1,Great Western,\nz:account/2,Great Western,yes\n',
  )

describe('a record of another system', () => {
  it('is met again by its key there: the same file changes nothing, and accounts may share a name', async () => {
    expect(await accounts()).toMatchObject({ created: 2, refused: 0 })
    expect(await accounts()).toMatchObject({ created: 0, changed: 0, same: 2, refused: 0 })
    const rows = await ask('select name, source_key from app.account where tenant_id = $1 order by source_key')
    expect(rows).toEqual([
      { name: 'Great Western', source_key: 'z:account/1' },
      { name: 'Great Western', source_key: 'z:account/2' },
    ])
  })

  it('brings all its lines in one row, and what they name is found', async () => {
    await bring('product', { key: 'sourceKey', code: 'code', name: 'name' }, 'key,code,name\nz:product/7,P7,Pump\n')
    const lines = [
      { productId: 'Pump', qty: '2', price: '10.5', vatRate: 'exempt' },
      { productId: 'z:product/7', qty: '1', price: '4', vatRate: 'exempt', shippedQty: '1' },
    ]
    const file = `key,account,lines\nz:order/1,z:account/2,${cell(lines)}\n`
    const columns = { key: 'sourceKey', account: 'accountId', lines: 'lines' }
    expect(await bring('order', columns, file)).toMatchObject({ created: 1, refused: 0 })
    expect(await bring('order', columns, file)).toMatchObject({ same: 1, refused: 0 })
    const [order] = await ask(`select o.gross::int, a.source_key, (select count(*)::int from app.order_lines l
      where l.tenant_id = o.tenant_id and l.parent_id = o.id and l.product_id is not null) as lines
      from app."order" o join app.account a on a.tenant_id = o.tenant_id and a.id = o.account_id
      where o.tenant_id = $1`)
    expect(order).toEqual({ gross: 2500, source_key: 'z:account/2', lines: 2 })
  })

  it('is refused with the cell that cannot be read', async () => {
    const done = await bring(
      'order',
      { key: 'sourceKey', lines: 'lines' },
      'key,lines\nz:order/2,oops\nz:order/3,"[{""colour"":""red""}]"\n',
    )
    expect(done.problems?.map(({ errors }) => errors[0]?.code)).toEqual(['WRONG_TYPE', 'UNKNOWN_FIELD'])
  })

  it('tells its turns as they were, each with its time, and once only', async () => {
    const past = [
      { at: '2024-01-05T08:00:00.000Z', stage: 'prospect', state: 'open', amount: '100' },
      { at: '2024-02-01T08:00:00.000Z', stage: 'contacted', state: 'open', amount: '120' },
      { at: '2024-03-01T08:00:00.000Z', stage: 'contacted', state: 'won', amount: '120' },
    ]
    const file = `key,name,state,stage,amount,past\nz:deal/1,Deal,won,contacted,125,${cell(past)}\n`
    const columns = { key: 'sourceKey', name: 'name', state: 'state', stage: 'stage', amount: 'amount', past: 'past' }
    expect(await bring('opportunity', columns, file)).toMatchObject({ created: 1, changed: 0, refused: 0 })
    expect(await bring('opportunity', columns, file)).toMatchObject({ created: 0, changed: 0, same: 1 })
    const told = await ask(`select type, at, state_to from app.event
      where tenant_id = $1 and object = 'opportunity' order by seq`)
    expect(told.map((event) => [event.type, new Date(event.at).toISOString().slice(0, 10), event.state_to])).toEqual([
      ['opportunity.imported', '2024-01-05', 'open'],
      ['opportunity.imported', '2024-02-01', 'open'],
      ['opportunity.imported', '2024-03-01', 'won'],
    ])
    const [deal] = await ask('select state, stage, amount::int, version from app.opportunity where tenant_id = $1')
    expect(deal).toEqual({ state: 'won', stage: 'contacted', amount: 12500, version: 3 })
    expect((await verifyTenant(firm.world, firm.tenantId)).breaches).toEqual([])
  })
})
