/** Where a one-time link leads: a person sets a password and is in. The token stays behind the hash. */
import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { ask } from '../api/client.ts'
import { useTabTitle } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { setLanguage, useWords } from './words.ts'

const shortest = 15

export default function Welcome({ onSignedIn }: { onSignedIn: () => void }) {
  const { t, language } = useWords()
  const id = useId()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useTabTitle(t('welcomeTitle'))
  const long = [...password].length >= shortest
  const same = again === '' || again === password
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await ask('/session/redeem', { method: 'POST', body: { token: location.hash.slice(1), password } })
      history.replaceState(null, '', '/')
      onSignedIn()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <main className="sign-in">
      <div className="card stack">
        <div className="row apart">
          <h1>{t('welcomeTitle')}</h1>
          <button
            type="button"
            className="plain-button"
            lang={language === 'zh' ? 'en' : 'zh-CN'}
            onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
          >
            {t('otherLanguage')}
          </button>
        </div>
        <p className="soft">{t('welcomeHint', { n: shortest })}</p>
        <ProblemNote error={error} />
        <form className="stack" onSubmit={(event) => void submit(event)}>
          <label htmlFor={`${id}p`}>{t('password')}</label>
          <Input.Password
            id={`${id}p`}
            size="large"
            autoComplete="new-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <label htmlFor={`${id}a`}>{t('passwordAgain')}</label>
          <Input.Password
            id={`${id}a`}
            size="large"
            autoComplete="new-password"
            status={same ? '' : 'error'}
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
          <Button type="primary" size="large" htmlType="submit" loading={busy} disabled={!long || again !== password}>
            {t('welcomeGo')}
          </Button>
        </form>
      </div>
    </main>
  )
}
