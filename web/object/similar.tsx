/** Records that already bear the name being typed. */
import { useList } from '../api/query.ts'
import type { ObjectMeta } from '../api/types.ts'
import { titleOf } from '../field/kinds.ts'
import { useLater } from '../field/later.ts'
import { useWords } from '../shell/words.ts'
import { Go, recordAddress } from '../ui/go.tsx'
import { StateTag } from '../ui/show.tsx'

const fewest = 2

export function Similar({ object, typed }: { object: ObjectMeta; typed: unknown }) {
  const { t } = useWords()
  const q = useLater(typeof typed === 'string' ? typed.trim() : '', 400)
  const asked = useList(object.plural, { q, limit: 5 }, q.length >= fewest)
  const found = q.length >= fewest ? (asked.data?.data ?? []) : []
  if (found.length === 0) return null
  return (
    <div className="note warn similar" role="status">
      <p>{t('similar')}</p>
      <ul>
        {found.map((entry) => (
          <li key={entry.id}>
            <Go to={recordAddress(object.plural, entry.id)} target="_blank">
              {titleOf(object, entry)}
            </Go>{' '}
            <span className="faint">{entry.no}</span> <StateTag object={object} state={entry.state} />
          </li>
        ))}
      </ul>
      <p className="faint">{t('similarHint')}</p>
    </div>
  )
}
