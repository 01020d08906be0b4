/** What every route shares: who calls, the body as an object, the version asked for, and how an answer is sent. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Loose } from '../../kernel/fact.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import type { Session } from '../world.ts'
import type { Visitor } from './doors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** 'public', 'signedIn' or 'object:action'. */
    permission?: string
    /** The query parameters the route knows; all others are refused, so that a misspelt one never passes unseen. */
    query?: readonly string[]
    /** A page: what stands behind its ? is the page's own business. */
    anyQuery?: boolean
    /** The body comes as a form with a file. */
    multipart?: boolean
    /** The body is a piece of a file. */
    bytes?: boolean
    /** Open also to whoever has yet to set up or show a second factor. */
    early?: boolean
  }
  interface FastifyRequest {
    visitor: Visitor | null
  }
}

/** The caller of a route that asks for one; a route that forgot to ask is a bug. */
export function visitorOf(request: FastifyRequest): Visitor {
  if (!request.visitor) throw new Error('the route reads its caller but does not ask for one')
  return request.visitor
}

export const sessionOf = (request: FastifyRequest): Session => visitorOf(request).session

/** The body as an object; none at all counts as an empty one. */
export function bodyOf(request: FastifyRequest): Loose {
  const body = request.body ?? {}
  if (typeof body !== 'object' || Array.isArray(body)) throw refused('invalid', 'BAD_REQUEST', 'an object is expected')
  return body as Loose
}

/** The body, with every key it may have; an unknown key is refused. */
export function exactBody(request: FastifyRequest, keys: readonly string[]): Loose {
  const body = bodyOf(request)
  const unknown = Object.keys(body).filter((key) => !keys.includes(key))
  if (unknown.length === 0) return body
  throw new Refused(unknown.map((name) => refuse('invalid', 'UNKNOWN_FIELD', { field: name, details: { name } })))
}

export interface TextRule {
  readonly max: number
  readonly optional?: boolean
}

/** A text of the body, or a refusal that names it. */
export function textOf(body: Loose, field: string, rule: TextRule): string {
  const value: unknown = body[field]
  if (rule.optional && (value === undefined || value === null)) return ''
  if (value === undefined || value === null || value === '') {
    throw new Refused([refuse('invalid', 'REQUIRED', { field, details: { name: field } })])
  }
  if (typeof value !== 'string') {
    throw new Refused([refuse('invalid', 'WRONG_TYPE', { field, details: { name: field, expected: 'text' } })])
  }
  if ([...value].length > rule.max) {
    throw new Refused([refuse('invalid', 'TOO_LONG', { field, details: { name: field, max: rule.max } })])
  }
  return value
}

export function refused(kind: Refusal['class'], code: string, problem: string): Refused {
  return new Refused([refuse(kind, code, { details: { problem } })])
}

/** If-Match as a version: undefined when it is missing, −1 when no record can have it. */
export function versionOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return undefined
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1]
  return version === undefined ? -1 : Number(version)
}

export const etag = (version: unknown): string => `"${Number(version)}"`

/** The key under which a repeated request is answered once, and what must be the same about it. */
export function idempotencyOf(request: FastifyRequest): { key: string; fingerprint: string } | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw refused('invalid', 'BAD_REQUEST', 'Idempotency-Key: 1 to 200 printable characters')
  }
  const asked = [request.method, request.url, request.headers['if-match'] ?? '', JSON.stringify(request.body ?? null)]
  return { key, fingerprint: createHash('sha256').update(asked.join('\n')).digest('hex') }
}

export function dryRunOf(request: FastifyRequest): boolean {
  const { dryRun } = request.query as { dryRun?: string }
  if (dryRun === undefined || dryRun === 'false') return false
  if (dryRun === 'true') return true
  throw refused('invalid', 'BAD_REQUEST', 'dryRun is true or false')
}

/** Answers in JSON; whole numbers beyond a double travel as text. */
export function send(reply: FastifyReply, body: unknown): FastifyReply {
  const text = JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))
  return reply.header('Content-Type', 'application/json; charset=utf-8').send(text)
}

/** An error as a line of the log: where it broke, and what was behind it. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? (error.stack ?? error.message) : `${error.stack}\ncaused by ${told(error.cause)}`
}
