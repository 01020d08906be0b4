/** What the surviving record takes over from the one that goes, and where what hung on it is led. */
import { describe, expect, it } from 'vitest'
import { id } from '../../kernel/given.ts'
import { account } from '../sell/account/account.ts'
import { lead } from '../sell/lead/lead.ts'
import { choosable, strangersIn, takenOver } from '../sell/takeover.ts'
import { pointing } from './merging.ts'

const bare = { memberIds: [], custom: {} }

describe('A merger', () => {
  const survivor = {
    ...bare,
    id: id(7),
    createdAt: '2026-03-01',
    firstResponseAt: '2026-03-02',
    source: 'web',
    mobile: '1',
    bantNeed: 'unknown',
    companyName: '华夏泵业',
  }
  const gone = {
    ...bare,
    id: id(8),
    createdAt: '2026-02-01',
    source: 'expo',
    campaignId: id(9),
    email: 'a@b.cn',
    mobile: '2',
    bantNeed: 'explicit',
    lastActivityAt: '2026-04-01',
    doNotContact: true,
    companyName: '华夏泵业有限公司',
    memberIds: [id(3)],
    custom: { size: 'big' },
  }
  const over = (take: string[] = []) => takenOver('lead', lead.fields, { survivor, gone, take })

  it('keeps the earliest dates and the source of the older lead, and fills what is empty', () => {
    expect(over()).toEqual({
      firstCreatedAt: '2026-02-01',
      firstResponseAt: undefined,
      source: 'expo',
      campaignId: id(9),
      email: 'a@b.cn',
      bantNeed: 'explicit',
      lastActivityAt: '2026-04-01',
      doNotContact: true,
      memberIds: [id(3)],
      custom: { size: 'big' },
    })
  })
  it('takes the other value where a person chose it, and only there', () => {
    expect(over(['companyName'])).toMatchObject({ companyName: '华夏泵业有限公司' })
    expect(over(['companyName'])).not.toHaveProperty('mobile')
    expect(over(['source'])).toMatchObject({ source: 'expo' })
  })
  it('lets nobody choose what follows from rules', () => {
    expect(strangersIn(lead.fields, ['score', 'mobile', 'custom.size'])).toEqual(['score'])
    expect(strangersIn(lead.fields, 'mobile')).toEqual(['take'])
    expect(choosable(account.fields)).not.toContain('creditLimit')
  })
  it('of accounts keeps the other invoice title as history, the livelier life, the worse risk, and no loop', () => {
    const plain = {
      ...bare,
      id: id(1),
      parentId: id(2),
      invoiceName: '甲',
      lifecycle: 'prospect',
      type: 'prospect',
      riskLevel: 'low',
    }
    const other = { ...plain, id: id(2), parentId: null, invoiceName: '乙', lifecycle: 'active', type: 'customer' }
    const worse = { ...other, riskLevel: 'blacklist' }
    const taken = takenOver('account', account.fields, { survivor: plain, gone: worse, take: [] })
    expect(taken).toMatchObject({ lifecycle: 'active', type: 'customer', parentId: null, riskLevel: 'blacklist' })
    expect(taken.pastInvoiceTitles[0].invoiceName).toBe('乙')
    expect(taken).not.toHaveProperty('invoiceName')
  })
  it('leads own links, links in rows and links of own fields to the one that stays', () => {
    const places = [
      { place: 'accountId', rowId: null },
      { place: 'custom.partner', rowId: null },
      { place: 'members.leadId', rowId: id(4) },
      { place: 'members.contactId', rowId: id(4) },
    ]
    expect(pointing(places, id(5))).toEqual({
      accountId: id(5),
      custom: { partner: id(5) },
      members: [{ id: id(4), leadId: id(5), contactId: id(5) }],
    })
  })
})
