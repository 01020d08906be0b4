/** Who may decide at a gate, on what score, and what a request must bring along (GA1–GA3). Pure. */
import type { Loose } from '../../kernel/fact.ts'
import { Exact } from '../../kernel/money.ts'
import type { Settings } from '../../kernel/settings.ts'
import { amendmentText } from './amendment/text.ts'
import { contractText } from './contract/text.ts'
import { inBase } from './currency.ts'

/** What is decided about, as it stands now: amount in base currency, margin as a fraction, the exact text. */
export interface Subject {
  readonly document: Loose
  readonly amount: bigint
  readonly margin: string | null
  readonly text: string | null
}

export function subjectOf(record: Loose, facts: Loose, settings: Settings): Subject | null {
  if (record.amendmentId && facts.amendment) {
    const { amendment } = facts
    const amount = inBase(amendment.gross, amendment, settings)
    return { document: amendment, amount, margin: amendment.marginRate ?? null, text: amendmentText(amendment) }
  }
  if (record.contractId && facts.contract) {
    const { contract } = facts
    const amount = inBase(contract.gross, contract, settings)
    return { document: contract, amount, margin: contract.marginRate ?? null, text: contractText(contract) }
  }
  if (record.quoteId && facts.quote) {
    const { quote } = facts
    return { document: quote, amount: inBase(quote.net, quote, settings), margin: quote.marginRate ?? null, text: null }
  }
  const { opportunity } = facts
  if (!record.opportunityId || !opportunity) return null
  return { document: opportunity, amount: inBase(opportunity.amount, opportunity, settings), margin: null, text: null }
}

/** The first row from the top whose amount and margin the subject meets. An unknown margin meets no minimum. */
export function authorityFor(
  gate: Loose | null,
  { amount, margin }: Pick<Subject, 'amount' | 'margin'>,
): readonly string[] {
  const row = ((gate?.authority ?? []) as readonly Loose[]).find((one) => {
    const small = one.below === null || one.below === undefined || amount < one.below
    const rich =
      one.minMargin === null || one.minMargin === undefined || (margin !== null && new Exact(margin).gte(one.minMargin))
    return small && rich
  })
  return (row?.roles ?? []) as readonly string[]
}

/** Σ score × weight / Σ weight over the criteria of the gate; a criterion without a score counts as zero. */
export function scoreOf(gate: Loose | null, scores: readonly Loose[]): string {
  const criteria = (gate?.scorecard ?? []) as readonly Loose[]
  const weights = criteria.reduce((total, one) => total.plus(one.weight), new Exact(0))
  if (weights.isZero()) return '0'
  const points = criteria.reduce((total, one) => {
    const given = scores.find((row) => row.criterion === one.criterion)?.score ?? 0
    return total.plus(new Exact(given).times(one.weight))
  }, new Exact(0))
  return points.div(weights).toDecimalPlaces(2).toFixed()
}

/** Names of required deliverables that neither a file nor a note stands for. */
export function missingDeliverables(gate: Loose | null, rows: readonly Loose[]): string[] {
  const brought = rows.filter((row) => (row.files ?? []).length > 0 || row.note).map((row) => row.name)
  return ((gate?.deliverables ?? []) as readonly Loose[])
    .filter((one) => one.required && !brought.includes(one.name))
    .map((one) => one.name)
}

/** Other rounds of the same gate about the same thing. */
export function roundsOf(record: Loose, facts: Loose): Loose[] {
  const links = ['opportunityId', 'quoteId', 'contractId', 'amendmentId']
  const all = ['dealRounds', 'quoteRounds', 'contractRounds', 'amendmentRounds'].flatMap(
    (name) => (facts[name] ?? []) as readonly Loose[],
  )
  const about = (one: Loose) => links.some((link) => record[link] && record[link] === one[link])
  const others = all.filter((one) => one.id !== record.id && one.gateId === record.gateId && about(one))
  return [...new Map(others.map((one) => [one.id, one])).values()]
}
