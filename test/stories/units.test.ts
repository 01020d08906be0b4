/** One product in two units (R26): bought and sold in cases of twelve, kept and promised piece by piece. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { goodCustomer, hireStaff, issue, type Staff, ship, submitOrder } from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let account: Loose
let product: Loose

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  account = await goodCustomer(company, staff, '南京整箱设备有限公司')
  product = await company.act(staff.process, {
    object: 'product',
    act: 'create',
    input: {
      code: 'V-12',
      name: '截止阀',
      kind: 'goods',
      unit: '台',
      units: [{ unit: '箱', factor: '12' }],
      vatRate: '0.13',
      taxCode: '1090113010000000000',
      listPrice: '10',
      standardCost: '6',
      stockTracked: true,
      revRule: 'on_receipt',
    },
  })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const stock = async () => (await company.list('stock', (one) => one.productId === product.id))[0] as Loose

async function move(kind: string, lines: Loose[]): Promise<Loose> {
  const [warehouse] = await company.list('warehouse')
  const input = {
    kind,
    warehouseId: warehouse?.id,
    date: '2026-06-01',
    lines: lines.map((line) => ({ productId: product.id, ...line })),
  }
  const { id } = await company.act(staff.store, { object: 'movement', act: 'create', input })
  return company.act(staff.store, { object: 'movement', act: 'post', id, reason: '盘点差异' })
}

const order = (lines: Loose[]) =>
  company.act(staff.desk, {
    object: 'order',
    act: 'create',
    input: {
      accountId: account.id,
      orderDate: '2026-06-01',
      requestedDate: '2026-06-01',
      currency: 'CNY',
      lines: lines.map((line) => ({ productId: product.id, ...line })),
    },
  })

describe('a product in cases of twelve', () => {
  it('comes in by the case at the price of the case, and lies there piece by piece', async () => {
    await move('receive', [{ qty: '2.5', unit: '箱', unitCost: '72' }])
    expect(await stock()).toMatchObject({ onHand: '30', value: 18000n, averageCost: '6' })
    await move('adjust', [{ qty: '-3' }])
    expect(await stock()).toMatchObject({ onHand: '27', value: 16200n })
    await move('count', [{ qty: '2.25', unit: '箱' }])
    expect(await stock()).toMatchObject({ onHand: '27' })
  })

  it('is ordered, shipped and invoiced by the case, and leaves the stock by the piece', async () => {
    const made = await order([{ qty: '2', unit: '箱' }])
    expect(made.lines[0]).toMatchObject({ unit: '箱', factor: '12', baseQty: '24', price: '120', cost: 14400n })
    expect(made).toMatchObject({ net: 24000n, tax: 3120n, gross: 27120n })
    const confirmed = await submitOrder(company, staff, made.id)
    expect(confirmed).toMatchObject({ state: 'confirmed' })
    expect((await company.find('order', made.id)).lines[0]).toMatchObject({ reservedQty: '24', qty: '2' })
    expect(await stock()).toMatchObject({ onHand: '27', reserved: '24' })

    const shipment = await ship(company, staff, { orderId: made.id, qty: '1' })
    expect(shipment.lines[0]).toMatchObject({ unit: '箱', qty: '1', baseQty: '12', cost: 7200n })
    expect(await stock()).toMatchObject({ onHand: '15', reserved: '12', value: 9000n })
    const after = await company.find('order', made.id)
    expect(after).toMatchObject({ state: 'partially_shipped' })
    expect(after.lines[0]).toMatchObject({ shippedQty: '1', deliveredQty: '1', reservedQty: '12' })

    const [draft] = await company.list('invoice', (one) => one.orderId === made.id)
    const invoice = await issue(company, staff, draft?.id)
    expect(invoice.lines[0]).toMatchObject({ unit: '箱', qty: '1', price: '120', net: 12000n, tax: 1560n })
    expect((await verifyTenant(world, company.tenantId)).breaches).toEqual([])
  })

  it('is promised to cases and pieces out of one stock, and what is missing is told in pieces', async () => {
    const mixed = await order([
      { qty: '1', unit: '台' },
      { qty: '0.5', unit: '箱' },
    ])
    await submitOrder(company, staff, mixed.id)
    const held = await company.find('order', mixed.id)
    expect(held.state).toBe('on_hold')
    expect(held.holds.map((one: Loose) => [one.code, one.details.missing])).toEqual([['STOCK_SHORT', '4']])
    expect(held.lines.map((one: Loose) => [one.baseQty, one.price])).toEqual([
      ['1', '10'],
      ['6', '120'],
    ])
  })

  it('is not sold or moved in a unit nobody declared', async () => {
    const made = await order([{ qty: '1', unit: '托盘', price: '1' }])
    const submitted = await company.attempt(staff.desk, { object: 'order', act: 'submit', id: made.id })
    expect(submitted).toMatchObject({ ok: false, refusals: [{ code: 'UNIT_UNKNOWN' }] })
    const [warehouse] = await company.list('warehouse')
    const lines = [{ productId: product.id, qty: '1', unit: '托盘', unitCost: '1' }]
    const input = { kind: 'receive', warehouseId: warehouse?.id, date: '2026-06-01', lines }
    const moved = await company.attempt(staff.store, { object: 'movement', act: 'create', input })
    expect(moved).toMatchObject({ ok: false, refusals: [{ code: 'UNIT_UNKNOWN' }] })
  })
})
