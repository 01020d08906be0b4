/** The opportunities that are expected to close next. */
import { useList } from '../api/query.ts'
import type { Entry, Money as MoneyValue, Names } from '../api/types.ts'
import { StageName } from '../field/stage.tsx'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { todayIn } from '../ui/format.ts'
import { Go, listAddress, recordAddress } from '../ui/go.tsx'
import { Empty, Shown } from '../ui/page.tsx'
import { CivilDate, Money } from '../ui/show.tsx'
import { homeWords as w } from '../words/home.ts'

const filter = {
  and: [
    { field: 'ownerId', op: '=' as const, value: '$me' },
    { field: 'state', op: '=' as const, value: 'open' },
  ],
}

export function Deals() {
  const { say } = useWords()
  const asked = useList('opportunities', { filter, sort: 'expectedCloseDate', limit: 10 })
  return (
    <section className="home-card">
      <h2>
        <Go to={listAddress('opportunities', filter)}>{say(w.dealsTable)}</Go>
      </h2>
      <Shown asked={asked} lines={4}>
        {({ data, names }) =>
          data.length === 0 ? (
            <Empty />
          ) : (
            <ul className="home-list">
              {data.map((deal) => (
                <Deal key={deal.id} {...{ deal, names }} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  )
}

function Deal({ deal, names }: { deal: Entry; names: Names }) {
  const { timeZone } = useMeta().company
  const day = String(deal.expectedCloseDate ?? '')
  const late = day !== '' && day < todayIn(timeZone)
  const account = names[String(deal.accountId ?? '')]?.title
  return (
    <li>
      <Go to={recordAddress('opportunities', deal.id)}>
        <span className="grow ellipsis">
          {String(deal.name ?? deal.no ?? '')}
          {account ? <span className="faint"> · {account}</span> : null}
        </span>
        <span className="tag">
          <StageName stage={deal.stage} pipelineId={deal.pipelineId} />
        </span>
        <Money value={deal.amount as MoneyValue | null} />
        <span className={late ? 'home-late' : 'faint'}>
          <CivilDate value={day || null} />
        </span>
      </Go>
    </li>
  )
}
