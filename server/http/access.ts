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
  loginOfUser,
  type Membership,
  membershipsOf,
  saveLink,
  setPasswordHash,
  takeLink,
} from '../store/logins.ts'
import { loadPerson, type Person } from '../store/people.ts'
import { endSessionsOfLogin } from '../store/sessions.ts'
import type { World } from '../world.ts'
import { hashToken, newToken } from './door.ts'
import type { Doors } from './doors.ts'
import { tooMany } from './gate.ts'
import { addressKey } from './limits.ts'
import { hashPassword, passwordFits, passwordProblem } from './password.ts'
import { exactBody, send, textOf, visitorOf } from './reply.ts'
import { requirePlace, startSession } from './session.ts'

const purpose = 'password'
export const linkMs = 30 * 60_000
const no = (kind: Refusal['class'], code: string, field?: string): Refused =>
  new Refused([refuse(kind, code, field === undefined ? {} : { field })])

export function accessRoutes(app: FastifyInstance, doors: Doors): void {
  const signedIn = { config: { permission: 'signedIn' } }
  const administers = { config: { permission: 'user:change' } }
  app.post('/api/v1/session/password', signedIn, (request, reply) => changePassword(doors, request, reply))
  app.post('/api/v1/session/redeem', { config: { permission: 'public' } }, (request, reply) =>
    redeem(doors, request, reply),
  )
  app.post('/api/v1/users/:id/set-password', administers, (request, reply) => givePassword(doors, request, reply))
  app.post('/api/v1/users/:id/link', administers, (request, reply) => giveLink(doors, request, reply))
}

/** A one-time link for the person; the newest one counts, older ones end. Also for the first administrator. */
export async function makeLink(
  world: World,
  member: Membership,
  ask: { email: string; lastsMs?: number },
): Promise<{ token: string; path: string; expiresAt: string }> {
  const token = newToken()
  const at = world.clock()
  const expiresAt = new Date(Date.parse(at) + (ask.lastsMs ?? linkMs)).toISOString()
  const email = ask.email.trim().toLowerCase()
  await world.database.control((tx) => saveLink(tx, { hash: hashToken(token), purpose, member, email, at, expiresAt }))
  // Behind the hash the token never reaches a server log or a Referer, and fetching the page changes nothing.
  return { token, path: `/welcome#${token}`, expiresAt }
}

/** {current, next}: all other sessions of the login end, and this one gets a new identifier. */
async function changePassword(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, door, limits, audit } = doors
  const visitor = visitorOf(request)
  const { loginId, session } = visitor
  if (loginId === null) throw no('forbidden', 'FORBIDDEN')
  const body = exactBody(request, ['current', 'next'])
  const current = textOf(body, 'current', { max: 1000 })
  const next = textOf(body, 'next', { max: 1000 })
  const wait = limits.signInPair.take(`password ${loginId}`)
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  const member = { tenantId: session.tenantId, userId: session.userId }
  const login = await world.database.control((tx) => loginOfUser(tx, member))
  if (!login || !(await passwordFits(login.passwordHash, current))) throw no('invalid', 'PASSWORD_WRONG', 'current')
  limits.signInPair.give(`password ${loginId}`)
  const { companyName } = await world.models.of(session.tenantId)
  requireGood(next, { field: 'next', known: [login.email, visitor.name, companyName] })
  const hash = await hashPassword(next)
  await world.database.control(async (tx) => {
    await setPasswordHash(tx, loginId, { hash, at: world.clock() })
    await endSessionsOfLogin(tx, loginId)
  })
  await door.withdraw({ loginId })
  audit.note(request, 'password.changed')
  return startSession(doors, reply, { loginId, member })
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
  const url = doors.config.publicUrl === undefined ? null : `${doors.config.publicUrl}${link.path}`
  return send(reply.code(201), { path: link.path, url, expiresAt: link.expiresAt })
}

/** Another active person whom the caller may change; all others are not there. */
async function personToHelp({ world }: Doors, request: FastifyRequest) {
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
  return { member, name: person.name, email: emailOf(person) }
}

function emailOf(person: Person): string {
  if (!person.email) throw no('guard', 'EMAIL_MISSING', 'email')
  return person.email.trim().toLowerCase()
}

function requireGood(password: string, place: { field: string; known: readonly string[] }): void {
  const problem = passwordProblem(password, place)
  if (problem) throw new Refused([problem])
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
  const { loginId, member } = await world.database.control(async (tx) => {
    const link = await takeLink(tx, { hash: hashToken(token), purpose, at: world.clock() })
    const person = link && (await world.database.inTenant(link.tenantId, (own) => loadPerson(own, link)))
    // Refusing rolls back, so that a password that is not good enough does not use up the link.
    if (!link || !person || emailOf(person) !== link.email) throw no('missing', 'LINK_INVALID')
    const holder = { member: { tenantId: link.tenantId, userId: link.userId }, email: link.email, name: person.name }
    return { loginId: await loginBy(world, tx, { ...holder, password }), member: holder.member }
  })
  await door.withdraw({ loginId })
  limits.signInAddress.give(addressKey(request.ip))
  doors.audit.noteOn(request, member, 'link.redeemed')
  return startSession(doors, reply, { loginId, member })
}

async function loginBy(
  world: World,
  tx: Tx,
  holder: { member: Membership; email: string; name: string; password: string },
): Promise<string> {
  const { member, email, name, password } = holder
  const at = world.clock()
  const claimed = await claimLogin(tx, { id: world.newId(), email, member, at })
  const login = claimed === 'taken' ? await loginByEmail(tx, email) : claimed
  if (!login) throw no('missing', 'LINK_INVALID')
  if (claimed === 'taken' || (await isShared(tx, login))) {
    if (!(await passwordFits(login.passwordHash, password))) throw no('invalid', 'PASSWORD_WRONG', 'password')
    await joinCompany(tx, login.id, { ...member, at })
    return login.id
  }
  requireGood(password, { field: 'password', known: [email, name] })
  await setPasswordHash(tx, login.id, { hash: await hashPassword(password), at })
  await endSessionsOfLogin(tx, login.id)
  return login.id
}

const isShared = async (tx: Tx, login: Login): Promise<boolean> => (await membershipsOf(tx, login.id)).length > 1
