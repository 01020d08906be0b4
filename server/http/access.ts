/** Passwords after the first sign-in: changed by their holder, given by an administrator, set through a link once. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { readRecord } from '../read/record.ts'
import type { Tx } from '../store/database.ts'
import {
  claimLogin,
  joinCompany,
  type Login,
  loginByEmail,
  type Membership,
  membershipsOf,
  type OneTimeLink,
  peekLink,
  setPasswordHash,
  takeLink,
} from '../store/logins.ts'
import { loadPerson, type Person } from '../store/people.ts'
import { loadPolicy } from '../store/policy.ts'
import { endSessionsOfLogin } from '../store/sessions.ts'
import type { World } from '../world.ts'
import { writeLetter } from '../write/letter.ts'
import { hashToken } from './door.ts'
import type { Doors } from './doors.ts'
import { confirmedFactor } from './factor.ts'
import { tooMany } from './gate.ts'
import { addressKey } from './limits.ts'
import { makeLink, passwordPurposes } from './links.ts'
import {
  hashPassword,
  needsFactor,
  type PasswordPlace,
  passwordFits,
  passwordMin,
  passwordMinBeside,
  passwordProblem,
} from './password.ts'
import { provePassword } from './prove.ts'
import { exactBody, send, textOf, visitorOf } from './reply.ts'
import { requirePlace, startSession } from './session.ts'

const no = (kind: Refusal['class'], code: string, field?: string): Refused =>
  new Refused([refuse(kind, code, field === undefined ? {} : { field })])

export function accessRoutes(app: FastifyInstance, doors: Doors): void {
  const signedIn = { config: { permission: 'signedIn' } }
  const open = { config: { permission: 'public' } }
  const administers = { config: { permission: 'user:change' } }
  app.post('/api/v1/session/password', signedIn, (request, reply) => changePassword(doors, request, reply))
  app.post('/api/v1/session/link', open, (request, reply) => lookAtLink(doors, request, reply))
  app.post('/api/v1/session/redeem', open, (request, reply) => redeem(doors, request, reply))
  app.post('/api/v1/users/:id/set-password', administers, (request, reply) => givePassword(doors, request, reply))
  app.post('/api/v1/users/:id/link', administers, (request, reply) => giveLink(doors, request, reply))
}

/** {current, next}: all other sessions of the login end, and this one gets a new identifier. */
async function changePassword(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, door, audit } = doors
  const { loginId, session, name, hasFactor, email } = visitorOf(request)
  if (loginId === null) throw no('forbidden', 'FORBIDDEN')
  const body = exactBody(request, ['current', 'next'])
  const current = textOf(body, 'current', { max: 1000 })
  const next = textOf(body, 'next', { max: 1000 })
  const member = { tenantId: session.tenantId, userId: session.userId }
  await provePassword(doors, reply, { loginId, password: current, field: 'current' })
  const { companyName } = await world.models.of(session.tenantId)
  requireGood(next, { field: 'next', known: [email ?? '', name, companyName], beside: hasFactor })
  const hash = await hashPassword(next)
  await world.database.control(async (tx) => {
    await setPasswordHash(tx, loginId, { hash, at: world.clock(), needsFactor: needsFactor(next) })
    await endSessionsOfLogin(tx, loginId)
    if (!doors.config.mail || email === null) return
    const to = { to: email, userId: session.userId, language: session.language }
    await writeLetter(world, tx, { kind: 'passwordChanged', tenantId: session.tenantId, ...to, values: { name } })
  })
  await door.withdraw({ loginId })
  audit.note(request, 'password.changed')
  return startSession(doors, reply, { loginId, member, second: hasFactor, proved: true })
}

/** {password} for another person of the company, whose login belongs to this company alone. */
async function givePassword(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, door, audit } = doors
  const { member, email, name } = await personToHelp(doors, request)
  const password = textOf(exactBody(request, ['password']), 'password', { max: 1000 })
  requireGood(password, { field: 'password', known: [email, name] })
  const hash = await hashPassword(password)
  const loginId = await world.database.control(async (tx) => {
    const login = await claimLogin(tx, { id: world.newId(), email, member, at: world.clock() })
    if (login === 'taken' || (await isShared(tx, login))) throw no('state', 'LOGIN_ELSEWHERE')
    await setPasswordHash(tx, login.id, { hash, at: world.clock() })
    await endSessionsOfLogin(tx, login.id)
    return login.id
  })
  await door.withdraw({ loginId })
  audit.note(request, 'password.given', { userId: member.userId })
  return reply.code(204).send()
}

/** A link that the administrator hands over, so that only its holder ever knows the password. */
async function giveLink(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  exactBody(request, [])
  const { member, email } = await personToHelp(doors, request)
  const link = await makeLink(doors.world, member, { email })
  doors.audit.note(request, 'link.given', { userId: member.userId })
  const { baseUrl = doors.config.publicUrl } = doors.config
  const url = baseUrl === undefined ? null : `${baseUrl}${link.path}`
  return send(reply.code(201), { path: link.path, url, expiresAt: link.expiresAt })
}

export interface Helped {
  readonly member: Membership
  readonly name: string
  readonly email: string
  readonly language: 'zh' | 'en'
}

