/** The inbox: tasks, approvals, mentions and alerts, newest first; opening one marks it as read. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { ask, asProblem } from '../api/client.ts'
import { keys } from '../api/query.ts'
import type { Label } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { recordAddress, useGo } from '../ui/go.tsx'
import { Empty, PageHead, Shown } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { toast } from '../ui/toast.tsx'
import { insightWords as w } from '../words/insight.ts'
import './inbox.css'

interface InboxItem {
  readonly id: string
  readonly kind: string
  readonly object: string | null
  readonly recordId: string | null
  readonly title: string
  readonly text: Label
  readonly at: string
  readonly readAt: string | null
}

interface Inbox {
  readonly data: readonly InboxItem[]
  readonly unread: number
}

const key = [...keys.inbox, 'list'] as const

function useInbox() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask<Inbox>('/inbox', { query: { limit: 200 }, signal }),
  })
}

export default function InboxPage() {
  const { say } = useWords()
  const inbox = useInbox()
  const { mark, markAll } = useReading()
  const [shown, setShown] = useState<'unread' | 'allItems'>('allItems')
  return (
    <div className="page">
      <PageHead
        title={say(w.inbox)}
        actions={
          <Button disabled={!inbox.data?.unread} onClick={() => void markAll()}>
            {say(w.readAll)}
          </Button>
        }
      />
      <Segmented
        value={shown}
        onChange={setShown}
        options={[
          { value: 'allItems', label: say(w.allItems) },
          { value: 'unread', label: `${say(w.unread)} ${inbox.data?.unread ?? ''}` },
        ]}
      />
      <Shown asked={inbox}>
        {({ data }) => {
          const items = data.filter((item) => shown === 'allItems' || item.readAt === null)
          if (items.length === 0) {
            return (
              <Empty title={say(w.inboxEmpty)}>
                <p className="faint">{say(w.inboxEmptyHint)}</p>
              </Empty>
            )
          }
          return (
            <ul className="inbox">
              {items.map((item) => (
                <Item key={item.id} item={item} onRead={() => void mark(item)} />
              ))}
            </ul>
          )
        }}
      </Shown>
    </div>
  )
}

function Item({ item, onRead }: { item: InboxItem; onRead: () => void }) {
  const { say } = useWords()
  const go = useGo()
  const target = useMeta().objects[item.object ?? '']
  const to = target?.can.read && item.recordId ? recordAddress(target.plural, item.recordId) : null
  const open = () => {
    onRead()
    if (to) go(to)
  }
  const unread = item.readAt === null
  return (
    <li data-unread={unread || undefined}>
      <button type="button" className="inbox-item" onClick={open}>
        <span className="tag open">
          {say(item.kind.endsWith('mentioned') ? w.mention : (target?.label ?? w.notice))}
        </span>
        <span className="inbox-text">
          <b>{item.title}</b>
          <span className="soft">{say(item.text)}</span>
        </span>
        <span className="faint">
          <Moment value={item.at} relative />
        </span>
      </button>
      {unread ? (
        <button
          type="button"
          className="plain-button"
          onClick={onRead}
          aria-label={`${say(w.markRead)}: ${item.title}`}
        >
          ✓
        </button>
      ) : null}
    </li>
  )
}

/** Marks at once on the page and takes it back if the server says no. */
function useReading() {
  const client = useQueryClient()
  const { say } = useWords()
  const run = async (path: string, change: (item: InboxItem) => InboxItem) => {
    const before = client.getQueryData<Inbox>(key)
    if (before) {
      const data = before.data.map(change)
      client.setQueryData<Inbox>(key, { data, unread: data.filter((item) => item.readAt === null).length })
    }
    try {
      await ask(path, { method: 'POST' })
    } catch (error) {
      client.setQueryData(key, before)
      toast(say(asProblem(error).say), 'bad')
    }
    void client.invalidateQueries({ queryKey: keys.inbox })
  }
  const now = () => new Date().toISOString()
  const mark = async ({ id, readAt }: InboxItem) => {
    if (readAt !== null) return
    await run(`/inbox/${id}/read`, (item) => (item.id === id ? { ...item, readAt: now() } : item))
  }
  const markAll = () => run('/inbox/read-all', (item) => ({ ...item, readAt: item.readAt ?? now() }))
  return { mark, markAll }
}
