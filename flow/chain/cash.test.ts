/** From an order to the money in the bank: the worked chain, and what must hold after each step. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import {
  book,
  codes,
  company,
  contracted,
  deliver,
  issue,
  ordered,
  people,
  receive,
  shipAll,
  sound,
} from '../../test/support/firm.ts'
import { shippedAccounts } from '../cash/postings.ts'

const unbilled = shippedAccounts.unbilled
const { arf, odk, rep } = people

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
