/** Before anything else: a second factor set up because the role asks for it, or shown because it is there. */
import { Button } from 'antd'
import { useState } from 'react'
import { SetUp } from '../account/setUp.tsx'
import { ask } from '../api/client.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { signInWords as w } from '../words/signIn.ts'
import { CodeField } from './codeField.tsx'
import { Frame } from './frame.tsx'
import { Proof } from './proof.tsx'
import { useWords } from './words.ts'

export default function Gate({ wants, onDone }: { wants: 'setUp' | 'prove'; onDone: () => void }) {
  const { say } = useWords()
  const leave = async () => {
    await ask('/session', { method: 'DELETE' })
    location.assign('/')
  }
  return (
    <Frame title={say(wants === 'setUp' ? w.setUpTitle : w.codeTitle)}>
      {wants === 'setUp' ? (
        <>
          <p className="soft">{say(w.setUpOwed)}</p>
          <SetUp onDone={onDone} />
        </>
      ) : (
        <Prove onDone={onDone} />
      )}
      <Button type="text" onClick={() => void leave()}>
        {say(w.signOut)}
      </Button>
      <Proof companyId={null} />
    </Frame>
  )
}

function Prove({ onDone }: { onDone: () => void }) {
  const { say } = useWords()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      await ask('/session/prove', { method: 'POST', body: { code } })
      onDone()
    } catch (problem) {
      setError(problem)
      setCode('')
      setBusy(false)
    }
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <p className="soft">{say(w.codeHint)}</p>
      <ProblemNote error={error} />
      <CodeField value={code} onChange={setCode} />
      <Button type="primary" size="large" htmlType="submit" loading={busy}>
        {say(w.proceed)}
      </Button>
    </form>
  )
}
