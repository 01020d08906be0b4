/** Turns refusals and faults into problem+json (RFC 9457) in both languages; the one place that makes statuses. */
import type { FastifyReply } from 'fastify'
import { commonFields } from '../../kernel/common.ts'
import { fill, type Label } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import {
  commonMessages,
  httpStatus,
  type Refusal,
  type RefusalClass,
  Refused,
  refusalOrder,
  refuse,
} from '../../kernel/refusal.ts'
import type { Log } from '../world.ts'
import { doorFields, doorMessages } from './messages.ts'
import { isOpen } from './permission.ts'
import { told } from './reply.ts'
import { JsonProblem } from './strictJson.ts'

export interface ProblemError {
  readonly code: string
  readonly class: RefusalClass
  readonly field?: string
  readonly message: Label
  readonly details?: Readonly<Record<string, unknown>>
  readonly override?: readonly string[] | 'anyone'
}

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly message: Label
  readonly errors: readonly ProblemError[]
  readonly requestId: string
}

/** Whose refusal it is: the words of its object, and those of all others for what the chain refused further on. */
export interface About {
  readonly declaration?: Declaration | undefined
  readonly messages?: Readonly<Record<string, Label>>
}

/** Refusals in the order of precedence; the first one gives the status, the code and the sentence of the whole. */
export function problemOf(refusals: readonly Refusal[], requestId: string, about?: About): Problem {
  const ordered = [...refusals].sort((a, b) => refusalOrder.indexOf(a.class) - refusalOrder.indexOf(b.class))
  const errors = ordered.map((refusal) => errorOf(refusal, about))
  const first = ordered[0] ?? refuse('invalid', 'BAD_REQUEST')
  const top = errors[0] ?? errorOf(first, about)
  const several = errors.length > 1 && errors.every((error) => error.class === 'invalid')
  const code = several ? 'VALIDATION' : top.code
  const message = several ? (commonMessages.VALIDATION as Label) : top.message
  return {
    type: `urn:openltc:problem:${code.toLowerCase().replace(/_/g, '-')}`,
    title: message.en,
    status: first.status ?? httpStatus[first.class],
    code,
    message,
    errors,
    requestId,
  }
}

export function sendProblem(reply: FastifyReply, refusals: readonly Refusal[], about?: About): FastifyReply {
  const problem = problemOf(refusals, reply.request.id, about)
  if (problem.status === 401) reply.header('WWW-Authenticate', 'Bearer realm="openltc"')
  return reply
    .code(problem.status)
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

export function errorOf(refusal: Refusal, about?: About): ProblemError {
  const { code, field, details, override } = refusal
  const template = messageOf(code, about)
  const message: Label = {
    zh: fill(template.zh, spoken(refusal, 'zh', about)),
    en: fill(template.en, spoken(refusal, 'en', about)),
  }
  return {
    code,
    class: refusal.class,
    ...(field === undefined ? {} : { field }),
    message,
    ...(details === undefined ? {} : { details: plain(details) }),
    ...(override === undefined ? {} : { override }),
  }
}

function messageOf(code: string, about: About = {}): Label {
  const own = about.declaration?.messages[code] ?? commonMessages[code] ?? about.messages?.[code]
  return own ?? doorMessages[code] ?? { zh: code, en: code }
}

/** The details as a reader says them: fields, states and transitions by their labels instead of their keys. */
function spoken(refusal: Refusal, language: 'zh' | 'en', about: About = {}): Record<string, unknown> {
  const details = refusal.details ?? {}
  const { declaration } = about
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(details)) out[key] = isLabel(value) ? value[language] : value
  const name = fieldLabel(String(details.name ?? refusal.field ?? ''), declaration)
  if (name) Object.assign(out, { name: name[language], label: name[language], labelEn: name.en })
  if (isLabel(details.say)) out.rule = `${details.rule} ${details.say[language]}`
  if (refusal.code === 'INVALID_STATE' && declaration) {
    out.from = declaration.states[String(details.from)]?.label[language] ?? details.from
    const allowed = Array.isArray(details.allowed) ? details.allowed.filter((key) => isOpen(declaration, key)) : []
    const words = allowed.map((key: string) => declaration.transitions[key]?.label[language] ?? key)
    out.allowed = words.length > 0 ? listed(words, language) : language === 'zh' ? '无' : 'nothing'
  }
  if (Array.isArray(details.fields)) {
    out.fields = listed(
      details.fields.map((key) => fieldLabel(String(key), declaration)?.[language] ?? key),
      language,
    )
  }
  return out
}

