/** What must hold of the books after every event (chain.md §15, §19): given sums, the breaches as sentences. */
import type { Label } from '../../kernel/label.ts'
import { say } from '../../kernel/label.ts'
import { equals, exceeds } from '../quantity.ts'
import { type Accounts, shippedAccounts } from './postings.ts'

export interface Breach {
  readonly rule: string
  readonly subject: string
  readonly expected: string
  readonly found: string
  readonly message: Label
}

/** Sums in minor units of base currency, for one legal entity or for the whole company. */
export interface Books {
  readonly subject: string
  /** Debit less credit per account code. */
  readonly balances: Readonly<Record<string, bigint>>
  readonly openInvoices: bigint
  readonly deliveredNotInvoiced: bigint
  readonly deferredTax: bigint
  readonly invoicedNotDelivered: bigint
  readonly unappliedReceipts: bigint
  readonly goodsInTransit: bigint
}

/** The control accounts against the records behind them. Contract assets and unbilled receivables count together. */
export function ledgerBreaches(books: Books, accounts: Accounts = shippedAccounts): Breach[] {
  const of = (code: string) => books.balances[code] ?? 0n
  const all = Object.values(books.balances).reduce((sum, one) => sum + one, 0n)
  return [
    amounts('trial_balance', books.subject, 0n, all, say('借贷不平', 'Debits and credits differ')),
    amounts(
      'receivable',
      books.subject,
      books.openInvoices,
      of(accounts.receivable),
      say('应收账款与发票未清金额不符', 'Receivables differ from the open amounts of invoices'),
    ),
    amounts(
      'unbilled',
      books.subject,
      books.deliveredNotInvoiced,
      of(accounts.unbilled) + of(accounts.contractAsset),
      say('未开票应收与已交付未开票金额不符', 'Unbilled receivables differ from what is delivered and not invoiced'),
    ),
    amounts(
      'deferred_vat',
      books.subject,
      -books.deferredTax,
      of(accounts.deferredVat),
      say('待转销项税与订单不符', 'Deferred output VAT differs from the orders'),
    ),
    amounts(
      'contract_liability',
      books.subject,
      -books.invoicedNotDelivered,
      of(accounts.contractLiability),
      say('合同负债与已开票未交付金额不符', 'Contract liabilities differ from what is invoiced and not delivered'),
    ),
    amounts(
      'unapplied',
      books.subject,
      -books.unappliedReceipts,
      of(accounts.unapplied),
      say('预收未核销与回款未核销余额不符', 'Unapplied receipts differ from the payments'),
    ),
    amounts(
      'transit',
      books.subject,
      books.goodsInTransit,
      of(accounts.transit),
      say('发出商品与订单在途成本不符', 'Goods in transit differ from the orders'),
    ),
  ].flat()
}

/** One entry whose debits and credits differ. */
export const entryBreaches = (
  entries: readonly { readonly id: string; readonly debit: bigint; readonly credit: bigint }[],
): Breach[] =>
  entries.flatMap((one) =>
    amounts('entry', one.id, one.debit, one.credit, say('凭证借贷不平', 'An entry does not balance')),
  )

export interface OrderLineSums {
  readonly id: string
  readonly qty: string
  readonly cancelled: string
  readonly shipped: string
  readonly delivered: string
  readonly returned: string
  readonly recognised: string
  readonly invoiced: string
}

/** Ordered ≥ shipped ≥ delivered ≥ returned, and nothing invoiced or earned beyond what is ordered. */
export const orderLineBreaches = (lines: readonly OrderLineSums[]): Breach[] =>
  lines.flatMap((line) => [
    ...atMost('shipped_ordered', line.id, line.shipped, line.qty, say('发货超过订购', 'Shipped more than ordered')),
    ...atMost(
      'delivered_shipped',
      line.id,
      line.delivered,
      line.shipped,
      say('签收超过发货', 'Delivered more than shipped'),
    ),
    ...atMost(
      'returned_delivered',
      line.id,
      line.returned,
      line.delivered,
      say('退货超过签收', 'Returned more than delivered'),
    ),
    ...atMost(
      'recognised_ordered',
      line.id,
      line.recognised,
      line.qty,
      say('收入确认超过订购', 'Recognised more than ordered'),
    ),
    ...atMost('invoiced_ordered', line.id, line.invoiced, line.qty, say('开票超过订购', 'Invoiced more than ordered')),
  ])

