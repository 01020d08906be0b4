/** Old invoices as they come in (R37): what of them is still open, and bringing it forward into the books. */
import { addDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { toMajor } from '../../../kernel/money.ts'
import type { Guard } from '../../../kernel/object.ts'
import { smaller, total } from '../../quantity.ts'
import { inBase } from '../../sell/currency.ts'
import { headerOf } from './drawing.ts'
import type { InvoiceContext } from './facts.ts'

const owed: readonly string[] = ['issued', 'partially_paid']

export const isOwed = (invoice: Loose): boolean => owed.includes(invoice.state)

/** Open as it says; else what its state says: all of it, or none. What is settled was settled elsewhere. */
export function openOf(invoice: Loose): bigint {
  if (!isOwed(invoice)) return 0n
  const open = (invoice.openAmount ?? 0n) as bigint
  if (open !== 0n) return open
  const settled = total([invoice.paidAmount, invoice.writtenOff])
  return ((invoice.gross ?? 0n) as bigint) - settled
}

/** What its past makes of an invoice that comes in: nothing of it waits for a delivery or for a number. */
export function remembered(begun: Loose, { record, settings, facts }: InvoiceContext) {
  const lines = record.lines.map((line) => ({ ...line, counted: true, orderLineId: null, orderId: record.orderId }))
  const invoice: Loose = { ...record, ...begun, lines }
  const totalled: Loose = { ...invoice, ...headerOf(invoice, settings) }
  const whole: Loose = { ...totalled, lines: ofInstalment(totalled, facts.contract) }
  const openAmount = openOf(whole)
  const settled = isOwed(whole) || whole.state === 'paid' ? (whole.gross as bigint) - openAmount : 0n
  const writtenOff = smaller(record.writtenOff ?? 0n, settled)
  const creditDays = (record.creditDays ?? facts.account?.creditDays ?? 0) as number
  const partly = isOwed(whole) && openAmount > 0n && openAmount < (whole.gross as bigint)
  return {
    ...begun,
    state: partly ? 'partially_paid' : record.state,
    lines: whole.lines,
    openAmount,
    openBase: inBase(openAmount, whole, settings),
    paidBefore: settled,
    paidAmount: settled - writtenOff,
    writtenOff,
    dueDate: record.dueDate ?? (record.issueDate ? addDays(record.issueDate, creditDays) : null),
    series: null,
    openedOn: null,
    advance: false,
    liabilityNet: 0n,
    liabilityBase: 0n,
  }
}

/** An invoice of an instalment counts as billed of it; one that came without lines has one for the whole. */
function ofInstalment(invoice: Loose, contract: Loose | null): Loose[] {
  const lines = invoice.lines as readonly Loose[]
  if (!invoice.planLineId || !contract) return [...lines]
  const { net, tax, gross, orderId } = invoice
  const rates = [...new Set((contract.lines as readonly Loose[]).map((line) => line.vatRate))]
  const vatRate = rates.length === 1 ? rates[0] : null
  const only = {
    qty: '1',
    discount: '0',
    description: contract.title,
    vatRate,
    net,
    tax,
    gross,
    orderId,
    counted: true,
  }
  const price = toMajor(invoice.priceMode === 'incl' ? gross : net, invoice.currency as string).toFixed()
  const links = { contractId: contract.id, planLineId: invoice.planLineId }
  return (lines.length > 0 ? lines : [{ ...only, price }]).map((line) => ({ ...line, ...links }))
}

/** A part of an invoice is open only where the import says how much. */
export const openKnown: Guard<InvoiceContext> = {
  code: 'OPENING_AMOUNT',
  field: 'openAmount',
  holds: ({ record }) => {
    const open = record.openAmount ?? 0n
    const gross = record.gross ?? 0n
    const known = record.state === 'partially_paid' ? open < gross : open <= gross
    return open > 0n && known
  },
}

export const broughtForward = ({ today }: InvoiceContext) => ({ openedOn: today })

/** What the books rest on: no second import lays hands on it. */
const booked = [
  'openAmount',
  'openBase',
  'paidAmount',
  'paidBefore',
  'writtenOff',
  'liabilityNet',
  'liabilityBase',
  'openedOn',
  'series',
] as const
const claimed = ['lines', 'net', 'tax', 'gross', 'currency', 'fxRate', 'priceMode', 'accountId', 'entityId'] as const

const isClaim = (invoice: Loose): boolean => isOwed(invoice) || invoice.state === 'paid'

/** An old invoice that comes in again keeps its state and what was posted of it. */
export function standing(before: Loose): Loose {
  const names = isClaim(before) ? [...booked, ...claimed] : booked
  return { ...Object.fromEntries(names.map((name) => [name, before[name]])), state: before.state }
}

/** Recorded as a gap, so that whoever imports sees what was left as it stood. */
export const asBooked: Guard<InvoiceContext> = {
  code: 'INVOICE_BOOKED',
  onInput: true,
  holds: ({ record, before, history }) =>
    !history || before === null || Object.entries(standing(before)).every(([name, value]) => same(value, record, name)),
}

const same = (value: unknown, record: Loose, name: string): boolean =>
  name === 'lines' || (value ?? null) === (record[name] ?? null)
