/** Light or dark: the person's choice, else that of the system, followed live. */
import { useSyncExternalStore } from 'react'

export type Appearance = 'light' | 'dark' | 'system'

const remembered = 'openltc.appearance'
const listeners = new Set<() => void>()
const system = window.matchMedia('(prefers-color-scheme: dark)')
let appearance: Appearance = stored()

system.addEventListener('change', tell)
mark()

export const useAppearance = (): Appearance => useSyncExternalStore(listen, () => appearance)
export const useDark = (): boolean => useSyncExternalStore(listen, dark)

export function setAppearance(next: Appearance): void {
  appearance = next
  try {
    localStorage.setItem(remembered, next)
  } catch {
    // A browser without storage keeps the choice for this page only.
  }
  tell()
}

function dark(): boolean {
  return appearance === 'dark' || (appearance === 'system' && system.matches)
}

function tell(): void {
  mark()
  for (const call of listeners) call()
}

function mark(): void {
  document.documentElement.dataset.theme = dark() ? 'dark' : 'light'
}

function listen(call: () => void): () => void {
  listeners.add(call)
  return () => listeners.delete(call)
}

function stored(): Appearance {
  try {
    const value = localStorage.getItem(remembered)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}
