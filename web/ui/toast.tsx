/** Short sentences that say that something happened, and go away by themselves. */
import { useSyncExternalStore } from 'react'

/** Something that can still be done about what just happened. */
export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'good' | 'bad'
  readonly action?: ToastAction | undefined
}

let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()

export function toast(text: string, tone: Toast['tone'] = 'good', action?: ToastAction): void {
  const id = next++
  put([...toasts, { id, text, tone, action }].slice(-4))
  setTimeout(() => forget(id), action ? 12_000 : tone === 'bad' ? 9000 : 3500)
}

const forget = (id: number) => put(toasts.filter((one) => one.id !== id))

export function Toasts() {
  const shown = useSyncExternalStore(listen, () => toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className={`toast ${one.tone}`}>
          {one.text}
          {one.action && (
            <button
              type="button"
              className="plain-button"
              onClick={() => {
                forget(one.id)
                one.action?.run()
              }}
            >
              {one.action.label}
            </button>
          )}
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
