/** Money and goods under many hands at once: no invoice is paid twice, nothing is promised that is not there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import {
  allocate,
  goodCustomer,
  hireStaff,
  issue,
  orderFor,
  receive,
  type Staff,
  ship,
  stockedProduct,
  submitOrder,
} from '../support/chain.ts'
import { type Company, foundCompany, productWorld, yuan } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

const rounds = process.env.LONG ? 200 : 2
const payers = process.env.LONG ? 10 : 4
const buyers = process.env.LONG ? 50 : 8

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
  account = await goodCustomer(company, staff, '苏州精工机械有限公司')
  product = await stockedProduct(company, staff, '1000')
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** Goods delivered and invoiced, nothing paid: 1 130.00 for each. */
async function openInvoice(qty = '1'): Promise<Loose> {
  const order = await orderFor(company, staff, { account, product, qty })
  await submitOrder(company, staff, order.id)
  await ship(company, staff, { orderId: order.id, qty })
  // Drafted by itself at the delivery.
  const [draft] = await company.list('invoice', (one) => one.orderId === order.id && one.state === 'draft')
  return issue(company, staff, draft?.id)
}

describe('one invoice', () => {
  it(`MON-08: is paid by one of ${payers} payments that come at once, in each of ${rounds} rounds`, async () => {
    for (let round = 0; round < rounds; round++) {
      const invoice = await openInvoice()
      const amount = '1130.00'
      const payments: Loose[] = []
      for (let i = 0; i < payers; i++) payments.push(await receive(company, staff, { account, amount }))
      const input = { invoiceId: invoice.id }
      const outcomes = await Promise.all(
        payments.map(({ id }) => company.attempt(staff.finance, { object: 'payment', act: 'allocate', id, input })),
      )
      expect(outcomes.filter((one) => one.ok)).toHaveLength(1)
      const refused = outcomes.flatMap((one) => (one.ok ? [] : one.refusals.map(({ code }) => code)))
      expect(new Set(refused)).toEqual(new Set(['INVOICE_NOT_OPEN']))
      expect(await company.find('invoice', invoice.id)).toMatchObject({
        state: 'paid',
        openAmount: 0n,
        paidAmount: 113000n,
      })
      const after = await Promise.all(payments.map(({ id }) => company.find('payment', id)))
      expect(after.map((one) => one.unapplied).sort()).toEqual([0n, ...Array(payers - 1).fill(113000n)])
    }
  })

  it('MON-08: keeps what was paid too much as money of the customer, and takes none beyond its amount', async () => {
    const invoice = await openInvoice()
    const payment = await receive(company, staff, { account, amount: '2000.00' })
    const over = { invoiceId: invoice.id, amount: yuan('1500.00') }
    const refused = await company.attempt(staff.finance, {
      object: 'payment',
      act: 'allocate',
      id: payment.id,
      input: over,
    })
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'OVER_ALLOCATION' }] })
    const done = await company.act(staff.finance, {
      object: 'payment',
      act: 'allocate',
      id: payment.id,
      input: { invoiceId: invoice.id },
    })
    expect(done).toMatchObject({ state: 'partially_allocated', allocated: 113000n, unapplied: 87000n })
  })

  it('MON-10: named twice in one allocation is counted within its amount or refused', async () => {
    const invoice = await openInvoice()
    const payment = await receive(company, staff, { account, amount: '2260.00' })
    const twice = [1, 2].map(() => ({ invoiceId: invoice.id, amount: '113000' }))
    await company.attempt(staff.finance, {
      object: 'payment',
      act: 'allocate',
      id: payment.id,
      input: { allocations: twice },
    })
    const { openAmount, paidAmount } = await company.find('invoice', invoice.id)
    expect(openAmount + paidAmount).toBe(113000n)
    expect(openAmount >= 0n).toBe(true)
  })

  it('MON-13: is never changed once it is issued, and never becomes a draft again', async () => {
    const invoice = await openInvoice()
    for (const act of ['change', 'void', 'request', 'issue', 'sendBack']) {
      const outcome = await company.attempt(staff.finance, { object: 'invoice', act, id: invoice.id, reason: '改一改' })
      expect([act, outcome.ok]).toEqual([act, false])
    }
    expect((await company.find('invoice', invoice.id)).version).toBe(invoice.version)
  })
})

describe('the last units', () => {
  it(`STK-01: go to as many of ${buyers} orders that come at once as there are, and the others wait`, async () => {
    const scarce = await stockedProduct(company, staff, '10')
    const orders: Loose[] = []
    for (let i = 0; i < buyers; i++) orders.push(await orderFor(company, staff, { account, product: scarce, qty: '3' }))
    await Promise.all(orders.map(({ id }) => submitOrder(company, staff, id)))
    const [stock] = await company.list('stock', (one) => one.productId === scarce.id)
    const after = await Promise.all(orders.map(({ id }) => company.find('order', id)))
    const reserved = after.map((one) => Number(one.lines[0].reservedQty)).sort((a, b) => b - a)
    expect(stock).toMatchObject({ onHand: '10', reserved: String(reserved.reduce((sum, one) => sum + one, 0)) })
    expect(Number(stock?.reserved)).toBeLessThanOrEqual(10)
    expect(reserved.filter((one) => one === 3)).toHaveLength(3)
    expect(after.map((one) => one.state).sort()).toEqual([
      ...Array(3).fill('confirmed'),
      ...Array(buyers - 3).fill('on_hold'),
    ])
  })

  it('STK-01: given back by a cancelled order, go to one of two that ask for them at once', async () => {
    const scarce = await stockedProduct(company, staff, '5')
    const orders: Loose[] = []
    for (let i = 0; i < 3; i++) orders.push(await orderFor(company, staff, { account, product: scarce, qty: '5' }))
    for (const { id } of orders) await submitOrder(company, staff, id)
    const [first, ...waiting] = orders
    await company.act(staff.desk, { object: 'order', act: 'cancel', id: first?.id, reason: '客户取消' })
    await Promise.all(waiting.map(({ id }) => company.act(staff.desk, { object: 'order', act: 'recheck', id })))
    const after = await Promise.all(orders.map(({ id }) => company.find('order', id)))
    const [stock] = await company.list('stock', (one) => one.productId === scarce.id)
    expect(after.map((one) => one.state).sort()).toEqual(['cancelled', 'confirmed', 'on_hold'])
    expect(stock).toMatchObject({ onHand: '5', reserved: '5' })
  })
})

describe('the books after all this', () => {
  it('hold: verification finds no breach', async () => {
    expect((await verifyTenant(world, company.tenantId)).breaches).toEqual([])
  })

  it('are closed to a payment that is allocated twice by the same person', async () => {
    const payment = await receive(company, staff, { account, amount: '1.00' })
    await allocate(company, staff, payment.id).catch(() => undefined)
    const again = await company.attempt(staff.finance, { object: 'payment', act: 'allocate', id: payment.id })
    expect(again.ok).toBe(false)
  })
})
