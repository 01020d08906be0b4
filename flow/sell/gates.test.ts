/** Rule tests of gates and their decisions: GA1–GA5, authority by amount and margin. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { given, id, otherId, personId, recordId, testDept } from '../../kernel/given.ts'
import { modes } from '../../kernel/settings.ts'
import { authorityFor, scoreOf } from './deciding.ts'
import { gate } from './gate.ts'
import { gateDecision } from './gateDecision.ts'
import { applies, outgrown, verdict } from './gates.ts'

const may = '2026-05-01T00:00:00.000Z'
const bidGate: Loose = {
  id: id(71),
  subject: 'opportunity',
  blocks: ['quote.send'],
  always: false,
  whenBid: true,
  fromAmount: 50_000_000n,
  fromLevel: 'L2',
  validityDays: 60,
  minScore: '3',
  deliverables: [
    { name: '方案', required: true },
    { name: '报告', required: false },
  ],
  scorecard: [
    { criterion: '价值', weight: '0.6' },
    { criterion: '风险', weight: '0.4' },
  ],
  authority: [
    { below: 100_000_000n, minMargin: '0.25', roles: ['SM'] },
    { below: 500_000_000n, minMargin: null, roles: ['PRE'] },
    { below: null, minMargin: null, roles: ['EXE'] },
  ],
}
const deal: Loose = {
  id: id(1),
  amount: 30_000_000n,
  currency: 'CNY',
  fxRate: '1',
  ownerId: personId,
  memberIds: [otherId],
}
const quote: Loose = {
  id: id(5),
  net: 80_000_000n,
  currency: 'CNY',
  fxRate: '1',
  marginRate: '0.3',
  ownerId: personId,
  memberIds: [],
}
const base: Loose = {
  gate: bidGate,
  opportunity: deal,
  quote: null,
  contract: null,
  dealRounds: [],
  quoteRounds: [],
  contractRounds: [],
}

describe('whether a gate applies', () => {
  const situation = { point: 'quote.send', about: [id(1)], amount: 10_000_000n, isBid: false, level: 'L0' } as const

  it('follows amount, bid and discount level, and the company’s mode', () => {
    expect(applies(bidGate, situation, modes.strict)).toBe(false)
    expect(applies(bidGate, { ...situation, isBid: true }, modes.strict)).toBe(true)
    expect(applies(bidGate, { ...situation, level: 'L3' }, modes.strict)).toBe(true)
    expect(applies(bidGate, { ...situation, amount: 50_000_000n }, modes.strict)).toBe(true)
    expect(applies(bidGate, { ...situation, isBid: true }, modes.standard)).toBe(false)
    expect(applies(bidGate, { ...situation, amount: 50_000_000n }, modes.standard)).toBe(true)
    expect(applies(bidGate, { ...situation, amount: 50_000_000n }, modes.light)).toBe(false)
    const fresh = { ...situation, newIndustry: true }
    expect(applies(bidGate, fresh, modes.strict)).toBe(false)
    expect(applies({ ...bidGate, whenNewIndustry: true }, fresh, modes.strict)).toBe(true)
    const amendGate = { ...bidGate, changePct: '0.05', fromChange: 5_000_000n, whenTerms: true }
    const by = (gross: bigint, terms = false) => ({ ...situation, change: { gross, before: 60_000_000n, terms } })
    const applied = (gross: bigint, terms?: boolean) => applies(amendGate, by(gross, terms), modes.strict)
    expect([applied(3_000_000n), applied(3_000_001n), applied(-3_000_001n), applied(0n, true)]).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  it('holds a decision against time, ten per cent of amount, two points of margin and the text', () => {
    const go = {
      gateId: id(71),
      state: 'decided',
      outcome: 'go',
      round: 1,
      amount: 100n,
      margin: '0.30',
      validUntil: '2026-05-01',
      snapshot: 'a',
    }
    expect(verdict([go], { ...situation, amount: 110n, margin: '0.28', text: 'a' }, '2026-05-01')).toBe('passed')
    expect(verdict([go], { ...situation, amount: 110n }, '2026-05-02')).toBe('expired')
    expect(outgrown(go, { ...situation, amount: 111n })).toBe(true)
    expect(outgrown(go, { ...situation, amount: 100n, margin: '0.279' })).toBe(true)
    expect(outgrown(go, { ...situation, amount: 100n, text: 'b' })).toBe(true)
    expect(verdict([{ ...go, state: 'invalidated' }], { ...situation, amount: 100n }, '2026-05-01')).toBe('expired')
    expect(verdict([], situation, '2026-05-01')).toBe('open')
  })
})

describe('who decides', () => {
  it('is the first row that fits amount and margin; an unknown margin fits none', () => {
    expect(authorityFor(bidGate, { amount: 80_000_000n, margin: '0.3' })).toEqual(['SM'])
    expect(authorityFor(bidGate, { amount: 80_000_000n, margin: '0.2' })).toEqual(['PRE'])
    expect(authorityFor(bidGate, { amount: 80_000_000n, margin: null })).toEqual(['PRE'])
    expect(authorityFor(bidGate, { amount: 600_000_000n, margin: '0.5' })).toEqual(['EXE'])
  })

  it('weighs the scores, a missing one as nothing', () => {
    expect(scoreOf(bidGate, [{ criterion: '价值', score: 5 }])).toBe('3')
    expect(
      scoreOf(bidGate, [
        { criterion: '价值', score: 5 },
        { criterion: '风险', score: 2 },
      ]),
    ).toBe('3.8')
  })
})

describe('asking for a decision', () => {
  const create = (facts: Loose = {}, input: Loose = {}) =>
    given(gateDecision)
      .as('REP')
      .facts({ ...base, ...facts })
      .at(may)
      .when('create', { gateId: id(71), opportunityId: id(1), ...input })

  it('prepares the list of deliverables and lets the deal’s people see it', () => {
    const out = create()
      .emits('gateDecision.prepared')
      .leaves({ round: 1, amount: 30_000_000n, memberIds: [personId, otherId] })
    expect(out.record.deliverables.map((row: Loose) => row.name)).toEqual(['方案', '报告'])
  })

  it('is about one thing of the right kind, one round after the other, and twice no is no', () => {
    create({}, { quoteId: id(5) }).refuses('GATE_SUBJECT')
    create({ gate: { ...bidGate, subject: 'contract' } }).refuses('GATE_SUBJECT')
    const round = { id: id(90), gateId: id(71), opportunityId: id(1), round: 1, state: 'requested', outcome: null }
    create({ dealRounds: [round] }).refuses('GATE_ROUND_OPEN')
    const no = { ...round, state: 'decided', outcome: 'no_go' }
    create({ dealRounds: [no] }).leaves({ round: 2 })
    create({ dealRounds: [no, { ...no, id: id(91), round: 2 }] }).refuses('GATE_APPEAL_USED')
  })

  it('brings what the gate requires', () => {
    const draft = (deliverables: Loose[]) =>
      given(gateDecision)
        .in('draft', { gateId: id(71), opportunityId: id(1), round: 1, deliverables })
        .facts(base)
        .as('REP')
        .at(may)
        .when('request')
    draft([{ id: id(61), name: '方案', files: null, note: null }]).refuses('GATE_DELIVERABLE_MISSING')
    draft([{ id: id(61), name: '方案', files: [id(44)], note: null }])
      .emits('gateDecision.requested')
      .leaves({ requestedBy: personId })
  })
})

describe('deciding', () => {
  const asked = (values: Loose = {}, facts: Loose = {}) =>
    given(gateDecision)
      .in('requested', { gateId: id(71), quoteId: id(5), round: 1, requestedBy: otherId, ...values })
      .facts({ ...base, opportunity: null, quote, ...facts })
      .at(may)
  const sm = { deptTree: [testDept] }
  const scores = [
    { criterion: '价值', score: 4 },
    { criterion: '风险', score: 3 },
  ]
  const reason = { reason: '可行' }

  it('is for the authority of the present amount, not for whoever asked', () => {
    asked()
      .as('SM', sm)
      .when('decide', { outcome: 'go', scores }, reason)
      .emits('gateDecision.decided')
      .leaves({ validUntil: '2026-06-30', score: '3.6', amount: 80_000_000n })
    asked({}, { quote: { ...quote, marginRate: '0.2' } })
      .as('SM', sm)
      .when('decide', { outcome: 'go', scores }, reason)
      .refuses('GATE_NO_AUTHORITY')
    asked({ requestedBy: personId })
      .as('SM', sm)
      .when('decide', { outcome: 'go', scores }, reason)
      .refuses('SOD_VIOLATION')
    asked().as('SM', sm).when('decide', { outcome: 'go', scores }).refuses('REASON_REQUIRED')
  })

  it('wants the score for a go, and text, owner and date of each condition', () => {
    asked().as('SM', sm).when('decide', { outcome: 'go', scores: [] }, reason).refuses('GATE_SCORE_LOW')
    asked().as('SM', sm).when('decide', { outcome: 'no_go' }, reason).emits('gateDecision.decided')
    asked()
      .as('SM', sm)
      .when('decide', { outcome: 'go_conditional', scores }, reason)
      .refuses('GATE_CONDITION_INCOMPLETE')
    const half = [{ text: '备件', ownerId: otherId }]
    asked()
      .as('SM', sm)
      .when('decide', { outcome: 'go_conditional', scores, conditions: half }, reason)
      .refuses('GATE_CONDITION_INCOMPLETE')
    const whole = [{ ...half[0], dueDate: '2026-06-01' }]
    const out = asked().as('SM', sm).when('decide', { outcome: 'go_conditional', scores, conditions: whole }, reason)
    out.emits('gateDecision.decided').leaves({ openConditions: 1 })
    given(gateDecision)
      .in('decided', { ...out.record, id: recordId })
      .facts(base)
      .as('REP')
      .at(may)
      .when('meetCondition', { condition: out.record.conditions[0].id })
      .leaves({ openConditions: 0 })
  })
})

describe('configuring a gate', () => {
  it('says when it applies and who decides', () => {
    const input = { code: 'ATX', nameZh: '甲', nameEn: 'A', subject: 'contract', blocks: ['contract.close'] }
    given(gate).as('OPS').when('create', input).refuses('GATE_AUTHORITY_EMPTY', 'GATE_CONDITION_EMPTY')
    given(gate)
      .as('OPS')
      .when('create', { ...input, always: true, authority: [{ roles: ['EXE'] }] })
      .emits('gate.created')
  })
})
