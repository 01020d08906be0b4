/** Speaks HTTP to the server and turns every "no" into a Problem that a page can show. */
import type { Label, RefusalSay } from './types.ts'

const base = '/api/v1'

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  /** Version of the record the reader saw; sent as If-Match. */
  readonly version?: number
  /** Names the intent of the user, so that a repeated request has one effect. */
  readonly key?: string
  readonly signal?: AbortSignal
}

export interface ProblemBody {
  readonly status: number
  readonly code: string
  readonly title?: string
  readonly message: Label
  readonly errors: readonly RefusalSay[]
  readonly requestId?: string
}

/** An answer that is a refusal or a fault, with all its sentences in both languages. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly say: Label
  readonly errors: readonly RefusalSay[]
  readonly requestId: string | undefined

  constructor(body: ProblemBody) {
    super(body.message.en)
    this.status = body.status
    this.code = body.code
    this.say = body.message
    this.errors = body.errors
    this.requestId = body.requestId
  }

  /** Nobody knows whether the request had its effect: sending it again with the same key is safe. */
  get open(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

export const offline: Label = {
  zh: '无法连接服务器，请检查网络后重试',
  en: 'The server cannot be reached; check the network and try again',
}

const broken: Label = { zh: '服务器返回了无法识别的内容', en: 'The server answered something unexpected' }

/** Called when the session has ended, so that the shell can show the sign-in page. */
let whenSignedOut: () => void = () => {}
export const onSignedOut = (call: () => void): void => {
  whenSignedOut = call
}

/** Called where the server wants to know who sits there now; true when that was shown, so that it may be sent again. */
let whenProofNeeded: (by: string) => Promise<boolean> = async () => false
export const onProofNeeded = (call: (by: string) => Promise<boolean>): void => {
  whenProofNeeded = call
}

export async function ask<T>(path: string, options: Ask = {}): Promise<T> {
  const { answer, body } = await send(path, options)
  if (answer.ok) return body as T
  const problem = problemOf(answer.status, body)
  if (problem.code === 'STEP_UP_NEEDED' && (await whenProofNeeded(String(problem.errors[0]?.details?.by)))) {
    return ask(path, options)
  }
  if (problem.code === 'FACTOR_SET_UP' || problem.code === 'FACTOR_NEEDED') whenSignedOut()
  if (problem.status === 401 && !asksWhoIsThere(path)) whenSignedOut()
  throw problem
}

/** These answer 401 to strangers as a matter of course. */
const asksWhoIsThere = (path: string): boolean => path === '/meta' || path.startsWith('/session')

export function address(path: string, query: Readonly<Record<string, unknown>> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    search.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const text = search.toString()
  return `${base}${path}${text ? `?${text}` : ''}`
}

export function problemOf(status: number, body: unknown): Problem {
  const given = (body ?? {}) as Partial<ProblemBody>
  const message = given.message ?? (given.title ? { zh: given.title, en: given.title } : broken)
  return new Problem({
    status,
    code: given.code ?? `HTTP_${status}`,
    message,
    errors: given.errors ?? [],
    requestId: given.requestId,
  })
}

/** Whatever was thrown, as something with a sentence. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const text = error instanceof Error ? error.message : String(error)
  return new Problem({ status: -1, code: 'PAGE_FAULT', message: { zh: text, en: text }, errors: [] })
}

async function send(path: string, options: Ask): Promise<{ answer: Response; body: unknown }> {
  const form = options.body instanceof FormData
  const headers: Record<string, string> = { accept: 'application/json' }
  const bytes = options.body instanceof Blob
  if (options.body !== undefined && !form)
    headers['content-type'] = bytes ? 'application/octet-stream' : 'application/json'
  if (options.version !== undefined) headers['if-match'] = `"${options.version}"`
  if (options.key) headers['idempotency-key'] = options.key
  const method = options.method ?? (options.body === undefined ? 'GET' : 'POST')
  try {
    const answer = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body:
        options.body === undefined
          ? undefined
          : form || bytes
            ? (options.body as FormData | Blob)
            : JSON.stringify(options.body),
      signal: options.signal,
    })
    const text = await answer.text()
    return { answer, body: text ? read(text) : null }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem({ status: 0, code: 'OFFLINE', message: offline, errors: [] })
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
