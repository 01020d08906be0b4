/** What money that comes in does: to invoices, to the customer's balance, and who may touch it. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { book, codes, company, issue, ordered, people, receive, sound } from '../../test/support/firm.ts'
import { shippedAccounts } from '../cash/postings.ts'

const _unbilled = shippedAccounts.unbilled
const { arf, arf2, rep, whs } = people

describe('payments', () => {
  /** Three invoices by hand: 10 000 due first, then 5 000 and 7 000 on one day. */
  function owing() {
    const given = company()
    const { world, accountId } = given
    const due: [string, number][] = [
      ['10000', 10],
      ['5000', 32],
      ['7000', 32],
    ]
    const invoices = due.map(([price, creditDays]) => {
      const draft = world.do('ARF', arf, {
        object: 'invoice',
        act: 'create',
        input: {
          source: 'manual',
          accountId,
          creditDays,
          lines: [{ description: '服务费', qty: '1', price, vatRate: 'exempt' }],
        },
      })
      return issue(world, draft.id).id as string
    })
    sound(world)
    return { ...given, invoices }
  }
  const opens = (world: ReturnType<typeof owing>['world'], ids: string[]) => ids.map((id) => world.get(id).openAmount)

  it('pay the oldest due date first, then by number', () => {
    const { world, invoices } = owing()
    const payment = receive(world, '18000', 'B-1')
    world.do('ARF', arf, { object: 'payment', act: 'allocate', id: payment.id })
    expect(opens(world, invoices)).toEqual([0n, 0n, 400_000n])
    expect(world.get(payment.id)).toMatchObject({ state: 'allocated', unapplied: 0n })
    sound(world)
  })

  it('go where a person says, and never beyond what is open or left', () => {
    const { world, invoices } = owing()
    const payment = receive(world, '9000', 'B-1')
    const allocate = (input: Loose) => () =>
      world.do('ARF', arf, { object: 'payment', act: 'allocate', id: payment.id, input })
    expect(codes(allocate({ invoiceId: invoices[1], amount: '5000.01' }))).toEqual(['OVER_ALLOCATION'])
    expect(codes(allocate({ invoiceId: invoices[0], amount: '9000.01' }))).toEqual(['OVER_ALLOCATION'])
    expect(
      codes(
        allocate({
          allocations: [
            { invoiceId: invoices[1], amount: '3000' },
            { invoiceId: invoices[1], amount: '3000' },
          ],
        }),
      ),
    ).toEqual(['OVER_ALLOCATION'])
    expect(codes(allocate({ allocations: [{ invoiceId: invoices[1], amount: '-1' }] }))).toContain('ALLOCATION_AMOUNT')
    expect(codes(allocate({ invoiceId: world.newId(), amount: '1' }))).toEqual(['INVOICE_NOT_OPEN'])
    allocate({
      allocations: [
        { invoiceId: invoices[1], amount: '5000' },
        { invoiceId: invoices[2], amount: '1000' },
      ],
    })()
    expect(opens(world, invoices)).toEqual([1_000_000n, 0n, 600_000n])
    expect(world.get(payment.id).unapplied).toBe(300_000n)
    sound(world)
  })

  it('can be taken back, and bounce, with every invoice open again and the books even', () => {
    const { world, invoices } = owing()
    const payment = receive(world, '18000', 'B-1')
    world.do('ARF', arf, { object: 'payment', act: 'allocate', id: payment.id })
    const back = { object: 'payment', act: 'deallocate', id: payment.id, input: { invoiceId: invoices[0] } }
    expect(codes(() => world.do('ARF', arf, back))).toEqual(['REASON_REQUIRED'])
    world.do('ARF', arf, { ...back, reason: '客户改付另一张' })
    expect(world.get(payment.id)).toMatchObject({ state: 'partially_allocated', unapplied: 1_000_000n })
    expect(world.get(invoices[0] as string)).toMatchObject({ state: 'issued', openAmount: 1_000_000n })
    sound(world)
    world.do('ARF', arf, { object: 'payment', act: 'reverse', id: payment.id, reason: '退票' })
    expect(opens(world, invoices)).toEqual([1_000_000n, 500_000n, 700_000n])
    expect(book(world)).toMatchObject({ '1002': 0n, '2203': 0n, '1122': 2_200_000n })
    sound(world)
  })

  it('wait for a person where an invoice is disputed', () => {
    const { world, invoices } = owing()
    world.do('ARF', arf, { object: 'invoice', act: 'openDispute', id: invoices[0], input: { reasonKind: 'price' } })
    expect(world.get(invoices[0] as string).disputedAmount).toBe(1_000_000n)
    const payment = receive(world, '11000', 'B-1')
    world.do('ARF', arf, { object: 'payment', act: 'allocate', id: payment.id })
    expect(opens(world, invoices)).toEqual([1_000_000n, 0n, 100_000n])
    world.do('ARF', arf, { object: 'invoice', act: 'closeDispute', id: invoices[0], input: { outcome: 'rejected' } })
    expect(world.get(invoices[0] as string).disputedAmount).toBe(0n)
  })

  it('are known by their bank reference and by their payer', () => {
    const { world, accountId } = owing()
    receive(world, '1', 'B-1')
    expect(codes(() => receive(world, '2', 'B-1'))).toEqual(['BANK_REF_DUPLICATE'])
    const other = world.do('ARF', arf, {
      object: 'payment',
      act: 'create',
      input: { amount: '5', currency: 'CNY', payerName: '别人公司', bankRef: 'B-2', method: 'bank' },
    })
    expect(other.state).toBe('registered')
    const claim = { object: 'payment', act: 'claim', id: other.id, input: { accountId } }
    expect(codes(() => world.do('ARF', arf, claim))).toEqual(['PAYER_MISMATCH'])
    world.do('ARF', arf, { ...claim, input: { accountId, payerProof: [world.newId()] } })
    expect(world.get(other.id)).toMatchObject({ state: 'claimed', accountId, ownerId: rep })
  })
})

