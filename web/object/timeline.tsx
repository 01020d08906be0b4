/** Everything that happened to a record, and what people said about it, newest first. */
import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { roles } from '../../kernel/role.ts'
import { useHistory, useList } from '../api/query.ts'
import type { Entry, Happened, Label, Names, ObjectMeta } from '../api/types.ts'
import { FileList } from '../field/file.tsx'
import { useObject } from '../shell/meta.tsx'
import { useWords, type Word, type Words } from '../shell/words.ts'
import { Failed, Loading } from '../ui/page.tsx'
import { Moment, Person } from '../ui/show.tsx'
import { Changes } from './changes.tsx'
import { CommentBox, CommentText } from './comment.tsx'

interface Item {
  readonly key: string
  readonly at: string
  readonly event?: Happened
  readonly comment?: Entry
}

type Shown = 'everything' | 'onlyHistory' | 'onlyComments'

export function Timeline({ object, entry }: { object: ObjectMeta; entry: Entry }) {
  const { t } = useWords()
  const [shown, setShown] = useState<Shown>('everything')
  const comment = useObject('comment')
  const history = useHistory(object.plural, entry.id)
  const filter = {
    and: [
      { field: 'object', op: '=' as const, value: object.name },
      { field: 'recordId', op: '=' as const, value: entry.id },
    ],
  }
  const comments = useList('comments', { filter, sort: '-createdAt', limit: 100 }, comment?.can.read === true)
  const names: Names = { ...comments.data?.names, ...history.data?.names }
  const items = useMemo(
    () => merge(history.data?.data ?? [], comments.data?.data ?? [], shown),
    [history.data, comments.data, shown],
  )
  return (
    <div className="timeline-box">
      {comment?.can.create && <CommentBox object={object} recordId={entry.id} />}
      <Segmented
        size="small"
        value={shown}
        options={(['everything', 'onlyHistory', 'onlyComments'] as const).map((value) => ({ value, label: t(value) }))}
        onChange={(value) => setShown(value as Shown)}
      />
      {history.error ? <Failed error={history.error} again={() => void history.refetch()} /> : null}
      {history.isPending ? (
        <Loading lines={5} />
      ) : (
        <ol className="timeline">
          {items.map((item) => (
            <li key={item.key}>
              {item.event && <EventItem object={object} event={item.event} names={names} />}
              {item.comment && <CommentItem comment={item.comment} names={names} />}
            </li>
          ))}
        </ol>
      )}
      {!history.isPending && items.length === 0 && <p className="faint">{t('commentNone')}</p>}
    </div>
  )
}

function merge(events: readonly Happened[], comments: readonly Entry[], shown: Shown): readonly Item[] {
  const happened = events.map((event): Item => ({ key: `e${event.seq}`, at: event.at, event }))
  const said = comments.map((comment): Item => ({ key: comment.id, at: String(comment.createdAt), comment }))
  const all = shown === 'onlyHistory' ? happened : shown === 'onlyComments' ? said : [...happened, ...said]
  return all.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.key < b.key ? 1 : -1))
}

function CommentItem({ comment, names }: { comment: Entry; names: Names }) {
  return (
    <article className="said">
      <header className="row">
        <Person name={names[String(comment.createdBy)]?.title} />
        <span className="faint">
          <Moment value={String(comment.createdAt)} relative />
        </span>
      </header>
      <CommentText body={String(comment.body ?? '')} />
      <FileList ids={(comment.files ?? []) as readonly string[]} />
    </article>
  )
}

function EventItem({ object, event, names }: { object: ObjectMeta; event: Happened; names: Names }) {
  const words = useWords()
  const { t, say } = words
  const [open, setOpen] = useState(false)
  const state = (name: string | null) => say(object.states.find((one) => one.name === name)?.label) || name
  const role = (roles as Readonly<Record<string, Label>>)[event.actorRole ?? '']
  const actor = event.actorId ? names[event.actorId]?.title : null
  const size = Object.keys(event.changes ?? {}).length + Object.keys(event.parts ?? {}).length
  const moved = event.from !== null && event.from !== event.to
  return (
    <article className="happened">
      <header className="row">
        <strong>{eventLabel(object, event, words)}</strong>
        {moved && (
          <span className="soft">
            {state(event.from)} → {state(event.to)}
          </span>
        )}
        {size > 0 && (
          <button type="button" className="plain-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('changedFields', { n: size })}
          </button>
        )}
      </header>
      <p className="row soft">
        {actor ? <Person name={actor} /> : <span>{t('bySystem')}</span>}
        {actor && role && <span className="faint">{say(role)}</span>}
        <Moment value={event.at} relative />
        <Recorded event={event} />
      </p>
      {event.reason && <p className="reason">“{event.reason}”</p>}
      {(event.passedWords ?? []).map((words, index) => (
        <p key={event.passed?.[index] ?? index} className="tag warn" title={event.passed?.[index]}>
          {t('passedBy', { what: say(words) })}
        </p>
      ))}
      {open && <Changes object={object} event={event} names={names} />}
    </article>
  )
}

/** Said only when it was recorded much later than it happened, as imports are. */
function Recorded({ event }: { event: Happened }) {
  const { t } = useWords()
  const minute = 60_000
  if (Date.parse(event.recordedAt) - Date.parse(event.at) < minute) return null
  const [before = '', after = ''] = t('recordedLater', { at: '\u0000' }).split('\u0000')
  return (
    <span className="faint">
      {before}
      <Moment value={event.recordedAt} />
      {after}
    </span>
  )
}

/** The name of the step that made the event; else what is common to all objects. */
function eventLabel(object: ObjectMeta, event: Happened, { say, t }: Words): string {
  const kind = event.type.slice(event.type.indexOf('.') + 1)
  const step = object.transitions.find((one) => one.name === event.act || one.emits === kind)
  if (step) return say(step.label)
  const words: Readonly<Record<string, Word>> = {
    create: 'event_created',
    created: 'event_created',
    change: 'event_changed',
    changed: 'event_changed',
    remove: 'event_removed',
    removed: 'event_removed',
    imported: 'event_imported',
  }
  const word = words[event.act ?? ''] ?? words[kind]
  return word ? t(word) : kind
}
