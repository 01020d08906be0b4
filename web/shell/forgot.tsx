/** Asking for a new password: the same sentence for every address. */
import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { ask } from '../api/client.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { signInWords as w } from '../words/signIn.ts'
import { Frame } from './frame.tsx'
import { useWords } from './words.ts'

export function Forgot({ email: typed, mail, onBack }: { email: string; mail: boolean; onBack: () => void }) {
  const { t, say } = useWords()
  const id = useId()
  const [email, setEmail] = useState(typed)
  const [sent, setSent] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await ask('/session/forgot', { method: 'POST', body: { email } })
      setSent(true)
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <Frame title={say(w.forgotTitle)}>
      {sent || !mail ? (
        <p className="note" role="status">
          {say(mail ? w.forgotSent : w.forgotNoMail)}
        </p>
      ) : (
        <form className="stack" onSubmit={(event) => void send(event)}>
          <p className="soft">{say(w.forgotHint)}</p>
          <ProblemNote error={error} />
          <div>
            <label htmlFor={id}>{t('email')}</label>
            <Input
              id={id}
              type="email"
              size="large"
              autoComplete="username"
              autoFocus
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </div>
          <Button type="primary" size="large" htmlType="submit" loading={busy}>
            {say(w.forgotSend)}
          </Button>
        </form>
      )}
      <Button type="text" onClick={onBack}>
        {say(w.back)}
      </Button>
    </Frame>
  )
}
