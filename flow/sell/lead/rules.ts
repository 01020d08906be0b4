/** The guards of a lead: what must hold before it is made, claimed, assigned, qualified, converted or merged. */
import { addDays } from '../../../kernel/calendar.ts'
import type { Guard } from '../../../kernel/object.ts'
import { bantMet, needMet } from '../../../kernel/score.ts'
import { blockScore, type Duplicate, differs, matching, told, warnScore } from '../duplicate.ts'
import { isMember, type Member } from '../membership.ts'
import { reachable } from '../reach.ts'
import type { LeadContext, LeadRecord } from './fields.ts'
import { holdsLeads, homePool, startsInPool } from './holding.ts'
import { scored } from './score.ts'

type Rule = Guard<LeadContext>

const identity = ['companyName', 'uscc', 'mobile', 'email', 'accountId']
const longestNurtureDays = 180
const enoughAttempts = 3

/** Matches other than the customer the lead is said to be of, its people and its earlier leads. */
function strangers(context: LeadContext, from: number): Duplicate[] {
  const { before, record } = context
  if (!differs(before, record, identity)) return []
  const found = matching(context, from)
  if (record.accountId === null) return found
  return found.filter((one) =>
    one.object === 'lead' ? one.state !== 'converted' : one.object === 'account' && one.id !== record.accountId,
  )
}

/** The customer this lead must be of: the one named, else the surest match. */
export function accountOf(
  context: LeadContext,
): { id: string; visible: boolean; ownerName: string | null; deptName: string | null } | null {
  const { input, record } = context
  const named = (input.accountId as string | null | undefined) ?? record.accountId
  if (named) return { id: named, visible: true, ownerName: null, deptName: null }
  return matching(context, blockScore, ['account']).find((one) => one.state !== 'merged') ?? null
}

const hasName: Rule = {
  code: 'LEAD_NAME_REQUIRED',
  field: 'companyName',
  holds: ({ record }) => record.companyName !== null || record.contactName !== null,
}
const hasReach: Rule = {
  code: 'LEAD_CONTACT_METHOD_REQUIRED',
  field: 'mobile',
  holds: ({ record }) => reachable(record),
}
const notDuplicate: Rule = {
  code: 'LEAD_DUPLICATE_BLOCKED',
  override: ['SM'],
  onInput: true,
  holds: (context) => strangers(context, blockScore).length === 0,
  details: (context) => told(strangers(context, blockScore)),
}
const noLikeness: Rule = {
  code: 'LEAD_DUPLICATE_POSSIBLE',
  override: 'anyone',
  onInput: true,
  holds: (context) => {
    const found = strangers(context, warnScore)
    return found.length === 0 || (found[0]?.score ?? 0) >= blockScore
  },
  details: (context) => told(strangers(context, warnScore)),
}
export const ownerOnly: Rule = {
  code: 'OWNER_ONLY',
  holds: ({ before, actor }) => before?.ownerId === actor.id,
}
export const hasPool: Rule = { code: 'POOL_MISSING', holds: (context) => homePool(context) !== null }

export const onChange: readonly Rule[] = [hasName, hasReach, notDuplicate, noLikeness]
export const onCreate: readonly Rule[] = [
  ...onChange,
  { code: 'POOL_MISSING', holds: (context) => !startsInPool(context) || homePool(context) !== null },
  {
    code: 'LEAD_OWNER_FORBIDDEN',
    field: 'ownerId',
    holds: (context) => startsInPool(context) || context.actor.kind === 'system' || holdsLeads(context.actor.roles),
  },
  {
    code: 'TARGET_INACTIVE',
    field: 'ownerId',
    holds: (context) => startsInPool(context) || context.facts.owner?.state === 'active',
  },
  {
    code: 'POOL_HOLDING_LIMIT',
    field: 'ownerId',
    override: ['SM'],
    holds: (context) => startsInPool(context) || belowLimit(context, context.facts.heldByOwner),
    details: limit,
  },
]

function belowLimit(context: LeadContext, held: number): boolean {
  const pool = homePool(context)
  return pool === null || held < (pool.holdingLimit as number)
}

function limit(context: LeadContext) {
  return { limit: homePool(context)?.holdingLimit ?? 0 }
}

export const onClaim: readonly Rule[] = [
  {
    code: 'POOL_ALREADY_CLAIMED',
    status: 409,
    holds: ({ before }) => before?.ownerId === null,
    details: ({ facts }) => ({ owner: facts.owner?.name ?? '—' }),
  },
  { code: 'POOL_NOT_MEMBER', holds: ({ before, actor }) => actor.pools.includes(before?.poolId ?? '') },
  {
    code: 'POOL_CLAIM_QUOTA',
    holds: ({ facts }) => facts.pool === null || facts.claimsToday < (facts.pool.dailyClaimLimit as number),
    details: ({ facts }) => ({ limit: facts.pool?.dailyClaimLimit ?? 0 }),
  },
  { code: 'POOL_HOLDING_LIMIT', holds: (context) => belowLimit(context, context.facts.heldByMe), details: limit },
  {
    code: 'POOL_COOLDOWN',
    holds: (context) => context.before?.formerOwnerId !== context.actor.id || context.today >= coolOn(context),
    details: (context) => ({ days: context.facts.pool?.cooldownDays ?? 0, date: coolOn(context) }),
  },
]

/** The first day on which the former owner may claim the lead again. */
function coolOn({ before, facts, today }: LeadContext): string {
  return addDays(before?.releasedOn ?? today, (facts.pool?.cooldownDays as number | undefined) ?? 0)
}

