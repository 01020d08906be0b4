/** Rule tests of the contract: payment plan and CT1–CT15. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../../kernel/fact.ts'
import { given, id, otherId, personId } from '../../../kernel/given.ts'
import { modes } from '../../../kernel/settings.ts'
import { contract } from './contract.ts'
import { dueDateOf, plannedLines, planSum, triggered } from './plan.ts'
import { contractText } from './text.ts'

const may = '2026-05-01T00:00:00.000Z'
const quote: Loose = { id: id(5), state: 'accepted', net: 1_000_000n, currency: 'CNY', fxRate: '1' }
const base: Loose = {
  quote,
  account: { id: id(2), riskLevel: 'low', creditDays: 30, creditStatus: 'ok' },
  paymentTerm: null,
  products: [
    { id: id(11), name: '焊接机', unit: '台', vatRate: '0.13', listPrice: '100', standardCost: '60', kind: 'goods' },
  ],
  units: [],
  books: [],
  entries: [],
  rate: null,
  entities: [{ id: id(3) }],
  gates: [],
  decisions: [],
  dealDecisions: [],
  orderedNet: 0n,
  ordered: [],
  completedNet: 0n,
  ordersOpen: 0,
  amendmentsOpen: 0,
  invoicesOpen: 0,
}
const terms = {
  lines: [
    { name: '预付', trigger: 'on_sign', offsetDays: 7, percent: '0.3', invoiceRequired: false },
    { name: '验收款', trigger: 'on_acceptance', offsetDays: 0, percent: '0.7', invoiceRequired: true },
  ],
}
const line = { productId: id(11), qty: '100', price: '100' }
const make = (input: Loose = {}, facts: Loose = {}) =>
  given(contract)
    .as('REP')
    .facts({ ...base, ...facts })
    .at(may)
    .when('create', { title: '焊接机采购合同', accountId: id(2), quoteId: id(5), lines: [line], ...input })

function stored(values: Loose = {}): Loose {
  const { id: _id, state: _state, version: _version, ...fields } = make({ document: [id(44)] }).record
  return { ...fields, ...values }
}
const at = (state: string, values: Loose = {}, facts: Loose = {}) =>
  given(contract)
    .in(state, stored(values))
    .facts({ ...base, ...facts })
    .at(may)

describe('the payment plan', () => {
  const rows = (...percents: string[]) =>
    percents.map((percent, i) => ({ id: id(200 + i), percent, amount: null, trigger: 'on_sign', offsetDays: 0 }))

  it('gives the last percentage the remainder and must make the gross', () => {
    const plan = rows('0.3333', '0.3333', '0.3334')
    expect(plannedLines({ plan }, 1_000_000n).map((row) => row.amount)).toEqual([333_300n, 333_300n, 333_400n])
    expect(planSum(plan, 1_000_000n).ok).toBe(true)
    expect(planSum(rows('0.3', '0.6'), 1_000_000n)).toEqual({ ok: false, sum: 900_000n })
    expect(planSum([{ amount: 500_000n }, { amount: 499_999n }], 1_000_000n).ok).toBe(false)
  })

  it('is due on trigger and offset, with the credit days where an invoice comes first', () => {
    const row = { trigger: 'on_delivery', offsetDays: 10, invoiceRequired: true, triggeredOn: '2026-05-01' }
    expect(dueDateOf(row, { creditDays: 30 })).toBe('2026-06-10')
    expect(dueDateOf({ ...row, triggeredOn: null }, { creditDays: 30 })).toBeNull()
    expect(dueDateOf({ trigger: 'fixed_date', onDate: '2026-07-01', offsetDays: 0 }, {})).toBe('2026-07-01')
    expect(dueDateOf({ trigger: 'on_sign', offsetDays: 7 }, { signDate: '2026-05-01' })).toBeNull()
    expect(dueDateOf({ trigger: 'on_sign', offsetDays: 7 }, { signDate: '2026-05-01', activatedAt: may })).toBe(
      '2026-05-08',
    )
  })

  it('starts the warranty on delivery and anew on acceptance, any other trigger once', () => {
    const plan = [
      { trigger: 'warranty_end', triggeredOn: null },
      { trigger: 'on_delivery', triggeredOn: '2026-01-01' },
    ]
    const delivered = triggered(plan, 'on_delivery', '2026-02-01')
    expect(delivered.map((row) => row.triggeredOn)).toEqual(['2026-02-01', '2026-01-01'])
    const accepted = triggered(delivered, 'on_acceptance', '2026-03-01')
    expect(dueDateOf({ ...accepted[0], offsetDays: 0 }, { warrantyMonths: 12 })).toBe('2027-03-01')
  })
})

describe('making a contract', () => {
  it('has the plan of its payment terms, and the whole on delivery without any', () => {
    const out = make({ paymentTermId: id(6) }, { paymentTerm: terms }).emits('contract.created')
    expect(out.record.plan.map((row: Loose) => [row.name, row.amount, row.state])).toEqual([
      ['预付', 339_000n, 'pending'],
      ['验收款', 791_000n, 'pending'],
    ])
    out.leaves({
      net: 1_000_000n,
      gross: 1_130_000n,
      creditDays: 30,
      entityId: id(3),
      riskLevel: 'low',
      marginRate: '0.4',
    })
    expect(make().record.plan).toMatchObject([
      { trigger: 'on_delivery', percent: '1', amount: 1_130_000n, invoiceRequired: true },
    ])
  })

  it('needs an approved quote of the same amount, or direct documents', () => {
    make({}, { quote: { ...quote, state: 'draft' } }).refuses('QUOTE_NOT_APPROVED')
    make({}, { quote: { ...quote, net: 999_999n } }).refuses('CONTRACT_AMOUNT_MISMATCH')
    make({ type: 'framework' }, { quote: { ...quote, net: 999_999n } }).emits('contract.created')
    make({ quoteId: null }, { quote: null }).emits('contract.created')
    given(contract)
      .as('REP')
      .facts({ ...base, quote: null })
      .at(may)
      .with(modes.strict)
      .when('create', { title: 'x', accountId: id(2), lines: [line] })
      .refuses('CONTRACT_NEEDS_QUOTE')
  })

  it('keeps the prices its quote fixed when the list moves on', () => {
    const products = [{ ...base.products[0], listPrice: '120' }]
    at('draft', {}, { products }).as('REP').when('change', { title: '新名称' }).leaves({ net: 1_000_000n })
  })
})

describe('review and approval', () => {
  it('is sent for review complete', () => {
    at('draft').as('REP').when('requestReview').emits('contract.review_requested').leaves({ state: 'in_review' })
    const plan = [{ id: id(90), percent: null, amount: 100n, trigger: 'on_sign', offsetDays: 0 }]
    const out = at('draft', { plan, document: null }).as('REP').when('requestReview')
    out.refuses('PLAN_SUM_MISMATCH', 'CONTRACT_FILE_REQUIRED')
    expect(out.refusal('PLAN_SUM_MISMATCH').details).toEqual({ sum: '1.00', gross: '11300.00' })
  })

  it('goes back and forth with new versions of the document', () => {
    at('in_review')
      .as('LEG')
      .when('review', { outcome: 'negotiating', comment: '付款条款' })
      .leaves({ state: 'negotiating' })
    const out = at('negotiating')
      .as('REP')
      .when('addVersion', { document: [id(45)], paper: 'redline_customer' })
      .emits('contract.version_added')
    out.leaves({ state: 'in_review', versionNo: 2, riskLevel: 'mid' })
    expect(out.record.versions.map((row: Loose) => row.document)).toEqual([[id(44)], [id(45)]])
  })

  it('is not submitted over an open legal point, on credit hold or unreviewed', () => {
    const issues = [{ id: id(70), text: '违约金', mustFix: true, raisedBy: otherId, raisedAt: may, resolvedAt: null }]
    const hold = { account: { ...base.account, creditStatus: 'hold' } }
    at('in_review', { issues }, hold).as('REP').when('submit').refuses('LEGAL_ISSUE_OPEN', 'CREDIT_HOLD')
    at('draft').as('REP').when('submit').refuses('CONTRACT_REVIEW_REQUIRED')
    at('draft').as('REP').with(modes.light).when('submit').emits('contract.submitted')
  })

  it('is approved by another than its drafter, past its gate, bid conditions met', () => {
    const by = { createdBy: otherId, submittedBy: otherId }
    at('in_approval', { createdBy: personId }).as('LEG').when('approve').refuses('SOD_VIOLATION')
    const out = at('in_approval', by).as('LEG').when('approve').emits('contract.approved')
    expect(out.record.approvedSnapshot).toBe(contractText(out.record))
    const gate = {
      id: id(71),
      state: 'active',
      nameZh: '签约',
      nameEn: 'Contract',
      blocks: ['contract.approve'],
      always: true,
      fromAmount: null,
    }
    at('in_approval', by, { gates: [gate] })
      .as('LEG')
      .when('approve')
      .emits('contract.approved')
    at('in_approval', by, { gates: [gate] })
      .with(modes.strict)
      .as('LEG')
      .when('approve')
      .refuses('GATE_NOT_PASSED')
    const bid = { opportunityId: id(1), state: 'decided', outcome: 'go_conditional', openConditions: 2 }
    at('in_approval', { ...by, opportunityId: id(1) }, { dealDecisions: [bid] })
      .as('LEG')
      .when('approve')
      .refuses('GATE_CONDITIONS_OPEN')
  })
})

describe('signing and running', () => {
  const signatories = [
    { id: id(80), party: 'us', name: '王', order: 1, signedAt: null },
    { id: id(81), party: 'customer', name: '李', order: 2, signedAt: null },
  ]

  it('signs exactly what was approved', () => {
    const text = contractText(stored())
    at('approved', { approvedSnapshot: text, signatories })
      .as('REP')
      .when('sendForSignature')
      .emits('contract.sent_for_signature')
    at('approved', { approvedSnapshot: text, signatories, deliveryTerms: '改' })
      .as('REP')
      .when('sendForSignature')
      .refuses('CONTRACT_HASH_MISMATCH')
    at('approved', { approvedSnapshot: text }).as('REP').when('sendForSignature').refuses('SIGNATORIES_REQUIRED')
  })

  it('is signed one by one, the last with the signed copy, and then comes into force', () => {
    const first = at('signing', { signatories })
      .as('REP')
      .when('sign', { signatory: id(80), signedOn: '2026-04-29' })
    first.emits('contract.signature_recorded').leaves({ signDate: null })
    at('signing', { signatories: first.record.signatories })
      .as('REP')
      .when('sign', { signatory: id(81) })
      .refuses('SIGNATURE_INCOMPLETE')
    const last = at('signing', { signatories: first.record.signatories })
      .as('REP')
      .when('sign', { signedCopy: [id(46)], signedOn: '2026-04-30' })
    last.leaves({ signDate: '2026-04-30', effectiveDate: '2026-04-30' })
    const { id: _id, state: _state, version: _version, ...signed } = last.record
    const plan = [{ ...signed.plan[0], trigger: 'on_sign', invoiceRequired: false, offsetDays: 7 }]
    const active = given(contract)
      .in('signing', { ...signed, plan })
      .facts(base)
      .at(may)
      .bySystem()
      .when('activate')
      .emits('contract.activated')
    expect(active.record.plan).toMatchObject([{ dueDate: '2026-05-07', state: 'due_known' }])
    given(contract)
      .in('signing', { ...signed, effectiveDate: '2026-06-01' })
      .facts(base)
      .at(may)
      .bySystem()
      .when('activate')
      .refuses('CONTRACT_NOT_EFFECTIVE')
    given(contract)
      .in('signing', { ...signed, plan, effectiveOnDeposit: true })
      .facts(base)
      .at(may)
      .bySystem()
      .when('activate')
      .refuses('DEPOSIT_MISSING')
  })

  it('knows from invoices and payments how far each instalment is', () => {
    const row = stored().plan[0]
    const stateAt = (paid: string, invoiced = '11300') =>
      at('active').bySystem().when('settlePlan', { line: row.id, invoiced, paid }).record.plan[0].state
    expect([stateAt('0'), stateAt('5000'), stateAt('11300'), stateAt('0', '0')]).toEqual([
      'invoiced',
      'partially_paid',
      'paid',
      'pending',
    ])
  })

  it('is completed when all of it is done, closed when all of it is paid', () => {
    at('active', {}, { completedNet: 999_999n }).bySystem().when('complete').refuses('CONTRACT_NOT_FULFILLED')
    at('active', {}, { completedNet: 1_000_000n, ordersOpen: 1 })
      .bySystem()
      .when('complete')
      .refuses('CONTRACT_NOT_FULFILLED')
    at('active', {}, { completedNet: 1_000_000n }).bySystem().when('complete').emits('contract.completed')
    at('completed').as('ARF').when('close').refuses('CONTRACT_NOT_SETTLED')
    const plan = [{ ...stored().plan[0], paidAmount: 1_130_000n }]
    at('completed', { plan }, { invoicesOpen: 1 }).as('ARF').when('close').refuses('CONTRACT_NOT_SETTLED')
    at('completed', { plan }).as('ARF').when('close').emits('contract.closed')
  })

  it('is terminated without open orders, with reason and settlement; what was pending falls away', () => {
    at('active', {}, { ordersOpen: 2 })
      .as('LEG')
      .when('terminate', { settlement: '无' }, { reason: '客户破产' })
      .refuses('CONTRACT_HAS_OPEN_ORDERS')
    const out = at('active')
      .as('LEG')
      .when('terminate', { settlement: '无' }, { reason: '客户破产' })
      .emits('contract.terminated')
    expect(out.record.plan).toMatchObject([{ state: 'cancelled' }])
  })

  it('expires only when it has run out, and is voided only before anyone has signed', () => {
    at('active', { endDate: '2026-05-01' }).bySystem().when('expire').refuses('CONTRACT_STILL_RUNS')
    at('active', { endDate: '2026-04-30', autoRenew: true }).bySystem().when('expire').refuses('CONTRACT_STILL_RUNS')
    at('active', { endDate: '2026-04-30' }).bySystem().when('expire').emits('contract.expired')
    at('signing', { signatories: [{ ...signatories[0], signedAt: may }] })
      .as('REP')
      .when('void', {}, { reason: '错' })
      .refuses('CONTRACT_SIGNED')
    at('approved').as('REP').when('void', {}, { reason: '错' }).emits('contract.voided')
  })
})
