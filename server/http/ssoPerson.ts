/** Who of the company stands behind what a provider says: known by issuer and subject, never by an address alone. */
import type { FastifyRequest } from 'fastify'
import { system } from '../../kernel/permit.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { normaliseEmail } from '../../kernel/text.ts'
import { saveIdentity, userOfIdentity } from '../store/identities.ts'
import { claimLogin, type Login, loginOfUser, type Membership } from '../store/logins.ts'
import { activeUserByEmail, loadPerson } from '../store/people.ts'
import type { StoredPolicy } from '../store/policy.ts'
import { execute } from '../write/execute.ts'
import type { Doors } from './doors.ts'
import type { Claims } from './provider.ts'

export interface Known {
  readonly tenantId: string
  readonly policy: StoredPolicy
  readonly claims: Claims
}

const no = (kind: Refusal['class'], code: string): Refused => new Refused([refuse(kind, code)])
const identityOf = ({ tenantId, claims: { issuer, subject } }: Known) => ({ tenantId, issuer, subject })

/** The person and their login, met before or for the first time. */
export async function memberFor(doors: Doors, known: Known): Promise<{ member: Membership; login: Login }> {
  const { world } = doors
  const { tenantId } = known
  const at = world.clock()
  const userId =
    (await world.database.control((tx) => userOfIdentity(tx, identityOf(known), at))) ?? (await firstTime(doors, known))
  const member = { tenantId, userId }
  const person = await world.database.inTenant(tenantId, (tx) => loadPerson(tx, member))
  if (!person?.email) throw no('forbidden', 'SSO_UNKNOWN')
  const email = person.email.trim().toLowerCase()
  const login = await world.database.control((tx) => claimLogin(tx, { id: world.newId(), email, member, at }))
  // The address signs in at another company: this provider cannot speak for that one.
  if (login === 'taken') throw no('forbidden', 'SSO_LINK_FIRST')
  return { member, login }
}

/** Only by an address the provider has verified, within the company's domains, that nobody signs in with yet. */
async function firstTime(doors: Doors, known: Known): Promise<string> {
  const { world } = doors
  const { tenantId, policy, claims } = known
  const email = claims.emailVerified ? normaliseEmail(claims.email ?? '') : null
  if (email === null) throw no('forbidden', 'SSO_EMAIL_UNVERIFIED')
  if (!policy.domains.includes(email.split('@')[1] ?? '')) throw no('forbidden', 'SSO_DOMAIN')
  const there = await world.database.inTenant(tenantId, (tx) => activeUserByEmail(tx, tenantId, email))
  if (there) {
    // Somebody may hold this account by a password; only they can say that it is theirs.
    const held = await world.database.control((tx) => loginOfUser(tx, { tenantId, userId: there }))
    if (held) throw no('forbidden', 'SSO_LINK_FIRST')
  } else if (!policy.makesAccounts) throw no('forbidden', 'SSO_UNKNOWN')
  const userId = there ?? (await makePerson(doors, known, email))
  const at = world.clock()
  const mine = { userId, email, at }
  const saved = await world.database.control((tx) => saveIdentity(tx, identityOf(known), mine))
  if (!saved) throw no('conflict', 'SSO_STATE')
  return userId
}

async function makePerson({ world }: Doors, { tenantId, policy, claims }: Known, email: string): Promise<string> {
  const name = (claims.name ?? '').replace(/[\p{C}\s]+/gu, ' ').trim() || (email.split('@')[0] ?? email)
  const roles = policy.role === null ? [] : [policy.role]
  const input = { name: [...name].slice(0, 60).join(''), email, roles, language: 'zh' }
  const session = { tenantId, userId: null, actor: system, language: 'zh' as const }
  const made = await execute(world, session, { command: { object: 'user', act: 'create', input } })
  if (!made.ok) throw new Refused(made.refusals)
  return made.record.id as string
}

/** For who is signed in here and has just shown themselves there. */
export async function linkIdentity(
  doors: Doors,
  ask: { request: FastifyRequest; known: Known; userId: string },
): Promise<void> {
  const { request, known, userId } = ask
  const visitor = await doors.door.recognise(request)
  const same = visitor?.session.tenantId === known.tenantId && visitor.session.userId === userId
  if (!same) throw no('forbidden', 'SSO_STATE')
  const at = doors.world.clock()
  const whom = { userId, email: known.claims.email, at }
  const saved = await doors.world.database.control((tx) => saveIdentity(tx, identityOf(known), whom))
  if (!saved) throw no('state', 'SSO_TAKEN')
  doors.audit.noteOn(request, { tenantId: known.tenantId, userId }, 'sso.linked')
}
