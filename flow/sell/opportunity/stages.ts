/** Moving through the stages of a pipeline: order, history without gaps, checklist, what a stage demands. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import { demandable } from '../demands.ts'
import type { Here } from './fields.ts'

/** The stages in their order; none where the pipeline is unknown. */
export function stagesOf(pipeline: Loose | null | undefined): Loose[] {
  return [...((pipeline?.stages ?? []) as readonly Loose[])].sort((a, b) => a.seq - b.seq)
}

/** The pipeline of a new opportunity is the one it names, or the company's default. */
export const pipelineOf = ({ record, facts }: Pick<Here, 'record' | 'facts'>): Loose | null =>
  (record.pipelineId ? facts.pipeline : facts.defaultPipeline) ?? null

export const indexOf = (stages: readonly Loose[], key: string | null | undefined): number =>
  stages.findIndex((stage) => stage.key === key)

/** Where a transition stands and where it wants to go; -1 where a stage is unknown. */
export function route({ before, input, facts }: Pick<Here, 'before' | 'input' | 'facts'>): Route {
  const stages = stagesOf(facts.pipeline)
  const from = indexOf(stages, before?.stage)
  return { stages, from, to: indexOf(stages, input.toStage as string | undefined), next: from + 1 }
}

export interface Route {
  readonly stages: readonly Loose[]
  readonly from: number
  readonly to: number
  readonly next: number
}

interface Move {
  readonly stages: readonly Loose[]
  readonly from: number
  readonly to: number
}

/** Leaves a stage for another: passed-over stages stand in the history with no time spent in them. */
export function enter({ record, now, actor }: Here, { stages, from, to }: Move) {
  const stage = stages[to] as Loose
  const skipped = stages
    .slice(from + 1, to)
    .map((one) => row(one.key, now, { leftAt: now, skipped: true, by: actor.id }))
  const entered = row(stage.key, now, { rework: to < from, by: actor.id })
  return {
    stage: stage.key as string,
    stageEnteredAt: now,
    stageHistory: [...closeHistory(record.stageHistory, now), ...skipped, entered],
    probability: stage.probability as string,
    forecastCategory: stage.category ?? 'pipeline',
  }
}

/** Ends the running interval; later stages a win went past are recorded as skipped, never silently. */
export function leaveAll({ record, before, now, actor }: Here, stages: readonly Loose[]): Loose[] {
  const passed = stages.slice(indexOf(stages, before?.stage) + 1)
  const skipped = passed.map((one) => row(one.key, now, { leftAt: now, skipped: true, by: actor.id }))
  return [...closeHistory(record.stageHistory, now), ...skipped]
}

export const closeHistory = (history: readonly Loose[], now: string): Loose[] =>
  history.map((one) => (one.leftAt === null ? { ...one, leftAt: now } : one))

/** The interval that ended at closing runs on, as if the deal had never been closed: metrics are restated. */
export function resume(history: readonly Loose[]): Loose[] {
  const last = history.findLastIndex((one) => !one.skipped)
  return history.slice(0, last + 1).map((one, i) => (i === last ? { ...one, leftAt: null } : one))
}

export function row(stage: string, enteredAt: string, more: Loose): Loose {
  return { stage, enteredAt, leftAt: null, by: null, skipped: false, rework: false, ...more }
}

export function checksOf(pipeline: Loose | null): Loose[] {
  return ((pipeline?.checklist ?? []) as readonly Loose[]).map((item) => ({
    stage: item.stage,
    key: item.key,
    labelZh: item.labelZh,
    labelEn: item.labelEn,
    doneAt: null,
    doneBy: null,
    evidence: null,
    note: null,
    waivedAt: null,
    waivedBy: null,
  }))
}

export const openChecks = (checks: readonly Loose[], stages: readonly string[]): Loose[] =>
  checks.filter((item) => stages.includes(item.stage) && !item.doneAt && !item.waivedAt)

export interface Demand {
  readonly name: string
  readonly zh: string
  readonly en: string
}

/** What the stages to be left demand and the deal does not have. */
export function missing(context: Pick<Here, 'record' | 'facts'>, stages: readonly Loose[]): Demand[] {
  const asked = new Set(stages.flatMap((stage) => (stage.requiredFields ?? []) as string[]))
  const own = new Set(stages.flatMap((stage) => customKeys(stage.requiredCustom)))
  const fields = [...asked]
    .filter((name) => isMissing(context, name))
    .map((name) => {
      const [zh, en] = demandable[name as keyof typeof demandable] ?? [name, name]
      return { name, zh, en }
    })
  const customs = [...own].filter((key) => isEmpty(context.record.custom[key]))
  return [...fields, ...customs.map((key) => ({ name: `custom.${key}`, zh: key, en: key }))]
}

const customKeys = (text: string | null | undefined): string[] =>
  (text ?? '').split(/[,，\s]+/).filter((key) => key !== '')

function isMissing({ record, facts }: Pick<Here, 'record' | 'facts'>, name: string): boolean {
  if (name === 'quoteSent') return (facts.quotesOut ?? []).length === 0
  if (name === 'competitors') return !record.noCompetitors && record.competitors.length === 0
  if (name === 'amount') return record.amount === null || record.amount <= 0n
  return isEmpty((record as Loose)[name])
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
