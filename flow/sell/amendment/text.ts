/** What an amendment says, as one text: what is approved, decided at the gate and signed must agree. */
import type { Loose } from '../../../kernel/fact.ts'
import { canonical } from '../snapshot.ts'
import { lineTerms, terms } from './fields.ts'

export const amendmentText = (amendment: Loose): string =>
  canonical(amendment, ['contractId', 'currency', 'priceMode', 'headerDiscount', ...Object.keys(terms), 'document'], {
    lines: ['contractLineId', ...lineTerms],
    plan: ['planLineId', 'name', 'trigger', 'offsetDays', 'amount', 'onDate', 'invoiceRequired'],
  })
