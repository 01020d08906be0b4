/** The audit log: who signed in, was refused, made a key, changed a password, took data out. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { ask } from '../api/client.ts'
import type { Label } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { Moment, Person } from '../ui/show.tsx'
import { adminWords as w } from '../words/admin.ts'
import { signInWords } from '../words/signIn.ts'
import { useAll } from './all.ts'
import { AdminHead } from './head.tsx'

interface Entry {
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly userId: string | null
  readonly keyId?: string | null
  readonly address: string
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
}

export default function Audit() {
  const { say } = useWords()
  const [kind, setKind] = useState<string | undefined>()
  const [userId, setUser] = useState<string | undefined>()
  const people = useAll('users', { sort: 'name' })
  const names = new Map((people.data?.data ?? []).map((user) => [user.id, String(user.name ?? user.email ?? '')]))
  const asked = useInfiniteQuery({
    queryKey: ['audit', kind, userId],
    queryFn: ({ pageParam, signal }) =>
      ask<Page>('/audit', { query: { kind, userId, before: pageParam, limit: 100 }, signal }),
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.next ?? undefined,
  })
  return (
    <>
      <AdminHead title={w.audit} hint={w.auditHint} />
      <div className="row admin-find">
        <Select
          allowClear
          aria-label={say(w.kindOf)}
          placeholder={say(w.allKinds)}
          value={kind}
          onChange={setKind}
          options={Object.entries(words).map(([value, label]) => ({ value, label: say(label) }))}
          style={{ minWidth: 150 }}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={say(w.who)}
          placeholder={say(w.who)}
          value={userId}
          onChange={setUser}
          options={[...names].map(([value, label]) => ({ value, label }))}
          style={{ minWidth: 150 }}
        />
      </div>
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

function Table({ entries, names }: { entries: readonly Entry[]; names: ReadonlyMap<string, string> }) {
  const { say } = useWords()
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
              <td data-label={say(w.what)}>{say(words[entry.kind]) || entry.kind}</td>
              <td data-label={say(w.subject)}>
                <code className="faint">{detailsOf(entry.details) || '—'}</code>
              </td>
              <td data-label={say(w.where)}>{entry.address}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const detailsOf = (details: Readonly<Record<string, unknown>>): string =>
  Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ')
