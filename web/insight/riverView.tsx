/** The river without its page: picture or table, and how fresh it is. */
import { Segmented } from 'antd'
import { useState } from 'react'
import { useWords } from '../shell/words.ts'
import { Empty } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { insightWords as w } from '../words/insight.ts'
import type { River } from './riverData.ts'
import { RiverPicture } from './riverPicture.tsx'
import { RiverTable } from './riverTable.tsx'
import './river.css'

export function RiverView({ river }: { river: River }) {
  const { say } = useWords()
  const [view, setView] = useState<'picture' | 'table'>('picture')
  if (river.data.every((stage) => stage.count === 0 && !stage.lost?.count)) return <Empty title={say(w.riverEmpty)} />
  return (
    <section className="river" aria-label={say(w.river)}>
      <div className="row apart river-bar">
        <p className="soft river-hint">{say(w.riverHint)}</p>
        <div className="row">
          <span className="faint">
            <i className="river-live" aria-hidden="true" /> {say(w.live)} · <Moment value={river.asOf} />
          </span>
          <Segmented
            size="small"
            value={view}
            onChange={setView}
            options={(['picture', 'table'] as const).map((value) => ({ value, label: say(w[value]) }))}
          />
        </div>
      </div>
      {view === 'picture' ? <RiverPicture stages={river.data} /> : <RiverTable stages={river.data} />}
    </section>
  )
}
