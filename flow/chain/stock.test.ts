/** What is in the warehouse is never promised twice, and leaves only as far as an order goes. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import {
  type Company,
  codes,
  company,
  deliver,
  issue,
  ordered,
  people,
  shipAll,
  sound,
} from '../../test/support/firm.ts'

const { arf, odk, whs } = people
const line = (given: Company, qty: string, more: Loose = {}): Loose => ({
  productId: given.productId,
  qty,
  price: '1000',
  ...more,
})
const stockOf = ({ world }: Company): Loose => world.all('stock')[0] as Loose
const openHolds = (order: Loose): string[] =>
  (order.holds as Loose[]).filter((one) => !one.releasedAt && !one.clearedAt).map((one) => one.code)

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
