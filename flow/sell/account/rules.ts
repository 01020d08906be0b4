/** The guards of an account and what each change of hands writes. */
import { addDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Guard } from '../../../kernel/object.ts'
import { normaliseName } from '../../../kernel/text.ts'
import { blockScore, type Duplicate, differs, matching, told, warnScore } from '../duplicate.ts'
import { isMember, type Member } from '../membership.ts'
import type { AccountContext, AccountRecord } from './fields.ts'

type Rule = Guard<AccountContext>

const identity = ['name', 'uscc', 'mobile', 'email']

type Named = Pick<AccountRecord, 'name' | 'kind' | 'mobile' | 'mergedIntoId' | 'nameShared'>

/** Unique among companies by name, unless another system let two share one; people's counts with their mobile. */
export function nameKey(record: Named): string | null {
  if (record.name === null || record.mergedIntoId !== null || record.nameShared === true) return null
  const key = normaliseName(record.name)
  if (record.kind !== 'person') return key || null
  return record.mobile === null ? null : `${key}|${record.mobile}`
}

export function homePool({ facts }: { facts: Pick<AccountContext['facts'], 'pool' | 'defaultPools'> }): Loose | null {
  return facts.pool ?? facts.defaultPools?.[0] ?? null
}

/** Only other accounts block; a lead or contact that looks alike is often this very customer. */
function twins(context: AccountContext): Duplicate[] {
  if (!differs(context.before, context.record, identity)) return []
  return matching(context, blockScore, ['account'])
}

function likenesses(context: AccountContext): Duplicate[] {
  if (!differs(context.before, context.record, identity) || twins(context).length > 0) return []
  return matching(context, warnScore)
}

export const onChange: readonly Rule[] = [
  {
    code: 'ACCOUNT_DUPLICATE_BLOCKED',
    override: ['SM'],
    onInput: true,
    holds: (context) => context.actor.kind === 'system' || twins(context).length === 0,
    details: (context) => told(twins(context)),
  },
  {
    code: 'ACCOUNT_DUPLICATE_POSSIBLE',
    override: 'anyone',
    onInput: true,
    holds: (context) => likenesses(context).length === 0,
    details: (context) => told(likenesses(context)),
  },
  {
    code: 'ACCOUNT_CYCLE',
    field: 'parentId',
    onInput: true,
    holds: ({ record, facts }) =>
      record.parentId === null || (record.parentId !== record.id && !(facts.ancestors ?? []).includes(record.id)),
  },
  {
    code: 'ACCOUNT_USCC_OF_PERSON',
    field: 'uscc',
    onInput: true,
    holds: ({ record }) => record.kind !== 'person' || record.uscc === null,
  },
]

export const onCreate: readonly Rule[] = [
  ...onChange,
  {
    code: 'TARGET_INACTIVE',
    field: 'ownerId',
    holds: ({ record, facts }) => record.ownerId === null || facts.owner?.state === 'active',
  },
  { code: 'POOL_MISSING', holds: (context) => context.record.ownerId !== null || homePool(context) !== null },
]

export const hasPool: Rule = { code: 'POOL_MISSING', holds: (context) => homePool(context) !== null }

function belowLimit(context: AccountContext, held: number): boolean {
  const pool = homePool(context)
  return pool === null || held < (pool.holdingLimit as number)
}

const limit = (context: AccountContext) => ({ limit: homePool(context)?.holdingLimit ?? 0 })

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

function coolOn({ before, facts, today }: AccountContext): string {
  return addDays(before?.releasedOn ?? today, (facts.pool?.cooldownDays as number | undefined) ?? 0)
}

/** The target of a transfer must be there, and a member of the pool when the account comes out of one. */
export const onTransfer: readonly Rule[] = [
  { code: 'TARGET_INACTIVE', field: 'ownerId', onInput: true, holds: ({ facts }) => facts.target?.state === 'active' },
  {
    code: 'POOL_TARGET_NOT_MEMBER',
    field: 'ownerId',
    onInput: true,
    holds: ({ before, facts }) =>
      before?.state !== 'pool' ||
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

export const onMerge: readonly Rule[] = [
  {
    code: 'MERGE_TARGET_INVALID',
    field: 'survivorId',
    onInput: true,
    holds: ({ record, facts }) =>
      facts.survivor !== null && facts.survivor?.id !== record.id && facts.survivor?.state !== 'merged',
  },
  {
    code: 'MERGE_BLOCKED',
    onInput: true,
    holds: ({ facts }) => {
      const [own, other] = [facts.ownInvoices[0]?.currency, facts.survivorInvoices[0]?.currency]
      return facts.unmatchedPayments === 0 && (own === undefined || other === undefined || own === other)
    },
    details: ({ facts }) => ({ payments: facts.unmatchedPayments }),
  },
]

/** A new holding begins. */
export function takenBy({ now, today }: AccountContext, holder: { ownerId: string | null; deptId: string | null }) {
  return { ...holder, assignedAt: now, heldOn: today, extensionAskedOn: null, extensionDays: 0 }
}

export function backToPool(context: AccountContext) {
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
    claimedAt: null,
    assignedAt: null,
    heldOn: null,
    extensionAskedOn: null,
    extensionDays: 0,
  }
}

/** What a confirmed order says of the customer: it is one, and active. */
export function ordered({ record, input, now }: AccountContext) {
  const at = (input.at as string | undefined) ?? now
  return {
    type: 'customer' as const,
    lifecycle: 'active' as const,
    firstOrderAt: record.firstOrderAt ?? at,
    lastOrderAt: record.lastOrderAt !== null && record.lastOrderAt > at ? record.lastOrderAt : at,
  }
}
