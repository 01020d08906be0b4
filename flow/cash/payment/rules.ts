/** What the steps of a payment write, and what must hold before they do. */
import type { Loose } from '../../../kernel/fact.ts'
import { convert, formatAmount } from '../../../kernel/money.ts'
import { normaliseName } from '../../../kernel/text.ts'
import { currencyAndRate } from '../../sell/currency.ts'
import { type Allocation, allocationsOf, defaultWishes, spent, type Wish, wishesOf } from '../allocating.ts'
import { proposalOf } from '../matching.ts'
import { dateIn, isClosed, periodOpen } from '../period.ts'
import type { PaymentContext, Rule, State } from './fields.ts'

export function registered(context: PaymentContext) {
  const { record, facts, settings, now, actor } = context
  const rate = currencyAndRate(context)
  const amount = record.amount ?? 0n
  const amountBase = convert(amount, rate.fxRate ?? '1', {
    from: rate.currency ?? settings.baseCurrency,
    to: settings.baseCurrency,
  })
  const begun = {
    ...rate,
    amountBase,
    unapplied: amount,
    unappliedBase: amountBase,
    entityId: record.entityId ?? ((facts.entities[0]?.id ?? null) as string | null),
    bankAccount: record.bankAccount ?? bankAccountOf(facts.entities),
    receivedAt: record.receivedAt ?? now,
    payerKey: normaliseName(record.payerName ?? ''),
    ...(record.accountId ? { ...ownedBy(facts.account), claimedAt: now, claimedBy: actor.id } : {}),
  }
  // An old receipt was posted and used where it came from (R37).
  if (context.history) return { ...begun, usedBefore: amount, allocated: 0n, unapplied: 0n, unappliedBase: 0n }
  return { ...begun, proposal: proposalOf({ ...record, ...begun }, facts.account, facts.candidates) }
}

/** The customer it is for, who said so, and what it may be paying. */
export const claimed = ({ record, facts, now, actor }: PaymentContext) => ({
  ...ownedBy(facts.account),
  claimedAt: now,
  claimedBy: actor.id,
  proposal: proposalOf(record, facts.account, facts.candidates),
})

/** The invoices a match is sure of; null where a person must choose. */
export function sureMatch({ record, facts }: PaymentContext): Loose | null {
  const proposal = proposalOf(record, facts.account, facts.invoices)
  return proposal?.sure ? { allocations: proposal.allocations } : null
}
export const matchSure: Rule = {
  code: 'MATCH_UNSURE',
  holds: (context) => sureMatch(context) !== null,
}
export const matched = (context: PaymentContext) =>
  allocate({ ...context, input: (sureMatch(context) ?? {}) as PaymentContext['input'] })

const booked = [
  'amount',
  'amountBase',
  'currency',
  'fxRate',
  'entityId',
  'receivedAt',
  'allocated',
  'unapplied',
  'unappliedBase',
  'usedBefore',
] as const

/** A receipt that comes in again keeps its state and what was posted of it. */
export const changed = ({ record, before, history }: PaymentContext) => ({
  payerKey: normaliseName(record.payerName ?? ''),
  ...(history && before
    ? { ...Object.fromEntries(booked.map((name) => [name, before[name]])), state: before.state }
    : {}),
})
export const asBooked: Rule = {
  code: 'PAYMENT_BOOKED',
  onInput: true,
  holds: ({ record, before, history }) =>
    !history || before === null || [...booked, 'state' as const].every((name) => before[name] === record[name]),
}

/** An old receipt has no entry here that could be reversed. */
export const ofTheseBooks: Rule = {
  code: 'PAYMENT_OF_THE_PAST',
  holds: ({ before }) => (before?.usedBefore ?? 0n) === 0n,
}

/** A bank reference is unique per account, so a receipt always names one. */
export function bankAccountOf(entities: readonly Loose[]): string {
  const accounts = (entities[0]?.bankAccounts ?? []) as readonly Loose[]
  const chosen = accounts.find((one) => one.isDefault) ?? accounts[0]
  return (chosen?.accountNo ?? entities[0]?.code ?? 'main') as string
}

export const dayOpen: Rule = {
  ...periodOpen(({ record, settings }) => postedOn(record, settings)),
  holds: ({ record, facts, settings }) =>
    !isClosed(facts.anyClosed, { entityId: record.entityId, date: postedOn(record, settings) }),
}

export const ownedBy = (account: Loose | null) =>
  account?.ownerId ? { ownerId: account.ownerId as string, deptId: account.deptId as string | null } : {}

export const positive: Rule = {
  code: 'PAYMENT_AMOUNT',
  field: 'amount',
  holds: ({ record }) => (record.amount ?? 0n) > 0n,
}
export const refUnused: Rule = {
  code: 'BANK_REF_DUPLICATE',
  field: 'bankRef',
  holds: ({ record, facts }) => !record.bankRef || !facts.sameRef.some((one) => one.bankAccount === record.bankAccount),
  details: ({ record }) => ({ bankRef: record.bankRef }),
}
export const refGiven: Rule = {
  code: 'BANK_REF_MISSING',
  field: 'bankRef',
  holds: ({ record, settings }) => record.method !== 'bank' || record.bankRef !== null || !settings.evidenceFiles,
}
export const cashDated: Rule = {
  code: 'CASH_DATE_MISSING',
  field: 'cashAt',
  holds: ({ record }) => record.method !== 'draft' || record.cashAt !== null,
}

