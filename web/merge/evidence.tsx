/** What spoke for and against two records being one, in words and points. */
import type { ObjectMeta } from '../api/types.ts'
import { fieldByPath } from '../field/kinds.ts'
import { useWords } from '../shell/words.ts'
import { mergeWords as w } from '../words/merge.ts'
import type { Evidence } from './data.ts'

export function EvidenceList({ object, evidence }: { object: ObjectMeta; evidence: readonly Evidence[] }) {
  const { say, language } = useWords()
  const labelOf = (fields: string) =>
    fields
      .split(/[,，、]/)
      .map((path) => path.trim())
      .map((path) => say((fieldByPath(object, path) ?? fieldByPath(object, path.split('.')[0] ?? ''))?.label) || path)
      .join(language === 'zh' ? '、' : ', ')
  return (
    <ul className="evidence-list">
      {evidence.map((one) => (
        <li key={one.fields}>
          <span>
            {labelOf(one.fields)}{' '}
            <span className="soft">{say(wordFor(one), { n: Math.round((one.likeness ?? 0) * 100) })}</span>
          </span>
          {one.likeness !== null && (
            <span className={one.points > 0 ? 'tag well' : one.points < 0 ? 'tag badly' : 'tag'}>
              {say(w.points, { n: `${one.points > 0 ? '+' : ''}${one.points}` })}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function wordFor({ likeness, points }: Evidence) {
  if (likeness === null) return w.missing
  if (likeness >= 1) return w.sameValue
  return points <= 0 && likeness < 0.5 ? w.differs : w.alike
}
