/** The step just taken can be taken back for a while, where the declaration says by which other step. */
import { useEffect, useState } from 'react'
import type { ObjectMeta, TransitionMeta } from '../api/types.ts'
import { useWords } from '../shell/words.ts'

const undoForMs = 120_000

export function useRecent(object: ObjectMeta, state: string) {
  const { say } = useWords()
  const [ran, setRan] = useState<TransitionMeta | null>(null)
  useEffect(() => {
    if (!ran) return
    const timer = setTimeout(() => setRan(null), undoForMs)
    return () => clearTimeout(timer)
  }, [ran])
  const back = object.transitions.find((each) => each.name === ran?.undo)
  const open = back && object.can[back.name] && back.from.includes(state)
  return { undo: open ? back : undefined, label: say(ran?.label), note: setRan }
}
