/** The demo company goes away by one click, whole; one's own company begins here. */
import { Button, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { currencies } from '../../kernel/money.ts'
import { ask } from '../api/client.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Empty } from '../ui/page.tsx'
import { adminWords as w } from '../words/admin.ts'
import { AdminHead } from './head.tsx'
import { useRun } from './run.ts'

export default function Demo() {
  const { say } = useWords()
  const { company } = useMeta()
  return (
    <>
      <AdminHead title={w.demo} hint={w.demoHint} />
      {company.demo === false ? (
        <Empty title={say(w.notDemo)} />
      ) : (
        <>
          <Begin />
          <Remove name={company.name} />
        </>
      )}
    </>
  )
}

function Begin() {
  const { say } = useWords()
  const { company, me } = useMeta()
  const id = useId()
  const { busy, run } = useRun()
  const [values, setValues] = useState({
    name: '',
    baseCurrency: company.baseCurrency,
    timeZone: company.timeZone,
    adminName: me.name,
    email: '',
    password: '',
  })
  const [begun, setBegun] = useState(false)
  const set = (part: Partial<typeof values>) => setValues((before) => ({ ...before, ...part }))
  const ready = values.name.trim() !== '' && values.email.includes('@') && [...values.password].length >= 15
  const begin = async (event: FormEvent) => {
    event.preventDefault()
    setBegun(await run(values, (key) => ask('/company', { body: values, key }), w.begun))
  }
  const field = (name: 'name' | 'adminName' | 'email' | 'password', label: string, type = 'text') => (
    <div className="short-form-field">
      <label htmlFor={`${id}${name}`}>{label}</label>
      <Input
        id={`${id}${name}`}
        type={type}
        autoComplete={name === 'password' ? 'new-password' : 'off'}
        value={values[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </div>
  )
  return (
    <section className="admin-section" aria-labelledby={`${id}head`}>
      <h2 id={`${id}head`}>{say(w.begin)}</h2>
      <p className="soft">{say(w.beginText)}</p>
      {begun ? <p className="note">{say(w.begun)}</p> : null}
      <form className="short-form" onSubmit={(event) => void begin(event)}>
        {field('name', say(w.companyName))}
        <Choice
          label={say(w.currency)}
          value={values.baseCurrency}
          options={currencies}
          onChange={(baseCurrency) => set({ baseCurrency })}
        />
        <Choice
          label={say(w.timeZone)}
          value={values.timeZone}
          options={Intl.supportedValuesOf('timeZone')}
          onChange={(timeZone) => set({ timeZone })}
        />
        {field('adminName', say(w.adminName))}
        {field('email', say(w.email), 'email')}
        {field('password', say(w.password), 'password')}
        <p className="faint">{say(w.passwordHint, { n: 15 })}</p>
        <div>
          <Button type="primary" htmlType="submit" loading={busy} disabled={!ready}>
            {say(w.beginNow)}
          </Button>
        </div>
      </form>
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly string[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className="short-form-field">
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        showSearch
        value={value}
        onChange={onChange}
        options={options.map((each) => ({ value: each, label: each }))}
      />
    </div>
  )
}

function Remove({ name }: { name: string }) {
  const { say } = useWords()
  const id = useId()
  const { busy, run } = useRun()
  const [typed, setTyped] = useState('')
  const remove = async () => {
    const done = await run('demo', (key) => ask('/demo', { method: 'DELETE', key }), w.demoGone)
    if (done) window.location.assign('/')
  }
  return (
    <section className="admin-section" aria-labelledby={`${id}head`}>
      <h2 id={`${id}head`}>{say(w.removeDemo)}</h2>
      <p className="note bad">{say(w.removeDemoText)}</p>
      <div className="short-form-field">
        <label htmlFor={`${id}word`}>{say(w.removeDemoAsk, { word: name })}</label>
        <Input id={`${id}word`} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
      </div>
      <div>
        <Button danger loading={busy} disabled={typed.trim() !== name} onClick={() => void remove()}>
          {say(w.removeDemo)}
        </Button>
      </div>
    </section>
  )
}
