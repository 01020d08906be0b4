/** The arrows from invoice to cash: drafts, ledger entries, and what invoices and payments tell the rest. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import { type Loose, rows, self } from '../../kernel/fact.ts'
import { issuePostings, orderNotes } from '../cash/issuing.ts'
import { accountsOf, mapping } from '../cash/mapping.ts'
import { postedOn } from '../cash/payment/rules.ts'
import { allocation, type Place, receipt, reversal } from '../cash/postings.ts'
import { billable } from '../fulfil/order/rules.ts'
import { isPositive } from '../quantity.ts'
import { inheritedBy, instalments, planInvoiced } from './instalments.ts'
import { opening } from './opening.ts'
import { placeOf } from './placing.ts'

type Rows = readonly Loose[]

/** A draft of what is delivered and on no invoice; none when nothing is. */
function deliveryDraft(
  order: Loose,
  billed: Rows,
  { id, shipmentId }: { id: string; shipmentId?: string | null },
): Effect[] {
  const lines = (order.lines as Rows)
    .map((line) => ({ orderLineId: line.id, qty: billable(line, billed) }))
    .filter((row) => isPositive(row.qty))
  if (lines.length === 0) return []
  const full = lines.map((row) => {
    const line = (order.lines as Rows).find((one) => one.id === row.orderLineId) as Loose
    return { ...row, description: line.description ?? '—', price: line.price, vatRate: line.vatRate }
  })
  return [
    {
      object: 'invoice',
      act: 'create',
      id,
      input: {
        source: 'delivery',
        orderId: order.id,
        accountId: order.accountId,
        lines: full,
        ...(shipmentId ? { shipmentId } : {}),
        ...inheritedBy('order', order),
      },
    },
  ]
}

const billed = rows('invoice.lines', { orderId: self('id'), counted: true })

const billedOnDelivery = arrow({
  name: 'An order billed by delivery drafts its invoice as soon as goods or services have passed',
  on: 'order.progressed',
  needs: { billed },
  when: ({ record, input }) =>
    record.billing === 'shipment' &&
    record.invoiceType !== 'none' &&
    ((input.delivered ?? input.recognised ?? []) as Rows).length > 0,
  then: ({ record, facts, input, newId }) =>
    deliveryDraft(record, facts.billed, { id: newId(), shipmentId: input.shipmentId }),
})

const billedOnRequest = arrow({
  name: 'An invoice is made from what an order delivered',
  on: 'order.billing_requested',
  needs: { billed },
  then: ({ record, facts, newId }) => deliveryDraft(record, facts.billed, { id: newId() }),
})

const issued = arrow({
  name: 'An issued invoice is posted, and told to the orders it bills',
  on: 'invoice.issued',
  needs: { mapping },
  then: ({ record, facts, settings }) => [
    ...orderNotes(record).map(({ orderId, input }) => ({ object: 'order', act: 'applyInvoice', id: orderId, input })),
    ...issuePostings(
      record,
      { ...placeOf('invoice', record, record.issueDate), accounts: accountsOf(facts.mapping) },
      settings.baseCurrency,
    ),
  ],
})

const paidOff = arrow({
  name: 'A payment reaches the order it is for and settles an invoice without rest',
  on: ['invoice.payment_applied', 'invoice.payment_unapplied'],
  then: ({ record, event, input }) => {
    const applied = event.type === 'invoice.payment_applied'
    const moved = ((input.amount ?? 0n) as bigint) + ((input.writtenOff ?? 0n) as bigint)
    return [
      ...(record.orderId
        ? [
            {
              object: 'order',
              act: 'applyPayment',
              id: record.orderId as string,
              input: { invoiceId: record.id, gross: applied ? moved : -moved },
            },
          ]
        : []),
      ...(applied && record.openAmount === 0n
        ? [{ object: 'invoice', act: 'settle', id: record.id as string, input: {} }]
        : []),
    ]
  },
})

