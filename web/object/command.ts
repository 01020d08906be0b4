/** One command of a person: sent under the key of its intent, said when done, passed on consent where rules allow. */
import { useState } from 'react'
import { asProblem, type Problem } from '../api/client.ts'
import { useIntent } from '../api/intent.ts'
import { useRefresh } from '../api/query.ts'
import { type Consent, consented } from '../ui/override.tsx'
import { confirmable } from '../ui/problem.tsx'
import { type ToastAction, toast } from '../ui/toast.tsx'

export interface Sending<T> {
  /** What the intent consists of; the same content is the same intent. */
  readonly content: unknown
  readonly send: (key: string, consent: Record<string, unknown>) => Promise<T>
  readonly said?: string
  /** What the sentence offers to do about it. */
  readonly offers?: (answer: T) => ToastAction | undefined
  readonly then?: (answer: T) => void
  /** Refusals that the caller shows in a way of its own; answers whether it did. */
  readonly refused?: (problem: Problem) => boolean
}

export interface Commanding {
  readonly busy: boolean
  readonly problem: Problem | null
  /** A refusal that may be passed waits here for the person's answer. */
  readonly waiting: Problem | null
  readonly run: <T>(sending: Sending<T>) => Promise<T | null>
  readonly consent: (consent: Consent) => void
  readonly forget: () => void
}

export function useCommand(): Commanding {
  const intent = useIntent()
  const refresh = useRefresh()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [waiting, setWaiting] = useState<{ problem: Problem; again: (consent: Consent) => void } | null>(null)

  const run = async <T>(sending: Sending<T>, given?: Consent): Promise<T | null> => {
    setBusy(true)
    setProblem(null)
    try {
      const extra = consented(given)
      const answer = await intent.run([sending.content, extra], (key) => sending.send(key, extra))
      setWaiting(null)
      if (sending.said) toast(sending.said, 'good', sending.offers?.(answer))
      sending.then?.(answer)
      void refresh()
      return answer
    } catch (error) {
      const found = asProblem(error)
      const again = (consent: Consent) => void run(sending, merge(given, consent))
      if (sending.refused?.(found)) setWaiting(null)
      else if (confirmable(found)) setWaiting({ problem: found, again })
      else {
        setWaiting(null)
        setProblem(found)
      }
      return null
    } finally {
      setBusy(false)
    }
  }

  return {
    busy,
    problem,
    waiting: waiting?.problem ?? null,
    run: (sending) => run(sending),
    consent: (consent) => waiting?.again(consent),
    forget: () => {
      setProblem(null)
      setWaiting(null)
    },
  }
}

const merge = (before: Consent | undefined, now: Consent): Consent => ({
  confirm: [...new Set([...(before?.confirm ?? []), ...now.confirm])],
  reason: now.reason ?? before?.reason,
})
