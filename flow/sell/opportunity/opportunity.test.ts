/** Rule tests of making and moving an opportunity: OP1–OP4 and its checklist. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../../kernel/fact.ts'
import { given, id, otherId, personId } from '../../../kernel/given.ts'
import { modes } from '../../../kernel/settings.ts'
import { base, check, deal, gate, may, open, strict } from '../../../test/support/dealScene.ts'
import { opportunity } from './opportunity.ts'

describe('making an opportunity', () => {
  const made = (facts: Loose = {}, input: Loose = {}) =>
    given(opportunity)
      .as('REP')
      .facts({ ...base, ...facts })
      .at(may)
      .when('create', { name: '新商机', accountId: id(2), expectedCloseDate: '2026-07-01', ...input })

  it('starts in the first stage of the default pipeline and keeps its version', () => {
    const out = made().emits('opportunity.created')
    out.leaves({
      pipelineId: id(1),
      pipelineVersion: 3,
      stage: 'S1',
      probability: '0.1',
      currency: 'CNY',
      fxRate: '1',
    })
    expect(out.record.checks).toHaveLength(12)
    expect(out.record.stageHistory).toMatchObject([{ stage: 'S1', enteredAt: may, leftAt: null }])
  })

  it('refuses a blacklisted account, a close date in the past, a company without a pipeline', () => {
    made({ account: { riskLevel: 'blacklist' } }).refuses('ACCOUNT_BLACKLISTED')
    made({}, { expectedCloseDate: '2026-04-30' }).refuses('CLOSE_DATE_PAST')
    made({ defaultPipeline: null }).refuses('PIPELINE_MISSING')
  })

  it('warns of an open deal of the same account and product line until confirmed', () => {
    const twins = [{ id: id(9), no: 'OP-9', name: '旧商机', productLine: '焊接' }]
    made({ twins }, { productLine: '焊接' }).refuses('OPP_POSSIBLE_DUPLICATE')
    made({ twins }, { productLine: '涂装' }).emits('opportunity.created')
    given(opportunity)
      .as('REP')
      .facts({ ...base, twins })
      .at(may)
      .when(
        'create',
        { name: '新', accountId: id(2), expectedCloseDate: '2026-07-01', productLine: '焊接' },
        { confirm: ['OPP_POSSIBLE_DUPLICATE'] },
      )
      .emits('opportunity.created')
  })

  it('needs a whole split and makes the team part of the record', () => {
    const team = [
      { userId: personId, role: 'AR', split: '0.6' },
      { userId: otherId, role: 'SR', split: '0.3' },
    ]
    expect(made({}, { team }).refuses('SPLIT_SUM').refusal('SPLIT_SUM').details).toEqual({ sum: '90 %' })
    made({}, { team: [team[0], { ...team[1], split: '0.4' }] }).leaves({ memberIds: [personId, otherId] })
  })

  it('adds up its products where no amount is typed, and shows it in base currency', () => {
    const lines = [
      { qty: '3', price: '33.33' },
      { qty: '1', price: '0.01' },
    ]
    made({ rate: '7.2' }, { currency: 'USD', lines }).leaves({ amount: 10_000n, amountBase: 72_000n, fxRate: '7.2' })
    made({ rate: null }, { currency: 'USD', lines }).refuses('FX_RATE_MISSING')
  })
})

describe('moving through the stages', () => {
  it('advances, and the history has no gap', () => {
    const out = open().as('REP').when('advance').emits('opportunity.stage_changed')
    out.leaves({ stage: 'S3', probability: '0.333', stageEnteredAt: may })
    const history = out.record.stageHistory as Loose[]
    expect(history.map((row) => [row.stage, row.leftAt])).toEqual([
      ['S1', '2026-04-01T00:00:00.000Z'],
      ['S2', may],
      ['S3', null],
    ])
    expect(history[2]?.enteredAt).toBe(history[1]?.leftAt)
  })

  it('names all that is missing at once', () => {
    const out = open({ needSummary: null, firstContactAt: null, checks: [check], expectedCloseDate: '2026-04-01' })
      .as('REP')
      .when('advance')
    out.refuses('STAGE_FIELDS_MISSING', 'STAGE_CHECKLIST_OPEN', 'CLOSE_DATE_PAST')
    expect(out.refusal('STAGE_FIELDS_MISSING').details.names).toEqual(['firstContactAt', 'needSummary'])
    expect(out.refusal('STAGE_CHECKLIST_OPEN').details.items).toEqual(['已有效沟通'])
  })

  it('asks for nothing of a stage in light mode', () => {
    open({ needSummary: null, checks: [check] })
      .as('REP')
      .with(modes.light)
      .when('advance')
      .emits('opportunity.stage_changed')
    open({ needSummary: null })
      .as('REP')
      .with(modes.light)
      .when('skip', { toStage: 'S4' })
      .emits('opportunity.stage_skipped')
  })

  it('takes the missing fields along with the step', () => {
    open({ needSummary: null }).as('REP').when('advance', { needSummary: '需要两条产线' }).leaves({ stage: 'S3' })
  })

  it('stops at a gate until it is passed, and an executive may let it pass with a reason', () => {
    const facts = { ...base, gates: [gate] }
    const large = { ...deal, amount: 30_000_000n }
    const scene = (decisions: Loose[]) =>
      given(opportunity)
        .in('open', large)
        .facts({ ...facts, decisions })
        .at(may)
        .with(strict)
    const go = {
      gateId: id(71),
      opportunityId: '00000000-0000-7000-8000-0000000000aa',
      state: 'decided',
      outcome: 'go',
      round: 1,
      amount: 30_000_000n,
      validUntil: null,
    }
    scene([]).as('REP').when('advance').refuses('GATE_NOT_PASSED')
    scene([go]).as('REP').when('advance').emits('opportunity.stage_changed')
    scene([{ ...go, amount: 20_000_000n }])
      .as('REP')
      .when('advance')
      .refuses('GATE_EXPIRED')
    scene([go, { ...go, round: 2, outcome: 'no_go' }])
      .as('REP')
      .when('advance')
      .refuses('GATE_NOT_PASSED')
    scene([])
      .as('EXE')
      .when('advance', {}, { confirm: ['GATE_NOT_PASSED'], reason: '客户当天签' })
      .emits('opportunity.stage_changed')
    scene([]).as('REP').with(modes.light).when('advance').emits('opportunity.stage_changed')
  })

  it('lets only a manager with a reason skip, and records what was skipped', () => {
    open().as('REP').when('skip', { toStage: 'S4' }, { reason: '客户催' }).refuses('STAGE_SKIP_NOT_ALLOWED')
    const dept = ['00000000-0000-7000-8000-0000000000d1']
    open().as('SM', { deptTree: dept }).when('skip', { toStage: 'S4' }).refuses('STAGE_SKIP_NOT_ALLOWED')
    const out = open().as('SM', { deptTree: dept }).when('skip', { toStage: 'S4' }, { reason: '老客户' })
    out.emits('opportunity.stage_skipped').leaves({ stage: 'S4' })
    expect(out.record.stageHistory[2]).toMatchObject({ stage: 'S3', skipped: true, enteredAt: may, leftAt: may })
  })

  it('goes back with a reason, which counts as rework', () => {
    open().as('REP').when('back', { toStage: 'S1' }).refuses('REASON_REQUIRED')
    open().as('REP').when('back', { toStage: 'S3' }, { reason: '误操作' }).refuses('STAGE_NOT_BEHIND')
    const out = open()
      .as('REP')
      .when('back', { toStage: 'S1' }, { reason: '需求变了' })
      .emits('opportunity.stage_reverted')
    expect(out.record.stageHistory.at(-1)).toMatchObject({ stage: 'S1', rework: true, leftAt: null })
  })

  it('counts a close date that moves away, not one that comes nearer', () => {
    open().as('REP').when('change', { expectedCloseDate: '2026-08-01' }).leaves({ pushCount: 1 })
    open().as('REP').when('change', { expectedCloseDate: '2026-06-01' }).leaves({ pushCount: 0 })
  })

  it('wants a reason for a probability typed by hand', () => {
    open().as('REP').when('change', { probability: '0.9' }).refuses('PROBABILITY_REASON')
    open().as('REP').when('change', { probability: '0.9' }, { reason: '口头承诺' }).leaves({ probability: '0.9' })
  })
})

describe('the checklist', () => {
  it('is ticked with evidence and waived by a manager with a reason', () => {
    open({ checks: [check] })
      .as('REP')
      .when('tickItem', { item: id(61) })
      .refuses('CHECK_EVIDENCE_REQUIRED')
    const done = open({ checks: [check] })
      .as('REP')
      .when('tickItem', { item: id(61), note: '4 月 2 日通话' })
      .emits('opportunity.check_done')
    expect(done.record.checks[0]).toMatchObject({ doneAt: may, doneBy: personId })
    open({ checks: [check] })
      .as('REP')
      .when('waiveItem', { item: id(61) }, { reason: '急' })
      .refuses('FORBIDDEN')
  })
})
