/** What activities and contacts allow and refuse, and which activities count. */
import { describe, expect, it } from 'vitest'
import { given, id, otherId, personId, testDept } from '../../../kernel/given.ts'
import { contact } from '../contact.ts'
import { activity } from './activity.ts'
import { metresBetween } from './rules.ts'

describe('An activity', () => {
  const about = { leadId: id(0x1ead) }
  const facts = { lead: { ownerId: otherId }, account: null, opportunity: null }
  const now = '2026-06-01T02:00:00Z'
  const scene = () => given(activity).as('REP').facts(facts).at(now)
  const call = {
    type: 'call',
    outcome: 'connected',
    content: '客户确认了预算和采购时间安排',
    startAt: '2026-06-01T01:00:00Z',
    ...about,
  }
  it('is about one to five records, and is planned or done', () => {
    scene().when('create', { type: 'call', plannedAt: now }).refuses('ACTIVITY_RELATED_REQUIRED')
    scene()
      .when('create', { type: 'call', ...about })
      .refuses('ACTIVITY_PLAN_REQUIRED')
    scene()
      .when('create', { type: 'call', plannedAt: now, ...about })
      .leaves({ state: 'planned', valid: false })
    scene()
      .when('create', call)
      .leaves({
        state: 'done',
        valid: true,
        connected: true,
        attempt: true,
        doneOn: '2026-06-01',
        memberIds: [otherId, personId],
      })
  })
  it('is valid only with the customer, answered, and told or talked for half a minute', () => {
    scene()
      .when('create', { ...call, content: '短' })
      .leaves({ valid: false })
    scene()
      .when('create', { ...call, content: '短', durationMin: 1 })
      .leaves({ valid: true })
    scene()
      .when('create', { ...call, content: '短', endAt: '2026-06-01T01:00:29Z' })
      .leaves({ valid: false })
    scene()
      .when('create', { ...call, outcome: 'no_answer' })
      .leaves({ valid: false, connected: false, attempt: true })
    scene()
      .when('create', { ...call, type: 'note' })
      .leaves({ valid: false, attempt: false })
    scene()
      .when('create', { ...call, type: 'email', outcome: 'done' })
      .leaves({ valid: true, connected: false })
  })
  it('lies neither in the future nor more than seven days back, unless a manager enters it', () => {
    scene()
      .when('create', { ...call, startAt: '2026-06-01T02:00:01Z' })
      .refuses('ACTIVITY_IN_FUTURE')
    scene()
      .when('create', { ...call, startAt: '2026-05-25T01:59:59Z' })
      .refuses('ACTIVITY_BACKDATE')
    scene()
      .as('SM')
      .when('create', { ...call, startAt: '2026-05-20T02:00:00Z' })
      .leaves({ doneOn: '2026-05-20' })
  })
  it('checks in near the customer where that is enforced', () => {
    const near = { account: { location: { lat: 31.23, lng: 121.47 } }, lead: null, opportunity: null }
    const visit = { ...call, type: 'visit', accountId: id(0xacc), leadId: null, location: { lat: 31.24, lng: 121.47 } }
    scene().facts(near).with({ mode: 'strict' }).when('create', visit).refuses('CHECKIN_TOO_FAR')
    scene().facts(near).when('create', visit).emits('activity.created')
    expect(Math.round(metresBetween({ lat: 31.23, lng: 121.47 }, { lat: 31.24, lng: 121.47 }))).toBe(1112)
  })
  it('is completed by whose it is, with an outcome', () => {
    const planned = { type: 'call', subject: '回访', plannedAt: now, ...about }
    given(activity)
      .in('planned', planned)
      .as('REP')
      .facts(facts)
      .at(now)
      .when('complete')
      .refuses('ACTIVITY_OUTCOME_REQUIRED')
    given(activity)
      .in('planned', planned)
      .as('REP')
      .facts(facts)
      .at(now)
      .when('complete', { outcome: 'interested', content: '客户希望下周安排演示' })
      .emits('activity.done')
      .leaves({ valid: true, startAt: '2026-06-01T02:00:00.000Z' })
    given(activity)
      .in('planned', { ...planned, ownerId: otherId, memberIds: [personId] })
      .as('REP')
      .facts(facts)
      .when('cancel')
      .refuses('ACTIVITY_NOT_YOURS')
  })
  it('becomes valid when its content is mended, on the day it was done', () => {
    const done = { ...call, content: '短', doneOn: '2026-05-30', subject: 'x', valid: false }
    given(activity)
      .in('done', done)
      .as('REP')
      .facts(facts)
      .at(now)
      .when('change', { content: '客户确认了预算和采购时间安排' })
      .leaves({ valid: true, doneOn: '2026-05-30' })
  })
})

describe('A contact', () => {
  const account = { id: id(0xacc), state: 'held', ownerId: otherId, deptId: testDept, memberIds: [] }
  const facts = { account, primaries: 0, colleagues: 0, duplicates: [] }
  const values = { name: '王芳', accountId: account.id, mobile: '13812345678' }
  it('stands with whoever holds the account, and the first is the primary one', () => {
    given(contact)
      .as('REP')
      .facts(facts)
      .when('create', values)
      .leaves({ ownerId: otherId, deptId: testDept, isPrimary: true, memberIds: [personId] })
    given(contact)
      .as('REP')
      .facts({ ...facts, primaries: 1 })
      .when('create', values)
      .leaves({ isPrimary: false })
  })
  it('needs a way to be reached, and no twin', () => {
    given(contact)
      .as('REP')
      .facts(facts)
      .when('create', { ...values, mobile: null })
      .refuses('CONTACT_METHOD_REQUIRED')
    const twin = {
      object: 'contact',
      id: id(5),
      state: 'active',
      score: 90,
      ownerId: otherId,
      ownerName: '李雷',
      deptName: '华北',
      visible: true,
      createdAt: '2026-01-01T00:00:00.000Z',
    }
    given(contact)
      .as('REP')
      .facts({ ...facts, duplicates: [twin] })
      .when('create', values)
      .refuses('CONTACT_DUPLICATE_BLOCKED')
  })
  it('leaves exactly one primary behind', () => {
    const primary = { ...values, isPrimary: true }
    given(contact)
      .in('active', primary)
      .as('REP')
      .facts(facts)
      .when('change', { isPrimary: false })
      .refuses('CONTACT_PRIMARY_KEPT')
    given(contact)
      .in('active', primary)
      .as('REP')
      .facts({ ...facts, colleagues: 2 })
      .when('leave')
      .refuses('CONTACT_PRIMARY_LEAVING')
    given(contact)
      .in('active', primary)
      .as('REP')
      .facts(facts)
      .when('leave')
      .leaves({ state: 'left', isPrimary: false })
  })
})
