/** Two duties in one person, on real records; and refusals at the door of the product in their fixed order (R5). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { Role } from '../../kernel/role.ts'
import { historyOf } from '../../server/read/history.ts'
import type { Session } from '../../server/world.ts'
import { goodCustomer, hireStaff, orderFor, receive, type Staff, stockedProduct } from '../support/chain.ts'
import { type Company, foundCompany, productWorld, yuan } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { openDoors, type ProductDoors } from '../support/doors.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let doors: ProductDoors
let company: Company
let staff: Staff
let everything: Session
let account: Loose
let product: Loose

const allRoles: Role[] = ['REP', 'SM', 'PRE', 'LEG', 'ODK', 'WHS', 'ARF', 'OPS', 'EXE']

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  doors = await openDoors(world)
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  everything = await company.hire('一人多岗', allRoles)
  account = await goodCustomer(company, staff, '苏州精工机械有限公司')
  product = await stockedProduct(company, staff, '20')
})
afterAll(async () => {
  await doors.web.stop()
  await world.close()
  await database.drop()
})

async function quoteBy(who: Session, price: string): Promise<Loose> {
  const lines = [{ productId: product.id, qty: '10', price }]
  const input = { accountId: account.id, validUntil: '2026-06-30', lines }
  const { id } = await company.act(who, { object: 'quote', act: 'create', input })
  return company.act(who, { object: 'quote', act: 'submit', id })
}

/** The rule that is in the way, or what else was. */
async function inTheWay(who: Session, what: Parameters<Company['attempt']>[1]): Promise<unknown> {
  const outcome = await company.attempt(who, what)
  if (outcome.ok) return 'done'
  const [first] = outcome.refusals
  return first?.code === 'SOD_VIOLATION' ? first.details?.rule : first?.code
}

