/** A company's own fields on any object: added, changed and retired here, in use at once everywhere. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { act } from '../api/resource.ts'
import type { Entry, ObjectMeta } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { StateTag } from '../ui/show.tsx'
import { adminWords as w } from '../words/admin.ts'
import { useAll } from './all.ts'
import { declared } from './declared.ts'
import { OwnFieldForm } from './fieldForm.tsx'
import { AdminHead } from './head.tsx'
import { useRun } from './run.ts'

type Doing = 'add' | Entry | null

export default function Fields() {
  const { say } = useWords()
  const object = useObject('customField')
  const asked = useAll(object?.plural, { sort: 'seq', include: 'options' })
  const [on, setOn] = useState('account')
  const [doing, setDoing] = useState<Doing>(null)
  if (!object) return <Empty title={say(w.noRight)} />
  const all = asked.data?.data ?? []
  const choices = [...declared.values()].map(({ name, label }) => {
    const count = all.filter((field) => field.object === name && field.state === 'active').length
    return { value: name, label: count > 0 ? `${say(label)} (${count})` : say(label) }
  })
  return (
    <>
      <AdminHead
        title={w.fields}
        hint={w.fieldsHint}
        actions={
          object.can.create ? (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setDoing('add')}>
              {say(w.addField)}
            </Button>
          ) : null
        }
      />
      <Select
        className="admin-find"
        style={{ minWidth: 220 }}
        aria-label={say(w.object)}
        showSearch={{ optionFilterProp: 'label' }}
        value={on}
        onChange={setOn}
        options={choices}
      />
      <Shown asked={asked}>
        {({ data }) => {
          const own = data.filter((field) => field.object === on)
          if (own.length === 0) return <Empty title={say(w.noFields)} />
          return <Table {...{ object, own, setDoing }} />
        }}
      </Shown>
      {doing ? (
        <OwnFieldForm
          object={object}
          on={on}
          entry={doing === 'add' ? undefined : doing}
          onClose={() => setDoing(null)}
        />
      ) : null}
    </>
  )
}

interface TableProps {
  readonly object: ObjectMeta
  readonly own: readonly Entry[]
  readonly setDoing: (doing: Doing) => void
}

function Table({ object, own, setDoing }: TableProps) {
  const { say, language } = useWords()
  const kinds = object.fields.find((field) => field.name === 'kind')?.options ?? {}
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <caption className="hidden-word">{say(w.fields)}</caption>
        <thead>
          <tr>
            {[w.name, w.key, w.kind, w.required, w.filterable, w.status].map((label) => (
              <th key={label.en} scope="col">
                {say(label)}
              </th>
            ))}
            <th scope="col" aria-label={say(w.edit)} />
          </tr>
        </thead>
        <tbody>
          {own.map((field) => (
            <tr key={field.id}>
              <td data-label={say(w.name)}>{String(language === 'zh' ? field.labelZh : field.labelEn)}</td>
              <td data-label={say(w.key)}>
                <code>{String(field.key)}</code>
              </td>
              <td data-label={say(w.kind)}>{say(kinds[String(field.kind)])}</td>
              <td data-label={say(w.required)}>{field.required ? '✓' : '—'}</td>
              <td data-label={say(w.filterable)}>{field.filterable ? '✓' : '—'}</td>
              <td data-label={say(w.status)}>
                <StateTag object={object} state={field.state} />
              </td>
              <td className="plain-tools">
                <Tools {...{ object, field, setDoing }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Tools({ object, field, setDoing }: { object: ObjectMeta; field: Entry; setDoing: (doing: Doing) => void }) {
  const { say } = useWords()
  const { busy, run } = useRun()
  const name = String(field.labelZh ?? field.key)
  const go = (step: string) => () =>
    void run([field.id, step, field.version], (key) =>
      act(object.plural, field.id, step, { version: field.version, key }),
    )
  if (field.state === 'retired') {
    return object.can.restore ? (
      <Button size="small" loading={busy} onClick={go('restore')}>
        {say(w.revive)}
      </Button>
    ) : null
  }
  return (
    <>
      {object.can.change ? (
        <Button size="small" aria-label={`${say(w.edit)} ${name}`} onClick={() => setDoing(field)}>
          {say(w.edit)}
        </Button>
      ) : null}
      {object.can.retire ? (
        <Popconfirm title={say(w.retireAsk)} onConfirm={go('retire')}>
          <Button size="small" danger loading={busy} aria-label={`${say(w.retire)} ${name}`}>
            {say(w.retire)}
          </Button>
        </Popconfirm>
      ) : null}
    </>
  )
}
