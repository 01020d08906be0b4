/** From an order to the money in the bank: the worked chain of the specification, and what must hold after each step. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { shippedAccounts } from '../cash/postings.ts'
import { book, codes, company, contracted, deliver, issue, ordered, people, receive, shipAll, sound } from './firm.ts'

const unbilled = shippedAccounts.unbilled
const { arf, arf2, odk, rep, whs } = people

describe('the worked chain', () => {
  it('goes from the first receipt to the last cent with every account as specified', () => {
    const given = company()
    const { world, accountId } = given
    const contractId = contracted(given)
    const plan = world.get(contractId).plan as Loose[]
    const { id: orderId } = ordered(given, { contractId })
    expect(world.get(orderId)).toMatchObject({
      state: 'confirmed',
      gross: 11_300_000n,
      ownerId: rep,
      promisedDate: '2026-05-20',
      billing: 'plan',
    })
    sound(world)

    const advance = receive(world, '33900', 'B-1')
    expect(advance).toMatchObject({ state: 'claimed', accountId, ownerId: rep })
    expect(book(world)).toMatchObject({ '1002': 3_390_000n, '2203': -3_390_000n })
    const draft = world.do('ARF', arf, {
      object: 'invoice',
      act: 'create',
      input: { source: 'plan', contractId, planLineId: plan[0]?.id, accountId },
    })
    const first = issue(world, draft.id)
    expect(first).toMatchObject({ dueDate: '2026-05-31', liabilityNet: 3_000_000n, orderId, tax: 390_000n })
    expect(first.fiscalNo).toMatch(/^E1-INV-2026-/)
    expect(book(world)).toMatchObject({ '1122': 3_390_000n, '2205': -3_000_000n, '2221.01': -390_000n })
    world.do('ARF', arf, { object: 'payment', act: 'allocate', id: advance.id })
    expect(world.get(first.id)).toMatchObject({ state: 'paid', openAmount: 0n })
    expect((world.get(contractId).plan as Loose[])[0]).toMatchObject({ state: 'paid' })
    sound(world)

    const shipment = shipAll(world, orderId)
    expect(book(world)).toMatchObject({ '1405': -6_000_000n, '1406': 6_000_000n })
    deliver(world, shipment)
    expect(book(world)).toMatchObject({
      '2205': 0n,
      [unbilled]: 7_910_000n,
      '6001': -10_000_000n,
      '2221.02': -910_000n,
      '6401': 6_000_000n,
      '1406': 0n,
    })
    expect(world.get(orderId)).toMatchObject({
      state: 'delivered',
      deliveryStatus: 'delivered',
      billingStatus: 'partly',
    })

    const second = issue(world, world.all('invoice').find((one) => one.planLineId === plan[1]?.id)?.id)
    expect(book(world)).toMatchObject({
      '1122': 6_780_000n,
      [unbilled]: 1_130_000n,
      '2221.02': -130_000n,
      '2221.01': -1_170_000n,
    })
    const more = receive(world, '70000', 'B-2')
    world.do('ARF', arf, { object: 'payment', act: 'allocate', id: more.id })
    expect(world.get(second.id).state).toBe('paid')
    expect(world.get(more.id)).toMatchObject({ state: 'partially_allocated', unapplied: 220_000n })
    sound(world)

    world.do('ODK', odk, { object: 'order', act: 'accept', id: orderId })
    const third = issue(world, world.all('invoice').find((one) => one.planLineId === plan[2]?.id)?.id)
    expect(third).toMatchObject({ gross: 1_130_000n, net: 1_000_000n, tax: 130_000n })
    expect(world.get(orderId).state).toBe('completed')
    const last = receive(world, '11299.50', 'B-3')
    world.do('ARF', arf, { object: 'payment', act: 'allocate', id: last.id })
    expect(world.get(third.id)).toMatchObject({ state: 'paid', writtenOff: 50n, openAmount: 0n })
    sound(world)

    expect(book(world)).toEqual({
      '1002': 11_519_950n,
      '2203': -220_000n,
      '1122': 0n,
      '2205': 0n,
      '2221.01': -1_300_000n,
      '1406': 0n,
      '1405': -6_000_000n,
      [unbilled]: 0n,
      '6001': -10_000_000n,
      '2221.02': 0n,
      '6401': 6_000_000n,
      '6603': 50n,
    })
    expect(world.get(contractId)).toMatchObject({ state: 'completed' })
    expect(world.get(orderId)).toMatchObject({ billingStatus: 'full', paymentStatus: 'full' })
  })

  it('bills an order without a contract by delivery, part by part, to the last cent', () => {
    const given = company()
    const { world, accountId, productId } = given
    const { id } = ordered(given, {
      accountId,
      lines: [{ productId, qty: '7', unit: '箱', price: '9999.99', vatRate: '0.13' }],
    })
    expect(world.get(id)).toMatchObject({ state: 'confirmed', billing: 'shipment' })
    const lineId = (world.get(id).lines as Loose[])[0]?.id
    expect((world.get(id).lines as Loose[])[0]).toMatchObject({ baseQty: '70', reservedQty: '70' })
    for (const qty of ['2', '4', '1']) deliver(world, shipAll(world, id, [{ lineId, qty }]))
    const drafts = world.all('invoice')
    expect(drafts.map((one) => one.state)).toEqual(['draft', 'draft', 'draft'])
    for (const one of drafts) {
      issue(world, one.id)
      sound(world)
    }
    const sum = drafts.reduce((all, one) => all + (one.gross as bigint), 0n)
    expect(sum).toBe(world.get(id).gross)
    expect(world.get(id)).toMatchObject({ state: 'completed', unbilledGross: 0n, unbilledTax: 0n })
    expect(book(world)).toMatchObject({ [unbilled]: 0n, '2221.02': 0n, '1406': 0n, '6401': 4_200_000n })
  })

  it('never bills more than was delivered, and a void draft gives back what it took', () => {
    const given = company()
    const { world, accountId, productId } = given
    const { id } = ordered(given, { accountId, lines: [{ productId, qty: '10', price: '1000' }] })
    const lineId = (world.get(id).lines as Loose[])[0]?.id
    deliver(world, shipAll(world, id, [{ lineId, qty: '4' }]))
    const draft = world.all('invoice')[0] as Loose
    const bill = (qty: string) => ({
      object: 'invoice',
      act: 'create',
      input: { source: 'delivery', orderId: id, accountId, lines: [{ orderLineId: lineId, qty }] },
    })
    expect(codes(() => world.do('ARF', arf, bill('1')))).toEqual(['INVOICE_EXCEEDS_BILLABLE'])
    world.do('ARF', arf, { object: 'invoice', act: 'void', id: draft.id, reason: '开错' })
    expect(codes(() => world.do('ARF', arf, bill('5')))).toEqual(['INVOICE_EXCEEDS_BILLABLE'])
    expect(world.do('ARF', arf, bill('4'))).toMatchObject({ state: 'draft', gross: 452_000n })
  })

  it('keeps the ledger apart from the currency of the documents', () => {
    const given = company()
    const { world, accountId, productId } = given
    const { id } = ordered(given, {
      accountId,
      currency: 'USD',
      fxRate: '7.1',
      lines: [{ productId, qty: '20', price: '1000', vatRate: '0.00' }],
    })
    deliver(world, shipAll(world, id))
    expect(book(world)).toMatchObject({ [unbilled]: 14_200_000n, '6001': -14_200_000n })
    const invoice = issue(world, world.all('invoice')[0]?.id)
    const payment = world.do('ARF', arf, {
      object: 'payment',
      act: 'create',
      input: { amount: '20000', currency: 'USD', fxRate: '7.05', payerName: '客户甲', bankRef: 'U-1', method: 'bank' },
    })
    sound(world)
    world.do('ARF', arf, { object: 'payment', act: 'allocate', id: payment.id, input: { invoiceId: invoice.id } })
    expect(book(world)).toMatchObject({ '1002': 14_100_000n, '1122': 0n, '2203': 0n, '6603': 100_000n })
    sound(world)
  })
})

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