describe('one person, two duties on one record', () => {
  it('S01: does not approve the discount of their own quote; another does', async () => {
    const { id, state } = await quoteBy(everything, '850')
    expect(state).toBe('in_approval')
    expect(await inTheWay(everything, { object: 'quote', act: 'approve', id })).toBe('S01')
    expect(await inTheWay(staff.manager, { object: 'quote', act: 'approve', id })).toBe('done')
  })

  it('S02: does not decide the gate they asked for; another does', async () => {
    const deal = { name: '新厂设备', accountId: account.id, expectedCloseDate: '2026-09-30' }
    const opportunity = await company.act(everything, { object: 'opportunity', act: 'create', input: deal })
    const [gate] = await company.list('gate', (one) => one.subject === 'opportunity')
    const deliverables = (gate?.deliverables ?? []).map((one: Loose) => ({ name: one.name, note: '见附件' }))
    const input = { gateId: gate?.id, opportunityId: opportunity.id, deliverables }
    const { id } = await company.act(everything, { object: 'gateDecision', act: 'create', input })
    await company.act(everything, { object: 'gateDecision', act: 'request', id })
    const decide = { object: 'gateDecision', act: 'decide', id, input: { outcome: 'go' }, reason: '可行' }
    expect(await inTheWay(everything, decide)).toBe('S02')
  })

  it('S03: does not approve the contract they drafted', async () => {
    const lines = [{ productId: product.id, qty: '1', price: '1000' }]
    const document = [await company.file(everything, '合同.pdf')]
    const input = { title: '年度供货', accountId: account.id, lines, document, type: 'sales' }
    const { id } = await company.act(everything, { object: 'contract', act: 'create', input })
    await company.act(everything, { object: 'contract', act: 'requestReview', id })
    await company.act(everything, { object: 'contract', act: 'submit', id })
    expect(await inTheWay(everything, { object: 'contract', act: 'approve', id })).toBe('S03')
  })

  it('S04: does not set the credit of the account they own', async () => {
    const own = { name: '自有客户有限公司', mobile: '13900139000', ownerId: everything.userId }
    const { id } = await company.act(everything, { object: 'account', act: 'create', input: own })
    const credit = { creditLimit: yuan('10.00'), creditDays: 30, creditStatus: 'ok' }
    expect(await inTheWay(everything, { object: 'account', act: 'setCredit', id, input: credit })).toBe('S04')
    expect(await inTheWay(staff.finance, { object: 'account', act: 'setCredit', id, input: credit })).toBe('done')
  })

  it('S05: does not release the order they submitted', async () => {
    const order = await orderFor(company, { ...staff, desk: everything }, { account, product, qty: '500' })
    await company.act(everything, { object: 'order', act: 'submit', id: order.id })
    expect((await company.find('order', order.id)).state).toBe('on_hold')
    const release = { object: 'order', act: 'releaseStock', id: order.id, reason: '先发一部分' }
    expect(await inTheWay(everything, release)).toBe('S05')
    expect(await inTheWay(staff.store, release)).toBe('done')
  })

  it('S06: does not ship the order they confirmed', async () => {
    const plenty = await stockedProduct(company, staff, '5')
    const order = await orderFor(company, { ...staff, desk: everything }, { account, product: plenty, qty: '1' })
    await company.act(everything, { object: 'order', act: 'submit', id: order.id })
    await company.act(everything, { object: 'order', act: 'requestShipment', id: order.id })
    const [shipment] = await company.list('shipment', (one) => one.orderId === order.id)
    const id = shipment?.id
    await company.act(everything, { object: 'shipment', act: 'pick', id })
    const ship = { object: 'shipment', act: 'ship', id, input: { carrier: '德邦' } }
    expect(await inTheWay(everything, ship)).toBe('S06')
    expect(await inTheWay(staff.store, ship)).toBe('done')
  })

  it('S08: does not issue the invoice they asked for by hand', async () => {
    const [entity] = await company.list('legalEntity')
    const lines = [{ description: '服务费', qty: '1', price: '100', vatRate: '0.06' }]
    const input = { accountId: account.id, entityId: entity?.id, currency: 'CNY', source: 'manual', lines }
    const { id } = await company.act(everything, { object: 'invoice', act: 'create', input })
    const requested = await company.attempt(everything, { object: 'invoice', act: 'request', id })
    expect(requested).toMatchObject({ ok: true })
    expect(await inTheWay(everything, { object: 'invoice', act: 'issue', id })).toBe('S08')
    expect(await inTheWay(staff.finance, { object: 'invoice', act: 'issue', id })).toBe('done')
  })

  it('in a light company passes, and each meeting is written down', async () => {
    const small = await foundCompany(world, 'light', '小店')
    const owner = await small.hire('店主', allRoles)
    const own = { name: '街坊', mobile: '13700137000', ownerId: owner.userId }
    const { id } = await small.act(owner, { object: 'account', act: 'create', input: own })
    const credit = { creditLimit: yuan('10.00'), creditDays: 30, creditStatus: 'ok' }
    const outcome = await small.attempt(owner, { object: 'account', act: 'setCredit', id, input: credit })
    expect(outcome).toMatchObject({ ok: true, happenings: [{ type: 'account.credit_changed', passed: ['S04'] }] })
    const told = await historyOf(world, owner, { object: 'account', id })
    const [met] = told.ok ? told.data.filter((one) => one.act === 'setCredit') : []
    expect(met?.passed).toEqual(['S04'])
    expect(met?.passedWords[0]?.zh).toMatch(/信用/)
    expect(met?.passedWords[0]?.en).toMatch(/credit/)
  })
})

