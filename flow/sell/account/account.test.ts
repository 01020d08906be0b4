/** What an account allows and refuses: who holds it, its credit, its pool, its merger. */
import { describe, it } from 'vitest'
import { given, id, otherId, personId, testDept } from '../../../kernel/given.ts'
import { account } from './account.ts'

const poolId = id(0x901)
const pool = {
  id: poolId,
  holdingLimit: 50,
  dailyClaimLimit: 5,
  cooldownDays: 7,
  departmentId: null,
  members: [{ userId: null, departmentId: null, role: 'REP' }],
}
const owner = { id: personId, state: 'active', departmentId: testDept, roles: ['REP'] }
const fresh = { pool: null, defaultPools: [pool], owner, duplicates: [], ancestors: [] }
const values = {
  name: '上海智造有限公司',
  kind: 'company',
  nameKey: '上海智造',
  poolId,
  creditLimit: 0n,
  creditDays: 0,
  creditStatus: 'ok',
}
const twin = {
  object: 'account',
  id: id(7),
  state: 'held',
  score: 100,
  ownerId: otherId,
  ownerName: '李雷',
  deptName: '华北',
  visible: false,
  createdAt: '2026-01-01T00:00:00.000Z',
}

describe('A new account', () => {
  it('is known by its normalised name, and a person by name and mobile', () => {
    given(account)
      .as('REP')
      .facts(fresh)
      .when('create', { name: '上海智造 有限公司' })
      .leaves({ state: 'held', nameKey: '上海智造', ownerId: personId, lifecycle: 'prospect' })
    given(account)
      .as('REP')
      .facts(fresh)
      .when('create', { name: '张伟', kind: 'person', mobile: '13812345678' })
      .leaves({ nameKey: '张伟|+8613812345678' })
    given(account).as('REP').facts(fresh).when('create', { name: '张伟', kind: 'person' }).leaves({ nameKey: null })
  })
  it('is blocked by an account that is surely the same, and only warned of a lead', () => {
    given(account)
      .as('REP')
      .facts({ ...fresh, duplicates: [twin] })
      .when('create', { name: '智造' })
      .refuses('ACCOUNT_DUPLICATE_BLOCKED')
    const facts = { ...fresh, duplicates: [{ ...twin, object: 'lead' }] }
    given(account).as('REP').facts(facts).when('create', { name: '智造' }).refuses('ACCOUNT_DUPLICATE_POSSIBLE')
    given(account)
      .as('REP')
      .facts(facts)
      .when('create', { name: '智造' }, { confirm: ['ACCOUNT_DUPLICATE_POSSIBLE'] })
      .emits('account.created')
  })
  it('is not its own ancestor, and a person has no credit code', () => {
    given(account)
      .in('held', values)
      .as('REP')
      .facts({ ...fresh, ancestors: [id(0xaa)] })
      .when('change', { parentId: id(0xaa) })
      .refuses('ACCOUNT_CYCLE')
    given(account)
      .in('held', { ...values, kind: 'person' })
      .as('REP')
      .facts(fresh)
      .when('change', { uscc: '91350100M000100Y43' })
      .refuses('ACCOUNT_USCC_OF_PERSON')
  })
  it('takes no credit from whoever enters it', () => {
    given(account)
      .as('REP')
      .facts(fresh)
      .when('create', { name: '智造', creditLimit: '100000' })
      .refuses('READ_ONLY_FIELD')
  })
})

describe('Credit', () => {
  const credit = { creditLimit: '100000', creditDays: 30, creditStatus: 'ok' }
  it('is set by receivables, never by a seller or the owner (S04)', () => {
    given(account)
      .in('held', { ...values, ownerId: otherId })
      .as('ARF')
      .when('setCredit', credit)
      .emits('account.credit_changed')
      .leaves({ creditLimit: 10_000_000n, creditDays: 30 })
    given(account).in('held', values).as('REP').when('setCredit', credit).refuses('FORBIDDEN')
    given(account).in('held', values).as(['ARF', 'REP']).when('setCredit', credit).refuses('SOD_VIOLATION')
    given(account)
      .in('held', values)
      .as(['ARF', 'REP'])
      .with({ duties: 'record' })
      .when('setCredit', credit)
      .emits('account.credit_changed')
  })
})

