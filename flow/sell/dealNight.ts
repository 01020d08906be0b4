/** The nightly batch of deals and documents: what runs out, what comes into force, what has gone quiet. Pure. */
import { addDays, diffDays } from '../../kernel/calendar.ts'
import type { Effect } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Settings } from '../../kernel/settings.ts'
import { readyForEffect } from './amendment/rules.ts'
import { readyToActivate } from './contract/rules.ts'
import { rotting } from './opportunity/rotting.ts'

export interface Evening {
  readonly now: string
  /** The day that has just begun in the company's time zone. */
  readonly today: string
  readonly settings: Settings
}

const notice = (kind: string, record: Loose, values: Loose): Effect[] =>
  record.ownerId === null
    ? []
    : [
        {
          notice: kind,
          to: [record.ownerId],
          object: kind.slice(0, kind.indexOf('.')),
          id: record.id,
          values: { no: record.no, ...values },
        },
      ]

/** QU7: a sent quote expires on the day after its last. */
export const quotesTonight = (quotes: readonly Loose[], { today }: Evening): Effect[] =>
  quotes
    .filter((quote) => quote.state === 'sent' && quote.validUntil < today)
    .map((quote) => ({ object: 'quote', act: 'expire', id: quote.id, input: {} }))

/** CT9, CT14: signed contracts whose day has come, running ones whose last day has passed, and those about to end. */
export function contractsTonight(
  contracts: readonly { readonly record: Loose; readonly ordersOpen: number }[],
  evening: Evening,
): Effect[] {
  const { today, settings } = evening
  return contracts.flatMap(({ record, ordersOpen }): Effect[] => {
    if (record.state === 'signing') {
      return readyToActivate(record, settings, today)
        ? [{ object: 'contract', act: 'activate', id: record.id, input: {} }]
        : []
    }
    if (record.state !== 'active' || record.endDate === null) return []
    if (record.endDate < today && !record.autoRenew && ordersOpen === 0) {
      return [{ object: 'contract', act: 'expire', id: record.id, input: {} }]
    }
    const tellOn = addDays(record.endDate, -((record.noticeDays as number | null) ?? 60))
    return tellOn === today ? notice('contract.ends_soon', record, { name: record.title, date: record.endDate }) : []
  })
}

/** AM5: signed changes of contracts whose day has come. */
export const amendmentsTonight = (amendments: readonly Loose[], { today, settings }: Evening): Effect[] =>
  amendments
    .filter((one) => one.state === 'signing' && readyForEffect(one, settings, today))
    .map((one) => ({ object: 'amendment', act: 'takeEffect', id: one.id, input: {} }))

/** GA4: decisions whose time is over; overdue conditions are named to whoever asked. */
export const gateDecisionsTonight = (decisions: readonly Loose[], { today }: Evening): Effect[] =>
  decisions
    .filter((one) => one.state === 'decided')
    .flatMap((one): Effect[] => {
      if (one.validUntil !== null && one.validUntil < today) {
        return [{ object: 'gateDecision', act: 'invalidate', id: one.id, input: {}, reason: 'expired' }]
      }
      const late = (one.conditions as readonly Loose[]).filter(
        (row) => !row.doneAt && row.dueDate && diffDays(row.dueDate, today) === 1,
      )
      return late.length > 0 ? notice('gateDecision.condition_late', one, { count: late.length }) : []
    })

/** A deal that crossed its stage's limit since the night before; told once. */
export const dealsTonight = (
  deals: readonly { readonly record: Loose; readonly stage: Loose | null }[],
  { now }: Evening,
): Effect[] =>
  deals.flatMap(({ record, stage }) => {
    const rot = rotting(record, stage, now)
    const since = rot.rotDays === null ? 0 : rot.idleDays - rot.rotDays
    return rot.rotting && since <= 1 && since >= 0 && rotting(record, stage, dayBefore(now)).rotting === false
      ? notice('opportunity.gone_quiet', record, { name: record.name, days: rot.idleDays })
      : []
  })

const dayBefore = (now: string): string => new Date(Date.parse(now) - 86_400_000).toISOString()
