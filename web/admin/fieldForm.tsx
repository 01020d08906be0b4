/** The form of a field of one's own: what it is called, what it holds, and its options. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Modal, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { change, create } from '../api/resource.ts'
import type { Entry, FieldMeta, ObjectMeta, Values } from '../api/types.ts'
import { useCommand } from '../object/command.ts'
import { FieldRow } from '../object/fieldRow.tsx'
import { useWords } from '../shell/words.ts'
import { errorsByField, ProblemNote } from '../ui/problem.tsx'
import { adminWords as w } from '../words/admin.ts'
import { declared } from './declared.ts'

interface Option {
  readonly id?: string
  readonly key: string
  readonly zh: string
  readonly en: string
  readonly disabled: boolean
}

interface OwnFieldFormProps {
  readonly object: ObjectMeta
  /** The object the field is added to. */
  readonly on: string
  readonly entry: Entry | undefined
  readonly onClose: () => void
}

const asked = [
  'labelZh',
  'labelEn',
  'key',
  'kind',
  'scale',
  'target',
  'helpZh',
  'helpEn',
  'section',
  'seq',
  'required',
  'filterable',
  'showInList',
]

export function OwnFieldForm({ object, on, entry, onClose }: OwnFieldFormProps) {
  const { say } = useWords()
  const id = useId()
  const command = useCommand()
  const shown = asked.flatMap((name) => object.fields.find((field) => field.name === name) ?? [])
  const [values, setValues] = useState<Values>(() => startOf(shown, entry))
  const [options, setOptions] = useState<readonly Option[]>(() => optionsOf(entry))
  const wrong = errorsByField(command.problem)
  const set = (name: string, value: unknown) =>
    setValues((before) => ({ ...before, [name]: value, ...keyFor(name, value, before) }))
  const visible = shown.filter(({ name }) =>
    name === 'scale' ? values.kind === 'number' : name !== 'target' || values.kind === 'link',
  )

  const save = (event: FormEvent) => {
    event.preventDefault()
    const body = bodyOf({ values, options, entry, shown: visible })
    void command.run({
      content: [on, entry?.id, body],
      send: (key) =>
        entry
          ? change(object.plural, entry.id, { body, version: entry.version, key })
          : create(object.plural, { body: { object: on, ...body }, key }),
      said: say(w.saved),
      then: onClose,
    })
  }
  return (
    <Modal open title={say(entry ? w.editField : w.addField)} onCancel={onClose} footer={null} destroyOnHidden>
      <form className="short-form" onSubmit={save} noValidate>
        <ProblemNote
          error={command.problem}
          object={object}
          shownFields={new Set(visible.map((field) => field.name))}
        />
        {visible.map((field) =>
          field.name === 'target' ? (
            <Target key="target" {...{ id, field }} value={values.target} onChange={(value) => set('target', value)} />
          ) : (
            <FieldRow
              key={field.name}
              field={field}
              id={`${id}${field.name}`}
              value={values[field.name] ?? null}
              errors={wrong[field.name] ?? []}
              disabled={entry !== undefined && field.fixed === true}
              onChange={(value) => set(field.name, value)}
            />
          ),
        )}
        {values.kind === 'choice' ? <Options options={options} onChange={setOptions} /> : null}
        <div className="row short-form-foot">
          <Button onClick={onClose}>{say(w.cancel)}</Button>
          <Button type="primary" htmlType="submit" loading={command.busy}>
            {say(w.save)}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface TargetProps {
  readonly id: string
  readonly field: FieldMeta
  readonly value: unknown
  readonly onChange: (value: string) => void
}

function Target({ id, field, value, onChange }: TargetProps) {
  const { say } = useWords()
  return (
    <div className="short-form-field">
      <label htmlFor={`${id}target`}>{say(field.label)}</label>
      <Select
        id={`${id}target`}
        showSearch={{ optionFilterProp: 'label' }}
        value={typeof value === 'string' ? value : undefined}
        onChange={onChange}
        options={[...declared.values()].map((object) => ({ value: object.name, label: say(object.label) }))}
      />
    </div>
  )
}

function Options({
  options,
  onChange,
}: {
  options: readonly Option[]
  onChange: (options: readonly Option[]) => void
}) {
  const { say } = useWords()
  const put = (index: number, part: Partial<Option>) =>
    onChange(options.map((option, i) => (i === index ? { ...option, ...part } : option)))
  const add = () => onChange([...options, { key: `option${options.length + 1}`, zh: '', en: '', disabled: false }])
  return (
    <fieldset className="own-options">
      <legend>{say(w.options)}</legend>
      {options.map((option, index) => (
        <div key={index} className="row own-option">
          <Input
            aria-label={`${say(w.optionKey)} ${index + 1}`}
            value={option.key}
            disabled={option.id !== undefined}
            onChange={(event) => put(index, { key: event.target.value })}
          />
          <Input
            aria-label={`${say(w.labelZh)} ${index + 1}`}
            placeholder={say(w.labelZh)}
            value={option.zh}
            onChange={(event) => put(index, { zh: event.target.value })}
          />
          <Input
            aria-label={`${say(w.labelEn)} ${index + 1}`}
            placeholder={say(w.labelEn)}
            value={option.en}
            onChange={(event) => put(index, { en: event.target.value })}
          />
          {option.id === undefined ? (
            <Button
              icon={<DeleteOutlined aria-hidden />}
              aria-label={`${say(w.remove)} ${option.zh || option.key}`}
              onClick={() => onChange(options.filter((_, i) => i !== index))}
            />
          ) : (
            <Checkbox checked={option.disabled} onChange={(event) => put(index, { disabled: event.target.checked })}>
              {say(w.disabled)}
            </Checkbox>
          )}
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={add}>
        {say(w.addOption)}
      </Button>
    </fieldset>
  )
}

function startOf(fields: readonly FieldMeta[], entry: Entry | undefined): Values {
  return Object.fromEntries(fields.map(({ name, default: usual }) => [name, entry ? entry[name] : (usual ?? null)]))
}

const optionsOf = (entry: Entry | undefined): readonly Option[] =>
  ((entry?.options ?? []) as readonly Option[]).map(({ id, key, zh, en, disabled }) => ({
    ...(id === undefined ? {} : { id }),
    key,
    zh,
    en,
    disabled: disabled === true,
  }))

/** An English name suggests the key as long as nobody has typed one. */
function keyFor(name: string, value: unknown, before: Values): Values {
  const suggested = camel(String(before.labelEn ?? ''))
  const untouched = !before.key || before.key === suggested
  return name === 'labelEn' && untouched ? { key: camel(String(value ?? '')) } : {}
}

function camel(text: string): string {
  const words = text
    .replace(/[^A-Za-z0-9 ]/g, ' ')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
  const joined = words
    .map((word, i) => (i === 0 ? word.toLowerCase() : word[0]?.toUpperCase() + word.slice(1)))
    .join('')
  return joined.replace(/^[0-9]+/, '').slice(0, 40)
}

interface Filled {
  readonly values: Values
  readonly options: readonly Option[]
  readonly entry: Entry | undefined
  readonly shown: readonly FieldMeta[]
}

function bodyOf({ values, options, entry, shown }: Filled): Values {
  const open = shown.filter((field) => !entry || !field.fixed)
  const body: Values = Object.fromEntries(open.map(({ name }) => [name, values[name] ?? null]))
  if (values.kind === 'choice') body.options = options
  return body
}
