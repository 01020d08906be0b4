/** What every request passes before its route: limits, form, who calls, where from, and whether they may (R5). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { textProblem } from '../../kernel/text.ts'
import { ownOrigin } from './cookie.ts'
import type { Doors } from './doors.ts'
import { addressKey } from './limits.ts'
import { holds } from './permission.ts'
import { sendProblem } from './problem.ts'

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** Strict, because a loosely read type is a way around the checks of the body. */
const jsonType = /^application\/json(?:\s*;\s*charset=utf-8)?$/i

export function guard(app: FastifyInstance, doors: Doors): void {
  app.addHook('onRequest', async (request, reply) => {
    const refusal = await turnedAway(doors, request, reply)
    if (refusal) return sendProblem(reply, [refusal])
  })
}

/** In the order of precedence; the body has not been read yet. */
async function turnedAway(doors: Doors, request: FastifyRequest, reply: FastifyReply): Promise<Refusal | null> {
  const wait = doors.limits.address.take(addressKey(request.ip))
  if (wait > 0) return tooMany(reply, wait)
  const { permission, query, anyQuery } = request.routeOptions.config
  if (permission === undefined) return null
  const badForm = formProblem(request)
  if (permission === 'public') return badForm ?? (anyQuery ? null : queryProblem(request, query ?? []))
  const visitor = await doors.door.recognise(request)
  if (!visitor) return refuse('unauthenticated', 'UNAUTHENTICATED')
  request.visitor = visitor
  const pause = doors.limits.person.take(`${visitor.session.tenantId} ${visitor.session.userId}`)
  if (pause > 0) return tooMany(reply, pause)
  if (visitor.keyId === null && unsafe.has(request.method) && !ownOrigin(request, doors.config)) {
    return refuse('forbidden', 'ORIGIN_REFUSED')
  }
  if (visitor.wants !== null && request.routeOptions.config.early !== true) {
    return refuse('forbidden', visitor.wants === 'setUp' ? 'FACTOR_SET_UP' : 'FACTOR_NEEDED')
  }
  const denied = permission === 'signedIn' ? null : await denial(doors, request, permission)
  return denied ?? badForm ?? queryProblem(request, query ?? [])
}

async function denial(doors: Doors, request: FastifyRequest, permission: string): Promise<Refusal | null> {
  const { session } = request.visitor as NonNullable<FastifyRequest['visitor']>
  const model = await doors.world.models.of(session.tenantId)
  if (holds(model, session.actor, permission)) return null
  doors.audit.note(request, 'forbidden', { permission, method: request.method })
  return refuse('forbidden', 'FORBIDDEN')
}

export function tooMany(reply: FastifyReply, seconds: number): Refusal {
  reply.header('Retry-After', String(seconds))
  return refuse('guard', 'TOO_MANY_REQUESTS', { status: 429, details: { seconds } })
}

/** A body is JSON in UTF-8 and says so, but for the routes that take a file: as a form, or as bytes. */
function formProblem(request: FastifyRequest): Refusal | null {
  if (!unsafe.has(request.method)) return null
  const type = request.headers['content-type']
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  if (!hasBody && type === undefined) return null
  const { multipart, bytes } = request.routeOptions.config
  const wanted = multipart ? /^multipart\/form-data\s*;/i : bytes ? /^application\/octet-stream$/i : jsonType
  if (wanted.test(type ?? '')) return null
  const expected = multipart ? 'multipart/form-data' : bytes ? 'application/octet-stream' : 'application/json'
  return refuse('invalid', 'UNSUPPORTED_TYPE', { status: 415, details: { expected } })
}

function queryProblem(request: FastifyRequest, known: readonly string[]): Refusal | null {
  for (const [name, value] of Object.entries(request.query as Record<string, string | string[]>)) {
    const shown = name.slice(0, 80)
    if (!known.includes(name)) return refuse('invalid', 'UNKNOWN_PARAMETER', { field: shown, details: { name: shown } })
    if (Array.isArray(value)) return refuse('invalid', 'REPEATED_PARAMETER', { field: name, details: { name } })
    if (textProblem(value) || value.includes('\uFFFD')) {
      return refuse('invalid', 'BAD_TEXT', { field: name, details: { name } })
    }
  }
  for (const [name, value] of Object.entries(request.params as Record<string, string>)) {
    if (textProblem(value)) return refuse('invalid', 'BAD_TEXT', { field: name, details: { name } })
  }
  return null
}
