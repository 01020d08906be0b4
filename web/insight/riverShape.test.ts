import { expect, test } from 'vitest'
import { periodOf } from './riverData.ts'
import { riverShape } from './riverShape.ts'

const box = { length: 800, breadth: 100, vertical: false }

test('breadth is proportional to the amount, and nothing is thinner than a hair', () => {
  const { shapes } = riverShape(
    [100, 50, 0].map((weight) => ({ weight, lostWeight: 0 })),
    box,
  )
  expect(shapes.map((shape) => shape.half)).toEqual([50, 25, 3])
})

test('stages stand side by side in order and the gaps between them join them', () => {
  const { shapes, gaps } = riverShape(
    [4, 3, 2, 1].map((weight) => ({ weight, lostWeight: 0 })),
    box,
  )
  for (const [index, gap] of gaps.entries()) {
    expect(gap.middle).toBeGreaterThan(shapes[index]?.to ?? Number.NaN)
    expect(gap.middle).toBeLessThan(shapes[index + 1]?.from ?? Number.NaN)
  }
  expect(gaps).toHaveLength(3)
})

test('a side arm shows only where something was lost', () => {
  const { gaps } = riverShape(
    [
      { weight: 4, lostWeight: 1 },
      { weight: 3, lostWeight: 0 },
      { weight: 1, lostWeight: 0 },
    ],
    box,
  )
  expect(gaps.map((gap) => gap.lostPath !== null)).toEqual([true, false])
})

test('without amounts every stage is drawn and no number is broken', () => {
  const { shapes } = riverShape([{ weight: 0, lostWeight: 0 }], box)
  expect(shapes[0]?.path).not.toContain('NaN')
})

test('periods are whole days of the calendar', () => {
  expect(periodOf('thisQuarter', '2026-05-20')).toEqual({ from: '2026-04-01', to: '2026-05-20' })
  expect(periodOf('last12', '2026-12-31')).toEqual({ from: '2026-01-01', to: '2026-12-31' })
  expect(periodOf('all', '2026-05-20')).toEqual({})
})
