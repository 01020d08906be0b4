/** The arrows from opportunity to contract, one by one: what each asks for, and when it stays silent. */
import { describe, expect, it } from 'vitest'
import type { Arrow, ArrowContext } from '../../kernel/arrow.ts'
import type { Loose } from '../../kernel/fact.ts'
import { id, personId } from '../../kernel/given.ts'
import { system } from '../../kernel/permit.ts'
import { modes } from '../../kernel/settings.ts'
import { sell } from './sell.ts'

const today = '2026-05-01'

/** Every effect of the arrows on this event. */
function asked(
  type: string,
  record: Loose,
  more: { facts?: Loose; input?: Loose; to?: string; settings?: typeof modes.standard } = {},
): Loose[] {
  let next = 500
  const object = type.slice(0, type.indexOf('.'))
  const context = {
    record,
    before: null,
    event: { object, id: record.id, type, to: more.to ?? record.state },
    input: more.input ?? {},
    facts: {
      users: [],
      department: null,
      opportunity: null,
      contract: null,
      account: null,
      gate: null,
      siblings: [],
      quotes: [],
      gates: [],
      decisions: [],
      defaults: [],
      ordersOpen: 0,
      ...more.facts,
    },
    actor: system,
    now: `${today}T00:00:00.000Z`,
    today,
    settings: more.settings ?? modes.standard,
    newId: () => id(next++),
  } as unknown as ArrowContext<Record<string, never>>
  const heard = sell.filter((one: Arrow) => one.on.includes(type) && (one.when?.(context as never) ?? true))
  return heard.flatMap((one) => [...one.then(context as never)]) as Loose[]
}

const acts = (effects: Loose[]) => effects.filter((one) => one.act).map((one) => [one.object, one.act, one.id])
const held = { ownerId: personId, deptId: null, memberIds: [], isTest: false }
const quote: Loose = {
  id: id(5),
  no: 'QT-1',
  state: 'accepted',
  opportunityId: id(1),
  accountId: id(2),
  currency: 'CNY',
  fxRate: '1',
  priceMode: 'excl',
  headerDiscount: 100n,
  net: 900n,
  validUntil: '2026-06-01',
  previousId: null,
  isPrimary: true,
  versionNo: 1,
  subject: '焊接机',
  lines: [{ id: id(50), productId: id(11), qty: '1', price: '10', discount: '0.1', vatRate: '0.13', net: 900n }],
  ...held,
}

describe('the next document', () => {
  it('of a deal is a quote with its account, products and prices', () => {
    const deal = {
      id: id(1),
      name: '产线',
      accountId: id(2),
      primaryContactId: id(4),
      currency: 'CNY',
      fxRate: '1',
      lines: [{ id: id(9), productId: id(11), qty: '2', price: '7', net: 14n }],
      ...held,
    }
    const [made] = asked('opportunity.quote_drafted', deal, { input: { validUntil: '2026-06-01' } })
    expect(made).toMatchObject({
      object: 'quote',
      act: 'create',
      input: {
        opportunityId: id(1),
        accountId: id(2),
        contactId: id(4),
        validUntil: '2026-06-01',
        lines: [{ productId: id(11), qty: '2', price: '7' }],
        derivedFrom: { object: 'opportunity', id: id(1) },
        ownerId: personId,
      },
    })
  })

  it('of a quote is a contract, or a new version, that says the same', () => {
    const [contract] = asked('quote.contract_drafted', quote, { facts: { account: { name: '宏达' } } })
    expect(contract?.input).toMatchObject({
      quoteId: id(5),
      title: '宏达 焊接机',
      headerDiscount: 100n,
      lines: [{ price: '10', discount: '0.1', vatRate: '0.13' }],
    })
    const [version] = asked('quote.revised', { ...quote, validUntil: '2026-04-30' })
    expect(version?.input).toMatchObject({ previousId: id(5), versionNo: 2 })
    expect(version?.input.validUntil).toBeUndefined()
  })

  it('of a contract is an order under it', () => {
    const contract = {
      ...quote,
      id: id(8),
      quoteId: id(5),
      title: '合同',
      deliveryDate: null,
      lines: [{ deliveryDate: '2026-06-20' }, { deliveryDate: '2026-07-01' }],
    }
    const [order] = asked('contract.order_drafted', contract, { input: { poNo: 'PO-7' } })
    expect(order).toMatchObject({
      object: 'order',
      act: 'create',
      input: { contractId: id(8), quoteId: id(5), poNo: 'PO-7', requestedDate: '2026-07-01' },
    })
    const [direct] = asked('quote.order_drafted', quote, { input: { requestedDate: '2026-06-02' } })
    expect(direct?.input).toMatchObject({ quoteId: id(5), requestedDate: '2026-06-02' })
    expect(direct?.input.contractId).toBeUndefined()
  })
})

