/** Builds the entries of the receivable ledger (chain.md §15): pure, balanced, in minor units of base currency. */
import type { Posting } from '../../kernel/command.ts'

/** Codes of the accounts; a company's accountant may map them to others. */
export const shippedAccounts = {
  bank: '1002',
  receivable: '1122',
  /** Delivered and due by time alone, not yet invoiced (R29). */
  unbilled: '1122.02',
  /** What still depends on something else than time. */
  contractAsset: '1124',
  allowance: '1231',
  inventory: '1405',
  transit: '1406',
  unapplied: '2203',
  contractLiability: '2205',
  outputVat: '2221.01',
  deferredVat: '2221.02',
  revenue: '6001',
  costOfSales: '6401',
  financeCost: '6603',
  creditLoss: '6702',
  /** The other side of what is brought forward from the books before. */
  opening: '3999',
} as const

export type AccountKey = keyof typeof shippedAccounts
export type Accounts = Readonly<Record<AccountKey, string>>

/** Names of the accounts for vouchers and balances. */
export const accountNames: Readonly<Record<AccountKey, readonly [string, string]>> = {
  bank: ['银行存款', 'Bank'],
  receivable: ['应收账款', 'Receivables'],
  unbilled: ['应收账款-未开票', 'Receivables, not invoiced'],
  contractAsset: ['合同资产', 'Contract assets'],
  allowance: ['坏账准备', 'Allowance for credit losses'],
  inventory: ['库存商品', 'Inventory'],
  transit: ['发出商品', 'Goods in transit'],
  unapplied: ['预收账款-未核销', 'Customer receipts, unapplied'],
  contractLiability: ['合同负债', 'Contract liabilities'],
  outputVat: ['应交增值税-销项税额', 'Output VAT'],
  deferredVat: ['应交税费-待转销项税额', 'Deferred output VAT'],
  revenue: ['主营业务收入', 'Revenue'],
  costOfSales: ['主营业务成本', 'Cost of sales'],
  financeCost: ['财务费用', 'Finance cost'],
  creditLoss: ['信用减值损失', 'Credit loss'],
  opening: ['期初余额', 'Opening balance'],
}

type Line = Posting['lines'][number]
/** Sub-ledger references that a line carries. */
export type Refs = Pick<Line, 'accountId' | 'invoiceId' | 'orderId' | 'paymentId'>

/** Where and when an entry is made, and of what record. */
export interface Place {
  readonly entityId: string
  readonly date: string
  readonly source: Posting['source']
  readonly memo: string
  readonly refs: Refs
  readonly accounts?: Accounts
}

/** Positive is debit, negative is credit. */
type Entry = readonly [AccountKey, bigint, Refs?]

function post(key: string, place: Place, entries: readonly Entry[]): Posting[] {
  const accounts = place.accounts ?? shippedAccounts
  const lines = entries
    .filter(([, amount]) => amount !== 0n)
    .map(([account, amount, refs]) => ({
      account: accounts[account],
      debit: amount > 0n ? amount : 0n,
      credit: amount < 0n ? -amount : 0n,
      ...place.refs,
      ...refs,
    }))
  const { entityId, date, source, memo } = place
  return lines.length === 0 ? [] : [{ posting: key, entityId, date, source, memo, lines }]
}

/** J-P1: money arrives and is not yet anyone's. */
export const receipt = (place: Place, gross: bigint): Posting[] =>
  post('J-P1', place, [
    ['bank', gross],
    ['unapplied', -gross],
  ])

/** What an allocation settles: `paid` at the rate of the receipt, `settled` at the rate of the invoice. */
export interface Settlement {
  readonly paid: bigint
  readonly settled: bigint
  readonly writtenOff: bigint
}

/** J-P2, with what is written off within tolerance, and J-FX where receipt and invoice stand at two rates. */
export function allocation(place: Place, { paid, settled, writtenOff }: Settlement): Posting[] {
  const difference = paid - settled
  return [
    ...post('J-P2', place, [
      ['unapplied', paid],
      ['financeCost', writtenOff],
      ['receivable', -(paid + writtenOff)],
    ]),
    ...post('J-FX', place, [
      ['receivable', difference],
      ['financeCost', -difference],
    ]),
  ]
}

