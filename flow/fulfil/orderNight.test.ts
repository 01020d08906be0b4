/** Stock does not wait for an order that stays held longer than a week. */
import { expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { id } from '../../kernel/given.ts'
import { ordersTonight } from './orderNight.ts'

const now = '2026-06-10T18:00:00.000Z'
const hold = { openedAt: '2026-06-02T18:00:00.000Z', releasedAt: null, clearedAt: null }
const order = (more: Loose = {}) => ({
  id: id(1),
  state: 'on_hold',
  lines: [{ reservedQty: '3' }],
  holds: [hold],
  ...more,
})

it.each<[string, Loose, number]>([
  ['eight days', {}, 1],
  ['seven days to the second', { holds: [{ ...hold, openedAt: '2026-06-03T18:00:00.000Z' }] }, 0],
  ['a hold that was released', { holds: [{ ...hold, releasedAt: now }] }, 0],
  ['nothing reserved', { lines: [{ reservedQty: '0' }, { reservedQty: null }] }, 0],
  ['no longer held', { state: 'confirmed' }, 0],
])('%s', (_name, more, commands) => {
  expect(ordersTonight([order(more)], { now })).toHaveLength(commands)
})
