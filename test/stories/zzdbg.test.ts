/** A real lead becomes cash: each person does their part, nobody types a thing twice, every step stands in the log. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { Role } from '../../kernel/role.ts'
import { readEvents } from '../../server/store/log.ts'
import type { Session } from '../../server/world.ts'
import { type Company, foundCompany, productWorld, yuan } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
const staff = {} as Record<'sdr' | 'rep' | 'manager' | 'legal' | 'desk' | 'store' | 'finance' | 'cashier' | 'process' | 'presales', Session>

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'standard')
  const roles: Record<keyof typeof staff, [string, Role]> = {
    sdr: ['苏甜', 'SDR'], rep: ['任鹏', 'REP'], manager: ['沈曼', 'SM'], legal: ['罗格', 'LEG'], desk: ['欧迪', 'ODK'],
    store: ['王浩', 'WHS'], finance: ['安芳', 'ARF'], cashier: ['钱进', 'ARF'], process: ['潘琦', 'OPS'], presales: ['裴然', 'PRE'],
  }
  for (const [key, [name, role]] of Object.entries(roles)) staff[key as keyof typeof staff] = await company.hire(name, [role])
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const day = (n: number, hour = 2) => world.moveTo(new Date(Date.UTC(2026, 5, n, hour)).toISOString())
const doc: Record<string, Loose> = {}

describe('from the first call to the money in the bank', () => {
  it('the process owner keeps products, and the warehouse takes in goods', async () => {
    day(1)
    const product = await company.act(staff.process, { object: 'product', act: 'create', input: {
      code: 'P-100', name: '离心泵', kind: 'goods', unit: '台', vatRate: '0.13', taxCode: '1090113010000000000', listPrice: '1000', standardCost: '600',
      stockTracked: true, revRule: 'on_receipt' } })
    doc.product = product
    const [book] = await company.list('priceBook')
    await company.act(staff.process, { object: 'priceBook', act: 'change', id: book!.id, input: { entries: [{ productId: product.id, minQty: '0', listPrice: '1000', floorPrice: '800' }] } })
    const [warehouse] = await company.list('warehouse')
    const receipt = await company.act(staff.store, { object: 'movement', act: 'create', input: {
      kind: 'receive', warehouseId: warehouse!.id, date: '2026-06-01', lines: [{ productId: product.id, qty: '120', unitCost: '600' }] } })
    await company.act(staff.store, { object: 'movement', act: 'post', id: receipt.id })
    const [stock] = await company.list('stock')
    expect(stock).toMatchObject({ onHand: '120', reserved: '0' })
  })

  it('a lead is caught, called, and qualified', async () => {
    day(2)
    const lead = await company.act(staff.sdr, { object: 'lead', act: 'create', input: {
      companyName: '苏州精工机械有限公司', contactName: '陈工', mobile: '13800138000', source: 'expo', ownerId: staff.rep.userId, needDesc: '需要一百台离心泵用于新厂', industry: 'C34', companySize: 'medium' } })
    expect(lead).toMatchObject({ state: 'assigned', ownerId: staff.rep.userId })
    await company.act(staff.rep, { object: 'activity', act: 'create', input: {
      type: 'call', subject: '首次电话', leadId: lead.id, outcome: 'interested', content: '客户确认需要一百台泵，预算已批', startAt: '2026-06-02T01:30:00Z' } })
    expect(await company.find('lead', lead.id)).toMatchObject({ state: 'working' })
    doc.lead = await company.act(staff.manager, { object: 'lead', act: 'qualify', id: lead.id, confirm: ['LEAD_SCORE_TOO_LOW'], reason: '展会重点客户', input: {
      bantBudget: 'approved', bantAuthority: 'decision_maker', bantNeed: 'explicit', bantTimeline: 'lt3m' } })
    expect(doc.lead.state).toBe('qualified')
  })

  it('the lead becomes account, contact and opportunity in one step, with everything it knew', async () => {
    const lead = await company.act(staff.rep, { object: 'lead', act: 'convert', id: doc.lead!.id, input: { amount: yuan('100000.00') } })
    expect(lead.state).toBe('converted')
    doc.account = await company.find('account', lead.accountId)
    doc.contact = await company.find('contact', lead.contactId)
    doc.opportunity = await company.find('opportunity', lead.opportunityId)
    expect(doc.account.name).toBe('苏州精工机械有限公司')
    expect(doc.contact).toMatchObject({ name: '陈工', mobile: '+8613800138000', accountId: doc.account.id })
    expect(doc.opportunity).toMatchObject({ accountId: doc.account.id, caseId: lead.caseId, ownerId: staff.rep.userId })
  })

  it('finance grants credit, which the owner of the account may not', async () => {
    const credit = { creditLimit: yuan('500000.00'), creditDays: 30, creditStatus: 'ok' }
    expect(await company.attempt(staff.rep, { object: 'account', act: 'setCredit', id: doc.account!.id, input: credit })).toMatchObject({ refusals: [{ code: 'FORBIDDEN' }] })
    await company.act(staff.finance, { object: 'account', act: 'setCredit', id: doc.account!.id, input: credit })
    await company.act(staff.rep, { object: 'account', act: 'change', id: doc.account!.id, input: { invoiceName: '苏州精工机械有限公司', invoiceTaxNo: '91350100M000100Y43', address: '苏州工业园区星湖街 1 号' } })
  })

  it('the opportunity walks its stages, and says what is still to do', async () => {
    day(3)
    const { id } = doc.opportunity!
    const early = await company.attempt(staff.rep, { object: 'opportunity', act: 'advance', id })
    expect(early).toMatchObject({ ok: false, refusals: [{ code: 'STAGE_CHECKLIST_OPEN' }] })
    await tickAll(id)
    await company.act(staff.rep, { object: 'opportunity', act: 'advance', id })
    await tickAll(id)
    await company.act(staff.rep, { object: 'opportunity', act: 'advance', id, input: { needSummary: '新厂给排水需要离心泵', amount: yuan('100000.00'), expectedCloseDate: '2026-06-30' } })
    await company.act(staff.rep, { object: 'opportunity', act: 'change', id, input: { noCompetitors: true, lines: [{ productId: doc.product!.id, qty: '100', price: '1000' }] } })
    doc.opportunity = await company.find('opportunity', id)
    expect(doc.opportunity.stage).toBe('S3')
  })

  it('a quote goes out within authority and is accepted with evidence', async () => {
    day(4)
    const drafted = await company.act(staff.rep, { object: 'opportunity', act: 'draftQuote', id: doc.opportunity!.id, input: { validUntil: '2026-07-31' } })
    const [quote] = await company.list('quote', (one) => one.opportunityId === drafted.id)
    expect(quote).toMatchObject({ accountId: doc.account!.id, net: 10000000n, gross: 11300000n, caseId: doc.lead!.caseId })
    const [term] = await company.list('paymentTerm', (one) => one.lines.length === 3)
    await company.act(staff.rep, { object: 'quote', act: 'change', id: quote!.id, input: { paymentTermId: term!.id } })
    expect(await company.act(staff.rep, { object: 'quote', act: 'submit', id: quote!.id })).toMatchObject({ state: 'approved' })
    await company.act(staff.rep, { object: 'quote', act: 'send', id: quote!.id })
    expect(await company.attempt(staff.rep, { object: 'quote', act: 'accept', id: quote!.id })).toMatchObject({ refusals: [{ code: 'EVIDENCE_REQUIRED' }] })
    const evidence = await company.file(staff.rep, '客户确认.pdf')
    doc.quote = await company.act(staff.rep, { object: 'quote', act: 'accept', id: quote!.id, input: { acceptance: [evidence] } })
    expect(doc.quote.state).toBe('accepted')
  })

  it('the contract takes over lines, prices and terms, is reviewed, approved by another, and signed', async () => {
    day(5)
    await company.act(staff.rep, { object: 'quote', act: 'draftContract', id: doc.quote!.id })
    const [contract] = await company.list('contract')
    expect(contract).toMatchObject({ quoteId: doc.quote!.id, gross: 11300000n, caseId: doc.lead!.caseId })
    expect(contract!.plan.map((line: Loose) => line.amount)).toEqual([3390000n, 6780000n, 1130000n])
    const { id } = contract!
    const document = await company.file(staff.rep, '合同.pdf')
    await company.act(staff.rep, { object: 'contract', act: 'requestReview', id, input: { document: [document] } })
    await company.act(staff.rep, { object: 'contract', act: 'submit', id })
    await passGate('ATC', { contractId: id }, staff.manager)
    await company.act(staff.manager, { object: 'contract', act: 'approve', id })
    await company.act(staff.rep, { object: 'contract', act: 'sendForSignature', id, input: { signatories: [{ party: 'us', name: '沈曼', method: 'wet_ink' }, { party: 'customer', name: '陈工', method: 'wet_ink' }] } })
    const { signatories } = await company.find('contract', id)
    await company.act(staff.rep, { object: 'contract', act: 'sign', id, input: { signatory: signatories[0].id } })
    const signedCopy = await company.file(staff.rep, '双方盖章.pdf')
    await company.act(staff.rep, { object: 'contract', act: 'sign', id, input: { signatory: signatories[1].id, signedCopy: [signedCopy], effectiveDate: '2026-06-05' } })
    doc.contract = await company.find('contract', id)
    expect(doc.contract.state).toBe('active')
    expect(await company.find('opportunity', doc.opportunity!.id)).toMatchObject({ state: 'won' })
  })

  it('the advance is received, invoiced and allocated', async () => {
    day(6)
    await receive('33900.00', 'BK-1')
    doc.advance = await planInvoice(0)
    expect(doc.advance).toMatchObject({ gross: 3390000n, net: 3000000n })
    await allocate('BK-1')
    expect(await company.find('invoice', doc.advance.id)).toMatchObject({ state: 'paid', openAmount: 0n })
  })

  it('the order inherits the contract, is checked, confirmed, and reserves its goods', async () => {
    day(8)
    await company.act(staff.desk, { object: 'contract', act: 'draftOrder', id: doc.contract!.id, input: { requestedDate: '2026-06-20' } })
    const [order] = await company.list('order')
    const confirmed = await company.act(staff.desk, { object: 'order', act: 'submit', id: order!.id })
    doc.order = await company.find('order', confirmed.id)
    expect(doc.order.holds).toEqual([])
    expect(doc.order).toMatchObject({ state: 'confirmed', contractId: doc.contract!.id, gross: 11300000n })
    expect((await company.list('stock'))[0]).toMatchObject({ onHand: '120', reserved: '100' })
  })

  it('the warehouse ships in two parts, and the second delivery completes the order', async () => {
    day(10)
    await ship('40')
    expect(await company.find('order', doc.order!.id)).toMatchObject({ deliveryStatus: 'partly_delivered' })
    day(12)
    await ship('60')
    doc.order = await company.find('order', doc.order!.id)
    expect(doc.order).toMatchObject({ state: 'delivered', deliveryStatus: 'delivered' })
    expect((await company.list('stock'))[0]).toMatchObject({ onHand: '20', reserved: '0' })
  })

  it('the rest is invoiced from the plan, paid, and the ledger comes out as worked by hand', async () => {
    day(13)
    await planInvoice(1)
    await receive('65000.00', 'BK-2')
    await allocate('BK-2')
    const acceptance = await company.file(staff.rep, '验收单.pdf')
    await company.act(staff.rep, { object: 'order', act: 'accept', id: doc.order!.id, input: { acceptanceFiles: [acceptance] } })
    const acc = await company.file(staff.desk, '验收单.pdf'); await company.act(staff.desk, { object: 'order', act: 'accept', id: doc.order!.id, input: { acceptanceFiles: [acc] } }); await planInvoice(2)
    await receive('14099.50', 'BK-3')
    await allocate('BK-3')
    expect(await balances()).toMatchObject({ 1122: 0n, '1122.02': 0n, 2205: 0n, '2221.02': 0n, 6001: -10000000n, '2221.01': -1300000n, 6401: 6000000n, 1406: 0n })
    expect(await company.find('order', doc.order!.id)).toMatchObject({ state: 'completed', billingStatus: 'full', paymentStatus: 'full' })
    expect(await company.find('contract', doc.contract!.id)).toMatchObject({ state: 'completed' })
  })

  it('stands in the log as one chain from the lead to the cash', async () => {
    const events = await world.database.inTenant(company.tenantId, (tx) => readEvents(tx, { tenantId: company.tenantId, after: 0n, limit: 10_000 }))
    const types = events.filter((event) => event.caseId === doc.lead!.caseId).map((event) => event.type)
    const path = ['lead.created', 'lead.contacted', 'lead.qualified', 'lead.converted', 'opportunity.created', 'opportunity.stage_changed', 'quote.created',
      'quote.submitted', 'quote.sent', 'quote.accepted', 'contract.created', 'contract.review_requested', 'contract.submitted', 'contract.approved',
      'contract.sent_for_signature', 'contract.activated', 'opportunity.won', 'order.created', 'order.submitted', 'order.confirmed', 'shipment.picked',
      'shipment.shipped', 'shipment.delivered', 'order.delivered']
    expect(path.filter((type) => !types.includes(type))).toEqual([])
    const firsts = path.map((type) => types.indexOf(type))
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b))
  })
})

async function tickAll(id: string): Promise<void> {
  const { checks, stage } = await company.find('opportunity', id)
  for (const check of checks.filter((one: Loose) => one.stage === stage)) {
    await company.act(staff.manager, { object: 'opportunity', act: 'waiveItem', id, input: { item: check.id }, reason: '已口头确认' })
  }
}

async function passGate(code: string, links: Loose, decider: Session): Promise<void> {
  const [gate] = await company.list('gate', (one) => one.code === code)
  const decision = await company.act(staff.rep, { object: 'gateDecision', act: 'create', input: {
    gateId: gate!.id, ...links, deliverables: gate!.deliverables.map((one: Loose) => ({ name: one.name, note: '见附件' })) } })
  await company.act(staff.rep, { object: 'gateDecision', act: 'request', id: decision.id })
  await company.act(decider, { object: 'gateDecision', act: 'decide', id: decision.id, input: { outcome: 'go' }, reason: '条件成熟' })
}

async function planInvoice(index: number): Promise<Loose> {
  const contract = await company.find('contract', doc.contract!.id)
  // Drafted by itself when the instalment fell due.
  const [draft] = await company.list('invoice', (one) => one.planLineId === contract.plan[index].id)
  if (!draft) throw new Error(`no invoice was drafted for instalment ${index}`)
  await company.act(staff.rep, { object: 'invoice', act: 'request', id: draft.id })
  return company.act(staff.finance, { object: 'invoice', act: 'issue', id: draft.id })
}

async function receive(amount: string, bankRef: string): Promise<void> {
  const [entity] = await company.list('legalEntity')
  const payment = await company.act(staff.cashier, { object: 'payment', act: 'create', input: {
    receivedAt: world.clock(), method: 'bank', amount: yuan(amount), currency: 'CNY', entityId: entity!.id, payerName: '苏州精工机械有限公司', bankRef } })
  if (payment.state === 'registered') await company.act(staff.cashier, { object: 'payment', act: 'claim', id: payment.id, input: { accountId: doc.account!.id } })
}

async function allocate(bankRef: string): Promise<void> {
  const [payment] = await company.list('payment', (one) => one.bankRef === bankRef)
  await company.act(staff.finance, { object: 'payment', act: 'allocate', id: payment!.id })
}

async function ship(qty: string): Promise<void> {
  const order = await company.find('order', doc.order!.id)
  await company.act(staff.desk, { object: 'order', act: 'requestShipment', id: order.id, input: { lines: [{ lineId: order.lines[0].id, qty }] } })
  const [shipment] = await company.list('shipment', (one) => one.state === 'draft')
  await company.act(staff.store, { object: 'shipment', act: 'pick', id: shipment!.id })
  await company.act(staff.store, { object: 'shipment', act: 'ship', id: shipment!.id, input: { carrier: '德邦' } })
  const pod = await company.file(staff.store, '签收单.pdf')
  await company.act(staff.store, { object: 'shipment', act: 'deliver', id: shipment!.id, input: { podFiles: [pod] } })
}

async function balances(): Promise<Record<string, bigint>> {
  const out: Record<string, bigint> = {}
  for (const entry of await company.list('journal')) {
    for (const line of entry.lines) out[line.accountCode] = (out[line.accountCode] ?? 0n) + (line.debit as bigint) - (line.credit as bigint)
  }
  return out
}
