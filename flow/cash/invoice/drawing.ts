/** Where the lines of an invoice come from: what was delivered, an instalment of a payment plan, or a person. */
import type { Loose } from '../../../kernel/fact.ts'
import { totalsOf } from '../../../kernel/lines.ts'
import { allocate, convert, toMajor } from '../../../kernel/money.ts'
import type { Settings } from '../../../kernel/settings.ts'
import { amountsUpTo, billableQty, priced, wantedQty } from '../../fulfil/order/lines.ts'
import { exceeds, isPositive, minus, plus, proportion, smaller, total } from '../../quantity.ts'
import type { InvoiceContext } from './facts.ts'

type Rows = readonly Loose[]

const billedQty = (billed: Rows, id: string | null): string =>
  plus(...billed.filter((row) => row.orderLineId === id).map((row) => row.qty))

/** What of an order line may be invoiced now: delivered or earned, less what stands on invoices and drafts. */
export const openToBill = (line: Loose, billed: Rows): string => minus(billableQty(line), billedQty(billed, line.id))

const orderLine = (order: Loose | null, id: string | null): Loose | undefined =>
  (order?.lines as Rows | undefined)?.find((line) => line.id === id)

/** A part takes its share; the part that completes a line takes all that is left, so that parts add up. */
function share(line: Loose, qty: string, billed: Rows) {
  const before = billed.filter((row) => row.orderLineId === line.id)
  if (exceeds(wantedQty(line), plus(qty, billedQty(billed, line.id)))) return amountsUpTo(line, qty)
  const whole = amountsUpTo(line, wantedQty(line))
  const net = whole.net - total(before.map((row) => row.net))
  const gross = whole.gross - total(before.map((row) => row.gross))
  return { net, gross, tax: gross - net }
}

export function deliveryLines({ record, facts }: InvoiceContext): Loose[] {
  const { order, billedOfOrder: billed } = facts
  if (!order) return [...record.lines]
  const rows: Rows =
    record.lines.length > 0
      ? record.lines
      : (order.lines as Rows)
          .filter((line) => isPositive(openToBill(line, billed)))
          .map((line) => ({ orderLineId: line.id, qty: openToBill(line, billed) }))
  return rows.map((row) => {
    const line = orderLine(order, row.orderLineId)
    if (!line) return { ...row, counted: true, net: 0n, tax: 0n, gross: 0n }
    const { productId, unit, price, vatRate } = line
    return {
      taxCode: null,
      spec: null,
      ...row,
      productId,
      unit,
      price,
      vatRate,
      discount: line.discount ?? '0',
      description: row.description ?? line.description,
      orderId: order.id,
      contractId: order.contractId ?? null,
      planLineId: null,
      counted: true,
      ...share(line, row.qty ?? '0', billed),
    }
  })
}

export const planLine = ({ record, facts }: InvoiceContext): Loose | undefined =>
  (facts.contract?.plan as Rows | undefined)?.find((line) => line.id === record.planLineId)

/** What of the instalment is not yet on an invoice. */
export function openOfPlan(context: InvoiceContext): bigint {
  const line = planLine(context)
  const billed = context.facts.billedOfContract.filter((row) => row.planLineId === context.record.planLineId)
  return line ? ((line.amount ?? 0n) as bigint) - total(billed.map((row) => row.gross)) : 0n
}

/** The contract by tax rate, with what is still to be invoiced of each. */
function taxGroups(contract: Loose, billed: Rows) {
  const rates = [...new Set((contract.lines as Rows).map((line) => line.vatRate as string))]
  return rates.map((vatRate) => {
    const lines = (contract.lines as Rows).filter((line) => line.vatRate === vatRate)
    const before = billed.filter((row) => row.vatRate === vatRate)
    const whole = { tax: total(lines.map((line) => line.tax)), gross: total(lines.map((line) => line.gross)) }
    return {
      vatRate,
      whole,
      leftGross: whole.gross - total(before.map((row) => row.gross)),
      leftTax: whole.tax - total(before.map((row) => row.tax)),
    }
  })
}

