/** One import: its progress while it runs, what became of it when it is over. */
import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Progress } from 'antd'
import { useState } from 'react'
import { address, ask, asProblem } from '../api/client.ts'
import { useRefresh } from '../api/query.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go, listAddress } from '../ui/go.tsx'
import { Shown } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { toast } from '../ui/toast.tsx'
import { importWords as w } from '../words/import.ts'
import { type Import, isOver } from './contract.ts'
import { FirstLook } from './firstLook.tsx'
import { StateWord } from './state.tsx'

const againMs = 1000

/** Asked every second while it runs. */
export function useImport(id: string) {
  return useQuery({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => ask<{ data: Import }>(`/imports/${id}`, { signal }).then((answer) => answer.data),
    refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? false : againMs),
  })
}

export function One({ id }: { id: string }) {
  const { say } = useWords()
  const { objects } = useMeta()
  const asked = useImport(id)
  return (
    <Shown asked={asked}>
      {(one) => (
        <section className="stack import-one" aria-live="polite">
          <div className="row">
            <b>{say(objects[one.object]?.label) || one.object}</b>
            <span className="soft">{one.fileName}</span>
            <StateWord one={one} />
            <span className="faint">
              <Moment value={one.createdAt ?? null} />
            </span>
          </div>
          {isOver(one.state) ? null : <Running one={one} />}
          <Outcome one={one} />
        </section>
      )}
    </Shown>
  )
}

export function Running({ one }: { one: Import }) {
  const { say, language } = useWords()
  const refresh = useRefresh()
  const [busy, setBusy] = useState(false)
  const total = one.total ?? 0
  const percent = total > 0 ? Math.min(100, Math.floor((one.done / total) * 100)) : 0
  const cancel = async () => {
    setBusy(true)
    try {
      await ask(`/imports/${one.id}/cancel`, { method: 'POST', body: {} })
    } catch (error) {
      toast(say(asProblem(error).say), 'bad')
    } finally {
      setBusy(false)
      void refresh()
    }
  }
  const left = one.estimateSeconds
  return (
    <div className="import-running">
      <Progress percent={percent} status="active" aria-label={say(w.running)} />
      <div className="row apart">
        <span>
          {say(w.progress, { done: formatNumber(one.done, language), total: formatNumber(total, language) })}
          {left === null || left === undefined ? '' : ` · ${say(w.estimate, { time: inWords(left, say) })}`}
        </span>
        <Popconfirm title={say(w.cancelAsk)} onConfirm={() => void cancel()}>
          <Button danger loading={busy}>
            {say(w.cancel)}
          </Button>
        </Popconfirm>
      </div>
      <p className="faint">{say(w.leave)}</p>
    </div>
  )
}

export function Outcome({ one }: { one: Import }) {
  const { say, language } = useWords()
  const object = useMeta().objects[one.object]
  const counts = [
    [w.total, one.total ?? one.done],
    [w.created, one.created],
    [w.changed, one.changed],
    [w.same, one.same],
    [w.refused, one.refused],
  ] as const
  return (
    <>
      {one.error ? (
        <p className="note bad" role="alert">
          {say(one.error)}
        </p>
      ) : null}
      <dl className="import-counts">
        {counts.map(([label, count]) => (
          <div key={label.en} data-bad={(label === w.refused && count > 0) || undefined}>
            <dt>{say(label)}</dt>
            <dd>{formatNumber(count, language)}</dd>
          </div>
        ))}
      </dl>
      {one.refused > 0 ? (
        <div className="note warn">
          <p>
            <a href={address(`/imports/${one.id}/refused`)} download>
              {say(w.refusedFile)}
            </a>{' '}
            <span className="soft">{say(w.refusedHint)}</span>
          </p>
          {one.problems && one.problems.length > 0 ? (
            <ul>
              {one.problems.slice(0, 20).map((problem) => (
                <li key={problem.row}>
                  {say(w.row)} {problem.row}: {sentencesOf(problem, say)}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {isOver(one.state) && !one.options?.dryRun && object?.can.read && one.created + one.changed > 0 ? (
        <p>
          <Go to={listAddress(object.plural)}>{say(w.openRecords)} ›</Go>
        </p>
      ) : null}
      {one.state === 'done' && !one.options?.dryRun && one.created + one.changed > 0 ? <FirstLook /> : null}
    </>
  )
}

type Say = ReturnType<typeof useWords>['say']

const sentencesOf = ({ errors }: NonNullable<Import['problems']>[number], say: Say): string =>
  errors.map((each) => say(each.message)).join(' ')

const inWords = (seconds: number, say: Say): string =>
  seconds < 90 ? say(w.seconds, { n: Math.ceil(seconds) }) : say(w.minutes, { n: Math.ceil(seconds / 60) })
