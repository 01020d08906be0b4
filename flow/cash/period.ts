/** Whether a date may still be posted to, for every step that makes a ledger entry. */
import type { Loose } from '../../kernel/fact.ts'
import { rows, self } from '../../kernel/fact.ts'
import { say } from '../../kernel/label.ts'
import type { Guard } from '../../kernel/object.ts'

/** The civil date of an instant in a time zone. */
export const dateIn = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant))

/** For a record that finds its entity only as it is made. */
export const anyClosedPeriods = rows('accountingPeriod', { state: 'closed' }, { sort: ['-month'] })

/** The closed periods of the record's own legal entity. */
export const closedPeriods = rows('accountingPeriod', { entityId: self('entityId'), state: 'closed' })

export interface Posting {
  readonly record: Loose
  readonly facts: { readonly closedPeriods: readonly Loose[] }
  readonly today: string
  readonly settings: { readonly timeZone: string }
}

/** `dateOf` says on which day the step posts. */
export const periodOpen = (dateOf: (context: Posting) => string | null): Guard<Posting> => ({
  code: 'PERIOD_CLOSED',
  status: 423,
  holds: (context) =>
    !isClosed(context.facts.closedPeriods, { entityId: context.record.entityId, date: dateOf(context) }),
  details: (context) => ({ period: monthOf(dateOf(context)) }),
})

export const postsToday: Guard<Posting> = periodOpen(({ today }) => today)

export const periodMessages = {
  PERIOD_CLOSED: say(
    '会计期间 {period} 已关闭，请改用未关闭期间的日期，或请财务重新打开该期间',
    'Period {period} is closed; use a date in an open period or ask finance to reopen it',
  ),
} as const

export const monthOf = (date: string | null): string => (date ?? '').slice(0, 7)

export const isClosed = (periods: readonly Loose[], on: { entityId: string | null; date: string | null }): boolean =>
  periods.some((period) => period.month === monthOf(on.date) && period.entityId === on.entityId)
