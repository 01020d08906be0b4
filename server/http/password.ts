/** Passwords: length instead of rules of composition, a short list of what is guessed first, argon2id. */
import { hash, verify } from '@node-rs/argon2'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { cost, form, hashPassword } from '../store/password.ts'

export { hashPassword }

/** NIST SP 800-63B-4: 15 characters where the password is the only factor, 8 beside a second one. */
export const passwordMin = 15
export const passwordMinBeside = 8
export const passwordMax = 256

let nobody: Promise<string> | undefined
/** Checked against for addresses nobody signs in with, so that the answer takes as long. Its password is random. */
export function nobodysHash(): Promise<string> {
  nobody ??= hash(crypto.randomUUID(), cost)
  return nobody
}

/** False also for a login without a password; takes the same time in each case. */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const fits = await verify(stored ?? (await nobodysHash()), form(password)).catch(() => false)
  return fits && stored !== null
}

/** Whether the hash was made with other figures than today's. */
export function hashIsOld(stored: string): boolean {
  return !stored.startsWith(`$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`)
}

export interface PasswordPlace {
  readonly field: string
  /** Words an attacker tries first: address, name, company. */
  readonly known: readonly string[]
  /** A second factor stands beside it. */
  readonly beside?: boolean
}

/** Too short to stand alone. */
export const needsFactor = (password: string): boolean => [...form(password)].length < passwordMin

/** What is wrong with a new password, or null. */
export function passwordProblem(password: string, place: PasswordPlace): Refusal | null {
  const length = [...form(password)].length
  const bad = (code: string, details: Record<string, unknown> = {}) =>
    refuse('invalid', code, { field: place.field, details })
  const min = place.beside ? passwordMinBeside : passwordMin
  if (length < min) return bad('PASSWORD_SHORT', { min })
  if (length > passwordMax) return bad('PASSWORD_LONG', { max: passwordMax })
  const bare = form(password)
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '')
  const rest = [...guesses, ...place.known.flatMap(wordsOf)].reduce((left, word) => left.replaceAll(word, ''), bare)
  return repeats(bare) || new Set(bare).size < 5 || runs(bare) || [...rest].length < restMin(length)
    ? bad('PASSWORD_COMMON')
    : null
}

/** What has to be left of a password without the words that are guessed first. */
const restMin = (length: number): number => (length < passwordMin ? 4 : 6)

/** Long passwords are made of these; what remains besides them has to carry the secret. */
const guesses = [
  'openltc',
  'password',
  'passwort',
  'passw0rd',
  'administrator',
  'admin',
  'welcome',
  'letmein',
  'iloveyou',
  'monkey',
  'dragon',
  'football',
  'baseball',
  'sunshine',
  'princess',
  'superman',
  'trustno1',
  'correcthorsebatterystaple',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwerty',
  'qazwsxedc',
  '1qaz2wsx3edc4rfv',
  '1q2w3e4r5t6y',
  'woaini1314',
  'woaini',
  '5201314',
  'changeme',
  'secret',
  '1234567890',
  '0987654321',
  '123456789',
  '123456',
  '12345',
  '111111',
]

function wordsOf(text: string): string[] {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => [...word].length >= 3)
  return words.sort((a, b) => b.length - a.length)
}

/** 'abcabcabcabcabc': a unit of up to six characters, over and over. */
function repeats(text: string): boolean {
  return [1, 2, 3, 4, 5, 6].some((size) => {
    const unit = text.slice(0, size)
    return text.length > size * 2 && unit.repeat(Math.ceil(text.length / size)).startsWith(text)
  })
}

/** 'abcdefghijklmnop', '9876543210…': one step up or down all the way, digits wrapping at ten. */
function runs(text: string): boolean {
  const codes = [...text].map((char) => char.codePointAt(0) as number)
  return [1, -1].some((step) =>
    codes.slice(1).every((code, i) => code === (codes[i] as number) + step || isWrap(codes[i] as number, code, step)),
  )
}

function isWrap(from: number, to: number, step: number): boolean {
  const [nine, zero] = [57, 48]
  return step === 1 ? from === nine && to === zero : from === zero && to === nine
}
