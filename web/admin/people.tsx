/** People: who may sign in, in which roles and department. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { roles } from '../../kernel/role.ts'
import { act } from '../api/resource.ts'
import type { Entry, Label, Names, ObjectMeta } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go } from '../ui/go.tsx'
import { Empty, Shown } from '../ui/page.tsx'
import { Person, StateTag } from '../ui/show.tsx'
import { adminWords as w } from '../words/admin.ts'
import { peopleWords as people } from '../words/people.ts'
import { signInWords } from '../words/signIn.ts'
import { Access, Invite } from './access.tsx'
import { type All, useAll } from './all.ts'
import { ShortForm } from './form.tsx'
import { AdminHead } from './head.tsx'
import { PasswordForm } from './password.tsx'
import { ReasonForm } from './reason.tsx'
import { RolesForm } from './roles.tsx'
import { useRun } from './run.ts'

const fields = ['name', 'email', 'mobile', 'title', 'departmentId', 'language']
type Doing = { what: 'add' } | { what: 'edit' | 'password' | 'roles' | 'access' | 'end'; user: Entry } | null

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
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setDoing({ what: 'add' })}>
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
      {doing?.what === 'roles' ? <RolesForm object={object} user={doing.user} onClose={() => setDoing(null)} /> : null}
      {doing?.what === 'end' ? <Ending object={object} user={doing.user} onClose={() => setDoing(null)} /> : null}
      {doing?.what === 'access' ? <Access user={doing.user} onClose={() => setDoing(null)} /> : null}
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
        <Tools {...{ user, setDoing }} />
      </td>
    </tr>
  )
}

/** Ending access at once asks for the reason. */
function Ending({ object, user, onClose }: { object: ObjectMeta; user: Entry; onClose: () => void }) {
  const { say } = useWords()
  const step = object.transitions.find(({ name }) => name === 'disable')
  if (!step) return null
  return <ReasonForm {...{ object, step, onClose }} entry={user} warning={say(w.disableAsk, { name: user.name })} />
}

function Tools({ user, setDoing }: { user: Entry; setDoing: TableProps['setDoing'] }) {
  const { say } = useWords()
  const object = useObject('user')
  const { busy, run } = useRun()
  if (!object?.can.change) return null
  if (user.state !== 'active') {
    const enable = () =>
      void run([user.id, 'enable', user.version], (key) =>
        act(object.plural, user.id, 'enable', { version: user.version, key }),
      )
    return (
      <Button size="small" loading={busy} onClick={enable}>
        {say(w.enable)}
      </Button>
    )
  }
  const tools = [
    ['edit', w.edit],
    ['roles', w.roles],
    ['password', w.setPassword],
    ['access', signInWords.access],
    ['end', w.disable],
  ] as const
  const buttons = tools.map(([what, label]) => (
    <Button
      key={what}
      size="small"
      danger={what === 'end'}
      aria-label={`${say(label)} ${String(user.name ?? '')}`}
      onClick={() => setDoing({ what, user })}
    >
      {say(label)}
    </Button>
  ))
  return [
    <Invite key="invite" user={user} />,
    ...buttons,
    <Go key="leave" className="plain-button" to={`/admin/handover?user=${user.id}`}>
      {say(people.leaving)}
    </Go>,
  ]
}