export interface StockSums {
  readonly id: string
  readonly onHand: string
  readonly reserved: string
  /** Posted movements less shipments. */
  readonly moved: string
  /** Reserved quantities of order lines in that warehouse. */
  readonly reservedByOrders: string
}

export const stockBreaches = (stocks: readonly StockSums[]): Breach[] =>
  stocks.flatMap((one) => [
    ...atMost('reserved_on_hand', one.id, one.reserved, one.onHand, say('预留超过在库', 'Reserved more than on hand')),
    ...same('stock_moved', one.id, one.moved, one.onHand, say('库存与单据不符', 'Stock differs from its movements')),
    ...same(
      'stock_reserved',
      one.id,
      one.reservedByOrders,
      one.reserved,
      say('预留与订单不符', 'Reservations differ from the orders'),
    ),
  ])

export interface PaymentSums {
  readonly id: string
  readonly amount: bigint
  readonly allocated: bigint
  readonly unapplied: bigint
}

export const paymentBreaches = (payments: readonly PaymentSums[]): Breach[] =>
  payments.flatMap((one) => [
    ...(one.allocated > one.amount
      ? amounts(
          'allocated_received',
          one.id,
          one.amount,
          one.allocated,
          say('核销超过到账', 'Allocated more than received'),
        )
      : []),
    ...amounts(
      'unapplied_left',
      one.id,
      one.amount - one.allocated,
      one.unapplied,
      say('未核销余额不符', 'The unapplied rest is wrong'),
    ),
  ])

export interface InvoiceSums {
  readonly id: string
  readonly gross: bigint
  /** Allocations of payments and what was written off with them. */
  readonly settled: bigint
  readonly open: bigint
}

export const invoiceBreaches = (invoices: readonly InvoiceSums[]): Breach[] =>
  invoices.flatMap((one) => [
    ...(one.settled > one.gross
      ? amounts(
          'settled_gross',
          one.id,
          one.gross,
          one.settled,
          say('核销超过发票金额', 'Settled more than the invoice'),
        )
      : []),
    ...amounts(
      'open_left',
      one.id,
      one.gross - one.settled,
      one.open,
      say('发票未清金额不符', 'The open amount is wrong'),
    ),
  ])

export interface ContractSums {
  readonly id: string
  readonly net: bigint
  readonly gross: bigint
  readonly ordered: bigint
  readonly planned: bigint
  /** The tolerance the company grants, in minor units. */
  readonly overrun: bigint
  readonly hasPlan: boolean
}

export const contractBreaches = (contracts: readonly ContractSums[]): Breach[] =>
  contracts.flatMap((one) => [
    ...(one.ordered > one.net + one.overrun
      ? amounts('ordered_contract', one.id, one.net, one.ordered, say('订单累计超出合同', 'Orders exceed the contract'))
      : []),
    ...(one.hasPlan
      ? amounts(
          'plan_gross',
          one.id,
          one.gross,
          one.planned,
          say('回款计划与合同不符', 'The payment plan differs from the contract'),
        )
      : []),
  ])

/** Fiscal numbers of one series: every number from the first to the last exactly once. */
export function numberBreaches(series: string, numbers: readonly number[]): Breach[] {
  const sorted = [...numbers].sort((a, b) => a - b)
  const wrong = sorted.findIndex((one, index) => one !== index + 1)
  if (wrong < 0) return []
  return [
    {
      rule: 'fiscal_numbers',
      subject: series,
      expected: String(wrong + 1),
      found: String(sorted[wrong]),
      message: say('发票号不连续', 'Invoice numbers have a gap or a double'),
    },
  ]
}

function amounts(rule: string, subject: string, expected: bigint, found: bigint, message: Label): Breach[] {
  return expected === found ? [] : [{ rule, subject, expected: expected.toString(), found: found.toString(), message }]
}

function same(rule: string, subject: string, expected: string, found: string, message: Label): Breach[] {
  return equals(expected, found) ? [] : [{ rule, subject, expected, found, message }]
}

function atMost(rule: string, subject: string, found: string, most: string, message: Label): Breach[] {
  return exceeds(found, most) ? [{ rule, subject, expected: `≤ ${most}`, found, message }] : []
}
