/** Dangerous things ask who sits there now: a code or password shown within ten minutes, and never a key. */
import type { FastifyRequest } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import type { Doors, Visitor } from './doors.ts'
import { visitorOf } from './reply.ts'

export const freshMs = 10 * 60_000

export function isFresh(visitor: Visitor, now: string): boolean {
  return visitor.provedAt !== null && Date.parse(now) - Date.parse(visitor.provedAt) < freshMs
}

/** Throws where it was too long ago; the page then asks, and sends the same request again. */
export function requireFresh({ world }: Doors, request: FastifyRequest): Visitor {
  const visitor = visitorOf(request)
  if (visitor.keyId !== null) throw new Refused([refuse('forbidden', 'STEP_UP_KEY')])
  if (isFresh(visitor, world.clock())) return visitor
  const { hasFactor, hasPassword } = visitor
  const by = hasFactor ? 'code' : hasPassword ? 'password' : 'provider'
  throw new Refused([refuse('forbidden', 'STEP_UP_NEEDED', { details: { by } })])
}

/** Whether a write leads money elsewhere: it then needs the same. */
export const isDangerous = (object: string, fields: object): boolean =>
  object === 'legalEntity' && Object.hasOwn(fields, 'bankAccounts')
