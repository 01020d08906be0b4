/** With whom a record is shared, until when, and the form that shares it. */
import { Button, Input, Modal, Popconfirm, Select } from 'antd'
import { useId, useState } from 'react'
import { roleNames, roles } from '../../kernel/role.ts'
import { useList } from '../api/query.ts'
import { act, create } from '../api/resource.ts'
import type { Entry, Label, Names, ObjectMeta, One } from '../api/types.ts'
import { Picker } from '../field/picker.tsx'
import { useMeta, useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { todayIn } from '../ui/format.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { CivilDate } from '../ui/show.tsx'
import { peopleWords as w } from '../words/people.ts'
import { useCommand } from './command.ts'
import { onRecord } from './files.tsx'

export function Shares({ object, one, title }: { object: ObjectMeta; one: One; title: string }) {
  const { say } = useWords()
  const share = useObject('share')
  const [sharing, setSharing] = useState(false)
  const filter = { and: [...onRecord(object, one.data.id).and, { field: 'state', op: '=' as const, value: 'active' }] }
  const asked = useList('shares', { filter, limit: 50 }, share?.can.read === true)
  if (!share?.can.create || object.area === 'setup') return null
  const given = asked.data?.data ?? []
  return (
    <div className="row shares no-print">
      {given.length > 0 && <span className="soft">{say(w.sharedWith)}</span>}
      {given.map((entry) => (
        <Given key={entry.id} {...{ entry, names: asked.data?.names ?? {}, one }} />
      ))}
      <Button size="small" onClick={() => setSharing(true)}>
        {say(w.share)}
      </Button>
      {sharing && <ShareForm {...{ object, one, title }} onClose={() => setSharing(false)} />}
    </div>
  )
}

function Given({ entry, names, one }: { entry: Entry; names: Names; one: One }) {
  const { say } = useWords()
  const { me } = useMeta()
  const command = useCommand()
  const role = roles[entry.role as keyof typeof roles] as Label | undefined
  const whom = role ? say(role) : (names[String(entry.userId ?? entry.departmentId)]?.title ?? '—')
  const mine = entry.ownerId === me.id || one.data.ownerId === me.id || me.roles.some((held) => held === 'ADM')
  const revoke = () =>
    void command.run({
      content: [entry.id, entry.version],
      send: (key) => act('shares', entry.id, 'revoke', { version: entry.version, key }),
      said: say(w.revoked),
    })
  return (
    <span className="tag" title={String(entry.purpose ?? '')}>
      {whom} · {say(entry.mode === 'change' ? w.modeChange : w.modeRead)} · <CivilDate value={String(entry.until)} />
      {mine && (
        <Popconfirm title={say(w.revokeAsk)} onConfirm={revoke}>
          <button type="button" className="plain-button" aria-label={`${say(w.revoke)} ${whom}`}>
            ×
          </button>
        </Popconfirm>
      )}
    </span>
  )
}

type To = 'userId' | 'departmentId' | 'role'

interface ShareFormProps {
  readonly object: ObjectMeta
  readonly one: One
  readonly title: string
  readonly onClose: () => void
}

function ShareForm({ object, one, title, onClose }: ShareFormProps) {
  const { say } = useWords()
  const { company } = useMeta()
  const id = useId()
  const command = useCommand()
  const [to, setTo] = useState<To>('userId')
  const [whom, setWhom] = useState<string | null>(null)
  const [mode, setMode] = useState('read')
  const [until, setUntil] = useState(inDays(todayIn(company.timeZone), 30))
  const [purpose, setPurpose] = useState('')
  const body = { object: object.name, recordId: one.data.id, [to]: whom, mode, until, purpose }
  const save = () =>
    void command.run({
      content: body,
      send: (key) => create('shares', { body, key }),
      said: say(w.shareDone),
      then: onClose,
    })
  return (
    <Modal
      open
      title={say(w.shareTitle, { name: title })}
      onCancel={onClose}
      onOk={save}
      okText={say(w.share)}
      cancelText={say(w.cancel)}
      okButtonProps={{ loading: command.busy, disabled: !whom || !purpose.trim() }}
    >
      <div className="share-form">
        <p className="soft">{say(w.shareHint)}</p>
        <ProblemNote error={command.problem} />
        <Select
          aria-label={say(w.share)}
          value={to}
          onChange={(next: To) => {
            setTo(next)
            setWhom(null)
          }}
          options={[
            { value: 'userId', label: say(w.sharePerson) },
            { value: 'departmentId', label: say(w.shareDepartment) },
            { value: 'role', label: say(w.shareRole) },
          ]}
        />
        <Whom {...{ to, whom, setWhom }} id={`${id}-to`} />
        <label htmlFor={`${id}-mode`}>{say(w.shareMode)}</label>
        <Select
          id={`${id}-mode`}
          value={mode}
          onChange={setMode}
          options={[
            { value: 'read', label: say(w.modeRead) },
            { value: 'change', label: say(w.modeChange), disabled: one.can.change !== true },
          ]}
        />
        <label htmlFor={`${id}-until`}>{say(w.until)}</label>
        <Input id={`${id}-until`} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
        <label htmlFor={`${id}-why`}>{say(w.purpose)}</label>
        <Input.TextArea id={`${id}-why`} maxLength={500} value={purpose} onChange={(e) => setPurpose(e.target.value)} />
      </div>
    </Modal>
  )
}

interface WhomProps {
  readonly to: To
  readonly whom: string | null
  readonly setWhom: (id: string | null) => void
  readonly id: string
}

function Whom({ to, whom, setWhom, id }: WhomProps) {
  const { say } = useWords()
  if (to === 'role') {
    return (
      <Select
        id={id}
        aria-label={say(w.shareRole)}
        value={whom ?? undefined}
        onChange={setWhom}
        options={roleNames.filter((role) => role !== 'CUS').map((value) => ({ value, label: say(roles[value]) }))}
      />
    )
  }
  const active = { field: 'state', op: '=' as const, value: 'active' }
  return (
    <Picker
      id={id}
      label={say(to === 'userId' ? w.sharePerson : w.shareDepartment)}
      target={to === 'userId' ? 'user' : 'department'}
      value={whom}
      onChange={setWhom}
      narrow={active}
    />
  )
}

function inDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10)
}
