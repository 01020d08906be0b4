/** Sessions as one can see and end them: one's own, and those of the company's people for its administrator. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { endSessionById, listSessions } from '../store/sessions.ts'
import { idleMs } from './door.ts'
import type { Doors } from './doors.ts'
import { mayAct } from './permission.ts'
import { refused, send, visitorOf } from './reply.ts'

export function ownSessionRoutes(app: FastifyInstance, doors: Doors): void {
  const reads = { config: { permission: 'session:read', query: ['userId'] } }
  app.get('/api/v1/sessions', reads, (request, reply) => list(doors, request, reply))
  app.delete('/api/v1/sessions/:id', { config: { permission: 'session:remove' } }, (request, reply) =>
    end(doors, request, reply),
  )
}

async function list(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world } = doors
  const { session, sessionId } = visitorOf(request)
  const { userId = session.userId } = request.query as { userId?: string }
  if (!isId(userId)) throw refused('invalid', 'BAD_REQUEST', 'userId is an id')
  if (userId !== session.userId && !(await administers(doors, request))) {
    throw new Refused([refuse('forbidden', 'FORBIDDEN')])
  }
  const at = world.clock()
  const seenAfter = new Date(Date.parse(at) - idleMs).toISOString()
  const ask = { tenantId: session.tenantId, userId, at, seenAfter }
  const found = await world.database.control((tx) => listSessions(tx, ask))
  return send(reply, { data: found.map((one) => ({ ...one, own: one.id === sessionId })) })
}

async function end(doors: Doors, request: FastifyRequest, reply: FastifyReply) {
  const { world, door, audit } = doors
  const { session } = visitorOf(request)
  const { id } = request.params as { id: string }
  const userId = (await administers(doors, request)) ? null : session.userId
  const ask = { id, tenantId: session.tenantId, userId }
  const ended = isId(id) ? await world.database.control((tx) => endSessionById(tx, ask)) : null
  if (!ended) throw new Refused([refuse('missing', 'NOT_FOUND')])
  await door.withdraw({ token: ended.hash.toString('hex') })
  audit.note(request, 'session.revoked', { userId: ended.userId })
  return reply.code(204).send()
}

async function administers({ world }: Doors, request: FastifyRequest): Promise<boolean> {
  const { session } = visitorOf(request)
  const model = await world.models.of(session.tenantId)
  return mayAct(model, session.actor, { object: 'session', action: 'administer' })
}
