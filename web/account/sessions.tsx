/** Where a person is signed in, and the end of it: for oneself and, for the administrator, for others. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useRun } from '../admin/run.ts'
import { ask } from '../api/client.ts'
import { useWords } from '../shell/words.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { signInWords as w } from '../words/signIn.ts'

interface Session {
  readonly id: string
  readonly way: string
  readonly address: string
  readonly agent: string
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly own: boolean
}

export function Sessions({ userId }: { userId?: string }) {
  const { say } = useWords()
  const { run } = useRun()
  const client = useQueryClient()
  const asked = useQuery({
    queryKey: ['sessions', userId],
    queryFn: ({ signal }) => ask<{ data: readonly Session[] }>('/sessions', { query: { userId }, signal }),
  })
  const end = async ({ id }: Session) => {
    await run([id], () => ask(`/sessions/${id}`, { method: 'DELETE' }), w.done)
    await client.invalidateQueries({ queryKey: ['sessions', userId] })
  }
  return (
    <Shown asked={asked} lines={2}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title={say(w.sessionNone)} />
        ) : (
          <div className="plain-scroll">
            <table className="plain-table cards">
              <caption className="hidden-word">{say(w.sessions)}</caption>
              <thead>
                <tr>
                  {[w.sessionDevice, w.sessionAddress, w.sessionSince, w.sessionSeen].map((label) => (
                    <th key={label.en} scope="col">
                      {say(label)}
                    </th>
                  ))}
                  <th scope="col" aria-label={say(w.sessionEnd)} />
                </tr>
              </thead>
              <tbody>
                {data.map((one) => (
                  <Row key={one.id} one={one} onEnd={end} />
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Shown>
  )
}

function Row({ one, onEnd }: { one: Session; onEnd: (one: Session) => Promise<void> }) {
  const { say } = useWords()
  return (
    <tr>
      <td data-label={say(w.sessionDevice)}>
        {deviceOf(one.agent)} {one.way === 'sso' ? <span className="tag">{say(w.bySso)}</span> : null}{' '}
        {one.own ? <span className="tag good">{say(w.sessionThis)}</span> : null}
      </td>
      <td data-label={say(w.sessionAddress)}>{one.address}</td>
      <td data-label={say(w.sessionSince)}>
        <Moment value={one.createdAt} />
      </td>
      <td data-label={say(w.sessionSeen)}>
        <Moment value={one.lastSeenAt} relative />
      </td>
      <td className="plain-tools">
        {one.own ? null : (
          <Popconfirm title={`${say(w.sessionEnd)}?`} onConfirm={() => void onEnd(one)}>
            <Button size="small" danger aria-label={`${say(w.sessionEnd)} ${deviceOf(one.agent)}`}>
              {say(w.sessionEnd)}
            </Button>
          </Popconfirm>
        )}
      </td>
    </tr>
  )
}

/** Browser and system by the words that are sure; else the beginning of what it says of itself. */
export function deviceOf(agent: string): string {
  const browser = (/(Edg|OPR|MicroMessenger|Firefox|Chrome|Safari)\//.exec(agent)?.[1] ?? '')
    .replace('Edg', 'Edge')
    .replace('OPR', 'Opera')
    .replace('MicroMessenger', 'WeChat')
  const found = /(iPhone|iPad|Android|Windows|Mac OS X|Linux)/.exec(agent)?.[1] ?? ''
  const named = [browser, found.replace('Mac OS X', 'macOS')].filter((one) => one !== '').join(' · ')
  return named || agent.slice(0, 40) || '—'
}
