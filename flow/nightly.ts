/** The batch of every night: whom to warn, what returns to its pool, which accounts fall asleep. */
import { addDays, addWorkingDays, diffDays, type WorkingTime } from '../kernel/calendar.ts'
import type { Command, Effect } from '../kernel/command.ts'
import type { Loose } from '../kernel/fact.ts'
import { closesOn } from './sell/attribution.ts'
import { type Signs, scored } from './sell/lead/score.ts'

/** The clock of a batch: `today` is the day that has just begun in the company's time zone. */
export interface Night {
  readonly now: string
  readonly today: string
  readonly time: WorkingTime
}

/** A pool's terms as they stood at 00:00 of the day: a change made later counts from the next night on. */
export interface Terms {
  readonly recycles: boolean
  readonly firstFollowWd: number
  readonly staleDays: number
  readonly maxHoldDays: number
  readonly idleDays: number
  readonly warnFirstDays: number
  readonly warnLastDays: number
}

/** Approved leave of the owner, first and last day. */
export interface Leave {
  readonly awayFrom: string | null
  readonly awayUntil: string | null
}

export interface Held {
  readonly record: Loose
  /** Null where the record has no pool to go back to: it then stays. */
  readonly terms: Terms | null
  readonly owner: Leave | null
  /** An open opportunity hangs on it, or an approval is pending. */
  readonly engaged: boolean
}

export interface Due {
  readonly rule: 'R1' | 'R2' | 'R3' | 'R4'
  /** The last day of the holding; it expires at its end. */
  readonly on: string
}

/** When a lead returns to its pool, and by which rule; null where none applies (chain.md §3.4). */
export function leadDue({ record, terms, owner }: Held, night: Night): Due | null {
  if (terms === null || !terms.recycles || record.ownerId === null || record.assignedAt === null) return null
  const dateOf = (at: string) => night.time.zone.toCivil(at).date
  const heldOn = dateOf(record.assignedAt)
  const lastOn =
    record.lastActivityAt !== null && record.lastActivityAt > record.assignedAt ? dateOf(record.lastActivityAt) : null
  const more = ((record.extensionDays as number | null) ?? 0) + leaveDays(owner, heldOn, night.today)
  const pause = pausedDays(record, dateOf)
  const silentSince = [lastOn ?? heldOn, pause.until].reduce((a, b) =>
    b !== null && (a === null || b > a) ? b : a,
  ) as string
  const dues: Due[] = [
    { rule: 'R2', on: addDays(silentSince, terms.staleDays + more) },
    { rule: 'R3', on: addDays(heldOn, terms.maxHoldDays + more + pause.days) },
  ]
  if (record.state === 'assigned' && lastOn === null) {
    dues.unshift({ rule: 'R1', on: addDays(addWorkingDays(heldOn, terms.firstFollowWd, night.time.calendar), more) })
  }
  return dues.reduce((a, b) => (b.on < a.on ? b : a))
}

/** While nurturing, and until the touch agreed on, no timer runs. */
function pausedDays(record: Loose, dateOf: (at: string) => string): { until: string | null; days: number } {
  if (record.state !== 'nurturing' || record.nextTouchAt === null) return { until: null, days: 0 }
  const until = dateOf(record.nextTouchAt)
  return { until, days: record.nurturedAt === null ? 0 : Math.max(0, diffDays(dateOf(record.nurturedAt), until)) }
}

/** Days of the owner's approved leave since the holding began. */
function leaveDays(owner: Leave | null, heldOn: string, today: string): number {
  if (!owner?.awayFrom || !owner.awayUntil) return 0
  const from = owner.awayFrom > heldOn ? owner.awayFrom : addDays(heldOn, 1)
  const until = owner.awayUntil < today ? owner.awayUntil : today
  return Math.max(0, diffDays(from, until) + 1)
}

/** Nothing returns that is protected, engaged, waits for its next touch, or whose owner is on leave. */
function isExempt({ record, owner, engaged }: Held, { today, now }: Night): boolean {
  if (engaged || (record.protectedUntil ?? '') >= today) return true
  if (owner?.awayFrom && owner.awayUntil && owner.awayFrom <= today && today <= owner.awayUntil) return true
  return record.state === 'nurturing' && record.nextTouchAt !== null && record.nextTouchAt > now
}

/** Every lead at most once: recycled, warned of, or told its new date. */
export const leadsTonight = (leads: readonly Held[], night: Night): Effect[] =>
  leads.flatMap((held): Effect[] => {
    const { record } = held
    const due = leadDue(held, night)
    if (due !== null && !isExempt(held, night)) {
      if (night.today > due.on) return [recycle('lead', record, due)]
      const warning = warned('lead', held, { due, today: night.today })
      if (warning.length > 0) return [...dated(record, due), ...warning]
    }
    return due !== null && record.state !== 'nurturing' ? dated(record, due) : []
  })

/** The date shown on the record, where the company's calendar or terms moved it. */
function dated(record: Loose, due: Due): Command[] {
  if (record.recycleDueOn === due.on || !['assigned', 'working', 'qualified', 'nurturing'].includes(record.state))
    return []
  return [{ object: 'lead', act: 'rescore', id: record.id, input: { recycleDueOn: due.on } }]
}

const recycle = (object: string, record: Loose, due: Due): Command => ({
  object,
  act: 'recycle',
  id: record.id,
  input: { rule: due.rule },
  reason: due.rule,
})

