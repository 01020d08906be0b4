/** A short form in a dialog: some fields of an object, made or changed, errors at the field. */
import { Button, Modal } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useIntent } from '../api/intent.ts'
import { useRefresh } from '../api/query.ts'
import { change, create } from '../api/resource.ts'
import type { Entry, FieldMeta, Names, ObjectMeta, Values } from '../api/types.ts'
import { FieldRow } from '../object/fieldRow.tsx'
import { useWords } from '../shell/words.ts'
import { errorsByField, ProblemNote } from '../ui/problem.tsx'
import { toast } from '../ui/toast.tsx'
import { adminWords as w } from '../words/admin.ts'

export interface ShortFormProps {
  readonly object: ObjectMeta
  readonly title: string
  /** In the order in which they are asked; those the object does not have are left out. */
  readonly fields: readonly string[]
  /** The record to change; absent: a new one. */
  readonly entry?: Entry | undefined
  readonly names?: Names | undefined
  readonly values?: Values | undefined
  readonly onClose: () => void
}

export function ShortForm({ object, title, fields, entry, names, values: given, onClose }: ShortFormProps) {
  const { say } = useWords()
  const id = useId()
  const intent = useIntent()
  const refresh = useRefresh()
  const shown = fields.flatMap((name) => object.fields.find((field) => field.name === name) ?? [])
  const [values, setValues] = useState<Values>(() => startOf(shown, entry, given))
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const wrong = errorsByField(error)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await intent.run([object.name, entry?.id, values], (key) =>
        entry
          ? change(object.plural, entry.id, { body: changedOf(values, entry), version: entry.version, key })
          : create(object.plural, { body: { ...given, ...values }, key }),
      )
      toast(say(w.saved))
      await refresh()
      onClose()
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={title} onCancel={onClose} footer={null} destroyOnHidden>
      <form className="short-form" onSubmit={save} noValidate>
        <ProblemNote error={error} object={object} shownFields={new Set(shown.map((field) => field.name))} />
        {shown.map((field) => (
          <FieldRow
            key={field.name}
            {...{ field, names }}
            id={`${id}${field.name}`}
            value={values[field.name]}
            record={values}
            disabled={entry !== undefined && field.fixed === true}
            errors={wrong[field.name] ?? []}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <div className="row short-form-foot">
          <Button onClick={onClose}>{say(w.cancel)}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {say(w.save)}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function startOf(fields: readonly FieldMeta[], entry: Entry | undefined, given: Values = {}): Values {
  return Object.fromEntries(
    fields.map(({ name, default: usual }) => [name, entry ? entry[name] : (given[name] ?? usual ?? null)]),
  )
}

/** Only what differs is sent, so that a conflict is about what was really changed. */
const changedOf = (values: Values, entry: Entry): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(entry[name])),
  )
