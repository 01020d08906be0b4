/** Third step: the dry run checks every row and writes nothing; then the import itself starts. */
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useIntent } from '../api/intent.ts'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Loading } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { importWords as w } from '../words/import.ts'
import { type Import, type ImportBody, isOver, start } from './contract.ts'
import { Outcome, Running, useImport } from './one.tsx'

interface TryStepProps {
  readonly body: ImportBody
  readonly onBack: () => void
  readonly onStarted: (id: string) => void
}

export function TryStep({ body, onBack, onStarted }: TryStepProps) {
  const { say } = useWords()
  const intent = useIntent()
  const begun = useRef(false)
  const [tried, setTried] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    intent.run(body, (key) => start(body, key)).then((answer) => setTried(answer.data.id), setError)
  }, [body, intent])
  return (
    <div className="stack">
      <p className="soft">{say(w.dryRunHint)}</p>
      <ProblemNote error={error} />
      {tried ? <Tried id={tried} {...{ body, onStarted }} /> : error ? null : <Loading lines={3} />}
      <div>
        <Button onClick={onBack}>{say(w.back)}</Button>
      </div>
    </div>
  )
}

function Tried({ id, body, onStarted }: { id: string; body: ImportBody; onStarted: (id: string) => void }) {
  const { say } = useWords()
  const asked = useImport(id)
  if (asked.error) return <ProblemNote error={asked.error} />
  if (!asked.data) return <Loading lines={3} />
  const one = asked.data
  if (!isOver(one.state)) {
    return (
      <>
        <p>{say(w.dryRunning)}</p>
        <Running one={one} />
      </>
    )
  }
  return (
    <>
      <Verdict one={one} />
      <Outcome one={one} />
      <Start {...{ one, body, onStarted }} />
    </>
  )
}

function Verdict({ one }: { one: Import }) {
  const { say, language } = useWords()
  if (one.state !== 'done') return null
  const n = formatNumber(one.total ?? one.done, language)
  return one.refused === 0 ? (
    <p className="note">{say(w.dryRunClean, { n })}</p>
  ) : (
    <p className="note warn">{say(w.dryRunRefused, { n, refused: formatNumber(one.refused, language) })}</p>
  )
}

interface StartProps {
  readonly one: Import
  readonly body: ImportBody
  readonly onStarted: (id: string) => void
}

function Start({ one, body, onStarted }: StartProps) {
  const { say, language } = useWords()
  const intent = useIntent()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const good = (one.total ?? one.done) - one.refused
  const real = { ...body, options: { ...body.options, dryRun: false } }
  const go = async () => {
    setBusy(true)
    try {
      const { data } = await intent.run(real, (key) => start(real, key))
      onStarted(data.id)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <>
      <ProblemNote error={error} />
      <div>
        <Button type="primary" loading={busy} disabled={good <= 0} onClick={() => void go()}>
          {one.refused > 0 ? say(w.startAnyway, { n: formatNumber(good, language) }) : say(w.start)}
        </Button>
      </div>
    </>
  )
}
