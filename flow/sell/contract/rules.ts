/** When a contract may be made, reviewed, approved, signed, closed and ended: the guards of CT1–CT15. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Guard } from '../../../kernel/object.ts'
import type { Settings } from '../../../kernel/settings.ts'
import { linesFrom } from '../../fulfil/order/lines.ts'
import { inBase } from '../currency.ts'
import { headerOf, incompleteLines } from '../documentLines.ts'
import { gateGuards } from '../gates.ts'
import type { Here } from './fields.ts'
import { shownIn } from './inheritance.ts'
import { isSettled, lockedChanges, planSum } from './plan.ts'
import { allSigned, copyStored } from './signing.ts'
import { contractText } from './text.ts'

type Rule = Guard<Here>

const withoutLines = (type: string | null): boolean => type === 'framework' || type === 'nda'

export const quoteApproved: Rule = {
  code: 'QUOTE_NOT_APPROVED',
  field: 'quoteId',
  holds: ({ record, facts }) =>
    record.quoteId === null || ['approved', 'sent', 'accepted'].includes((facts.quote?.state as string) ?? ''),
}

export const quoteOrDirect: Rule = {
  code: 'CONTRACT_NEEDS_QUOTE',
  field: 'quoteId',
  holds: ({ record, settings }) => record.quoteId !== null || settings.directDocuments || withoutLines(record.type),
}

export const accountAllowed: Rule = {
  code: 'ACCOUNT_BLACKLISTED',
  field: 'accountId',
  holds: ({ facts }) => facts.account?.riskLevel !== 'blacklist',
}

export const planLinesKept: Rule = {
  code: 'PLAN_LINE_LOCKED',
  field: 'plan',
  onInput: true,
  holds: ({ record, before }) => lockedChanges(before?.plan ?? [], record.plan).length === 0,
  details: ({ record, before }) => ({ lines: lockedChanges(before?.plan ?? [], record.plan) }),
}

const incomplete = ({ record, settings }: Pick<Here, 'record' | 'settings'>): number[] =>
  incompleteLines(record.lines, headerOf(record, settings.baseCurrency))

export const linesComplete: Rule = {
  code: 'CONTRACT_LINE_INCOMPLETE',
  field: 'lines',
  holds: (context) => incomplete(context).length === 0,
  details: (context) => ({ lines: incomplete(context) }),
}

export const notEmpty: Rule = {
  code: 'CONTRACT_EMPTY',
  field: 'lines',
  holds: ({ record }) => record.lines.length > 0 || withoutLines(record.type),
}

export const planComplete: Rule = {
  code: 'PLAN_SUM_MISMATCH',
  field: 'plan',
  holds: ({ record }) =>
    record.type === 'nda' || (record.gross ?? 0n) === 0n || planSum(record.plan, record.gross ?? 0n).ok,
  details: (context) => ({
    sum: shownIn(context, planSum(context.record.plan, context.record.gross ?? 0n).sum),
    gross: shownIn(context, context.record.gross),
  }),
}

export const documentThere: Rule = {
  code: 'CONTRACT_FILE_REQUIRED',
  field: 'document',
  holds: ({ record, settings }) => !settings.evidenceFiles || (record.document ?? []).length > 0,
}

export const creditAllowed: Rule = {
  code: 'CREDIT_HOLD',
  holds: ({ facts, settings }) => !settings.creditCheck || facts.account?.creditStatus !== 'hold',
}

const gateBefore = (point: 'contract.approve' | 'contract.close') =>
  gateGuards<Here>(({ record, settings }) => ({
    point,
    about: [record.id],
    amount: inBase(record.gross, record, settings),
    margin: record.marginRate,
    text: point === 'contract.approve' ? contractText(record) : null,
  }))

export const signGate = gateBefore('contract.approve')
export const closeGate = gateBefore('contract.close')

/** Conditions under which the bid was let go ahead are met before the contract is (GA3). */
export const bidConditionsMet: Rule = {
  code: 'GATE_CONDITIONS_OPEN',
  override: ['EXE'],
  holds: (context) => openConditions(context) === 0,
  details: (context) => ({ count: openConditions(context) }),
}

