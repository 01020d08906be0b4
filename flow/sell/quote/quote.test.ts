/** Rule tests of the quote: QU1–QU7. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../../kernel/fact.ts'
import { given, id, personId, testDept } from '../../../kernel/given.ts'
import { modes } from '../../../kernel/settings.ts'
import { base, draft, line, machine, make, may, stored, waiting } from '../../../test/support/quoteScene.ts'
import { quoteText } from './approval.ts'
import { quote } from './quote.ts'

describe('making a quote', () => {
  it('takes account, price, tax, unit and cost from what is known', () => {
    const out = make({ accountId: undefined }).emits('quote.created')
    out.leaves({ accountId: id(2), validUntil: '2026-05-31', isPrimary: true, entityId: id(3), creditDays: 30 })
    out.leaves({
      net: 100_000n,
      tax: 13_000n,
      gross: 113_000n,
      cost: 60_000n,
      marginRate: '0.4',
      discountRate: '0',
      approvalLevel: 'L0',
    })
    expect(out.record.lines[0]).toMatchObject({
      unit: '台',
      vatRate: '0.13',
      price: '100',
      listPrice: '100',
      description: '焊接机',
    })
  })

  it('shows catalogue prices with tax where the document has them so', () => {
    make({ priceMode: 'incl' }).leaves({ gross: 113_000n, net: 100_000n, tax: 13_000n, discountRate: '0' })
  })

  it('prices alternate units by their factor and the buyer’s own book first', () => {
    const units = [{ parentId: id(11), unit: '箱', factor: '12' }]
    make({ lines: [line({ unit: '箱', qty: '1' })] }, { units }).leaves({ net: 120_000n, cost: 72_000n })
    const books = [
      { id: id(31), state: 'active', scope: 'standard', currency: 'CNY', validFrom: '2026-01-01', validTo: null },
      {
        id: id(32),
        state: 'active',
        scope: 'customer',
        accountId: id(2),
        currency: 'CNY',
        validFrom: '2026-01-01',
        validTo: null,
      },
    ]
    const entries = [
      { parentId: id(31), productId: id(11), minQty: '0', listPrice: '95', floorPrice: '80' },
      { parentId: id(32), productId: id(11), minQty: '0', listPrice: '90', floorPrice: null },
    ]
    make({}, { books, entries }).leaves({ net: 90_000n })
    make({}, { books: [books[0]], entries }).leaves({ net: 95_000n })
  })

  it('spreads a discount on the whole and refuses one larger than the whole', () => {
    make({ headerDiscount: '100' }).leaves({ net: 90_000n, tax: 11_700n, gross: 101_700n })
    make({ headerDiscount: '1000.01' }).refuses('HEADER_DISCOUNT_RANGE')
  })

  it('is refused for a closed deal, another account, too long a validity, and without a deal in strict mode', () => {
    make({}, { opportunity: { ...base.opportunity, state: 'won' } }).refuses('OPP_CLOSED')
    make({ accountId: id(99) }).refuses('QUOTE_ACCOUNT_DIFFERS')
    make({ validUntil: '2026-10-29' }).refuses('QUOTE_VALIDITY_RANGE')
    make({ validUntil: '2026-10-28' }).emits('quote.created')
    const direct = given(quote)
      .as('REP')
      .facts({ ...base, opportunity: null })
      .at(may)
    direct
      .with(modes.strict)
      .when('create', { accountId: id(2), lines: [line()] })
      .refuses('QUOTE_NEEDS_OPPORTUNITY')
    direct
      .with(modes.light)
      .when('create', { accountId: id(2), lines: [line()] })
      .leaves({ isPrimary: false })
  })
})

describe('from draft to the customer', () => {
  it('within authority it passes at once, above it waits', () => {
    const passed = draft().as('REP').when('submit').emits('quote.submitted').leaves({ state: 'approved' })
    expect(passed.record.approvedSnapshot).toBe(quoteText(passed.record))
    const cheaper = make({ lines: [line({ discount: '0.15' })] }).record
    draft({ lines: cheaper.lines })
      .as('REP')
      .when('submit')
      .leaves({ state: 'in_approval', approvedSnapshot: null, submittedBy: personId })
  })

  it('says everything that is missing', () => {
    draft({ lines: [] }).as('REP').when('submit').refuses('QUOTE_EMPTY')
    const bare = { id: id(91), productId: null, qty: '1', price: null, discount: '0', vatRate: null, listPrice: null }
    draft({ lines: [bare], validUntil: '2026-04-30' })
      .as('REP')
      .when('submit')
      .refuses('PRICE_NOT_FOUND', 'QUOTE_EXPIRED')
    draft({ lines: [{ ...bare, price: '5' }] })
      .as('REP')
      .when('submit')
      .refuses('QUOTE_LINE_INCOMPLETE')
  })

  it('is approved by the level that may, never by its maker, and only once signed off', () => {
    const lines = (discount: string) =>
      make({ lines: [line({ discount })] }, { products: [{ ...machine, standardCost: '1' }] }).record.lines
    const sm = { deptTree: [testDept] }
    waiting({ lines: lines('0.15') })
      .as('SM', sm)
      .when('approve')
      .emits('quote.approved')
      .leaves({ approvedBy: personId })
    waiting({ lines: lines('0.25') })
      .as('SM', sm)
      .when('approve')
      .refuses('APPROVAL_LEVEL')
    waiting({ lines: lines('0.25') })
      .as('EXE')
      .when('approve')
      .emits('quote.approved')
    waiting({ lines: lines('0.15'), createdBy: personId })
      .as('SM', sm)
      .when('approve')
      .refuses('SOD_VIOLATION')
    waiting({ lines: lines('0.15'), createdBy: personId })
      .as('SM', sm)
      .with({ duties: 'record' })
      .when('approve')
      .emits('quote.approved')
    waiting({ lines: lines('0.15'), creditDays: 45 })
      .as('SM', sm)
      .when('approve')
      .refuses('QUOTE_ENDORSEMENT_OPEN')
    const signed = waiting({ lines: lines('0.15'), creditDays: 45 })
      .as('ARF')
      .when('endorse')
      .emits('quote.endorsed').record
    expect(signed.endorsements).toMatchObject([{ role: 'ARF', by: personId }])
    waiting({ lines: lines('0.15') })
      .as('ARF')
      .when('endorse')
      .refuses('QUOTE_ENDORSEMENT_NOT_NEEDED')
  })

  it('goes out unchanged, in time and past its gate', () => {
    const ready = stored({ ownerId: personId })
    const approved = (values: Loose = {}) =>
      given(quote)
        .in('approved', { ...ready, approvedSnapshot: quoteText(ready), ...values })
        .facts(base)
        .at(may)
    approved().as('REP').when('send').emits('quote.sent').leaves({ isPrimary: true, sentAt: may })
    approved({ approvedSnapshot: 'other' }).as('REP').when('send').refuses('QUOTE_CHANGED_AFTER_APPROVAL')
    approved().at('2026-06-01T00:00:00Z').as('REP').when('send').refuses('QUOTE_EXPIRED')
    const gate = {
      id: id(71),
      state: 'active',
      nameZh: '投标',
      nameEn: 'Bid',
      blocks: ['quote.send'],
      always: false,
      whenBid: true,
      fromAmount: null,
      fromLevel: null,
    }
    const bid = { ...base, gates: [gate], opportunity: { ...base.opportunity, isBid: true } }
    approved().facts(bid).with(modes.strict).as('REP').when('send').refuses('GATE_NOT_PASSED')
    const go = {
      gateId: id(71),
      opportunityId: id(1),
      state: 'decided',
      outcome: 'go',
      round: 1,
      amount: 100_000n,
      validUntil: '2026-06-30',
    }
    const about = { ...ready, opportunityId: id(1), approvedSnapshot: quoteText(ready) }
    given(quote)
      .in('approved', about)
      .facts({ ...bid, decisions: [go] })
      .at(may)
      .with(modes.strict)
      .as('REP')
      .when('send')
      .emits('quote.sent')
  })

  it('is locked once it waits or is approved', () => {
    waiting({}).as('PRE').when('change', { notes: 'x' }).refuses('RECORD_LOCKED')
  })
})

describe('the answer', () => {
  const sent = (values: Loose = {}) => given(quote).in('sent', stored(values)).facts(base).at(may)

  it('is accepted with proof and in time', () => {
    sent().as('REP').when('accept').refuses('EVIDENCE_REQUIRED')
    sent().as('REP').with(modes.light).when('accept').emits('quote.accepted').leaves({ acceptedAt: may })
    sent({ validUntil: '2026-04-30' })
      .as('REP')
      .when('accept', { acceptance: [id(41)] })
      .refuses('QUOTE_EXPIRED')
  })

  it('expires by itself, not before its day', () => {
    sent().as('REP').when('expire').refuses('FORBIDDEN')
    sent().bySystem().when('expire').refuses('QUOTE_STILL_VALID')
    sent({ validUntil: '2026-04-30' }).bySystem().when('expire').emits('quote.expired')
  })

  it('becomes an order directly only where no contract is needed, and a date is known', () => {
    const accepted = (values: Loose, facts: Loose = {}) =>
      given(quote)
        .in('accepted', stored(values))
        .facts({ ...base, ...facts })
        .at(may)
        .as('REP')
    accepted({}).when('draftOrder').refuses('REQUESTED_DATE_REQUIRED')
    accepted({}).when('draftOrder', { requestedDate: '2026-06-01' }).emits('quote.order_drafted')
    accepted({ deliveryDate: '2026-06-01' }, { orders: 1 }).when('draftOrder').refuses('ORDER_EXISTS')
    const large = make({ lines: [line({ qty: '1000' })] }).record
    accepted({ lines: large.lines }).when('draftOrder', { requestedDate: '2026-06-01' }).refuses('CONTRACT_REQUIRED')
    accepted({}).when('draftContract').emits('quote.contract_drafted')
  })
})
