/** Merges two records: which one stays, whose value each field takes, what moves along, all before it is done. */
import { useRouterState } from '@tanstack/react-router'
import { Button, Radio, Switch } from 'antd'
import { useState } from 'react'
import { act } from '../api/resource.ts'
import type { Entry, FieldMeta, ObjectMeta } from '../api/types.ts'
import { Cell } from '../field/cell.tsx'
import { fieldByPath, titleOf, valueIn } from '../field/kinds.ts'
import { Picker } from '../field/picker.tsx'
import { useCommand } from '../object/command.ts'
import { OfObject } from '../object/place.tsx'
import { same } from '../object/useForm.ts'
import { useWords } from '../shell/words.ts'
import { recordAddress, useGo, useSearchChange } from '../ui/go.tsx'
import { Override } from '../ui/override.tsx'
import { PageHead, Shown } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { StateTag } from '../ui/show.tsx'
import { mergeWords as w } from '../words/merge.ts'
import { type Preview, usePreview } from './data.ts'
import './merge.css'

export default function MergePage() {
  return <OfObject>{(object) => <Choosing object={object} />}</OfObject>
}

interface Asked {
  readonly one?: string
  readonly other?: string
}

/** From one record alone, the other is looked for first. */
function Choosing({ object }: { object: ObjectMeta }) {
  const { say } = useWords()
  const change = useSearchChange()
  const { one, other } = useRouterState({ select: (state) => state.location.search as Asked })
  const both = one && other && one !== other
  return (
    <div className="page merge-page">
      <PageHead title={say(w.title, { object: say(object.label) })} />
      <p className="soft">{say(w.hint)}</p>
      {!both && (
        <div className="merge-other">
          <label htmlFor="merge-other">{say(w.other)}</label>
          <Picker
            id="merge-other"
            target={object.name}
            value={null}
            onChange={(id) => change({ other: id ?? undefined })}
          />
        </div>
      )}
      {both && <Merging key={`${one}${other}`} object={object} survivor={one} gone={other} />}
    </div>
  )
}

function Merging({ object, survivor, gone }: { object: ObjectMeta; survivor: string; gone: string }) {
  const change = useSearchChange()
  const asked = usePreview(object.plural, { survivor, gone })
  return (
    <Shown asked={asked} lines={10}>
      {(preview) => <Form object={object} preview={preview} onSwap={() => change({ one: gone, other: survivor })} />}
    </Shown>
  )
}

interface FormProps {
  readonly object: ObjectMeta
  readonly preview: Preview
  readonly onSwap: () => void
}

function Form({ object, preview, onSwap }: FormProps) {
  const { say } = useWords()
  const go = useGo()
  const command = useCommand()
  const { survivor, gone } = preview
  const fields = preview.choosable.flatMap((name) => fieldByPath(object, name) ?? [])
  const [take, setTake] = useState<ReadonlySet<string>>(new Set(preview.filled))
  const choose = (name: string, fromGone: boolean) =>
    setTake((before) => {
      const next = new Set(before)
      if (fromGone) next.add(name)
      else next.delete(name)
      return next
    })
  const run = () => {
    const names = preview.choosable.filter((name) => take.has(name))
    void command.run({
      content: [survivor.id, gone.id, gone.version, names],
      said: say(w.done),
      send: (key, consent) =>
        act(object.plural, gone.id, 'merge', {
          body: { survivorId: survivor.id, take: names, ...consent },
          version: gone.version,
          key,
        }),
      then: () => go(recordAddress(object.plural, survivor.id)),
    })
  }
  return (
    <>
      <div className="merge-sides">
        <SideHead object={object} entry={survivor} stays />
        <SideHead object={object} entry={gone} onKeep={onSwap} />
      </div>
      <Fields {...{ object, preview, fields, take, choose }} />
      <Moving preview={preview} />
      <ProblemNote error={command.problem} object={object} />
      <div className="merge-run">
        <Button type="primary" danger loading={command.busy} onClick={run}>
          {say(w.run)}
        </Button>
      </div>
      <Override
        problem={command.waiting}
        object={object}
        busy={command.busy}
        onConsent={command.consent}
        onCancel={command.forget}
      />
    </>
  )
}

function SideHead({
  object,
  entry,
  stays,
  onKeep,
}: {
  object: ObjectMeta
  entry: Entry
  stays?: boolean
  onKeep?: () => void
}) {
  const { say } = useWords()
  return (
    <section className={stays ? 'merge-side stays' : 'merge-side'}>
      <span className={stays ? 'tag well' : 'tag'}>{say(stays ? w.stays : w.goes)}</span>
      <b>{titleOf(object, entry)}</b>
      <span className="faint number">{entry.no}</span>
      <StateTag object={object} state={entry.state} />
      {onKeep && (
        <Button size="small" onClick={onKeep}>
          {say(w.keepThis)}
        </Button>
      )}
    </section>
  )
}

interface FieldsProps {
  readonly object: ObjectMeta
  readonly preview: Preview
  readonly fields: readonly FieldMeta[]
  readonly take: ReadonlySet<string>
  readonly choose: (name: string, fromGone: boolean) => void
}

function Fields({ preview, fields, take, choose }: FieldsProps) {
  const { say } = useWords()
  const [all, setAll] = useState(false)
  const { survivor, gone } = preview
  const differs = (field: FieldMeta) => !same(valueIn(survivor, field) ?? null, valueIn(gone, field) ?? null)
  const shown = fields.filter((field) => all || differs(field))
  return (
    <section className="stack">
      <label className="row merge-all">
        <Switch size="small" checked={!all} onChange={(only) => setAll(!only)} />
        {say(w.onlyDifferent)}
      </label>
      {shown.length === 0 && <p className="faint">{say(w.nothingDiffers)}</p>}
      <ul className="merge-fields">
        {shown.map((field) => (
          <Choice
            key={field.name}
            {...{ field, preview }}
            differs={differs(field)}
            fromGone={take.has(field.name)}
            onChoose={(fromGone) => choose(field.name, fromGone)}
          />
        ))}
      </ul>
    </section>
  )
}

interface ChoiceProps {
  readonly field: FieldMeta
  readonly preview: Preview
  readonly differs: boolean
  readonly fromGone: boolean
  readonly onChoose: (fromGone: boolean) => void
}

function Choice({ field, preview, differs, fromGone, onChoose }: ChoiceProps) {
  const { say } = useWords()
  const { survivor, gone, names } = preview
  const filled = preview.filled.includes(field.name)
  const label = say(field.label)
  const one = (entry: Entry, value: boolean) => (
    <Radio value={value}>
      <Cell field={field} value={valueIn(entry, field)} names={names} />
    </Radio>
  )
  return (
    <li className={differs ? 'differs' : undefined}>
      <span className="merge-label">
        {label} {filled && differs && <span className="tag">{say(w.filled)}</span>}
      </span>
      <Radio.Group
        aria-label={label}
        className="merge-values"
        disabled={!differs}
        value={fromGone}
        onChange={(event) => onChoose(event.target.value === true)}
      >
        {one(survivor, false)}
        {one(gone, true)}
      </Radio.Group>
    </li>
  )
}

function Moving({ preview }: { preview: Preview }) {
  const { say } = useWords()
  return (
    <section className="merge-moving">
      <h2>{say(w.moves)}</h2>
      {preview.relations.length === 0 ? (
        <p className="faint">{say(w.nothingMoves)}</p>
      ) : (
        <ul className="row">
          {preview.relations.map(({ object, label, count }) => (
            <li key={object} className="tag">
              {say(w.count, { label: say(label), n: count })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
