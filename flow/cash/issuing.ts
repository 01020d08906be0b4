/** The ledger entries of an invoice as it is issued, and what each order it bills must note (J-IN-A, J-IN-B). */
import type { Posting } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { convert } from '../../kernel/money.ts'
import { total } from '../quantity.ts'
import { advanceInvoice, deliveredInvoice, type Place, serviceInvoice } from './postings.ts'

type Rows = readonly Loose[]

/** Delivered value first, order by order; the rest is the advance, so that nothing is lost to rounding. */
export function issuePostings(invoice: Loose, place: Place, baseCurrency: string): Posting[] {
  const gross = invoice.grossBase as bigint
  const tax = gross - (invoice.netBase as bigint)
  if (invoice.source === 'manual' && invoice.earned) return serviceInvoice(place, { net: gross - tax, tax, gross })
  const cover = invoice.cover as Rows
  if (cover.length === 0) return advanceInvoice(place, { net: gross - tax, tax, gross })
  const billed = billings(invoice, baseCurrency)
  const aheadGross = gross - total(billed.map((one) => one.gross))
  const aheadTax = tax - total(billed.map((one) => one.tax))
  return [
    ...billed.flatMap((one, index) =>
      deliveredInvoice(withOrder(place, cover[index]?.orderId as string), {
        ...one,
        cleared: cover[index]?.clearedBase as bigint,
        clearedTax: cover[index]?.taxBase as bigint,
      }),
    ),
    ...(aheadGross === 0n
      ? []
      : advanceInvoice(place, { net: aheadGross - aheadTax, tax: aheadTax, gross: aheadGross })),
  ]
}

const withOrder = (place: Place, orderId: string): Place => ({ ...place, refs: { ...place.refs, orderId } })

/** Each covered order at the rate of the invoice; without an advance the last one takes what is left. */
function billings(invoice: Loose, baseCurrency: string): { gross: bigint; tax: bigint }[] {
  const cover = invoice.cover as Rows
  const gross = invoice.grossBase as bigint
  const tax = gross - (invoice.netBase as bigint)
  const liability = (invoice.liabilityNet ?? 0n) as bigint
  const pair = { from: (invoice.currency ?? baseCurrency) as string, to: baseCurrency }
  const inBase = (amount: bigint) => convert(amount, (invoice.fxRate as string | null) ?? '1', pair)
  const rows = cover.map((one) => ({ gross: inBase(one.gross), tax: inBase(one.tax) }))
  const aheadGross = liability > 0n ? gross - total(rows.map((one) => one.gross)) : 0n
  const aheadTax = liability > 0n ? aheadGross - (invoice.liabilityBase as bigint) : 0n
  const offGross = gross - aheadGross - total(rows.map((one) => one.gross))
  const offTax = tax - aheadTax - total(rows.map((one) => one.tax))
  return rows.map((one, index) =>
    index === rows.length - 1 ? { gross: one.gross + offGross, tax: one.tax + offTax } : one,
  )
}

/** What an order notes of the invoice: its lines, the delivered value cleared, the whole where it is the only one. */
export function orderNotes(invoice: Loose): { orderId: string; input: Loose }[] {
  const cover = invoice.cover as Rows
  const ids = [
    ...new Set([...(invoice.orderId ? [invoice.orderId as string] : []), ...cover.map((one) => one.orderId as string)]),
  ]
  return ids.map((orderId) => {
    const part = cover.find((one) => one.orderId === orderId)
    const lines = (invoice.lines as Rows).filter((line) => line.orderLineId && line.orderId === orderId)
    return {
      orderId,
      input: {
        invoiceId: invoice.id,
        gross: invoice.orderId === orderId ? invoice.gross : (part?.gross ?? 0n),
        lines: lines.map((line) => ({ lineId: line.orderLineId, qty: line.qty, net: (line.net as bigint).toString() })),
        unbilledGross: -((part?.gross ?? 0n) as bigint),
        unbilledTax: -((part?.tax ?? 0n) as bigint),
        unbilledBase: -((part?.clearedBase ?? 0n) as bigint),
        unbilledTaxBase: -((part?.taxBase ?? 0n) as bigint),
      },
    }
  })
}
