/** Where a one-time link leads: a password is set, or a new address confirmed. The token stays behind the hash. */
import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { ask } from '../api/client.ts'
import { Loading } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { signInWords as w } from '../words/signIn.ts'
import { Frame } from './frame.tsx'
import { useWords } from './words.ts'

interface Link {
  readonly purpose: string
  readonly name: string
  readonly email: string
  readonly company: string
  readonly passwordMin: number
  /** The address signs in elsewhere: that password is shown instead of a new one set. */
  readonly joins: boolean
}

/** Read once: the address bar forgets it as soon as it was used. */
const token = location.hash.slice(1)

export default function Welcome({ onSignedIn }: { onSignedIn: () => void }) {
  const { t, say } = useWords()
  const asked = useQuery({
    queryKey: ['link', token],
    queryFn: () => ask<Link>('/session/link', { method: 'POST', body: { token } }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const link = asked.data
  if (link?.purpose === 'email') return <ConfirmEmail link={link} />
  return (
    <Frame title={t('welcomeTitle')}>
      {link ? (
        <SetPassword link={link} onSignedIn={onSignedIn} />
      ) : asked.error ? (
        <>
          <ProblemNote error={asked.error} />
          <Button href="/">{say(w.toSignIn)}</Button>
        </>
      ) : (
        <Loading lines={3} />
      )}
    </Frame>
  )
}

function SetPassword({ link, onSignedIn }: { link: Link; onSignedIn: () => void }) {
  const { t, say } = useWords()
  const id = useId()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { joins } = link
  const long = joins || [...password].length >= link.passwordMin
  const same = again === '' || again === password
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await ask('/session/redeem', { method: 'POST', body: { token, password } })
      history.replaceState(null, '', '/')
      onSignedIn()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <p>
        <b>{link.name}</b>
        <br />
        <span className="soft">{say(w.linkFor, { company: link.company, email: link.email })}</span>
      </p>
      <p className="soft">{joins ? say(w.linkJoins) : t('welcomeHint', { n: link.passwordMin })}</p>
      <ProblemNote error={error} />
      <input type="email" className="hidden-word" autoComplete="username" value={link.email} readOnly tabIndex={-1} />
      <label htmlFor={`${id}p`}>{t('password')}</label>
      <Input.Password
        id={`${id}p`}
        size="large"
        autoComplete={joins ? 'current-password' : 'new-password'}
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {joins ? null : (
        <>
          <label htmlFor={`${id}a`}>{t('passwordAgain')}</label>
          <Input.Password
            id={`${id}a`}
            size="large"
            autoComplete="new-password"
            status={same ? '' : 'error'}
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
        </>
      )}
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        loading={busy}
        disabled={!long || password === '' || (!joins && again !== password)}
      >
        {joins ? say(w.linkJoin) : t('welcomeGo')}
      </Button>
    </form>
  )
}

/** Opening the page changes nothing: whoever holds the address presses the button. */
function ConfirmEmail({ link }: { link: Link }) {
  const { say } = useWords()
  const [done, setDone] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const confirm = async () => {
    setBusy(true)
    setError(null)
    try {
      await ask('/session/email/confirm', { method: 'POST', body: { token } })
      history.replaceState(null, '', '/welcome')
      setDone(true)
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <Frame title={say(w.confirmEmailTitle)}>
      <p>{say(done ? w.confirmedEmail : w.confirmEmailHint, { email: link.email })}</p>
      <ProblemNote error={error} />
      {done ? (
        <Button href="/">{say(w.toSignIn)}</Button>
      ) : (
        <Button type="primary" size="large" loading={busy} onClick={() => void confirm()}>
          {say(w.confirmEmail)}
        </Button>
      )}
    </Frame>
  )
}
