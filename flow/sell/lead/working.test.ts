/** What a lead allows and refuses from first contact to its conversion or merger. */
import { describe, it } from 'vitest'
import { given, id, otherId, recordId, testDept } from '../../../kernel/given.ts'
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
const none = { scoringRules: [], activities: [], responses: [], duplicates: [] }
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
const bant = { bantBudget: 'planned', bantAuthority: 'influencer', bantNeed: 'explicit' }

describe('Working a lead', () => {
  const facts = { ...none, pool, defaultPools: [] }
  it('begins with the first valid activity, which stops the first-response clock once', () => {
    given(lead)
      .in('assigned', worked)
      .bySystem()
      .facts(facts)
      .at('2026-06-01T02:00:00Z')
      .when('contact', { at: '2026-06-01T01:00:00.000Z' })
      .emits('lead.contacted')
      .leaves({ state: 'working', firstResponseAt: '2026-06-01T01:00:00.000Z', recycleDueOn: '2026-06-16' })
    given(lead)
      .in('working', { ...worked, firstResponseAt: '2026-05-21T01:00:00.000Z' })
      .bySystem()
      .facts(facts)
      .when('touch', { at: '2026-06-01T01:00:00.000Z' })
      .leaves({ firstResponseAt: '2026-05-21T01:00:00.000Z' })
  })
  it('pauses for nurturing, at most 180 days ahead', () => {
    const scene = given(lead).in('working', worked).as('REP').at('2026-06-01T02:00:00Z')
    scene.when('nurture').refuses('NURTURE_DATE_REQUIRED')
    scene.when('nurture', { nextTouchAt: '2026-12-31T02:00:00Z' }).refuses('NURTURE_DATE_REQUIRED')
    scene
      .when('nurture', { nextTouchAt: '2026-11-01T02:00:00Z' })
      .emits('lead.nurturing')
      .leaves({ recycleDueOn: null })
  })
  it('resumes on a reply or a good score', () => {
    const scene = (score: string) =>
      given(lead)
        .in('nurturing', { ...worked, score })
        .as('REP')
    scene('20')
      .facts({ ...facts, replies: 0 })
      .when('resume')
      .refuses('NURTURE_NO_SIGN')
    scene('20')
      .facts({ ...facts, replies: 1 })
      .when('resume')
      .emits('lead.reactivated')
    scene('60')
      .facts({ ...facts, replies: 0 })
      .when('resume')
      .emits('lead.reactivated')
  })
  it('qualifies with BANT, score and a connected activity, all missing ones told at once', () => {
    const scene = given(lead).in('working', worked).as('REP')
    scene
      .facts({ ...none, connected: 0 })
      .when('qualify')
      .refuses('LEAD_BANT_INCOMPLETE', 'LEAD_SCORE_TOO_LOW', 'LEAD_NO_CONTACT')
    const fit = [{ kind: 'fit', field: null, operator: null, value: null, points: 100 }]
    scene
      .facts({ ...none, scoringRules: fit, connected: 1 })
      .when('qualify', bant)
      .emits('lead.qualified')
      .leaves({ state: 'qualified', score: '60' })
    scene
      .facts({ ...none, scoringRules: fit, connected: 1 })
      .when('qualify', { ...bant, bantNeed: 'latent', bantTimeline: 'lt3m' })
      .refuses('LEAD_BANT_INCOMPLETE')
  })
  it('qualifies below the score only when a manager lets it pass', () => {
    given(lead)
      .in('working', { ...worked, ...bant })
      .as('SM')
      .facts({ ...none, connected: 1 })
      .when('qualify', {}, { confirm: ['LEAD_SCORE_TOO_LOW'], reason: '战略客户' })
      .emits('lead.qualified')
  })
  it('asks nothing of BANT and score in light mode', () => {
    given(lead)
      .in('working', worked)
      .as('REP')
      .with({ bantMin: 0, scoreMin: 0 })
      .facts({ ...none, connected: 1 })
      .when('qualify')
      .emits('lead.qualified')
  })
  it('is unreachable only after three attempts on two days', () => {
    const scene = given(lead).in('working', worked).as('REP')
    const attempts = [{ doneOn: '2026-05-21' }, { doneOn: '2026-05-21' }, { doneOn: '2026-05-21' }]
    scene.facts({ attempts }).when('disqualify', { disqualifyReason: 'unreachable' }).refuses('ATTEMPTS_TOO_FEW')
    scene
      .facts({ attempts: [...attempts, { doneOn: '2026-05-22' }] })
      .when('disqualify', { disqualifyReason: 'unreachable' })
      .emits('lead.disqualified')
    scene.facts({ attempts: [] }).when('disqualify', { disqualifyReason: 'other' }).refuses('DISQUALIFY_NOTE_REQUIRED')
    scene.facts({ attempts: [] }).when('disqualify').refuses('REQUIRED')
  })
  it('comes back from invalid by a manager, but not when its information was false', () => {
    const scene = (disqualifyReason: string) =>
      given(lead)
        .in('disqualified', { ...worked, disqualifyReason })
        .as('SM', { deptTree: [testDept] })
        .facts({ pool, defaultPools: [] })
    scene('no_budget')
      .when('reopen', {}, { reason: '预算已批' })
      .emits('lead.reactivated')
      .leaves({ state: 'pool', recycleCount: 1, disqualifyReason: null })
    scene('false_info').when('reopen', {}, { reason: '再试' }).refuses('LEAD_FALSE_INFO')
  })
  it('gets one extension per holding, from a manager', () => {
    given(lead)
      .in('working', { ...worked, extensionAskedOn: '2026-05-30' })
      .as('REP')
      .when('askExtension')
      .refuses('EXTENSION_USED')
    const manager = (values: object) =>
      given(lead)
        .in('working', { ...worked, ...values })
        .as('SM', { deptTree: [testDept] })
        .facts({ pool, defaultPools: [] })
    manager({}).when('extend').refuses('EXTENSION_NOT_ASKED')
    manager({ extensionAskedOn: '2026-05-30', recycleDueOn: '2026-06-03' })
      .when('extend')
      .leaves({ extensionDays: 7, recycleDueOn: '2026-06-10' })
  })
})

