/** A chance to sell, from first qualification until it is won, lost or found invalid. */
import type { Loose } from '../../../kernel/fact.ts'
import { say } from '../../../kernel/label.ts'
import { computeLine, lineProblem } from '../../../kernel/lines.ts'
import { object } from '../../../kernel/object.ts'
import { systemOnly } from '../../../kernel/role.ts'
import { currencyAndRate, inBase, rateKnown } from '../currency.ts'
import { ends } from './ends.ts'
import { facts, fields, type Here, parts } from './fields.ts'
import { messages } from './messages.ts'
import { moves, pushed } from './moves.ts'
import {
  accountAllowed,
  amountNotNegative,
  newCloseDateAhead,
  noTwin,
  oneMainContact,
  pipelineActive,
  pipelineKnown,
  probabilityExplained,
  splitIsWhole,
} from './rules.ts'
import { checksOf, indexOf, pipelineOf, row, stagesOf } from './stages.ts'

const sellers = { REP: 'self', SM: 'tree' } as const
const gated = { REP: 'self', SM: 'tree', EXE: 'all' } as const
const tidy = [amountNotNegative, splitIsWhole, oneMainContact, newCloseDateAhead, rateKnown] as const

export const opportunity = object('opportunity', {
  label: say('商机', 'Opportunity'),
  plural: 'opportunities',
  area: 'sell',
  title: 'name',
  numbered: 'OP',
  fields,
  parts,
  facts,
  states: {
    open: { label: say('进行中', 'Open') },
    won: { label: say('赢单', 'Won'), ends: 'well', locked: true },
    lost: { label: say('输单', 'Lost'), ends: 'badly', locked: true },
    invalid: { label: say('作废', 'Invalid'), ends: 'badly', locked: true },
  },
  starts: 'open',
  board: 'stage',
  thread: { after: ['leadId'], amount: 'amount' },
  create: {
    needs: ['pipeline', 'defaultPipeline', 'account', 'rate', 'twins'],
    guards: [pipelineKnown, pipelineActive, accountAllowed, noTwin, ...tidy],
    sets: (context) => ({ ...started(context), ...shared(context) }),
  },
  change: {
    needs: ['account', 'rate'],
    guards: [accountAllowed, probabilityExplained, ...tidy],
    sets: (context) => ({ ...shared(context), ...pushed(context) }),
  },
  derive: (record, settings) => {
    const currency = record.currency ?? settings.baseCurrency
    const lines = record.lines.map((line) => ({ ...line, net: netOf(line, currency) }))
    const total = lines.reduce((sum, line) => sum + (line.net ?? 0n), 0n)
    const amount = record.amount ?? (total > 0n ? total : null)
    return { lines, amount, amountBase: amount === null ? null : inBase(amount, record, settings) }
  },
  transitions: { ...moves, ...ends },
  permits: {
    read: {
      SDR: 'self',
      REP: 'self',
      SM: 'tree',
      PRE: 'self',
      LEG: 'tree',
      DPM: 'self',
      ARF: 'all',
      MKT: 'all',
      OPS: 'all',
      EXE: 'all',
    },
    create: sellers,
    change: { ...sellers, PRE: 'self' },
    advance: gated,
    skip: gated,
    back: sellers,
    win: gated,
    lose: sellers,
    review: sellers,
    draftQuote: { ...sellers, PRE: 'self' },
    tickItem: { ...sellers, PRE: 'self' },
    untickItem: { ...sellers, PRE: 'self' },
    waiveItem: { SM: 'tree' },
    movePipeline: { OPS: 'all', SM: 'tree' },
    invalidate: { SM: 'tree' },
    reopen: { SM: 'tree' },
    reverseWin: { SM: 'tree', ARF: 'all' },
    noteActivity: systemOnly,
  },
  messages: {
    ...messages,
    STAGE_UNKNOWN: say('目标流程没有该阶段，请重新选择', 'The pipeline has no such stage; choose another'),
  },
  quiet: ['stageEnteredAt', 'amountBase'],
})

function started(context: Here) {
  const { record, now, actor, history } = context
  const pipeline = pipelineOf(context)
  const stages = stagesOf(pipeline)
  const stage = stages[Math.max(0, indexOf(stages, record.stage))]
  if (!pipeline || !stage) return {}
  const since = record.stageEnteredAt ?? now
  const opened = row(stage.key, since, { by: actor.id, leftAt: history ? record.closedAt : null })
  return {
    pipelineId: pipeline.id as string,
    pipelineVersion: pipeline.versionNo as number,
    stage: record.stage ?? (stage.key as string),
    stageEnteredAt: since,
    stageHistory: record.stageHistory.length > 0 ? record.stageHistory : [opened],
    // What was closed years ago has no list left to work off.
    checks: record.checks.length > 0 || (history && record.closedAt !== null) ? record.checks : checksOf(pipeline),
    probability: record.probability ?? (stage.probability as string),
    forecastCategory: record.forecastCategory ?? (stage.category as 'pipeline' | null) ?? 'pipeline',
  }
}

/** Currency and rate, and the team as the people who take part in the record. */
function shared(context: Here) {
  const { record, before } = context
  const team = (rows: readonly Loose[]) => rows.flatMap((member) => (member.userId ? [member.userId as string] : []))
  const left = team(before?.team ?? [])
  const kept = record.memberIds.filter((userId) => !left.includes(userId))
  return { ...currencyAndRate(context), memberIds: [...new Set([...kept, ...team(record.team)])] }
}

function netOf(line: Loose, currency: string): bigint | null {
  const typed = { qty: line.qty ?? '', price: line.price ?? '', vatRate: '0', priceMode: 'excl' } as const
  return lineProblem(typed) ? null : computeLine(typed, currency).net
}
