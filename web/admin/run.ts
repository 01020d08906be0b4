/** Runs a command of an administration page: says how it went, and lets what is shown be asked again. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '../api/client.ts'
import { useIntent } from '../api/intent.ts'
import type { Label } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { toast } from '../ui/toast.tsx'
import { adminWords as w } from '../words/admin.ts'

export interface Run {
  readonly busy: boolean
  /** True when it was done; a refusal is said on the page and answers false. */
  readonly run: (content: unknown, send: (key: string) => Promise<unknown>, done?: Label) => Promise<boolean>
}

/** Administration changes what the software is made of, so the declarations are asked anew as well. */
export function useRun(): Run {
  const client = useQueryClient()
  const intent = useIntent()
  const { say } = useWords()
  const [busy, setBusy] = useState(false)
  const run: Run['run'] = async (content, send, done = w.saved) => {
    setBusy(true)
    try {
      await intent.run(content, send)
      toast(say(done))
      await client.invalidateQueries({ predicate: ({ queryKey: [first] }) => first !== 'session' })
      return true
    } catch (error) {
      const problem = asProblem(error)
      const sentences = problem.errors.length > 0 ? problem.errors.map((one) => say(one.message)) : [say(problem.say)]
      toast(sentences.join(' '), 'bad')
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, run }
}
