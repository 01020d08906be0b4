/** API keys: a hash and a readable prefix, for one person of one company, with scopes and an end. */
import type { Tx } from './database.ts'

export interface StoredKey {
  readonly id: string
  readonly prefix: string
  readonly name: string
  readonly tenantId: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly expiresAt: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}

const columns = `id, prefix, name, tenant_id as "tenantId", user_id as "userId", scopes,
  created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`

export async function saveKey(
  tx: Tx,
  key: {
    id: string
    hash: Buffer
    prefix: string
    name: string
    tenantId: string
    userId: string
    scopes: readonly string[]
    at: string
    expiresAt: string
  },
): Promise<StoredKey> {
  const saved = await tx.query<StoredKey>(
    `insert into control.api_key (id, hash, prefix, name, tenant_id, user_id, scopes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9) returning ${columns}`,
    [
      key.id,
      key.hash,
      key.prefix,
      key.name,
      key.tenantId,
      key.userId,
      JSON.stringify(key.scopes),
      key.at,
      key.expiresAt,
    ],
  )
  return saved[0] as StoredKey
}

/** A key that may be used now; unknown, expired and revoked ones are all the same nothing. */
export async function findKey(tx: Tx, hash: Buffer, at: string): Promise<StoredKey | null> {
  const found = await tx.query<StoredKey>(
    `select ${columns} from control.api_key where hash = $1 and revoked_at is null and expires_at > $2`,
    [hash, at],
  )
  return found[0] ?? null
}

export async function keyUsed(tx: Tx, id: string, at: string): Promise<void> {
  await tx.query('update control.api_key set last_used_at = $2 where id = $1', [id, at])
}

/** Of one person, or of the whole company where `userId` is null. */
export function listKeys(tx: Tx, tenantId: string, userId: string | null): Promise<StoredKey[]> {
  return tx.query<StoredKey>(
    `select ${columns} from control.api_key where tenant_id = $1 and ($2::uuid is null or user_id = $2)
      order by created_at desc, id desc limit 500`,
    [tenantId, userId],
  )
}

/** Null when there is no such key to revoke. */
export async function revokeKey(
  tx: Tx,
  ask: { id: string; tenantId: string; userId: string | null; at: string },
): Promise<{ hash: Buffer } | null> {
  const revoked = await tx.query<{ hash: Buffer }>(
    `update control.api_key set revoked_at = coalesce(revoked_at, $4)
      where id = $1 and tenant_id = $2 and ($3::uuid is null or user_id = $3) returning hash`,
    [ask.id, ask.tenantId, ask.userId, ask.at],
  )
  return revoked[0] ?? null
}

/** Ends every key of a person who leaves. */
export async function revokeKeysOf(tx: Tx, tenantId: string, ask: { userId: string; at: string }): Promise<void> {
  await tx.query(
    'update control.api_key set revoked_at = $3 where tenant_id = $1 and user_id = $2 and revoked_at is null',
    [tenantId, ask.userId, ask.at],
  )
}

/** How many keys of a person are still good. */
export async function countKeys(tx: Tx, tenantId: string, ask: { userId: string; at: string }): Promise<number> {
  const found = await tx.query<{ count: number }>(
    `select count(*)::int as count from control.api_key
      where tenant_id = $1 and user_id = $2 and revoked_at is null and expires_at > $3`,
    [tenantId, ask.userId, ask.at],
  )
  return found[0]?.count ?? 0
}