describe('The customer pool', () => {
  it('is claimed from within its limits', () => {
    const waiting = { ...values, ownerId: null }
    const facts = { pool, defaultPools: [], owner: null, claimer: owner, claimsToday: 0, heldByMe: 0 }
    given(account)
      .in('pool', waiting)
      .as('REP', { pools: [poolId] })
      .facts(facts)
      .when('claim')
      .emits('account.claimed')
      .leaves({ ownerId: personId })
    given(account)
      .in('pool', waiting)
      .as('REP', { pools: [poolId] })
      .facts({ ...facts, claimsToday: 5, heldByMe: 50 })
      .when('claim')
      .refuses('POOL_CLAIM_QUOTA', 'POOL_HOLDING_LIMIT')
  })
  it('gets back only what has no open opportunity, with a reason', () => {
    const scene = given(account).in('held', values).as('REP').facts({ pool, defaultPools: [], openOpportunities: 1 })
    scene.when('release').refuses('REASON_REQUIRED', 'ACCOUNT_HAS_OPEN')
    scene
      .facts({ pool, defaultPools: [], openOpportunities: 0 })
      .when('release', {}, { reason: '无需求' })
      .leaves({ state: 'pool', ownerId: null, formerOwnerId: personId })
  })
  it('is transferred to active people', () => {
    const scene = given(account)
      .in('held', values)
      .as('SM', { deptTree: [testDept] })
    scene
      .facts({ pool, defaultPools: [], target: { ...owner, id: otherId }, heldByTarget: 0 })
      .when('transfer', { ownerId: otherId })
      .emits('account.transferred')
      .leaves({ ownerId: otherId })
    scene
      .facts({ pool, defaultPools: [], target: null, heldByTarget: 0 })
      .when('transfer', { ownerId: otherId })
      .refuses('TARGET_INACTIVE')
  })
})

describe('The life of a customer', () => {
  it('begins with the first order and is won back by a later one', () => {
    const at = '2026-05-01T00:00:00.000Z'
    given(account)
      .in('held', { ...values, lifecycle: 'prospect', type: 'prospect' })
      .bySystem()
      .when('noteOrder', { at })
      .leaves({ lifecycle: 'active', type: 'customer', firstOrderAt: at })
    given(account)
      .in('held', { ...values, lifecycle: 'churned', firstOrderAt: '2024-01-01T00:00:00.000Z' })
      .bySystem()
      .when('winBack', { at })
      .emits('account.won_back')
      .leaves({ lifecycle: 'active', firstOrderAt: '2024-01-01T00:00:00.000Z', lastOrderAt: at })
  })
  it('ends with a reason when a person says so, and never before a first order', () => {
    given(account)
      .in('held', { ...values, lifecycle: 'dormant' })
      .as('REP')
      .when('churn')
      .refuses('REASON_REQUIRED')
    given(account)
      .in('held', { ...values, lifecycle: 'dormant' })
      .bySystem()
      .when('churn')
      .emits('account.churned')
    given(account)
      .in('held', { ...values, lifecycle: 'prospect' })
      .as('REP')
      .when('churn', {}, { reason: 'x' })
      .refuses('ACCOUNT_NEVER_BOUGHT')
  })
})

describe('A merger of accounts', () => {
  const facts = {
    survivor: { id: otherId, state: 'held' },
    unmatchedPayments: 0,
    ownInvoices: [],
    survivorInvoices: [],
  }
  const scene = () => given(account).in('held', values).as('OPS')
  it('frees the name, and needs one currency and no receipt still to match', () => {
    scene()
      .facts(facts)
      .when('merge', { survivorId: otherId })
      .emits('account.merged')
      .leaves({ state: 'merged', nameKey: null, mergedIntoId: otherId })
    scene()
      .facts({ ...facts, unmatchedPayments: 1 })
      .when('merge', { survivorId: otherId })
      .refuses('MERGE_BLOCKED')
    scene()
      .facts({ ...facts, ownInvoices: [{ currency: 'CNY' }], survivorInvoices: [{ currency: 'USD' }] })
      .when('merge', { survivorId: otherId })
      .refuses('MERGE_BLOCKED')
    scene()
      .facts({ ...facts, survivor: null })
      .when('merge', { survivorId: otherId })
      .refuses('MERGE_TARGET_INVALID')
  })
})