/** Another than the customer paid: then a proof must say that it was for the customer. */
export const payerKnown: Rule = {
  code: 'PAYER_MISMATCH',
  field: 'payerProof',
  holds: ({ record, facts }) => {
    if (!record.accountId || !facts.account || (record.payerProof?.length ?? 0) > 0) return true
    const names = [facts.account.name, facts.account.invoiceName]
      .filter(Boolean)
      .map((name) => normaliseName(name as string))
    return names.includes(normaliseName(record.payerName ?? ''))
  },
  details: ({ record, facts }) => ({ payer: record.payerName, account: facts.account?.name }),
}

export const purseOf = (stored: Loose, context: PaymentContext) => ({
  currency: (stored.currency ?? context.settings.baseCurrency) as string,
  baseCurrency: context.settings.baseCurrency,
  fxRate: (stored.fxRate ?? '1') as string,
  unapplied: (stored.unapplied ?? 0n) as bigint,
  unappliedBase: (stored.unappliedBase ?? 0n) as bigint,
  tolerance: BigInt(context.settings.writeoffTolerance),
})

export const asked = (context: PaymentContext): Wish[] | null => {
  const stored = (context.before ?? context.record) as Loose
  const wishes = wishesOf(context.input, (stored.currency ?? context.settings.baseCurrency) as string)
  return wishes?.length === 0 ? defaultWishes((stored.unapplied ?? 0n) as bigint, context.facts.invoices) : wishes
}

export function planned(context: PaymentContext): Allocation[] {
  const stored = (context.before ?? context.record) as Loose
  return allocationsOf(purseOf(stored, context), asked(context) ?? [], context.facts.invoices)
}

export function allocate(context: PaymentContext) {
  const { record, now, actor } = context
  const added = planned(context)
  const { amount, base: spentBase } = spent(added)
  return {
    allocations: [
      ...record.allocations,
      ...added.map((one) => ({ ...one, at: now, byId: actor.id, reversedAt: null })),
    ],
    allocated: (record.allocated ?? 0n) + amount,
    unapplied: (record.unapplied ?? 0n) - amount,
    unappliedBase: (record.unappliedBase ?? 0n) - spentBase,
    proposal: null,
  }
}

/** Takes back the allocations that `chosen` names; nothing is erased. */
export const takenBack =
  (chosen: (row: Loose, input: Loose) => boolean) =>
  ({ record, input, now }: PaymentContext) => {
    const back = record.allocations.filter((row) => !row.reversedAt && chosen(row, input))
    const amount = back.reduce((sum, row) => sum + (row.amount ?? 0n), 0n)
    return {
      allocations: record.allocations.map((row) => (back.includes(row) ? { ...row, reversedAt: now } : row)),
      allocated: (record.allocated ?? 0n) - amount,
      unapplied: (record.unapplied ?? 0n) + amount,
      unappliedBase: back.reduce((sum, row) => sum + (row.paidBase ?? 0n), record.unappliedBase ?? 0n),
    }
  }

export const stateOf = (record: Loose): State => {
  if (((record.unapplied ?? 0n) as bigint) === 0n) return 'allocated'
  return ((record.allocated ?? 0n) as bigint) > 0n ? 'partially_allocated' : 'claimed'
}

export const amountsRead: Rule = {
  code: 'ALLOCATION_AMOUNT',
  field: 'allocations',
  onInput: true,
  holds: (context) => asked(context) !== null,
}
export const somethingPlanned: Rule = {
  code: 'NOTHING_TO_ALLOCATE',
  holds: (context) => asked(context) === null || (asked(context) ?? []).length > 0,
}
export const invoicesOpen: Rule = {
  code: 'INVOICE_NOT_OPEN',
  field: 'invoiceId',
  onInput: true,
  holds: (context) =>
    (asked(context) ?? []).every((wish) => context.facts.invoices.some((one) => one.id === wish.invoiceId)),
}
export const shown = (amount: bigint, { record, settings }: PaymentContext) =>
  formatAmount(amount, record.currency ?? settings.baseCurrency)
export const overdrawn = (context: PaymentContext): bigint | null => {
  const rest = context.before?.unapplied ?? 0n
  if (spent(planned(context)).amount > rest) return rest
  const over = planned(context).find((one) => one.amount > openOf(context, one.invoiceId))
  return over ? openOf(context, over.invoiceId) : null
}
export const openOf = (context: PaymentContext, id: string): bigint =>
  (context.facts.invoices.find((one) => one.id === id)?.openAmount ?? 0n) as bigint
export const withinBoth: Rule = {
  code: 'OVER_ALLOCATION',
  field: 'amount',
  onInput: true,
  holds: (context) => overdrawn(context) === null,
  details: (context) => ({ open: shown(overdrawn(context) ?? 0n, context) }),
}
export const isAllocated: Rule = {
  code: 'NOTHING_ALLOCATED',
  field: 'invoiceId',
  onInput: true,
  holds: ({ before, input }) =>
    Boolean(before?.allocations.some((row) => !row.reversedAt && row.invoiceId === input.invoiceId)),
}

/** A receipt is posted on the day it came in. */
export const postedOn = (record: Loose, settings: { readonly timeZone: string }): string =>
  dateIn(record.receivedAt as string, settings.timeZone)
