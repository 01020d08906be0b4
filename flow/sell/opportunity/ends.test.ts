/** Rule tests of how an opportunity ends and comes back: OP5–OP9, rotting, old records. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../../kernel/fact.ts'
import { given, id } from '../../../kernel/given.ts'
import { base, deal, may, open } from '../../../test/support/dealScene.ts'
import { opportunity } from './opportunity.ts'
import { rotting } from './rotting.ts'

describe('winning', () => {
  const last = { stage: 'S4', amount: 10_000_000n, winReason: 'price' }
  const contract = { id: id(81), state: 'active', net: 10_000_000n, currency: 'CNY', fxRate: '1' }
  const accepted = {
    id: id(82),
    state: 'accepted',
    isPrimary: true,
    needsContract: false,
    net: 10_000_000n,
    currency: 'CNY',
    fxRate: '1',
  }
  const scene = (facts: Loose, values: Loose = {}) =>
    given(opportunity)
      .in('open', { ...deal, ...last, ...values })
      .facts({ ...base, ...facts })
      .at(may)

  it('needs proof: a contract in force, a confirmed order, or an accepted quote where no contract is needed', () => {
    scene({ quotesOut: [{ state: 'sent' }] })
      .as('REP')
      .when('win')
      .refuses('WIN_EVIDENCE_REQUIRED')
    scene({ quotesOut: [{ ...accepted, needsContract: true }] })
      .as('REP')
      .when('win')
      .refuses('WIN_EVIDENCE_REQUIRED')
    scene({ quotesOut: [accepted] })
      .as('REP')
      .when('win')
      .emits('opportunity.won')
      .leaves({ wonQuoteId: id(82), wonContractId: null, closedAt: may, probability: '1' })
    scene({ quotesOut: [accepted], contracts: [contract] })
      .as('REP')
      .when('win')
      .leaves({ wonContractId: id(81), wonQuoteId: null })
  })

  it('takes the amount within one per cent of its proof', () => {
    scene({ quotesOut: [{ ...accepted, net: 10_100_000n }] })
      .as('REP')
      .when('win')
      .emits('opportunity.won')
    scene({ quotesOut: [{ ...accepted, net: 10_200_000n }] })
      .as('REP')
      .when('win')
      .refuses('AMOUNT_MISMATCH')
  })

  it('by the chain itself takes the amount of the contract and shows the stages it went past', () => {
    const out = scene({ contracts: [{ ...contract, net: 9_000_000n }] }, { stage: 'S2', winReason: null })
      .bySystem()
      .when('win')
    out.emits('opportunity.won').leaves({ amount: 9_000_000n, wonContractId: id(81) })
    const history = out.record.stageHistory as Loose[]
    expect(history.slice(2).map((row) => [row.stage, row.skipped])).toEqual([
      ['S3', true],
      ['S4', true],
    ])
    expect(history.every((row) => row.leftAt !== null)).toBe(true)
  })

  it('is reversed only when nothing binds any more and nothing was invoiced', () => {
    const wonDeal = (facts: Loose) =>
      given(opportunity)
        .in('won', { ...deal, ...last, wonContractId: id(81) })
        .facts({ ...base, ...facts })
        .as('ARF')
        .at(may)
    wonDeal({ contracts: [contract], invoices: 2 })
      .when('reverseWin', {}, { reason: '客户违约' })
      .refuses('WIN_STILL_BOUND', 'WIN_HAS_INVOICE')
    wonDeal({})
      .when('reverseWin', {}, { reason: '客户违约' })
      .emits('opportunity.win_reversed')
      .leaves({ lossReason: 'win_reversed', wonContractId: null })
  })
})

describe('losing and coming back', () => {
  it('needs a reason, the competitor, and a note for large deals', () => {
    open().as('REP').when('lose').refuses('REQUIRED')
    open().as('REP').when('lose', { lossReason: 'competitor' }).refuses('LOSS_COMPETITOR_REQUIRED')
    open().as('REP').when('lose', { lossReason: 'other' }).refuses('LOSS_NOTE_REQUIRED')
    open({ amount: 30_000_000n }).as('REP').when('lose', { lossReason: 'price' }).refuses('LOSS_NOTE_REQUIRED')
    const out = open().as('REP').when('lose', { lossReason: 'no_decision' }).emits('opportunity.lost')
    out.leaves({ closedAt: may, probability: '0', forecastCategory: 'omitted' })
    expect(out.record.stageHistory.at(-1)?.leftAt).toBe(may)
  })

  it('reopens within ninety days as if it had never been closed', () => {
    const dept = ['00000000-0000-7000-8000-0000000000d1']
    const history = deal.stageHistory.map((row: Loose) => ({
      ...row,
      leftAt: row.leftAt ?? '2026-04-10T00:00:00.000Z',
    }))
    const lost = (closedAt: string) =>
      given(opportunity)
        .in('lost', { ...deal, closedAt, lossReason: 'price', stageHistory: history })
        .facts(base)
        .as('SM', { deptTree: dept })
        .at(may)
    lost('2026-01-30T00:00:00.000Z').when('reopen').refuses('REOPEN_WINDOW')
    const out = lost('2026-04-10T00:00:00.000Z').when('reopen').emits('opportunity.reopened')
    out.leaves({ closedAt: null, lossReason: null, probability: '0.167' })
    expect(out.record.stageHistory.at(-1)?.leftAt).toBeNull()
  })
})

describe('going quiet', () => {
  it('counts from the later of entering the stage and the last activity', () => {
    const stage = { rotDays: 14 }
    const quiet = { state: 'open', stageEnteredAt: '2026-04-01T00:00:00.000Z', lastActivityAt: null }
    expect(rotting(quiet, stage, '2026-04-15T00:00:00.000Z').rotting).toBe(false)
    expect(rotting(quiet, stage, '2026-04-15T00:00:01.000Z')).toEqual({ rotting: true, idleDays: 14, rotDays: 14 })
    expect(rotting({ ...quiet, lastActivityAt: '2026-04-14T00:00:00.000Z' }, stage, may).rotting).toBe(true)
    expect(rotting({ ...quiet, state: 'won' }, stage, may).rotting).toBe(false)
    expect(rotting(quiet, { rotDays: null }, may).rotting).toBe(false)
  })
})

describe('years of old records', () => {
  it('come in with stage and state as they were', () => {
    given(opportunity)
      .as('OPS')
      .inHistory()
      .facts({ ...base, twins: [] })
      .at(may)
      .granting({ opportunity: { create: { OPS: 'all' } } })
      .when('create', {
        name: '旧单',
        expectedCloseDate: '2024-02-01',
        stage: 'S3',
        state: 'won',
        closedAt: '2024-02-03T00:00:00Z',
      })
      .emits('opportunity.imported')
      .leaves({ state: 'won', stage: 'S3' })
  })
})
