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
} from './firm.ts'

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

describe('stock', () => {
  it('is never promised twice: what one order waits for, the next cannot have', () => {
    const given = company()
    const { world, accountId, productId, warehouseId } = given
    const first = ordered(given, { accountId, lines: [line(given, '200')] })
    expect(first.state).toBe('on_hold')
    expect((world.get(first.id).holds as Loose[])[0]).toMatchObject({
      code: 'STOCK_SHORT',
      details: { missing: '50', first_date: '—' },
    })
    world.do('ODK', odk, { object: 'order', act: 'requestSupply', id: first.id })
    const request = world.all('shortage')[0] as Loose
    expect(request).toMatchObject({
      qty: '50',
      orderId: first.id,
      unit: '台',
      state: 'open',
      derivedFrom: { object: 'order', id: first.id },
    })
    expect(codes(() => world.do('ODK', odk, { object: 'order', act: 'requestSupply', id: first.id }))).toEqual([
      'NOTHING_MISSING',
    ])
    world.do('WHS', whs, { object: 'shortage', act: 'order', id: request.id, input: { expectedDate: '2026-05-15' } })
    world.do('ODK', odk, { object: 'order', act: 'recheck', id: first.id })
    expect(world.get(first.id).state).toBe('confirmed')
    expect(stockOf(given)).toMatchObject({ reserved: '150', free: '0' })
    const second = ordered(given, { accountId, lines: [line(given, '1')] })
    expect(openHolds(world.get(second.id))).toEqual(['STOCK_SHORT'])
    const receipt = world.do('WHS', whs, {
      object: 'movement',
      act: 'create',
      input: {
        kind: 'receive',
        warehouseId,
        lines: [{ productId, qty: '60', unitCost: '650', shortageId: request.id }],
      },
    })
    world.do('WHS', whs, { object: 'movement', act: 'post', id: receipt.id })
    expect(world.get(request.id)).toMatchObject({ state: 'fulfilled', receivedQty: '60' })
    expect((world.get(first.id).lines as Loose[])[0]).toMatchObject({ reservedQty: '200', backQty: '0' })
    expect(stockOf(given)).toMatchObject({
      onHand: '210',
      reserved: '200',
      value: 12_900_000n,
      averageCost: '614.285714',
    })
    world.do('ODK', odk, { object: 'order', act: 'recheck', id: second.id })
    expect(world.get(second.id).state).toBe('confirmed')
    sound(world)
  })

  it('keeps what is reserved from counts, transfers and other shipments', () => {
    const given = company()
    const { world, accountId, productId, warehouseId } = given
    ordered(given, { accountId, lines: [line(given, '140')] })
    const move = (input: Loose) => {
      const made = world.do('WHS', whs, { object: 'movement', act: 'create', input: { warehouseId, ...input } })
      return () => world.do('WHS', whs, { object: 'movement', act: 'post', id: made.id, reason: '盘点' })
    }
    const other = world.place('warehouse', { code: 'W2', name: '二号仓' })
    expect(codes(move({ kind: 'count', lines: [{ productId, qty: '139' }] }))).toEqual(['STOCK_RESERVED'])
    expect(codes(move({ kind: 'transfer', toWarehouseId: other, lines: [{ productId, qty: '11' }] }))).toEqual([
      'STOCK_RESERVED',
    ])
    expect(codes(move({ kind: 'transfer', toWarehouseId: warehouseId, lines: [{ productId, qty: '1' }] }))).toEqual([
      'TRANSFER_TARGET',
    ])
    move({ kind: 'transfer', toWarehouseId: other, lines: [{ productId, qty: '1', unit: '箱' }] })()
    expect(world.all('stock').map((one) => [one.onHand, one.value])).toEqual([
      ['140', 8_400_000n],
      ['10', 600_000n],
    ])
    move({ kind: 'count', lines: [{ productId, qty: '141' }] })()
    expect(stockOf(given)).toMatchObject({ onHand: '141', value: 8_460_000n })
    move({ kind: 'adjust', lines: [{ productId, qty: '-1' }] })()
    expect(stockOf(given)).toMatchObject({ onHand: '140', reserved: '140', value: 8_400_000n })
  })

  it('leaves with a shipment only as far as the order goes, and not by whoever confirmed it', () => {
    const given = company()
    const { world, accountId } = given
    const { id } = ordered(given, { accountId, lines: [line(given, '10')] })
    const rowId = (world.get(id).lines as Loose[])[0]?.id
    const request = (qty: string) => () =>
      world.do('WHS', whs, { object: 'order', act: 'requestShipment', id, input: { lines: [{ lineId: rowId, qty }] } })
    expect(codes(request('11'))).toEqual(['SHIP_QTY_EXCEEDS'])
    request('6')()
    expect(codes(request('5'))).toEqual(['SHIP_QTY_EXCEEDS'])
    request('4')()
    expect(codes(request('1'))).toEqual(['NOTHING_TO_SHIP'])
    const shipment = world.all('shipment')[0] as Loose
    expect(world.do('WHS', whs, { object: 'shipment', act: 'pick', id: shipment.id }).state).toBe('picked')
    expect(world.get(id).state).toBe('in_fulfilment')
    const ship = { object: 'shipment', act: 'ship', id: shipment.id, input: { carrier: '顺丰' } }
    expect(codes(() => world.do('WHS', odk, ship))).toEqual(['SOD_VIOLATION'])
    world.do('ODK', odk, { object: 'order', act: 'hold', id, input: { kind: 'credit', note: '付款风险' } })
    expect(codes(() => world.do('WHS', whs, ship))).toEqual(['ORDER_ON_HOLD'])
    expect(codes(() => world.do('ODK', odk, { object: 'order', act: 'cancel', id, reason: '取消' }))).toEqual([
      'ORDER_HAS_SHIPMENT',
    ])
    world.do('ARF', arf, { object: 'order', act: 'releaseCredit', id, reason: '已付款' })
    world.do('WHS', whs, ship)
    expect(stockOf(given)).toMatchObject({ onHand: '144', reserved: '4' })
    world.settings = { ...world.settings, evidenceFiles: true }
    const arrive = { object: 'shipment', act: 'deliver', id: shipment.id }
    expect(codes(() => world.do('WHS', whs, arrive))).toEqual(['POD_REQUIRED'])
    const podFiles = [world.newId()]
    expect(
      codes(() => world.do('WHS', whs, { ...arrive, input: { podFiles, deliveredOn: '2026-04-01T00:00:00Z' } })),
    ).toEqual(['DELIVERED_BEFORE_SHIPPED'])
    expect(world.do('WHS', whs, { ...arrive, input: { podFiles } })).toMatchObject({ state: 'delivered' })
    sound(world)
  })

  it('of services needs none: the customer accepts them, and revenue follows', () => {
    const given = company()
    const { world, accountId } = given
    const service = world.place('product', {
      code: 'S1',
      name: '安装',
      kind: 'service',
      unit: '次',
      vatRate: '0.06',
      listPrice: '500',
      stockTracked: false,
      revRule: 'on_acceptance',
    })
    const { id } = ordered(given, { accountId, lines: [{ productId: service, qty: '2' }, line(given, '1')] })
    expect((world.get(id).lines as Loose[])[0]).toMatchObject({ price: '500', vatRate: '0.06' })
    world.do('ODK', odk, { object: 'order', act: 'accept', id })
    expect(world.get(id)).toMatchObject({ deliveryStatus: 'partly_delivered', unbilledGross: 106_000n })
    sound(world)
    deliver(world, shipAll(world, id))
    for (const one of world.all('invoice')) issue(world, one.id)
    expect(world.get(id)).toMatchObject({ state: 'completed', unbilledGross: 0n })
    sound(world)
  })
})

