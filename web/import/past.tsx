/** Imports of the past: what went in, what was refused, and a way to each. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/client.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go } from '../ui/go.tsx'
import { Empty, Shown } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { importWords as w } from '../words/import.ts'
import { type Import, isOver } from './contract.ts'
import { StateWord } from './state.tsx'

const againMs = 3000

export function Past() {
  const { say } = useWords()
  const asked = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => ask<{ data: readonly Import[] }>('/imports', { signal }),
    refetchInterval: ({ state }) => (state.data?.data.some((one) => !isOver(one.state)) ? againMs : false),
  })
  return (
    <Shown asked={asked}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title={say(w.none)}>
            <p className="faint">{say(w.noneHint)}</p>
          </Empty>
        ) : (
          <Table imports={data} />
        )
      }
    </Shown>
  )
}

function Table({ imports }: { imports: readonly Import[] }) {
  const { say, language } = useWords()
  const { objects } = useMeta()
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <caption className="hidden-word">{say(w.past)}</caption>
        <thead>
          <tr>
            {[w.startedAt, w.object, w.file, w.status].map((label) => (
              <th key={label.en} scope="col">
                {say(label)}
              </th>
            ))}
            {[w.created, w.changed, w.refused].map((label) => (
              <th key={label.en} scope="col" className="right">
                {say(label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <tr key={one.id}>
              <td data-label={say(w.startedAt)}>
                <Go to={`/import?id=${one.id}`}>
                  <Moment value={one.createdAt ?? null} />
                </Go>
              </td>
              <td data-label={say(w.object)}>{say(objects[one.object]?.label) || one.object}</td>
              <td data-label={say(w.file)}>{one.fileName ?? '—'}</td>
              <td data-label={say(w.status)}>
                <StateWord one={one} />
              </td>
              {[one.created, one.changed, one.refused].map((count, index) => (
                <td key={index} className="right" data-label={say([w.created, w.changed, w.refused][index])}>
                  {formatNumber(count, language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
