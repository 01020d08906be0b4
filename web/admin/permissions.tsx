/** The permission matrix of an object: action by role, each cell a scope that can be changed. */
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Select } from 'antd'
import { useState } from 'react'
import { ask } from '../api/client.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { adminWords as w } from '../words/admin.ts'
import { useAll } from './all.ts'
import { declared } from './declared.ts'
import { AdminHead } from './head.tsx'
import { Matrix } from './matrix.tsx'
import type { PermitRow } from './permits.ts'

export default function Permissions() {
  const { say } = useWords()
  const grants = useAll(useObject('grant')?.plural)
  const asked = useQuery({
    queryKey: ['permissions', grants.dataUpdatedAt],
    queryFn: ({ signal }) => ask<{ data: readonly PermitRow[] }>('/permissions', { signal }),
    placeholderData: (before) => before,
  })
  const [on, setOn] = useState('lead')
  const [onlyChanged, setOnlyChanged] = useState(false)
  return (
    <>
      <AdminHead title={w.permissions} hint={w.permissionsHint} />
      <Shown asked={asked}>
        {({ data }) => {
          const names = [...new Set(data.map((row) => row.object))]
          const own = data.filter((row) => row.object === on && (!onlyChanged || row.changed.length > 0))
          return (
            <>
              <div className="row admin-filter">
                <Select
                  style={{ minWidth: 220 }}
                  aria-label={say(w.object)}
                  showSearch={{ optionFilterProp: 'label' }}
                  value={on}
                  onChange={setOn}
                  options={names.map((value) => ({
                    value,
                    label: labelOf(
                      say(declared.get(value)?.label) || say(doors[value]) || value,
                      countOf(data, value),
                      say,
                    ),
                  }))}
                />
                <Checkbox checked={onlyChanged} onChange={(event) => setOnlyChanged(event.target.checked)}>
                  {say(w.onlyChanged)}
                </Checkbox>
              </div>
              {own.length === 0 ? <Empty /> : <Matrix rows={own} grants={grants.data?.data ?? []} />}
            </>
          )
        }}
      </Shown>
    </>
  )
}

/** Things with rights that are no business objects. */
const doors: Readonly<Record<string, typeof w.title>> = {
  audit: w.audit,
  key: w.keys,
  permission: w.permissions,
  file: w.files,
  inbox: w.inbox,
}

const countOf = (data: readonly PermitRow[], object: string): number =>
  data.filter((row) => row.object === object).reduce((sum, row) => sum + row.changed.length, 0)

const labelOf = (label: string, changes: number, say: ReturnType<typeof useWords>['say']): string =>
  changes > 0 ? `${label} · ${say(w.changedCount, { n: changes })}` : label
