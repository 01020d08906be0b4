/** The thread: where a record came from and what it became, from lead to cash, with the parts not there yet. */
import { RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Popover } from 'antd'
import { ask } from '../api/client.ts'
import type { Label, Money as MoneyValue } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatMoney } from '../ui/format.ts'
import { Go, recordAddress } from '../ui/go.tsx'
import { toneOf } from '../ui/show.tsx'
import { insightWords as w } from '../words/insight.ts'
import './thread.css'

export interface ThreadRecord {
  readonly id: string
  readonly no: string | null
  readonly title: string
  readonly state: string
  readonly stateLabel: Label
  readonly amount: MoneyValue | null
  readonly at: string
}

export interface ThreadLink {
  readonly object: string
  readonly label: Label
  readonly records: readonly ThreadRecord[]
  readonly missing: boolean
}

/** Everything asked under a plural becomes old when a record of it changes; the thread spans them all. */
export function useThread(plural: string, id: string) {
  return useQuery({
    queryKey: [plural, 'thread', id],
    queryFn: ({ signal }) => ask<{ data: readonly ThreadLink[] }>(`/${plural}/${id}/thread`, { signal }),
  })
}

export function Thread({ plural, id }: { plural: string; id: string }) {
  const { say } = useWords()
  const asked = useThread(plural, id)
  if (asked.error) return null
  const links = asked.data?.data
  return (
    <nav className="thread" aria-label={say(w.threadOf)}>
      <ol>
        {links
          ? links.map((link, index) => (
              <Link key={link.object} link={link} skipped={isSkipped(links, index)} here={id} />
            ))
          : Array.from({ length: 8 }, (_, index) => <li key={index} className="thread-bone" aria-hidden="true" />)}
      </ol>
    </nav>
  )
}

/** Later parts exist, so this one was passed over rather than not reached. */
const isSkipped = (links: readonly ThreadLink[], index: number): boolean =>
  links[index]?.records.length === 0 && links.slice(index + 1).some((link) => link.records.length > 0)

function Link({ link, skipped, here }: { link: ThreadLink; skipped: boolean; here: string }) {
  const { say } = useWords()
  const [first, ...rest] = orderedBy(link.records, here)
  return (
    <li>
      <span className="thread-name">{say(link.label)}</span>
      {first ? (
        <span className="thread-chips">
          <Chip object={link.object} record={first} here={first.id === here} />
          {rest.length > 0 ? <More object={link.object} records={rest} here={here} /> : null}
        </span>
      ) : (
        <span className="thread-chip thread-open">{say(skipped ? w.skipped : w.notYet)}</span>
      )}
      <RightOutlined className="thread-arrow" aria-hidden="true" />
    </li>
  )
}

function Chip({ object, record, here }: { object: string; record: ThreadRecord; here: boolean }) {
  const { say, language } = useWords()
  const meta = useMeta().objects[object]
  const body = (
    <>
      <b className="ellipsis">{record.no ?? record.title}</b>
      <span className="thread-line">
        <i className={`thread-dot ${toneOf(meta, record.state)}`} aria-hidden="true" />
        <span className="ellipsis">{say(record.stateLabel)}</span>
      </span>
      <span className="thread-amount ellipsis">{record.amount ? formatMoney(record.amount, language) : ''}</span>
    </>
  )
  if (here) {
    return (
      <span className="thread-chip thread-here" aria-current="page" title={`${record.title} · ${say(w.here)}`}>
        {body}
      </span>
    )
  }
  if (!meta?.can.read) return <span className="thread-chip">{body}</span>
  return (
    <Go className="thread-chip" to={recordAddress(meta.plural, record.id)} title={record.title}>
      {body}
    </Go>
  )
}

function More({ object, records, here }: { object: string; records: readonly ThreadRecord[]; here: string }) {
  const { say } = useWords()
  const list = (
    <div className="thread-more">
      {records.map((record) => (
        <Chip key={record.id} object={object} record={record} here={record.id === here} />
      ))}
    </div>
  )
  return (
    <Popover trigger="click" placement="bottom" content={list}>
      <button type="button" className="thread-rest" aria-label={say(w.andMore, { n: records.length })}>
        +{records.length}
      </button>
    </Popover>
  )
}

/** The record the reader stands on comes first, so that it is never behind "more". */
const orderedBy = (records: readonly ThreadRecord[], here: string): ThreadRecord[] =>
  [...records].sort((a, b) => Number(b.id === here) - Number(a.id === here))
