/** One's own account: the address, the password, the second factor, the provider, and where one is signed in. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal, Popconfirm } from 'antd'
import { lazy, Suspense, useId, useState } from 'react'
import { useRun } from '../admin/run.ts'
import { ask } from '../api/client.ts'
import { useMeta } from '../shell/meta.tsx'
import type { Ways } from '../shell/sign-in.tsx'
import { useWords } from '../shell/words.ts'
import { PageHead } from '../ui/page.tsx'
import { landingWords, signInWords as w } from '../words/signIn.ts'
import { Sessions } from './sessions.tsx'
import { RecoveryCodes, SetUp } from './setUp.tsx'
import '../admin/admin.css'
import './account.css'

const PasswordDialog = lazy(() => import('../shell/password.tsx'))

export default function Account() {
  const { say, t } = useWords()
  const [changing, setChanging] = useState(false)
  return (
    <div className="page account">
      <div>
        <PageHead title={say(w.account)} />
        <p className="soft">{say(w.accountHint)}</p>
      </div>
      <Landing />
      <Address />
      <section>
        <h2>{t('password')}</h2>
        <div className="account-line">
          <span className="soft">{say(w.passwordHint)}</span>
          <Button onClick={() => setChanging(true)}>{t('passwordChange')}</Button>
        </div>
        {changing ? (
          <Suspense fallback={null}>
            <PasswordDialog onClose={() => setChanging(false)} />
          </Suspense>
        ) : null}
      </section>
      <Factor />
      <Provider />
      <section>
        <h2>{say(w.sessions)}</h2>
        <Sessions />
      </section>
    </div>
  )
}

/** What the way through the provider ended with. */
function Landing() {
  const { say } = useWords()
  const query = new URLSearchParams(location.search)
  const sentence = landingWords[query.get('problem') ?? '']
  if (sentence) {
    return (
      <p className="note bad" role="alert">
        {say(sentence)}
      </p>
    )
  }
  return query.get('linked') ? (
    <p className="note" role="status">
      {say(w.providerDone)}
    </p>
  ) : null
}

function Address() {
  const { say } = useWords()
  const { me } = useMeta()
  const id = useId()
  const { busy, run } = useRun()
  const [open, setOpen] = useState(false)
  const [email, setEmail] = useState('')
  const [sent, setSent] = useState('')
  const ways = useQuery({ queryKey: ['ways'], queryFn: ({ signal }) => ask<Ways>('/session/ways', { signal }) }).data
  const send = async () => {
    const done = await run(email, () => ask('/session/email', { method: 'POST', body: { email } }), w.done)
    if (!done) return
    setSent(email)
    setOpen(false)
  }
  return (
    <section>
      <h2>{say(w.emailNow)}</h2>
      <div className="account-line">
        <span>{me.email}</span>
        {ways?.mail ? <Button onClick={() => setOpen(true)}>{say(w.emailChange)}</Button> : null}
      </div>
      {ways && !ways.mail ? <p className="faint">{say(w.emailNoMail)}</p> : null}
      {sent ? (
        <p className="note" role="status">
          {say(w.emailSent, { email: sent })}
        </p>
      ) : null}
      <Modal
        open={open}
        title={say(w.emailChange)}
        onCancel={() => setOpen(false)}
        onOk={() => void send()}
        okText={say(w.emailSend)}
        cancelText={say(w.cancel)}
        okButtonProps={{ loading: busy, disabled: !email.includes('@') }}
      >
        <label htmlFor={id}>{say(w.emailNext)}</label>
        <Input id={id} type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
      </Modal>
    </section>
  )
}

interface FactorState {
  readonly on: boolean
  readonly required: boolean
  readonly recoveryLeft: number
}

function Factor() {
  const { say } = useWords()
  const client = useQueryClient()
  const { run } = useRun()
  const [setting, setSetting] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const asked = useQuery({
    queryKey: ['factor'],
    queryFn: ({ signal }) => ask<FactorState>('/session/second-factor', { signal }),
  })
  const again = () => client.invalidateQueries({ queryKey: ['factor'] })
  const done = () => {
    setSetting(false)
    setCodes(null)
    void again()
    void client.invalidateQueries({ queryKey: ['sessions'] })
  }
  const renew = async () => {
    let made: readonly string[] = []
    const renewed = await run(
      'codes',
      async () => {
        made = (await ask<{ codes: string[] }>('/session/second-factor/codes', { method: 'POST', body: {} })).codes
      },
      w.done,
    )
    if (renewed) setCodes(made)
  }
  const remove = async () => {
    await run('off', () => ask('/session/second-factor', { method: 'DELETE' }), w.done)
    await again()
  }
  const state = asked.data
  if (!state) return null
  return (
    <section>
      <h2>{say(w.factor)}</h2>
      <div className="account-line">
        <span>
          {state.on ? say(w.factorOn, { n: state.recoveryLeft }) : say(w.factorOff)}{' '}
          {state.required ? <span className="tag">{say(w.factorRequired)}</span> : null}
        </span>
        {state.on ? (
          <>
            <Button onClick={() => void renew()}>{say(w.factorNewCodes)}</Button>
            {state.required ? null : (
              <Popconfirm title={say(w.factorRemoveAsk)} onConfirm={() => void remove()}>
                <Button danger>{say(w.factorRemove)}</Button>
              </Popconfirm>
            )}
          </>
        ) : (
          <Button type="primary" onClick={() => setSetting(true)}>
            {say(w.factorSetUp)}
          </Button>
        )}
      </div>
      <Modal open={setting} title={say(w.setUpTitle)} footer={null} onCancel={done} destroyOnHidden>
        <SetUp onDone={done} />
      </Modal>
      <Modal open={codes !== null} title={say(w.factor)} footer={null} closable={false} destroyOnHidden>
        {codes ? <RecoveryCodes codes={codes} onDone={done} /> : null}
      </Modal>
    </section>
  )
}

interface Identities {
  readonly data: readonly { readonly issuer: string; readonly email: string | null }[]
  readonly label: string | null
}

function Provider() {
  const { say } = useWords()
  const client = useQueryClient()
  const { run } = useRun()
  const asked = useQuery({
    queryKey: ['identities'],
    queryFn: ({ signal }) => ask<Identities>('/sso/identities', { signal }),
  })
  const found = asked.data
  if (!found || (found.label === null && found.data.length === 0)) return null
  const link = () =>
    void run(
      'link',
      async () => {
        location.assign((await ask<{ url: string }>('/sso/link', { method: 'POST', body: {} })).url)
      },
      w.done,
    )
  const unlink = async () => {
    await run('unlink', () => ask('/sso/identities', { method: 'DELETE' }), w.done)
    await client.invalidateQueries({ queryKey: ['identities'] })
  }
  const linked = found.data.map(({ email, issuer }) => email ?? issuer).join(', ')
  return (
    <section>
      <h2>{say(w.provider)}</h2>
      <div className="account-line">
        <span>{found.data.length > 0 ? say(w.providerLinked, { label: linked }) : say(w.providerNone)}</span>
        {found.data.length > 0 ? (
          <Popconfirm title={say(w.providerUnlinkAsk)} onConfirm={() => void unlink()}>
            <Button danger>{say(w.providerUnlink)}</Button>
          </Popconfirm>
        ) : (
          <Button onClick={link}>{say(w.providerLink, { label: found.label })}</Button>
        )}
      </div>
    </section>
  )
}
