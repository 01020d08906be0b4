/** Where and of what an entry of the ledger is made, for invoices and payments. */
import type { Loose } from '../../kernel/fact.ts'
import type { Place } from '../cash/postings.ts'

export const placeOf = (object: string, record: Loose, date: string): Place => ({
  entityId: record.entityId,
  date,
  source: { object, id: record.id },
  memo: `${record.fiscalNo ?? record.no ?? ''} ${record.buyerName ?? record.payerName ?? ''}`.trim(),
  refs: {
    accountId: record.accountId,
    ...(object === 'invoice' ? { invoiceId: record.id, orderId: record.orderId } : { paymentId: record.id }),
  },
})
