/** The outbox: what waits, what failed and why; once more, and a letter to try it. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { ask } from '../api/client.ts'
import type { Label } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { signInWords as w } from '../words/signIn.ts'
import { AdminHead } from './head.tsx'
import { useRun } from './run.ts'

interface Letter {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly state: 'waiting' | 'sent' | 'failed' | 'expired'
  readonly attempts: number
  readonly nextAt: string
  readonly problem: string | null
  readonly createdAt: string
  readonly canResend: boolean
}

interface Page {
  readonly data: readonly Letter[]
  readonly next: string | null
  readonly on: boolean
  readonly from: string | null
}

const states: Readonly<Record<Letter['state'], Label>> = {
  waiting: w.mail_waiting,
  sent: w.mail_sent,
  failed: w.mail_failed,
  expired: w.mail_expired,
}
const tones = { waiting: 'warn', sent: 'good', failed: 'bad', expired: '' } as const

export default function Mail() {
  const { say } = useWords()
  const { me } = useMeta()
  const { busy, run } = useRun()
  const client = useQueryClient()
  const [state, setState] = useState<Letter['state'] | undefined>()
  const asked = useInfiniteQuery({
    queryKey: ['mail', state],
    queryFn: ({ pageParam, signal }) => ask<Page>('/mail', { query: { state, before: pageParam, limit: 50 }, signal }),
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.next ?? undefined,
    refetchInterval: 5_000,
  })
  const first = asked.data?.pages[0]
  const said = {
    zh: w.mailTested.zh.replace('{email}', me.email ?? ''),
    en: w.mailTested.en.replace('{email}', me.email ?? ''),
  }
  const test = () => void run(['test', Date.now()], () => ask('/mail/test', { method: 'POST', body: {} }), said)
  const resend = async (id: string) => {
    await run([id, 'resend'], () => ask(`/mail/${id}/resend`, { method: 'POST', body: {} }), w.done)
    await client.invalidateQueries({ queryKey: ['mail'] })
  }
  return (
    <>
      <AdminHead
        title={w.mail}
        hint={w.mailHint}
        actions={
          first?.on ? (
            <Button type="primary" loading={busy} onClick={test}>
              {say(w.mailTest)}
            </Button>
          ) : null
        }
      />
      {first ? (
        <p className={first.on ? 'faint admin-hint' : 'note warn admin-hint'}>
          {first.on ? say(w.mailOn, { from: first.from }) : say(w.mailOff)}
        </p>
      ) : null}
      <div className="row admin-find">
        <Select
          allowClear
          aria-label={say(w.mailState)}
          placeholder={say(w.mailAll)}
          value={state}
          onChange={setState}
          options={Object.entries(states).map(([value, label]) => ({
            value: value as Letter['state'],
            label: say(label),
          }))}
          style={{ minWidth: 150 }}
        />
      </div>
      <Shown asked={asked}>
        {({ pages }) => {
          const letters = pages.flatMap((page) => page.data)
          return letters.length === 0 ? (
            <Empty title={say(w.mailNone)} />
          ) : (
            <Table letters={letters} onResend={resend} />
          )
        }}
      </Shown>
      {asked.hasNextPage ? <Button onClick={() => void asked.fetchNextPage()}>{say(w.more)}</Button> : null}
    </>
  )
}

function Table({ letters, onResend }: { letters: readonly Letter[]; onResend: (id: string) => Promise<void> }) {
  const { say } = useWords()
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <caption className="hidden-word">{say(w.mail)}</caption>
        <thead>
          <tr>
            {[w.mailWhen, w.mailTo, w.mailSubject, w.mailState].map((label) => (
              <th key={label.en} scope="col">
                {say(label)}
              </th>
            ))}
            <th scope="col" aria-label={say(w.mailResend)} />
          </tr>
        </thead>
        <tbody>
          {letters.map((one) => (
            <tr key={one.id}>
              <td data-label={say(w.mailWhen)}>
                <Moment value={one.createdAt} />
              </td>
              <td data-label={say(w.mailTo)}>{one.to}</td>
              <td data-label={say(w.mailSubject)}>{one.subject}</td>
              <td data-label={say(w.mailState)}>
                <span className={`tag ${tones[one.state]}`}>{say(states[one.state])}</span>
                {one.problem && one.state !== 'sent' ? <p className="faint">{one.problem}</p> : null}
                {one.state === 'waiting' && one.attempts > 0 ? (
                  <p className="faint">
                    {say(w.mailTries, { n: one.attempts })} <Moment value={one.nextAt} />
                  </p>
                ) : null}
              </td>
              <td className="plain-tools">
                {one.canResend ? (
                  <Button size="small" onClick={() => void onResend(one.id)}>
                    {say(w.mailResend)}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
