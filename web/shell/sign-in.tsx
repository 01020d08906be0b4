/** Sign-in: password and second factor, the company of a person who has several, or the company's own provider. */
import { useQuery } from '@tanstack/react-query'
import { Button, Divider, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { ask } from '../api/client.ts'
import type { Me } from '../api/types.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { landingWords, signInWords as w } from '../words/signIn.ts'
import { CodeField } from './codeField.tsx'
import { Forgot } from './forgot.tsx'
import { Frame } from './frame.tsx'
import { useWords } from './words.ts'

interface Company {
  readonly id: string
  readonly name: string
}

export interface Ways {
  readonly mail: boolean
  readonly sso: readonly { readonly companyId: string; readonly label: string }[]
}

interface Answer {
  readonly me?: Me
  readonly companies?: readonly Company[]
  readonly secondFactor?: boolean
}

type Step = 'password' | 'company' | 'code' | 'forgot'

export default function SignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const { t, say } = useWords()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [companyId, setCompanyId] = useState<string | undefined>()
  const [code, setCode] = useState('')
  const [companies, setCompanies] = useState<readonly Company[]>([])
  const [step, setStep] = useState<Step>('password')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const ways = useQuery({ queryKey: ['ways'], queryFn: ({ signal }) => ask<Ways>('/session/ways', { signal }) }).data

  const send = async (company = companyId) => {
    setBusy(true)
    setError(null)
    setCompanyId(company)
    try {
      const body = { email, password, companyId: company, ...(step === 'code' ? { code } : {}) }
      const answer = await ask<Answer>('/session', { method: 'POST', body })
      if (answer.companies) {
        setCompanies(answer.companies)
        setStep('company')
      } else if (answer.secondFactor) setStep('code')
      else onSignedIn()
    } catch (problem) {
      setError(problem)
      setCode('')
    }
    setBusy(false)
  }
  const restart = () => {
    setStep('password')
    setCompanyId(undefined)
    setCode('')
    setError(null)
  }
  if (step === 'forgot') return <Forgot email={email} mail={ways?.mail ?? false} onBack={restart} />
  if (step === 'company') return <Companies {...{ companies, busy, error }} onPick={send} onBack={restart} />
  if (step === 'code') return <Second {...{ code, setCode, busy, error }} onSend={() => void send()} onBack={restart} />
  return (
    <Frame title={t('signInTitle')}>
      <p className="soft">{t('tagline')}</p>
      {error === null ? <Landing /> : <ProblemNote error={error} />}
      <Credentials {...{ email, setEmail, password, setPassword, busy }} onSend={() => void send()} />
      <Button type="link" size="small" className="forgot" onClick={() => setStep('forgot')}>
        {say(w.forgot)}
      </Button>
      {ways && ways.sso.length > 0 ? <Providers sso={ways.sso} onError={setError} /> : null}
    </Frame>
  )
}

interface CompaniesProps {
  readonly companies: readonly Company[]
  readonly busy: boolean
  readonly error: unknown
  readonly onPick: (id: string) => Promise<void>
  readonly onBack: () => void
}

function Companies({ companies, busy, error, onPick, onBack }: CompaniesProps) {
  const { t } = useWords()
  return (
    <Frame title={t('companyChoose')}>
      <p className="soft">{t('companyChooseHint')}</p>
      <ProblemNote error={error} />
      {companies.map((company) => (
        <Button key={company.id} size="large" disabled={busy} onClick={() => void onPick(company.id)}>
          {company.name}
        </Button>
      ))}
      <Button type="text" onClick={onBack}>
        {t('back')}
      </Button>
    </Frame>
  )
}

interface SecondProps {
  readonly code: string
  readonly setCode: (code: string) => void
  readonly busy: boolean
  readonly error: unknown
  readonly onSend: () => void
  readonly onBack: () => void
}

function Second({ code, setCode, busy, error, onSend, onBack }: SecondProps) {
  const { t, say } = useWords()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend()
  }
  return (
    <Frame title={say(w.codeTitle)}>
      <p className="soft">{say(w.codeHint)}</p>
      <ProblemNote error={error} />
      <form className="stack" onSubmit={submit}>
        <CodeField value={code} onChange={setCode} />
        <Button type="primary" size="large" htmlType="submit" loading={busy}>
          {t('signIn')}
        </Button>
        <Button type="text" onClick={onBack}>
          {t('back')}
        </Button>
      </form>
    </Frame>
  )
}

/** What the way through a provider ended with. */
function Landing() {
  const { say } = useWords()
  const sentence = landingWords[new URLSearchParams(location.search).get('problem') ?? '']
  return sentence ? (
    <p className="note bad" role="alert">
      {say(sentence)}
    </p>
  ) : null
}

function Providers({ sso, onError }: { sso: Ways['sso']; onError: (problem: unknown) => void }) {
  const { say } = useWords()
  const go = async (companyId: string) => {
    try {
      const query = new URLSearchParams(location.search)
      query.delete('problem')
      const rest = query.size > 0 ? `?${query}` : ''
      const body = { companyId, to: `${location.pathname}${rest}` }
      location.assign((await ask<{ url: string }>('/sso/start', { body })).url)
    } catch (problem) {
      onError(problem)
    }
  }
  return (
    <>
      <Divider plain>{say(w.otherWays)}</Divider>
      {sso.map(({ companyId, label }) => (
        <Button key={companyId} size="large" block onClick={() => void go(companyId)}>
          {say(w.signInBy, { label })}
        </Button>
      ))}
    </>
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
