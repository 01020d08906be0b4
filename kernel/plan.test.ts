/** Tests of payment plans and of the default order in which a receipt pays. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateReceipt, planAmounts, planMatches } from './plan.ts'

describe('a payment plan', () => {
  test('of 10 000.00 at 33.33, 33.33 and 33.34 % is 3 333.00, 3 333.00 and 3 334.00', () => {
    const parts = ['33.33', '33.33', '33.34'].map((percent) => ({ percent }))
    expect(planAmounts(1000000n, parts)).toEqual({ ok: true, amounts: [333300n, 333300n, 333400n] })
  })

  test('of 99.99 at 30, 40 and 30 % loses no cent', () => {
    const parts = ['30', '40', '30'].map((percent) => ({ percent }))
    expect(planAmounts(9999n, parts)).toEqual({ ok: true, amounts: [3000n, 4000n, 2999n] })
  })

  test('mixes amounts and percentages, the last percentage taking the rounding', () => {
    const parts = [{ amount: 3333n }, { percent: '33.333' }, { percent: '33.333' }]
    expect(planAmounts(10000n, parts)).toEqual({ ok: true, amounts: [3333n, 3333n, 3334n] })
    expect(planAmounts(100000n, parts)).toMatchObject({ ok: false, code: 'PLAN_SUM_MISMATCH' })
  })

  test('refuses percentages that do not make 100, amounts that miss the gross, and no lines', () => {
    const thirds = ['33.33', '33.33', '33.33'].map((percent) => ({ percent }))
    expect(planAmounts(1000000n, thirds)).toEqual({ ok: false, code: 'PLAN_SUM_MISMATCH', sum: 999900n })
    expect(planAmounts(100n, thirds)).toMatchObject({ ok: false, code: 'PLAN_SUM_MISMATCH' })
    expect(planAmounts(100n, [{ amount: 99n }])).toEqual({ ok: false, code: 'PLAN_SUM_MISMATCH', sum: 99n })
    expect(planAmounts(100n, [])).toMatchObject({ ok: false, code: 'PLAN_EMPTY' })
  })

  test('always adds up when its percentages make 100', () => {
    const gross = fc.bigInt({ min: 0n, max: 10n ** 15n })
    fc.assert(
      fc.property(
        gross,
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 19 }),
        (total, cents) => {
          const rest = 10000 - cents.reduce((a, b) => a + b, 0)
          const parts = [...cents, rest].map((each) => ({ percent: (each / 100).toFixed(2) }))
          const plan = planAmounts(total, parts)
          expect(plan.ok && planMatches(total, plan.amounts)).toBe(true)
        },
      ),
    )
  })
})

describe('a receipt', () => {
  const items = [
    { no: 'I-C', dueDate: '2026-06-01', open: 700000n },
    { no: 'I-B', dueDate: '2026-06-01', open: 500000n },
    { no: 'I-A', dueDate: '2026-05-10', open: 1000000n },
  ]

  test('of 18 000 pays 10 000, 5 000 and 3 000: oldest due date first, then by number', () => {
    expect(allocateReceipt(1800000n, items)).toEqual({
      allocations: [
        { no: 'I-A', amount: 1000000n },
        { no: 'I-B', amount: 500000n },
        { no: 'I-C', amount: 300000n },
      ],
      unapplied: 0n,
    })
  })

  test('above everything open leaves the rest unapplied', () => {
    expect(allocateReceipt(2300000n, items).unapplied).toBe(100000n)
    expect(allocateReceipt(5n, [])).toEqual({ allocations: [], unapplied: 5n })
  })
})
