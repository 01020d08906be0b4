/** What a lead allows and refuses when it is made and while it waits in the pool. */
import { describe, expect, it } from 'vitest'
import { given, id, otherId, personId, testDept } from '../../../kernel/given.ts'
import { lead } from './lead.ts'

const poolId = id(0x900)
const pool = {
  id: poolId,
  name: '华东',
  holdingLimit: 100,
  dailyClaimLimit: 20,
  cooldownDays: 7,
  adminIds: [],
  departmentId: null,
  recycles: true,
  firstFollowWd: 3,
  staleDays: 15,
  maxHoldDays: 60,
  extensionDays: 7,
  members: [{ userId: null, departmentId: null, role: 'REP' }],
}
const rep = { id: personId, state: 'active', departmentId: testDept, roles: ['REP'] }
const none = { scoringRules: [], activities: [], responses: [], duplicates: [] }
const fresh = { ...none, pool: null, defaultPools: [pool], owner: rep, heldByOwner: 0 }
const input = { companyName: '上海智造', contactName: '王芳', mobile: '13812345678', source: 'expo' }
const twin = {
  object: 'account',
  id: id(0x77),
  state: 'held',
  score: 100,
  ownerId: otherId,
  ownerName: '李雷',
  deptName: '华北',
  visible: false,
  createdAt: '2026-01-01T00:00:00.000Z',
}
const worked = {
  ...input,
  mobile: '+8613812345678',
  name: '上海智造',
  poolId,
  assignedAt: '2026-05-20T02:00:00.000Z',
  heldOn: '2026-05-20',
}

describe('A new lead', () => {
  it('belongs to the rep who enters it, in the department of the rep, with its timers started', () => {
    given(lead)
      .as('REP')
      .facts(fresh)
      .at('2026-04-30T09:00:00Z', '2026-04-30')
      .when('create', input)
      .emits('lead.created')
      .leaves({
        state: 'assigned',
        ownerId: personId,
        deptId: testDept,
        poolId,
        heldOn: '2026-04-30',
        recycleDueOn: '2026-05-08',
        name: '上海智造',
      })
  })
  it('waits in the pool when marketing enters it, or no owner is wanted', () => {
    given(lead).as('MKT').facts(fresh).when('create', input).leaves({ state: 'pool', ownerId: null, poolId })
    given(lead)
      .as('SDR')
      .facts({ ...fresh, owner: null })
      .when('create', { ...input, ownerId: null })
      .leaves({ state: 'pool', ownerId: null })
  })
  it('needs a name and a way to reach someone', () => {
    given(lead)
      .as('REP')
      .facts(fresh)
      .when('create', { source: 'web' })
      .refuses('LEAD_NAME_REQUIRED', 'LEAD_CONTACT_METHOD_REQUIRED')
  })
  it('is refused with a wrong check digit of the credit code', () => {
    given(lead)
      .as('REP')
      .facts(fresh)
      .when('create', { ...input, uscc: '91350100M000100Y44' })
      .refuses('USCC_CHECKSUM')
    given(lead)
      .as('REP')
      .facts(fresh)
      .when('create', { ...input, uscc: '91350100M000100Y43' })
      .emits('lead.created')
  })
  it('is blocked by a sure duplicate, of which no more is told than who holds it', () => {
    const blocked = given(lead)
      .as('REP')
      .facts({ ...fresh, duplicates: [twin] })
      .when('create', input)
      .refuses('LEAD_DUPLICATE_BLOCKED')
    const { details } = blocked.refusal('LEAD_DUPLICATE_BLOCKED')
    expect(details).toMatchObject({ owner: '李雷', dept: '华北', score: 100 })
    expect(JSON.stringify(details)).not.toContain(twin.id)
  })
  it('passes a sure duplicate when a manager gives a reason, which stays in the event', () => {
    const outcome = given(lead)
      .as('SM')
      .facts({ ...fresh, duplicates: [twin] })
      .when('create', input, { confirm: ['LEAD_DUPLICATE_BLOCKED'], reason: '两家分公司' })
    expect(outcome.event.passed).toEqual(['LEAD_DUPLICATE_BLOCKED'])
  })
  it('warns of a likeness, which anyone may confirm', () => {
    const facts = { ...fresh, duplicates: [{ ...twin, score: 60 }] }
    given(lead).as('REP').facts(facts).when('create', input).refuses('LEAD_DUPLICATE_POSSIBLE')
    given(lead)
      .as('REP')
      .facts(facts)
      .when('create', input, { confirm: ['LEAD_DUPLICATE_POSSIBLE'] })
      .emits('lead.created')
  })
  it('of a customer it names is no duplicate of that customer', () => {
    given(lead)
      .as('REP')
      .facts({ ...fresh, duplicates: [twin] })
      .when('create', { ...input, accountId: twin.id })
      .emits('lead.created')
  })
  it('does not go to someone whose hands are full, unless a manager says so', () => {
    const facts = { ...fresh, heldByOwner: 100 }
    given(lead).as('REP').facts(facts).when('create', input).refuses('POOL_HOLDING_LIMIT')
    given(lead)
      .as('SM')
      .facts(facts)
      .when('create', input, { confirm: ['POOL_HOLDING_LIMIT'], reason: '旺季' })
      .emits('lead.created')
  })
  it('cannot be given to someone by marketing', () => {
    given(lead)
      .as('MKT')
      .facts(fresh)
      .when('create', { ...input, ownerId: otherId })
      .refuses('LEAD_OWNER_FORBIDDEN')
  })
  it('scores what fits: form and visits as specified', () => {
    const facts = {
      ...fresh,
      scoringRules: [
        { kind: 'fit', field: 'source', operator: 'equals', value: 'expo', points: 70 },
        { kind: 'engagement', signal: 'call', points: 20 },
        { kind: 'engagement', signal: 'email', points: 5 },
        { kind: 'engagement', signal: 'attended', points: 15 },
      ],
      activities: [
        { type: 'call', startAt: '2026-06-01T02:00:00.000Z' },
        { type: 'email', startAt: '2026-05-02T02:00:00.000Z' },
      ],
      responses: [{ status: 'attended', respondedAt: '2026-04-02T02:00:00.000Z' }],
    }
    given(lead)
      .as('REP')
      .facts(facts)
      .at('2026-06-01T02:00:00Z')
      .when('create', input)
      .leaves({ fitScore: 70, engagementScore: '26.25', score: '52.5', grade: 'C' })
  })
  it('from a history import keeps its state and records what it lacks', () => {
    const outcome = given(lead)
      .as('OPS')
      .inHistory()
      .facts({ ...fresh, owner: null })
    outcome
      .as('SM')
      .when('create', { companyName: '旧线索', source: 'web', state: 'disqualified' })
      .leaves({ state: 'disqualified', importedGap: ['LEAD_CONTACT_METHOD_REQUIRED', 'TARGET_INACTIVE'] })
  })
})

