/** What the company's own records allow: modes, departments, people, fields, rights, terms, comments. */
import { describe, expect, it } from 'vitest'
import { given, id, otherId, personId, recordId } from '../../kernel/given.ts'
import { modes } from '../../kernel/settings.ts'
import { comment } from './comment.ts'
import { company, settingsIn } from './company.ts'
import { customField } from './customField.ts'
import { department } from './department.ts'
import { grant } from './grant.ts'
import { paymentTerm } from './paymentTerm.ts'
import { conflictsIn, isAway, user } from './user.ts'

describe('The company', () => {
  it('starts with the defaults of its mode, and its record says exactly the settings', () => {
    for (const mode of ['light', 'standard', 'strict'] as const) {
      const { record } = given(company).bySystem().when('create', { name: '海川装备', mode })
      expect(settingsIn(record)).toEqual(modes[mode])
    }
  })
  it('switches its mode as a whole and changes one setting by itself', () => {
    const { record } = given(company).bySystem().when('create', { name: '海川装备' })
    const switched = given(company)
      .in('active', record)
      .as('ADM')
      .when('switchMode', { to: 'strict' })
      .emits('company.mode_switched')
    expect(settingsIn(switched.record)).toEqual(modes.strict)
    const changed = given(company)
      .in('active', record)
      .as('ADM')
      .facts({ postings: 0 })
      .when('change', { gates: true, gateFrom: '1000' })
    expect(settingsIn(changed.record)).toEqual({ ...modes.light, gates: true, gateFrom: '100000' })
    given(company).in('active', record).as('ADM').when('switchMode', { to: 'light' }).refuses('MODE_SAME')
    given(company).in('active', record).as('OPS').when('change', { gates: true }).refuses('FORBIDDEN')
  })
  it('keeps its base currency from the first posting on', () => {
    const { record } = given(company).bySystem().when('create', { name: '海川装备' })
    given(company)
      .in('active', record)
      .as('ADM')
      .facts({ postings: 1 })
      .when('change', { baseCurrency: 'USD' })
      .refuses('BASE_CURRENCY_FROZEN')
    given(company)
      .in('active', record)
      .as('ADM')
      .facts({ postings: 0 })
      .when('change', { baseCurrency: 'USD' })
      .leaves({ baseCurrency: 'USD' })
  })
})

describe('A department', () => {
  const all = [
    { id: recordId, parentId: null },
    { id: id(2), parentId: recordId },
    { id: id(3), parentId: id(2) },
  ]
  it('never stands below itself, and closes when empty', () => {
    given(department)
      .in('active', { name: '华东' })
      .as('ADM')
      .facts({ all })
      .when('change', { parentId: id(3) })
      .refuses('DEPARTMENT_CYCLE')
    given(department)
      .in('active', { name: '华东' })
      .as('ADM')
      .facts({ people: 2, below: 1 })
      .when('close')
      .refuses('DEPARTMENT_IN_USE')
  })
})

describe('A user', () => {
  const values = { name: '王芳', email: 'wang@example.com', language: 'zh', roles: ['REP'] }
  const everybody = [
    { id: recordId, roles: ['REP'] },
    { id: personId, roles: ['ADM'] },
  ]
  const scene = (more = {}) =>
    given(user)
      .in('active', { ...values, ...more })
      .as('ADM')
      .facts({ everybody, department: null })
  it('gets roles from an administrator, never from themselves and never by a mere change', () => {
    scene()
      .when('grantRoles', { roles: ['SM', 'REP'] })
      .emits('user.roles_granted')
      .leaves({ roles: ['SM', 'REP'] })
    scene({ id: personId })
      .when('grantRoles', { roles: ['ADM', 'EXE'] }, { confirm: ['ROLES_CONFLICT'] })
      .refuses('ROLES_OWN')
    scene()
      .when('change', { roles: ['ADM'] })
      .refuses('READ_ONLY_FIELD')
    given(user)
      .as('ADM')
      .facts({ department: null })
      .when('create', { ...values, roles: ['ADM'] })
      .refuses('READ_ONLY_FIELD')
  })
  it('holds conflicting duties only where the risk is accepted, or duties are merely recorded', () => {
    scene()
      .when('grantRoles', { roles: ['ODK', 'WHS'] })
      .refuses('ROLES_CONFLICT')
    scene()
      .when('grantRoles', { roles: ['ODK', 'WHS'] }, { confirm: ['ROLES_CONFLICT'] })
      .emits('user.roles_granted')
    scene()
      .with({ duties: 'record' })
      .when('grantRoles', { roles: ['ODK', 'WHS'] })
      .emits('user.roles_granted')
    scene()
      .when('grantRoles', { roles: ['CUS', 'REP'] })
      .refuses('PORTAL_ROLE_ALONE')
    expect(conflictsIn(['REP', 'ARF', 'ADM']).map((one) => one.rule)).toEqual(['S04', 'S14'])
  })
  it('is disabled with a reason, unless it is oneself or the last administrator', () => {
    scene().when('disable').refuses('REASON_REQUIRED')
    scene().when('disable', {}, { reason: '离职' }).emits('user.disabled')
    scene({ id: personId }).when('disable', {}, { reason: '离职' }).refuses('USER_OWN')
    scene({ roles: ['ADM'] })
      .facts({ everybody: [{ id: recordId, roles: ['ADM'] }], department: null })
      .when('disable', {}, { reason: '离职' })
      .refuses('LAST_ADMINISTRATOR')
    scene({ roles: ['ADM'] })
      .facts({ everybody: [{ id: recordId, roles: ['ADM'] }] })
      .when('grantRoles', { roles: ['REP'] })
      .refuses('LAST_ADMINISTRATOR')
  })
  it('belongs to an open department', () => {
    scene()
      .facts({ department: { state: 'closed' } })
      .when('change', { departmentId: id(9) })
      .refuses('DEPARTMENT_CLOSED')
    scene()
      .facts({ department: { state: 'active' } })
      .when('change', { departmentId: id(9) })
      .leaves({ deptId: id(9), ownerId: recordId })
  })
  it('is away on the days of an approved leave, which is entered by someone else', () => {
    scene().when('approveLeave', { awayFrom: '2026-06-10', awayUntil: '2026-06-01' }).refuses('LEAVE_DATES')
    scene({ id: personId })
      .when('approveLeave', { awayFrom: '2026-06-01', awayUntil: '2026-06-10' })
      .refuses('LEAVE_OWN')
    expect(
      ['2026-05-31', '2026-06-01', '2026-06-10', '2026-06-11'].map((day) =>
        isAway({ awayFrom: '2026-06-01', awayUntil: '2026-06-10' }, day),
      ),
    ).toEqual([false, true, true, false])
  })
})

