/** The page that makes a new record of any object. */
import { useBlocker, useRouterState } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import { create } from '../api/resource.ts'
import type { ObjectMeta, PartMeta, Values } from '../api/types.ts'
import { bodyOf, ownerField } from '../field/kinds.ts'
import { rowsToSend } from '../lines/rows.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { listAddress, recordAddress, useGo } from '../ui/go.tsx'
import { Override } from '../ui/override.tsx'
import { Forbidden, PageHead } from '../ui/page.tsx'
import { useCommand } from './command.ts'
import { ObjectForm } from './form.tsx'
import './object.css'
import { OfObject } from './place.tsx'
import { editableFields, editableParts, missingIn, startOf, useForm } from './useForm.ts'
import { useUsual } from './usual.ts'

export default function NewPage() {
  return (
    <OfObject>{(object) => (object.can.create ? <New key={object.name} object={object} /> : <Forbidden />)}</OfObject>
  )
}

function New({ object }: { object: ObjectMeta }) {
  const { say, t } = useWords()
  const meta = useMeta()
  const { company } = meta
  const go = useGo()
  const search = useRouterState({ select: (state) => state.location.search as { values?: Values; back?: string } })
  const given = search.values
  // Only addresses of this application: one slash, then a letter.
  const back = typeof search.back === 'string' && /^\/[a-zA-Z]/.test(search.back) ? search.back : undefined
  const start = useMemo(() => startOf(object, company, given), [object, company, given])
  const fields = useMemo(() => editableFields(object, false), [object])
  const form = useForm(start, `openltc.draft.${meta.me.id}.${object.name}.new`)
  useUsual(fields, form)
  const command = useCommand()
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const leaving = useRef(false)
  const parts = editableParts(object)
  useLeaveGuard(() => form.dirty && !leaving.current, t('leaveAsk'))

  const save = (event: FormEvent) => {
    event.preventDefault()
    const lacking = missingIn(fields, form.values)
    setMissing(lacking)
    if (lacking.size > 0) return
    const body = sentBody(form.values, object, parts)
    void command.run({
      content: body,
      said: t('created', { object: say(object.label) }),
      send: (key, consent) => create(object.plural, { body: { ...body, ...consent }, key }),
      then: (answer) => {
        leaving.current = true
        form.settle()
        go(back ?? recordAddress(object.plural, answer.data.id))
      },
    })
  }
  const cancel = () => {
    leaving.current = true
    form.drop()
    go(back ?? listAddress(object.plural))
  }

  return (
    <div className="page form-page">
      <PageHead title={t('createObject', { object: say(object.label) })} />
      <form onSubmit={save} noValidate>
        <ObjectForm {...{ object, form, fields, parts, missing }} error={command.problem} fresh>
          <div className="form-foot">
            <Button type="primary" htmlType="submit" loading={command.busy}>
              {t('save')}
            </Button>
            <Button onClick={cancel}>{t('cancel')}</Button>
          </div>
        </ObjectForm>
      </form>
      <Override
        problem={command.waiting}
        object={object}
        busy={command.busy}
        onConsent={command.consent}
        onCancel={command.forget}
      />
    </div>
  )
}

/** A body out of form values; rows keep their ids and lose what the system computes. */
export function sentBody(values: Values, object: ObjectMeta, parts: readonly PartMeta[]): Values {
  const rows: Values = {}
  for (const part of parts) {
    const given = values[part.name]
    if (Array.isArray(given)) rows[part.name] = rowsToSend(given, part.fields)
  }
  const given = { ...bodyOf(values, [...object.fields, ownerField]), ...rows }
  return Object.fromEntries(
    Object.entries(given)
      .filter(([name, value]) => value !== undefined && !isComputed(object, name))
      .map(([name, value]) => [name, inCurrency(object, name, { value, currency: values.currency })]),
  )
}

/** A currency chosen after the amount was typed counts for it as well. */
function inCurrency(object: ObjectMeta, name: string, given: { value: unknown; currency: unknown }): unknown {
  const field = object.fields.find((one) => one.name === name)
  const { value, currency } = given
  if (field?.kind !== 'money' || field.base || typeof currency !== 'string' || !currency) return value
  return value && typeof value === 'object' ? { ...value, currency } : value
}

const isComputed = (object: ObjectMeta, name: string): boolean =>
  object.fields.find((field) => field.name === name)?.computed === true

export function useLeaveGuard(dirty: () => boolean, question: string): void {
  useBlocker({
    shouldBlockFn: () => dirty() && !window.confirm(question),
    enableBeforeUnload: dirty,
  })
}