function warned(object: string, { record, terms }: Held, { due, today }: { due: Due; today: string }): Effect[] {
  const left = diffDays(today, due.on)
  if (terms === null || (left !== terms.warnFirstDays && left !== terms.warnLastDays)) return []
  return [
    {
      notice: `${object}.recycle_warned`,
      to: [record.ownerId],
      object,
      id: record.id,
      values: { no: record.no, name: nameOf(record), rule: due.rule, date: due.on, days: left },
    },
  ]
}

/** Accounts have a name of their own; a lead is known by its company, else by its contact. */
const nameOf = (record: Loose): string | null => record.name ?? record.companyName ?? record.contactName ?? null

export interface HeldAccount extends Held {
  /** Ends of its contracts so far, the latest; null without any. */
  readonly lastContractEnd: string | null
  readonly runningContract: boolean
}

/** R4: neither an open opportunity nor an order for so long. */
export function accountDue({ record, terms, owner }: Held, night: Night): Due | null {
  if (terms === null || !terms.recycles || record.ownerId === null || record.state !== 'held') return null
  const dateOf = (at: string) => night.time.zone.toCivil(at).date
  const heldOn = (record.heldOn as string | null) ?? dateOf(record.createdAt)
  const orderedOn = record.lastOrderAt === null ? null : dateOf(record.lastOrderAt)
  const since = orderedOn !== null && orderedOn > heldOn ? orderedOn : heldOn
  const more = ((record.extensionDays as number | null) ?? 0) + leaveDays(owner, heldOn, night.today)
  return { rule: 'R4', on: addDays(since, terms.idleDays + more) }
}

/** A customer with a running contract stays with its holder whatever the dates say. */
export const accountsTonight = (accounts: readonly HeldAccount[], night: Night): Effect[] =>
  accounts.flatMap((held) => {
    const due = accountDue(held, night)
    if (due === null || held.runningContract || isExempt(held, night)) return []
    return night.today > due.on
      ? [recycle('account', held.record, due)]
      : warned('account', held, { due, today: night.today })
  })

/** Active customers fall asleep, sleeping ones are lost, by the time since the last order or the end of a contract. */
export function lifecyclesTonight(
  accounts: readonly Pick<HeldAccount, 'record' | 'lastContractEnd' | 'runningContract'>[],
  limits: { readonly dormantDays: number; readonly churnDays: number },
  night: Night,
): Command[] {
  return accounts.flatMap(({ record, lastContractEnd, runningContract }) => {
    const orderedOn = record.lastOrderAt === null ? null : night.time.zone.toCivil(record.lastOrderAt).date
    const since =
      lastContractEnd !== null && (orderedOn === null || lastContractEnd > orderedOn) ? lastContractEnd : orderedOn
    if (since === null || runningContract) return []
    const days = diffDays(since, night.today)
    if (record.lifecycle === 'active' && days > limits.dormantDays)
      return [{ object: 'account', act: 'sleep', id: record.id, input: {} }]
    if (record.lifecycle === 'dormant' && days > limits.churnDays)
      return [{ object: 'account', act: 'churn', id: record.id, input: {} }]
    return []
  })
}

/** Days after its plan on which a forgotten activity is named again. */
const overdueOn = [1, 3, 7]

export const activitiesTonight = (planned: readonly Loose[], night: Night): Effect[] =>
  planned.flatMap((record) => {
    if (record.state !== 'planned' || record.plannedAt === null || record.ownerId === null) return []
    const days = diffDays(night.time.zone.toCivil(record.plannedAt).date, night.today)
    if (!overdueOn.includes(days)) return []
    return [
      {
        notice: 'activity.overdue',
        to: [record.ownerId],
        object: 'activity',
        id: record.id,
        values: { name: record.subject, days, plannedAt: record.plannedAt },
      },
    ]
  })

/** Follow-ups that people set themselves for today. */
export const followUpsToday = (done: readonly Loose[], night: Night): Effect[] =>
  done.flatMap((record) => {
    if (record.state !== 'done' || record.nextActionAt === null || record.ownerId === null) return []
    if (night.time.zone.toCivil(record.nextActionAt).date !== night.today) return []
    return [
      {
        notice: 'activity.follow_up',
        to: [record.ownerId],
        object: 'activity',
        id: record.id,
        values: { name: record.nextAction ?? record.subject, at: record.nextActionAt },
      },
    ]
  })

/** CA2 on the first day; CA3 when late costs can no longer come, unless nobody said what it cost. */
export const campaignsTonight = (campaigns: readonly Loose[], { today }: Night): Effect[] =>
  campaigns.flatMap((record): Effect[] => {
    if (record.state === 'planned' && record.startDate <= today)
      return [{ object: 'campaign', act: 'start', id: record.id, input: {} }]
    if (record.state !== 'active' || today < closesOn(record.endDate)) return []
    if (record.actualCost !== null) return [{ object: 'campaign', act: 'complete', id: record.id, input: {} }]
    if (record.ownerId === null) return []
    return [
      {
        notice: 'campaign.cost_missing',
        to: [record.ownerId],
        object: 'campaign',
        id: record.id,
        values: { name: record.name },
      },
    ]
  })

/** Interest fades: leads whose score moved by a point or whose grade changed are written again. */
export const scoresTonight = (
  leads: readonly { readonly record: Loose; readonly signs: Signs }[],
  { now }: Night,
): Command[] =>
  leads.flatMap(({ record, signs }) => {
    const fresh = scored(record, signs, now)
    const moved = Math.abs(Number(fresh.score) - Number(record.score ?? 0)) >= 1
    return moved || fresh.grade !== record.grade ? [{ object: 'lead', act: 'rescore', id: record.id, input: {} }] : []
  })
