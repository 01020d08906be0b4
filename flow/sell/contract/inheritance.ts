/** What a contract takes from its quote and the catalogue, and whether it still says what the quote says. */
import type { Loose } from '../../../kernel/fact.ts'
import { formatAmount } from '../../../kernel/money.ts'
import type { Guard } from '../../../kernel/object.ts'
import { currencyAndRate } from '../currency.ts'
import { amountsOf, headerFits, headerOf } from '../documentLines.ts'
import { pricedLines } from '../pricing.ts'
import type { Here } from './fields.ts'
import { planFrom } from './plan.ts'

type Rule = Guard<Here>

export const shownIn = ({ record, settings }: Pick<Here, 'record' | 'settings'>, minor: bigint | null): string =>
  formatAmount(minor ?? 0n, record.currency ?? settings.baseCurrency)

/** Held against the lines as they will be priced. */
export const amountOfQuote: Rule = {
  code: 'CONTRACT_AMOUNT_MISMATCH',
  field: 'lines',
  holds: (context) => {
    const { record, facts } = context
    return (
      record.quoteId === null || !facts.quote || record.type === 'framework' || netToBe(context) === facts.quote.net
    )
  },
  details: (context) => ({
    amount: shownIn(context, netToBe(context)),
    quote: shownIn(context, context.facts.quote?.net ?? 0n),
  }),
}

const inherited = [
  'accountId',
  'contactId',
  'entityId',
  'opportunityId',
  'currency',
  'fxRate',
  'paymentTermId',
  'creditDays',
  'deliveryTerms',
  'deliveryDate',
  'poNo',
] as const
const lineColumns = [
  'productId',
  'description',
  'unit',
  'qty',
  'price',
  'discount',
  'vatRate',
  'deliveryDate',
  'listPrice',
  'cost',
] as const

/** A contract for which only the quote was named says what the quote says. */
export function withQuote(context: Here): Here {
  const { record, facts } = context
  const { quote } = facts
  if (!quote || record.quoteId === null) return context
  const own = Object.fromEntries(inherited.map((name) => [name, record[name] ?? quote[name] ?? null]))
  if (record.lines.length > 0) return { ...context, record: { ...record, ...own } }
  const lines = ((quote.lines ?? []) as readonly Loose[]).map((line) =>
    Object.fromEntries(lineColumns.map((name) => [name, line[name] ?? null])),
  )
  const header = {
    priceMode: quote.priceMode ?? record.priceMode,
    headerDiscount: quote.headerDiscount ?? record.headerDiscount,
  }
  return { ...context, record: { ...record, ...own, ...header, lines: lines as unknown as Here['record']['lines'] } }
}

/** The record with its lines as the catalogue and the quote will complete them, where this step asks for them. */
function toBe(context: Here): Here['record'] {
  if (context.facts.products === undefined) return context.record
  const full = withQuote(context)
  return { ...full.record, lines: refreshed(full).lines as unknown as Here['record']['lines'] }
}

function netToBe(context: Here): bigint {
  const record = toBe(context)
  return amountsOf(record.lines, headerOf(record, context.settings.baseCurrency)).net
}

/** Held against the lines as they will be priced. */
export const discountFits: Rule = {
  code: 'HEADER_DISCOUNT_RANGE',
  field: 'headerDiscount',
  onInput: true,
  holds: (context) => {
    const record = toBe(context)
    const discount = record.headerDiscount ?? 0n
    return discount === 0n || headerFits(record.lines, headerOf(record, context.settings.baseCurrency))
  },
}

/** Prices, rate and plan brought up to date; what a quote fixed stays fixed. */
export function refreshed(context: Here) {
  const { record, facts, settings } = context
  const { currency, fxRate } = currencyAndRate(context)
  return {
    currency,
    fxRate,
    lines: pricedLines(context, {
      currency: currency ?? settings.baseCurrency,
      fxRate,
      follows: record.quoteId === null,
    }),
    creditDays: record.creditDays ?? (facts.account?.creditDays as number | undefined) ?? 0,
    plan: record.plan.length > 0 || record.type === 'nda' ? record.plan : planFrom(facts.paymentTerm),
  }
}
