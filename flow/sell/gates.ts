/** Decision gates as rules: which apply to what is about to happen, and whether they have been passed. Pure. */
import type { Loose } from '../../kernel/fact.ts'
import { type Label, say } from '../../kernel/label.ts'
import { Exact } from '../../kernel/money.ts'
import type { Guard } from '../../kernel/object.ts'
import type { Settings } from '../../kernel/settings.ts'

/** What a gate can stand before. */
export const points = {
  'opportunity.stage': ['商机离开阶段', 'Opportunity leaves a stage'],
  'opportunity.win': ['商机赢单', 'Opportunity is won'],
  'quote.send': ['发送报价', 'Quote is sent'],
  'contract.approve': ['批准合同', 'Contract is approved'],
  'contract.amend': ['批准合同变更', 'Contract is amended'],
  'contract.close': ['关闭合同', 'Contract is closed'],
} as const satisfies Record<string, readonly [string, string]>

export type Point = keyof typeof points

/** What is about to happen, to what; amounts in base currency minor units, margins as fractions. */
export interface Situation {
  readonly point: Point
  /** Ids of what is decided about: the record itself, and the deal it belongs to. */
  readonly about: readonly (string | null)[]
  readonly leaving?: readonly string[]
  readonly amount: bigint
  readonly margin?: string | null
  readonly isBid?: boolean
  readonly newIndustry?: boolean
  readonly level?: string | null
  /** By how much a contract changes, from what, and whether its terms or dates do. */
  readonly change?: { readonly gross: bigint; readonly before: bigint; readonly terms: boolean }
  /** The text a decision was about; a decision about another text no longer holds. */
  readonly text?: string | null
}

interface GateContext {
  readonly facts: Loose
  readonly settings: Settings
  readonly today: string
}

export type Verdict = 'passed' | 'expired' | 'open'

/** In standard mode gates stand from an amount on (R32); an amount not yet known counts as zero. */
export function applies(gate: Loose, situation: Situation, settings: Settings): boolean {
  if (!settings.gates || situation.amount < BigInt(settings.gateFrom)) return false
  if (!gate.blocks?.includes(situation.point)) return false
  const named = situation.point === 'opportunity.stage' ? gate.leavingStage : null
  if (named && !situation.leaving?.includes(named)) return false
  if (gate.always) return true
  if (gate.fromAmount !== null && gate.fromAmount !== undefined && situation.amount >= gate.fromAmount) return true
  if (gate.whenBid && situation.isBid) return true
  if (gate.whenNewIndustry && situation.newIndustry) return true
  if (situation.change && outgrows(gate, situation.change)) return true
  return Boolean(gate.fromLevel && situation.level && situation.level >= gate.fromLevel)
}

/** More than the share or the amount of change the gate lets pass, or terms where it looks at those. */
function outgrows(gate: Loose, { gross, before, terms }: NonNullable<Situation['change']>): boolean {
  const by = gross < 0n ? -gross : gross
  if (gate.whenTerms && terms) return true
  if (gate.fromChange !== null && gate.fromChange !== undefined && by > gate.fromChange) return true
  return Boolean(gate.changePct) && new Exact(by.toString()).gt(new Exact(before.toString()).times(gate.changePct))
}

/** The last round speaks. It stops holding when its time is over or the deal has outgrown it (GA4). */
export function verdict(decisions: readonly Loose[], situation: Situation, today: string): Verdict {
  const spoken = decisions.filter((one) => one.state === 'decided' || one.state === 'invalidated')
  const last = [...spoken].sort((a, b) => b.round - a.round)[0]
  if (!last || !['go', 'go_conditional'].includes(last.outcome)) return 'open'
  return last.state === 'invalidated' || outgrown(last, situation) || isPast(last.validUntil, today)
    ? 'expired'
    : 'passed'
}

/** Ten per cent more money, two points less margin, or another text. */
export function outgrown(decision: Loose, { amount, margin, text }: Situation): boolean {
  if (decision.amount > 0n && amount * 10n > decision.amount * 11n) return true
  if (decision.margin && margin && new Exact(decision.margin).minus(margin).gt('0.02')) return true
  return Boolean(decision.snapshot && text && decision.snapshot !== text)
}

/** Guards before a transition. A context without a situation has no gate before it. */
export function gateGuards<C extends GateContext>(situationOf: (context: C) => Situation | null): Guard<C>[] {
  return (['open', 'expired'] as const).map((wanted) => ({
    code: wanted === 'open' ? 'GATE_NOT_PASSED' : 'GATE_EXPIRED',
    override: ['EXE'],
    holds: (context) => closedGates(context, situationOf(context), wanted).length === 0,
    details: (context) => {
      const closed = closedGates(context, situationOf(context), wanted)
      return { gate: closed.map((gate) => gate.nameZh), gateEn: closed.map((gate) => gate.nameEn) }
    },
  }))
}

function closedGates(context: GateContext, situation: Situation | null, wanted: Verdict): Loose[] {
  if (!situation) return []
  const decisions = [...(context.facts.decisions ?? []), ...(context.facts.ownDecisions ?? [])] as readonly Loose[]
  const ours = decisions.filter((one) =>
    [one.opportunityId, one.quoteId, one.contractId, one.amendmentId].some((id) => id && situation.about.includes(id)),
  )
  return ((context.facts.gates ?? []) as readonly Loose[])
    .filter((gate) => applies(gate, situation, context.settings))
    .filter(
      (gate) =>
        verdict(
          ours.filter((one) => one.gateId === gate.id),
          situation,
          context.today,
        ) === wanted,
    )
}

const isPast = (date: string | null | undefined, today: string): boolean => Boolean(date) && (date as string) < today

export const gateMessages: Readonly<Record<string, Label>> = {
  GATE_NOT_PASSED: say(
    '决策点“{gate}”未通过：请先申请决策并获得通过',
    'Gate “{gateEn}” not passed: request its decision first',
  ),
  GATE_EXPIRED: say(
    '决策点“{gate}”已失效（过期，或金额、毛利、文本已变化）：请重新申请决策',
    'The decision at gate “{gateEn}” no longer holds (time, amount, margin or text): request a new round',
  ),
}
