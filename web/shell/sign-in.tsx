/** Sign-in, and the choice of the company for a person who belongs to several. */
import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { ask } from '../api/client.ts'
import type { Me } from '../api/types.ts'
import { useTabTitle } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { setLanguage, useWords } from './words.ts'

interface Company {
  readonly id: string
  readonly name: string
}

type Answer = { readonly me?: Me; readonly companies?: readonly Company[] }

export default function SignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const { t, language } = useWords()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [companies, setCompanies] = useState<readonly Company[]>([])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useTabTitle(t('signIn'))

  const send = async (companyId?: string) => {
    setBusy(true)
    setError(null)
    try {
      const answer = await ask<Answer>('/session', { method: 'POST', body: { email, password, companyId } })
      if (answer.companies) setCompanies(answer.companies)
      else onSignedIn()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }

  return (
    <main className="sign-in">
      <div className="card stack">
        <div className="row apart">
          <h1>{companies.length > 0 ? t('companyChoose') : t('signInTitle')}</h1>
          <button
            type="button"
            className="plain-button"
            lang={language === 'zh' ? 'en' : 'zh-CN'}
            onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
          >
            {t('otherLanguage')}
          </button>
        </div>
        <p className="soft">{companies.length > 0 ? t('companyChooseHint') : t('tagline')}</p>
        <ProblemNote error={error} />
        {companies.length > 0 ? (
          <div className="stack">
            {companies.map((company) => (
              <Button key={company.id} size="large" disabled={busy} onClick={() => void send(company.id)}>
                {company.name}
              </Button>
            ))}
            <Button type="text" onClick={() => setCompanies([])}>
              {t('back')}
            </Button>
          </div>
        ) : (
          <Credentials {...{ email, setEmail, password, setPassword, busy }} onSend={() => void send()} />
        )}
      </div>
    </main>
  )
}

interface CredentialsProps {
  email: string
  setEmail: (email: string) => void
  password: string
  setPassword: (password: string) => void
  busy: boolean
  onSend: () => void
}

function Credentials({ email, setEmail, password, setPassword, busy, onSend }: CredentialsProps) {
  const { t } = useWords()
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend()
  }
  return (
    <form className="stack" onSubmit={submit}>
      <div>
        <label htmlFor={`${id}e`}>{t('email')}</label>
        <Input
          id={`${id}e`}
          type="email"
          size="large"
          autoComplete="username"
          autoFocus
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      <div>
        <label htmlFor={`${id}p`}>{t('password')}</label>
        <Input.Password
          id={`${id}p`}
          size="large"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      <Button type="primary" size="large" htmlType="submit" loading={busy}>
        {t('signIn')}
      </Button>
    </form>
  )
}
