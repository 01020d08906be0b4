/** A contract in force is changed: asked, decided, signed; then contract, plan, orders and deal follow. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { Session } from '../../server/world.ts'
import {
  goodCustomer,
  hireStaff,
  planInvoice,
  type Staff,
  ship,
  stockedProduct,
  submitOrder,
} from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let boss: Session
const doc: Record<string, Loose> = {}

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  boss = await company.hire('高总', ['EXE'])
  day(1)
  doc.pump = await stockedProduct(company, staff, '1500')
  doc.valve = await stockedProduct(company, staff, '100')
  doc.account = await goodCustomer(company, staff, '苏州精工机械有限公司')
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const day = (n: number) => world.moveTo(new Date(Date.UTC(2026, 5, n, 2)).toISOString())
type On = readonly [object: string, id: string]
const act = (who: Session, [object, id]: On, [name, input, reason]: [string, Loose?, string?]) =>
  company.act(who, { object, act: name, id, ...(input ? { input } : {}), ...(reason ? { reason } : {}) })
const refusal = async (who: Session, [object, id]: On, [name, input]: [string, Loose?]) => {
  const outcome = await company.attempt(who, { object, act: name, id, input: input ?? {} })
  return outcome.ok ? [] : outcome.refusals.map((one) => one.code)
}

async function passGate(code: string, links: Loose): Promise<Loose> {
  const [gate] = await company.list('gate', (one) => one.code === code)
  const deliverables = gate?.deliverables.map((one: Loose) => ({ name: one.name, note: '见附件' }))
  const input = { gateId: gate?.id, ...links, deliverables }
  const { id } = await company.act(staff.rep, { object: 'gateDecision', act: 'create', input })
  await act(staff.rep, ['gateDecision', id], ['request'])
  return act(boss, ['gateDecision', id], ['decide', { outcome: 'go' }, '条件成熟'])
}

async function signed(object: string, id: string, effectiveDate: string): Promise<Loose> {
  await act(staff.rep, [object, id], ['sendForSignature', { signatories: [{ party: 'customer', name: '陈工' }] }])
  const signedCopy = [await company.file(staff.rep, '双方盖章.pdf')]
  await act(staff.rep, [object, id], ['sign', { signedCopy, effectiveDate }])
  return company.find(object, id)
}

/** 1000 pumps at 1000.00 won in a deal: 30 % on signing, 60 % on delivery, 10 % on acceptance. */
async function contractInForce(): Promise<void> {
  const deal = { name: '新厂给排水', accountId: doc.account!.id, expectedCloseDate: '2026-06-30' }
  const lines = [{ productId: doc.pump!.id, qty: '1000', price: '1000' }]
  doc.deal = await company.act(staff.rep, { object: 'opportunity', act: 'create', input: { ...deal, lines } })
  const [term] = await company.list('paymentTerm', (one) => one.lines.length === 3)
  const input = {
    title: '离心泵采购合同',
    accountId: doc.account!.id,
    opportunityId: doc.deal.id,
    paymentTermId: term!.id,
    document: [await company.file(staff.rep, '合同.pdf')],
    lines,
  }
  const { id } = await company.act(staff.rep, { object: 'contract', act: 'create', input })
  await act(staff.rep, ['contract', id], ['requestReview'])
  await act(staff.rep, ['contract', id], ['submit'])
  await passGate('ATC', { contractId: id })
  await act(staff.manager, ['contract', id], ['approve'])
  doc.contract = await signed('contract', id, '2026-06-01')
}

const contract = () => company.find('contract', doc.contract!.id)
const orders = () => company.list('order', (one) => one.contractId === doc.contract!.id)
const amounts = (rows: Loose[]) => rows.map((row) => row.amount)

async function approvedAmendment(id: string): Promise<void> {
  await act(staff.rep, ['amendment', id], ['submit'])
  await passGate('ATAC', { amendmentId: id })
  await act(staff.manager, ['amendment', id], ['approve'])
}

