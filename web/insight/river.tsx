/** The river: the whole chain from lead to cash in one picture that updates by itself, and the table behind it. */
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { useList } from '../api/query.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { todayIn } from '../ui/format.ts'
import { Empty, PageHead, Shown } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { insightWords as w } from '../words/insight.ts'
import { periodOf, type River, useRiver } from './riverData.ts'
import { RiverPicture } from './riverPicture.tsx'
import { RiverTable } from './riverTable.tsx'
import './river.css'

const periods = ['thisMonth', 'thisQuarter', 'thisYear', 'last12', 'all'] as const

export default function RiverPage() {
  const { say } = useWords()
  const { timeZone } = useMeta().company
  const [period, setPeriod] = useState<(typeof periods)[number]>('last12')
  const [ownerId, setOwner] = useState<string | undefined>()
  const asked = useRiver({ ...periodOf(period, todayIn(timeZone)), ownerId })
  return (
    <div className="page">
      <PageHead
        title={say(w.river)}
        actions={
          <>
            <Select
              aria-label={say(w.period)}
              value={period}
              onChange={setPeriod}
              options={periods.map((value) => ({ value, label: say(w[value]) }))}
              style={{ minWidth: 132 }}
            />
            <OwnerChoice value={ownerId} onChange={setOwner} />
          </>
        }
      />
      <Shown asked={asked} lines={8}>
        {(river) => <RiverView river={river} />}
      </Shown>
    </div>
  )
}

/** The river without its page: the home of managers and executives shows it too. */
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

function OwnerChoice({ value, onChange }: { value: string | undefined; onChange: (id: string | undefined) => void }) {
  const { say } = useWords()
  const { objects } = useMeta()
  const people = useList('users', { limit: 200, sort: 'name' }, objects.user?.can.read === true)
  if (!people.data) return null
  return (
    <Select
      aria-label={say(w.owner)}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={say(w.everyone)}
      value={value}
      onChange={onChange}
      options={people.data.data.map((user) => ({ value: user.id, label: String(user.name ?? '') }))}
      style={{ minWidth: 140 }}
    />
  )
}
