/** The examples of the specification for credit and for what can be promised. */
import { describe, expect, it } from 'vitest'
import { given, id, otherId } from '../../../kernel/given.ts'
import { availableToPromise, creditExcess, creditExposure, firstDate, paidAhead } from './checks.ts'
import { order } from './order.ts'

const exposure = { openAr: 26_000_000n, unbilled: 4_000_000n, openOrders: 12_000_000n, unapplied: 1_500_000n }
const supply = {
  onHand: '120',
  reserved: '45',
  safetyStock: '10',
  backlog: '0',
  incoming: [{ date: '2026-06-10', qty: '50' }],
}

const product = {
  id: id(1),
  name: '泵',
  unit: '台',
  kind: 'goods',
  stockTracked: true,
  revRule: 'on_receipt',
  standardCost: '100',
  units: [],
}
const line = {
  id: id(2),
  productId: id(1),
  qty: '70',
  unit: '台',
  price: '1000',
  discount: '0',
  vatRate: '0.13',
  reservedQty: '0',
  shippedQty: '0',
  cancelledQty: '0',
  deliveredQty: '0',
  recognisedQty: '0',
}
const draft = {
  accountId: id(3),
  warehouseId: id(4),
  entityId: id(5),
  currency: 'CNY',
  fxRate: '1',
  priceMode: 'excl',
  orderDate: '2026-06-01',
  requestedDate: '2026-06-05',
  shipTo: { city: '上海' },
  lines: [line],
}
const known = {
  account: { id: id(3), name: '客户', creditLimit: 50_000_000n, ownerId: otherId },
  contract: null,
  quote: null,
  products: [product],
  stocks: [{ productId: id(1), onHand: '120', reserved: '45', safetyStock: '10' }],
  backlog: [],
  incoming: [],
  openAr: 0n,
  unbilled: 0n,
  openOrders: 0n,
  unapplied: 0n,
  overdue: [],
  invoices: [],
  committed: 0n,
  samePo: 0,
}
const submitting = (facts: object) =>
  given(order)
    .in('draft', draft)
    .as('ODK')
    .facts({ ...known, ...facts })
    .when('submit')
const held = (facts: object) =>
  submitting(facts).record.holds.map((hold: { code: string; details: object }) => [hold.code, hold.details])

describe('credit', () => {
  it('adds up what the customer owes and will owe, less what was received ahead', () => {
    expect(creditExposure(exposure)).toBe(40_500_000n)
    expect(creditExcess(exposure, 11_300_000n, 50_000_000n)).toBe(1_800_000n)
  })

  it('holds an order by what goes over the limit', () => {
    const overdrawn = { ...exposure, stocks: [{ productId: id(1), onHand: '500', reserved: '0', safetyStock: '0' }] }
    expect(held({ ...overdrawn, account: { ...known.account, creditLimit: 48_200_000n } })).toEqual([
      ['CREDIT_LIMIT_EXCEEDED', { by: '2100.00' }],
    ])
    expect(held({ ...overdrawn, account: { ...known.account, creditLimit: 48_410_000n } })).toEqual([])
  })

  it('looks at old debts and at the status of the customer', () => {
    const stocks = [{ productId: id(1), onHand: '500', reserved: '0', safetyStock: '0' }]
    expect(held({ stocks, overdue: [{ dueDate: '2026-05-02' }] })).toEqual([])
    expect(
      held({ stocks, overdue: [{ dueDate: '2026-05-01' }], account: { ...known.account, creditStatus: 'hold' } }),
    ).toEqual([
      ['CREDIT_OVERDUE_HOLD', { days: 30 }],
      ['CREDIT_HOLD', {}],
    ])
  })

  it('does not ask for credit where the advance is paid', () => {
    const advance = {
      orderId: id(9),
      contractId: null,
      net: 10_000n,
      grossBase: 11_300n,
      openBase: 0n,
      liabilityNet: 10_000n,
    }
    expect(paidAhead({ id: id(9), contractId: null }, [advance], 20_000n)).toBe(11_300n)
    expect(paidAhead({ id: id(8), contractId: null }, [advance], 20_000n)).toBe(0n)
    expect(paidAhead({ id: id(9), contractId: null }, [{ ...advance, openBase: 1_300n }], 20_000n)).toBe(10_000n)
  })
})

describe('what can be promised', () => {
  it('is free stock and confirmed receipts due by the day', () => {
    expect(availableToPromise(supply, '2026-06-09')).toBe('65')
    expect(availableToPromise(supply, '2026-06-10')).toBe('115')
    expect(firstDate(supply, '100', '2026-06-01')).toBe('2026-06-10')
    expect(firstDate(supply, '116', '2026-06-01')).toBeNull()
    expect(availableToPromise({ ...supply, backlog: '60' }, '2026-06-10')).toBe('55')
  })

  it('holds an order with what is missing and when it comes', () => {
    const incoming = [{ productId: id(1), qty: '50', receivedQty: '0', expectedDate: '2026-06-10' }]
    expect(held({ incoming })).toEqual([
      ['STOCK_SHORT', { line: id(2), product: '泵', missing: '5', first_date: '2026-06-10' }],
    ])
    expect(held({ incoming: [{ ...incoming[0], expectedDate: '2026-06-05' }] })).toEqual([])
  })
})

describe('submitting', () => {
  it('asks for units, a date to come and a place to ship to', () => {
    const wrong = { ...draft, shipTo: null, requestedDate: '2026-05-31', lines: [{ ...line, unit: '吨' }] }
    given(order)
      .in('draft', wrong)
      .as('ODK')
      .facts(known)
      .when('submit')
      .refuses('UNIT_UNKNOWN', 'ORDER_SHIP_TO_MISSING', 'ORDER_DATE_PAST')
  })

  it('needs an effective contract and stays within it', () => {
    const of = (contract: object, committed: bigint) =>
      given(order)
        .in('draft', { ...draft, contractId: id(7) })
        .as('ODK')
        .facts({ ...known, committed, contract })
        .when('submit')
    const contract = { state: 'active', net: 10_000_000n, lines: [], type: 'sales' }
    of({ ...contract, state: 'signing' }, 0n).refuses('SOURCE_NOT_EFFECTIVE')
    of(contract, 4_000_000n).refuses('CONTRACT_AMOUNT_EXCEEDED')
    of(contract, 3_000_000n).emits('order.submitted')
    of({ ...contract, type: 'framework' }, 90_000_000n).emits('order.submitted')
  })
})