export const onAssign: readonly Rule[] = [
  {
    code: 'POOL_ADMIN_ONLY',
    holds: ({ actor, facts }) =>
      actor.roles.includes('SM') || ((facts.pool?.adminIds ?? []) as string[]).includes(actor.id ?? ''),
  },
  { code: 'TARGET_INACTIVE', field: 'ownerId', onInput: true, holds: ({ facts }) => facts.target?.state === 'active' },
  {
    code: 'POOL_TARGET_NOT_MEMBER',
    field: 'ownerId',
    onInput: true,
    holds: ({ facts }) =>
      facts.pool === null ||
      facts.target === null ||
      isMember(facts.pool.members as Member[], facts.target as unknown as Parameters<typeof isMember>[1]),
    details: ({ facts }) => ({ pool: facts.pool?.name ?? '—' }),
  },
  {
    code: 'POOL_HOLDING_LIMIT',
    field: 'ownerId',
    override: ['SM'],
    onInput: true,
    holds: (context) => belowLimit(context, context.facts.heldByTarget),
    details: limit,
  },
]

export const onNurture: Rule = {
  code: 'NURTURE_DATE_REQUIRED',
  field: 'nextTouchAt',
  onInput: true,
  holds: ({ record, now, today }) =>
    record.nextTouchAt !== null &&
    record.nextTouchAt > now &&
    record.nextTouchAt.slice(0, 10) <= addDays(today, longestNurtureDays),
  details: () => ({ days: longestNurtureDays }),
}
export const onResume: Rule = {
  code: 'NURTURE_NO_SIGN',
  holds: ({ record, facts, settings }) => facts.replies > 0 || Number(record.score ?? 0) >= settings.scoreMin,
  details: ({ settings }) => ({ min: settings.scoreMin }),
}

const scoreNow = ({ record, facts, now }: LeadContext): number => Number(scored(record, facts, now).score)

const met = (record: LeadRecord) =>
  bantMet({
    budget: record.bantBudget ?? 'unknown',
    authority: record.bantAuthority ?? 'unknown',
    need: record.bantNeed ?? 'unknown',
    timeline: record.bantTimeline ?? 'unknown',
  })

export const onQualify: readonly Rule[] = [
  {
    code: 'LEAD_BANT_INCOMPLETE',
    field: 'bantNeed',
    holds: ({ record, settings }) =>
      settings.bantMin === 0 || (met(record) >= settings.bantMin && needMet({ need: record.bantNeed ?? 'unknown' })),
    details: ({ record, settings }) => ({ n: met(record), min: settings.bantMin }),
  },
  {
    code: 'LEAD_SCORE_TOO_LOW',
    override: ['SM'],
    holds: (context) => scoreNow(context) >= context.settings.scoreMin,
    details: (context) => ({ score: scoreNow(context), min: context.settings.scoreMin }),
  },
  { code: 'LEAD_NO_CONTACT', holds: ({ facts }) => facts.connected > 0 },
]

export const onConvert: readonly Rule[] = [
  {
    code: 'LEAD_NOT_QUALIFIED',
    holds: ({ before, settings }) => before?.state === 'qualified' || !settings.qualifyRequired,
  },
  {
    code: 'LEAD_DUPLICATE_OPEN',
    holds: (context) => openTwins(context).length === 0,
    details: (context) => told(openTwins(context)),
  },
  { code: 'LEAD_PARTY_INCOMPLETE', field: 'contactName', holds: ({ record }) => record.contactName !== null },
  { code: 'DO_NOT_CONTACT', holds: ({ record }) => !record.doNotContact },
  {
    code: 'LEAD_ACCOUNT_HIDDEN',
    field: 'accountId',
    holds: (context) => accountOf(context)?.visible !== false,
    details: (context) => ({ owner: accountOf(context)?.ownerName ?? '—', dept: accountOf(context)?.deptName ?? '—' }),
  },
  {
    code: 'ACCOUNT_MERGED',
    field: 'accountId',
    holds: ({ facts }) => (facts.chosenAccount ?? facts.knownAccount)?.state !== 'merged',
  },
]

/** Other leads, still open or waiting in a pool, of surely the same party. */
function openTwins(context: LeadContext): Duplicate[] {
  return matching(context, blockScore, ['lead']).filter(
    (one) => !['converted', 'disqualified', 'merged'].includes(one.state),
  )
}

export const onDisqualify: readonly Rule[] = [
  {
    code: 'ATTEMPTS_TOO_FEW',
    field: 'disqualifyReason',
    onInput: true,
    holds: ({ record, facts }) =>
      record.disqualifyReason !== 'unreachable' ||
      (facts.attempts.length >= enoughAttempts && new Set(facts.attempts.map((one) => one.doneOn)).size >= 2),
    details: ({ facts }) => ({ n: facts.attempts.length }),
  },
  {
    code: 'DISQUALIFY_NOTE_REQUIRED',
    field: 'disqualifyNote',
    onInput: true,
    holds: ({ record }) => record.disqualifyReason !== 'other' || record.disqualifyNote !== null,
  },
]

export const onMerge: Rule = {
  code: 'MERGE_TARGET_INVALID',
  field: 'survivorId',
  onInput: true,
  holds: ({ before, record, facts }) =>
    facts.survivor !== null && facts.survivor?.id !== record.id && mayStay(before?.state, facts.survivor?.state),
}

/** A lead that someone works on never disappears into one that waits in a pool. */
const mayStay = (own: string | undefined, survivor: string): boolean =>
  ['assigned', 'working', 'nurturing', 'qualified', 'converted'].includes(survivor) ||
  (survivor === 'pool' && own === 'pool')
