/** One-time links: made for one person, one address and one purpose, kept as a hash, sent or handed over. */
import type { Tx } from '../store/database.ts'
import { type Membership, saveLink } from '../store/logins.ts'
import { zoneOf } from '../store/zone.ts'
import type { World } from '../world.ts'
import { writeLetter } from '../write/letter.ts'
import type { LetterKind } from '../write/letterWords.ts'
import { hashToken, newToken } from './door.ts'

/** What a link is good for; one of another purpose opens nothing. */
export type LinkPurpose = 'password' | 'invitation' | 'reset' | 'email'

/** These set a password, so the newest of them ends all others. */
export const passwordPurposes: readonly LinkPurpose[] = ['password', 'invitation', 'reset']

export const linkMs = 30 * 60_000
/** People open an invitation after the weekend. */
export const invitationMs = 3 * 24 * 3_600_000

export interface LinkAsk {
  readonly email: string
  readonly purpose?: LinkPurpose
  readonly lastsMs?: number
}

export interface Link {
  readonly token: string
  readonly path: string
  readonly expiresAt: string
}

/** A link for the person; for the first administrator too. */
export function makeLink(world: World, member: Membership, ask: LinkAsk): Promise<Link> {
  return world.database.control((tx) => makeLinkIn(world, tx, { ...ask, member }))
}

export async function makeLinkIn(world: World, tx: Tx, ask: LinkAsk & { member: Membership }): Promise<Link> {
  const { member, purpose = 'password' } = ask
  const token = newToken()
  const at = world.clock()
  const expiresAt = new Date(Date.parse(at) + (ask.lastsMs ?? linkMs)).toISOString()
  const email = ask.email.trim().toLowerCase()
  const { tenantId, userId } = member
  await saveLink(
    tx,
    { hash: hashToken(token), purpose, tenantId, userId, email, at, expiresAt },
    purpose === 'email' ? [] : passwordPurposes,
  )
  // Behind the hash the token never reaches a server log or a Referer, and fetching the page changes nothing.
  return { token, path: `/welcome#${token}`, expiresAt }
}

export interface LinkLetter extends LinkAsk {
  readonly member: Membership
  readonly kind: LetterKind
  readonly language: 'zh' | 'en'
  readonly values: Readonly<Record<string, string>>
  readonly baseUrl: string
}

/** Link and letter in one transaction: neither is there without the other. */
export async function sendLink(world: World, tx: Tx, ask: LinkLetter): Promise<{ expiresAt: string }> {
  const { member, kind, language, baseUrl, email } = ask
  const link = await makeLinkIn(world, tx, ask)
  const until = await momentWords(world, member.tenantId, link.expiresAt)
  await writeLetter(world, tx, {
    tenantId: member.tenantId,
    userId: member.userId,
    kind,
    language,
    to: email,
    values: { email, ...ask.values, until },
    link: `${baseUrl}${link.path}`,
    expiresAt: link.expiresAt,
  })
  return { expiresAt: link.expiresAt }
}

/** As the company's clock shows it. */
async function momentWords(world: World, tenantId: string, moment: string): Promise<string> {
  const { settings } = await world.models.of(tenantId)
  const { date, minutes } = zoneOf(settings.timeZone).toCivil(moment)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)} (${settings.timeZone})`
}