describe('any order of events', () => {
  /** A small generator, so that a failing run can be played again. */
  const random = (seed: number) => () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }

  it.each([1, 2, 3, 4])('leaves the books in order (run %i)', (seed) => {
    const given = company()
    const { world, accountId, productId } = given
    const next = random(seed)
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)]
    const some = (object: string, ...states: string[]) =>
      pick(world.all(object).filter((one) => states.includes(one.state)))?.id as string | undefined
    const qty = () => String(1 + Math.floor(next() * 5))
    let ref = 0
    const steps: (() => unknown)[] = [
      () =>
        ordered(given, {
          accountId,
          lines: [
            { productId, qty: qty(), unit: next() < 0.3 ? '箱' : '台', price: String(100 + next() * 900).slice(0, 7) },
          ],
        }),
      () =>
        world.do('WHS', whs, {
          object: 'order',
          act: 'requestShipment',
          id: some('order', 'confirmed', 'partially_shipped') ?? '',
        }),
      () => world.do('WHS', whs, { object: 'shipment', act: 'pick', id: some('shipment', 'draft') ?? '' }),
      () =>
        world.do('WHS', whs, {
          object: 'shipment',
          act: 'ship',
          id: some('shipment', 'picked') ?? '',
          input: { carrier: '德邦' },
        }),
      () => world.do('WHS', whs, { object: 'shipment', act: 'deliver', id: some('shipment', 'shipped') ?? '' }),
      () => issue(world, some('invoice', 'draft') ?? ''),
      () => receive(world, String(Math.floor(next() * 9000) + 1), `R-${seed}-${ref++}`),
      () =>
        world.do('ARF', arf, {
          object: 'payment',
          act: 'allocate',
          id: some('payment', 'claimed', 'partially_allocated') ?? '',
        }),
      () =>
        world.do('ARF', arf, {
          object: 'payment',
          act: 'reverse',
          id: some('payment', 'allocated') ?? '',
          reason: '退票',
        }),
      () =>
        world.do('ODK', odk, {
          object: 'order',
          act: 'cancel',
          id: some('order', 'confirmed', 'on_hold') ?? '',
          reason: '取消',
        }),
    ]
    for (let turn = 0; turn < 120; turn++) {
      codes(pick(steps) as () => unknown)
      sound(world)
    }
    expect(world.events.length).toBeGreaterThan(60)
  })
})
