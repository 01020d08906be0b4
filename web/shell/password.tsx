/** A person changes their own password. */
import { Button, Input, Modal } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { ask } from '../api/client.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { toast } from '../ui/toast.tsx'
import { useWords } from './words.ts'

export default function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const id = useId()
  const differs = again !== '' && next !== again
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (next !== again) return
    setBusy(true)
    try {
      await ask('/session/password', { method: 'POST', body: { current, next } })
      toast(t('passwordChanged'))
      onClose()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <Modal open title={t('passwordChange')} footer={null} onCancel={onClose}>
      <form className="stack" onSubmit={save}>
        <ProblemNote error={error} />
        <div>
          <label htmlFor={`${id}c`}>{t('passwordCurrent')}</label>
          <Input.Password
            id={`${id}c`}
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </div>
        <div>
          <label htmlFor={`${id}n`}>{t('passwordNext')}</label>
          <Input.Password
            id={`${id}n`}
            autoComplete="new-password"
            required
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        </div>
        <div>
          <label htmlFor={`${id}a`}>{t('passwordAgain')}</label>
          <Input.Password
            id={`${id}a`}
            autoComplete="new-password"
            required
            status={differs ? 'error' : undefined}
            aria-describedby={differs ? `${id}d` : undefined}
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
          {differs && (
            <p id={`${id}d`} className="field-error">
              {t('passwordDiffers')}
            </p>
          )}
        </div>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('save')}
        </Button>
      </form>
    </Modal>
  )
}
