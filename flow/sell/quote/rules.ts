/** When a quote may be made, submitted, approved, sent and answered: the guards of QU1–QU7. */
import { addDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { formatAmount } from '../../../kernel/money.ts'
import type { Guard } from '../../../kernel/object.ts'
import { currencyAndRate, inBase } from '../currency.ts'
import { headerFits, headerOf, incompleteLines } from '../documentLines.ts'
import { gateGuards } from '../gates.ts'
import { pricedLines } from '../pricing.ts'
import { approvers, type Level, quoteText } from './approval.ts'
import type { Here } from './fields.ts'

type Rule = Guard<Here>

const longestDays = 180
export const usualDays = 30

export const isSystem = ({ actor }: Pick<Here, 'actor'>): boolean => actor.kind === 'system'

export const dealOpen: Rule = {
  code: 'OPP_CLOSED',
  field: 'opportunityId',
  holds: ({ record, facts }) => record.opportunityId === null || facts.opportunity?.state === 'open',
}

export const dealOrDirect: Rule = {
  code: 'QUOTE_NEEDS_OPPORTUNITY',
  field: 'opportunityId',
  holds: ({ record, settings }) => record.opportunityId !== null || settings.directDocuments,
}

export const sameAccount: Rule = {
  code: 'QUOTE_ACCOUNT_DIFFERS',
  field: 'accountId',
  onInput: true,
  holds: ({ record, facts }) =>
    record.accountId === null || !facts.opportunity?.accountId || facts.opportunity.accountId === record.accountId,
}

export const accountAllowed: Rule = {
  code: 'ACCOUNT_BLACKLISTED',
  field: 'accountId',
  holds: ({ facts }) => facts.account?.riskLevel !== 'blacklist',
}

export const validityInRange: Rule = {
  code: 'QUOTE_VALIDITY_RANGE',
  field: 'validUntil',
  onInput: true,
  holds: ({ record, before, today }) =>
    record.validUntil === null ||
    record.validUntil === (before?.validUntil ?? null) ||
    (record.validUntil >= today && record.validUntil <= addDays(today, longestDays)),
  details: () => ({ days: longestDays }),
}

/** Held against the lines as they will be priced. */
export const discountFits: Rule = {
  code: 'HEADER_DISCOUNT_RANGE',
  field: 'headerDiscount',
  onInput: true,
  holds: (context) => {
    const { record, settings, facts } = context
    if ((record.headerDiscount ?? 0n) === 0n) return true
    const lines = facts.products === undefined ? record.lines : refreshed(context).lines
    return headerFits(lines, headerOf(record, settings.baseCurrency))
  },
}

export const notEmpty: Rule = { code: 'QUOTE_EMPTY', field: 'lines', holds: ({ record }) => record.lines.length > 0 }

const unpriced = (lines: readonly Loose[]): number[] => lines.flatMap((line, i) => (line.price === null ? [i + 1] : []))

export const allPriced: Rule = {
  code: 'PRICE_NOT_FOUND',
  field: 'lines',
  holds: ({ record }) => unpriced(record.lines).length === 0,
  details: ({ record }) => ({ lines: unpriced(record.lines) }),
}

const incomplete = ({ record, settings }: Pick<Here, 'record' | 'settings'>): number[] => {
  const noPrice = unpriced(record.lines)
  return incompleteLines(record.lines, headerOf(record, settings.baseCurrency)).filter(
    (line) => !noPrice.includes(line),
  )
}

export const linesComplete: Rule = {
  code: 'QUOTE_LINE_INCOMPLETE',
  field: 'lines',
  holds: (context) => incomplete(context).length === 0,
  details: (context) => ({ lines: incomplete(context) }),
}

export const stillValid: Rule = {
  code: 'QUOTE_EXPIRED',
  field: 'validUntil',
  holds: ({ record, today }) => record.validUntil !== null && record.validUntil >= today,
  details: ({ record }) => ({ date: record.validUntil }),
}

export const noLongerValid: Rule = {
  code: 'QUOTE_STILL_VALID',
  holds: ({ record, today }) => record.validUntil !== null && record.validUntil < today,
  details: ({ record }) => ({ date: record.validUntil }),
}

export const needsApproval = ({ approvalLevel, approvalExtra }: Here['record']): boolean =>
  (approvalLevel ?? 'L0') !== 'L0' || (approvalExtra ?? []).length > 0

export const levelReached: Rule = {
  code: 'APPROVAL_LEVEL',
  holds: ({ record, actor }) => approversOf(record.approvalLevel).some((role) => actor.roles.includes(role)),
  details: ({ record }) => ({ level: record.approvalLevel, roles: approversOf(record.approvalLevel) }),
}

const approversOf = (level: string | null) => approvers[(level ?? 'L0') as Level]

export const openEndorsements = (record: Here['record']): string[] =>
  (record.approvalExtra ?? []).filter((role) => !(record.endorsements ?? []).some((one) => one.role === role))

export const allEndorsed: Rule = {
  code: 'QUOTE_ENDORSEMENT_OPEN',
  holds: ({ record }) => openEndorsements(record).length === 0,
  details: ({ record }) => ({ roles: openEndorsements(record) }),
}

export const endorsementWanted: Rule = {
  code: 'QUOTE_ENDORSEMENT_NOT_NEEDED',
  holds: ({ record, actor }) => openEndorsements(record).some((role) => actor.roles.includes(role as never)),
}

export const unchanged: Rule = {
  code: 'QUOTE_CHANGED_AFTER_APPROVAL',
  holds: ({ record }) => record.approvedSnapshot === quoteText(record),
}

export const bidGate = gateGuards<Here>(({ record, facts, settings }) => ({
  point: 'quote.send',
  about: [record.id, record.opportunityId],
  amount: inBase(record.net, record, settings),
  margin: record.marginRate,
  isBid: facts.opportunity?.isBid === true,
  level: record.approvalLevel,
}))

export const acceptanceProven: Rule = {
  code: 'EVIDENCE_REQUIRED',
  field: 'acceptance',
  onInput: true,
  holds: ({ record, settings, actor }) =>
    !settings.evidenceFiles || actor.kind === 'system' || (record.acceptance ?? []).length > 0,
}

export const contractNotNeeded: Rule = {
  code: 'CONTRACT_REQUIRED',
  holds: ({ record }) => record.needsContract !== true,
  details: ({ record, settings }) => ({
    gross: formatAmount(record.gross ?? 0n, record.currency ?? settings.baseCurrency),
    limit: formatAmount(BigInt(settings.contractFrom), settings.baseCurrency),
  }),
}

export const noContractYet: Rule = {
  code: 'CONTRACT_EXISTS',
  override: 'anyone',
  holds: ({ facts }) => facts.contracts === 0,
  details: ({ facts }) => ({ count: facts.contracts }),
}

export const noOrderYet: Rule = {
  code: 'ORDER_EXISTS',
  override: 'anyone',
  holds: ({ facts }) => facts.orders === 0,
  details: ({ facts }) => ({ count: facts.orders }),
}

/** What every edit of a quote brings up to date. */
export function refreshed(context: Here) {
  const { facts } = context
  const { currency, fxRate } = currencyAndRate(context)
  const term = ((facts.paymentTerm?.lines ?? []) as readonly Loose[]).map((line) => (line.offsetDays as number) ?? 0)
  const own = context.record.creditDays
  return {
    currency,
    fxRate,
    lines: pricedLines(context, { currency: currency ?? context.settings.baseCurrency, fxRate, follows: true }),
    creditDays: own ?? (term.length > 0 ? Math.max(...term) : ((facts.account?.creditDays as number | undefined) ?? 0)),
    hasServices: facts.products.some((product) => product.kind === 'service'),
  }
}