const paidTold = arrow({
  name: 'The owner is told when an invoice is paid',
  on: 'invoice.paid',
  when: ({ record }) => record.ownerId !== null,
  then: ({ record }) => [
    {
      notice: 'invoice.paid',
      to: [record.ownerId],
      object: 'invoice',
      id: record.id,
      values: { no: record.fiscalNo ?? record.no },
    },
  ],
})

const received = arrow({
  name: 'A receipt is posted, and claimed for the customer whose name the payer bears',
  on: 'payment.received',
  needs: { named: rows('account', { nameKey: self('payerKey') }, { limit: 2 }), mapping },
  then: ({ record, facts, settings }) => {
    const only = facts.named.length === 1 && facts.named[0]?.state !== 'merged' ? facts.named[0] : undefined
    const place = { ...placeOf('payment', record, postedOn(record, settings)), accounts: accountsOf(facts.mapping) }
    return [
      ...receipt(place, record.amountBase),
      ...(record.state === 'registered' && record.payerKey && only
        ? [{ object: 'payment', act: 'claim', id: record.id as string, input: { accountId: only.id } }]
        : []),
    ]
  },
})

const certain = arrow({
  name: 'A receipt whose invoices are certain pays them by itself, where the company wants it so',
  on: ['payment.received', 'payment.claimed'],
  when: ({ record, settings }) => settings.autoAllocate && record.state === 'claimed' && record.proposal?.sure === true,
  then: ({ record }) => [
    {
      object: 'payment',
      act: 'allocate',
      id: record.id as string,
      input: { allocations: record.proposal.allocations },
    },
  ],
})

/** Rows that this event added or took back. */
const fresh = (before: Loose | null, after: Loose): Rows =>
  (after.allocations as Rows).filter((row) => !((before?.allocations ?? []) as Rows).some((one) => one.id === row.id))
const takenBack = (before: Loose | null, after: Loose): Rows =>
  (after.allocations as Rows).filter(
    (row) =>
      row.reversedAt && ((before?.allocations ?? []) as Rows).some((one) => one.id === row.id && !one.reversedAt),
  )

const byInvoice = (rows: Rows): Rows => [...rows].sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1))

const entriesOf = (place: Place, row: Loose) =>
  allocation(
    { ...place, refs: { ...place.refs, invoiceId: row.invoiceId } },
    {
      paid: row.paidBase,
      settled: row.settledBase,
      writtenOff: row.writtenOffBase,
    },
  )

const onInvoice = (act: string, payment: Loose, row: Loose): Effect => ({
  object: 'invoice',
  act,
  id: row.invoiceId,
  input: {
    paymentId: payment.id,
    amount: row.amount,
    writtenOff: row.writtenOff,
    base: row.settledBase + row.writtenOffBase,
  },
})

const allocated = arrow({
  name: 'An allocation settles its invoices and is posted',
  on: 'payment.allocated',
  needs: { mapping },
  then: ({ record, before, facts, today }) => {
    const place = { ...placeOf('payment', record, today), accounts: accountsOf(facts.mapping) }
    return byInvoice(fresh(before, record)).flatMap((row): Effect[] => [
      onInvoice('applyPayment', record, row),
      ...entriesOf(place, row),
    ])
  },
})

const deallocated = arrow({
  name: 'What is taken back opens its invoices again and reverses the entries',
  on: ['payment.deallocated', 'payment.reversed'],
  needs: { mapping },
  then: ({ record, before, event, facts, today }) => {
    const place = { ...placeOf('payment', record, today), accounts: accountsOf(facts.mapping) }
    return [
      ...byInvoice(takenBack(before, record)).flatMap((row): Effect[] => [
        onInvoice('unapplyPayment', record, row),
        ...reversal(place, entriesOf(place, row)),
      ]),
      ...(event.type === 'payment.reversed' ? reversal(place, receipt(place, record.amountBase)) : []),
    ]
  },
})

export const cash = [
  ...opening,
  billedOnDelivery,
  billedOnRequest,
  instalments,
  issued,
  planInvoiced,
  paidOff,
  paidTold,
  received,
  certain,
  allocated,
  deallocated,
]
