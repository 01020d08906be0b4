/** Sets up a second factor: a square to scan, a code to show, recovery codes to keep. */
import { Button, QRCode } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import { ask } from '../api/client.ts'
import { CodeField } from '../shell/codeField.tsx'
import { useWords } from '../shell/words.ts'
import { Loading } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { toast } from '../ui/toast.tsx'
import { signInWords as w } from '../words/signIn.ts'
import './account.css'

interface Fresh {
  readonly secret: string
  readonly uri: string
}

const path = '/session/second-factor'

export function SetUp({ onDone }: { onDone: () => void }) {
  const { say } = useWords()
  const [fresh, setFresh] = useState<Fresh | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    ask<Fresh>(path, { method: 'POST', body: {} }).then(setFresh, setError)
  }, [])
  const confirm = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      setCodes((await ask<{ codes: string[] }>(`${path}/confirm`, { method: 'POST', body: { code } })).codes)
    } catch (problem) {
      setError(problem)
      setCode('')
    }
    setBusy(false)
  }
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  if (!fresh) return error ? <ProblemNote error={error} /> : <Loading lines={3} />
  return (
    <form className="stack" onSubmit={(event) => void confirm(event)}>
      <p className="soft">{say(w.setUpScan)}</p>
      <div className="factor-square">
        <QRCode value={fresh.uri} size={180} type="svg" color="#000" bgColor="#fff" />
      </div>
      <p>
        {say(w.setUpKey)} <code className="factor-key">{fresh.secret.replace(/.{4}(?!$)/g, '$& ')}</code>
      </p>
      <ProblemNote error={error} />
      <CodeField label={say(w.setUpCode)} value={code} onChange={setCode} />
      <Button type="primary" size="large" htmlType="submit" loading={busy}>
        {say(w.setUpGo)}
      </Button>
    </form>
  )
}

export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { say } = useWords()
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'))
    toast(say(w.codesCopied))
  }
  return (
    <div className="stack">
      <h2>{say(w.codesTitle)}</h2>
      <p className="note warn" role="alert">
        {say(w.codesHint)}
      </p>
      <ul className="recovery-codes">
        {codes.map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button onClick={() => void copy()}>{say(w.codesCopy)}</Button>
        <Button type="primary" onClick={onDone}>
          {say(w.codesDone)}
        </Button>
      </div>
    </div>
  )
}
