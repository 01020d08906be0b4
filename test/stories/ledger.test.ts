/** Random commands of several hands against a reckoning beside them; the seed is told where it fails (LED-03). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { goodCustomer, hireStaff, orderFor, receive, type Staff, stockedProduct } from '../support/chain.ts'
import { type Company, foundCompany, productWorld, yuan } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

const workers = process.env.LONG ? 8 : 3
const steps = process.env.LONG ? 1_250 : 25
const seed = Number(process.env.SEED ?? 20_260_601)

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let accounts: Loose[]
let product: Loose

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  accounts = [await goodCustomer(company, staff, '甲方机械厂'), await goodCustomer(company, staff, '乙方水务公司')]
  product = await stockedProduct(company, staff, '400')
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** The same numbers for the same seed (mulberry32). */
function random(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** What should be in the bank and in the warehouse, reckoned from the answers alone. */
interface Reckoning {
  received: bigint
  reversed: bigint
  shipped: number
  done: number
  refused: Map<string, number>
}
const reckoning: Reckoning = { received: 0n, reversed: 0n, shipped: 0, done: 0, refused: new Map() }

type Pick = (below: number) => number

async function attempt(who: keyof Staff, what: Parameters<Company['attempt']>[1]): Promise<Loose | null> {
  const outcome = await company.attempt(staff[who], what)
  if (outcome.ok) {
    reckoning.done++
    return outcome.record
  }
  const code = outcome.refusals[0]?.code ?? ''
  reckoning.refused.set(code, (reckoning.refused.get(code) ?? 0) + 1)
  return null
}

async function any(object: string, pick: Pick, states: string[]): Promise<Loose | null> {
  const found = await company.list(object, (one) => states.includes(one.state))
  return found[pick(found.length)] ?? null
}

/** One thing that somebody might do now; what is refused was not possible any more. */
const doings: ((pick: Pick) => Promise<unknown>)[] = [
  async (pick) => {
    const account = accounts[pick(2)] as Loose
    const order = await orderFor(company, staff, { account, product, qty: String(1 + pick(9)) })
    return attempt('desk', { object: 'order', act: 'submit', id: order.id })
  },
  async (pick) => {
    const order = await any('order', pick, ['confirmed', 'in_fulfilment', 'partially_shipped'])
    if (!order) return
    const qty = String(1 + pick(4))
    const input = { lines: [{ lineId: order.lines[0].id, qty }] }
    return attempt('desk', { object: 'order', act: 'requestShipment', id: order.id, input })
  },
  async (pick) => {
    const draft = await any('shipment', pick, ['draft'])
    if (draft) return attempt('store', { object: 'shipment', act: 'pick', id: draft.id })
  },
  async (pick) => {
    const picked = await any('shipment', pick, ['picked'])
    if (!picked) return
    const shipped = await attempt('store', {
      object: 'shipment',
      act: 'ship',
      id: picked.id,
      input: { carrier: '德邦' },
    })
    if (shipped) reckoning.shipped += shipped.lines.reduce((sum: number, row: Loose) => sum + Number(row.baseQty), 0)
  },
  async (pick) => {
    const shipped = await any('shipment', pick, ['shipped'])
    if (!shipped) return
    const podFiles = [await company.file(staff.store, '签收单.pdf')]
    return attempt('store', { object: 'shipment', act: 'deliver', id: shipped.id, input: { podFiles } })
  },
  async (pick) => {
    const draft = await any('invoice', pick, ['draft'])
    if (draft) return attempt('rep', { object: 'invoice', act: 'request', id: draft.id })
  },
  async (pick) => {
    const asked = await any('invoice', pick, ['requested'])
    if (asked) return attempt('finance', { object: 'invoice', act: 'issue', id: asked.id })
  },
  async (pick) => {
    const minor = BigInt(1 + pick(900_000))
    const amount = `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`
    await receive(company, staff, { account: accounts[pick(2)] as Loose, amount })
    reckoning.received += minor
  },
  async (pick) => {
    const payment = await any('payment', pick, ['claimed', 'partially_allocated'])
    if (!payment) return
    const invoice = await any('invoice', pick, ['issued', 'partially_paid'])
    const part = pick(3) === 0 ? { amount: yuan(`${1 + pick(500)}.00`) } : {}
    const input = pick(2) === 0 || !invoice ? {} : { invoiceId: invoice.id, ...part }
    return attempt('finance', { object: 'payment', act: 'allocate', id: payment.id, input })
  },
  async (pick) => {
    const payment = await any('payment', pick, ['partially_allocated', 'allocated'])
    const row = payment?.allocations.find((one: Loose) => one.reversedAt === null)
    if (!payment || !row) return
    const input = { invoiceId: row.invoiceId }
    return attempt('finance', { object: 'payment', act: 'deallocate', id: payment.id, input, reason: '核错了' })
  },
  async (pick) => {
    const payment = pick(4) === 0 ? await any('payment', pick, ['claimed', 'allocated', 'partially_allocated']) : null
    if (!payment) return
    const bankProof = [await company.file(staff.cashier, '退票通知.pdf')]
    const ask = { object: 'payment', act: 'reverse', id: payment.id, input: { bankProof }, reason: '银行退票' }
    const done = await attempt('finance', ask)
    if (done) reckoning.reversed += done.amount as bigint
  },
  async (pick) => {
    const order = pick(3) === 0 ? await any('order', pick, ['confirmed', 'on_hold']) : null
    if (order) return attempt('desk', { object: 'order', act: 'cancel', id: order.id, reason: '客户取消' })
  },
]

describe(`LED-03: ${workers} people do ${steps} random things each (SEED=${seed})`, () => {
  it('and the books hold after all of it', { timeout: process.env.LONG ? 3_600_000 : 180_000 }, async () => {
    await Promise.all(
      Array.from({ length: workers }, async (_none, worker) => {
        const pick = random(seed + worker)
        for (let step = 0; step < steps; step++) {
          // The first things first, so that there is something to ship, to invoice and to pay.
          const doing = doings[step < doings.length - 3 ? step : pick(doings.length)]
          await doing?.(pick).catch((error: Error & { retry?: boolean }) => {
            // A busy record may be tried again; all else is a fault.
            if (!error.retry && !/refused/.test(error.message)) throw error
          })
        }
      }),
    )
    expect(reckoning.done).toBeGreaterThan(workers * 6)
    expect((await verifyTenant(world, company.tenantId)).breaches).toEqual([])
  })

  it('and money and goods are where the answers said', async () => {
    const payments = await company.list('payment')
    const live = payments.filter((one) => one.state !== 'reversed')
    const sum = (field: string) => live.reduce((all, one) => all + (one[field] as bigint), 0n)
    expect(sum('amount')).toBe(reckoning.received - reckoning.reversed)
    expect(sum('allocated') + sum('unapplied')).toBe(sum('amount'))
    const invoices = await company.list('invoice', (one) => one.issueDate !== null)
    const paid = invoices.reduce((all, one) => all + (one.paidAmount as bigint), 0n)
    expect(paid).toBe(sum('allocated'))
    const [stock] = await company.list('stock', (one) => one.productId === product.id)
    expect(Number(stock?.onHand)).toBe(400 - reckoning.shipped)
  })
})
