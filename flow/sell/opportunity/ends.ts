/** How an opportunity ends: won, lost or found invalid; and how an ending is taken back. */
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import type { Here } from './fields.ts'
import type { Move } from './moves.ts'
import { competitorNamed, lossExplained, reopenInTime, winCanBeReversed } from './rules.ts'
import { closeHistory, leaveAll, resume, stagesOf } from './stages.ts'
import { proofOf, winGuards } from './winning.ts'

export const ends = {
  win: {
    label: say('赢单', 'Win'),
    from: ['open'],
    to: 'won',
    emits: 'won',
    tone: 'primary',
    takes: ['winReason', 'amount', 'expectedCloseDate'],
    undo: 'reverseWin',
    needs: ['pipeline', 'gates', 'decisions', 'newIndustry', 'quotesOut', 'contracts', 'orders', 'amendments'],
    guards: winGuards,
    sets: (context) => ({
      ...proofOf(context),
      closedAt: context.now,
      probability: '1',
      forecastCategory: 'closed',
      stageHistory: leaveAll(context, stagesOf(context.facts.pipeline)),
    }),
  },
  lose: {
    label: say('输单', 'Lose'),
    from: ['open'],
    to: 'lost',
    emits: 'lost',
    tone: 'danger',
    undo: 'reopen',
    asks: ['lossReason'],
    takes: ['lossCompetitorId', 'lossCompetitor', 'lossNote'],
    guards: [competitorNamed, lossExplained],
    sets: closed,
  },
  invalidate: {
    label: say('作废', 'Mark invalid'),
    from: ['open'],
    to: 'invalid',
    emits: 'invalidated',
    tone: 'danger',
    help: say('重复、测试或误建的商机，不计入任何统计', 'Duplicates, tests and mistakes; left out of every figure'),
    guards: [reasonGiven],
    sets: closed,
  },
  reopen: {
    label: say('重新打开', 'Reopen'),
    from: ['lost'],
    to: 'open',
    emits: 'reopened',
    takes: ['expectedCloseDate'],
    needs: ['pipeline'],
    guards: [reopenInTime],
    sets: (context) => ({
      closedAt: null,
      lossReason: null,
      lossCompetitorId: null,
      lossCompetitor: null,
      reopenedAt: context.now,
      stageHistory: resume(context.record.stageHistory),
      ...stageDefaults(context),
    }),
  },
  reverseWin: {
    label: say('撤销赢单', 'Reverse the win'),
    from: ['won'],
    to: 'lost',
    emits: 'win_reversed',
    tone: 'danger',
    needs: ['contracts', 'ordersAlive', 'invoices', 'amendments'],
    guards: [...winCanBeReversed, reasonGiven],
    sets: () => ({
      lossReason: 'win_reversed',
      probability: '0',
      forecastCategory: 'omitted',
      wonContractId: null,
      wonOrderId: null,
      wonQuoteId: null,
    }),
  },
  review: {
    label: say('补充复盘', 'Add to the review'),
    from: ['won', 'lost'],
    emits: 'reviewed',
    tone: 'quiet',
    takes: ['winReason', 'lossNote', 'lossCompetitor', 'lossCompetitorId'],
  },
} as const satisfies Record<string, Move>

function closed({ record, now }: Here) {
  return {
    closedAt: now,
    probability: '0',
    forecastCategory: 'omitted' as const,
    stageHistory: closeHistory(record.stageHistory, now),
  }
}

function stageDefaults({ record, facts: found }: Here) {
  const stage = stagesOf(found.pipeline).find((one) => one.key === record.stage)
  return {
    probability: (stage?.probability as string) ?? null,
    forecastCategory: (stage?.category as 'pipeline') ?? 'pipeline',
  }
}
