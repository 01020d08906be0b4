/** Tax and rounding (chain.md §0.2) on the documents themselves: the quote and the invoice of the same lines. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { company, deliver, issue, ordered, people, shipAll, sound } from '../../test/support/firm.ts'
import { make, line as quoteLine } from '../../test/support/quoteScene.ts'

type Mode = 'incl' | 'excl'
type Typed = readonly [qty: string, price: string, vatRate: string]

const three: Typed[] = [
  ['3', '33.33', '0.13'],
  ['1', '99.99', '0.13'],
  ['2', '50.005', '0.06'],
]

const figures = ({ net, tax, gross, lines }: Loose) => ({
  lines: lines.map((one: Loose) => [one.net, one.tax, one.gross]),
  total: [net, tax, gross],
})

function quoteOf(priceMode: Mode, lines: readonly Typed[], headerDiscount = '0') {
  const rows = lines.map(([qty, price, vatRate]) => quoteLine({ qty, price, vatRate, unit: '台' }))
  return figures(make({ priceMode, headerDiscount, lines: rows }).emits('quote.created').record)
}

function invoiceOf(priceMode: Mode, lines: readonly Typed[]) {
  const { world, accountId } = company()
  const rows = lines.map(([qty, price, vatRate]) => ({ description: '服务', qty, price, vatRate }))
  const made = world.do('ARF', people.arf, {
    object: 'invoice',
    act: 'create',
    input: { accountId, priceMode, lines: rows },
  })
  world.do('ARF', people.arf, { object: 'invoice', act: 'request', id: made.id })
  const issued = world.do('ARF', people.arf2, { object: 'invoice', act: 'issue', id: made.id })
  sound(world)
  expect(issued.openAmount).toBe(issued.gross)
  return figures(issued)
}

describe('a quote and an invoice of the same lines', () => {
  const cases: [string, Mode, Typed[], bigint[]][] = [
    ['113.00 with 13 %', 'incl', [['1', '113.00', '0.13']], [10_000n, 1_300n, 11_300n]],
    ['99.99 with 13 %', 'incl', [['1', '99.99', '0.13']], [8_849n, 1_150n, 9_999n]],
    ['1000.00 with 9 %', 'incl', [['1', '1000.00', '0.09']], [91_743n, 8_257n, 100_000n]],
    ['1000.00 with 6 %', 'incl', [['1', '1000.00', '0.06']], [94_340n, 5_660n, 100_000n]],
    ['100.00 at 0 %', 'excl', [['1', '100.00', '0.00']], [10_000n, 0n, 10_000n]],
    ['100.00 exempt', 'incl', [['1', '100.00', 'exempt']], [10_000n, 0n, 10_000n]],
    ['three lines at two rates', 'excl', three, [29_999n, 3_200n, 33_199n]],
    [
      'two rates in one price with tax',
      'incl',
      [
        ['1', '99.99', '0.13'],
        ['1', '1000.00', '0.06'],
      ],
      [103_189n, 6_810n, 109_999n],
    ],
  ]
  for (const [name, mode, lines, total] of cases) {
    it(`come to the same cent: ${name}`, () => {
      const invoice = invoiceOf(mode, lines)
      expect(invoice.total).toEqual(total)
      expect(quoteOf(mode, lines)).toEqual(invoice)
    })
  }

  it('round line by line and never tax a total anew', () => {
    expect(quoteOf('excl', three).lines).toEqual([
      [9_999n, 1_300n, 11_299n],
      [9_999n, 1_300n, 11_299n],
      [10_001n, 600n, 10_601n],
    ])
  })
})

describe('a discount on the whole', () => {
  it('of a quote is spread by what the lines amount to, to the cent', () => {
    const { lines, total } = quoteOf('excl', three, '100.00')
    expect(lines.map(([net]: bigint[]) => net)).toEqual([6_666n, 6_666n, 6_667n])
    expect(lines.map(([, tax]: bigint[]) => tax)).toEqual([867n, 867n, 400n])
    expect(total).toEqual([19_999n, 2_134n, 22_133n])
  })

  it('comes off what the customer pays where prices include tax', () => {
    const { total } = quoteOf(
      'incl',
      [
        ['1', '113.00', '0.13'],
        ['1', '106.00', '0.06'],
      ],
      '19.00',
    )
    expect(total[2]).toBe(20_000n)
  })

  it('of an order reaches its invoices, in parts and to the last cent', () => {
    const given = company()
    const { world, accountId } = given
    const productId = world.place('product', {
      code: 'P2',
      name: '配件',
      kind: 'goods',
      unit: '台',
      vatRate: '0.13',
      listPrice: '100',
      standardCost: '1',
      stockTracked: false,
      revRule: 'on_receipt',
    })
    const order = ordered(given, {
      accountId,
      headerDiscount: '100.00',
      lines: three.map(([qty, price, vatRate]) => ({ productId, qty, price, vatRate })),
    })
    expect([order.net, order.tax, order.gross]).toEqual([19_999n, 2_134n, 22_133n])
    const [first, , third] = world.get(order.id).lines as Loose[]
    const rows = [first, third].map((row) => ({ lineId: row?.id, qty: '1' }))
    deliver(world, shipAll(world, order.id, rows))
    deliver(world, shipAll(world, order.id))
    const invoices = world.all('invoice')
    const sum = (name: string) => invoices.reduce((total, one) => total + (one[name] as bigint), 0n)
    expect(invoices).toHaveLength(2)
    expect([sum('net'), sum('tax'), sum('gross')]).toEqual([19_999n, 2_134n, 22_133n])
    for (const one of invoices) issue(world, one.id)
    sound(world)
  })
})
