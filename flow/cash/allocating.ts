/** How a receipt is spread over invoices: named ones, or the oldest first; in both currencies, to the last cent. */
import type { Loose } from '../../kernel/fact.ts'
import { convert, parseAmount } from '../../kernel/money.ts'
import { allocateReceipt } from '../../kernel/plan.ts'
import { proportion, smaller, total } from '../quantity.ts'

/** One allocation; amounts in the currency of the documents, `…Base` in base currency. */
export interface Allocation {
  readonly invoiceId: string
  readonly amount: bigint
  readonly writtenOff: bigint
  /** The receipt at its own rate. */
  readonly paidBase: bigint
  /** The same amount of the invoice at the invoice's rate. */
  readonly settledBase: bigint
  readonly writtenOffBase: bigint
}

export interface Purse {
  readonly currency: string
  readonly baseCurrency: string
  readonly fxRate: string
  readonly unapplied: bigint
  readonly unappliedBase: bigint
  /** Rests up to this much of base currency, and up to a thousandth of the invoice, are written off. */
  readonly tolerance: bigint
}

/** What a person or a match asked for; a null amount takes what is open. */
export interface Wish {
  readonly invoiceId: string
  readonly amount: bigint | null
}

/** Reads the arguments of a command: one invoice, a list, or none; null where an amount is not one. */
export function wishesOf(input: Loose, currency: string): Wish[] | null {
  const list = (input.allocations ?? []) as readonly Loose[]
  const rows = Array.isArray(list) ? list : []
  const typed: (Wish | null)[] = rows.map((row) => {
    const amount = amountOf(row?.amount, currency)
    return typeof row?.invoiceId === 'string' && amount !== undefined ? { invoiceId: row.invoiceId, amount } : null
  })
  if (typed.includes(null)) return null
  if (input.invoiceId)
    typed.push({ invoiceId: input.invoiceId as string, amount: (input.amount ?? null) as bigint | null })
  return merged(typed as Wish[])
}

function amountOf(value: unknown, currency: string): bigint | null | undefined {
  if (value === null || value === undefined) return null
  const text = typeof value === 'object' ? (value as Loose).amount : value
  if (typeof value === 'object' && (value as Loose).currency !== currency) return undefined
  const parsed = typeof text === 'string' ? parseAmount(text, currency) : null
  return parsed?.ok && parsed.minor > 0n ? parsed.minor : undefined
}

/** The same invoice named twice counts once, with the sum of what was asked. */
function merged(wishes: readonly Wish[]): Wish[] {
  const sums = new Map<string, bigint | null>()
  for (const { invoiceId, amount } of wishes) {
    const before = sums.get(invoiceId)
    sums.set(invoiceId, before === undefined ? amount : before === null || amount === null ? null : before + amount)
  }
  return [...sums].map(([invoiceId, amount]) => ({ invoiceId, amount }))
}

/** Without wishes the oldest due date comes first, then the number; disputed invoices wait for a person. */
export function defaultWishes(unapplied: bigint, invoices: readonly Loose[]): Wish[] {
  const free = invoices.filter(
    (one) => ((one.disputedAmount ?? 0n) as bigint) === 0n && ((one.openAmount ?? 0n) as bigint) > 0n,
  )
  const items = free.map((one) => ({
    no: (one.fiscalNo ?? one.no ?? one.id) as string,
    dueDate: (one.dueDate ?? '') as string,
    open: one.openAmount as bigint,
  }))
  return allocateReceipt(unapplied, items).allocations.map(({ no, amount }) => ({
    invoiceId: free.find((one) => (one.fiscalNo ?? one.no ?? one.id) === no)?.id as string,
    amount,
  }))
}

/** Turns wishes into allocations against the invoices as they stand; what does not fit is for the guards to say. */
export function allocationsOf(purse: Purse, wishes: readonly Wish[], invoices: readonly Loose[]): Allocation[] {
  let left = purse.unapplied
  let leftBase = purse.unappliedBase
  return wishes.flatMap((wish) => {
    const invoice = invoices.find((one) => one.id === wish.invoiceId)
    const open = (invoice?.openAmount ?? 0n) as bigint
    const amount = wish.amount ?? smaller(open, left)
    if (!invoice || amount <= 0n) return []
    const paidBase =
      amount === left ? leftBase : convert(amount, purse.fxRate, { from: purse.currency, to: purse.baseCurrency })
    left -= amount
    leftBase -= paidBase
    const writtenOff = restWithinTolerance(purse, { invoice, rest: open - amount, left })
    return [{ invoiceId: wish.invoiceId, amount, writtenOff, paidBase, ...settledOf(invoice, amount, writtenOff) }]
  })
}

/** A short payment is let go when it is the last of the receipt and the rest is a trifle. */
function restWithinTolerance(
  purse: Purse,
  { invoice, rest, left }: { invoice: Loose; rest: bigint; left: bigint },
): bigint {
  if (rest <= 0n || left !== 0n || rest * 1000n > (invoice.gross as bigint)) return 0n
  const restBase = proportion(invoice.openBase as bigint, rest, invoice.openAmount as bigint)
  return restBase <= purse.tolerance ? rest : 0n
}

function settledOf(invoice: Loose, amount: bigint, writtenOff: bigint) {
  const open = (invoice.openAmount ?? 0n) as bigint
  const openBase = (invoice.openBase ?? 0n) as bigint
  const writtenOffBase = proportion(openBase, writtenOff, open)
  const settledBase = amount + writtenOff === open ? openBase - writtenOffBase : proportion(openBase, amount, open)
  return { settledBase, writtenOffBase }
}

export const spent = (allocations: readonly Allocation[]) => ({
  amount: total(allocations.map((one) => one.amount)),
  base: total(allocations.map((one) => one.paidBase)),
})
