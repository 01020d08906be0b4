/** The session cookie: bound to the host and to https wherever browsers allow it (R16). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DoorConfig } from './doors.ts'

const strong = '__Host-session'
const plainHttp = 'session'

/** Browsers keep Secure cookies over https, and over http from this very machine. */
export function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https' || isLocalName(request.hostname)
}

const isLocalName = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/** Whether a session can be kept at all on this connection. */
export const canKeep = (request: FastifyRequest, config: DoorConfig): boolean =>
  isSecure(request) || config.allowHttpCookies

export function cookieOf(request: FastifyRequest): string | null {
  const name = isSecure(request) ? strong : plainHttp
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  // Two cookies of one name would mean that someone laid one beside ours.
  return values.length === 1 && /^[A-Za-z0-9_-]{43}$/.test(values[0] as string) ? (values[0] as string) : null
}

export function setCookie(reply: FastifyReply, value: string, maxAgeMs: number): void {
  reply.header('Set-Cookie', line(reply, `${value}; Max-Age=${Math.floor(maxAgeMs / 1000)}`))
}

export function clearCookie(reply: FastifyReply): void {
  reply.header('Set-Cookie', line(reply, '; Max-Age=0'))
}

function line(reply: FastifyReply, rest: string): string {
  const secure = isSecure(reply.request)
  return `${secure ? strong : plainHttp}=${rest}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/**
 * Whether a request that changes something comes from a page of this server. Browsers always send Origin with it;
 * a request with a cookie and without one is not from a page of ours.
 */
export function ownOrigin(request: FastifyRequest, config: DoorConfig): boolean {
  const origin = request.headers.origin
  if (origin === undefined) return false
  return origin === `${request.protocol}://${request.host}` || origin === config.publicUrl
}
