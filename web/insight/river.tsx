/** The river: the whole chain from lead to cash in one picture that updates by itself, and the table behind it. */
import { Select } from 'antd'
import { useState } from 'react'
import { useList } from '../api/query.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { todayIn } from '../ui/format.ts'
import { PageHead, Shown } from '../ui/page.tsx'
import { insightWords as w } from '../words/insight.ts'
import { periodOf, useRiver } from './riverData.ts'
import { RiverView } from './riverView.tsx'

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
