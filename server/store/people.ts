/** Builds whoever acts from the company's own tables: roles, department with all below it, and pools. */
import type { Actor } from '../../kernel/permit.ts'
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
  who: { tenantId: string; userId: string },
  acting: ActingAs = { kind: 'person', channel: 'ui' },
): Promise<Person | null> {
  const users = await tx.query<UserRow>(
    `select name, email, roles, department_id as "departmentId", language from app."user"
      where tenant_id = $1 and id = $2 and state = 'active'`,
    [who.tenantId, who.userId],
  )
  const user = users[0]
  if (!user) return null
  const actor: Actor = {
    ...acting,
    id: who.userId,
    roles: user.roles ?? [],
    deptId: user.departmentId,
    deptTree: user.departmentId === null ? [] : await departmentsBelow(tx, who.tenantId, user.departmentId),
    pools: await poolsOf(tx, who.tenantId, who.userId),
  }
  return { actor, name: user.name, email: user.email, language: user.language === 'en' ? 'en' : 'zh' }
}

export async function loadActor(tx: Tx, tenantId: string, userId: string): Promise<Actor | null> {
  const person = await loadPerson(tx, { tenantId, userId })
  return person?.actor ?? null
}

/** A department and all below it; `union` ends even if the tree was ever made to bite its tail. */
async function departmentsBelow(tx: Tx, tenantId: string, departmentId: string): Promise<string[]> {
  const found = await tx.query<{ id: string }>(
    `with recursive below as (
       select d.id from app.department d where d.tenant_id = $1 and d.id = $2
       union
       select d.id from app.department d join below b on d.parent_id = b.id where d.tenant_id = $1)
     select id from below`,
    [tenantId, departmentId],
  )
  return found.map((row) => row.id)
}

async function poolsOf(tx: Tx, tenantId: string, userId: string): Promise<string[]> {
  const found = await tx.query<{ id: string }>(
    'select id from app.pool where tenant_id = $1 and member_ids @> jsonb_build_array($2::text)',
    [tenantId, userId],
  )
  return found.map((row) => row.id)
}