const listed = (words: readonly unknown[], language: 'zh' | 'en'): string => words.join(language === 'zh' ? '、' : ', ')

function isLabel(value: unknown): value is Label {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
}

/** 'lines[2].qty' is labelled by its last step, within its part. */
function fieldLabel(path: string, declaration?: Declaration): Label | undefined {
  const steps = path
    .replace(/\[\d+\]/g, '')
    .split('.')
    .filter((step) => !/^\d+$/.test(step))
  const last = steps.at(-1) ?? ''
  const part = steps.length > 1 ? own(declaration?.parts, steps[0] as string) : undefined
  if (part) return own(part.fields, last)?.label
  const found = own(declaration?.fields, path) ?? own(declaration?.fields, last) ?? own(commonFields, last)
  return (found ?? own(declaration?.parts, last))?.label ?? (declaration ? undefined : own(doorFields, last))
}

function own<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return map && Object.hasOwn(map, key) ? map[key] : undefined
}

function plain(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(details, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)))
}

/** Faults and bugs: what the caller may know of them is whether to try again, and a number to tell. */
export function answerFault(log: Log, error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof Refused) return sendProblem(reply, error.refusals)
  if (error instanceof JsonProblem) return sendProblem(reply, [refusalOfJson(error)])
  const known = refusalOf(error)
  if (known) return sendProblem(reply, [known])
  const { id, method } = reply.request
  const where = { requestId: id, method, route: reply.request.routeOptions.url, error: told(error) }
  if (isPassing(error)) {
    log.warn('a request met a fault that passes', where)
    reply.header('Retry-After', '1')
    return sendProblem(reply, [refuse('guard', 'UNAVAILABLE', { status: 503 })])
  }
  log.error('a request broke', where)
  return sendProblem(reply, [refuse('guard', 'INTERNAL', { status: 500, details: { id } })])
}

function refusalOfJson({ code, field, message }: JsonProblem): Refusal {
  const place = field === '' ? {} : { field }
  return refuse('invalid', code, { ...place, details: code === 'BAD_TEXT' ? { name: field } : { problem: message } })
}

const sizes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: '1 MiB',
  FST_REQ_FILE_TOO_LARGE: '50 MB',
  FST_FILES_LIMIT: '1',
  FST_PARTS_LIMIT: '1',
  FST_FIELDS_LIMIT: '0',
}

/** What the web server itself refuses, said in our words. */
function refusalOf(error: unknown): Refusal | null {
  const { code = '', statusCode = 500 } = (error ?? {}) as { code?: string; statusCode?: number }
  const limit = sizes[code]
  if (limit !== undefined) return refuse('invalid', 'TOO_LARGE', { status: 413, details: { limit } })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') {
    return refuse('invalid', 'UNSUPPORTED_TYPE', { status: 415, details: { expected: 'application/json' } })
  }
  if (statusCode === 404) return refuse('missing', 'NO_SUCH_ADDRESS')
  if (statusCode < 400 || statusCode >= 500) return null
  return refuse('invalid', 'BAD_REQUEST', { status: statusCode, details: { problem: code || 'malformed' } })
}

/** Lost or refused connections, shutdowns, deadlocks, timeouts: the same request may succeed a moment later. */
function isPassing(error: unknown): boolean {
  const {
    code = '',
    message = '',
    retry = false,
  } = (error ?? {}) as { code?: string; message?: string; retry?: boolean }
  if (retry === true) return true
  if (/^(08...|57P0[1-5]|53...|40001|40P01|55P03|57014)$/.test(code)) return true
  if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/.test(code)) return true
  return /connection terminated|timeout exceeded when trying to connect|connection ended/i.test(message)
}