describe('an amendment that adds', () => {
  it('starts from the contract as it stands, and there is one at a time', async () => {
    await contractInForce()
    expect(await company.find('opportunity', doc.deal!.id)).toMatchObject({ state: 'won', amount: 100_000_000n })
    doc.advance = await planInvoice(company, staff, { contractId: doc.contract!.id, index: 0 })
    await act(staff.desk, ['contract', doc.contract!.id], ['draftOrder', { requestedDate: '2026-06-20' }])
    doc.order = (await orders())[0]!
    await submitOrder(company, staff, doc.order.id)
    day(2)
    await ship(company, staff, { orderId: doc.order.id, qty: '400' })
    await act(staff.rep, ['contract', doc.contract!.id], ['draftAmendment', { why: '客户扩建，另加阀门' }])
    const [amendment] = await company.list('amendment')
    doc.plus = amendment!
    expect(amendment).toMatchObject({ state: 'draft', contractId: doc.contract!.id, oldNet: 100_000_000n })
    expect(amendment).toMatchObject({ deltaNet: 0n, changeTypes: [], createdBy: staff.rep.userId })
    expect(amendment!.lines).toMatchObject([{ productId: doc.pump!.id, qty: '1000', price: '1000' }])
    expect(amounts(amendment!.plan)).toEqual([33_900_000n, 67_800_000n, 11_300_000n])
    expect(amendment!.plan.map((row: Loose) => row.settled)).toEqual([true, true, false])
    expect(await refusal(staff.rep, ['contract', doc.contract!.id], ['draftAmendment'])).toEqual(['AMENDMENT_OPEN'])
    expect(await refusal(staff.rep, ['amendment', amendment!.id], ['requestReview'])).toContain('AMEND_NOTHING')
  })

  it('knows the difference it makes, and lets open instalments follow it', async () => {
    const { id, lines } = doc.plus!
    const rows = [
      { id: lines[0].id, productId: doc.pump!.id, qty: '1000', price: '1000', deliveryDate: '2026-07-15' },
      { productId: doc.valve!.id, qty: '50', price: '1000' },
    ]
    const changed = await act(staff.rep, ['amendment', id], ['change', { lines: rows, deliveryDate: '2026-07-15' }])
    expect(changed).toMatchObject({ deltaNet: 5_000_000n, deltaGross: 5_650_000n, gross: 118_650_000n })
    expect(changed.changeTypes).toEqual(['amount', 'scope', 'delivery_date'])
    expect(amounts(changed.plan)).toEqual([33_900_000n, 67_800_000n, 16_950_000n])
  })

  it('does not go below what is delivered, nor touch an instalment that is invoiced', async () => {
    const { id } = doc.plus!
    const stored = await company.find('amendment', id)
    const [pump, valve] = stored.lines.map(({ id: rowId, productId, qty, price }: Loose) => {
      return { id: rowId, productId, qty, price }
    })
    await act(staff.rep, ['amendment', id], ['change', { lines: [{ ...pump, qty: '399' }, valve] }])
    const document = [await company.file(staff.rep, '补充协议.pdf')]
    expect(await refusal(staff.rep, ['amendment', id], ['requestReview', { document }])).toContain(
      'AMEND_BELOW_FULFILLED',
    )
    await act(staff.rep, ['amendment', id], ['change', { lines: [{ ...pump, price: '990' }, valve] }])
    expect(await refusal(staff.rep, ['amendment', id], ['requestReview', { document }])).toContain(
      'AMEND_BELOW_FULFILLED',
    )
    const plan = stored.plan.map(({ id: rowId, trigger, offsetDays, amount, name }: Loose, i: number) => {
      return { id: rowId, name, trigger, offsetDays: i === 0 ? 9 : offsetDays, amount }
    })
    expect(await refusal(staff.rep, ['amendment', id], ['change', { plan }])).toContain('PLAN_LINE_LOCKED')
    await act(staff.rep, ['amendment', id], ['change', { lines: [pump, valve], document }])
  })

  it('is reviewed, decided at its gate on the new total, approved by another, and signed', async () => {
    const { id } = doc.plus!
    await act(staff.rep, ['amendment', id], ['requestReview'])
    await act(staff.rep, ['amendment', id], ['submit'])
    expect(await refusal(staff.manager, ['amendment', id], ['approve'])).toEqual(['GATE_NOT_PASSED'])
    const decision = await passGate('ATAC', { amendmentId: id })
    expect(decision).toMatchObject({ amount: 118_650_000n, state: 'decided' })
    await act(staff.manager, ['amendment', id], ['approve'])
    day(3)
    expect(await signed('amendment', id, '2026-06-03')).toMatchObject({ state: 'effective', contractVersion: 2 })
  })

  it('becomes the next version of the contract, with its plan and what is left to order', async () => {
    const now = await contract()
    expect(now).toMatchObject({ state: 'active', versionNo: 2, gross: 118_650_000n, deliveryDate: '2026-07-15' })
    expect(now.lines[0].id).toBe(doc.contract!.lines[0].id)
    expect(now.versions.map((row: Loose) => row.no)).toEqual([1, 2])
    expect(amounts(now.plan)).toEqual([33_900_000n, 67_800_000n, 16_950_000n])
    expect(now.plan[0]).toMatchObject({ id: doc.contract!.plan[0].id, state: 'invoiced' })
    await act(staff.desk, ['contract', now.id], ['draftOrder', {}])
    const [, second] = await orders()
    expect(second!.lines).toMatchObject([{ productId: doc.valve!.id, qty: '50' }])
  })

  it('moves the promise of the running order, but not the first one ever given', async () => {
    const order = await company.find('order', doc.order!.id)
    expect(order).toMatchObject({ promisedDate: '2026-06-20', currentPromise: '2026-07-15' })
    expect(order.lines[0]).toMatchObject({ promisedDate: '2026-07-15' })
  })

  it('is booked to the deal as an expansion won that day, and stands in the thread of the contract', async () => {
    const { bookedId } = await company.find('amendment', doc.plus!.id)
    expect(await company.find('opportunity', bookedId)).toMatchObject({
      state: 'won',
      oppType: 'expansion',
      amount: 5_000_000n,
      wonAmendmentId: doc.plus!.id,
      caseId: doc.contract!.caseId,
    })
  })
})

