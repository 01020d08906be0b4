/** The guards of an invoice. */
import type { Loose } from '../../../kernel/fact.ts'
import { lineProblem } from '../../../kernel/lines.ts'
import { formatAmount } from '../../../kernel/money.ts'
import type { Guard } from '../../../kernel/object.ts'
import { lineInput } from '../../fulfil/order/lines.ts'
import { exceeds, isPositive, total } from '../../quantity.ts'
import { openOfPlan, openToBill, planLine } from './drawing.ts'
import type { InvoiceContext } from './facts.ts'

type Rule = Guard<InvoiceContext>
const shown = (amount: bigint, { record, settings }: InvoiceContext) =>
  formatAmount(amount, record.currency ?? settings.baseCurrency)

export const sourceNamed: Rule = {
  code: 'INVOICE_SOURCE',
  holds: ({ record, facts }) =>
    record.source === 'delivery' ? facts.order !== null : record.source !== 'plan' || facts.contract !== null,
}

export const sameAccount: Rule = {
  code: 'INVOICE_ACCOUNT',
  field: 'accountId',
  holds: ({ record, facts }) =>
    [facts.order, facts.contract].every((one) => !one || one.accountId === record.accountId),
}

/** An order whose contract has a payment plan is billed by it and not a second time by delivery. */
export const billedByPlan: Rule = {
  code: 'INVOICE_BY_PLAN',
  holds: ({ record, facts }) => record.source !== 'delivery' || facts.order?.billing !== 'plan',
}

/** IN1: not more than what is delivered and not yet invoiced, or than the instalment. */
export const withinBillable: Rule = {
  code: 'INVOICE_EXCEEDS_BILLABLE',
  field: 'lines',
  holds: (context) => {
    const { record, facts } = context
    if (record.source === 'plan')
      return planLine(context) !== undefined && openOfPlan(context) >= total(record.lines.map((line) => line.gross))
    if (record.source !== 'delivery') return true
    const rows = record.lines as readonly Loose[]
    return [...new Set(rows.map((row) => row.orderLineId as string))].every((id) => {
      const line = (facts.order?.lines as readonly Loose[] | undefined)?.find((one) => one.id === id)
      const asked = rows.filter((row) => row.orderLineId === id)
      return line !== undefined && asked.length === 1 && !exceeds(asked[0]?.qty, openToBill(line, facts.billedOfOrder))
    })
  },
  details: (context) => ({
    billable:
      context.record.source === 'plan'
        ? shown(openOfPlan(context), context)
        : ((context.facts.order?.lines ?? []) as readonly Loose[])
            .map((line) => `${line.description ?? ''} ${openToBill(line, context.facts.billedOfOrder)}`)
            .join(', '),
  }),
}

export const somethingDrawn: Rule = {
  code: 'INVOICE_EMPTY',
  field: 'lines',
  holds: ({ record }) => record.source === 'manual' || record.lines.length > 0,
}

export const notEmpty: Rule = {
  code: 'INVOICE_EMPTY',
  field: 'lines',
  holds: ({ record }) => record.lines.length > 0 && record.lines.every((line) => isPositive(line.qty)),
}

/** A draft by hand may still be empty; what stands in it must be computable. */
export const linesComputable: Rule = {
  code: 'INVOICE_LINE_INVALID',
  field: 'lines',
  holds: ({ record }) => wrongLine(record) < 0,
  details: ({ record }) => ({ row: wrongLine(record) + 1 }),
}

const wrongLine = (record: Loose): number =>
  (record.lines as readonly Loose[]).findIndex(
    (line) =>
      !line.orderLineId &&
      !line.planLineId &&
      (!line.description || lineProblem(lineInput(line, record.priceMode)) !== null),
  )

export const titleComplete: Rule = {
  code: 'INVOICE_TITLE_INCOMPLETE',
  field: 'buyerTaxNo',
  holds: ({ record }) => record.buyerName !== null && (record.type !== 'vat_special' || record.buyerTaxNo !== null),
}

export const notProforma: Rule = {
  code: 'PROFORMA_NOT_FISCAL',
  field: 'type',
  holds: ({ record }) => record.type !== 'proforma',
}

export const issuedToday: Rule = {
  code: 'ISSUE_DATE_FUTURE',
  field: 'issueOn',
  onInput: true,
  holds: ({ record, today }) => (record.issueDate ?? today) <= today,
}

/** What a payment settles may not exceed what is open. */
export const withinOpen: Rule = {
  code: 'OVER_ALLOCATION',
  field: 'amount',
  onInput: true,
  holds: ({ before, input }) => settled(input) > 0n && settled(input) <= (before?.openAmount ?? 0n),
  details: (context) => ({ open: shown(context.before?.openAmount ?? 0n, context) }),
}

export const withinPaid: Rule = {
  code: 'DEALLOCATION_EXCEEDS_PAID',
  field: 'amount',
  onInput: true,
  holds: ({ before, input }) =>
    settled(input) > 0n && settled(input) <= (before?.paidAmount ?? 0n) + (before?.writtenOff ?? 0n),
}

export const settled = (input: Loose): bigint => ((input.amount ?? 0n) as bigint) + ((input.writtenOff ?? 0n) as bigint)

export const withinLiability: Rule = {
  code: 'ADVANCE_EXCEEDED',
  onInput: true,
  holds: ({ before, input }) => (input.net ?? 0n) <= (before?.liabilityNet ?? 0n),
}

export const disputeFits: Rule = {
  code: 'DISPUTE_AMOUNT',
  field: 'amount',
  onInput: true,
  holds: ({ before, input }) =>
    input.amount === null ||
    input.amount === undefined ||
    (input.amount > 0n && input.amount <= (before?.openAmount ?? 0n)),
  details: (context) => ({ open: shown(context.before?.openAmount ?? 0n, context) }),
}
export const noDispute: Rule = {
  code: 'DISPUTE_OPEN',
  holds: ({ before }) => !before?.disputes.some((one) => !one.closedAt),
}
export const inDispute: Rule = {
  code: 'DISPUTE_NONE',
  holds: ({ before }) => Boolean(before?.disputes.some((one) => !one.closedAt)),
}
