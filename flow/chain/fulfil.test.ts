/** From an order to its delivery: checks and holds, reservation, supply, shipping in parts, stock documents. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import {
  type Company,
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

const { arf, odk, rep, sm, whs } = people
const line = (given: Company, qty: string, more: Loose = {}): Loose => ({
  productId: given.productId,
  qty,
  price: '1000',
  ...more,
})
const stockOf = ({ world }: Company): Loose => world.all('stock')[0] as Loose
const openHolds = (order: Loose): string[] =>
  (order.holds as Loose[]).filter((one) => !one.releasedAt && !one.clearedAt).map((one) => one.code)

describe('an order', () => {
  it('takes lines, terms and owner from its contract, and only what is not yet ordered', () => {
    const given = company()
    const { world } = given
    const contractId = contracted(given)
    const first = ordered(given, {
      contractId,
      lines: [line(given, '40', { sourceLineId: (world.get(contractId).lines as Loose[])[0]?.id })],
    })
    expect(world.get(first.id)).toMatchObject({ state: 'confirmed', ownerId: rep, net: 4_000_000n })
    const second = world.do('ODK', odk, {
      object: 'order',
      act: 'create',
      input: { contractId, requestedDate: '2026-06-01' },
    })
    expect((second.lines as Loose[])[0]).toMatchObject({ qty: '60', unit: '台', price: '1000' })
    const change = {
      object: 'order',
      act: 'change',
      id: second.id,
      input: { lines: [{ ...line(given, '61'), id: (second.lines as Loose[])[0]?.id }] },
    }
    expect(codes(() => world.do('ODK', odk, change))).toEqual(['CONTRACT_AMOUNT_EXCEEDED'])
  })

  it('asks the price of its source, unless a manager lets another pass with a reason', () => {
    const given = company()
    const { world } = given
    const contractId = contracted(given)
    const order = world.do('ODK', odk, {
      object: 'order',
      act: 'create',
      input: { contractId, requestedDate: '2026-06-01', lines: [line(given, '10', { price: '999' })] },
    })
    const submit = { object: 'order', act: 'submit', id: order.id }
    expect(codes(() => world.do('ODK', odk, submit))).toEqual(['ORDER_PRICE_MISMATCH'])
    expect(codes(() => world.do('ODK', odk, { ...submit, confirm: ['ORDER_PRICE_MISMATCH'], reason: '价格' }))).toEqual(
      ['ORDER_PRICE_MISMATCH'],
    )
  })

  it('knows the purchase order of the customer only once', () => {
    const given = company()
    const make = () => ordered(given, { accountId: given.accountId, poNo: 'PO-1', lines: [line(given, '1')] })
    make()
    expect(codes(make)).toEqual(['ORDER_DUPLICATE_PO'])
  })

  it('is held for every failed check, each released by its own role and never by its maker', () => {
    const given = company()
    const { world, accountId } = given
    world.records.set(accountId, { ...world.get(accountId), creditLimit: 1_000_000n, riskLevel: 'blacklist' } as never)
    const { id } = ordered(given, {
      accountId,
      invoiceType: 'vat_special',
      lines: [line(given, '200', { price: '700' })],
    })
    expect(world.get(id).state).toBe('on_hold')
    expect(openHolds(world.get(id)).sort()).toEqual([
      'COMPLIANCE_HOLD',
      'CREDIT_LIMIT_EXCEEDED',
      'INVOICE_TITLE_INCOMPLETE',
      'MARGIN_BELOW_FLOOR',
      'STOCK_SHORT',
    ])
    const release = (act: string) => ({ object: 'order', act, id, reason: '已核实' })
    expect(codes(() => world.do('ARF', odk, release('releaseCredit')))).toEqual(['SOD_VIOLATION'])
    expect(codes(() => world.do('ARF', rep, release('releaseCredit')))).toEqual(['SOD_VIOLATION'])
    expect(codes(() => world.do('REP', arf, release('releaseCredit')))).toEqual(['FORBIDDEN'])
    expect(codes(() => world.do('ARF', arf, { ...release('releaseCredit'), reason: ' ' }))).toEqual(['REASON_REQUIRED'])
    world.do('ARF', arf, release('releaseCredit'))
    expect(codes(() => world.do('ARF', arf, release('releaseCredit')))).toEqual(['HOLD_NOT_OPEN'])
    world.do('WHS', whs, release('releaseStock'))
    world.do('LEG', sm, release('releaseCompliance'))
    expect(world.get(id).state).toBe('on_hold')
    expect(openHolds(world.get(id))).toEqual(['MARGIN_BELOW_FLOOR'])
  })

  it('is confirmed by itself once the last hold is gone', () => {
    const given = company()
    const { world, accountId } = given
    world.records.set(accountId, { ...world.get(accountId), creditLimit: 0n } as never)
    const { id } = ordered(given, { accountId, lines: [line(given, '10')] })
    expect(openHolds(world.get(id))).toEqual(['CREDIT_LIMIT_EXCEEDED'])
    receive(world, '11300', 'B-1')
    world.do('ODK', odk, { object: 'order', act: 'recheck', id })
    expect(world.get(id)).toMatchObject({ state: 'confirmed', promisedDate: '2026-05-20', confirmedBy: odk })
    expect(stockOf(given)).toMatchObject({ onHand: '150', reserved: '10', free: '140' })
    sound(world)
  })

  it('measures credit by what is open, unbilled, ordered and unapplied', () => {
    const given = company()
    const { world, accountId } = given
    world.records.set(accountId, { ...world.get(accountId), creditLimit: 2_260_000n } as never)
    expect(ordered(given, { accountId, lines: [line(given, '20')] }).state).toBe('confirmed')
    const { id } = ordered(given, { accountId, lines: [line(given, '1')] })
    expect((world.get(id).holds as Loose[])[0]).toMatchObject({
      code: 'CREDIT_LIMIT_EXCEEDED',
      details: { by: '1130.00' },
    })
  })

  it('changes with its checks: dates and quantities, never prices, never below what was shipped', () => {
    const given = company()
    const { world, accountId } = given
    const { id } = ordered(given, { accountId, lines: [line(given, '10')] })
    const rowId = (world.get(id).lines as Loose[])[0]?.id
    const change = (more: Loose) => ({ object: 'order', act: 'change', id, input: { lines: [{ id: rowId, ...more }] } })
    expect(codes(() => world.do('ODK', odk, change({ price: '900' })))).toEqual(['PRICE_CHANGE_NEEDS_AMENDMENT'])
    world.do('ODK', odk, change({ qty: '30' }))
    expect(stockOf(given)).toMatchObject({ reserved: '30' })
    world.do('ODK', odk, change({ qty: '12' }))
    expect(stockOf(given)).toMatchObject({ reserved: '12' })
    shipAll(world, id, [{ lineId: rowId, qty: '5' }])
    expect(world.get(id)).toMatchObject({ state: 'partially_shipped', deliveryStatus: 'partly_shipped' })
    expect(codes(() => world.do('ODK', odk, change({ qty: '4' })))).toEqual(['ORDER_QTY_BELOW_SHIPPED'])
    world.do('ODK', odk, change({ qty: '400' }))
    expect(world.get(id)).toMatchObject({ state: 'on_hold', promisedDate: '2026-05-20' })
    expect(openHolds(world.get(id))).toEqual(['STOCK_SHORT'])
    sound(world)
  })

  it('lets go of its stock when cancelled, and is not cancelled once goods left', () => {
    const given = company()
    const { world, accountId } = given
    const { id } = ordered(given, { accountId, lines: [line(given, '10')] })
    world.do('ODK', odk, { object: 'order', act: 'cancel', id, reason: '客户取消' })
    expect(stockOf(given)).toMatchObject({ reserved: '0', free: '150' })
    expect(world.get(id)).toMatchObject({ state: 'cancelled', committedNet: 0n, net: 1_000_000n })
    const other = ordered(given, { accountId, lines: [line(given, '10')] })
    const row = (world.get(other.id).lines as Loose[])[0]?.id
    deliver(world, shipAll(world, other.id, [{ lineId: row, qty: '4' }]))
    expect(codes(() => world.do('ODK', odk, { object: 'order', act: 'cancel', id: other.id, reason: '取消' }))).toEqual(
      ['INVALID_STATE'],
    )
    world.do('ODK', odk, { object: 'order', act: 'closeShort', id: other.id, reason: '客户不要了' })
    expect(world.get(other.id)).toMatchObject({ state: 'closed_short', committedNet: 400_000n })
    expect(stockOf(given)).toMatchObject({ onHand: '146', reserved: '0' })
    issue(world, world.all('invoice')[0]?.id)
    sound(world)
  })
})