/** Another active person whom the caller may change; all others are not there. */
export async function personToHelp({ world }: Doors, request: FastifyRequest): Promise<Helped> {
  const { session, keyId } = visitorOf(request)
  const { id } = request.params as { id: string }
  if (keyId !== null) throw no('forbidden', 'FORBIDDEN')
  if (!isId(id)) throw no('missing', 'NOT_FOUND')
  const read = await readRecord(world, session, { object: 'user', id })
  if (!read.ok) throw new Refused(read.refusals)
  if (id === session.userId) throw no('forbidden', 'NOT_ONESELF')
  if (read.can.change !== true) throw no('forbidden', 'FORBIDDEN')
  const member = { tenantId: session.tenantId, userId: id }
  const person = await world.database.inTenant(session.tenantId, (tx) => loadPerson(tx, member))
  if (!person) throw no('missing', 'NOT_FOUND')
  return { member, name: person.name, email: emailOf(person), language: person.language }
}

function emailOf(person: Person): string {
  if (!person.email) throw no('guard', 'EMAIL_MISSING', 'email')
  return person.email.trim().toLowerCase()
}

function requireGood(password: string, place: PasswordPlace): void {
  const problem = passwordProblem(password, place)
  if (problem) throw new Refused([problem])
}

/** {token} → what the link is for, without using it up: whom the page greets, and how long a password must be. */
async function lookAtLink(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, limits } = doors
  const token = textOf(exactBody(request, ['token']), 'token', { max: 200 })
  const address = addressKey(request.ip)
  const wait = limits.signInAddress.take(address)
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  const ask = { hash: hashToken(token), purposes: [...passwordPurposes, 'email'], at: world.clock() }
  const link = await world.database.control((tx) => peekLink(tx, ask))
  const person = link && (await world.database.inTenant(link.tenantId, (tx) => loadPerson(tx, link)))
  if (!link || !person) throw no('missing', 'LINK_INVALID')
  limits.signInAddress.give(address)
  const { companyName } = await world.models.of(link.tenantId)
  const login = await world.database.control((tx) => loginByEmail(tx, link.email))
  const joins = login !== null && link.purpose !== 'email' && (await joinsOther(world, login, link))
  const min = (await standsBeside(world, link, { person, login })) ? passwordMinBeside : passwordMin
  const { purpose, email, expiresAt } = link
  return send(reply, { purpose, email, expiresAt, name: person.name, company: companyName, passwordMin: min, joins })
}

/** The address signs in elsewhere already: its holder shows that password instead of setting one. */
const joinsOther = async ({ database }: World, login: Login, link: OneTimeLink): Promise<boolean> =>
  database.control(async (tx) => {
    const members = await membershipsOf(tx, login.id)
    const own = members.some(({ tenantId, userId }) => tenantId === link.tenantId && userId === link.userId)
    return link.purpose === 'reset' ? false : !own || members.length > 1
  })

/** Whether a second factor stands, or has to stand, beside the password. */
async function standsBeside(
  world: World,
  { tenantId }: Membership,
  who: { person: Person; login: Login | null },
): Promise<boolean> {
  const { login, person } = who
  if (login && (await world.database.control((tx) => confirmedFactor(tx, login.id)))) return true
  const { factorRoles } = await world.database.inTenant(tenantId, (tx) => loadPolicy(tx, tenantId))
  return person.actor.roles.some((role) => factorRoles.includes(role))
}

/** {token, password}: sets the password; a login that also belongs to another company proves itself instead. */
async function redeem(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, door, limits } = doors
  requirePlace(doors, request)
  const body = exactBody(request, ['token', 'password'])
  const token = textOf(body, 'token', { max: 200 })
  const password = textOf(body, 'password', { max: 1000 })
  const wait = limits.signInAddress.take(addressKey(request.ip))
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  const { loginId, link } = await world.database.control(async (tx) => {
    const link = await takeLink(tx, { hash: hashToken(token), purposes: passwordPurposes, at: world.clock() })
    const person = link && (await world.database.inTenant(link.tenantId, (own) => loadPerson(own, link)))
    // Refusing rolls back, so that a password that is not good enough does not use up the link.
    if (!link || !person || emailOf(person) !== link.email) throw no('missing', 'LINK_INVALID')
    return { loginId: await loginBy(world, tx, { link, person, password }), link }
  })
  await door.withdraw({ loginId })
  limits.signInAddress.give(addressKey(request.ip))
  const member = { tenantId: link.tenantId, userId: link.userId }
  doors.audit.noteOn(request, member, 'link.redeemed')
  // A new password is one factor: whoever has a second one shows it before anything opens.
  return startSession(doors, reply, { loginId, member, second: false, proved: true })
}

async function loginBy(
  world: World,
  tx: Tx,
  holder: { link: OneTimeLink; person: Person; password: string },
): Promise<string> {
  const { link, person, password } = holder
  const { tenantId, userId, email } = link
  const at = world.clock()
  const member = { tenantId, userId }
  const claimed = await claimLogin(tx, { id: world.newId(), email, member, at })
  const login = claimed === 'taken' ? await loginByEmail(tx, email) : claimed
  if (!login) throw no('missing', 'LINK_INVALID')
  // A reset was sent to the address the login itself bears, and nobody else ever saw its link.
  const ownReset = link.purpose === 'reset' && login.email === email
  if (claimed === 'taken' || (!ownReset && (await isShared(tx, login)))) {
    if (!(await passwordFits(login.passwordHash, password))) throw no('invalid', 'PASSWORD_WRONG', 'password')
    await joinCompany(tx, login.id, { ...member, at })
    return login.id
  }
  const beside = await standsBeside(world, member, { person, login })
  requireGood(password, { field: 'password', known: [email, person.name], beside })
  const hash = await hashPassword(password)
  await setPasswordHash(tx, login.id, { hash, at, needsFactor: needsFactor(password) })
  await endSessionsOfLogin(tx, login.id)
  return login.id
}

export const isShared = async (tx: Tx, login: { id: string }): Promise<boolean> =>
  (await membershipsOf(tx, login.id)).length > 1
