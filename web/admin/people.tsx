/** People: who may sign in, in which roles and department. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { roles } from '../../kernel/role.ts'
import { act } from '../api/resource.ts'
import type { Entry, Label, Names } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go } from '../ui/go.tsx'
import { Empty, Shown } from '../ui/page.tsx'
import { Person, StateTag } from '../ui/show.tsx'
import { adminWords as w } from '../words/admin.ts'
import { type All, useAll } from './all.ts'
import { ShortForm } from './form.tsx'
import { AdminHead } from './head.tsx'
import { PasswordForm } from './password.tsx'
import { useRun } from './run.ts'

const fields = ['name', 'email', 'roles', 'departmentId', 'language']
type Doing = { what: 'add' } | { what: 'edit' | 'password'; user: Entry } | null

export default function People() {
  const { say } = useWords()
  const object = useObject('user')
  const asked = useAll(object?.plural, { sort: 'name' })
  const [typed, setTyped] = useState('')
  const [doing, setDoing] = useState<Doing>(null)
  if (!object) return <Empty title={say(w.noRight)} />
  return (
    <>
      <AdminHead
        title={w.people}
        hint={w.peopleHint}
        actions={
          object.can.create ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setDoing({ what: 'add' })}>
              {say(w.addPerson)}
            </Button>
          ) : null
        }
      />
      <Input.Search
        allowClear
        className="admin-find"
        placeholder={say(w.findPerson)}
        aria-label={say(w.findPerson)}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Shown asked={asked}>{(all) => <Table {...{ all, typed, setDoing }} />}</Shown>
      {doing?.what === 'password' ? <PasswordForm user={doing.user} onClose={() => setDoing(null)} /> : null}
      {doing?.what === 'add' || doing?.what === 'edit' ? (
        <ShortForm
          object={object}
          fields={fields}
          title={say(doing.what === 'add' ? w.addPerson : w.edit)}
          entry={doing.what === 'edit' ? doing.user : undefined}
          names={asked.data?.names}
          onClose={() => setDoing(null)}
        />
      ) : null}
    </>
  )
}

interface TableProps {
  readonly all: All
  readonly typed: string
  readonly setDoing: (doing: Doing) => void
}

function Table({ all, typed, setDoing }: TableProps) {
  const { say } = useWords()
  const wanted = typed.trim().toLowerCase()
  const shown = all.data.filter(
    ({ name, email }) =>
      wanted === '' ||
      [name, email].some((text) =>
        String(text ?? '')
          .toLowerCase()
          .includes(wanted),
      ),
  )
  if (shown.length === 0) return <Empty />
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <caption className="hidden-word">{say(w.people)}</caption>
        <thead>
          <tr>
            {[w.personName, w.email, w.roles, w.department, w.status].map((label) => (
              <th key={label.en} scope="col">
                {say(label)}
              </th>
            ))}
            <th scope="col" aria-label={say(w.edit)} />
          </tr>
        </thead>
        <tbody>
          {shown.map((user) => (
            <UserRow key={user.id} {...{ user, setDoing }} names={all.names} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function UserRow({ user, names, setDoing }: { user: Entry; names: Names; setDoing: TableProps['setDoing'] }) {
  const { say } = useWords()
  const object = useObject('user')
  const known: Readonly<Record<string, Label>> = roles
  const held = Array.isArray(user.roles) ? (user.roles as string[]) : []
  const department = typeof user.departmentId === 'string' ? names[user.departmentId]?.title : undefined
  return (
    <tr>
      <td data-label={say(w.personName)}>
        <Go to={`/${object?.plural}/${user.id}`}>
          <Person name={String(user.name ?? '')} />
        </Go>
      </td>
      <td data-label={say(w.email)}>{String(user.email ?? '')}</td>
      <td data-label={say(w.roles)}>
        <span className="row tight">
          {held.map((role) => (
            <span key={role} className="tag">
              {say(known[role]) || role}
            </span>
          ))}
        </span>
      </td>
      <td data-label={say(w.department)}>{department ?? '—'}</td>
      <td data-label={say(w.status)}>
        <StateTag object={object} state={user.state} />
      </td>
      <td className="plain-tools">
        {object?.can.change ? (
          <>
            <Button size="small" onClick={() => setDoing({ what: 'edit', user })}>
              {say(w.edit)}
            </Button>
            <Button size="small" onClick={() => setDoing({ what: 'password', user })}>
              {say(w.setPassword)}
            </Button>
            <Switcher user={user} />
          </>
        ) : null}
      </td>
    </tr>
  )
}

/** Disables or enables by whichever transition the declaration offers from here; ending access asks first. */
function Switcher({ user }: { user: Entry }) {
  const { say } = useWords()
  const object = useObject('user')
  const { busy, run } = useRun()
  const transition = object?.transitions.find(
    ({ from, to, name }) => from.includes(user.state) && to !== user.state && to !== undefined && object.can[name],
  )
  if (!object || !transition) return null
  const go = () =>
    void run([user.id, transition.name, user.version], (key) =>
      act(object.plural, user.id, transition.name, { version: user.version, key }),
    )
  if (user.state !== 'active') {
    return (
      <Button size="small" loading={busy} onClick={go}>
        {say(transition.label)}
      </Button>
    )
  }
  return (
    <Popconfirm title={say(w.disableAsk, { name: user.name })} onConfirm={go}>
      <Button size="small" danger loading={busy}>
        {say(transition.label)}
      </Button>
    </Popconfirm>
  )
}
