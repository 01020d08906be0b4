/** The second factor of one's own login: set up, shown, taken away; and its reset by an administrator. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import type { Tx } from '../store/database.ts'
import { beginFactor, confirmFactor, countRecoveryCodes, findFactor, removeFactor } from '../store/factors.ts'
import { type Login, loginById, loginOfUser, type Membership } from '../store/logins.ts'
import { loadPolicy } from '../store/policy.ts'
import { endSessionsOfLogin, sessionProved } from '../store/sessions.ts'
import { writeLetter } from '../write/letter.ts'
import { isShared, personToHelp } from './access.ts'
import type { Doors, Visitor } from './doors.ts'
import { codeCounts, confirmedFactor, factorPlace, giveRecoveryCodes, newFactor, sealOf } from './factor.ts'
import { proveCode, provePassword } from './prove.ts'
import { exactBody, send, textOf, visitorOf } from './reply.ts'
import { requireFresh } from './stepUp.ts'

const no = (kind: Refusal['class'], code: string, field?: string): Refused =>
  new Refused([refuse(kind, code, field === undefined ? {} : { field })])

export function secondFactorRoutes(app: FastifyInstance, doors: Doors): void {
  const early = { config: { permission: 'signedIn', early: true } }
  const signedIn = { config: { permission: 'signedIn' } }
  app.get('/api/v1/session/second-factor', early, async (request, reply) => send(reply, await stateOf(doors, request)))
  app.post('/api/v1/session/second-factor', early, (request, reply) => begin(doors, request, reply))
  app.post('/api/v1/session/second-factor/confirm', early, (request, reply) => confirm(doors, request, reply))
  app.post('/api/v1/session/second-factor/codes', signedIn, (request, reply) => newCodes(doors, request, reply))
  app.delete('/api/v1/session/second-factor', signedIn, (request, reply) => takeAway(doors, request, reply))
  app.post('/api/v1/session/prove', early, (request, reply) => prove(doors, request, reply))
  app.post('/api/v1/users/:id/reset-second-factor', { config: { permission: 'user:change' } }, (request, reply) =>
    reset(doors, request, reply),
  )
}

/** Keys have no second factor, and cannot set one up for their holder. */
function ownLogin(request: FastifyRequest): Visitor & { loginId: string } {
  const visitor = visitorOf(request)
  if (visitor.loginId === null) throw no('forbidden', 'FORBIDDEN')
  return visitor as Visitor & { loginId: string }
}

const memberOf = ({ session }: Visitor): Membership => ({ tenantId: session.tenantId, userId: session.userId })

async function stateOf(doors: Doors, request: FastifyRequest) {
  const visitor = ownLogin(request)
  const { loginId, hasFactor, wants } = visitor
  const recoveryLeft = hasFactor ? await doors.world.database.control((tx) => countRecoveryCodes(tx, loginId)) : 0
  return { on: hasFactor, wants, required: await isOwed(doors, visitor), recoveryLeft }
}

async function isOwed({ world }: Doors, { session }: Visitor): Promise<boolean> {
  const { factorRoles } = await world.database.inTenant(session.tenantId, (tx) => loadPolicy(tx, session.tenantId))
  return session.actor.roles.some((role) => factorRoles.includes(role))
}

/** A new secret, shown this once; it counts from the first code on. */
async function begin(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  exactBody(request, [])
  const { world } = doors
  const visitor = ownLogin(request)
  requireFresh(doors, request)
  const { loginId, session } = visitor
  const { companyName } = await world.models.of(session.tenantId)
  const login = (await world.database.control((tx) => loginById(tx, loginId))) as Login
  const fresh = newFactor({ company: companyName, email: login.email })
  const secret = sealOf(world).close(fresh.secret, factorPlace(loginId))
  const begun = await world.database.control((tx) => beginFactor(tx, { loginId, secret, at: world.clock() }))
  if (!begun) throw no('state', 'FACTOR_ON')
  return send(reply.code(201), fresh)
}