describe('Conversion and merge', () => {
  const facts = { duplicates: [], chosenAccount: null, knownAccount: null }
  it('waits for qualification where the company asks for it', () => {
    given(lead).in('working', worked).as('REP').facts(facts).when('convert').refuses('LEAD_NOT_QUALIFIED')
    given(lead)
      .in('working', worked)
      .as('REP')
      .with({ qualifyRequired: false })
      .facts(facts)
      .when('convert')
      .emits('lead.converted')
  })
  it('happens once', () => {
    given(lead).in('converted', worked).as('REP').facts(facts).when('convert').refuses('INVALID_STATE')
  })
  it('respects the wish not to be contacted, and open twins', () => {
    const open = { ...twin, object: 'lead', state: 'working' }
    given(lead)
      .in('qualified', { ...worked, doNotContact: true, contactName: null })
      .as('REP')
      .facts({ ...facts, duplicates: [open] })
      .when('convert')
      .refuses('DO_NOT_CONTACT', 'LEAD_DUPLICATE_OPEN', 'LEAD_PARTY_INCOMPLETE')
  })
  it('joins the customer it surely belongs to, and stops at one that others hold out of sight', () => {
    given(lead)
      .in('qualified', worked)
      .as('REP')
      .facts({ ...facts, duplicates: [{ ...twin, visible: true }] })
      .when('convert')
      .leaves({ accountId: twin.id })
    given(lead)
      .in('qualified', worked)
      .as('REP')
      .facts({ ...facts, duplicates: [twin] })
      .when('convert')
      .refuses('LEAD_ACCOUNT_HIDDEN')
  })
  it('merges into a lead that is open or converted, and never into itself', () => {
    const scene = given(lead)
      .in('working', worked)
      .as('SM', { deptTree: [testDept] })
    scene
      .facts({ survivor: { id: recordId, state: 'working' } })
      .when('merge', { survivorId: recordId })
      .refuses('MERGE_TARGET_INVALID')
    scene
      .facts({ survivor: { id: otherId, state: 'pool' } })
      .when('merge', { survivorId: otherId })
      .refuses('MERGE_TARGET_INVALID')
    scene
      .facts({ survivor: { id: otherId, state: 'converted' } })
      .when('merge', { survivorId: otherId })
      .emits('lead.merged')
      .leaves({ mergedIntoId: otherId })
  })
})

describe('Rights', () => {
  it('keep administrators out of business records', () => {
    given(lead).in('working', worked).as('ADM').when('change', { title: '总监' }).refuses('FORBIDDEN')
  })
  it('let nobody but the system recycle', () => {
    given(lead)
      .in('assigned', worked)
      .as('SM', { deptTree: [testDept] })
      .when('recycle')
      .refuses('FORBIDDEN')
    given(lead)
      .in('assigned', worked)
      .bySystem()
      .facts({ pool, defaultPools: [] })
      .when('recycle', { rule: 'R1' })
      .emits('lead.recycled')
      .leaves({ ownerId: null })
  })
})
