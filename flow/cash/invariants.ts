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
  const held: Readonly<Record<keyof typeof controls, readonly [expected: bigint, found: bigint]>> = {
    trial_balance: [0n, all],
    receivable: [books.openInvoices, of(accounts.receivable)],
    unbilled: [books.deliveredNotInvoiced, of(accounts.unbilled) + of(accounts.contractAsset)],
    deferred_vat: [-books.deferredTax, of(accounts.deferredVat)],
    contract_liability: [-books.invoicedNotDelivered, of(accounts.contractLiability)],
    unapplied: [-books.unappliedReceipts, of(accounts.unapplied)],
    transit: [books.goodsInTransit, of(accounts.transit)],
  }
  return (Object.keys(controls) as (keyof typeof controls)[]).flatMap((rule) =>
    amounts({ rule, subject: books.subject, message: controls[rule] }, ...held[rule]),
  )
}

const controls = {
  trial_balance: say('借贷不平', 'Debits and credits differ'),
  receivable: say('应收账款与发票未清金额不符', 'Receivables differ from the open amounts of invoices'),
  unbilled: say(
    '未开票应收与已交付未开票金额不符',
    'Unbilled receivables differ from what is delivered and not invoiced',
  ),
  deferred_vat: say('待转销项税与订单不符', 'Deferred output VAT differs from the orders'),
  contract_liability: say(
    '合同负债与已开票未交付金额不符',
    'Contract liabilities differ from what is invoiced and not delivered',
  ),
  unapplied: say('预收未核销与回款未核销余额不符', 'Unapplied receipts differ from the payments'),
  transit: say('发出商品与订单在途成本不符', 'Goods in transit differ from the orders'),
} as const

/** One entry whose debits and credits differ. */
export const entryBreaches = (
  entries: readonly { readonly id: string; readonly debit: bigint; readonly credit: bigint }[],
): Breach[] =>
  entries.flatMap((one) =>
    amounts(
      { rule: 'entry', subject: one.id, message: say('凭证借贷不平', 'An entry does not balance') },
      one.debit,
      one.credit,
    ),
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
    ...atMost(
      { rule: 'shipped_ordered', subject: line.id, message: say('发货超过订购', 'Shipped more than ordered') },
      line.shipped,
      line.qty,
    ),
    ...atMost(
      { rule: 'delivered_shipped', subject: line.id, message: say('签收超过发货', 'Delivered more than shipped') },
      line.delivered,
      line.shipped,
    ),
    ...atMost(
      { rule: 'returned_delivered', subject: line.id, message: say('退货超过签收', 'Returned more than delivered') },
      line.returned,
      line.delivered,
    ),
    ...atMost(
      {
        rule: 'recognised_ordered',
        subject: line.id,
        message: say('收入确认超过订购', 'Recognised more than ordered'),
      },
      line.recognised,
      line.qty,
    ),
    ...atMost(
      { rule: 'invoiced_ordered', subject: line.id, message: say('开票超过订购', 'Invoiced more than ordered') },
      line.invoiced,
      line.qty,
    ),
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
    ...atMost(
      { rule: 'reserved_on_hand', subject: one.id, message: say('预留超过在库', 'Reserved more than on hand') },
      one.reserved,
      one.onHand,
    ),
    ...same(
      { rule: 'stock_moved', subject: one.id, message: say('库存与单据不符', 'Stock differs from its movements') },
      one.moved,
      one.onHand,
    ),
    ...same(
      {
        rule: 'stock_reserved',
        subject: one.id,
        message: say('预留与订单不符', 'Reservations differ from the orders'),
      },
      one.reservedByOrders,
      one.reserved,
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
          { rule: 'allocated_received', subject: one.id, message: say('核销超过到账', 'Allocated more than received') },
          one.amount,
          one.allocated,
        )
      : []),
    ...amounts(
      { rule: 'unapplied_left', subject: one.id, message: say('未核销余额不符', 'The unapplied rest is wrong') },
      one.amount - one.allocated,
      one.unapplied,
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
          { rule: 'settled_gross', subject: one.id, message: say('核销超过发票金额', 'Settled more than the invoice') },
          one.gross,
          one.settled,
        )
      : []),
    ...amounts(
      { rule: 'open_left', subject: one.id, message: say('发票未清金额不符', 'The open amount is wrong') },
      one.gross - one.settled,
      one.open,
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
      ? amounts(
          { rule: 'ordered_contract', subject: one.id, message: say('订单累计超出合同', 'Orders exceed the contract') },
          one.net,
          one.ordered,
        )
      : []),
    ...(one.hasPlan
      ? amounts(
          {
            rule: 'plan_gross',
            subject: one.id,
            message: say('回款计划与合同不符', 'The payment plan differs from the contract'),
          },
          one.gross,
          one.planned,
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

type Named = Pick<Breach, 'rule' | 'subject' | 'message'>

function amounts(named: Named, expected: bigint, found: bigint): Breach[] {
  return expected === found ? [] : [{ ...named, expected: expected.toString(), found: found.toString() }]
}

function same(named: Named, expected: string, found: string): Breach[] {
  return equals(expected, found) ? [] : [{ ...named, expected, found }]
}

function atMost(named: Named, found: string, most: string): Breach[] {
  return exceeds(found, most) ? [{ ...named, expected: `≤ ${most}`, found }] : []
}
