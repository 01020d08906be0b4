/** Signing in and out, and who one is. Every failure to sign in looks and lasts the same. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { type Login, loginByEmail, type Membership, membershipsOf, rehash } from '../store/logins.ts'
import { loadPerson } from '../store/people.ts'
import { addressKnown, endSession, saveSession } from '../store/sessions.ts'
import { canKeep, clearCookie, cookieOf, ownOrigin, setCookie } from './cookie.ts'
import { hashToken, newToken, sessionMs } from './door.ts'
import type { Doors, Visitor } from './doors.ts'
import { confirmedFactor } from './factor.ts'
import { tooMany } from './gate.ts'
import { addressKey } from './limits.ts'
import { hashIsOld, hashPassword, passwordFits } from './password.ts'
import { proveCode } from './prove.ts'
import { exactBody, send, textOf, told, visitorOf } from './reply.ts'

const early = { permission: 'signedIn', early: true }

export function sessionRoutes(app: FastifyInstance, doors: Doors): void {
  app.post('/api/v1/session', { config: { permission: 'public' } }, (request, reply) => signIn(doors, request, reply))
  app.get('/api/v1/session', { config: early }, async (request, reply) =>
    send(reply, await whoIs(doors, visitorOf(request))),
  )
  app.delete('/api/v1/session', { config: early }, async (request, reply) => {
    const visitor = visitorOf(request)
    if (visitor.keyId !== null) throw new Refused([refuse('forbidden', 'FORBIDDEN')])
    await doors.world.database.control((tx) => endSession(tx, Buffer.from(visitor.token, 'hex')))
    await doors.door.withdraw({ token: visitor.token })
    doors.audit.note(request, 'session.ended')
    clearCookie(reply)
    return reply.code(204).send()
  })
}

/** What a page needs to know of its reader. */
export async function whoIs({ world }: Doors, { session, name, email, wants }: Visitor) {
  const { roles, deptId } = session.actor
  const { companyName } = await world.models.of(session.tenantId)
  return {
    me: { id: session.userId, name, email, roles, deptId, language: session.language },
    company: { id: session.tenantId, name: companyName },
    wants,
  }
}

async function signIn(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  requirePlace(doors, request)
  const body = exactBody(request, ['email', 'password', 'companyId', 'code'])
  const email = textOf(body, 'email', { max: 254 }).trim().toLowerCase()
  const password = textOf(body, 'password', { max: 1000 })
  const companyId = textOf(body, 'companyId', { max: 36, optional: true })
  const code = textOf(body, 'code', { max: 40, optional: true })
  const login = await proveLogin(doors, request, { email, password, reply })
  const companies = await companiesOf(doors, login)
  const chosen =
    companyId === '' && companies.length === 1 ? companies[0] : companies.find((one) => one.id === companyId)
  if (companies.length === 0) throw new Refused([refuse('unauthenticated', 'SIGN_IN_FAILED')])
  if (!chosen && companyId !== '') throw new Refused([refuse('missing', 'LINK_NOT_FOUND', { field: 'companyId' })])
  if (!chosen) return send(reply, { companies: companies.map(({ id, name }) => ({ id, name })) })
  const member = { tenantId: chosen.id, userId: chosen.userId }
  const second = (await doors.world.database.control((tx) => confirmedFactor(tx, login.id))) !== null
  if (second && code === '') return send(reply, { secondFactor: true })
  if (second) await proveCode(doors, reply, { loginId: login.id, code, member })
  return startSession(doors, reply, { loginId: login.id, member, second, proved: true })
}

/** Where a session cannot be kept safely, a password is not even looked at. */
export function requirePlace({ config }: Doors, request: FastifyRequest): void {
  if (request.headers.origin !== undefined && !ownOrigin(request, config)) {
    throw new Refused([refuse('forbidden', 'ORIGIN_REFUSED')])
  }
  if (!canKeep(request, config)) throw new Refused([refuse('forbidden', 'HTTPS_REQUIRED')])
}

interface Proof {
  readonly email: string
  readonly password: string
  readonly reply: FastifyReply
}

