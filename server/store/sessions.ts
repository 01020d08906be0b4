/** Server-side sessions; the database knows only the hash of what the cookie holds. */
import type { Tx } from './database.ts'

export interface StoredSession {
  readonly id: string
  readonly loginId: string
  readonly tenantId: string
  readonly userId: string
  readonly lastSeenAt: string
  readonly expiresAt: string
  /** Held at sign-in. */
  readonly roles: readonly string[]
  readonly second: boolean
  readonly provedAt: string | null
  /** Of the login: a confirmed second factor, whether it cannot do without, and a password. */
  readonly hasFactor: boolean
  readonly needsFactor: boolean
  readonly hasPassword: boolean
}

export interface NewSession {
  readonly id: string
  readonly hash: Buffer
  readonly loginId: string
  readonly tenantId: string
  readonly userId: string
  readonly at: string
  readonly expiresAt: string
  readonly address: string
  readonly agent: string
  readonly roles: readonly string[]
  readonly second: boolean
  readonly provedAt: string | null
  readonly way: 'password' | 'sso'
}

export async function saveSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.query(
    `insert into control.session (hash, login_id, tenant_id, user_id, created_at, last_seen_at, expires_at, address,
       agent, id, roles, second, proved_at, way)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13)`,
    [
      session.hash,
      session.loginId,
      session.tenantId,
      session.userId,
      session.at,
      session.expiresAt,
      session.address,
      session.agent,
      session.id,
      JSON.stringify(session.roles),
      session.second,
      session.provedAt,
      session.way,
    ],
  )
}

export async function findSession(
  tx: Tx,
  ask: { hash: Buffer; at: string; seenAfter: string },
): Promise<StoredSession | null> {
  const found = await tx.prepared<StoredSession>(
    `select s.id, s.login_id as "loginId", s.tenant_id as "tenantId", s.user_id as "userId",
            s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", s.roles, s.second, s.proved_at as "provedAt",
            f.login_id is not null as "hasFactor", l.needs_factor as "needsFactor",
            l.password_hash is not null as "hasPassword"
       from control.session s join control.login l on l.id = s.login_id
       left join control.second_factor f on f.login_id = s.login_id and f.confirmed_at is not null
      where s.hash = $1 and s.expires_at > $2 and s.last_seen_at > $3`,
    [ask.hash, ask.at, ask.seenAfter],
  )
  return found[0] ?? null
}

export interface ShownSession {
  readonly id: string
  readonly way: string
  readonly second: boolean
  readonly address: string
  readonly agent: string
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly expiresAt: string
}

/** Of one person in one company, those that can still be used, the last seen first. */
export function listSessions(
  tx: Tx,
  ask: { tenantId: string; userId: string; at: string; seenAfter: string },
): Promise<ShownSession[]> {
  return tx.query<ShownSession>(
    `select id, way, second, address, agent, created_at as "createdAt", last_seen_at as "lastSeenAt",
            expires_at as "expiresAt"
       from control.session
      where tenant_id = $1 and user_id = $2 and expires_at > $3 and last_seen_at > $4
      order by last_seen_at desc, id limit 200`,
    [ask.tenantId, ask.userId, ask.at, ask.seenAfter],
  )
}

/** `userId` null: of whomever of the company. Answers the hash, for the memory of the door. */
export async function endSessionById(
  tx: Tx,
  ask: { id: string; tenantId: string; userId: string | null },
): Promise<{ hash: Buffer; userId: string } | null> {
  const [ended] = await tx.query<{ hash: Buffer; userId: string }>(
    `delete from control.session where id = $1 and tenant_id = $2 and ($3::uuid is null or user_id = $3)
     returning hash, user_id as "userId"`,
    [ask.id, ask.tenantId, ask.userId],
  )
  return ended ?? null
}

/** Somebody has just shown again that it is them. */
export async function sessionProved(tx: Tx, hash: Buffer, proof: { at: string; second: boolean }): Promise<void> {
  await tx.query('update control.session set proved_at = $2, second = second or $3 where hash = $1', [
    hash,
    proof.at,
    proof.second,
  ])
}

export async function sessionSeen(tx: Tx, hash: Buffer, at: string): Promise<void> {
  await tx.query('update control.session set last_seen_at = $2 where hash = $1', [hash, at])
}

export async function endSession(tx: Tx, hash: Buffer): Promise<void> {
  await tx.query('delete from control.session where hash = $1', [hash])
}

/** Ends all sessions of a login, wherever it is a member, but for the one named. */
export async function endSessionsOfLogin(tx: Tx, loginId: string, except: Buffer | null = null): Promise<void> {
  await tx.query('delete from control.session where login_id = $1 and ($2::bytea is null or hash <> $2)', [
    loginId,
    except,
  ])
}

export async function endSessionsOfUser(tx: Tx, tenantId: string, userId: string): Promise<void> {
  await tx.query('delete from control.session where tenant_id = $1 and user_id = $2', [tenantId, userId])
}

/** Whether the person signed in from this address before, within the life of a session. */
export async function addressKnown(tx: Tx, loginId: string, address: string): Promise<boolean> {
  const found = await tx.query('select 1 from control.session where login_id = $1 and address = $2 limit 1', [
    loginId,
    address,
  ])
  return found.length > 0
}

/** Nightly: what can no longer be used. */
export async function sweepSessions(tx: Tx, at: string): Promise<void> {
  await tx.query('delete from control.session where expires_at <= $1', [at])
  await tx.query('delete from control.one_time_link where expires_at <= $1', [at])
  await tx.query('delete from control.sso_start where expires_at <= $1', [at])
}