/** {code} → recovery codes; every other session of the login ends, since it came in without. */
async function confirm(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, limits, door, audit } = doors
  const visitor = ownLogin(request)
  const { loginId } = visitor
  const code = textOf(exactBody(request, ['code']), 'code', { max: 40 })
  if (limits.code.take(`begin ${loginId}`) > 0) throw no('guard', 'CODE_TRIES')
  const codes = await world.database.control(async (tx) => {
    const factor = await findFactor(tx, loginId)
    if (!factor) throw no('state', 'FACTOR_OFF')
    if (factor.confirmedAt !== null) throw no('state', 'FACTOR_ON')
    if (!(await codeCounts(world, tx, { loginId, code, factor }))) throw no('invalid', 'CODE_WRONG', 'code')
    const at = world.clock()
    const hash = Buffer.from(visitor.token, 'hex')
    await confirmFactor(tx, loginId, at)
    await sessionProved(tx, hash, { at, second: true })
    await endSessionsOfLogin(tx, loginId, hash)
    return giveRecoveryCodes(world, tx, loginId)
  })
  limits.code.give(`begin ${loginId}`)
  await door.withdraw({ loginId })
  audit.note(request, 'factor.added')
  return send(reply, { codes })
}

async function newCodes(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  exactBody(request, [])
  const { world, audit } = doors
  const { loginId, hasFactor } = ownLogin(request)
  requireFresh(doors, request)
  if (!hasFactor) throw no('state', 'FACTOR_OFF')
  const codes = await world.database.control((tx) => giveRecoveryCodes(world, tx, loginId))
  audit.note(request, 'factor.codes_renewed')
  return send(reply, { codes })
}

/** Not where the role asks for it, nor where the password is too short to stand alone. */
async function takeAway(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, door, audit } = doors
  const visitor = ownLogin(request)
  requireFresh(doors, request)
  if (await isOwed(doors, visitor)) throw no('guard', 'FACTOR_REQUIRED')
  const { loginId } = visitor
  await world.database.control(async (tx) => {
    if ((await loginById(tx, loginId))?.needsFactor) throw no('guard', 'FACTOR_PASSWORD')
    if (!(await removeFactor(tx, loginId))) throw no('state', 'FACTOR_OFF')
  })
  await door.withdraw({ loginId })
  audit.note(request, 'factor.removed')
  return reply.code(204).send()
}

/** {code} or {password}: who has a second factor shows that one. */
async function prove(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, door, audit } = doors
  const visitor = ownLogin(request)
  const { loginId } = visitor
  const body = exactBody(request, ['code', 'password'])
  const second = (await world.database.control((tx) => confirmedFactor(tx, loginId))) !== null
  if (second) {
    await proveCode(doors, reply, { loginId, code: textOf(body, 'code', { max: 40 }), member: memberOf(visitor) })
  } else {
    const password = textOf(body, 'password', { max: 1000 })
    await provePassword(doors, reply, { loginId, password, field: 'password' })
  }
  const hash = Buffer.from(visitor.token, 'hex')
  await world.database.control((tx) => sessionProved(tx, hash, { at: world.clock(), second }))
  await door.withdraw({ token: visitor.token })
  audit.note(request, 'session.proved_again')
  return reply.code(204).send()
}

/** For who lost both telephone and codes: all sessions end, and the person is told. */
async function reset(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  exactBody(request, [])
  const { world, door, audit } = doors
  const helped = await personToHelp(doors, request)
  requireFresh(doors, request)
  const { member } = helped
  const inviter = visitorOf(request).name
  const loginId = await world.database.control(async (tx) => {
    const login = await loginOfUser(tx, member)
    if (!login || !(await resetIn(tx, login))) throw no('state', 'FACTOR_OFF')
    if (doors.config.mail) {
      const to = { tenantId: member.tenantId, userId: member.userId, to: helped.email, language: helped.language }
      await writeLetter(world, tx, { ...to, kind: 'factorReset', values: { name: helped.name, inviter } })
    }
    return login.id
  })
  await door.withdraw({ loginId })
  audit.note(request, 'factor.reset', { userId: member.userId })
  return reply.code(204).send()
}

/** Also from the command line, for an administrator who is locked out. */
export async function resetIn(tx: Tx, login: Login): Promise<boolean> {
  if (await isShared(tx, login)) throw no('state', 'LOGIN_ELSEWHERE')
  if (!(await removeFactor(tx, login.id))) return false
  await endSessionsOfLogin(tx, login.id)
  return true
}