describe('an amendment that takes away', () => {
  it('shrinks the running order, sets its goods free, and books the loss', async () => {
    day(4)
    const stock = async () => (await company.list('stock', (one) => one.productId === doc.pump!.id))[0]!
    expect(await stock()).toMatchObject({ reserved: '600' })
    await act(staff.rep, ['contract', doc.contract!.id], ['draftAmendment', { why: '客户缩减产线' }])
    const [amendment] = await company.list('amendment', (one) => one.state === 'draft')
    const { id, lines } = amendment!
    const rows = lines.map(({ id: rowId, productId, qty, price }: Loose, i: number) => {
      return { id: rowId, productId, price, qty: i === 0 ? '900' : qty }
    })
    const plan = amendment!.plan
    const less = await act(
      staff.rep,
      ['amendment', id],
      ['change', { lines: rows, document: [await company.file(staff.rep, '补充协议2.pdf')] }],
    )
    expect(less).toMatchObject({ deltaNet: -10_000_000n, changeTypes: ['amount', 'scope'] })
    expect(amounts(less.plan)).toEqual([33_900_000n, 67_800_000n, 5_650_000n])
    expect(plan).toHaveLength(3)
    await act(staff.rep, ['amendment', id], ['requestReview'])
    await approvedAmendment(id)
    await signed('amendment', id, '2026-06-04')
    const order = await company.find('order', doc.order!.id)
    expect(order.lines[0]).toMatchObject({ qty: '1000', cancelledQty: '100', reservedQty: '500' })
    expect(order).toMatchObject({ state: 'partially_shipped', committedNet: 90_000_000n })
    expect(await stock()).toMatchObject({ reserved: '500' })
    expect(await contract()).toMatchObject({ versionNo: 3, net: 95_000_000n })
    const { bookedId } = await company.find('amendment', id)
    expect(await company.find('opportunity', bookedId)).toMatchObject({ state: 'won', amount: -10_000_000n })
  })

  it('cancels an order of which nothing is wanted any more', async () => {
    const [, second] = await orders()
    await submitOrder(company, staff, second!.id)
    await act(staff.rep, ['contract', doc.contract!.id], ['draftAmendment', { why: '阀门不要了' }])
    const [amendment] = await company.list('amendment', (one) => one.state === 'draft')
    const { id, lines } = amendment!
    const [pump] = lines.map(({ id: rowId, productId, qty, price }: Loose) => ({ id: rowId, productId, qty, price }))
    const document = [await company.file(staff.rep, '补充协议3.pdf')]
    await act(staff.rep, ['amendment', id], ['change', { lines: [pump], document }])
    await act(staff.rep, ['amendment', id], ['requestReview'])
    await approvedAmendment(id)
    await signed('amendment', id, '2026-06-04')
    expect(await company.find('order', second!.id)).toMatchObject({ state: 'cancelled' })
    expect((await company.list('stock', (one) => one.productId === doc.valve!.id))[0]).toMatchObject({ reserved: '0' })
    expect(amounts((await contract()).plan)).toEqual([33_900_000n, 67_800_000n, 0n])
  })

  it('asks whoever decided the contract again when it costs more than three points of margin', async () => {
    await act(staff.rep, ['contract', doc.contract!.id], ['draftAmendment', { why: '老客户让价' }])
    const [amendment] = await company.list('amendment', (one) => one.state === 'draft')
    const { id, lines } = amendment!
    const done = { id: lines[0].id, productId: doc.pump!.id, qty: '400', price: '1000' }
    const document = [await company.file(staff.rep, '补充协议4.pdf')]
    const rest = { productId: doc.pump!.id, qty: '500', price: '1000' }
    const cheap = { productId: doc.pump!.id, qty: '700', price: '700' }
    await act(staff.rep, ['amendment', id], ['change', { lines: [done, rest, cheap], document, impact: '毛利下降' }])
    const standing = await company.find('amendment', id)
    expect(standing.originalDeciders).toEqual([boss.userId])
    await act(staff.rep, ['amendment', id], ['requestReview'])
    await act(staff.rep, ['amendment', id], ['submit'])
    const other = await company.hire('副总', ['EXE'])
    const [gate] = await company.list('gate', (one) => one.code === 'ATAC')
    const deliverables = gate?.deliverables.map((one: Loose) => ({ name: one.name, note: '见附件' }))
    const input = { gateId: gate?.id, amendmentId: id, deliverables }
    const round = await company.act(staff.rep, { object: 'gateDecision', act: 'create', input })
    await act(staff.rep, ['gateDecision', round.id], ['request'])
    const go = { object: 'gateDecision', act: 'decide', id: round.id, input: { outcome: 'go' }, reason: '战略客户' }
    expect(await company.attempt(other, go)).toMatchObject({ refusals: [{ code: 'GATE_ORIGINAL_DECIDER' }] })
    await act(boss, ['gateDecision', round.id], ['agree'])
    expect(await company.act(other, go)).toMatchObject({ state: 'decided', agreedBy: [boss.userId] })
    await act(staff.rep, ['amendment', id], ['rework', {}, '再议'])
    await act(staff.rep, ['amendment', id], ['void', {}, '客户撤回'])
  })
})
