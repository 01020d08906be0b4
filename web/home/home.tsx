/** The first page of the day: what waits for this person's roles, today's tasks, and for those who steer, the river. */
import { lazy, Suspense } from 'react'
import { useCount } from '../api/query.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatNumber, todayIn } from '../ui/format.ts'
import { Go, listAddress } from '../ui/go.tsx'
import { Empty, Loading, PageHead } from '../ui/page.tsx'
import { homeWords as w } from '../words/home.ts'
import { Deals } from './deals.tsx'
import { Tasks } from './tasks.tsx'
import { hasTasks, sells, showsRiver, type Tile, tilesFor } from './tiles.ts'
import './home.css'

const HomeRiver = lazy(() => import('./river.tsx'))

export default function Home() {
  const { say } = useWords()
  const { me, company, objects } = useMeta()
  const tiles = tilesFor(me.roles, todayIn(company.timeZone)).filter((tile) => objects[tile.object]?.can.read)
  const tasks = hasTasks(me.roles) && objects.activity?.can.read
  const deals = sells(me.roles) && objects.opportunity?.can.read
  return (
    <div className="page home">
      <PageHead title={say(greeting(company.timeZone), { name: me.name })} name={say(w.home)} />
      {tiles.length > 0 ? (
        <section aria-label={say(w.todo)}>
          <ul className="home-tiles">
            {tiles.map((tile) => (
              <Counted key={tile.key} tile={tile} />
            ))}
          </ul>
        </section>
      ) : null}
      {showsRiver(me.roles) ? (
        <Suspense fallback={<Loading />}>
          <HomeRiver />
        </Suspense>
      ) : null}
      <div className="home-columns">
        {tasks ? <Tasks /> : null}
        {deals ? <Deals /> : null}
      </div>
      {me.roles.includes('ADM') ? (
        <p>
          <Go to="/admin">{say(w.administration)} ›</Go>
        </p>
      ) : null}
      {tiles.length === 0 && !tasks && !me.roles.includes('ADM') ? <Empty title={say(w.nothing)} /> : null}
    </div>
  )
}

function Counted({ tile }: { tile: Tile }) {
  const { say, language } = useWords()
  const object = useMeta().objects[tile.object]
  const asked = useCount(object?.plural ?? '', { filter: tile.filter }, object !== undefined)
  if (!object || asked.error) return null
  const { count, exact } = asked.data ?? { count: null, exact: true }
  const alarm = tile.alarms === true && count !== null && count > 0
  return (
    <li>
      <Go
        to={listAddress(object.plural, tile.filter)}
        data-alarm={alarm || undefined}
        data-none={count === 0 || undefined}
      >
        <b>{count === null ? '·' : `${formatNumber(count, language)}${exact ? '' : '+'}`}</b>
        <span>{say(tile.label)}</span>
      </Go>
    </li>
  )
}

function greeting(timeZone: string) {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format())
  return hour < 12 ? w.morning : hour < 18 ? w.afternoon : w.evening
}
