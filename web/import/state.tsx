/** How an import stands, as a tag. */
import type { Label } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { importWords as w } from '../words/import.ts'
import { type Import, isOver } from './contract.ts'

const words: Readonly<Record<string, Label>> = {
  waiting: w.waiting,
  running: w.running,
  done: w.done,
  failed: w.failed,
  cancelled: w.cancelled,
}
const tones: Readonly<Record<string, string>> = { done: 'well', failed: 'badly', cancelled: 'warn' }

export function StateTag({ state }: { state: string }) {
  const { say } = useWords()
  const tone = isOver(state) ? (tones[state] ?? '') : 'open'
  return <span className={`tag ${tone}`}>{say(words[state]) || state}</span>
}

export function StateWord({ one }: { one: Import }) {
  const { say } = useWords()
  return (
    <span className="row tight">
      <StateTag state={one.state} />
      {one.options?.dryRun ? <span className="tag">{say(w.dryRun)}</span> : null}
      {one.options?.history ? <span className="tag">{say(w.history)}</span> : null}
    </span>
  )
}
