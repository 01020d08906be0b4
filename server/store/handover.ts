/** What a person holds, counted and listed place by place; and what became of each thing handed over. */
import type { Declaration } from '../../kernel/object.ts'
import { columnOf, tableOf, toRecordset } from './columns.ts'
import type { Tx } from './database.ts'

/** One way in which a record is tied to a person. */
export interface Slot {
  readonly declaration: Declaration
  /** 'ownerId', 'memberIds', a field, or 'part.field'. */
  readonly name: string
  readonly kind: 'one' | 'list' | 'members' | 'part'
  readonly open: readonly string[]
  readonly region: boolean
}

export interface Held {
  readonly object: string
  readonly slot: string
  readonly region: string | null
  readonly count: number
}

const values = (tenantId: string, personId: string, slot: Slot): unknown[] => [tenantId, personId, slot.open]

/** Records of the slot that name the person ($2) and are not at their end ($3). */
function holding({ declaration, name, kind }: Slot): string {
  const table = tableOf(declaration.name)
  const open = 't.state = any($3::text[])'
  if (kind === 'members') {
    // Row security keeps the index of lists unused; the function asks it for this company alone.
    return `from app.holding_member($1, '${columnOf(declaration.name)}', $2::uuid, 1000000) h
      join ${table} t on t.tenant_id = $1 and t.id = h where ${open}`
  }
  if (kind === 'part') {
    const [part = '', field = ''] = name.split('.')
    return `from ${table} t where t.tenant_id = $1 and ${open} and exists (
      select 1 from ${tableOf(`${declaration.name}.${part}`)} p
       where p.tenant_id = $1 and p.parent_id = t.id and p."${columnOf(field)}" = $2::uuid)`
  }
  const tied = kind === 'list' ? `t."${columnOf(name)}" @> to_jsonb($2::text)` : `t."${columnOf(name)}" = $2::uuid`
  return `from ${table} t where t.tenant_id = $1 and ${open} and ${tied}`
}

export async function countHeld(tx: Tx, who: { tenantId: string; personId: string }, slots: readonly Slot[]) {
  const out: Held[] = []
  for (const slot of slots) {
    const region = slot.region ? `coalesce(t.region->>'province', '')` : 'null::text'
    const rows = await tx.query<{ region: string | null; count: number }>(
      `select ${region} as region, count(*)::int as count ${holding(slot)} group by 1 order by 2 desc`,
      values(who.tenantId, who.personId, slot),
    )
    out.push(...rows.map((row) => ({ object: slot.declaration.name, slot: slot.name, ...row })))
  }
  return out.filter(({ count }) => count > 0)
}

export interface Planned {
  readonly tenantId: string
  readonly handoverId: string
  readonly personId: string
}

/** Lists what one slot gives away: to one person, to the pool, or by region with a person for the rest. */
export async function planSlot(
  tx: Tx,
  { tenantId, handoverId, personId }: Planned,
  { slot, to, regions }: { slot: Slot; to: string | null; regions: Readonly<Record<string, string>> },
): Promise<void> {
  const byRegion = slot.region
    ? `coalesce((select r.to_id from unnest($7::text[], $8::uuid[]) r(region, to_id)
        where r.region = coalesce(t.region->>'province', '')), $5::uuid)`
    : '$5::uuid'
  await tx.query(
    `insert into app.handover_item (tenant_id, handover_id, id, object, record_id, slot, to_id, act)
     select $1, $4, gen_random_uuid(), $6, t.id, $9, ${byRegion},
       case when ${byRegion} is null then 'pool' else 'give' end
     ${holding(slot)} and ($7::text[] is not null and $8::uuid[] is not null)`,
    [
      ...values(tenantId, personId, slot),
      handoverId,
      to,
      slot.declaration.name,
      Object.keys(regions),
      Object.values(regions),
      slot.name,
    ],
  )
}

export async function clearPlan(tx: Tx, tenantId: string, handoverId: string): Promise<void> {
  await tx.query('delete from app.handover_item where tenant_id = $1 and handover_id = $2', [tenantId, handoverId])
}

export interface Item {
  readonly id: string
  readonly object: string
  readonly recordId: string
  readonly slot: string
  readonly toId: string | null
  readonly act: 'give' | 'pool'
  readonly outcome: 'given' | 'refused' | null
  readonly problem: readonly { readonly code: string }[] | null
}

const itemColumns = `id, object, record_id as "recordId", slot, to_id as "toId", act, outcome, problem`

