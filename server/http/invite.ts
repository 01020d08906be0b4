/** Letters that let people in: an invitation from an administrator, and a new password for who forgot theirs. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { normaliseEmail } from '../../kernel/text.ts'
import { loginByEmail, membershipsOf } from '../store/logins.ts'
import { loadPerson } from '../store/people.ts'
import type { World } from '../world.ts'
import { personToHelp } from './access.ts'
import type { Doors } from './doors.ts'
import { tooMany } from './gate.ts'
import { addressKey } from './limits.ts'
import { invitationMs, linkMs, sendLink } from './links.ts'
import { exactBody, send, textOf, visitorOf } from './reply.ts'

export function inviteRoutes(app: FastifyInstance, doors: Doors): void {
  app.post('/api/v1/users/:id/invite', { config: { permission: 'user:change' } }, (request, reply) =>
    invite(doors, request, reply),
  )
  app.post('/api/v1/session/forgot', { config: { permission: 'public' } }, (request, reply) =>
    forgot(doors, request, reply),
  )
}

/** Where links lead: the configured address, never what the request calls itself. */
export function baseForLetters({ config }: Doors): string {
  if (config.mail && config.baseUrl !== undefined) return config.baseUrl
  throw new Refused([refuse('guard', 'MAIL_OFF')])
}

/** Once more is a new link, and the one before ends. */
async function invite(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  exactBody(request, [])
  const { world, audit } = doors
  const { member, name, email, language } = await personToHelp(doors, request)
  const baseUrl = baseForLetters(doors)
  const { name: inviter, session } = visitorOf(request)
  const { companyName: company } = await world.models.of(session.tenantId)
  const { expiresAt } = await world.database.control((tx) =>
    sendLink(world, tx, {
      member,
      email,
      language,
      baseUrl,
      kind: 'invitation',
      purpose: 'invitation',
      lastsMs: invitationMs,
      values: { name, inviter, company },
    }),
  )
  audit.note(request, 'user.invited', { userId: member.userId })
  return send(reply.code(202), { email, expiresAt })
}

/** The same answer at once, whoever asks for whomever; what follows from it happens afterwards. */
async function forgot(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { limits, behind } = doors
  const body = exactBody(request, ['email'])
  const email = normaliseEmail(textOf(body, 'email', { max: 254 })) ?? ''
  const baseUrl = baseForLetters(doors)
  const wait = Math.max(limits.letter.take(email), limits.signInAddress.take(addressKey(request.ip)))
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  behind(() => sendReset(doors.world, { email, baseUrl }))
  return reply.code(204).send()
}

async function sendReset(world: World, ask: { email: string; baseUrl: string }): Promise<void> {
  const { email, baseUrl } = ask
  const members = await world.database.control(async (tx) => {
    const login = await loginByEmail(tx, email)
    return login?.passwordHash ? membershipsOf(tx, login.id) : []
  })
  for (const member of members) {
    const person = await world.database.inTenant(member.tenantId, (tx) => loadPerson(tx, member))
    if (person?.email?.trim().toLowerCase() !== email) continue
    const { name, language } = person
    const about = { member, email, language, baseUrl, values: { name } }
    await world.database.control((tx) =>
      sendLink(world, tx, { ...about, kind: 'reset', purpose: 'reset', lastsMs: linkMs }),
    )
    return
  }
}
