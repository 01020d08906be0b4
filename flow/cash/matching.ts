/** Which invoices a receipt is for (chain.md §14): named by its reference, met by its amount, or only proposed. */
import type { Loose } from '../../kernel/fact.ts'
import { toMajor } from '../../kernel/money.ts'
import { normaliseName } from '../../kernel/text.ts'
import { smaller, total } from '../quantity.ts'
import { defaultWishes, type Wish } from './allocating.ts'

type Invoices = readonly Loose[]

export interface Receipt {
  readonly unapplied: bigint
  readonly reference: string | null
  /** Whether the payer bears the name of the account; else amounts alone prove nothing. */
  readonly payerMatched: boolean
}

export interface Match {
  readonly by: 'reference' | 'amount' | 'sum' | 'oldest'
  /** Whether it may be allocated without a person. */
  readonly sure: boolean
  readonly wishes: readonly Wish[]
}

/** As a payment keeps it; the allocations can be given to its allocation as they are. */
export interface Proposal {
  readonly by: Match['by']
  readonly sure: boolean
  readonly allocations: readonly { readonly invoiceId: string; readonly amount: string }[]
}

/** How many invoices one receipt is thought to pay together, and how many of the oldest are tried. */
const mostTogether = 5
const mostTried = 40

/** `invoices`: open ones of the account, in the currency and entity of the receipt. Null where there is nothing. */
export function matchOf(receipt: Receipt, invoices: Invoices): Match | null {
  const open = byAge(invoices.filter((one) => openOf(one) > 0n))
  if (receipt.unapplied <= 0n) return null
  const named = open.filter((one) => names(receipt.reference, one))
  if (named.length > 0) return byReference(receipt, named)
  const free = open.filter((one) => !isDisputed(one))
  const exact = free.find((one) => openOf(one) === receipt.unapplied)
  if (exact) return { by: 'amount', sure: receipt.payerMatched, wishes: whole([exact]) }
  const together = smallestSet(receipt.unapplied, free)
  if (together) return { by: 'sum', sure: receipt.payerMatched, wishes: whole(together) }
  const wishes = defaultWishes(receipt.unapplied, free)
  return wishes.length > 0 ? { by: 'oldest', sure: false, wishes } : null
}

export const isDisputed = (invoice: Loose): boolean => ((invoice.disputedAmount ?? 0n) as bigint) > 0n

/** Sure of one invoice, or of several that the receipt pays in full; a disputed one waits for a person. */
function byReference({ unapplied }: Receipt, named: Invoices): Match {
  let left = unapplied
  const wishes = named.flatMap((one) => {
    const amount = smaller(left, openOf(one))
    left -= amount
    return amount > 0n ? [{ invoiceId: one.id as string, amount }] : []
  })
  const enough = named.length === 1 || unapplied >= total(named.map(openOf))
  return { by: 'reference', sure: enough && !named.some(isDisputed), wishes }
}

/** The number stands in the reference by itself, not as a piece of a longer one. */
function names(reference: string | null, invoice: Loose): boolean {
  const text = plain(reference)
  return [invoice.fiscalNo, invoice.taxPlatformNo, invoice.no].some((no) => {
    const wanted = plain(no)
    if (wanted.length < 4) return false
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (!isLetter(text[at - 1]) && !isLetter(text[at + wanted.length])) return true
    }
    return false
  })
}

const plain = (text: unknown): string => (typeof text === 'string' ? text.normalize('NFKC').toUpperCase() : '')
const isLetter = (char: string | undefined): boolean => char !== undefined && /[0-9A-Z]/.test(char)

const openOf = (invoice: Loose): bigint => (invoice.openAmount ?? 0n) as bigint
const whole = (invoices: Invoices): Wish[] =>
  invoices.map((one) => ({ invoiceId: one.id as string, amount: openOf(one) }))

/** The oldest due date first, then the number. */
const byAge = (invoices: Invoices): Loose[] =>
  [...invoices].sort((a, b) => compare(a.dueDate ?? '', b.dueDate ?? '') || compare(numberOf(a), numberOf(b)))
const numberOf = (invoice: Loose): string => invoice.fiscalNo ?? invoice.no ?? invoice.id
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Two to five invoices that add up to the amount: as few as can be, and of those the oldest. */
function smallestSet(amount: bigint, free: readonly Loose[]): Loose[] | null {
  const tried = free.filter((one) => openOf(one) < amount).slice(0, mostTried)
  const largest = tried.reduce((most, one) => (openOf(one) > most ? openOf(one) : most), 0n)
  for (let size = 2; size <= Math.min(mostTogether, tried.length); size++) {
    const found = largest * BigInt(size) < amount ? null : setOf(size, { amount, from: 0, tried })
    if (found) return found
  }
  return null
}

function setOf(size: number, rest: { amount: bigint; from: number; tried: readonly Loose[] }): Loose[] | null {
  const { amount, from, tried } = rest
  for (let i = from; i <= tried.length - size; i++) {
    const one = tried[i] as Loose
    const left = amount - openOf(one)
    if (size === 1) {
      if (left === 0n) return [one]
    } else if (left > 0n) {
      const others = setOf(size - 1, { amount: left, from: i + 1, tried })
      if (others) return [one, ...others]
    }
  }
  return null
}

/** What a payment would be allocated to, as it stands. */
export function proposalOf(payment: Loose, account: Loose | null, invoices: Invoices): Proposal | null {
  const payer = normaliseName(payment.payerName ?? '')
  const called = [account?.name, account?.invoiceName].filter(Boolean).map((name) => normaliseName(name))
  const receipt = {
    unapplied: (payment.unapplied ?? 0n) as bigint,
    reference: payment.reference ?? null,
    payerMatched: called.includes(payer),
  }
  const own = invoices.filter((one) => one.currency === payment.currency && one.entityId === payment.entityId)
  const match = matchOf(receipt, own)
  if (!match) return null
  const text = (amount: bigint) => toMajor(amount, payment.currency).toFixed()
  return {
    by: match.by,
    sure: match.sure,
    allocations: match.wishes.map((one) => ({ invoiceId: one.invoiceId, amount: text(one.amount ?? 0n) })),
  }
}