describe('The pool', () => {
  const waiting = { ...worked, ownerId: null, deptId: testDept, assignedAt: null, heldOn: null }
  const facts = { pool, defaultPools: [], owner: null, claimer: rep, claimsToday: 3, heldByMe: 5 }
  const scene = () =>
    given(lead)
      .in('pool', waiting)
      .as('REP', { pools: [poolId] })
  it('gives a lead to the member who claims it', () => {
    scene()
      .facts(facts)
      .when('claim')
      .emits('lead.claimed')
      .leaves({ state: 'assigned', ownerId: personId, recycleCount: 0 })
  })
  it('gives nothing beyond the daily quota, the holding limit, or within the cooldown', () => {
    scene()
      .facts({ ...facts, claimsToday: 20 })
      .when('claim')
      .refuses('POOL_CLAIM_QUOTA')
    scene()
      .facts({ ...facts, heldByMe: 100 })
      .when('claim')
      .refuses('POOL_HOLDING_LIMIT')
    const cooling = () =>
      given(lead)
        .in('pool', { ...waiting, formerOwnerId: personId, releasedOn: '2026-05-26' })
        .as('REP', { pools: [poolId] })
        .facts(facts)
    cooling().at('2026-06-01T02:00:00Z').when('claim').refuses('POOL_COOLDOWN')
    cooling().at('2026-06-02T02:00:00Z').when('claim').emits('lead.claimed')
  })
  it('is invisible to those who are no members', () => {
    given(lead).in('pool', waiting).as('REP').facts(facts).when('claim').refuses('NOT_FOUND')
  })
  it('is assigned by managers and its own administrators only, to active members', () => {
    const target = { id: otherId, state: 'active', departmentId: testDept, roles: ['REP'] }
    const known = { pool, defaultPools: [], target, heldByTarget: 0 }
    scene().facts(known).when('assign', { ownerId: otherId }).refuses('POOL_ADMIN_ONLY')
    scene()
      .facts({ ...known, pool: { ...pool, adminIds: [personId] } })
      .when('assign', { ownerId: otherId })
      .emits('lead.assigned')
    scene()
      .as('SM', { deptTree: [testDept] })
      .facts({ ...known, target: { ...target, state: 'disabled', roles: ['SVC'] } })
      .when('assign', { ownerId: otherId })
      .refuses('TARGET_INACTIVE', 'POOL_TARGET_NOT_MEMBER')
  })
  it('gets a lead back with the reason, and remembers who had it', () => {
    const held = given(lead).in('working', worked).as('REP').facts({ pool, defaultPools: [] })
    held.when('release').refuses('REASON_REQUIRED')
    held.at('2026-06-01T02:00:00Z').when('release', {}, { reason: '客户暂停项目' }).emits('lead.released').leaves({
      state: 'pool',
      ownerId: null,
      formerOwnerId: personId,
      releasedOn: '2026-06-01',
      recycleCount: 1,
      recycleDueOn: null,
    })
  })
  it('is not released by a mere participant', () => {
    given(lead)
      .in('working', { ...worked, ownerId: otherId, memberIds: [personId] })
      .as('REP')
      .facts({ pool, defaultPools: [] })
      .when('release', {}, { reason: 'x' })
      .refuses('OWNER_ONLY')
  })
})
