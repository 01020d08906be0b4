/** One intent of a user is one idempotency key: a double click, or a retry after a lost answer, has one effect. */
import { useRef } from 'react'
import { Problem } from './client.ts'

interface Pending {
  readonly key: string
  running: Promise<unknown> | null
}

/** Runs `send` under a key that stays the same for the same content until the server has given a clear answer. */
export class Intent {
  private readonly pending = new Map<string, Pending>()

  run<T>(content: unknown, send: (key: string) => Promise<T>): Promise<T> {
    const print = JSON.stringify(content) ?? ''
    const known = this.pending.get(print)
    if (known?.running) return known.running as Promise<T>
    const pending: Pending = known ?? { key: crypto.randomUUID?.() ?? randomKey(), running: null }
    this.pending.set(print, pending)
    const running = send(pending.key).then(
      (answer) => {
        this.pending.delete(print)
        return answer
      },
      (error) => {
        pending.running = null
        if (!(error instanceof Problem && error.open)) this.pending.delete(print)
        throw error
      },
    )
    pending.running = running
    return running
  }
}

export function useIntent(): Intent {
  const held = useRef<Intent | null>(null)
  held.current ??= new Intent()
  return held.current
}

/** On plain http away from localhost browsers give no randomUUID. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
