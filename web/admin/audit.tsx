/** The audit log: who did what at the doors and to the company's people, rights and settings; searched and exported. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { address, ask } from '../api/client.ts'
import type { Label } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { Moment, Person } from '../ui/show.tsx'
import { adminWords as w } from '../words/admin.ts'
import { signInWords } from '../words/signIn.ts'
import { useAll } from './all.ts'
import { declared } from './declared.ts'
import { AdminHead } from './head.tsx'

interface Entry {
  readonly source: 'door' | 'record'
  readonly object: string | null
  readonly recordId: string | null
  readonly reason: string | null
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly userId: string | null
  readonly keyId?: string | null
  readonly address: string | null
  readonly details: Readonly<Record<string, unknown>>
}

interface Page {
  readonly data: readonly Entry[]
  readonly next: string | null
}

const words: Readonly<Record<string, Label>> = {
  'session.started': w.audit_session_started,
  'session.refused': w.audit_session_refused,
  'session.proved': w.audit_session_proved,
  'session.ended': w.audit_session_ended,
  forbidden: w.audit_forbidden,
  'key.created': w.audit_key_created,
  'key.revoked': w.audit_key_revoked,
  'password.given': w.audit_password_given,
  'link.given': w.audit_link_given,
  'link.redeemed': w.audit_link_redeemed,
  'password.changed': w.audit_password_changed,
  'factor.added': signInWords.audit_factor_added,
  'factor.removed': signInWords.audit_factor_removed,
  'factor.reset': signInWords.audit_factor_reset,
  'factor.refused': signInWords.audit_factor_refused,
  'factor.codes_renewed': signInWords.audit_factor_codes,
  'session.revoked': signInWords.audit_session_revoked,
  'session.proved_again': signInWords.audit_session_again,
  'user.invited': signInWords.audit_user_invited,
  'email.asked': signInWords.audit_email_asked,
  'email.changed': signInWords.audit_email_changed,
  'mail.resent': signInWords.audit_mail_resent,
  'sign_in.changed': signInWords.audit_sign_in_changed,
  'sso.linked': signInWords.audit_sso_linked,
  'sso.unlinked': signInWords.audit_sso_unlinked,
  'records.exported': w.audit_records_exported,
  'audit.exported': w.audit_audit_exported,
  'file.infected': w.audit_file_infected,
  'person.left': w.audit_person_left,
  'rights.changed': w.audit_rights_changed,
}

interface Filters {
  readonly kind?: string
  readonly userId?: string
  readonly object?: string
  readonly from?: string
  readonly to?: string
  readonly q?: string
}

export default function Audit() {
  const { say } = useWords()
  const [filters, setFilters] = useState<Filters>({})
  const people = useAll('users', { sort: 'name' })
  const names = new Map((people.data?.data ?? []).map((user) => [user.id, String(user.name ?? user.email ?? '')]))
  const asked = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) =>
      ask<Page>('/audit', { query: { ...filters, before: pageParam, limit: 100 }, signal }),
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.next ?? undefined,
    placeholderData: (before) => before,
  })
  return (
    <>
      <AdminHead
        title={w.audit}
        hint={w.auditHint}
        actions={
          <a className="plain-button" href={address('/audit/export', { ...filters })} download>
            {say(w.exportCsv)}
          </a>
        }
      />
      <Find {...{ filters, setFilters, names }} />
      <Shown asked={asked}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.data)
          return entries.length === 0 ? <Empty title={say(w.noAudit)} /> : <Table {...{ entries, names }} />
        }}
      </Shown>
      {asked.hasNextPage ? (
        <p className="row" style={{ marginTop: 12 }}>
          <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
            {say(w.more)}
          </Button>
        </p>
      ) : null}
    </>
  )
}

interface FindProps {
  readonly filters: Filters
  readonly setFilters: (filters: Filters) => void
  readonly names: ReadonlyMap<string, string>
}

/** By kind, person, object, days and words; each narrows the others. */
function Find({ filters, setFilters, names }: FindProps) {
  const { say } = useWords()
  const set = (change: Filters) => setFilters({ ...filters, ...change })
  const choose = (name: 'kind' | 'userId' | 'object', label: Label, options: { value: string; label: string }[]) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={say(label)}
      placeholder={say(label)}
      value={filters[name]}
      onChange={(value) => set({ [name]: value })}
      options={options}
      style={{ minWidth: 150 }}
    />
  )
  const day = (name: 'from' | 'to', label: Label) => (
    <Input
      type="date"
      aria-label={say(label)}
      title={say(label)}
      style={{ width: 150 }}
      value={filters[name] ?? ''}
      onChange={(event) => set({ [name]: event.target.value || undefined })}
    />
  )
  return (
    <div className="row admin-find">
      <Input.Search
        allowClear
        aria-label={say(w.auditWords)}
        placeholder={say(w.auditWords)}
        style={{ width: 220 }}
        onSearch={(q) => set({ q: q || undefined })}
      />
      {choose(
        'kind',
        w.kindOf,
        Object.entries(words).map(([value, label]) => ({ value, label: say(label) })),
      )}
      {choose(
        'userId',
        w.who,
        [...names].map(([value, label]) => ({ value, label })),
      )}
      {choose(
        'object',
        w.object,
        [...declared.values()].map(({ name, label }) => ({ value: name, label: say(label) })),
      )}
      {day('from', w.fromDay)}
      {day('to', w.toDay)}
    </div>
  )
}

/** The name of a door's event, or of the step on an object. */
function useKind(): (entry: Entry) => string {
  const { say } = useWords()
  return ({ kind, object }) => {
    if (words[kind]) return say(words[kind])
    const found = declared.get(object ?? '')
    const [, past = ''] = kind.split('.')
    const common: Readonly<Record<string, Label>> = { created: w.create, changed: w.change, removed: w.remove }
    return found ? `${say(found.label)} · ${say(found.emits[past]) || say(common[past]) || past}` : kind
  }
}

function Table({ entries, names }: { entries: readonly Entry[]; names: ReadonlyMap<string, string> }) {
  const { say } = useWords()
  const kindOf = useKind()
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <caption className="hidden-word">{say(w.audit)}</caption>
        <thead>
          <tr>
            {[w.at, w.who, w.what, w.subject, w.where].map((label) => (
              <th key={label.en} scope="col">
                {say(label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td data-label={say(w.at)}>
                <Moment value={entry.at} />
              </td>
              <td data-label={say(w.who)}>
                <Person name={entry.userId ? (names.get(entry.userId) ?? entry.userId.slice(0, 8)) : say(w.system)} />
                {entry.keyId ? <span className="faint"> {say(w.viaKey)}</span> : null}
              </td>
              <td data-label={say(w.what)}>{kindOf(entry)}</td>
              <td data-label={say(w.subject)}>
                {entry.reason ? <p>“{entry.reason}”</p> : null}
                <code className="faint">{detailsOf(entry.details) || '—'}</code>
              </td>
              <td data-label={say(w.where)}>{entry.address ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const detailsOf = (details: Readonly<Record<string, unknown>>): string =>
  Object.entries(details)
    .filter(([, value]) => value !== null && value !== '' && JSON.stringify(value) !== '{}')
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ')
