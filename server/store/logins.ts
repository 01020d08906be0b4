/** Who can sign in: e-mail and password of a person, the companies they belong to, and one-time links. */
import type { Tx } from './database.ts'

export interface Login {
  readonly id: string
  readonly email: string
  readonly passwordHash: string | null
  /** The password is too short to stand alone. */
  readonly needsFactor: boolean
}

export interface Membership {
  readonly tenantId: string
  readonly userId: string
}

const loginColumns = 'id, email, password_hash as "passwordHash", needs_factor as "needsFactor"'

export async function loginByEmail(tx: Tx, email: string): Promise<Login | null> {
  const found = await tx.query<Login>(`select ${loginColumns} from control.login where email = $1`, [email])
  return found[0] ?? null
}

export async function loginOfUser(tx: Tx, member: Membership): Promise<Login | null> {
  const found = await tx.query<Login>(
    `select ${loginColumns} from control.login where id =
       (select login_id from control.membership where tenant_id = $1 and user_id = $2)`,
    [member.tenantId, member.userId],
  )
  return found[0] ?? null
}

export function membershipsOf(tx: Tx, loginId: string): Promise<Membership[]> {
  return tx.query<Membership>(
    `select tenant_id as "tenantId", user_id as "userId" from control.membership
      where login_id = $1 order by created_at, tenant_id`,
    [loginId],
  )
}

/** Links that were given out to set a password end with it. */
export async function setPasswordHash(
  tx: Tx,
  loginId: string,
  change: { hash: string; at: string; needsFactor?: boolean },
): Promise<void> {
  await tx.query(
    'update control.login set password_hash = $2, password_changed_at = $3, needs_factor = $4 where id = $1',
    [loginId, change.hash, change.at, change.needsFactor ?? false],
  )
  await tx.query(
    `delete from control.one_time_link l using control.membership m
      where m.login_id = $1 and l.tenant_id = m.tenant_id and l.user_id = m.user_id and l.used_at is null`,
    [loginId],
  )
}

/** The same password under today's figures. */
export async function rehash(tx: Tx, loginId: string, hash: string): Promise<void> {
  await tx.query('update control.login set password_hash = $2 where id = $1', [loginId, hash])
}

export async function loginById(tx: Tx, id: string): Promise<Login | null> {
  const found = await tx.query<Login>(`select ${loginColumns} from control.login where id = $1`, [id])
  return found[0] ?? null
}

/**
 * The login of a person, made when there is none. 'taken' when the address already signs in elsewhere: nobody is
 * joined to a login by its address alone, or an administrator could reach another company's people.
 */
export async function claimLogin(
  tx: Tx,
  ask: { id: string; email: string; member: Membership; at: string },
): Promise<Login | 'taken'> {
  const own = await loginOfUser(tx, ask.member)
  if (own) return own
  const made = await tx.query<Login>(
    `insert into control.login (id, email, created_at) values ($1, $2, $3)
     on conflict (email) do nothing returning ${loginColumns}`,
    [ask.id, ask.email, ask.at],
  )
  const login = made[0]
  if (!login) return 'taken'
  await joinCompany(tx, login.id, { ...ask.member, at: ask.at })
  return login
}

export async function countLogins(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: bigint }>('select count(*) as n from control.login where password_hash is not null')
  return Number(row?.n ?? 0n)
}

/** The person proved to be the holder of the login (signed in, or made the company). */
export async function joinCompany(tx: Tx, loginId: string, member: Membership & { at: string }): Promise<void> {
  await tx.query(
    `insert into control.membership (login_id, tenant_id, user_id, created_at) values ($1, $2, $3, $4)
     on conflict (login_id, tenant_id) do nothing`,
    [loginId, member.tenantId, member.userId, member.at],
  )
}

/** Follows a changed address of a person, where the login belongs to this company alone and the address is free. */
export async function moveEmail(tx: Tx, member: Membership, email: string): Promise<boolean> {
  const moved = await tx.query(
    `update control.login set email = $3
      where id = (select login_id from control.membership where tenant_id = $1 and user_id = $2)
        and (select count(*) from control.membership m where m.login_id = control.login.id) = 1
        and not exists (select 1 from control.login other where other.email = $3)
     returning id`,
    [member.tenantId, member.userId, email],
  )
  return moved.length === 1
}

export interface OneTimeLink extends Membership {
  readonly purpose: string
  readonly email: string
  readonly expiresAt: string
}

/** The newest link counts: those that came before it, for any of these purposes, end. */
export async function saveLink(
  tx: Tx,
  link: OneTimeLink & { hash: Buffer; at: string },
  endsAlso: readonly string[],
): Promise<void> {
  await tx.query('delete from control.one_time_link where tenant_id = $1 and user_id = $2 and purpose = any($3)', [
    link.tenantId,
    link.userId,
    [link.purpose, ...endsAlso],
  ])
  await tx.query(
    `insert into control.one_time_link (hash, purpose, tenant_id, user_id, email, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [link.hash, link.purpose, link.tenantId, link.userId, link.email, link.at, link.expiresAt],
  )
}

interface LinkAsk {
  readonly hash: Buffer
  readonly purposes: readonly string[]
  readonly at: string
}

const linkColumns = `purpose, tenant_id as "tenantId", user_id as "userId", email, expires_at as "expiresAt"`
const linkCounts = 'hash = $1 and purpose = any($2) and used_at is null and expires_at > $3'

/** Marks the link as used and tells whom it is for; null when it is unknown, used, expired or of another purpose. */
export async function takeLink(tx: Tx, ask: LinkAsk): Promise<OneTimeLink | null> {
  const used = await tx.query<OneTimeLink>(
    `update control.one_time_link set used_at = $3 where ${linkCounts} returning ${linkColumns}`,
    [ask.hash, ask.purposes, ask.at],
  )
  return used[0] ?? null
}

/** The same without using it up. */
export async function peekLink(tx: Tx, ask: LinkAsk): Promise<OneTimeLink | null> {
  const found = await tx.query<OneTimeLink>(`select ${linkColumns} from control.one_time_link where ${linkCounts}`, [
    ask.hash,
    ask.purposes,
    ask.at,
  ])
  return found[0] ?? null
}

/** Takes away every way in to a company that is removed; logins that lead nowhere go with it. */
export async function forgetCompany(tx: Tx, tenantId: string): Promise<void> {
  await tx.query('delete from control.session where tenant_id = $1', [tenantId])
  await tx.query('delete from control.api_key where tenant_id = $1', [tenantId])
  await tx.query('delete from control.one_time_link where tenant_id = $1', [tenantId])
  await tx.query('delete from control.identity where tenant_id = $1', [tenantId])
  await tx.query('delete from control.sso_start where tenant_id = $1', [tenantId])
  await tx.query('delete from control.membership where tenant_id = $1', [tenantId])
  await tx.query(
    `delete from control.login where not exists
       (select 1 from control.membership m where m.login_id = control.login.id)`,
  )
}
