/** A new password for a person, typed or made, shown so that it can be handed over. */
import { Button, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { ask } from '../api/client.ts'
import type { Entry } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { adminWords as w } from '../words/admin.ts'
import { useRun } from './run.ts'

const least = 15
/** Without characters that are taken for one another. */
const letters = 'abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY346789'

export function PasswordForm({ user, onClose }: { user: Entry; onClose: () => void }) {
  const { say } = useWords()
  const id = useId()
  const [password, setPassword] = useState('')
  const { busy, run } = useRun()
  const short = password !== '' && [...password].length < least
  const save = async () => {
    const body = { password }
    const done = await run([user.id, password], (key) =>
      ask(`/users/${user.id}/set-password`, { method: 'POST', body, key }),
    )
    if (done) onClose()
  }
  return (
    <Modal
      open
      title={`${say(w.setPassword)} · ${String(user.name ?? '')}`}
      onCancel={onClose}
      okText={say(w.save)}
      cancelText={say(w.cancel)}
      onOk={() => void save()}
      okButtonProps={{ disabled: password === '' || short, loading: busy }}
    >
      <div className="short-form-field">
        <label htmlFor={id}>{say(w.password)}</label>
        <span className="row">
          <Input
            id={id}
            className="grow"
            autoComplete="new-password"
            value={password}
            status={short ? 'error' : ''}
            aria-describedby={`${id}-note`}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button onClick={() => setPassword(madePassword())}>{say(w.generate)}</Button>
        </span>
        <p id={`${id}-note`} className={short ? 'short-form-error' : 'faint'}>
          {say(short ? w.passwordShort : w.passwordHint, { n: least })}
        </p>
      </div>
    </Modal>
  )
}

/** Five groups of four: about 113 bits, and still possible to read out. */
function madePassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(64))
  const picked = [...bytes].filter((byte) => byte < letters.length * 4).map((byte) => letters[byte % letters.length])
  return Array.from({ length: 5 }, (_, i) => picked.slice(i * 4, i * 4 + 4).join('')).join('-')
}
