/** A person at the API: keeps a connection, remembers versions, and times each call. */
import { Agent, request } from 'node:http'
import type { Loose } from '../kernel/fact.ts'

export interface Person {
  readonly cookie: string
}

export interface Clock {
  /** Milliseconds of each call by the name of its step. */
  readonly times: Map<string, number[]>
  writes: number
  requests: number
}

export const newClock = (): Clock => ({ times: new Map(), writes: 0, requests: 0 })

export interface Step {
  readonly name: string
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly version?: number
}

export interface Line {
  get(who: Person, path: string): Promise<Loose>
  /** Creates, changes or acts; `version` is that of the record as last seen. */
  write(who: Person, step: Step, body: Loose): Promise<Loose>
  close(): void
}

export function openLine(base: string, clock: Clock): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const call = async (who: Person, name: string, ask: Ask) => {
    const begun = performance.now()
    const answer = await send(agent, base, { ...ask, cookie: who.cookie })
    const took = performance.now() - begun
    clock.requests++
    if (ask.method !== 'GET') clock.writes++
    clock.times.set(name, [...(clock.times.get(name) ?? []), took])
    if (answer.status >= 300) throw new Error(`${name} (${ask.path}): ${answer.status} ${answer.text.slice(0, 600)}`)
    return JSON.parse(answer.text) as Loose
  }
  return {
    get: (who, path) => call(who, 'read', { method: 'GET', path }),
    write: (who, { name, ...step }, body) => call(who, name, { ...step, body: JSON.stringify(body) }),
    close: () => agent.destroy(),
  }
}

interface Ask {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly body?: string
  readonly version?: number
}

function send(agent: Agent, base: string, ask: Ask & Person): Promise<{ status: number; text: string }> {
  const headers: Record<string, string> = { cookie: ask.cookie, origin: base }
  if (ask.body !== undefined) headers['content-type'] = 'application/json'
  if (ask.version !== undefined) headers['if-match'] = `"${ask.version}"`
  if (ask.method !== 'GET') headers['idempotency-key'] = `bench-${process.pid}-${++keys}`
  return new Promise((done, fail) => {
    const sent = request(`${base}/api/v1${ask.path}`, { agent, method: ask.method, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
    })
    sent.on('error', fail)
    sent.end(ask.body)
  })
}
let keys = 0

/** Upload of a small file, once, to serve as evidence. */
export async function upload(base: string, who: Person, name: string): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), name)
  const headers = { cookie: who.cookie, origin: base }
  const answer = await fetch(`${base}/api/v1/files`, { method: 'POST', headers, body: form })
  if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as Loose).data.id
}

/** The value below which the given share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