describe('the deal follows its documents', () => {
  it('takes the amount of an accepted quote and drops the others', () => {
    const siblings = [
      quote,
      { id: id(6), opportunityId: id(1), state: 'sent', isPrimary: false },
      { id: id(7), opportunityId: id(1), state: 'draft', isPrimary: true },
      { id: id(9), opportunityId: null, state: 'sent', isPrimary: false },
    ]
    const effects = asked('quote.accepted', quote, { facts: { siblings, opportunity: { id: id(1), state: 'open' } } })
    expect(acts(effects)).toEqual([
      ['quote', 'supersede', id(6)],
      ['quote', 'stepAside', id(7)],
      ['opportunity', 'change', id(1)],
    ])
    expect(effects[2]?.input).toEqual({ amount: 900n, currency: 'CNY', fxRate: '1' })
    expect(acts(asked('quote.accepted', quote, { facts: { opportunity: { id: id(1), state: 'won' } } }))).toEqual([])
  })

  it('is won by a contract in force or a confirmed order, once', () => {
    const open = { opportunity: { id: id(1), state: 'open' } }
    expect(acts(asked('contract.activated', { id: id(8), ...held }, { facts: open }))).toEqual([
      ['opportunity', 'win', id(1)],
    ])
    expect(acts(asked('order.confirmed', { id: id(9), ...held }, { facts: open }))).toEqual([
      ['opportunity', 'win', id(1)],
    ])
    expect(
      acts(asked('order.confirmed', { id: id(9), ...held }, { facts: { opportunity: { state: 'won' } } })),
    ).toEqual([])
  })

  it('when lost, cancels its open quotes', () => {
    expect(
      acts(asked('opportunity.lost', { id: id(1), ...held }, { facts: { quotes: [{ id: id(5) }, { id: id(6) }] } })),
    ).toEqual([
      ['quote', 'cancel', id(5)],
      ['quote', 'cancel', id(6)],
    ])
  })
})

describe('a contract', () => {
  const contract: Loose = {
    id: id(8),
    state: 'signing',
    type: 'sales',
    gross: 9_000_000n,
    net: 8_000_000n,
    currency: 'CNY',
    fxRate: '1',
    marginRate: '0.3',
    creditDays: 30,
    paper: 'template',
    deviations: null,
    mandatoryChanged: false,
    signatories: [],
    signedCopy: [id(46)],
    effectiveDate: today,
    effectiveOnDeposit: false,
    plan: [{ trigger: 'on_delivery', triggeredOn: null }],
    lines: [],
    completedNet: 0n,
    ...held,
  }

  it('signed by all comes into force on its day', () => {
    expect(acts(asked('contract.signature_recorded', contract))).toEqual([['contract', 'activate', id(8)]])
    expect(acts(asked('contract.signature_recorded', { ...contract, effectiveDate: '2026-05-02' }))).toEqual([])
    expect(acts(asked('contract.signature_recorded', { ...contract, signedCopy: null }))).toEqual([])
  })

  it('small, standard and in policy passes its gate by itself, in strict mode', () => {
    const gates = [{ id: id(71), state: 'active', blocks: ['contract.approve'], always: true, autoGoUpTo: 10_000_000n }]
    const more = { facts: { gates }, settings: modes.strict }
    expect(acts(asked('contract.submitted', contract, more)).map(([, act]) => act)).toEqual([
      'create',
      'request',
      'decide',
    ])
    expect(acts(asked('contract.submitted', { ...contract, gross: 10_000_001n }, more))).toEqual([])
    expect(acts(asked('contract.submitted', { ...contract, deviations: '账期' }, more))).toEqual([])
    expect(acts(asked('contract.submitted', { ...contract, marginRate: null }, more))).toEqual([])
    expect(acts(asked('contract.submitted', contract, { facts: { gates } }))).toEqual([])
  })

  it('hears of shipments only what its plan waits for', () => {
    const facts = { contract: { ...contract, state: 'active' } }
    expect(asked('shipment.delivered', { id: id(90), ...held }, { facts })).toEqual([
      { object: 'contract', act: 'reachTrigger', id: id(8), input: { trigger: 'on_delivery', on: today } },
    ])
    expect(asked('shipment.shipped', { id: id(90), ...held }, { facts })).toEqual([])
  })

  it('is completed when all is ordered and done', () => {
    const active = { ...contract, state: 'active', completedNet: 8_000_000n }
    expect(acts(asked('contract.progressed', active))).toEqual([['contract', 'complete', id(8)]])
    expect(acts(asked('contract.progressed', active, { facts: { ordersOpen: 1 } }))).toEqual([])
  })

  it('that expired opens the deal to renew it', () => {
    const [made] = asked('contract.expired', { ...contract, title: '年度服务', accountId: id(2), contactId: null })
    expect(made).toMatchObject({
      object: 'opportunity',
      act: 'create',
      input: { name: '年度服务', oppType: 'renewal', amount: 8_000_000n, expectedCloseDate: '2026-06-30' },
    })
  })
})

describe('those who must act', () => {
  it('are told: the manager of the department and whoever signs off, not managers elsewhere', () => {
    const users = [
      { id: id(101), roles: ['SM'], departmentId: id(201) },
      { id: id(102), roles: ['SM'], departmentId: id(202) },
      { id: id(103), roles: ['ARF'], departmentId: id(203) },
      { id: id(104), roles: ['REP'], departmentId: id(201) },
    ]
    const waiting = { ...quote, state: 'in_approval', approvalLevel: 'L1', approvalExtra: ['ARF'], deptId: id(201) }
    expect(asked('quote.submitted', waiting, { facts: { users } })).toMatchObject([
      { notice: 'quote.approval_wanted', to: [id(101), id(103)] },
    ])
    expect(asked('quote.submitted', { ...waiting, state: 'approved' }, { facts: { users } })).toEqual([])
  })
})
