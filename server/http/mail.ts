/** The outbox as its administrator sees it: what waits, what failed and why, once more, and a letter to try it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { countMail, listMail, mailExists, resendMail } from '../store/mail.ts'
import { writeLetter } from '../write/letter.ts'
import { limitOf } from './audit.ts'
import type { Doors } from './doors.ts'
import { tooMany } from './gate.ts'
import { baseForLetters } from './invite.ts'
import { exactBody, refused, send, sessionOf, visitorOf } from './reply.ts'

const states = ['waiting', 'sent', 'failed', 'expired']

export function mailRoutes(app: FastifyInstance, doors: Doors): void {
  const reads = { config: { permission: 'mail:read', query: ['state', 'before', 'limit'] } }
  const changes = { config: { permission: 'mail:change' } }
  app.get('/api/v1/mail', reads, (request, reply) => list(doors, request, reply))
  app.post('/api/v1/mail/test', changes, (request, reply) => sendTest(doors, request, reply))
  app.post('/api/v1/mail/:id/resend', changes, (request, reply) => resend(doors, request, reply))
}

async function list({ world, config }: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { state = null, before = null, limit: asked } = request.query as Record<string, string | undefined>
  if (state !== null && !states.includes(state)) throw refused('invalid', 'BAD_REQUEST', `state: ${states.join(', ')}`)
  if (before !== null && !isId(before)) throw refused('invalid', 'BAD_REQUEST', 'before is an id')
  const { tenantId } = sessionOf(request)
  const limit = limitOf(asked)
  const { found, counts } = await world.database.inTenant(tenantId, async (tx) => ({
    found: await listMail(tx, tenantId, { state, before, limit: limit + 1 }),
    counts: await countMail(tx, tenantId),
  }))
  const data = found.slice(0, limit)
  const next = found.length > limit ? (data.at(-1)?.id ?? null) : null
  return send(reply, { data, next, ...counts, on: config.mail !== undefined, from: config.mail?.from ?? null })
}

/** To the administrator alone: nobody can be written to this way. */
async function sendTest(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  exactBody(request, [])
  const { world, limits } = doors
  const { session, name, email } = visitorOf(request)
  baseForLetters(doors)
  if (!email) throw new Refused([refuse('guard', 'EMAIL_MISSING', { field: 'email' })])
  const wait = limits.letter.take(`test ${session.tenantId}`)
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  const { tenantId, userId, language } = session
  const letter = { kind: 'test', tenantId, userId, language, to: email, values: { name } } as const
  const id = await world.database.inTenant(tenantId, (tx) => writeLetter(world, tx, letter))
  return send(reply.code(202), { id, to: email })
}

async function resend({ world, audit }: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string }
  const { tenantId } = sessionOf(request)
  if (!isId(id)) throw new Refused([refuse('missing', 'NOT_FOUND')])
  const at = world.clock()
  await world.database.inTenant(tenantId, async (tx) => {
    if (await resendMail(tx, tenantId, { id, at })) return
    throw new Refused([
      (await mailExists(tx, tenantId, id)) ? refuse('state', 'MAIL_GONE') : refuse('missing', 'NOT_FOUND'),
    ])
  })
  audit.note(request, 'mail.resent', { mailId: id })
  return reply.code(204).send()
}
