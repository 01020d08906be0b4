/** A transition asks for what it needs: required fields first, arguments, what may be added, and the reason. */
import { Button, Modal } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { act } from '../api/resource.ts'
import type { FieldMeta, ObjectMeta, One, TransitionMeta, Values } from '../api/types.ts'
import { bodyOf, isEmpty, pathOf, valueIn } from '../field/kinds.ts'
import { rowsToSend } from '../lines/rows.ts'
import { useWords } from '../shell/words.ts'
import { Override } from '../ui/override.tsx'
import { errorsByField, ProblemNote } from '../ui/problem.tsx'
import { useCommand } from './command.ts'
import { keepEnter } from './enter.ts'
import { FieldRow } from './fieldRow.tsx'
import { PartInput } from './partInput.tsx'
import { fieldsOfStep } from './step.ts'
import { StepArgument } from './stepArgument.tsx'
import type { TakeBack } from './takeBack.ts'
import { difference, missingIn, valuesOf } from './useForm.ts'

interface StepDialogProps {
  object: ObjectMeta
  one: One
  step: TransitionMeta
  /** Arguments known already, like the stage a card was dropped on. */
  given?: Values
  /** Where the page does not offer to take it back by itself. */
  takeBack?: TakeBack
  onClose: (done: boolean) => void
}

const reasonField: FieldMeta = {
  name: 'reason',
  kind: 'longText',
  label: { zh: '原因', en: 'Reason' },
  maxLength: 1000,
}
/** Where more may be given than this, what is filled already starts folded. */
const unfolded = 4

export function StepDialog({ object, one, step, given, takeBack, onClose }: StepDialogProps) {
  const { say, t } = useWords()
  const { data } = one
  const command = useCommand()
  const fields = fieldsOfStep(object, step)
  const known = new Set(Object.keys(given ?? {}))
  const [start] = useState(() => startValues(object, one, fields.input))
  const [values, setValues] = useState<Values>({ ...start, ...given })
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const label = say(step.label)
  const set = (path: string, value: unknown) => setValues((before) => ({ ...before, [path]: value }))

  const run = (event: FormEvent) => {
    event.preventDefault()
    const owed = step.reason === true ? [{ ...reasonField, required: true }] : []
    const lacking = missingIn([...fields.asked, ...fields.input, ...owed], values)
    setMissing(lacking)
    if (lacking.size > 0) return
    const changed = difference(start, values)
    const own = bodyOf(changed, [...fields.asked, ...fields.taken])
    const rows = Object.fromEntries(
      fields.parts
        .filter((part) => part.name in changed)
        .map((part) => [part.name, rowsToSend(changed[part.name] as Values[], part.fields)]),
    )
    const args = bodyOf(filled(values), fields.input)
    const body = { ...own, ...rows, ...args, ...(values.reason ? { reason: values.reason } : {}) }
    void command.run({
      content: [step.name, body, data.version],
      said: t('done', { action: label }),
      offers: (answer: One) => takeBack?.(step, [answer.data]),
      send: (key, consent) =>
        act(object.plural, data.id, step.name, {
          body: { ...body, ...consent },
          version: data.version,
          key,
        }),
      then: () => onClose(true),
    })
  }

  return (
    <Modal
      open
      width={640}
      title={label}
      onCancel={() => onClose(false)}
      footer={
        <>
          <Button onClick={() => onClose(false)}>{t('cancel')}</Button>
          <Button type="primary" danger={step.tone === 'danger'} htmlType="submit" form="step" loading={command.busy}>
            {label}
          </Button>
        </>
      }
    >
      <form id="step" className="stack" onSubmit={run} onKeyDown={keepEnter} noValidate>
        {step.help && <p className="soft">{say(step.help)}</p>}
        <StepFields {...{ object, one, step, values, missing, known, set }} error={command.problem} />
      </form>
      <Override
        problem={command.waiting}
        object={object}
        busy={command.busy}
        onConsent={command.consent}
        onCancel={command.forget}
      />
    </Modal>
  )
}

interface StepFieldsProps {
  object: ObjectMeta
  one: One
  step: TransitionMeta
  values: Values
  missing: ReadonlySet<string>
  /** Arguments that were given with the step need no asking. */
  known: ReadonlySet<string>
  error: unknown
  set: (path: string, value: unknown) => void
}

function StepFields({ object, one, step, values, missing, known, error, set }: StepFieldsProps) {
  const { t } = useWords()
  const id = useId()
  const fields = fieldsOfStep(object, step)
  const errors = errorsByField(error)
  const seen = new Set([...fields.all.map(pathOf), 'reason'].filter((path) => errors[path]))
  const many = fields.taken.length > unfolded
  const isFolded = (field: FieldMeta) =>
    many && !isEmpty(valueIn(one.data, field)) && errors[pathOf(field)] === undefined
  const row = (field: FieldMeta) => ({
    id: `${id}${pathOf(field)}`,
    field,
    value: values[pathOf(field)],
    record: values,
    names: one.names,
    errors: errors[pathOf(field)],
    missing: missing.has(pathOf(field)),
    onChange: (value: unknown) => set(pathOf(field), value),
  })
  const isOpen = (field: FieldMeta) => !known.has(field.name) || errors[pathOf(field)] !== undefined
  const taken = (list: readonly FieldMeta[]) => list.map((field) => <FieldRow key={pathOf(field)} {...row(field)} />)
  const parts = fields.parts.map((part) => (
    <PartInput
      key={part.name}
      {...{ object, part, values }}
      names={one.names}
      errors={Object.values(errors).flat()}
      onChange={(rows) => set(part.name, rows)}
    />
  ))
  const foldsParts = many && !fields.parts.some((part) => errors[part.name] || step.asks?.includes(part.name))
  return (
    <>
      <ProblemNote error={error} object={object} shownFields={seen} />
      {fields.asked.map((field) => (
        <FieldRow key={pathOf(field)} {...row(field)} />
      ))}
      {fields.input.filter(isOpen).map((field) => (
        <StepArgument key={pathOf(field)} {...row(field)} object={object} entry={one.data} />
      ))}
      {taken(fields.taken.filter((field) => !isFolded(field)))}
      {!foldsParts && parts}
      {many && (
        <details>
          <summary>{t('optional')}</summary>
          <div className="stack">
            {taken(fields.taken.filter(isFolded))}
            {foldsParts && parts}
          </div>
        </details>
      )}
      {mayExplain(step, errors) && <FieldRow {...row({ ...reasonField, required: step.reason === true })} />}
    </>
  )
}

/** A reason is asked where one may be owed and where something ends. */
const mayExplain = (step: TransitionMeta, errors: Readonly<Record<string, unknown>>): boolean =>
  Boolean(step.reason) || step.tone === 'danger' || errors.reason !== undefined

/** The record's own values and the defaults of arguments. */
function startValues(object: ObjectMeta, one: One, input: readonly FieldMeta[]): Values {
  const values = valuesOf(object, one.data)
  for (const field of input) values[pathOf(field)] = field.default ?? null
  return values
}

const filled = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  )
