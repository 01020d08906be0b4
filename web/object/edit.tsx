/** Changes a stored record in a drawer; a conflict with someone else's change is shown side by side. */
import { Button, Drawer } from 'antd'
import { type FormEvent, useMemo, useState } from 'react'
import { change } from '../api/resource.ts'
import type { ObjectMeta, One, Values } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Override } from '../ui/override.tsx'
import { useCommand } from './command.ts'
import { Conflict, useConflict } from './conflict.tsx'
import { ObjectForm } from './form.tsx'
import { sentBody } from './new.tsx'
import { editableFields, editableParts, missingIn, useForm, valuesOf } from './useForm.ts'

interface EditProps {
  object: ObjectMeta
  one: One
  onClose: () => void
}

export function Edit({ object, one, onClose }: EditProps) {
  const { say, t } = useWords()
  const meta = useMeta()
  const [held] = useState(one)
  const start = useMemo(() => valuesOf(object, held.data), [object, held])
  const form = useForm(start, `openltc.draft.${meta.me.id}.${object.name}.${held.data.id}`)
  const command = useCommand()
  const conflict = useConflict(object, held.data)
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const fields = editableFields(object, true)
  const parts = editableParts(object)

  const send = (changed: Values, version: number) => {
    const body = sentBody(changed, object, parts)
    if (Object.keys(body).length === 0) return finish()
    void command.run({
      content: [body, version],
      said: t('saved'),
      send: (key, consent) => change(object.plural, held.data.id, { body: { ...body, ...consent }, version, key }),
      then: finish,
      refused: (problem) => problem.status === 409 && problem.code === 'VERSION_CONFLICT' && conflict.open(changed),
    })
  }
  const finish = () => {
    form.settle()
    onClose()
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    const lacking = missingIn(fields, form.values)
    setMissing(lacking)
    if (lacking.size === 0) send(form.changed, held.data.version)
  }
  const close = () => {
    if (!form.dirty || window.confirm(t('leaveAsk'))) onClose()
  }

  return (
    <Drawer
      open
      size={720}
      title={t('editObject', { object: say(object.label) })}
      onClose={close}
      maskClosable={!form.dirty}
      footer={
        <div className="row">
          <Button type="primary" loading={command.busy} form="edit-form" htmlType="submit">
            {t('save')}
          </Button>
          <Button onClick={close}>{t('cancel')}</Button>
        </div>
      }
    >
      <form id="edit-form" onSubmit={save} noValidate>
        <ObjectForm {...{ object, form, fields, parts, missing }} names={held.names} error={command.problem} />
      </form>
      <Conflict {...{ object, conflict }} names={held.names} onChoose={send} />
      <Override
        problem={command.waiting}
        object={object}
        busy={command.busy}
        onConsent={command.consent}
        onCancel={command.forget}
      />
    </Drawer>
  )
}
