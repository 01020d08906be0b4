/** Server-side sessions; the database knows only the hash of what the cookie holds. */
import type { Tx } from './database.ts'

export interface StoredSession {
  readonly loginId: string
  readonly tenantId: string
  readonly userId: string
  readonly lastSeenAt: string
  readonly expiresAt: string
}

export async function saveSession(
  tx: Tx,
  session: {
    hash: Buffer
    loginId: string
    tenantId: string
    userId: string
    at: string
    expiresAt: string
    address: string
    agent: string
  },
): Promise<void> {
  await tx.query(
    `insert into control.session
       (hash, login_id, tenant_id, user_id, created_at, last_seen_at, expires_at, address, agent)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8)`,
    [
      session.hash,
      session.loginId,
      session.tenantId,
      session.userId,
      session.at,
      session.expiresAt,
      session.address,
      session.agent,
    ],
  )
}

export async function findSession(
  tx: Tx,
  ask: { hash: Buffer; at: string; seenAfter: string },
): Promise<StoredSession | null> {
  const found = await tx.prepared<StoredSession>(
    `select login_id as "loginId", tenant_id as "tenantId", user_id as "userId",
            last_seen_at as "lastSeenAt", expires_at as "expiresAt"
       from control.session where hash = $1 and expires_at > $2 and last_seen_at > $3`,
    [ask.hash, ask.at, ask.seenAfter],
  )
  return found[0] ?? null
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
}
