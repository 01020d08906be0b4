/** Asks who sits there before a sensitive step, and lets the step go on by itself once that was shown. */
import { Button, Input, Modal } from 'antd'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { ask, onProofNeeded } from '../api/client.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { signInWords as w } from '../words/signIn.ts'
import { CodeField } from './codeField.tsx'
import { useWords } from './words.ts'

/** `companyId` null: nobody is quite in yet, and no provider can be asked. */
export function Proof({ companyId }: { companyId: string | null }) {
  const { say } = useWords()
  const [by, setBy] = useState<string | null>(null)
  const waiting = useRef<((shown: boolean) => void)[]>([])
  useEffect(() => {
    onProofNeeded(
      (needed) =>
        new Promise((resolve) => {
          waiting.current.push(resolve)
          setBy(needed)
        }),
    )
    return () => onProofNeeded(async () => false)
  }, [])
  const end = (shown: boolean) => {
    setBy(null)
    for (const resolve of waiting.current.splice(0)) resolve(shown)
  }
  if (by === null) return null
  return (
    <Modal open title={say(w.proofTitle)} footer={null} onCancel={() => end(false)} destroyOnHidden zIndex={1200}>
      {by === 'provider' ? <Elsewhere companyId={companyId} /> : <Here by={by} onShown={() => end(true)} />}
    </Modal>
  )
}

function Here({ by, onShown }: { by: string; onShown: () => void }) {
  const { t, say } = useWords()
  const id = useId()
  const [value, setValue] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await ask('/session/prove', { method: 'POST', body: by === 'code' ? { code: value } : { password: value } })
      onShown()
    } catch (problem) {
      setError(problem)
      setValue('')
      setBusy(false)
    }
  }
  return (
    <form className="stack" onSubmit={(event) => void send(event)}>
      <p className="soft">{say(w.proofHint)}</p>
      <ProblemNote error={error} />
      {by === 'code' ? (
        <CodeField value={value} onChange={setValue} />
      ) : (
        <div>
          <label htmlFor={id}>{t('password')}</label>
          <Input.Password
            id={id}
            size="large"
            autoComplete="current-password"
            autoFocus
            required
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </div>
      )}
      <Button type="primary" htmlType="submit" loading={busy}>
        {say(w.proofGo)}
      </Button>
    </form>
  )
}

/** Who has neither password nor code here shows themselves at the provider. */
function Elsewhere({ companyId }: { companyId: string | null }) {
  const { say } = useWords()
  const [error, setError] = useState<unknown>(null)
  const go = async () => {
    try {
      const body = { companyId, to: `${location.pathname}${location.search}`, again: true }
      location.assign((await ask<{ url: string }>('/sso/start', { body })).url)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div className="stack">
      <p className="soft">{say(w.proofProvider)}</p>
      <ProblemNote error={error} />
      <Button type="primary" onClick={() => void go()}>
        {say(w.proofGo)}
      </Button>
    </div>
  )
}
