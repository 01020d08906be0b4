/** When a step may be taken back on the sentence that says it happened. */
import { expect, it } from 'vitest'
import type { ObjectMeta, TransitionMeta } from '../api/types.ts'
import { backOf } from './step.ts'

const step = (name: string, more: Partial<TransitionMeta> = {}): TransitionMeta =>
  ({ name, label: { zh: name, en: name }, from: ['open'], to: null, asks: [], takes: [], input: [], ...more }) as never
const lose = step('lose', { undo: 'reopen' })
const object = (back: TransitionMeta, can = true): ObjectMeta =>
  ({ transitions: [lose, back], can: { [back.name]: can } }) as unknown as ObjectMeta
const lost = [{ id: '1', version: 2, state: 'lost' }]

it('offers the step the declaration names, to those who may take it', () => {
  const back = step('reopen', { from: ['lost'] })
  expect(backOf(object(back), lose, lost)).toBe(back)
  expect(backOf(object(back, false), lose, lost)).toBeUndefined()
  expect(backOf(object(back), step('win'), lost)).toBeUndefined()
})

it('offers nothing where something must be typed first, or a record has gone on', () => {
  const asking = step('reopen', { from: ['lost'], asks: ['expectedCloseDate'] })
  expect(backOf(object(asking), lose, lost)).toBeUndefined()
  const back = step('reopen', { from: ['lost'] })
  expect(backOf(object(back), lose, [...lost, { id: '2', version: 1, state: 'open' }])).toBeUndefined()
  expect(backOf(object(back), lose, [])).toBeUndefined()
})