describe('R5: one request with everything wrong is refused class by class', () => {
  it('signed out, forbidden, not there, no version, stale, wrong state, duties, invalid, ruled out', async () => {
    const draft = await quoteBy(staff.rep, '700')
    const { id } = draft
    const other = await company.act(staff.rep, {
      object: 'quote',
      act: 'create',
      input: { accountId: account.id, validUntil: '2026-06-30', lines: [] },
    })
    const far = await company.hire('远方主管', ['SM'], (await elsewhere()).id)
    const drafter = await company.hire('双职主管', ['REP', 'SM'])
    const own = await quoteBy(drafter, '700')
    const enter = (who: Session) => doors.enter(company, who)
    const [rep, manager, away, both, exec] = await Promise.all([
      enter(staff.sdr),
      enter(staff.manager),
      enter(far),
      enter(drafter),
      enter(await company.hire('总经理', ['EXE'])),
    ])
    const path = (one: string) => `/api/v1/quotes/${one}/approve`
    const wrong = { nonsense: 1, confirm: [] }
    const told = async (answer: Promise<{ statusCode: number; json(): { code?: string } }>) => {
      const { statusCode, json } = await answer.then((one) => ({ statusCode: one.statusCode, json: () => one.json() }))
      return [statusCode, json().code]
    }
    const nobody = doors.web.app.inject({
      method: 'POST',
      url: path(id),
      headers: { host: 'localhost:3000', origin: 'http://localhost:3000', 'content-type': 'application/json' },
      payload: JSON.stringify(wrong),
    })
    expect(await told(nobody)).toEqual([401, 'UNAUTHENTICATED'])
    expect(await told(rep.send('POST', path(id), { body: wrong }))).toEqual([403, 'FORBIDDEN'])
    expect(await told(away.send('POST', path(id), { body: wrong }))).toEqual([404, 'NOT_FOUND'])
    expect(await told(manager.send('POST', path(id), { body: wrong }))).toEqual([428, 'VERSION_REQUIRED'])
    expect(await told(manager.send('POST', path(id), { version: 99, body: wrong }))).toEqual([409, 'VERSION_CONFLICT'])
    expect(await told(manager.send('POST', path(other.id), { version: other.version, body: wrong }))).toEqual([
      409,
      'INVALID_STATE',
    ])
    expect(await told(both.send('POST', path(own.id), { version: own.version, body: wrong }))).toEqual([
      403,
      'SOD_VIOLATION',
    ])
    expect(await told(manager.send('POST', path(id), { version: draft.version, body: wrong }))).toEqual([
      400,
      'UNKNOWN_FIELD',
    ])
    expect(await told(manager.send('POST', path(id), { version: draft.version, body: {} }))).toEqual([
      422,
      'APPROVAL_LEVEL',
    ])
    const approved = await exec.send('POST', path(id), { version: draft.version, body: {} })
    expect(approved.statusCode, approved.body).toBe(200)
    const locked = await doors.enter(company, staff.rep)
    const after = await company.find('quote', id)
    const edit = locked.send('PATCH', `/api/v1/quotes/${id}`, { version: after.version, body: { nonsense: 1 } })
    expect(await told(edit)).toEqual([423, 'RECORD_LOCKED'])
  })
})

async function elsewhere(): Promise<Loose> {
  const admin = await company.hire('管理员', ['ADM'])
  return company.act(admin, { object: 'department', act: 'create', input: { name: '远方分部' } })
}

describe('money that nobody claimed', () => {
  it('is claimed once, whoever comes at once', async () => {
    const payment = await receive(company, staff, {
      account: { ...account, name: '不明付款人' },
      amount: '5.00',
    }).catch(() => null)
    expect(payment).toBeNull()
    const [waiting] = await company.list('payment', (one) => one.state === 'registered')
    const proof = [await company.file(staff.cashier, '付款证明.pdf')]
    const claim = {
      object: 'payment',
      act: 'claim',
      id: waiting?.id,
      input: { accountId: account.id, payerProof: proof },
    }
    const outcomes = await Promise.all([1, 2, 3].map(() => company.attempt(staff.cashier, claim)))
    expect(outcomes.filter((one) => one.ok)).toHaveLength(1)
  })
})
