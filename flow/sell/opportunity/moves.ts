/** How an open opportunity moves: along its stages, through its checklist, to another pipeline. */
import type { Loose } from '../../../kernel/fact.ts'
import { date, files, link, text } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import type { Transition } from '../../../kernel/object.ts'
import { rateKnown } from '../currency.ts'
import type { facts, fields, Here, Opportunity, parts, State } from './fields.ts'
import {
  amountNotNegative,
  checkKnown,
  checkProven,
  exits,
  hasNextStage,
  pipelineKnown,
  skipAllowed,
  targetAhead,
  targetBehind,
} from './rules.ts'
import { checksOf, closeHistory, enter, indexOf, route, row, stagesOf } from './stages.ts'

export type Move = Transition<typeof fields, typeof parts, typeof facts, State>

const toStage = text({ label: say('目标阶段', 'To stage'), required: true, maxLength: 40 })
const item = text({ label: say('事项', 'Item'), required: true, maxLength: 36 })
const stageFields = [
  'amount',
  'expectedCloseDate',
  'needSummary',
  'primaryContactId',
  'source',
  'competitors',
  'noCompetitors',
  'lines',
] as const

export const moves = {
  advance: {
    label: say('推进到下一阶段', 'Advance'),
    from: ['open'],
    emits: 'stage_changed',
    tone: 'primary',
    takes: stageFields,
    needs: ['pipeline', 'gates', 'decisions', 'newIndustry', 'quotesOut'],
    guards: [pipelineKnown, hasNextStage, ...exits((context) => route(context).from), amountNotNegative, rateKnown],
    sets: (context) => {
      const { stages, from, next } = route(context)
      return from < 0 || next >= stages.length
        ? {}
        : { ...enter(context, { stages, from, to: next }), ...pushed(context) }
    },
  },
  skip: {
    label: say('越级推进', 'Skip ahead'),
    from: ['open'],
    emits: 'stage_skipped',
    takes: stageFields,
    input: { toStage },
    needs: ['pipeline', 'gates', 'decisions', 'newIndustry', 'quotesOut'],
    guards: [pipelineKnown, targetAhead, skipAllowed, ...exits((context) => route(context).to - 1), amountNotNegative],
    sets: (context) => {
      const { stages, from, to } = route(context)
      return to <= from ? {} : { ...enter(context, { stages, from, to }), ...pushed(context) }
    },
  },
  back: {
    label: say('退回', 'Back'),
    from: ['open'],
    emits: 'stage_reverted',
    tone: 'quiet',
    input: { toStage },
    needs: ['pipeline'],
    guards: [pipelineKnown, targetBehind, reasonGiven],
    sets: (context) => {
      const { stages, from, to } = route(context)
      return to < 0 || to >= from ? {} : enter(context, { stages, from, to })
    },
  },
  tickItem: {
    label: say('完成事项', 'Tick an item'),
    from: ['open'],
    emits: 'check_done',
    tone: 'quiet',
    input: {
      item,
      evidence: files({ label: say('依据文件', 'Evidence') }),
      note: text({ label: say('说明', 'Note'), maxLength: 1000 }),
    },
    guards: [checkKnown, checkProven],
    sets: ({ record, input, actor, now }) => ({
      checks: touch(record.checks, input.item, {
        doneAt: now,
        doneBy: actor.id,
        evidence: input.evidence ?? null,
        note: input.note ?? null,
      }),
    }),
  },
  untickItem: {
    label: say('撤销完成', 'Untick an item'),
    from: ['open'],
    emits: 'check_undone',
    tone: 'quiet',
    input: { item },
    guards: [checkKnown],
    sets: ({ record, input }) => ({
      checks: touch(record.checks, input.item, {
        doneAt: null,
        doneBy: null,
        evidence: null,
        note: null,
        waivedAt: null,
        waivedBy: null,
      }),
    }),
  },
  waiveItem: {
    label: say('豁免事项', 'Waive an item'),
    from: ['open'],
    emits: 'check_waived',
    tone: 'quiet',
    input: { item },
    guards: [checkKnown, reasonGiven],
    sets: ({ record, input, actor, now }) => ({
      checks: touch(record.checks, input.item, { waivedAt: now, waivedBy: actor.id, note: input.reason ?? null }),
    }),
  },
  movePipeline: {
    label: say('更换销售流程', 'Move to another pipeline'),
    from: ['open'],
    emits: 'pipeline_changed',
    tone: 'quiet',
    input: { toPipeline: link('pipeline', { label: say('目标流程', 'To pipeline'), required: true }), toStage },
    needs: ['target'],
    guards: [
      {
        code: 'STAGE_UNKNOWN',
        field: 'toStage',
        onInput: true,
        holds: ({ facts: found, input }) => indexOf(stagesOf(found.target), input.toStage) >= 0,
      },
      reasonGiven,
    ],
    sets: moved,
  },
  draftQuote: {
    label: say('生成报价', 'Make a quote'),
    from: ['open'],
    emits: 'quote_drafted',
    tone: 'primary',
    help: say('客户、产品、价格自动带入', 'Account, products and prices are carried over'),
    input: { validUntil: date({ label: say('有效期至', 'Valid until') }) },
  },
  noteActivity: {
    label: say('记录跟进时间', 'Note an activity'),
    from: ['open', 'won', 'lost', 'invalid'],
    emits: 'activity_noted',
    takes: ['firstContactAt', 'lastActivityAt'],
  },
} as const satisfies Record<string, Move>

/** How often the expected close was moved later. */
export function pushed({ record, before }: Here) {
  const later = Boolean(
    before?.expectedCloseDate && record.expectedCloseDate && record.expectedCloseDate > before.expectedCloseDate,
  )
  return later ? { pushCount: (record.pushCount ?? 0) + 1 } : {}
}

function moved(context: Here) {
  const { record, facts: found, input, now, actor } = context
  const pipeline = found.target
  const stages = stagesOf(pipeline)
  const stage = stages[indexOf(stages, input.toStage)]
  if (!pipeline || !stage) return {}
  const done = record.checks.filter((check) => check.doneAt || check.waivedAt)
  const fresh = checksOf(pipeline).filter(
    (one) => !done.some((check) => check.stage === one.stage && check.key === one.key),
  )
  return {
    pipelineId: pipeline.id as string,
    pipelineVersion: pipeline.versionNo as number,
    stage: stage.key as string,
    stageEnteredAt: now,
    checks: [...done, ...fresh],
    probability: stage.probability as string,
    forecastCategory: (stage.category as 'pipeline' | null) ?? 'pipeline',
    stageHistory: [...closeHistory(record.stageHistory, now), row(stage.key, now, { by: actor.id })],
  }
}

const touch = (checks: Opportunity['checks'], id: unknown, values: Loose): Loose[] =>
  checks.map((check) => (check.id === id ? { ...check, ...values } : check))
