/** A new sign-in address of one's own: asked for with a proof, confirmed from the new place, told to the old one. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { normaliseEmail } from '../../kernel/text.ts'
import { loginByEmail, loginOfUser, takeLink } from '../store/logins.ts'
import { loadPerson } from '../store/people.ts'
import type { Session } from '../world.ts'
import { execute } from '../write/execute.ts'
import { writeLetter } from '../write/letter.ts'
import { isShared } from './access.ts'
import { hashToken } from './door.ts'
import type { Doors } from './doors.ts'
import { tooMany } from './gate.ts'
import { baseForLetters } from './invite.ts'
import { addressKey } from './limits.ts'
import { linkMs, sendLink } from './links.ts'
import { exactBody, send, textOf } from './reply.ts'
import { requireFresh } from './stepUp.ts'

const no = (kind: Refusal['class'], code: string, field?: string): Refused =>
  new Refused([refuse(kind, code, field === undefined ? {} : { field })])

export function emailRoutes(app: FastifyInstance, doors: Doors): void {
  app.post('/api/v1/session/email', { config: { permission: 'signedIn' } }, (request, reply) =>
    askForChange(doors, request, reply),
  )
  app.post('/api/v1/session/email/confirm', { config: { permission: 'public' } }, (request, reply) =>
    confirmChange(doors, request, reply),
  )
}

/** {email}: nothing changes yet; the present address is told what is going on. */
async function askForChange(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, limits, audit } = doors
  const { session, name, email: before } = requireFresh(doors, request)
  const typed = textOf(exactBody(request, ['email']), 'email', { max: 254 })
  const email = normaliseEmail(typed)
  if (email === null) {
    throw new Refused([
      refuse('invalid', 'WRONG_TYPE', { field: 'email', details: { name: 'email', expected: 'name@example.com' } }),
    ])
  }
  const baseUrl = baseForLetters(doors)
  const member = { tenantId: session.tenantId, userId: session.userId }
  const wait = limits.letter.take(`email ${session.userId}`)
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  await world.database.control(async (tx) => {
    const login = await loginOfUser(tx, member)
    if (!login || (await isShared(tx, login))) throw no('state', 'LOGIN_ELSEWHERE')
    const { language } = session
    if (before) {
      const about = { ...member, to: before, language, values: { name, email } }
      await writeLetter(world, tx, { ...about, kind: 'emailAsked' })
    }
    // Whether the address signs in already is told to nobody but its holder: no link goes out then.
    if (await loginByEmail(tx, email)) return
    const about = { member, email, language, baseUrl, values: { name } }
    await sendLink(world, tx, { ...about, kind: 'emailConfirm', purpose: 'email', lastsMs: linkMs })
  })
  audit.note(request, 'email.asked')
  return send(reply.code(202), { email })
}

/** {token}: the person's record changes, and with it the login; both addresses hear of it. */
async function confirmChange(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, limits, audit } = doors
  const token = textOf(exactBody(request, ['token']), 'token', { max: 200 })
  const wait = limits.signInAddress.take(addressKey(request.ip))
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  const ask = { hash: hashToken(token), purposes: ['email'], at: world.clock() }
  const link = await world.database.control((tx) => takeLink(tx, ask))
  const person = link && (await world.database.inTenant(link.tenantId, (tx) => loadPerson(tx, link)))
  if (!link || !person) throw no('missing', 'LINK_INVALID')
  limits.signInAddress.give(addressKey(request.ip))
  const { tenantId, userId, email } = link
  const actor = { ...person.actor, kind: 'system' as const }
  const session: Session = { tenantId, userId, actor, language: person.language }
  const command = { object: 'user', act: 'change', id: userId, input: { email } }
  const outcome = await execute(world, session, { command })
  if (!outcome.ok) throw new Refused(outcome.refusals)
  audit.noteOn(request, { tenantId, userId }, 'email.changed')
  return send(reply, { email })
}
