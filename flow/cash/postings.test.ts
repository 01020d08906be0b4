/** The ledger entries by themselves: balanced, as specified, and reversed exactly. */
import { describe, expect, it } from 'vitest'
import { id } from '../../kernel/given.ts'
import { invoiceBreaches, ledgerBreaches, numberBreaches, stockBreaches } from './invariants.ts'
import {
  allocation,
  balances,
  deliveredInvoice,
  isBalanced,
  type Place,
  receipt,
  revenue,
  reversal,
  shipped,
  shippedAccounts,
} from './postings.ts'
import { recognise } from './recognition.ts'

const place: Place = {
  entityId: id(1),
  date: '2026-05-01',
  source: { object: 'payment', id: id(2) },
  memo: '',
  refs: { accountId: id(3) },
}
const side = (entries: ReturnType<typeof receipt>) =>
  entries.flatMap((entry) => entry.lines.map((line) => [line.account, line.debit - line.credit]))

describe('an entry', () => {
  it('settles a foreign invoice at its own rate and books the difference', () => {
    const made = allocation(place, { paid: 14_100_000n, settled: 14_200_000n, writtenOff: 0n })
    expect(made.map((entry) => entry.posting)).toEqual(['J-P2', 'J-FX'])
    expect(side(made.slice(1))).toEqual([
      ['1122', -100_000n],
      ['6603', 100_000n],
    ])
    expect(balances(made)).toEqual({ '2203': 14_100_000n, '1122': -14_200_000n, '6603': 100_000n })
  })

  it('writes off a trifle with the payment that leaves it', () => {
    expect(side(allocation(place, { paid: 1_129_950n, settled: 1_129_950n, writtenOff: 50n }))).toEqual([
      ['2203', 1_129_950n],
      ['6603', 50n],
      ['1122', -1_130_000n],
    ])
  })

  it('bills delivered value, whatever the rate did since', () => {
    const made = deliveredInvoice(place, { gross: 11_400n, cleared: 11_300n, tax: 1_310n, clearedTax: 1_300n })
    expect(made.every(isBalanced)).toBe(true)
    expect(balances(made)).toMatchObject({
      '1122': 11_400n,
      [shippedAccounts.unbilled]: -11_300n,
      '2221.01': -1_310n,
      '2221.02': 1_300n,
    })
  })

  it('leaves the inventory for transit or, where revenue is due at once, for cost of sales', () => {
    expect(side(shipped(place, { transit: 600n, sold: 0n }))).toEqual([
      ['1406', 600n],
      ['1405', -600n],
    ])
    expect(side(shipped(place, { transit: 0n, sold: 600n }))).toEqual([
      ['6401', 600n],
      ['1405', -600n],
    ])
    expect(shipped(place, { transit: 0n, sold: 0n })).toEqual([])
  })

  it('is undone by its exact opposite', () => {
    const made = receipt(place, 100n)
    const back = reversal({ date: '2026-06-01', source: place.source, memo: '退票' }, made)
    expect(back[0]).toMatchObject({ posting: 'J-P1-R', date: '2026-06-01' })
    expect(Object.values(balances([...made, ...back]))).toEqual([0n, 0n])
  })

  it('can go to other accounts', () => {
    const accounts = { ...shippedAccounts, unbilled: shippedAccounts.contractAsset }
    const made = revenue(
      { ...place, accounts },
      { fromLiability: 3_000_000n, unbilledNet: 7_000_000n, unbilledTax: 910_000n },
    )
    expect(side(made)).toEqual([
      ['2205', 3_000_000n],
      ['1124', 7_910_000n],
      ['6001', -10_000_000n],
      ['2221.02', -910_000n],
    ])
  })
})

describe('revenue', () => {
  const line = {
    id: id(5),
    qty: '3',
    cancelledQty: '0',
    net: 10_000n,
    gross: 11_300n,
    recognisedQty: '0',
    shippedQty: '3',
    transitCost: 100n,
  }
  const order = { id: id(4), currency: 'CNY', fxRate: '1', contractId: null, lines: [line] }

  it('uses the advance first and defers the tax of the rest', () => {
    const advance = {
      id: id(6),
      currency: 'CNY',
      orderId: id(4),
      net: 4_000n,
      gross: 4_520n,
      liabilityNet: 4_000n,
      liabilityBase: 4_000n,
    }
    const found = recognise(order, [{ lineId: id(5), qty: '3' }], { advances: [advance], baseCurrency: 'CNY' })
    expect(found).toMatchObject({
      unbilledGross: 6_780n,
      unbilledTax: 780n,
      cost: 100n,
      revenue: { fromLiability: 4_000n, unbilledNet: 6_000n, unbilledTax: 780n },
      advances: [{ id: id(6), net: 4_000n, base: 4_000n, gross: 4_520n, ofOrder: true }],
    })
  })

  it('of parts adds up to the whole', () => {
    let recognisedQty = '0'
    let sum = 0n
    for (const next of ['1', '2', '3']) {
      const found = recognise({ ...order, lines: [{ ...line, recognisedQty }] }, [{ lineId: id(5), qty: '1' }], {
        advances: [],
        baseCurrency: 'CNY',
      })
      sum += found.unbilledGross
      recognisedQty = next
    }
    expect(sum).toBe(11_300n)
  })
})

describe('the invariants', () => {
  const books = {
    subject: 'E1',
    balances: { '1122': 100n, '2203': -100n },
    openInvoices: 100n,
    deliveredNotInvoiced: 0n,
    deferredTax: 0n,
    invoicedNotDelivered: 0n,
    unappliedReceipts: 100n,
    goodsInTransit: 0n,
  }

  it('are silent over sound books and name what is not', () => {
    expect(ledgerBreaches(books)).toEqual([])
    expect(ledgerBreaches({ ...books, openInvoices: 90n }).map((one) => [one.rule, one.expected, one.found])).toEqual([
      ['receivable', '90', '100'],
    ])
    expect(ledgerBreaches({ ...books, balances: { '1122': 101n, '2203': -100n } }).map((one) => one.rule)).toEqual([
      'trial_balance',
      'receivable',
    ])
  })

  it('find stock promised twice, money counted twice and numbers left out', () => {
    expect(
      stockBreaches([{ id: 's', onHand: '5', reserved: '6', moved: '5', reservedByOrders: '6' }]).map(
        (one) => one.rule,
      ),
    ).toEqual(['reserved_on_hand'])
    expect(invoiceBreaches([{ id: 'i', gross: 100n, settled: 200n, open: -100n }]).map((one) => one.rule)).toEqual([
      'settled_gross',
    ])
    expect(numberBreaches('E1', [1, 2, 3])).toEqual([])
    expect(numberBreaches('E1', [3, 1])).toMatchObject([{ expected: '2', found: '3' }])
    expect(numberBreaches('E1', [1, 1])).toMatchObject([{ expected: '2', found: '1' }])
  })
})