function openConditions({ record, facts, settings }: Here): number {
  if (!settings.gates || record.opportunityId === null) return 0
  return facts.dealDecisions
    .filter(
      (one) =>
        one.opportunityId === record.opportunityId && one.state === 'decided' && one.outcome === 'go_conditional',
    )
    .reduce((total, one) => total + ((one.openConditions as number | null) ?? 0), 0)
}

export const textUnchanged: Rule = {
  code: 'CONTRACT_HASH_MISMATCH',
  holds: ({ record }) => record.approvedSnapshot === contractText(record),
}

const depositPaid = (record: Loose): boolean =>
  !record.effectiveOnDeposit ||
  (record.plan as readonly Loose[]).filter((row) => row.trigger === 'on_sign').every(isSettled)

export const activation: readonly Rule[] = [
  { code: 'SIGNATURE_INCOMPLETE', holds: ({ record, settings }) => allSigned(record) && copyStored(record, settings) },
  {
    code: 'CONTRACT_NOT_EFFECTIVE',
    holds: ({ record, today }) => record.effectiveDate !== null && record.effectiveDate <= today,
    details: ({ record }) => ({ date: record.effectiveDate }),
  },
  { code: 'DEPOSIT_MISSING', holds: ({ record }) => depositPaid(record) },
]

/** Nothing more stands between the signatures and a contract in force. */
export function readyToActivate(record: Loose, settings: Settings, today: string): boolean {
  const effective = typeof record.effectiveDate === 'string' && record.effectiveDate <= today
  return allSigned(record) && copyStored(record, settings) && effective && depositPaid(record)
}

/** All that was agreed is ordered and done; a framework ends by its date. */
export function fulfilled(record: Loose, ordersOpen: number, today: string): boolean {
  if (ordersOpen > 0) return false
  if (record.type === 'framework') return record.endDate !== null && record.endDate < today
  return (record.net as bigint) > 0n && (record.completedNet as bigint) >= (record.net as bigint)
}

export const isFulfilled: Rule = {
  code: 'CONTRACT_NOT_FULFILLED',
  holds: ({ record, facts, today }) =>
    fulfilled({ ...record, completedNet: facts.completedNet }, facts.ordersOpen, today),
}

const unsettled = (record: Here['record']): string[] =>
  record.plan.flatMap((row, i) => (isSettled(row) ? [] : [row.name ?? String(i + 1)]))

export const settled: Rule = {
  code: 'CONTRACT_NOT_SETTLED',
  holds: ({ record, facts }) => unsettled(record).length === 0 && facts.invoicesOpen === 0,
  details: ({ record, facts }) => ({ list: unsettled(record), invoices: facts.invoicesOpen }),
}

export const noOpenOrders: Rule = {
  code: 'CONTRACT_HAS_OPEN_ORDERS',
  holds: ({ facts }) => facts.ordersOpen === 0,
  details: ({ facts }) => ({ count: facts.ordersOpen }),
}

export const runOut: Rule = {
  code: 'CONTRACT_STILL_RUNS',
  holds: ({ record, today }) => record.endDate !== null && record.endDate < today && record.autoRenew !== true,
  details: ({ record }) => ({ date: record.endDate }),
}

export const noAmendmentOpen: Rule = { code: 'AMENDMENT_OPEN', holds: ({ facts }) => facts.amendmentsOpen === 0 }

/** A framework grants what its orders ask; any other contract only what is not yet ordered of its lines. */
export const somethingLeft: Rule = {
  code: 'CONTRACT_ALL_ORDERED',
  holds: ({ record, facts }) => withoutLines(record.type) || linesFrom(record, facts.ordered).length > 0,
}
