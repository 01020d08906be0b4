/** Which roles a person holds; granting is a right of its own, and conflicts of duty are asked about. */
import { Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { roleNames, roles } from '../../kernel/role.ts'
import { act } from '../api/resource.ts'
import type { Entry, ObjectMeta } from '../api/types.ts'
import { useCommand } from '../object/command.ts'
import { useWords } from '../shell/words.ts'
import { Override } from '../ui/override.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { adminWords as w } from '../words/admin.ts'

export function RolesForm({ object, user, onClose }: { object: ObjectMeta; user: Entry; onClose: () => void }) {
  const { say } = useWords()
  const id = useId()
  const command = useCommand()
  const [held, setHeld] = useState<readonly string[]>(Array.isArray(user.roles) ? user.roles : [])
  const save = () =>
    void command.run({
      content: [user.id, held],
      send: (key, consent) =>
        act(object.plural, user.id, 'grantRoles', { body: { roles: held, ...consent }, version: user.version, key }),
      said: say(w.saved),
      then: onClose,
    })
  return (
    <Modal
      open
      title={`${say(w.roles)} · ${String(user.name ?? '')}`}
      onCancel={onClose}
      onOk={save}
      okText={say(w.save)}
      cancelText={say(w.cancel)}
      okButtonProps={{ loading: command.busy, disabled: held.length === 0 }}
    >
      <div className="short-form-field">
        <ProblemNote error={command.problem} object={object} />
        <label htmlFor={id}>{say(w.roles)}</label>
        <Select
          id={id}
          mode="multiple"
          optionFilterProp="label"
          value={[...held]}
          onChange={(next: string[]) => setHeld(next)}
          options={roleNames.map((value) => ({ value, label: say(roles[value]) }))}
        />
        <p className="faint">{say(w.rolesHint)}</p>
      </div>
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
