/** What the steps of an invoice write. */
import { addDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { convert } from '../../../kernel/money.ts'
import { total } from '../../quantity.ts'
import { currencyAndRate } from '../../sell/currency.ts'
import { advanceOf, coverOf, drawnLines, headerOf, planLine } from './drawing.ts'
import type { InvoiceContext } from './facts.ts'
import { remembered, standing } from './opening.ts'
import { settled } from './rules.ts'

const inherited = ['accountId', 'entityId', 'currency', 'fxRate', 'contractId'] as const

/** The buyer as the account says it, where nothing was typed. */
function buyerOf({ record, facts }: InvoiceContext) {
  const { account } = facts
  return {
    buyerName: record.buyerName ?? ((account?.invoiceName ?? account?.name ?? null) as string | null),
    buyerTaxNo: record.buyerTaxNo ?? ((account?.invoiceTaxNo ?? account?.uscc ?? null) as string | null),
    buyerAddress: record.buyerAddress ?? ((account?.invoiceAddress ?? null) as string | null),
    buyerPhone: record.buyerPhone ?? ((account?.invoicePhone ?? null) as string | null),
    buyerBank: record.buyerBank ?? ((account?.invoiceBank ?? null) as string | null),
    buyerBankAccount: record.buyerBankAccount ?? ((account?.invoiceBankAccount ?? null) as string | null),
  }
}

export function drafted(context: InvoiceContext) {
  const { record, facts, actor } = context
  const from = record.source === 'plan' ? facts.contract : (facts.order ?? facts.contract)
  const taken = Object.fromEntries(inherited.map((name) => [name, record[name] ?? from?.[name] ?? null]))
  const only = facts.soleOrder.length === 1 ? (facts.soleOrder[0]?.id as string) : null
  const holder = (from ?? facts.account) as Loose | null
  const keeps = record.ownerId !== null && record.ownerId !== actor.id
  const rate = currencyAndRate({ ...context, record: taken as { currency: string | null; fxRate: string | null } })
  const begun = {
    ...taken,
    ...rate,
    entityId: (taken.entityId ?? facts.entities[0]?.id ?? null) as string | null,
    orderId: record.orderId ?? (record.source === 'plan' ? only : null),
    priceMode: (from?.priceMode ?? record.priceMode) as 'incl' | 'excl',
    type: (record.source === 'manual' || !invoiceType(from) ? record.type : invoiceType(from)) as
      | 'vat_special'
      | 'vat_normal',
    creditDays: record.creditDays ?? creditDaysOf(context),
    ...buyerOf(context),
    ...(holder && !keeps ? { ownerId: holder.ownerId as string | null, deptId: holder.deptId as string | null } : {}),
  }
  if (context.history) return remembered(begun, context)
  return {
    ...begun,
    lines: drawnLines({ ...context, record: { ...record, ...begun } as unknown as InvoiceContext['record'] }),
  }
}

const invoiceType = (from: Loose | null): string | null =>
  from?.invoiceType === 'vat_special' || from?.invoiceType === 'vat_normal' ? from.invoiceType : null

const creditDaysOf = ({ facts }: InvoiceContext): number =>
  (facts.contract?.creditDays ?? facts.account?.creditDays ?? 0) as number

export const redrawn = (context: InvoiceContext) => ({
  lines: drawnLines(context),
  ...(context.history && context.before ? standing(context.before) : {}),
})

export function requested(context: InvoiceContext) {
  const { record, facts, now, actor } = context
  const lines = record.lines.map((line) => ({
    ...line,
    taxCode:
      line.taxCode ?? ((facts.products.find((one) => one.id === line.productId)?.taxCode ?? null) as string | null),
  }))
  return { ...buyerOf(context), lines, requestedAt: now, requestedBy: actor.id }
}

/** Which delivered value the invoice bills, what it bills ahead of delivery, and when it is due. */
export function issued(context: InvoiceContext) {
  const { record, facts, input, today, settings, actor } = context
  const issueDate = (input.issueOn as string | null | undefined) ?? today
  const head = headerOf(record, settings)
  const cover = record.source === 'manual' && record.earned ? [] : coverOf(head, ordersOf(context))
  const liabilityNet = record.source === 'manual' && record.earned ? 0n : advanceOf(head, cover)
  const currency = record.currency ?? settings.baseCurrency
  const plan = planLine(context)
  const due = addDays(issueDate, record.creditDays ?? creditDaysOf(context))
  return {
    issueDate,
    issuedBy: actor.id,
    dueDate: plan?.dueDate && plan.dueDate > due ? (plan.dueDate as string) : due,
    series: `${facts.entity?.code ?? ''}-${facts.entity?.invoiceSeries ?? 'INV'}-${issueDate.slice(0, 4)}-`,
    cover,
    advance: liabilityNet > 0n,
    liabilityNet,
    liabilityBase:
      cover.length === 0 && liabilityNet > 0n
        ? head.netBase
        : convert(liabilityNet, record.fxRate ?? '1', { from: currency, to: settings.baseCurrency }),
    openAmount: head.gross,
    openBase: head.grossBase,
  }
}

/** Orders whose delivered value the invoice may bill, the oldest first. */
function ordersOf({ record, facts }: InvoiceContext): Loose[] {
  if (facts.order) return [facts.order]
  return [...facts.contractOrders]
    .sort((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1))
    .filter((order) => order.currency === record.currency)
}

export const withdrawn = ({ record }: InvoiceContext) => ({
  lines: record.lines.map((line) => ({ ...line, counted: false })),
})

export function paymentApplied({ record, input, now }: InvoiceContext) {
  const openAmount = (record.openAmount ?? 0n) - settled(input)
  return {
    paidAmount: (record.paidAmount ?? 0n) + (input.amount ?? 0n),
    writtenOff: (record.writtenOff ?? 0n) + (input.writtenOff ?? 0n),
    openAmount,
    openBase: (record.openBase ?? 0n) - (input.base ?? 0n),
    ...(openAmount === 0n ? { paidAt: now } : {}),
  }
}

export const paymentTaken = ({ record, input }: InvoiceContext) => ({
  paidAmount: (record.paidAmount ?? 0n) - (input.amount ?? 0n),
  writtenOff: (record.writtenOff ?? 0n) - (input.writtenOff ?? 0n),
  openAmount: (record.openAmount ?? 0n) + settled(input),
  openBase: (record.openBase ?? 0n) + (input.base ?? 0n),
  paidAt: null,
})

export function advanceUsed({ record, input }: InvoiceContext) {
  const liabilityNet = (record.liabilityNet ?? 0n) - (input.net ?? 0n)
  return {
    liabilityNet,
    liabilityBase: (record.liabilityBase ?? 0n) - (input.base ?? 0n),
    advance: liabilityNet > 0n,
    // An advance that one order used up whole belongs to it from now on.
    orderId: record.orderId ?? (input.net === record.net ? (input.orderId as string) : null),
  }
}

const disputed = (disputes: readonly Loose[]): bigint =>
  total(disputes.filter((one) => !one.closedAt).map((one) => one.amount as bigint))

export function disputeOpened({ record, input, now, actor }: InvoiceContext) {
  const disputes = [
    ...record.disputes,
    {
      amount: (input.amount ?? record.openAmount) as bigint,
      reason: input.reasonKind,
      note: input.note ?? null,
      openedAt: now,
      openedBy: actor.id,
      closedAt: null,
      outcome: null,
    },
  ]
  return { disputes, disputedAmount: disputed(disputes) }
}

export function disputeClosed({ record, input, now }: InvoiceContext) {
  const disputes = record.disputes.map((one) =>
    one.closedAt ? one : { ...one, closedAt: now, outcome: input.outcome },
  )
  return { disputes, disputedAmount: disputed(disputes) }
}
