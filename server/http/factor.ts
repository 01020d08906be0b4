/** Time-based codes (RFC 6238) and recovery codes: made, shown once, and counted once. */
import { randomBytes, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Tx } from '../store/database.ts'
import { findFactor, type StoredFactor, saveRecoveryCodes, takeRecoveryCode, takeStep } from '../store/factors.ts'
import { type Seal, sealWith } from '../store/seal.ts'
import type { World } from '../world.ts'

const period = 30
const recoveryCodes = 10
/** Without letters and digits that are taken for one another. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

export const sealOf = (world: World): Seal => sealWith(world.secrets.signing)
export const factorPlace = (loginId: string): string => `factor ${loginId}`
const recoveryPlace = (loginId: string): string => `recovery ${loginId}`

export interface Fresh {
  readonly secret: string
  /** What the square says to the app. */
  readonly uri: string
}

/** 160 random bits, as the RFC asks for. */
export function newFactor(label: { company: string; email: string }): Fresh {
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer })
  const totp = new TOTP({ issuer: `OpenLTC ${label.company}`, label: label.email, secret, period })
  return { secret: secret.base32, uri: totp.toString() }
}

/** The half-minute whose code this is, or null; the neighbours count too, since clocks differ. */
export function stepOf(secret: string, code: string, now: string): number | null {
  const timestamp = Date.parse(now)
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period })
  const delta = /^\d{6}$/.test(code) ? totp.validate({ token: code, timestamp, window: 1 }) : null
  return delta === null ? null : Math.floor(timestamp / 1000 / period) + delta
}

/** Spaces and dashes are how people read and write them. */
export const bareCode = (code: string): string => code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

/** Whether the code counts for the login now; if so it never does again. */
export async function codeCounts(
  world: World,
  tx: Tx,
  ask: { loginId: string; code: string; factor: StoredFactor },
): Promise<boolean> {
  const { loginId, factor } = ask
  const code = bareCode(ask.code)
  const at = world.clock()
  if (!/^\d{6}$/.test(code)) {
    const hash = sealOf(world).hash(code, recoveryPlace(loginId))
    return factor.confirmedAt !== null && takeRecoveryCode(tx, { loginId, hash, at })
  }
  const secret = sealOf(world).open(factor.secret, factorPlace(loginId))
  const step = secret === null ? null : stepOf(secret, code, at)
  return step !== null && takeStep(tx, loginId, step)
}

/** The factor a login signs in with; one that was begun and never confirmed is none. */
export async function confirmedFactor(tx: Tx, loginId: string): Promise<StoredFactor | null> {
  const factor = await findFactor(tx, loginId)
  return factor?.confirmedAt ? factor : null
}

/** Ten codes of sixty bits; the ones before end. */
export async function giveRecoveryCodes(world: World, tx: Tx, loginId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
  const seal = sealOf(world)
  await saveRecoveryCodes(
    tx,
    loginId,
    codes.map((code) => seal.hash(bareCode(code), recoveryPlace(loginId))),
  )
  return codes
}

/** Never six digits, so that it is not taken for the code of an app. */
function newRecoveryCode(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return `${group()}-${group()}-${group()}`
}
