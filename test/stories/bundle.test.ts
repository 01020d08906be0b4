/** A bundle is sold at one price and delivered in parts: stock, revenue and invoice know the parts, to the cent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { balances, goodCustomer, hireStaff, issue, type Staff, stockedProduct, submitOrder } from '../support/chain.ts'
import { type Company, dayOf, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
const doc: Record<string, Loose> = {}

const product = (input: Loose) =>
  company.act(staff.process, { object: 'product', act: 'create', input: { unit: '套', vatRate: '0.13', ...input } })

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  world.moveTo('2026-06-01T02:00:00.000Z')
  doc.pump = await stockedProduct(company, staff, '50')
  doc.valve = await stockedProduct(company, staff, '90')
  doc.training = await product({ code: 'T-1', name: '调试培训', kind: 'service', listPrice: '333.33' })
  const valves = [{ productId: doc.valve.id, qty: '3' }]
  doc.kit = await product({ code: 'K-1', name: '阀组', kind: 'bundle', listPrice: '2800', bundle: valves })
  const whole = [
    { productId: doc.pump.id, qty: '1' },
    { productId: doc.kit.id, qty: '2' },
    { productId: doc.training.id, qty: '1' },
  ]
  doc.station = await product({ code: 'S-1', name: '成套泵站', kind: 'bundle', listPrice: '7000', bundle: whole })
  doc.account = await goodCustomer(company, staff, '苏州精工机械有限公司')
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const orderOf = async (lines: Loose[]) => {
  const [entity] = await company.list('legalEntity')
  const today = dayOf(world.clock())
  const input = { accountId: doc.account!.id, entityId: entity?.id, orderDate: today, requestedDate: today, lines }
  return company.act(staff.desk, { object: 'order', act: 'create', input: { ...input, currency: 'CNY' } })
}
const sum = (rows: readonly Loose[], name: string) => rows.reduce((all, row) => all + (row[name] as bigint), 0n)
const stock = async (of: Loose) => (await company.list('stock', (one) => one.productId === of.id))[0]!

describe('a bundle on an order', () => {
  it('stands in no warehouse of its own', () => {
    expect(doc.station).toMatchObject({ kind: 'bundle', stockTracked: false })
  })

  it('is split into its parts, bundles inside it too, and no cent is lost', async () => {
    doc.order = await orderOf([{ productId: doc.station!.id, qty: '3', price: '6999.99', discount: '0.07' }])
    const { lines } = doc.order
    expect(lines.map((line: Loose) => [line.productId, line.qty])).toEqual([
      [doc.pump!.id, '3'],
      [doc.valve!.id, '18'],
      [doc.training!.id, '3'],
    ])
    expect(lines.every((line: Loose) => line.bundleId === doc.station!.id)).toBe(true)
    expect([sum(lines, 'net'), sum(lines, 'tax'), sum(lines, 'gross')]).toEqual([1_952_997n, 253_890n, 2_206_887n])
    expect(doc.order).toMatchObject({ net: 1_952_997n, tax: 253_890n, gross: 2_206_887n })
    const [pump, valve] = lines
    expect(valve.net / 6n - pump.net).toBeLessThanOrEqual(1n)
  })

  it('grows and shrinks whole', async () => {
    const lines = doc.order!.lines.map(({ id, productId, qty, price, discount }: Loose) => {
      return { id, productId, qty, price, discount }
    })
    const fewer = lines.map((line: Loose, i: number) => (i === 0 ? { ...line, qty: '2' } : line))
    const id = doc.order!.id
    const change = { object: 'order', act: 'change', id, input: { lines: fewer } }
    expect(await company.attempt(staff.desk, change)).toMatchObject({ refusals: [{ code: 'BUNDLE_SPLIT' }] })
    const all = lines.map((line: Loose) => ({ ...line, qty: String((Number(line.qty) / 3) * 2) }))
    const two = await company.act(staff.desk, { object: 'order', act: 'change', id, input: { lines: all } })
    expect(two).toMatchObject({ net: 1_301_998n })
    await company.act(staff.desk, { object: 'order', act: 'change', id, input: { lines } })
  })

  it('reserves, ships and is billed by its parts, and earns exactly what was agreed', async () => {
    const { id } = doc.order!
    expect(await submitOrder(company, staff, id)).toMatchObject({ id })
    expect((await company.find('order', id)).holds).toEqual([])
    expect(await company.find('order', id)).toMatchObject({ state: 'confirmed', net: 1_952_997n })
    expect(await stock(doc.pump!)).toMatchObject({ reserved: '3' })
    expect(await stock(doc.valve!)).toMatchObject({ reserved: '18' })
    await company.act(staff.desk, { object: 'order', act: 'requestShipment', id })
    const [shipment] = await company.list('shipment')
    expect(shipment!.lines.map((line: Loose) => line.productId)).toEqual([doc.pump!.id, doc.valve!.id])
    const step = (act: string, input: Loose = {}) =>
      company.act(staff.store, { object: 'shipment', act, id: shipment!.id, input })
    await step('pick')
    await step('ship', { carrier: '德邦' })
    await step('deliver', { podFiles: [await company.file(staff.store, '签收单.pdf')] })
    expect(await stock(doc.valve!)).toMatchObject({ onHand: '72', reserved: '0' })
    const acceptanceFiles = [await company.file(staff.rep, '验收单.pdf')]
    await company.act(staff.rep, { object: 'order', act: 'accept', id, input: { acceptanceFiles } })
    for (const invoice of await company.list('invoice')) await issue(company, staff, invoice.id)
    expect(await company.find('order', id)).toMatchObject({ state: 'completed', billingStatus: 'full' })
    const billed = await company.list('invoice')
    expect(sum(billed, 'gross')).toBe(2_206_887n)
    expect(await balances(company)).toMatchObject({ 6001: -1_952_997n, '2221.01': -253_890n, 1122: 2_206_887n })
  })

  it('comes from a contract as often as it was agreed, and not once more', async () => {
    const line = { productId: doc.station!.id, qty: '5', price: '6500' }
    const input = { title: '成套泵站合同', accountId: doc.account!.id, lines: [line] }
    const { id } = await company.act(staff.rep, { object: 'contract', act: 'create', input })
    const document = [await company.file(staff.rep, '合同.pdf')]
    const step = (who: Staff[keyof Staff], act: string, more: Loose = {}) =>
      company.act(who, { object: 'contract', act, id, input: more })
    await step(staff.rep, 'requestReview', { document })
    await step(staff.rep, 'submit')
    await step(staff.manager, 'approve')
    await step(staff.rep, 'sendForSignature', { signatories: [{ party: 'customer', name: '陈工' }] })
    await step(staff.rep, 'sign', { signedCopy: document, effectiveDate: '2026-06-01' })
    await step(staff.desk, 'draftOrder', { requestedDate: '2026-06-20' })
    const [order] = await company.list('order', (one) => one.contractId === id)
    expect(order!.lines.map((one: Loose) => one.qty)).toEqual(['5', '30', '5'])
    expect(order).toMatchObject({ net: 3_250_000n, headerDiscount: 0n })
    const two = order!.lines.map((one: Loose) => {
      const { productId, price, qty } = one
      return { id: one.id, productId, price, qty: String((Number(qty) / 5) * 2) }
    })
    const change = { object: 'order', act: 'change', id: order!.id, input: { lines: two } }
    expect(await company.act(staff.desk, change)).toMatchObject({ net: 1_300_000n })
    await submitOrder(company, staff, order!.id)
    expect(await company.find('order', order!.id)).toMatchObject({ state: 'confirmed' })
    await step(staff.desk, 'draftOrder', { requestedDate: '2026-06-25' })
    const [, rest] = await company.list('order', (one) => one.contractId === id)
    expect(rest!.lines.map((one: Loose) => one.qty)).toEqual(['3', '18', '3'])
    expect(rest).toMatchObject({ net: 1_950_000n })
    const again = { object: 'contract', act: 'draftOrder', id, input: { requestedDate: '2026-06-25' } }
    expect(await company.attempt(staff.desk, again)).toMatchObject({ refusals: [{ code: 'CONTRACT_ALL_ORDERED' }] })
  })
})