describe('A custom field', () => {
  const facts = { objects: ['lead', 'account'], siblings: 0 }
  const values = { object: 'lead', key: 'machineCount', labelZh: '设备数量', labelEn: 'Machines', kind: 'number' }
  it('is added to an object there is, under a key that never changes', () => {
    given(customField).as('ADM').facts(facts).when('create', values).emits('customField.created')
    given(customField)
      .as('ADM')
      .facts(facts)
      .when('create', { ...values, object: 'moon', key: '数量' })
      .refuses('CUSTOM_OBJECT_UNKNOWN', 'CUSTOM_KEY_SHAPE')
    given(customField)
      .as('ADM')
      .facts({ ...facts, siblings: 200 })
      .when('create', { ...values, kind: 'link', target: 'moon' })
      .refuses('CUSTOM_TARGET_UNKNOWN', 'CUSTOM_TOO_MANY')
    given(customField).in('active', values).as('ADM').when('change', { key: 'other' }).refuses('FIELD_FIXED')
  })
  it('keeps the options that records may hold', () => {
    const option = { key: 'a', zh: '甲', en: 'A' }
    given(customField)
      .as('ADM')
      .facts(facts)
      .when('create', { ...values, kind: 'choice' })
      .refuses('CUSTOM_OPTIONS_REQUIRED')
    given(customField)
      .as('ADM')
      .facts(facts)
      .when('create', { ...values, kind: 'choice', options: [option, option] })
      .refuses('CUSTOM_OPTION_TWICE')
    const stored = {
      ...values,
      kind: 'choice',
      options: [
        { id: id(1), ...option, disabled: false },
        { id: id(2), key: 'b', zh: '乙', en: 'B', disabled: false },
      ],
    }
    given(customField)
      .in('active', stored)
      .as('ADM')
      .when('change', { options: [{ id: id(1), ...option }] })
      .refuses('CUSTOM_OPTION_GONE')
    given(customField).in('active', stored).as('ADM').when('retire').emits('customField.retired')
  })
})

describe('Grants, terms and comments', () => {
  it('let nobody change the rights of a role they hold', () => {
    const facts = { grantable: { lead: ['read', 'claim'] } }
    given(grant)
      .as('ADM')
      .facts(facts)
      .when('create', { object: 'lead', action: 'claim', role: 'MKT', scope: 'pool' })
      .emits('grant.created')
    given(grant)
      .as('ADM')
      .facts(facts)
      .when('create', { object: 'lead', action: 'read', role: 'ADM', scope: 'all' })
      .refuses('GRANT_OWN_ROLE')
    given(grant)
      .as('ADM')
      .facts(facts)
      .when('create', { object: 'lead', action: 'recycle', role: 'SM', scope: 'all' })
      .refuses('GRANT_UNKNOWN')
  })
  it('add instalments up to the whole', () => {
    const line = (percent: string) => ({ name: '款', trigger: 'on_sign', percent })
    given(paymentTerm).as('ARF').when('create', { name: '三七' }).refuses('PAYMENT_TERM_EMPTY')
    given(paymentTerm)
      .as('ARF')
      .when('create', { name: '三七', lines: [line('0.3'), line('0.6')] })
      .refuses('PAYMENT_TERM_SUM')
    given(paymentTerm)
      .as('ARF')
      .when('create', { name: '三七', lines: [line('0.3'), line('0.7')] })
      .emits('paymentTerm.created')
  })
  it('comment on what the writer can see, and are mended by the writer for a day', () => {
    const values = { object: 'lead', recordId: id(1), body: '请看' }
    given(comment).as('REP').facts({ subject: null }).when('create', values).refuses('COMMENT_RECORD_MISSING')
    given(comment)
      .as('REP')
      .facts({ subject: { title: 'x', ownerId: null } })
      .when('create', values)
      .emits('comment.created')
    const written = given(comment)
      .in('posted', { ...values, createdAt: '2026-06-01T00:00:00.000Z' })
      .as('REP')
    written.at('2026-06-01T10:00:00Z').when('change', { body: '已更正' }).leaves({ body: '已更正' })
    written.at('2026-06-02T10:00:00Z').when('change', { body: '已更正' }).refuses('COMMENT_TOO_OLD')
    given(comment)
      .in('posted', { ...values, createdBy: otherId, createdAt: '2026-06-01T00:00:00.000Z' })
      .as('REP')
      .at('2026-06-01T10:00:00Z')
      .when('remove')
      .refuses('COMMENT_NOT_YOURS')
  })
})
