/** A real lead becomes cash: each person does their part, nobody types a thing twice, every step stands in the log. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { readEvents } from '../../server/store/log.ts'
import {
  allocate,
  balances,
  hireStaff,
  passGate,
  planInvoice,
  receive,
  type Staff,
  ship,
  stockedProduct,
  tickAll,
} from '../support/chain.ts'
import { type Company, foundCompany, productWorld, yuan } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
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
    doc.product = await stockedProduct(company, staff, '120')
    const [stock] = await company.list('stock')
    expect(stock).toMatchObject({ onHand: '120', reserved: '0' })
  })

  it('a lead is caught, called, and qualified', async () => {
    day(2)
    const who = {
      companyName: '苏州精工机械有限公司',
      contactName: '陈工',
      mobile: '13800138000',
      ownerId: staff.rep.userId,
    }
    const what = { source: 'expo', needDesc: '需要一百台离心泵用于新厂', industry: 'C34', companySize: 'medium' }
    const caught = { object: 'lead', act: 'create', input: { ...who, ...what } }
    const lead = await company.act(staff.sdr, caught)
    expect(lead).toMatchObject({ state: 'assigned', ownerId: staff.rep.userId })
    const call = { type: 'call', subject: '首次电话', leadId: lead.id }
    const told = { outcome: 'interested', content: '客户确认需要一百台泵，预算已批', startAt: '2026-06-02T01:30:00Z' }
    const input = { ...call, ...told }
    await company.act(staff.rep, { object: 'activity', act: 'create', input })
    expect(await company.find('lead', lead.id)).toMatchObject({ state: 'working' })
    doc.lead = await company.act(staff.manager, {
      object: 'lead',
      act: 'qualify',
      id: lead.id,
      confirm: ['LEAD_SCORE_TOO_LOW'],
      reason: '展会重点客户',
      input: {
        bantBudget: 'approved',
        bantAuthority: 'decision_maker',
        bantNeed: 'explicit',
        bantTimeline: 'lt3m',
      },
    })
    expect(doc.lead.state).toBe('qualified')
  })

  it('the lead becomes account, contact and opportunity in one step, with everything it knew', async () => {
    const lead = await company.act(staff.rep, {
      object: 'lead',
      act: 'convert',
      id: doc.lead!.id,
      input: { amount: yuan('100000.00') },
    })
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
    expect(
      await company.attempt(staff.rep, { object: 'account', act: 'setCredit', id: doc.account!.id, input: credit }),
    ).toMatchObject({ refusals: [{ code: 'FORBIDDEN' }] })
    await company.act(staff.finance, { object: 'account', act: 'setCredit', id: doc.account!.id, input: credit })
    await company.act(staff.rep, {
      object: 'account',
      act: 'change',
      id: doc.account!.id,
      input: {
        invoiceName: '苏州精工机械有限公司',
        invoiceTaxNo: '91350100M000100Y43',
        address: '苏州工业园区星湖街 1 号',
      },
    })
  })

  it('the opportunity walks its stages, and says what is still to do', async () => {
    day(3)
    const { id } = doc.opportunity!
    const early = await company.attempt(staff.rep, { object: 'opportunity', act: 'advance', id })
    expect(early).toMatchObject({ ok: false, refusals: [{ code: 'STAGE_CHECKLIST_OPEN' }] })
    await tickAll(company, staff, id)
    await company.act(staff.rep, { object: 'opportunity', act: 'advance', id })
    await tickAll(company, staff, id)
    await company.act(staff.rep, {
      object: 'opportunity',
      act: 'advance',
      id,
      input: { needSummary: '新厂给排水需要离心泵', amount: yuan('100000.00'), expectedCloseDate: '2026-06-30' },
    })
    await company.act(staff.rep, {
      object: 'opportunity',
      act: 'change',
      id,
      input: { noCompetitors: true, lines: [{ productId: doc.product!.id, qty: '100', price: '1000' }] },
    })
    doc.opportunity = await company.find('opportunity', id)
    expect(doc.opportunity.stage).toBe('S3')
  })

  it('a quote goes out within authority and is accepted with evidence', async () => {
    day(4)
    const drafted = await company.act(staff.rep, {
      object: 'opportunity',
      act: 'draftQuote',
      id: doc.opportunity!.id,
      input: { validUntil: '2026-07-31' },
    })
    const [quote] = await company.list('quote', (one) => one.opportunityId === drafted.id)
    expect(quote).toMatchObject({
      accountId: doc.account!.id,
      net: 10000000n,
      gross: 11300000n,
      caseId: doc.lead!.caseId,
    })
    const [term] = await company.list('paymentTerm', (one) => one.lines.length === 3)
    await company.act(staff.rep, { object: 'quote', act: 'change', id: quote!.id, input: { paymentTermId: term!.id } })
    expect(await company.act(staff.rep, { object: 'quote', act: 'submit', id: quote!.id })).toMatchObject({
      state: 'approved',
    })
    await company.act(staff.rep, { object: 'quote', act: 'send', id: quote!.id })
    expect(await company.attempt(staff.rep, { object: 'quote', act: 'accept', id: quote!.id })).toMatchObject({
      refusals: [{ code: 'EVIDENCE_REQUIRED' }],
    })
    const evidence = await company.file(staff.rep, '客户确认.pdf')
    doc.quote = await company.act(staff.rep, {
      object: 'quote',
      act: 'accept',
      id: quote!.id,
      input: { acceptance: [evidence] },
    })
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
    await passGate(company, staff, { code: 'ATC', links: { contractId: id } })
    await company.act(staff.manager, { object: 'contract', act: 'approve', id })
    await company.act(staff.rep, {
      object: 'contract',
      act: 'sendForSignature',
      id,
      input: {
        signatories: [
          { party: 'us', name: '沈曼', method: 'wet_ink' },
          { party: 'customer', name: '陈工', method: 'wet_ink' },
        ],
      },
    })
    const { signatories } = await company.find('contract', id)
    await company.act(staff.rep, { object: 'contract', act: 'sign', id, input: { signatory: signatories[0].id } })
    const signedCopy = await company.file(staff.rep, '双方盖章.pdf')
    await company.act(staff.rep, {
      object: 'contract',
      act: 'sign',
      id,
      input: { signatory: signatories[1].id, signedCopy: [signedCopy], effectiveDate: '2026-06-05' },
    })
    doc.contract = await company.find('contract', id)
    expect(doc.contract.state).toBe('active')
    expect(await company.find('opportunity', doc.opportunity!.id)).toMatchObject({ state: 'won' })
  })

  it('the advance is received, invoiced and allocated', async () => {
    day(6)
    const paid1 = await receive(company, staff, { account: doc.account!, amount: '33900.00' })
    doc.advance = await planInvoice(company, staff, { contractId: doc.contract!.id, index: 0 })
    expect(doc.advance).toMatchObject({ gross: 3390000n, net: 3000000n })
    await allocate(company, staff, paid1.id)
    expect(await company.find('invoice', doc.advance.id)).toMatchObject({ state: 'paid', openAmount: 0n })
  })

  it('the order inherits the contract, is checked, confirmed, and reserves its goods', async () => {
    day(8)
    await company.act(staff.desk, {
      object: 'contract',
      act: 'draftOrder',
      id: doc.contract!.id,
      input: { requestedDate: '2026-06-20' },
    })
    const [order] = await company.list('order')
    const confirmed = await company.act(staff.desk, { object: 'order', act: 'submit', id: order!.id })
    doc.order = await company.find('order', confirmed.id)
    expect(doc.order.holds).toEqual([])
    expect(doc.order).toMatchObject({ state: 'confirmed', contractId: doc.contract!.id, gross: 11300000n })
    expect((await company.list('stock'))[0]).toMatchObject({ onHand: '120', reserved: '100' })
  })

  it('the warehouse ships in two parts, and the second delivery completes the order', async () => {
    day(10)
    await ship(company, staff, { orderId: doc.order!.id, qty: '40' })
    expect(await company.find('order', doc.order!.id)).toMatchObject({ deliveryStatus: 'partly_delivered' })
    day(12)
    await ship(company, staff, { orderId: doc.order!.id, qty: '60' })
    doc.order = await company.find('order', doc.order!.id)
    expect(doc.order).toMatchObject({ state: 'delivered', deliveryStatus: 'delivered' })
    expect((await company.list('stock'))[0]).toMatchObject({ onHand: '20', reserved: '0' })
  })

  it('the rest is invoiced from the plan, paid, and the ledger comes out as worked by hand', async () => {
    day(13)
    await planInvoice(company, staff, { contractId: doc.contract!.id, index: 1 })
    const paid2 = await receive(company, staff, { account: doc.account!, amount: '65000.00' })
    await allocate(company, staff, paid2.id)
    const acceptance = await company.file(staff.rep, '验收单.pdf')
    await company.act(staff.rep, {
      object: 'order',
      act: 'accept',
      id: doc.order!.id,
      input: { acceptanceFiles: [acceptance] },
    })
    await planInvoice(company, staff, { contractId: doc.contract!.id, index: 2 })
    const paid3 = await receive(company, staff, { account: doc.account!, amount: '14099.50' })
    await allocate(company, staff, paid3.id)
    expect(await balances(company)).toMatchObject({
      1122: 0n,
      '1122.02': 0n,
      2205: 0n,
      '2221.02': 0n,
      6001: -10000000n,
      '2221.01': -1300000n,
      6401: 6000000n,
      1406: 0n,
    })
    expect(await company.find('order', doc.order!.id)).toMatchObject({
      state: 'completed',
      billingStatus: 'full',
      paymentStatus: 'full',
    })
    expect(await company.find('contract', doc.contract!.id)).toMatchObject({ state: 'completed' })
  })

  it('stands in the log as one chain from the lead to the cash', async () => {
    const events = await world.database.inTenant(company.tenantId, (tx) =>
      readEvents(tx, { tenantId: company.tenantId, after: 0n, limit: 10_000 }),
    )
    const types = events.filter((event) => event.caseId === doc.lead!.caseId).map((event) => event.type)
    const steps =
      'lead.created lead.contacted lead.qualified lead.converted opportunity.created ' +
      'opportunity.stage_changed quote.created quote.submitted quote.sent quote.accepted ' +
      'contract.created contract.review_requested contract.submitted contract.approved ' +
      'contract.sent_for_signature contract.activated opportunity.won order.created order.submitted ' +
      'order.confirmed shipment.picked shipment.shipped shipment.delivered order.delivered'
    const path = steps.split(' ')
    expect(path.filter((type) => !types.includes(type))).toEqual([])
    const firsts = path.map((type) => types.indexOf(type))
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b))
  })
})
