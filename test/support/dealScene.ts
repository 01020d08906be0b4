/** A deal half way through its pipeline, for the rule tests. */

import { defaultPipeline } from '../../flow/sell/defaults.ts'
import { opportunity } from '../../flow/sell/opportunity/opportunity.ts'
import type { Loose } from '../../kernel/fact.ts'
import { given, id, personId } from '../../kernel/given.ts'
import { modes } from '../../kernel/settings.ts'

export const pipeline: Loose = { ...defaultPipeline, id: id(1), state: 'active', versionNo: 3 }
export const may = '2026-05-01T00:00:00.000Z'
export const base: Loose = {
  pipeline,
  defaultPipeline: pipeline,
  account: { id: id(2), riskLevel: 'low' },
  rate: null,
  twins: [],
  gates: [],
  decisions: [],
  quotesOut: [],
  contracts: [],
  amendments: [],
  orders: [],
  ordersAlive: 0,
  invoices: 0,
  target: null,
}
export const deal: Loose = {
  name: '产线改造',
  accountId: id(2),
  pipelineId: id(1),
  pipelineVersion: 3,
  stage: 'S2',
  currency: 'CNY',
  fxRate: '1',
  expectedCloseDate: '2026-06-30',
  probability: '0.167',
  forecastCategory: 'pipeline',
  amount: 10_000_000n,
  firstContactAt: may,
  needSummary: '提升产能',
  stageEnteredAt: '2026-04-01T00:00:00.000Z',
  pushCount: 0,
  stageHistory: [
    {
      id: id(51),
      stage: 'S1',
      enteredAt: '2026-03-01T00:00:00.000Z',
      leftAt: '2026-04-01T00:00:00.000Z',
      by: personId,
      skipped: false,
      rework: false,
    },
    {
      id: id(52),
      stage: 'S2',
      enteredAt: '2026-04-01T00:00:00.000Z',
      leftAt: null,
      by: personId,
      skipped: false,
      rework: false,
    },
  ],
}
export const check: Loose = {
  id: id(61),
  stage: 'S2',
  key: 'call',
  labelZh: '已有效沟通',
  labelEn: 'Called',
  doneAt: null,
  doneBy: null,
  evidence: null,
  note: null,
  waivedAt: null,
  waivedBy: null,
}
export const open = (values: Loose = {}) =>
  given(opportunity)
    .in('open', { ...deal, ...values })
    .facts(base)
    .at(may)
export const gate: Loose = {
  id: id(71),
  state: 'active',
  nameZh: '立项决策',
  nameEn: 'Invest',
  blocks: ['opportunity.stage'],
  leavingStage: 'S2',
  always: false,
  fromAmount: 20_000_000n,
  whenBid: false,
  fromLevel: null,
}
export const strict = modes.strict
