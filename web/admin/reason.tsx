/** Asks for the reason of a step that owes one, then takes it. */
import { Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { act } from '../api/resource.ts'
import type { Entry, ObjectMeta, TransitionMeta } from '../api/types.ts'
import { useCommand } from '../object/command.ts'
import { useWords } from '../shell/words.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { adminWords as w } from '../words/admin.ts'

interface ReasonFormProps {
  readonly object: ObjectMeta
  readonly entry: Entry
  readonly step: TransitionMeta
  /** What will happen, in words. */
  readonly warning: string
  readonly onClose: () => void
}

export function ReasonForm({ object, entry, step, warning, onClose }: ReasonFormProps) {
  const { say, t } = useWords()
  const id = useId()
  const command = useCommand()
  const [reason, setReason] = useState('')
  const go = () =>
    void command.run({
      content: [entry.id, step.name, reason],
      send: (key) => act(object.plural, entry.id, step.name, { body: { reason }, version: entry.version, key }),
      said: say(w.saved),
      then: onClose,
    })
  return (
    <Modal
      open
      title={say(step.label)}
      onCancel={onClose}
      onOk={go}
      okText={say(step.label)}
      cancelText={say(w.cancel)}
      okButtonProps={{ danger: step.tone === 'danger', loading: command.busy, disabled: reason.trim() === '' }}
    >
      <div className="short-form-field">
        <ProblemNote error={command.problem} object={object} />
        <p>{warning}</p>
        <label htmlFor={id}>{t('reason')}</label>
        <Input.TextArea id={id} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </Modal>
  )
}
