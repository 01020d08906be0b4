/** Short sentences that say that something happened, and go away by themselves. */
import { useSyncExternalStore } from 'react'

interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'good' | 'bad'
}

let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()

export function toast(text: string, tone: Toast['tone'] = 'good'): void {
  const id = next++
  put([...toasts, { id, text, tone }].slice(-4))
  setTimeout(() => put(toasts.filter((one) => one.id !== id)), tone === 'bad' ? 9000 : 3500)
}

export function Toasts() {
  const shown = useSyncExternalStore(listen, () => toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className={`toast ${one.tone}`}>
          {one.text}
        </div>
      ))}
    </div>
  )
}

function put(now: readonly Toast[]): void {
  toasts = now
  for (const call of listeners) call()
}

function listen(call: () => void): () => void {
  listeners.add(call)
  return () => listeners.delete(call)
}
