/** What the surviving lead or account takes over from the one that goes. */
import { describe, expect, it } from 'vitest'
import { id } from '../../kernel/given.ts'
import { absorbedAccount, absorbedLead } from './merging.ts'

describe('A merger', () => {
  it('keeps the earliest dates and the source of the older lead, and fills what is empty', () => {
    const survivor = {
      id: id(7),
      createdAt: '2026-03-01',
      firstResponseAt: '2026-03-02',
      source: 'web',
      campaignId: null,
      email: null,
      mobile: '1',
      bantNeed: 'unknown',
      lastActivityAt: null,
    }
    const gone = {
      id: id(7),
      createdAt: '2026-02-01',
      firstResponseAt: null,
      source: 'expo',
      campaignId: id(9),
      email: 'a@b.cn',
      mobile: '2',
      bantNeed: 'explicit',
      lastActivityAt: '2026-04-01',
      doNotContact: true,
    }
    expect(absorbedLead(survivor, gone)).toMatchObject({
      firstCreatedAt: '2026-02-01',
      firstResponseAt: '2026-03-02',
      source: 'expo',
      campaignId: id(9),
      email: 'a@b.cn',
      bantNeed: 'explicit',
      lastActivityAt: '2026-04-01',
      doNotContact: true,
    })
    expect(absorbedLead(survivor, gone)).not.toHaveProperty('mobile')
  })
  it('of accounts keeps the other invoice title as history, the livelier life, and no loop of parents', () => {
    const survivor = {
      id: id(1),
      parentId: id(2),
      invoiceName: '甲',
      lifecycle: 'prospect',
      type: 'prospect',
      firstOrderAt: null,
      lastOrderAt: null,
      lastActivityAt: null,
    }
    const gone = {
      ...survivor,
      id: id(2),
      parentId: null,
      invoiceName: '乙',
      lifecycle: 'active',
      type: 'customer',
      firstOrderAt: '2025-01-01',
    }
    const taken = absorbedAccount(survivor, gone)
    expect(taken).toMatchObject({ lifecycle: 'active', type: 'customer', firstOrderAt: '2025-01-01', parentId: null })
    expect(taken.pastInvoiceTitles[0].invoiceName).toBe('乙')
    expect(taken).not.toHaveProperty('invoiceName')
  })
})
