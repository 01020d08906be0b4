/** How the company works: its mode with a preview of what a switch changes, and every setting by itself. */
import { Button, Modal } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { type CompanyMode, modes } from '../../kernel/settings.ts'
import { useOne } from '../api/query.ts'
import { act, change } from '../api/resource.ts'
import type { Entry, FieldMeta, ObjectMeta, Values } from '../api/types.ts'
import { useCommand } from '../object/command.ts'
import { FieldRow } from '../object/fieldRow.tsx'
import { sectionsOf } from '../object/sections.ts'
import { useMeta, useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { errorsByField, ProblemNote } from '../ui/problem.tsx'
import { adminWords as w } from '../words/admin.ts'
import { AdminHead } from './head.tsx'
import { changesOf, differs, shownValue } from './modeChanges.ts'

export default function CompanyPage() {
  const { say } = useWords()
  const object = useObject('company')
  const { id } = useMeta().company
  const asked = useOne(object?.plural ?? '', object ? id : undefined)
  if (!object) return <Empty title={say(w.noRight)} />
  return (
    <>
      <AdminHead title={w.company} hint={w.companyHint} />
      <Shown asked={asked}>
        {({ data }) => (
          <>
            <Modes object={object} company={data} />
            <Settings key={data.version} object={object} company={data} />
          </>
        )}
      </Shown>
    </>
  )
}

const modeNames = ['light', 'standard', 'strict'] as const
const hints = { light: w.lightHint, standard: w.standardHint, strict: w.strictHint }

function Modes({ object, company }: { object: ObjectMeta; company: Entry }) {
  const { say } = useWords()
  const [to, setTo] = useState<CompanyMode | null>(null)
  return (
    <div className="admin-modes" role="group" aria-label={say(w.mode)}>
      {modeNames.map((mode) => (
        <button
          key={mode}
          type="button"
          className="admin-mode"
          aria-pressed={company.mode === mode}
          disabled={company.mode === mode || !object.can.switchMode}
          onClick={() => setTo(mode)}
        >
          <b>{say(w[mode])}</b>
          <span className="soft">{say(hints[mode])}</span>
        </button>
      ))}
      {to ? <Preview {...{ object, company, to }} onClose={() => setTo(null)} /> : null}
    </div>
  )
}

interface PreviewProps {
  readonly object: ObjectMeta
  readonly company: Entry
  readonly to: CompanyMode
  readonly onClose: () => void
}

function Preview({ object, company, to, onClose }: PreviewProps) {
  const { say, language } = useWords()
  const command = useCommand()
  const changes = changesOf(object, company, to)
  const go = () =>
    void command.run({
      content: [company.id, to],
      send: (key) => act(object.plural, company.id, 'switchMode', { body: { to }, version: company.version, key }),
      said: say(w.saved),
      then: onClose,
    })
  return (
    <Modal
      open
      title={say(w.switchMode, { mode: say(w[to]) })}
      onCancel={onClose}
      onOk={go}
      okText={say(w.switchMode, { mode: say(w[to]) })}
      cancelText={say(w.cancel)}
      okButtonProps={{ loading: command.busy }}
    >
      <ProblemNote error={command.problem} object={object} />
      <p className="soft">
        {changes.length === 0 ? say(w.switchNothing) : say(w.switchPreview, { n: changes.length })}
      </p>
      {changes.length > 0 ? (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{say(w.setting)}</th>
              <th scope="col">{say(w.now)}</th>
              <th scope="col">{say(w.after)}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field.name}>
                <td>{say(field.label)}</td>
                <td>{shownValue(field, before, { say, language })}</td>
                <td>
                  <b>{shownValue(field, after, { say, language })}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Modal>
  )
}

function Settings({ object, company }: { object: ObjectMeta; company: Entry }) {
  const { say } = useWords()
  const id = useId()
  const command = useCommand()
  const fields = object.fields.filter((field) => !field.computed)
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(fields.map(({ name }) => [name, company[name] ?? null])),
  )
  const wrong = errorsByField(command.problem)
  const changed = fields.filter(({ name }) => JSON.stringify(values[name]) !== JSON.stringify(company[name] ?? null))
  const save = (event: FormEvent) => {
    event.preventDefault()
    const body = Object.fromEntries(changed.map(({ name }) => [name, values[name]]))
    void command.run({
      content: [company.id, company.version, body],
      send: (key) => change(object.plural, company.id, { body, version: company.version, key }),
      said: say(w.saved),
    })
  }
  return (
    <form onSubmit={save} noValidate className="stack">
      <ProblemNote error={command.problem} object={object} shownFields={new Set(fields.map((field) => field.name))} />
      {sectionsOf(fields).map((section) => (
        <section key={section.key} className="admin-section">
          {section.label ? <h2>{say(settingSections[section.key] ?? section.label)}</h2> : null}
          {section.fields.map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              id={`${id}${field.name}`}
              value={values[field.name]}
              errors={wrong[field.name] ?? []}
              disabled={!object.can.change}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            >
              <Differs {...{ field, company }} value={values[field.name]} />
            </FieldRow>
          ))}
        </section>
      ))}
      {object.can.change ? (
        <div>
          <Button type="primary" htmlType="submit" loading={command.busy} disabled={changed.length === 0}>
            {say(w.save)}
          </Button>
        </div>
      ) : null}
    </form>
  )
}

const settingSections: Readonly<Record<string, typeof w.title>> = {
  leads: w.sectionLeads,
  opportunities: w.sectionOpportunities,
  documents: w.sectionDocuments,
  credit: w.sectionCredit,
  control: w.sectionControl,
  accounts: w.sectionAccounts,
}

function Differs({ field, value, company }: { field: FieldMeta; value: unknown; company: Entry }) {
  const { say } = useWords()
  const usual = modes[company.mode as CompanyMode]
  return usual && differs(field, value, usual) ? <span className="tag warn">{say(w.changedFromMode)}</span> : null
}
