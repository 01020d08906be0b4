/** A person leaves: what they hold, who gets it, disabled at once, and afterwards what became of each record. */
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { Button, Input, Popconfirm, Select } from 'antd'
import { useId, useState } from 'react'
import { ask } from '../api/client.ts'
import type { Label } from '../api/types.ts'
import { Picker } from '../field/picker.tsx'
import { useCommand } from '../object/command.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go, useSearchChange } from '../ui/go.tsx'
import { Empty, Shown } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { Moment } from '../ui/show.tsx'
import { peopleWords as w } from '../words/people.ts'
import { HandoverResult, PastHandovers } from './handoverResult.tsx'
import { AdminHead } from './head.tsx'
import { type Chosen, HeldRow, type HeldSlot, slotKey } from './heldRow.tsx'

export interface Holdings {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly held: readonly HeldSlot[]
  readonly suggested: { readonly manager: string | null; readonly head: string | null }
  readonly keys: number
  readonly exports: readonly { at: string; address: string; details: Readonly<Record<string, unknown>> }[]
}

export default function Handover() {
  const { say } = useWords()
  const change = useSearchChange()
  const search = useRouterState({ select: (state) => state.location.search as { user?: string; done?: string } })
  const object = useObject('handover')
  if (!object?.can.read) return <Empty title={say(w.noRight)} />
  return (
    <>
      <AdminHead title={w.leaving} hint={w.leavingHint} />
      {search.done ? (
        <HandoverResult id={search.done} />
      ) : (
        <>
          <div className="admin-find">
            <Picker
              id="leaver"
              label={say(w.whoLeaves)}
              target="user"
              value={search.user ?? null}
              onChange={(id) => change({ user: id ?? undefined })}
            />
          </div>
          {search.user ? <Leaver key={search.user} id={search.user} /> : <PastHandovers />}
        </>
      )}
    </>
  )
}

function Leaver({ id }: { id: string }) {
  const asked = useQuery({
    queryKey: ['users', 'holdings', id],
    queryFn: ({ signal }) => ask<{ data: Holdings }>(`/users/${id}/holdings`, { signal }),
  })
  return <Shown asked={asked}>{({ data }) => <Form holdings={data} />}</Shown>
}

type Rule = 'manager' | 'head' | 'person'

function Form({ holdings }: { holdings: Holdings }) {
  const { say } = useWords()
  const id = useId()
  const change = useSearchChange()
  const command = useCommand()
  const { suggested, held, name } = holdings
  const [rule, setRule] = useState<Rule>(suggested.manager ? 'manager' : suggested.head ? 'head' : 'person')
  const [person, setPerson] = useState<string | null>(null)
  const [chosen, setChosen] = useState<Readonly<Record<string, Chosen>>>({})
  const [reason, setReason] = useState('')
  const toId = rule === 'person' ? person : suggested[rule]
  const total = held.reduce((sum, one) => sum + one.count, 0)
  const choices = held.flatMap((one) => {
    const choice = chosen[slotKey(one)]
    return choice ? [{ object: one.object, slot: one.slot, ...choice }] : []
  })
  const body = { rule, toId, choices, reason }
  const begin = () =>
    void command.run({
      content: body,
      send: (key) => ask<{ data: { id: string } }>(`/users/${holdings.id}/hand-over`, { body, key }),
      then: ({ data }) => change({ user: undefined, done: data.id }),
    })
  return (
    <div className="stack">
      <p>{say(total === 0 ? w.holdsNothing : w.holds, { name, n: total })}</p>
      <ByDefault {...{ rule, setRule, person, setPerson, suggested }} />
      {held.length > 0 && <HeldTable {...{ held, chosen, setChosen }} />}
      <Exports holdings={holdings} />
      <div className="share-form leave-form">
        <label htmlFor={`${id}-why`}>{say(w.purpose)}</label>
        <Input.TextArea id={`${id}-why`} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} />
        <ProblemNote error={command.problem} />
        <Popconfirm title={say(w.leaveAsk, { name })} onConfirm={begin} disabled={!toId || !reason.trim()}>
          <Button type="primary" danger loading={command.busy} disabled={!toId || !reason.trim()}>
            {say(w.leaveNow)}
          </Button>
        </Popconfirm>
      </div>
    </div>
  )
}

interface DefaultProps {
  readonly rule: Rule
  readonly setRule: (rule: Rule) => void
  readonly person: string | null
  readonly setPerson: (id: string | null) => void
  readonly suggested: Holdings['suggested']
}

function ByDefault({ rule, setRule, person, setPerson, suggested }: DefaultProps) {
  const { say } = useWords()
  const id = useId()
  const rules: readonly (readonly [Rule, Label, boolean])[] = [
    ['manager', w.toManager, suggested.manager !== null],
    ['head', w.toHead, suggested.head !== null],
    ['person', w.toPerson, true],
  ]
  const named = rule === 'person' ? person : suggested[rule]
  return (
    <div className="share-form leave-form">
      <label htmlFor={`${id}-rule`}>{say(w.byDefault)}</label>
      <Select
        id={`${id}-rule`}
        value={rule}
        onChange={setRule}
        options={rules.map(([value, label, there]) => ({ value, label: say(label), disabled: !there }))}
      />
      <Picker
        id={`${id}-to`}
        label={say(w.toPerson)}
        target="user"
        value={named}
        onChange={setPerson}
        disabled={rule !== 'person'}
      />
    </div>
  )
}

interface HeldTableProps {
  readonly held: readonly HeldSlot[]
  readonly chosen: Readonly<Record<string, Chosen>>
  readonly setChosen: (chosen: Readonly<Record<string, Chosen>>) => void
}

function HeldTable({ held, chosen, setChosen }: HeldTableProps) {
  const { say } = useWords()
  const choose = (one: HeldSlot) => (next: Chosen | null) => {
    const { [slotKey(one)]: _before, ...rest } = chosen
    setChosen(next ? { ...rest, [slotKey(one)]: next } : rest)
  }
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <caption className="hidden-word">{say(w.leaving)}</caption>
        <thead>
          <tr>
            {[w.what, w.as, w.records, w.goesTo].map((label) => (
              <th key={label.en} scope="col">
                {say(label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {held.map((one) => (
            <HeldRow key={slotKey(one)} held={one} chosen={chosen[slotKey(one)] ?? null} onChoose={choose(one)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What was taken out lately: roles.md asks whoever says goodbye to look at it. */
function Exports({ holdings }: { holdings: Holdings }) {
  const { say } = useWords()
  return (
    <section>
      <h2>{say(w.exportsLately)}</h2>
      {holdings.exports.length === 0 ? (
        <p className="faint">{say(w.exportsNone)}</p>
      ) : (
        <ul className="plain-list">
          {holdings.exports.map((one) => (
            <li key={one.at} className="row">
              <Moment value={one.at} />
              <b>{String(one.details.object ?? '')}</b>
              <code className="faint ellipsis">{JSON.stringify(one.details.query ?? {})}</code>
              <span className="faint">{one.address}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="faint">
        {say(w.keysEnd, { n: holdings.keys })} <Go to="/admin/audit">{say(w.toAudit)}</Go>
      </p>
    </section>
  )
}
