/** Builds whoever acts from the company's own tables: roles, department with all below it, and pools. */
import type { Actor, Opened } from '../../kernel/permit.ts'
import type { Role } from '../../kernel/role.ts'
import type { Tx } from './database.ts'

export interface Person {
  readonly actor: Actor
  readonly name: string
  readonly email: string | null
  readonly language: 'zh' | 'en'
}

export type ActingAs = Pick<Actor, 'kind' | 'channel' | 'keyScopes'>

interface UserRow {
  readonly name: string
  readonly email: string | null
  readonly roles: readonly Role[] | null
  readonly departmentId: string | null
  readonly language: string | null
}

/** Null for a person who is unknown to the company or not active: they get in nowhere. */
export async function loadPerson(
  tx: Tx,
  who: { tenantId: string; userId: string; today?: string },
  acting: ActingAs = { kind: 'person', channel: 'ui' },
): Promise<Person | null> {
  const users = await tx.prepared<UserRow>(
    `select name, email, roles, department_id as "departmentId", language from app."user"
      where tenant_id = $1 and id = $2 and state = 'active'`,
    [who.tenantId, who.userId],
  )
  const user = users[0]
  if (!user) return null
  const roles = user.roles ?? []
  const { departmentId: deptId } = user
  const pools = await poolsOf(tx, who.tenantId, { id: who.userId, deptId, roles })
  const today = who.today ?? new Date().toISOString().slice(0, 10)
  const shared = await sharedWith(tx, who.tenantId, { id: who.userId, deptId, roles, today })
  const actor: Actor = {
    ...acting,
    id: who.userId,
    roles,
    deptId,
    deptTree: deptId === null ? [] : await departmentsBelow(tx, who.tenantId, deptId),
    pools: pools.map(({ id }) => id),
    ...(shared.length > 0 ? { shared: Object.fromEntries(shared.map(({ id, ...opened }) => [id, opened])) } : {}),
    poolFields: Object.fromEntries(pools.map(({ id, fields }) => [id, fields ?? []])),
  }
  return { actor, name: user.name, email: user.email, language: user.language === 'en' ? 'en' : 'zh' }
}

export async function loadActor(tx: Tx, tenantId: string, userId: string): Promise<Actor | null> {
  const person = await loadPerson(tx, { tenantId, userId })
  return person?.actor ?? null
}

/** A department and all below it; `union` ends even if the tree was ever made to bite its tail. */
async function departmentsBelow(tx: Tx, tenantId: string, departmentId: string): Promise<string[]> {
  const found = await tx.prepared<{ id: string }>(
    `with recursive below as (
       select d.id from app.department d where d.tenant_id = $1 and d.id = $2
       union
       select d.id from app.department d join below b on d.parent_id = b.id where d.tenant_id = $1)
     select id from below`,
    [tenantId, departmentId],
  )
  return found.map((row) => row.id)
}

/** The rule of flow/sell/pool.ts (isMember), asked of all pools at once; administrators of a pool belong to it. */
export function poolsOf(
  tx: Tx,
  tenantId: string,
  who: { id: string; deptId: string | null; roles: readonly string[] },
): Promise<{ id: string; fields: readonly string[] | null }[]> {
  return tx.prepared(
    `select distinct p.id, p.visible_fields as fields from app.pool p
       left join app.pool_members m on m.tenant_id = p.tenant_id and m.parent_id = p.id
      where p.tenant_id = $1 and p.state = 'active' and (p.admin_ids @> to_jsonb($2::text)
        or (coalesce(m.user_id::text, m.department_id::text, m.role) is not null
            and (m.user_id is null or m.user_id::text = $2)
            and (m.department_id is null or m.department_id = $3::uuid)
            and (m.role is null or m.role = any($4::text[]))))`,
    [tenantId, who.id, who.deptId, who.roles],
  )
}

interface Receiver {
  readonly id: string
  readonly deptId: string | null
  readonly roles: readonly string[]
  readonly today: string
}

/** So many records one person may be shown one by one; the latest count. */
const mostShared = 5_000

/** Records opened to the person, a role they hold, or a department they stand in or below; the wider mode last. */
export function sharedWith(tx: Tx, tenantId: string, who: Receiver): Promise<({ id: string } & Opened)[]> {
  return tx.prepared(
    `with recursive above as (
       select d.id, d.parent_id from app.department d where d.tenant_id = $1 and d.id = $3::uuid
       union
       select d.id, d.parent_id from app.department d join above a on d.id = a.parent_id where d.tenant_id = $1)
     select s.record_id as id, s.object, s.mode from app.share s
       join app."user" u on u.tenant_id = $1 and u.id = s.owner_id and u.state = 'active'
      where s.tenant_id = $1 and s.state = 'active' and s.until >= $5::date
        and (s.user_id = $2::uuid or s.role = any($4::text[]) or s.department_id in (select id from above))
      order by s.mode = 'change', s.created_at desc limit ${mostShared}`,
    [tenantId, who.id, who.deptId, who.roles, who.today],
  )
}

/** The person the company began with. */
export async function firstAdministrator(
  tx: Tx,
  tenantId: string,
): Promise<{ id: string; email: string | null } | null> {
  const [user] = await tx.query<{ id: string; email: string | null }>(
    `select id, email from app."user" where tenant_id = $1 and state = 'active' and roles ? 'ADM'
      order by email is null, created_at, id limit 1`,
    [tenantId],
  )
  return user ?? null
}

export async function firstUser(tx: Tx, tenantId: string): Promise<{ id: string; email: string | null } | null> {
  const [user] = await tx.query<{ id: string; email: string | null }>(
    `select id, email from app."user" where tenant_id = $1 and state = 'active' order by created_at, id limit 1`,
    [tenantId],
  )
  return user ?? null
}

export async function activeUserByEmail(tx: Tx, tenantId: string, email: string): Promise<string | null> {
  const [user] = await tx.query<{ id: string }>(
    `select id from app."user" where tenant_id = $1 and lower(email) = $2 and state = 'active' limit 1`,
    [tenantId, email],
  )
  return user?.id ?? null
}
