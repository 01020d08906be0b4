/** Who holds a lead since when: what a change of hands writes, and the last day before it goes back. */
import { addDays, addWorkingDays, chinaCalendar, type WorkingCalendar } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { LeadContext } from './fields.ts'
import { scored } from './score.ts'

/** Roles that may hold leads; what others make waits in the pool. */
const holders = ['SDR', 'REP', 'SM']

export const holdsLeads = (roles: readonly string[]): boolean => roles.some((role) => holders.includes(role))

const standardTerms = { recycles: true, firstFollowWd: 3, staleDays: 15, maxHoldDays: 60 }

/** The pool a lead comes from, else the company's default one. */
export function homePool({ facts }: { facts: Pick<LeadContext['facts'], 'pool' | 'defaultPools'> }): Loose | null {
  return facts.pool ?? facts.defaultPools?.[0] ?? null
}

/** A lead made by those who do not hold leads, or handed in without an owner, starts in the pool. */
export function startsInPool({ record, actor }: Pick<LeadContext, 'record' | 'actor'>): boolean {
  if (record.ownerId === null) return true
  return record.ownerId === actor.id && !holdsLeads(actor.roles)
}

export function started(context: LeadContext) {
  const { record, facts, actor, now, history } = context
  if (history) return { deptId: facts.owner?.departmentId ?? record.deptId, firstCreatedAt: record.createdAt }
  const pool = homePool(context)
  const always = { poolId: (pool?.id as string) ?? null, firstCreatedAt: now, ...scored(record, facts, now) }
  if (startsInPool(context)) return { ...always, ownerId: null, deptId: pool?.departmentId ?? actor.deptId }
  return {
    ...always,
    ...takenBy(context, { ownerId: record.ownerId, deptId: facts.owner?.departmentId ?? actor.deptId }),
  }
}

/** A new holding begins: every timer starts anew. */
export function takenBy(context: LeadContext, holder: { ownerId: string | null; deptId: string | null }) {
  return {
    ...holder,
    assignedAt: context.now,
    heldOn: context.today,
    extensionAskedOn: null,
    extensionDays: 0,
    nextTouchAt: null,
    recycleDueOn: firstDue(context),
  }
}

/** LE8 and LE9: back to the home pool, and only there. */
export function backToPool(context: LeadContext) {
  const { record, now, today } = context
  const pool = homePool(context)
  return {
    ownerId: null,
    deptId: (pool?.departmentId as string | null) ?? record.deptId,
    memberIds: [],
    poolId: (pool?.id as string) ?? null,
    formerOwnerId: record.ownerId ?? record.formerOwnerId,
    recycledAt: now,
    releasedOn: today,
    recycleCount: (record.recycleCount ?? 0) + 1,
    recycleDueOn: null,
    claimedAt: null,
    assignedAt: null,
    heldOn: null,
    extensionAskedOn: null,
    extensionDays: 0,
    nextTouchAt: null,
    nurturedAt: null,
  }
}

/** The last day of a fresh holding: first contact (R1), silence (R2) or longest holding (R3), whichever is first. */
export function firstDue(context: LeadContext, calendar: WorkingCalendar = chinaCalendar()): string | null {
  const pool = { ...standardTerms, ...homePool(context) }
  if (!pool.recycles) return null
  const { today } = context
  return earliest(addWorkingDays(today, pool.firstFollowWd, calendar), laterDue(context, today))
}

/** After a valid activity: silence counts from today, the longest holding from its first day. */
export function laterDue(context: LeadContext, heldOn: string | null): string | null {
  const pool = { ...standardTerms, ...homePool(context) }
  if (!pool.recycles) return null
  const more = context.record.extensionDays ?? 0
  const silence = addDays(context.today, pool.staleDays + more)
  return heldOn === null ? silence : earliest(silence, addDays(heldOn, pool.maxHoldDays + more))
}

function earliest(a: string, b: string | null): string {
  return b !== null && b < a ? b : a
}
