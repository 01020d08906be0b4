/** What proves that a deal is won (OP5), and whether its amount fits that proof. */
import type { Loose } from '../../../kernel/fact.ts'
import { formatAmount } from '../../../kernel/money.ts'
import type { Guard } from '../../../kernel/object.ts'
import { inBase } from '../currency.ts'
import { gateGuards } from '../gates.ts'
import type { Here } from './fields.ts'
import { exits, hasText, isSystem, stagesAreFree } from './rules.ts'
import { route } from './stages.ts'

type Rule = Guard<Here>

/** Exactly one document proves a win. */
export interface Evidence {
  readonly kind: 'contract' | 'order' | 'quote' | 'amendment'
  readonly document: Loose
}

/** A change of a contract in effect, or a running contract; a confirmed order; or an accepted quote
 *  where no contract is needed. */
export function evidenceOf({ facts }: Pick<Here, 'facts'>): Evidence | null {
  const amendment = facts.amendments[0]
  if (amendment) return { kind: 'amendment', document: { ...amendment, net: amendment.deltaNet } }
  const contract = facts.contracts[0]
  if (contract) return { kind: 'contract', document: contract }
  const order = facts.orders[0]
  if (order) return { kind: 'order', document: order }
  const accepted = facts.quotesOut.filter((quote) => quote.state === 'accepted' && !quote.needsContract)
  const quote = accepted.find((one) => one.isPrimary) ?? accepted[0]
  return quote ? { kind: 'quote', document: quote } : null
}

/** The amount of the deal is that of its proof within one per cent. */
function amountFits(context: Here): boolean {
  const evidence = evidenceOf(context)
  if (!evidence || isSystem(context)) return true
  const { record, settings } = context
  const proven = inBase(evidence.document.net, evidence.document, settings)
  const off = inBase(record.amount, record, settings) - proven
  return (off < 0n ? -off : off) * 100n <= (proven < 0n ? -proven : proven)
}

function shown(context: Here): Loose {
  const evidence = evidenceOf(context)
  const currency = evidence?.document.currency ?? context.settings.baseCurrency
  return {
    amount: formatAmount(context.record.amount ?? 0n, context.record.currency ?? context.settings.baseCurrency),
    evidence: formatAmount(evidence?.document.net ?? 0n, currency),
  }
}

/** A chain that wins the deal by itself does not stop at what people owe a stage; the history shows the jump. */
const forPeople = (rule: Rule): Rule => ({ ...rule, holds: (context) => isSystem(context) || rule.holds(context) })

export const winGuards: readonly Rule[] = [
  { code: 'WIN_EVIDENCE_REQUIRED', holds: (context) => evidenceOf(context) !== null },
  { code: 'AMOUNT_MISMATCH', field: 'amount', onInput: true, holds: amountFits, details: shown },
  {
    code: 'WIN_REASON_REQUIRED',
    field: 'winReason',
    onInput: true,
    holds: (context) => isSystem(context) || context.record.winReason !== null,
  },
  {
    code: 'STAGE_SKIP_NOT_ALLOWED',
    onInput: true,
    holds: (context) => {
      const { stages, from } = route(context)
      if (isSystem(context) || stagesAreFree(context) || from >= stages.length - 1) return true
      return context.actor.roles.includes('SM') && hasText(context.input.reason)
    },
  },
  ...exits((context) => route(context).stages.length - 1).map(forPeople),
  ...gateGuards<Here>((context) => ({
    point: 'opportunity.win',
    about: [context.record.id],
    amount: inBase(context.record.amount, context.record, context.settings),
    isBid: context.record.isBid === true,
  })).map(forPeople),
]

/** The proof, and the amount it fixes when the chain itself wins the deal. */
export function proofOf(context: Here) {
  const evidence = evidenceOf(context)
  const id = (kind: Evidence['kind']) => (evidence?.kind === kind ? (evidence.document.id as string) : null)
  const links = {
    wonContractId: id('contract'),
    wonOrderId: id('order'),
    wonQuoteId: id('quote'),
    wonAmendmentId: id('amendment'),
  }
  if (!evidence || !isSystem(context)) return links
  const { net, currency, fxRate } = evidence.document
  return { ...links, amount: net as bigint, currency: currency as string, fxRate: fxRate as string | null }
}
