/** Packs of the past, newest first, with a way to each. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/client.ts'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go } from '../ui/go.tsx'
import { Moment } from '../ui/show.tsx'
import { packWords as w } from '../words/packs.ts'
import type { Pack } from './packContract.ts'
import { StateTag } from './state.tsx'

export function PackPast() {
  const { say, language } = useWords()
  const asked = useQuery({
    queryKey: ['packs'],
    queryFn: ({ signal }) => ask<{ data: readonly Pack[] }>('/packs', { signal }).then(({ data }) => data),
  })
  if (!asked.data || asked.data.length === 0) return null
  return (
    <section>
      <h2>{say(w.packs)}</h2>
      <ul className="pack-past">
        {asked.data.map((pack) => (
          <li key={pack.id} className="row">
            <Go to={`/import?pack=${pack.id}`}>
              <Moment value={pack.createdAt} />
            </Go>
            <b>{say(pack.title)}</b>
            <StateTag state={pack.state} />
            <span className="faint">
              {say(w.records)}{' '}
              {formatNumber(
                pack.steps.reduce((sum, { created }) => sum + created, 0),
                language,
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
