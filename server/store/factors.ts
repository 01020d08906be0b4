/** Second factors of logins: a sealed secret, the last code that counted, and recovery codes that count once. */
import type { Tx } from './database.ts'

export interface StoredFactor {
  readonly secret: Buffer
  readonly confirmedAt: string | null
  readonly lastStep: bigint
}

export async function findFactor(tx: Tx, loginId: string): Promise<StoredFactor | null> {
  const [found] = await tx.query<StoredFactor>(
    `select secret, confirmed_at as "confirmedAt", last_step as "lastStep" from control.second_factor
      where login_id = $1`,
    [loginId],
  )
  return found ?? null
}

/** A secret that its holder has yet to show a code of; one that counts already stays. */
export async function beginFactor(tx: Tx, ask: { loginId: string; secret: Buffer; at: string }): Promise<boolean> {
  const begun = await tx.query(
    `insert into control.second_factor (login_id, secret, created_at) values ($1, $2, $3)
     on conflict (login_id) do update set secret = excluded.secret, created_at = excluded.created_at, last_step = 0
       where control.second_factor.confirmed_at is null
     returning 1`,
    [ask.loginId, ask.secret, ask.at],
  )
  return begun.length === 1
}

export async function confirmFactor(tx: Tx, loginId: string, at: string): Promise<void> {
  await tx.query('update control.second_factor set confirmed_at = $2 where login_id = $1', [loginId, at])
}

/** False where this or a later code was used before: of two at once one passes. */
export async function takeStep(tx: Tx, loginId: string, step: number): Promise<boolean> {
  const used = await tx.query(
    'update control.second_factor set last_step = $2 where login_id = $1 and last_step < $2 returning 1',
    [loginId, step],
  )
  return used.length === 1
}

export async function removeFactor(tx: Tx, loginId: string): Promise<boolean> {
  await tx.query('delete from control.recovery_code where login_id = $1', [loginId])
  return (await tx.query('delete from control.second_factor where login_id = $1 returning 1', [loginId])).length === 1
}

export async function saveRecoveryCodes(tx: Tx, loginId: string, hashes: readonly Buffer[]): Promise<void> {
  await tx.query('delete from control.recovery_code where login_id = $1', [loginId])
  await tx.query('insert into control.recovery_code (login_id, hash) select $1, unnest($2::bytea[])', [loginId, hashes])
}

export async function takeRecoveryCode(tx: Tx, ask: { loginId: string; hash: Buffer; at: string }): Promise<boolean> {
  const used = await tx.query(
    'update control.recovery_code set used_at = $3 where login_id = $1 and hash = $2 and used_at is null returning 1',
    [ask.loginId, ask.hash, ask.at],
  )
  return used.length === 1
}

export async function countRecoveryCodes(tx: Tx, loginId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'select count(*)::int as n from control.recovery_code where login_id = $1 and used_at is null',
    [loginId],
  )
  return row?.n ?? 0
}