/** An instalment is spread over the tax rates of the contract by what is left; the last one leaves nothing. */
export function planLines(context: InvoiceContext): Loose[] {
  const { record, facts, settings } = context
  const { contract } = facts
  const line = planLine(context)
  const amount = openOfPlan(context)
  if (!contract || !line || amount <= 0n) return []
  const groups = taxGroups(contract, facts.billedOfContract).filter((group) => group.leftGross > 0n)
  if (groups.length === 0 || total(groups.map((group) => group.leftGross)) < amount) return []
  const shares = allocate(
    amount,
    groups.map((group) => group.leftGross),
  )
  const currency = record.currency ?? settings.baseCurrency
  return groups.flatMap((group, index) => {
    const gross = shares[index] as bigint
    if (gross === 0n) return []
    const tax = gross === group.leftGross ? group.leftTax : proportion(group.whole.tax, gross, group.whole.gross)
    return [
      {
        productId: null,
        taxCode: null,
        spec: null,
        unit: null,
        qty: '1',
        discount: '0',
        vatRate: group.vatRate,
        description: `${contract.title ?? ''} ${line.name ?? ''}`.trim(),
        price: toMajor(record.priceMode === 'incl' ? gross : gross - tax, currency).toFixed(),
        net: gross - tax,
        tax,
        gross,
        orderId: record.orderId,
        orderLineId: null,
        contractId: contract.id,
        planLineId: record.planLineId,
        counted: true,
      },
    ]
  })
}

export function drawnLines(context: InvoiceContext): Loose[] {
  if (context.record.source === 'delivery') return deliveryLines(context)
  if (context.record.source === 'plan') return planLines(context)
  return context.record.lines.map((line) => ({
    ...line,
    counted: true,
    orderLineId: null,
    orderId: context.record.orderId,
  }))
}

/** Totals of the header; only lines made by hand are priced here, the others carry their share. */
export function headerOf(invoice: Loose, settings: Settings) {
  const currency = (invoice.currency ?? settings.baseCurrency) as string
  const lines = (invoice.lines as Rows).map((line) =>
    line.orderLineId || line.planLineId ? { ...line, ...amountsOf(line) } : priced(line, invoice.priceMode, currency),
  )
  const typed = { net: invoice.net ?? 0n, tax: invoice.tax ?? 0n, gross: invoice.gross ?? 0n }
  const totals = lines.length > 0 ? totalsOf(lines as unknown as Parameters<typeof totalsOf>[0]) : typed
  const inBase = (amount: bigint) =>
    convert(amount, invoice.fxRate ?? '1', { from: currency, to: settings.baseCurrency })
  const taxBase = inBase(totals.tax)
  return { lines, ...totals, netBase: inBase(totals.gross) - taxBase, grossBase: inBase(totals.gross) }
}

const amountsOf = (line: Loose) => ({ net: line.net ?? 0n, tax: line.tax ?? 0n, gross: line.gross ?? 0n })

export interface Cover {
  readonly orderId: string
  readonly gross: bigint
  readonly tax: bigint
  readonly clearedBase: bigint
  readonly taxBase: bigint
}

/** Bills delivered value first, oldest order first; what is left over was not delivered yet. */
export function coverOf(invoice: { gross: bigint; tax: bigint }, orders: Rows): Cover[] {
  let open = invoice.gross
  return orders.flatMap((order) => {
    const unbilled = (order.unbilledGross ?? 0n) as bigint
    const gross = smaller(open, unbilled)
    if (gross <= 0n) return []
    open -= gross
    const all = gross === unbilled
    const ofInvoice = proportion(invoice.tax, gross, invoice.gross)
    const tax = all ? ((order.unbilledTax ?? 0n) as bigint) : smaller(ofInvoice, (order.unbilledTax ?? 0n) as bigint)
    return [
      {
        orderId: order.id as string,
        gross,
        tax,
        clearedBase: proportion((order.unbilledBase ?? 0n) as bigint, gross, unbilled),
        taxBase: all
          ? ((order.unbilledTaxBase ?? 0n) as bigint)
          : proportion((order.unbilledTaxBase ?? 0n) as bigint, tax, (order.unbilledTax ?? 0n) as bigint),
      },
    ]
  })
}

/** Net of what an invoice bills before delivery. */
export function advanceOf(invoice: { net: bigint; tax: bigint; gross: bigint }, cover: readonly Cover[]): bigint {
  const ahead = invoice.gross - total(cover.map((one) => one.gross))
  return ahead <= 0n ? 0n : ahead - proportion(invoice.tax, ahead, invoice.gross)
}
