/** What the data says right after an import, unasked: each sentence from figures, each figure opening its records. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/client.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go, listAddress } from '../ui/go.tsx'
import { packWords as w } from '../words/packs.ts'
import type { Link, Seen } from './packContract.ts'

export function FirstLook() {
  const { say } = useWords()
  const asked = useQuery({
    queryKey: ['first-look'],
    queryFn: ({ signal }) => ask<{ data: readonly Seen[] }>('/first-look', { signal }).then(({ data }) => data),
  })
  if (!asked.data || asked.data.length === 0) return null
  return (
    <section className="first-look">
      <h2>{say(w.seen)}</h2>
      <p className="soft">{say(w.seenHint)}</p>
      <ul>
        {asked.data.map((seen) => (
          <One key={seen.key} seen={seen} />
        ))}
      </ul>
    </section>
  )
}

function One({ seen }: { seen: Seen }) {
  const { say, language } = useWords()
  return (
    <li data-tone={seen.tone}>
      <p>
        {say(seen.say)} <To link={seen.link}>{say(w.show)} ›</To>
      </p>
      {seen.rows.length > 0 ? (
        <ul className="first-look-rows">
          {seen.rows.map((row) => (
            <li key={row.label.en}>
              <span>{row.link.filter ? <To link={row.link}>{say(row.label)}</To> : say(row.label)}</span>
              <b>{formatNumber(row.count, language)}</b>
              {row.amount ? <span className="faint">{row.amount}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function To({ link, children }: { link: Link | null; children: React.ReactNode }) {
  const object = useMeta().objects[link?.object ?? '']
  if (!link || !object?.can.read) return null
  return <Go to={listAddress(object.plural, link.filter ?? undefined)}>{children}</Go>
}