describe('duties and periods', () => {
  it('keep apart who asks for an invoice by hand and who issues it', () => {
    const { world, accountId } = company()
    const draft = world.do('ARF', arf, {
      object: 'invoice',
      act: 'create',
      input: { source: 'manual', accountId, lines: [{ description: '培训', qty: '1', price: '100', vatRate: '0.06' }] },
    })
    world.do('ARF', arf, { object: 'invoice', act: 'request', id: draft.id })
    expect(codes(() => world.do('ARF', arf, { object: 'invoice', act: 'issue', id: draft.id }))).toEqual([
      'SOD_VIOLATION',
    ])
    expect(world.do('ARF', arf2, { object: 'invoice', act: 'issue', id: draft.id })).toMatchObject({
      state: 'issued',
      openAmount: 10_600n,
    })
    expect(book(world)).toMatchObject({ '1122': 10_600n, '6001': -10_000n, '2221.01': -600n })
  })

  it('refuse every posting to a closed month', () => {
    const given = company()
    const { world, accountId, entityId, productId } = given
    const { id } = ordered(given, { accountId, lines: [{ productId, qty: '1', price: '1000' }] })
    world.do('WHS', whs, { object: 'order', act: 'requestShipment', id })
    const shipment = world.all('shipment')[0]?.id as string
    world.do('WHS', whs, { object: 'shipment', act: 'pick', id: shipment })
    world.place('accountingPeriod', { entityId, month: '2026-05', state: 'closed' })
    const ship = { object: 'shipment', act: 'ship', id: shipment, input: { carrier: '顺丰' } }
    expect(codes(() => world.do('WHS', whs, ship))).toEqual(['PERIOD_CLOSED'])
    expect(codes(() => receive(world, '1', 'B-1'))).toEqual(['PERIOD_CLOSED'])
    world.now = '2026-06-01T01:00:00.000Z'
    expect(world.do('WHS', whs, ship).state).toBe('shipped')
    sound(world)
  })
})
