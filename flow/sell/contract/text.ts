/** What a contract says, as one text: what is approved, what gates decide about, and what is signed must agree. */
import type { Loose } from '../../../kernel/fact.ts'
import { canonical } from '../snapshot.ts'

export const contractText = (contract: Loose): string =>
  canonical(
    contract,
    [
      'type',
      'accountId',
      'entityId',
      'currency',
      'priceMode',
      'headerDiscount',
      'ceiling',
      'creditDays',
      'retentionPct',
      'warrantyMonths',
      'endDate',
      'autoRenew',
      'deliveryTerms',
      'acceptanceTerms',
      'deemedAcceptWd',
      'penaltyRateDay',
      'document',
    ],
    {
      lines: ['productId', 'description', 'unit', 'qty', 'price', 'discount', 'vatRate', 'net', 'tax', 'gross'],
      plan: ['name', 'trigger', 'offsetDays', 'percent', 'amount', 'onDate', 'invoiceRequired'],
    },
  )
