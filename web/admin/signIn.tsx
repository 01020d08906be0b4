/** How the company's people come in: roles that need a second factor, and the company's provider of identities. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select, Switch } from 'antd'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { roleNames, roles } from '../../kernel/role.ts'
import { ask } from '../api/client.ts'
import type { Label } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { Shown } from '../ui/page.tsx'
import { errorsByField, ProblemNote, Sentences } from '../ui/problem.tsx'
import { toast } from '../ui/toast.tsx'
import { signInWords as w } from '../words/signIn.ts'
import { AdminHead } from './head.tsx'

interface Policy {
  readonly factorRoles: readonly string[]
  readonly issuer: string | null
  readonly clientId: string | null
  readonly label: string | null
  readonly domains: readonly string[]
  readonly makesAccounts: boolean
  readonly role: string | null
  readonly trustsFactor: boolean
  readonly enabled: boolean
  readonly version: number
  readonly hasSecret: boolean
  readonly redirectUri: string | null
  readonly outboundAllow: readonly string[]
}

const path = '/sign-in-policy'

export default function SignInPolicy() {
  const asked = useQuery({ queryKey: ['policy'], queryFn: ({ signal }) => ask<Policy>(path, { signal }) })
  return (
    <>
      <AdminHead title={w.policy} hint={w.policyHint} />
      <Shown asked={asked}>{(policy) => <Form key={policy.version} policy={policy} />}</Shown>
    </>
  )
}

type Values = Omit<Policy, 'version' | 'hasSecret' | 'redirectUri' | 'outboundAllow'> & { clientSecret: string }

function Form({ policy }: { policy: Policy }) {
  const { say } = useWords()
  const client = useQueryClient()
  const { version, hasSecret: _kept, redirectUri: _uri, outboundAllow: _open, ...read } = policy
  const [values, setValues] = useState<Values>({ ...read, clientSecret: '' })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const put = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const { clientSecret, ...rest } = values
      const body = clientSecret === '' ? rest : { ...rest, clientSecret }
      await ask(path, { method: 'PATCH', body, version })
      toast(say(w.saved))
      await client.invalidateQueries({ queryKey: ['policy'] })
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <form className="stack" onSubmit={(event) => void save(event)} noValidate>
      <ProblemNote error={error} shownFields={new Set(fields)} />
      <Factors values={values} put={put} />
      <Provider {...{ policy, values, put, error }} />
      <div>
        <Button type="primary" htmlType="submit" loading={busy}>
          {say(w.policySave)}
        </Button>
      </div>
    </form>
  )
}

const fields = ['issuer', 'clientId', 'clientSecret', 'label', 'domains', 'role']
interface Part {
  readonly values: Values
  readonly put: (change: Partial<Values>) => void
}
const roleOptions = (names: readonly string[], say: (label: Label) => string) =>
  names.map((value) => ({ value, label: say((roles as Readonly<Record<string, Label>>)[value] as Label) }))

function Factors({ values, put }: Part) {
  const { say } = useWords()
  const id = useId()
  return (
    <section className="admin-section">
      <h2>{say(w.policyFactor)}</h2>
      <Field id={id} label={w.policyFactorRoles} hint={say(w.policyFactorHint)}>
        <Select
          id={id}
          mode="multiple"
          optionFilterProp="label"
          value={[...values.factorRoles]}
          onChange={(factorRoles: string[]) => put({ factorRoles })}
          options={roleOptions(
            roleNames.filter((one) => one !== 'CUS'),
            say,
          )}
        />
      </Field>
    </section>
  )
}

function Provider({ policy, values, put, error }: Part & { policy: Policy; error: unknown }) {
  const { say } = useWords()
  const id = useId()
  const text = (name: 'issuer' | 'clientId' | 'label', label: Label, placeholder = '') => (
    <Field id={`${id}${name}`} {...{ label, error, name }}>
      <Input
        id={`${id}${name}`}
        placeholder={placeholder}
        value={values[name] ?? ''}
        onChange={(event) => put({ [name]: event.target.value })}
      />
    </Field>
  )
  return (
    <section className="admin-section">
      <h2>{say(w.policySso)}</h2>
      {policy.redirectUri === null ? (
        <p className="note warn">{say(w.policyNeedsUrl)}</p>
      ) : (
        <Field id={`${id}redirect`} label={w.policyRedirect}>
          <Input id={`${id}redirect`} readOnly value={policy.redirectUri} onFocus={(event) => event.target.select()} />
        </Field>
      )}
      {text('issuer', w.policyIssuer, 'https://login.example.com')}
      {text('clientId', w.policyClient)}
      <Field
        id={`${id}secret`}
        label={w.policySecret}
        hint={say(policy.hasSecret ? w.policySecretKept : w.policySecretNone)}
        error={error}
        name="clientSecret"
      >
        <Input.Password
          id={`${id}secret`}
          autoComplete="off"
          value={values.clientSecret}
          onChange={(event) => put({ clientSecret: event.target.value })}
        />
      </Field>
      {text('label', w.policyLabel, 'Acme')}
      <Field id={`${id}domains`} label={w.policyDomains} error={error} name="domains">
        <Select
          id={`${id}domains`}
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', ' ', '，']}
          value={[...values.domains]}
          onChange={(domains: string[]) => put({ domains: domains.map((one) => one.trim().toLowerCase()) })}
          placeholder="example.com"
        />
      </Field>
      <NewPeople {...{ values, put, error }} />
      <p className="faint">
        {say(w.policyOutbound)}: {policy.outboundAllow.length > 0 ? policy.outboundAllow.join(', ') : say(w.none)}
      </p>
    </section>
  )
}

function NewPeople({ values, put, error }: Part & { error: unknown }) {
  const { say } = useWords()
  const id = useId()
  return (
    <>
      <Toggle label={w.policyMakes} on={values.makesAccounts} onChange={(makesAccounts) => put({ makesAccounts })} />
      {values.makesAccounts ? (
        <Field id={`${id}role`} label={w.policyRole} error={error} name="role">
          <Select
            id={`${id}role`}
            value={values.role}
            onChange={(role: string) => put({ role })}
            options={roleOptions(
              roleNames.filter((one) => one !== 'ADM' && one !== 'CUS'),
              say,
            )}
          />
        </Field>
      ) : null}
      <Toggle label={w.policyTrusts} on={values.trustsFactor} onChange={(trustsFactor) => put({ trustsFactor })} />
      <Toggle label={w.policyEnabled} on={values.enabled} onChange={(enabled) => put({ enabled })} />
    </>
  )
}

interface FieldProps {
  readonly id: string
  readonly label: Label
  readonly hint?: string
  readonly error?: unknown
  readonly name?: string
  readonly children: ReactNode
}

function Field({ id, label, hint, error, name, children }: FieldProps) {
  const { say } = useWords()
  const wrong = name ? (errorsByField(error)[name] ?? []) : []
  return (
    <div className="short-form-field">
      <label htmlFor={id}>{say(label)}</label>
      {children}
      {hint ? <p className="faint">{hint}</p> : null}
      {wrong.length > 0 ? (
        <div className="short-form-error" role="alert">
          <Sentences errors={wrong} />
        </div>
      ) : null}
    </div>
  )
}

function Toggle({ label, on, onChange }: { label: Label; on: boolean; onChange: (on: boolean) => void }) {
  const { say } = useWords()
  const id = useId()
  return (
    <div className="row">
      <Switch id={id} checked={on} onChange={onChange} />
      <label htmlFor={id}>{say(label)}</label>
    </div>
  )
}
