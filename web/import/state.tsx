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

export function StateWord({ one }: { one: Import }) {
  const { say } = useWords()
  const tone = isOver(one.state) ? (tones[one.state] ?? '') : 'open'
  return (
    <span className="row tight">
      <span className={`tag ${tone}`}>{say(words[one.state]) || one.state}</span>
      {one.options?.dryRun ? <span className="tag">{say(w.dryRun)}</span> : null}
      {one.options?.history ? <span className="tag">{say(w.history)}</span> : null}
    </span>
  )
}