export interface Amounts {
  readonly net: bigint
  readonly tax: bigint
  readonly gross: bigint
}

/** J-IN-A: an invoice before delivery is a debt to deliver. */
export const advanceInvoice = (place: Place, { net, tax, gross }: Amounts): Posting[] =>
  post('J-IN-A', place, [
    ['receivable', gross],
    ['contractLiability', -net],
    ['outputVat', -tax],
  ])

/** What an invoice of delivered value clears, at the rate of the invoice and at the rate of the delivery. */
export interface Billing {
  readonly gross: bigint
  readonly cleared: bigint
  readonly tax: bigint
  readonly clearedTax: bigint
}

/** J-IN-B: what was delivered becomes a claim with an invoice; a change of rate since then is finance cost. */
export function deliveredInvoice(place: Place, { gross, cleared, tax, clearedTax }: Billing): Posting[] {
  const difference = gross - cleared - (tax - clearedTax)
  return post('J-IN-B', place, [
    ['receivable', gross],
    ['unbilled', -cleared],
    ['deferredVat', clearedTax],
    ['outputVat', -tax],
    ['financeCost', -difference],
  ])
}

/** An invoice without a delivery to wait for: its value is earned as it is issued. */
export const serviceInvoice = (place: Place, { net, tax, gross }: Amounts): Posting[] =>
  post('J-IN-M', place, [
    ['receivable', gross],
    ['revenue', -net],
    ['outputVat', -tax],
  ])

/** J-OPEN: a claim from before these books begin (R37); its revenue and tax were posted where it came from. */
export const openingItem = (place: Place, open: bigint): Posting[] =>
  post('J-OPEN', place, [
    ['receivable', open],
    ['opening', -open],
  ])

/** n1 was invoiced in advance; n2 and its tax t2 wait for an invoice. */
export interface Revenue {
  readonly fromLiability: bigint
  readonly unbilledNet: bigint
  readonly unbilledTax: bigint
}

/** J-REV: control passes to the customer. */
export function revenue(place: Place, { fromLiability, unbilledNet, unbilledTax }: Revenue): Posting[] {
  return post('J-REV', place, [
    ['contractLiability', fromLiability],
    ['unbilled', unbilledNet + unbilledTax],
    ['revenue', -(fromLiability + unbilledNet)],
    ['deferredVat', -unbilledTax],
  ])
}

/** J-COGS1: goods leave; those whose revenue is due at once go straight to cost of sales. */
export const shipped = (place: Place, cost: { readonly transit: bigint; readonly sold: bigint }): Posting[] =>
  post('J-COGS1', place, [
    ['transit', cost.transit],
    ['costOfSales', cost.sold],
    ['inventory', -(cost.transit + cost.sold)],
  ])

/** J-COGS2: control over goods in transit passes. */
export const delivered = (place: Place, cost: bigint): Posting[] =>
  post('J-COGS2', place, [
    ['costOfSales', cost],
    ['transit', -cost],
  ])

/** J-FXV: an open claim at the rate of the last day of a month; taken back on the next (R13). */
export const revaluation = (place: Place, difference: bigint): Posting[] =>
  post('J-FXV', place, [
    ['receivable', difference],
    ['financeCost', -difference],
  ])

/** The exact opposite of entries that were made: how a mistake is corrected. */
export const reversal = (place: Pick<Place, 'date' | 'source' | 'memo'>, made: readonly Posting[]): Posting[] =>
  made.map((entry) => ({
    ...entry,
    ...place,
    posting: `${entry.posting}-R`,
    lines: entry.lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit })),
  }))

export const isBalanced = (entry: Posting): boolean =>
  entry.lines.reduce((sum, line) => sum + line.debit - line.credit, 0n) === 0n

/** Debit less credit of each account code over entries. */
export function balances(entries: readonly Posting[]): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {}
  for (const line of entries.flatMap((entry) => entry.lines)) {
    sums[line.account] = (sums[line.account] ?? 0n) + line.debit - line.credit
  }
  return sums
}