export const openItems = (
  tx: Tx,
  { tenantId, handoverId }: Omit<Planned, 'personId'>,
  limit: number,
): Promise<Item[]> =>
  tx.query<Item>(
    `select ${itemColumns} from app.handover_item
      where tenant_id = $1 and handover_id = $2 and outcome is null order by id limit $3`,
    [tenantId, handoverId, limit],
  )

export const itemsPage = (
  tx: Tx,
  { tenantId, handoverId }: Omit<Planned, 'personId'>,
  page: { after: string | null; limit: number; outcome: string | null },
): Promise<Item[]> =>
  tx.query<Item>(
    `select ${itemColumns} from app.handover_item
      where tenant_id = $1 and handover_id = $2 and ($3::uuid is null or id > $3)
        and ($5::text is null or outcome = $5) order by id limit $4`,
    [tenantId, handoverId, page.after, page.limit, page.outcome],
  )

export async function keepOutcomes(
  tx: Tx,
  { tenantId, handoverId }: Omit<Planned, 'personId'>,
  outcomes: readonly { id: string; outcome: string; problem: unknown }[],
): Promise<void> {
  await tx.query(
    `update app.handover_item i set outcome = x.outcome, problem = x.problem
       from jsonb_to_recordset($3::jsonb) as x(id uuid, outcome text, problem jsonb)
      where i.tenant_id = $1 and i.handover_id = $2 and i.id = x.id`,
    [tenantId, handoverId, toRecordset(outcomes)],
  )
}

export interface Tally {
  readonly total: number
  readonly given: number
  readonly refused: number
}

export async function tallyOf(
  tx: Tx,
  { tenantId, handoverId }: Omit<Planned, 'personId'>,
): Promise<Tally & { readonly by: readonly { toId: string | null; count: number }[] }> {
  const [sum] = await tx.query<Tally>(
    `select count(*)::int as total, count(*) filter (where outcome = 'given')::int as given,
            count(*) filter (where outcome = 'refused')::int as refused
       from app.handover_item where tenant_id = $1 and handover_id = $2`,
    [tenantId, handoverId],
  )
  const by = await tx.query<{ toId: string | null; count: number }>(
    `select to_id as "toId", count(*)::int as count from app.handover_item
      where tenant_id = $1 and handover_id = $2 group by to_id order by 2 desc`,
    [tenantId, handoverId],
  )
  return { total: sum?.total ?? 0, given: sum?.given ?? 0, refused: sum?.refused ?? 0, by }
}

/** What the person took out of lists lately, newest first (roles.md §8). */
export const exportsOf = (
  tx: Tx,
  tenantId: string,
  { userId, since }: { userId: string; since: string },
): Promise<{ at: string; address: string; details: Readonly<Record<string, unknown>> }[]> =>
  tx.query(
    `select at, address, details from app.audit
      where tenant_id = $1 and user_id = $2 and kind = 'records.exported' and at >= $3 order by id desc limit 200`,
    [tenantId, userId, since],
  )

/** The heads above a person, nearest first: of their department, then of those above it. */
export async function headsAbove(tx: Tx, tenantId: string, userId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with recursive above as (
       select d.id, d.parent_id, d.head_id, 0 as depth from app.department d
         join app."user" u on u.tenant_id = $1 and u.id = $2 and d.id = u.department_id
        where d.tenant_id = $1
       union all
       select d.id, d.parent_id, d.head_id, a.depth + 1 from app.department d
         join above a on d.id = a.parent_id where d.tenant_id = $1 and a.depth < 50)
     select a.head_id as id from above a join app."user" h on h.tenant_id = $1 and h.id = a.head_id
      where h.state = 'active' and a.head_id <> $2 order by a.depth`,
    [tenantId, userId],
  )
  return rows.map(({ id }) => id)
}

/** Managers of the person's department and of those above, nearest first. */
export async function managersAbove(tx: Tx, tenantId: string, userId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with recursive above as (
       select d.id, d.parent_id, 0 as depth from app.department d
         join app."user" u on u.tenant_id = $1 and u.id = $2 and d.id = u.department_id
        where d.tenant_id = $1
       union all
       select d.id, d.parent_id, a.depth + 1 from app.department d
         join above a on d.id = a.parent_id where d.tenant_id = $1 and a.depth < 50)
     select m.id from above a join app."user" m on m.tenant_id = $1 and m.department_id = a.id
      where m.state = 'active' and m.id <> $2 and m.roles @> '["SM"]'::jsonb order by a.depth, m.name`,
    [tenantId, userId],
  )
  return rows.map(({ id }) => id)
}
