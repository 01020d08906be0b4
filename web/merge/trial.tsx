/** A matching rule on the company's own data: what it would find, and the scans that use it. */
import { Button, Progress } from 'antd'
import { useState } from 'react'
import { ask } from '../api/client.ts'
import type { Entry, ObjectMeta } from '../api/types.ts'
import { useCommand } from '../object/command.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go, listAddress, recordAddress } from '../ui/go.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { Moment } from '../ui/show.tsx'
import { mergeWords as w } from '../words/merge.ts'
import { type Scan, type Trial, useLastScan } from './data.ts'
import { EvidenceList } from './evidence.tsx'
import './merge.css'

export function RulePanel({ rule }: { rule: Entry }) {
  const { objects } = useMeta()
  const object = objects[String(rule.object)]
  if (!objects.matchRule?.can.change) return null
  return (
    <>
      <TrialPart rule={rule} object={object} />
      <ScanPart object={String(rule.object)} />
    </>
  )
}

const columns = (rows: unknown, names: readonly string[]) =>
  ((rows ?? []) as readonly Record<string, unknown>[]).map((row) =>
    Object.fromEntries(names.map((name) => [name, row[name]])),
  )

function TrialPart({ rule, object }: { rule: Entry; object: ObjectMeta | undefined }) {
  const { say, language } = useWords()
  const command = useCommand()
  const [trial, setTrial] = useState<Trial | null>(null)
  const run = () => {
    const body = {
      object: rule.object,
      suspectAt: rule.suspectAt,
      sureAt: rule.sureAt,
      compare: columns(rule.compare, ['fields', 'compare', 'agree', 'differ', 'from']),
      passes: columns(rule.passes, ['fields', 'by']),
    }
    void command.run({
      content: ['try', rule.version],
      send: () => ask<{ data: Trial }>('/duplicates/try', { method: 'POST', body }),
      then: ({ data }) => setTrial(data),
    })
  }
  const number = (n: number) => formatNumber(n, language)
  return (
    <section className="pair-panel">
      <div className="row">
        <h2>{say(w.tryTitle)}</h2>
        <Button loading={command.busy} onClick={run}>
          {say(w.tryRun)}
        </Button>
        <span className="soft">{say(w.tryHint)}</span>
      </div>
      <ProblemNote error={command.problem} />
      {trial && (
        <div aria-live="polite">
          <p>
            {say(w.tried, {
              records: number(trial.records),
              compared: number(trial.compared),
              sure: number(trial.sure),
              suspect: number(trial.suspect),
            })}
          </p>
          {object && trial.samples.length > 0 && <Samples object={object} trial={trial} />}
        </div>
      )}
    </section>
  )
}

function Samples({ object, trial }: { object: ObjectMeta; trial: Trial }) {
  const { say } = useWords()
  return (
    <details>
      <summary>{say(w.samples)}</summary>
      <ul className="evidence-list trial-samples">
        {trial.samples.map((sample) => (
          <li key={sample.sides.map((side) => side.id).join()}>
            <span className="row">
              {sample.sides.map((side) => (
                <Go key={side.id} to={recordAddress(object.plural, side.id)} target="_blank">
                  {side.title}
                </Go>
              ))}
            </span>
            <b className="number">{say(w.points, { n: sample.points })}</b>
            <EvidenceList object={object} evidence={sample.evidence.filter((one) => one.likeness !== null)} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function ScanPart({ object }: { object: string }) {
  const { say } = useWords()
  const command = useCommand()
  const asked = useLastScan(object)
  const scan = asked.data ?? null
  const running = scan !== null && ['waiting', 'running'].includes(scan.state)
  const send = (path: string, body: object) => {
    void command.run({
      content: [path, object, scan?.id],
      send: () => ask(path, { method: 'POST', body }),
      then: () => void asked.refetch(),
    })
  }
  const waiting = {
    and: [
      { field: 'object', op: '=' as const, value: object },
      { field: 'state', op: '=' as const, value: 'open' },
    ],
  }
  return (
    <section className="pair-panel">
      <div className="row">
        <h2>{say(w.scanTitle)}</h2>
        {running ? (
          <Button loading={command.busy} onClick={() => send(`/duplicates/scans/${scan.id}/cancel`, {})}>
            {say(w.cancel)}
          </Button>
        ) : (
          <Button loading={command.busy} onClick={() => send('/duplicates/scans', { object, whole: true })}>
            {say(w.scanAll)}
          </Button>
        )}
        <Go to={listAddress('duplicatePairs', waiting)}>{say(w.toQueue)}</Go>
        <span className="soft">{say(w.scanHint)}</span>
      </div>
      <ProblemNote error={command.problem} />
      {scan && <LastScan scan={scan} />}
    </section>
  )
}

function LastScan({ scan }: { scan: Scan }) {
  const { say, language } = useWords()
  const number = (n: number) => formatNumber(n, language)
  const values = {
    done: number(scan.done),
    total: number(scan.total),
    found: number(scan.found),
    compared: number(Number(scan.compared)),
  }
  const word = {
    waiting: w.scanWaiting,
    running: scan.phase === 'keys' ? w.scanKeys : w.scanRunning,
    done: w.scanDone,
    failed: w.scanFailed,
    cancelled: w.scanCancelled,
  }[scan.state]
  const percent = scan.total > 0 ? Math.floor((scan.done / scan.total) * 100) : 0
  return (
    <div aria-live="polite">
      <span>{say(word, values)}</span>{' '}
      <span className="faint">
        <Moment value={scan.createdAt} />
      </span>
      {scan.state === 'running' && <Progress percent={percent} />}
    </div>
  )
}
