/** The same commands against a running server over HTTP, with an API key instead of the machine. */

import { objects } from '../../flow/index.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { UsageFault } from './arguments.ts'
import type { Remote } from './scene.ts'

/** The server cannot be had; scripts may try again. */
export class Unavailable extends Error {}

/** The server said no, in its own words. */
export class ServerRefused extends Error {
  readonly problem: { readonly errors?: readonly Refusal[] }
  constructor(problem: { title?: string; errors?: readonly Refusal[] }) {
    super(problem.title ?? 'refused')
    this.problem = problem
  }
}

export interface Asked {
  readonly object?: string
  /** Behind the object's own address, or the whole of it. */
  readonly path: string
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly form?: FormData
}

export async function askServer({ url, key }: Pick<Remote, 'url' | 'key'>, asked: Asked): Promise<Response> {
  const address = new URL(
    `${url.replace(/\/$/, '')}/api/v1${asked.object ? `/${pluralOf(asked.object)}` : ''}${asked.path}`,
  )
  for (const [name, value] of Object.entries(asked.query ?? {}))
    if (value !== undefined) address.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  const writes = asked.body !== undefined || asked.form !== undefined
  const answer = await fetch(address, {
    method: writes ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${key}`,
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(writes ? { body: asked.form ?? JSON.stringify(asked.body) } : {}),
  }).catch((error) => {
    throw new Unavailable(`${url}: ${(error as Error).message}`)
  })
  if (answer.ok) return answer
  if (answer.status >= 500 || answer.status === 429) throw new Unavailable(`${url} answers ${answer.status}`)
  throw new ServerRefused((await answer.json().catch(() => ({}))) as object)
}

export const serverPages =
  (remote: Remote, query: Readonly<Record<string, unknown>>) => async (cursor: string | null, limit: number) => {
    const asked = { ...query, limit: String(limit), ...(cursor === null ? {} : { cursor }) }
    const answer = await askServer(remote, { object: remote.given.positions[0] ?? '', path: '', query: asked })
    return (await answer.json()) as { data: object[]; next: string | null }
  }

function pluralOf(object: string): string {
  const found = objects.find((one) => one.name === object || one.plural === object)
  if (!found) throw new UsageFault(`there is no object "${object}"`)
  return found.plural
}
