/** Rule tests of the approval level of a quote. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../../kernel/fact.ts'
import { id } from '../../../kernel/given.ts'
import { line, machine, make } from '../../../test/support/quoteScene.ts'

describe('the level of approval', () => {
  const level = (input: Loose, facts: Loose = {}) => make(input, facts).record

  it('follows the deepest discount, thin margin, credit days and terms together', () => {
    const products = [machine, { ...machine, id: id(12), standardCost: '64.6' }].map((one) => ({
      ...one,
      standardCost: '64.6',
    }))
    const found = level(
      { lines: [line({ discount: '0.08' }), line({ productId: id(12), discount: '0.22' })], creditDays: 45 },
      { products },
    )
    expect([found.approvalLevel, found.approvalExtra, found.marginRate]).toEqual(['L2', ['ARF'], '0.24'])
  })

  it('is none up to ten per cent, the manager’s to twenty, the executive’s beyond', () => {
    const at = (discount: string) =>
      level({ lines: [line({ discount })] }, { products: [{ ...machine, standardCost: '1' }] }).approvalLevel
    expect(['0.1', '0.100001', '0.2', '0.3', '0.31', '1'].map(at)).toEqual(['L0', 'L1', 'L1', 'L2', 'L3', 'L3'])
  })

  it('counts a lower price and a discount on the whole as discount, and the cent they round by as none', () => {
    const cheap = [{ ...machine, listPrice: '33.33', standardCost: '1' }]
    expect(level({ lines: [line({ qty: '3', discount: '0.1' })] }, { products: cheap }).approvalLevel).toBe('L0')
    expect(level({ lines: [line({ price: '85' })] }).approvalLevel).toBe('L1')
    expect(level({ headerDiscount: '150' }).approvalLevel).toBe('L1')
  })

  it('rises below the floor price, on thin margin and for free goods', () => {
    const books = [
      { id: id(31), state: 'active', scope: 'standard', currency: 'CNY', validFrom: '2026-01-01', validTo: null },
    ]
    const entries = [{ parentId: id(31), productId: id(11), minQty: '0', listPrice: '100', floorPrice: '95' }]
    expect(level({ lines: [line({ price: '94' })] }, { books, entries }).approvalLevel).toBe('L2')
    expect(level({}, { products: [{ ...machine, standardCost: '81' }] }).approvalLevel).toBe('L2')
    expect(level({}, { products: [{ ...machine, standardCost: '91' }] }).approvalLevel).toBe('L3')
    expect(level({ lines: [line({ price: '0' })] }).approvalLevel).toBe('L3')
    expect(level({ creditDays: 61, nonStandardTerms: true })).toMatchObject({
      approvalLevel: 'L2',
      approvalExtra: ['ARF', 'LEG'],
    })
  })
})
