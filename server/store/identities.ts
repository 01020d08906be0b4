/** Whom a provider of identities names, and the sign-ins that are under way there. */
import type { Tx } from './database.ts'

export interface Identity {
  readonly tenantId: string
  readonly issuer: string
  readonly subject: string
}

export async function userOfIdentity(tx: Tx, identity: Identity, at: string): Promise<string | null> {
  const [found] = await tx.query<{ userId: string }>(
    `update control.identity set last_used_at = $4 where tenant_id = $1 and issuer = $2 and subject = $3
     returning user_id as "userId"`,
    [identity.tenantId, identity.issuer, identity.subject, at],
  )
  return found?.userId ?? null
}

/** False where the provider's person is known as somebody already. */
export async function saveIdentity(
  tx: Tx,
  identity: Identity,
  whom: { userId: string; email: string | null; at: string },
): Promise<boolean> {
  const saved = await tx.query(
    `insert into control.identity (tenant_id, issuer, subject, user_id, email, created_at, last_used_at)
     values ($1, $2, $3, $4, $5, $6, $6) on conflict (tenant_id, issuer, subject) do nothing returning 1`,
    [identity.tenantId, identity.issuer, identity.subject, whom.userId, whom.email, whom.at],
  )
  return saved.length === 1
}

export interface ShownIdentity {
  readonly issuer: string
  readonly email: string | null
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

export function identitiesOf(tx: Tx, member: { tenantId: string; userId: string }): Promise<ShownIdentity[]> {
  return tx.query<ShownIdentity>(
    `select issuer, email, created_at as "createdAt", last_used_at as "lastUsedAt" from control.identity
      where tenant_id = $1 and user_id = $2 order by created_at`,
    [member.tenantId, member.userId],
  )
}

export async function removeIdentities(tx: Tx, member: { tenantId: string; userId: string }): Promise<number> {
  const gone = await tx.query('delete from control.identity where tenant_id = $1 and user_id = $2 returning 1', [
    member.tenantId,
    member.userId,
  ])
  return gone.length
}

export interface SsoStart {
  readonly tenantId: string
  readonly secrets: Buffer
  readonly path: string
  readonly userId: string | null
  readonly again: boolean
}

export async function saveStart(
  tx: Tx,
  start: SsoStart & { state: Buffer; browser: Buffer; expiresAt: string },
): Promise<void> {
  await tx.query(
    `insert into control.sso_start (state, browser, tenant_id, secrets, path, user_id, again, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [start.state, start.browser, start.tenantId, start.secrets, start.path, start.userId, start.again, start.expiresAt],
  )
}

/** Each sign-in is taken back once, and only by the browser that began it. */
export async function takeStart(tx: Tx, ask: { state: Buffer; browser: Buffer; at: string }): Promise<SsoStart | null> {
  const [taken] = await tx.query<SsoStart>(
    `delete from control.sso_start where state = $1 and browser = $2 and expires_at > $3
     returning tenant_id as "tenantId", secrets, path, user_id as "userId", again`,
    [ask.state, ask.browser, ask.at],
  )
  return taken ?? null
}
