/** What pools, their rules and campaigns allow and refuse. */
import { describe, expect, it } from 'vitest'
import { given, id, otherId, personId, testDept } from '../../kernel/given.ts'
import { assignmentRule } from './assignmentRule.ts'
import { closesOn } from './attribution.ts'
import { campaign } from './campaign.ts'
import { hiddenInPool, isMember } from './membership.ts'
import { pool } from './pool.ts'
import { scoringRule } from './scoringRule.ts'

describe('A pool', () => {
  const members = [{ role: 'REP' }]
  it('needs members, one default per kind, and is retired when empty', () => {
    given(pool).as('OPS').facts({ otherDefaults: 0 }).when('create', { name: '华东' }).refuses('POOL_MEMBERS_REQUIRED')
    given(pool)
      .as('OPS')
      .facts({ otherDefaults: 0 })
      .when('create', { name: '华东', members: [{}] })
      .refuses('POOL_MEMBER_EMPTY')
    given(pool)
      .as('OPS')
      .facts({ otherDefaults: 1 })
      .when('create', { name: '华东', members, isDefault: true })
      .refuses('POOL_DEFAULT_TAKEN')
    given(pool)
      .as('OPS')
      .facts({ otherDefaults: 0 })
      .when('create', { name: '华东', members })
      .leaves({ dailyClaimLimit: 20, holdingLimit: 100, cooldownDays: 7 })
    given(pool)
      .in('active', { name: '华东' })
      .as('OPS')
      .facts({ waitingLeads: 2, waitingAccounts: 0 })
      .when('retire')
      .refuses('POOL_NOT_EMPTY')
  })
  it('counts a row as a person, a department or a role, all filled cells agreeing', () => {
    const bo = { id: otherId, departmentId: testDept, roles: ['REP'] }
    const row = { userId: null, departmentId: null, role: null }
    expect(isMember([{ ...row, role: 'REP' }], bo)).toBe(true)
    expect(isMember([{ ...row, departmentId: testDept, role: 'SDR' }], bo)).toBe(false)
    expect(isMember([{ ...row, userId: otherId }], bo)).toBe(true)
    expect(isMember([row], bo)).toBe(false)
  })
  it('hides contact fields it does not name', () => {
    expect(hiddenInPool(['contactName'])).toEqual(['mobile', 'phone', 'email', 'wechat'])
  })
})

describe('Rules', () => {
  it('are complete', () => {
    given(scoringRule)
      .as('OPS')
      .when('create', { name: 'x', kind: 'fit', points: 10 })
      .refuses('SCORING_FIELD_REQUIRED')
    given(scoringRule)
      .as('OPS')
      .when('create', { name: 'x', kind: 'engagement', points: 10 })
      .refuses('SCORING_SIGNAL_REQUIRED')
    given(assignmentRule).as('OPS').when('create', { name: 'x' }).refuses('ASSIGNMENT_CANDIDATES_REQUIRED')
  })
  it('count whom they served', () => {
    const candidates = [
      { id: id(1), userId: otherId, weight: '1', assigned: 2 },
      { id: id(2), userId: personId, weight: '1', assigned: 1 },
    ]
    const served = given(assignmentRule)
      .in('active', { name: 'x', strategy: 'weighted', candidates })
      .bySystem()
      .when('serve', { userId: otherId })
    expect(served.record.candidates[0].assigned).toBe(3)
    served.leaves({ lastUserId: otherId })
  })
})

describe('A campaign', () => {
  const values = {
    name: '智造展',
    type: 'expo',
    startDate: '2026-03-01',
    endDate: '2026-03-03',
    currency: 'CNY',
    budget: 2_200_000n,
  }
  it('is planned with dates in order and a budget (CA1)', () => {
    given(campaign)
      .as('MKT')
      .when('create', { ...values, budget: '100', endDate: '2026-02-28' })
      .refuses('CAMPAIGN_DATE_RANGE')
    given(campaign)
      .in('draft', { ...values, budget: 0n })
      .as('MKT')
      .when('submit')
      .refuses('CAMPAIGN_BUDGET_REQUIRED')
    given(campaign).in('draft', values).as('MKT').when('submit').emits('campaign.planned')
  })
  it('starts once a large budget was approved by someone else (CA2)', () => {
    const large = { ...values, budget: 60_000_000n }
    given(campaign).in('planned', values).as('MKT').when('start').emits('campaign.started')
    given(campaign).in('planned', large).as('MKT').when('start').refuses('APPROVAL_PENDING')
    given(campaign).in('planned', large).as('MKT').when('approveBudget').refuses('SOD_VIOLATION')
    given(campaign)
      .in('planned', { ...large, ownerId: otherId })
      .as('EXE')
      .when('approveBudget')
      .leaves({ budgetApprovedBy: personId })
    given(campaign).in('planned', large).as('MKT').with({ gates: false }).when('start').emits('campaign.started')
  })
  it('loses the approval when the budget changes', () => {
    const approved = { ...values, budgetApprovedAt: '2026-01-01T00:00:00.000Z', budgetApprovedBy: otherId }
    given(campaign)
      .in('planned', approved)
      .as('MKT')
      .when('change', { budget: '900000' })
      .leaves({ budgetApprovedAt: null })
  })
  it('completes with its cost, where zero is an answer and nothing is not (CA3)', () => {
    given(campaign).in('active', values).as('MKT').when('complete').refuses('CAMPAIGN_COST_MISSING')
    given(campaign).in('active', values).as('MKT').when('complete', { actualCost: '0' }).emits('campaign.completed')
    expect(closesOn('2026-03-03')).toBe('2026-04-03')
  })
  it('is cancelled only before it cost anything (CA4)', () => {
    given(campaign).in('planned', values).as('MKT').facts({ costs: 1 }).when('cancel').refuses('CAMPAIGN_HAS_COST')
    given(campaign).in('planned', values).as('MKT').facts({ costs: 0 }).when('cancel').emits('campaign.cancelled')
  })
  it('adds up its costs, and names each member as a lead or a contact', () => {
    given(campaign)
      .in('active', values)
      .bySystem()
      .facts({ spent: 2_200_000n })
      .when('tally')
      .leaves({ actualCost: 2_200_000n })
    given(campaign)
      .in('active', values)
      .as('MKT')
      .when('change', { members: [{ status: 'sent' }] })
      .refuses('CAMPAIGN_MEMBER_ONE')
  })
})
