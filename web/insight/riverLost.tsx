/** What was lost after a stage, by reason, each reason a list of exactly those records. */
import type { Label, ObjectMeta } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatMoney, formatNumber } from '../ui/format.ts'
import { Go, listAddress } from '../ui/go.tsx'
import { insightWords as w } from '../words/insight.ts'
import type { RiverStage } from './riverData.ts'

export function LostList({ stage }: { stage: RiverStage }) {
  const { say, language } = useWords()
  const object = useMeta().objects[stage.object]
  const { lost } = stage
  if (!lost || lost.count === 0) return <p className="soft">{say(w.lostNone)}</p>
  return (
    <div className="river-lost-list">
      <p>
        <b>{say(w.lostCount, { n: formatNumber(lost.count, language) })}</b>
        {lost.amount ? <span className="number"> · {formatMoney(lost.amount, language)}</span> : null}
      </p>
      <ul>
        {lost.byReason.map((each) => {
          const name = reasonOf(each.reason, object, say) || say(w.noReason)
          return (
            <li key={name}>
              {object?.can.read ? <Go to={listAddress(object.plural, each.filter)}>{name}</Go> : <span>{name}</span>}
              <span className="number">{formatNumber(each.count, language)}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** A reason is a sentence of its own, or the key of an option of one of the object's fields. */
function reasonOf(
  reason: string | Label | null,
  object: ObjectMeta | undefined,
  say: (label: Label | undefined) => string,
): string {
  if (reason === null) return ''
  if (typeof reason !== 'string') return say(reason)
  const field = object?.fields.find(
    ({ name, options }) => /reason/i.test(name) && options && Object.hasOwn(options, reason),
  )
  return say(field?.options?.[reason]) || reason
}
