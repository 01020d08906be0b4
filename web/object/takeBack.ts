/** Offers to take a step back on the sentence that says it happened, for one record or for many (R6). */
import { useIntent } from '../api/intent.ts'
import { useRefresh } from '../api/query.ts'
import { bulk } from '../api/resource.ts'
import type { ObjectMeta, TransitionMeta } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { type ToastAction, toast } from '../ui/toast.tsx'
import { backOf, type Changed } from './step.ts'

export type TakeBack = (step: TransitionMeta, changed: readonly Changed[]) => ToastAction | undefined

export function useTakeBack(object: ObjectMeta): TakeBack {
  const { t, say } = useWords()
  const intent = useIntent()
  const refresh = useRefresh()
  return (step, changed) => {
    const back = backOf(object, step, changed)
    if (!back) return undefined
    const label = t('undo', { action: say(step.label) })
    const run = async () => {
      // The reason is that it was taken back: nobody has to type it again.
      const input = back.reason ? { reason: label } : {}
      const body = { act: back.name, items: changed.map(({ id, version }) => ({ id, version, input })) }
      const answer = await intent.run(body, (key) => bulk(object.plural, body, key))
      const done = answer.results.filter((one) => one.status < 400).length
      void refresh()
      toast(t('undone', { done, refused: changed.length - done }), done === changed.length ? 'good' : 'bad')
    }
    return { label, run: () => void run().catch(() => toast(t('undoFailed'), 'bad')) }
  }
}
