/** What became of a hand-over while it runs and afterwards: counts, and each record that could not be given. */
import { useQuery } from '@tanstack/react-query'
import { Progress } from 'antd'
import { ask } from '../api/client.ts'
import { useList, useOne } from '../api/query.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go, recordAddress } from '../ui/go.tsx'
import { Shown } from '../ui/page.tsx'
import { CivilDate, StateTag } from '../ui/show.tsx'
import { peopleWords as w } from '../words/people.ts'
import { declared } from './declared.ts'

interface Item {
  readonly id: string
  readonly object: string
  readonly recordId: string
  readonly outcome: string | null
  readonly problem: readonly { readonly code: string }[] | null
}

export function HandoverResult({ id }: { id: string }) {
  const { say } = useWords()
  const asked = useQuery({
    queryKey: ['handovers', 'progress', id],
    queryFn: ({ signal }) => ask<{ data: Readonly<Record<string, unknown>> }>(`/handovers/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.data.state === 'done' ? false : 1_500),
  })
  const items = useQuery({
    queryKey: ['handovers', 'items', id, asked.data?.data.state],
    queryFn: ({ signal }) =>
      ask<{ data: readonly Item[] }>(`/handovers/${id}/items`, { query: { limit: 200, outcome: 'refused' }, signal }),
  })
  return (
    <Shown asked={asked}>
      {({ data }) => {
        const done = data.state === 'done'
        const refused = items.data?.data ?? []
        return (
          <div className="stack" role="status">
            <h2>{say(done ? w.handedOver : w.handingOver, { name: data.personName })}</h2>
            {!done && <Progress percent={99} status="active" showInfo={false} />}
            <p>{say(w.tally, { total: data.total ?? '…', given: data.given ?? '…', refused: data.refused ?? '…' })}</p>
            {refused.length > 0 && (
              <ul className="plain-list">
                {refused.map((item) => (
                  <li key={item.id} className="row">
                    <Go to={recordAddress(declared.get(item.object)?.plural ?? item.object, item.recordId)}>
                      {say(declared.get(item.object)?.label) || item.object}
                    </Go>
                    <span className="tag warn">{(item.problem ?? []).map(({ code }) => code).join(', ')}</span>
                  </li>
                ))}
              </ul>
            )}
            <p>
              <Go to="/admin/people">{say(w.toPeople)}</Go>
            </p>
          </div>
        )
      }}
    </Shown>
  )
}

export function PastHandovers() {
  const { say } = useWords()
  const object = useObject('handover')
  const asked = useList('handovers', { sort: '-createdAt', limit: 20 })
  return (
    <Shown asked={asked}>
      {({ data }) =>
        data.length === 0 ? (
          <p className="faint">{say(w.noHandovers)}</p>
        ) : (
          <ul className="plain-list">
            {data.map((one) => (
              <li key={one.id} className="row">
                <Go to={`/admin/handover?done=${one.id}`}>{String(one.personName)}</Go>
                <CivilDate value={String(one.on)} />
                <StateTag object={object} state={one.state} />
                <span className="faint">
                  {say(w.tally, { total: one.total ?? 0, given: one.given ?? 0, refused: one.refused ?? 0 })}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  )
}