/** The login whose password was shown; refused alike for wrong, unknown and empty ones, after the same work. */
async function proveLogin(doors: Doors, request: FastifyRequest, { email, password, reply }: Proof): Promise<Login> {
  const { world, audit } = doors
  const address = addressKey(request.ip)
  const { login, known } = await world.database.control(async (tx) => {
    const found = await loginByEmail(tx, email)
    return { login: found, known: await addressKnown(tx, found?.id ?? world.newId(), address) }
  })
  const tries = countTries(doors, { email, address, known })
  if (tries.wait > 0) throw new Refused([tooMany(reply, tries.wait)])
  if (!(await passwordFits(login?.passwordHash ?? null, password)) || !login) {
    if (login) void noteFailure(doors, request, login)
    throw new Refused([refuse('unauthenticated', 'SIGN_IN_FAILED')])
  }
  tries.forgive()
  if (login.passwordHash && hashIsOld(login.passwordHash)) {
    const hash = await hashPassword(password)
    await world.database.control((tx) => rehash(tx, login.id, hash))
  }
  for (const member of await world.database.control((tx) => membershipsOf(tx, login.id))) {
    audit.noteOn(request, member, 'session.proved')
  }
  return login
}

/**
 * Each try counts before the password is looked at, so that many at once do not slip through. Strangers' tries do not
 * lock a person out of the places from which they signed in before.
 */
function countTries({ limits }: Doors, ask: { email: string; address: string; known: boolean }) {
  const pair = `${ask.email} ${ask.address}`
  const counts = [
    { bucket: limits.signInAddress, key: ask.address },
    { bucket: limits.signInPair, key: pair },
    ...(ask.known ? [] : [{ bucket: limits.signInLogin, key: ask.email }]),
  ]
  const wait = Math.max(...counts.map(({ bucket, key }) => bucket.take(key)))
  return {
    wait,
    forgive: () => {
      for (const { bucket, key } of counts) bucket.give(key)
    },
  }
}

/** After the answer, so that its time does not tell whether the login exists. */
async function noteFailure({ world, audit }: Doors, request: FastifyRequest, login: Login): Promise<void> {
  try {
    const members = await world.database.control((tx) => membershipsOf(tx, login.id))
    for (const member of members) audit.noteOn(request, member, 'session.refused')
  } catch (err) {
    world.log.error('a refused sign-in could not be noted', { error: told(err) })
  }
}

async function companiesOf({ world }: Doors, login: Login): Promise<{ id: string; name: string; userId: string }[]> {
  const members = await world.database.control((tx) => membershipsOf(tx, login.id))
  const found = await Promise.all(
    members.map(async ({ tenantId, userId }) => {
      const person = await world.database.inTenant(tenantId, (tx) => loadPerson(tx, { tenantId, userId }))
      return person ? [{ id: tenantId, name: (await world.models.of(tenantId)).companyName, userId }] : []
    }),
  )
  return found.flat()
}

export interface Starting {
  readonly loginId: string
  readonly member: Membership
  /** A second factor was shown, or stands behind the provider. */
  readonly second: boolean
  /** Whoever comes in has just shown something that only they have. */
  readonly proved: boolean
  readonly way?: 'password' | 'sso'
}

/** A new identifier at every sign-in; whatever session the browser held before ends. */
export async function startSession(doors: Doors, reply: FastifyReply, starting: Starting): Promise<FastifyReply> {
  return send(reply, await whoIs(doors, await openSession(doors, reply, starting)))
}

export async function openSession(doors: Doors, reply: FastifyReply, starting: Starting): Promise<Visitor> {
  const { world, door, audit } = doors
  const { loginId, member, second, proved, way = 'password' } = starting
  const { request } = reply
  const token = newToken()
  const at = world.clock()
  const expiresAt = new Date(Date.parse(at) + sessionMs).toISOString()
  const before = cookieOf(request)
  const person = await world.database.inTenant(member.tenantId, (tx) => loadPerson(tx, member))
  if (!person) throw new Refused([refuse('unauthenticated', 'SIGN_IN_FAILED')])
  await world.database.control(async (tx) => {
    if (before) await endSession(tx, hashToken(before))
    const agent = String(request.headers['user-agent'] ?? '').slice(0, 300)
    const place = { address: addressKey(request.ip), agent, at, expiresAt }
    const proof = { roles: person.actor.roles, second, provedAt: proved ? at : null, way }
    await saveSession(tx, { id: world.newId(), hash: hashToken(token), loginId, ...member, ...place, ...proof })
  })
  if (before) await door.withdraw({ token: hashToken(before).toString('hex') })
  audit.noteOn(request, member, 'session.started')
  setCookie(reply, token, sessionMs)
  const visitor = await door.lookUp(hashToken(token).toString('hex'))
  if (!visitor) throw new Refused([refuse('unauthenticated', 'SIGN_IN_FAILED')])
  return visitor
}
