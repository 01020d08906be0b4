/** Whatever order things happen in, every invariant holds after each of them. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { type Company, codes, company, issue, ordered, people, receive, sound } from '../../test/support/firm.ts'

const { arf, odk, whs } = people
const _line = (given: Company, qty: string, more: Loose = {}): Loose => ({
  productId: given.productId,
  qty,
  price: '1000',
  ...more,
})
const _stockOf = ({ world }: Company): Loose => world.all('stock')[0] as Loose
const _openHolds = (order: Loose): string[] =>
  (order.holds as Loose[]).filter((one) => !one.releasedAt && !one.clearedAt).map((one) => one.code)

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
