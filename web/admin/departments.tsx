/** The department tree: who stands below whom, and who leads. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { act } from '../api/resource.ts'
import type { Entry, Names, ObjectMeta, Values } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { Person } from '../ui/show.tsx'
import { adminWords as w } from '../words/admin.ts'
import { type All, useAll } from './all.ts'
import { ShortForm } from './form.tsx'
import { AdminHead } from './head.tsx'
import { useRun } from './run.ts'

const fields = ['name', 'parentId', 'headId']
type Doing = { values: Values } | { entry: Entry } | null

export default function Departments() {
  const { say } = useWords()
  const object = useObject('department')
  const asked = useAll(object?.plural, { sort: 'name', filter: { field: 'state', op: '=', value: 'active' } })
  const people = useAll('users', {}, useObject('user')?.can.read === true)
  const [doing, setDoing] = useState<Doing>(null)
  if (!object) return <Empty title={say(w.noRight)} />
  const sizes = new Map<string, number>()
  for (const { departmentId, state } of people.data?.data ?? []) {
    if (typeof departmentId === 'string' && state === 'active')
      sizes.set(departmentId, (sizes.get(departmentId) ?? 0) + 1)
  }
  return (
    <>
      <AdminHead
        title={w.departments}
        hint={w.departmentsHint}
        actions={
          object.can.create ? (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setDoing({ values: {} })}>
              {say(w.addDepartment)}
            </Button>
          ) : null
        }
      />
      <Shown asked={asked}>
        {(all) =>
          all.data.length === 0 ? (
            <Empty title={say(w.noDepartments)} />
          ) : (
            <Tree {...{ all, object, sizes, setDoing }} />
          )
        }
      </Shown>
      {doing ? (
        <ShortForm
          object={object}
          fields={fields}
          title={say('entry' in doing ? w.edit : w.addDepartment)}
          entry={'entry' in doing ? doing.entry : undefined}
          values={'values' in doing ? doing.values : undefined}
          names={asked.data?.names}
          onClose={() => setDoing(null)}
        />
      ) : null}
    </>
  )
}

interface TreeProps {
  readonly all: All
  readonly object: ObjectMeta
  readonly sizes: ReadonlyMap<string, number>
  readonly setDoing: (doing: Doing) => void
}

function Tree(props: TreeProps) {
  const { data } = props.all
  const ids = new Set(data.map((entry) => entry.id))
  /** One whose parent is not visible stands at the top. */
  const top = data.filter(({ parentId }) => !ids.has(String(parentId ?? '')))
  return (
    <ul className="admin-tree">
      {top.map((entry) => (
        <Branch key={entry.id} {...props} entry={entry} />
      ))}
    </ul>
  )
}

function Branch(props: TreeProps & { entry: Entry }) {
  const { entry, all } = props
  const below = all.data.filter(({ parentId }) => parentId === entry.id)
  return (
    <li>
      <Node {...props} names={all.names} leaf={below.length === 0} />
      {below.length > 0 ? (
        <ul>
          {below.map((child) => (
            <Branch key={child.id} {...props} entry={child} />
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function Node({
  entry,
  object,
  sizes,
  names,
  leaf,
  setDoing,
}: TreeProps & { entry: Entry; names: Names; leaf: boolean }) {
  const { say } = useWords()
  const { run } = useRun()
  const name = String(entry.name ?? '')
  const head = typeof entry.headId === 'string' ? names[entry.headId]?.title : undefined
  const size = sizes.get(entry.id) ?? 0
  const close = () =>
    void run([entry.id, 'close'], (key) => act(object.plural, entry.id, 'close', { version: entry.version, key }))
  return (
    <div className="admin-node">
      <b>{name}</b>
      {head ? <Person name={head} /> : null}
      {size > 0 ? <span className="faint">{say(w.memberCount, { n: size })}</span> : null}
      <span className="admin-node-tools">
        {object.can.create ? (
          <Button
            size="small"
            icon={<PlusOutlined aria-hidden />}
            aria-label={say(w.addBelow, { name })}
            title={say(w.addBelow, { name })}
            onClick={() => setDoing({ values: { parentId: entry.id } })}
          />
        ) : null}
        {object.can.change ? (
          <Button size="small" onClick={() => setDoing({ entry })} aria-label={`${say(w.edit)} ${name}`}>
            {say(w.edit)}
          </Button>
        ) : null}
        {object.can.close && leaf && size === 0 ? (
          <Popconfirm title={`${say(w.close)} “${name}”?`} onConfirm={close}>
            <Button size="small" danger aria-label={`${say(w.close)} ${name}`}>
              {say(w.close)}
            </Button>
          </Popconfirm>
        ) : null}
      </span>
    </div>
  )
}
