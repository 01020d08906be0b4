/** Facts about leads and accounts: claims of the day, the assignment board, ancestors in the account tree. */
import { addDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Asking, Source } from '../asking.ts'
import { rowToRecord } from '../columns.ts'
import type { Tx } from '../database.ts'
import { withParts } from '../records.ts'
import { zoneOf } from '../zone.ts'
import { duplicates } from './duplicates.ts'

/** How many records of this object the actor took from pools today, in the company's zone. */
export const claimsToday: Source = async (tx, { tenantId, object, actor, today, timeZone, held }) => {
  const zone = zoneOf(timeZone)
  if (held) {
    const since = zone.toInstant(today, 0)
    return [...held(object)].filter((one) => one.ownerId === actor.id && one.claimedAt >= since).length
  }
  const [row] = await tx.prepared<{ n: bigint }>(
    `select count(*) as n from app.event where tenant_id = $1 and type = $2 and actor_id = $3 and at >= $4 and at < $5`,
    [tenantId, `${object}.claimed`, actor.id, zone.toInstant(today, 0), zone.toInstant(addDays(today, 1), 0)],
  )
  return Number(row?.n ?? 0n)
}

/** The parent and all above it, nearest first; a ring ends where it closes. */
/** The industry of the record's account is one in which nobody has ordered yet; an unknown one is not new. */
export const newIndustry: Source = async (tx, { tenantId, record, held }) => {
  if (held) {
    const accounts = [...held('account')]
    const industry = accounts.find((one) => one.id === record.accountId)?.industry ?? null
    return industry !== null && !accounts.some((one) => one.industry === industry && one.firstOrderAt)
  }
  const [row] = await tx.prepared<{ fresh: boolean }>(
    `select not exists (select 1 from app.account b
        where b.tenant_id = $1 and b.industry = a.industry and b.first_order_at is not null) as fresh
       from app.account a where a.tenant_id = $1 and a.id = $2 and a.industry is not null`,
    [tenantId, record.accountId ?? null],
  )
  return row?.fresh ?? false
}

export const accountAncestors: Source = async (tx, { tenantId, record }) => {
  if (!record.parentId) return []
  const rows = await tx.prepared<{ id: string }>(
    `with recursive above as (
       select id, parent_id, 1 as depth from app.account where tenant_id = $1 and id = $2
       union all
       select a.id, a.parent_id, above.depth + 1 from app.account a join above on a.id = above.parent_id
       where a.tenant_id = $1 and above.depth < 50)
     select id from above order by depth`,
    [tenantId, record.parentId],
  )
  return [...new Set(rows.map((row) => row.id))]
}

/** All that choosing an owner looks at. Rules stay locked until commit: two leads cannot read one cursor. */
export const assignmentBoard: Source = async (tx, asking) => {
  if (asking.held) return heldBoard(tx, asking, asking.held)
  const rules = await lockedRules(tx, asking)
  const ids = [...new Set(rules.flatMap((rule) => (rule.candidates as Loose[]).map((one) => one.userId as string)))]
  const account = await surelyOf(tx, asking)
  if (account?.ownerId) ids.push(account.ownerId)
  return { rules, people: await peopleOf(tx, asking, ids), account, holdingLimit: await holdingLimitOf(tx, asking) }
}

const openStates = ['assigned', 'working', 'nurturing', 'qualified']

async function heldBoard(tx: Tx, asking: Asking, held: (object: string) => Iterable<Loose>) {
  const { record, today } = asking
  const open = [...held('lead')].filter((one) => openStates.includes(one.state))
  const people = [...held('user')].map((one) => [
    one.id as string,
    {
      active: one.state === 'active',
      away: one.awayFrom !== null && one.awayFrom <= today && one.awayUntil >= today,
      open: open.filter((lead) => lead.ownerId === one.id).length,
    },
  ])
  const found = (await duplicates(tx, asking)) as readonly Loose[]
  const sure = found.filter((one) => one.object === 'account' && one.score >= 80).sort((a, b) => b.score - a.score)[0]
  const account = [...held('account')].find((one) => one.id === record.accountId) ?? sure
  const pool = [...held('pool')].find((one) => one.id === record.poolId)
  return {
    rules: [...held('assignmentRule')].filter((one) => one.state === 'active'),
    people: Object.fromEntries(people),
    account: account ? { id: account.id as string, ownerId: account.ownerId as string | null } : null,
    holdingLimit: (pool?.holdingLimit as number | undefined) ?? null,
  }
}

async function lockedRules(tx: Tx, { tenantId, objects }: Asking): Promise<Loose[]> {
  const declaration = objects.get('assignmentRule')
  if (!declaration) return []
  const rows = await tx.prepared<Loose>(
    `select * from app.assignment_rule where tenant_id = $1 and state = 'active' order by id for no key update`,
    [tenantId],
  )
  return withParts(
    tx,
    { tenantId, declaration },
    rows.map((row) => rowToRecord(declaration, row)),
  )
}

async function peopleOf(tx: Tx, { tenantId, today }: Asking, ids: readonly string[]): Promise<Loose> {
  const rows = await tx.prepared<Loose>(
    `select u.id, u.state = 'active' as active, (u.away_from <= $3::date and u.away_until >= $3::date) is true as away,
       (select count(*) from app.lead l where l.tenant_id = $1 and l.owner_id = u.id
          and l.state in ('assigned', 'working', 'nurturing', 'qualified')) as open
     from app."user" u where u.tenant_id = $1 and u.id = any($2)`,
    [tenantId, ids, today],
  )
  return Object.fromEntries(rows.map((row) => [row.id, { active: row.active, away: row.away, open: Number(row.open) }]))
}

/** The customer the lead surely belongs to: the one it names, or a match of 80 and more. */
async function surelyOf(tx: Tx, asking: Asking): Promise<{ id: string; ownerId: string | null } | null> {
  if (asking.record.accountId) {
    const [row] = await tx.prepared<Loose>('select id, owner_id from app.account where tenant_id = $1 and id = $2', [
      asking.tenantId,
      asking.record.accountId,
    ])
    return row ? { id: row.id, ownerId: row.owner_id } : null
  }
  const found = (await duplicates(tx, asking)) as readonly Loose[]
  const match = found.filter((one) => one.object === 'account' && one.score >= 80).sort((a, b) => b.score - a.score)[0]
  return match ? { id: match.id, ownerId: match.ownerId } : null
}

async function holdingLimitOf(tx: Tx, { tenantId, record }: Asking): Promise<number | null> {
  const [row] = await tx.prepared<{ holding_limit: number }>(
    'select holding_limit from app.pool where tenant_id = $1 and id = $2',
    [tenantId, record.poolId],
  )
  return row?.holding_limit ?? null
}
