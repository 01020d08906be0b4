/** One pack: its steps while it runs, then the comparison of the files with what stands here, and what stands out. */
import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Progress } from 'antd'
import { address, ask, asProblem } from '../api/client.ts'
import { useRefresh } from '../api/query.ts'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go } from '../ui/go.tsx'
import { Shown } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { toast } from '../ui/toast.tsx'
import { packWords as w } from '../words/packs.ts'
import { isOver } from './contract.ts'
import { FirstLook } from './firstLook.tsx'
import type { Pack, StepReport } from './packContract.ts'
import { StateTag } from './state.tsx'

const againMs = 1000

export function PackOne({ id }: { id: string }) {
  const { say } = useWords()
  const asked = useQuery({
    queryKey: ['packs', id],
    queryFn: ({ signal }) => ask<{ data: Pack }>(`/packs/${id}`, { signal }).then(({ data }) => data),
    refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? false : againMs),
  })
  return (
    <Shown asked={asked}>
      {(pack) => (
        <section className="stack" aria-live="polite">
          <div className="row">
            <b>{say(pack.title)}</b>
            <StateTag state={pack.state} />
            <span className="faint">
              <Moment value={pack.createdAt} />
            </span>
          </div>
          {pack.error ? (
            <p className="note bad" role="alert">
              {say(pack.error)}
            </p>
          ) : null}
          {isOver(pack.state) ? null : <Running pack={pack} />}
          {pack.state === 'done' ? <FirstLook /> : null}
          {pack.reconciliation.length > 0 ? <Comparison pack={pack} /> : null}
          <Steps pack={pack} />
        </section>
      )}
    </Shown>
  )
}

function Running({ pack }: { pack: Pack }) {
  const { say } = useWords()
  const refresh = useRefresh()
  const all = pack.steps.reduce((sum, { total }) => sum + total, 0)
  const done = pack.steps.reduce((sum, step) => sum + step.done, 0)
  const cancel = async () => {
    try {
      await ask(`/packs/${pack.id}/cancel`, { method: 'POST', body: {} })
    } catch (error) {
      toast(say(asProblem(error).say), 'bad')
    } finally {
      void refresh()
    }
  }
  return (
    <div className="import-running">
      <Progress percent={all > 0 ? Math.min(99, Math.floor((done / all) * 100)) : 0} status="active" />
      <Popconfirm title={say(w.cancelAsk)} onConfirm={() => void cancel()}>
        <Button danger>{say(w.cancel)}</Button>
      </Popconfirm>
    </div>
  )
}

function Steps({ pack }: { pack: Pack }) {
  const { say, language } = useWords()
  const counts = [w.done, w.created, w.changed, w.same, w.refused] as const
  return (
    <section>
      <h2>{say(w.progress)}</h2>
      <div className="plain-scroll">
        <table className="plain-table cards">
          <thead>
            <tr>
              <th scope="col">{say(w.step)}</th>
              <th scope="col">{say(w.state)}</th>
              {counts.map((label) => (
                <th key={label.en} scope="col" className="right">
                  {say(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pack.steps.map((step) => (
              <tr key={step.name}>
                <td data-label={say(w.step)}>
                  {step.importId ? <Go to={`/import?id=${step.importId}`}>{say(step.title)}</Go> : say(step.title)}
                </td>
                <td data-label={say(w.state)}>
                  <StateTag state={step.state} />
                </td>
                {[step.done, step.created, step.changed, step.same, step.refused].map((count, index) => (
                  <td key={counts[index]?.en} className="right" data-label={say(counts[index])}>
                    {formatNumber(count, language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Comparison({ pack }: { pack: Pack }) {
  const { say } = useWords()
  const differ = pack.reconciliation.flatMap(({ compared }) => compared.filter(({ same }) => !same)).length
  const unused = pack.files.filter(({ role, unused: why }) => role === null || why !== null)
  return (
    <section>
      <h2>{say(w.comparison)}</h2>
      <p className="soft">{say(w.comparisonHint)}</p>
      <p className={differ === 0 ? 'note' : 'note warn'}>
        {differ === 0 ? say(w.allSame) : say(w.someDiffer, { n: differ })}{' '}
        <a href={address(`/packs/${pack.id}/reconciliation`)} download>
          {say(w.download)}
        </a>
      </p>
      <div className="plain-scroll">
        <table className="plain-table cards">
          <thead>
            <tr>
              <th scope="col">{say(w.step)}</th>
              <th scope="col">{say(w.item)}</th>
              <th scope="col" className="right">
                {say(w.inFile)}
              </th>
              <th scope="col" className="right">
                {say(w.here)}
              </th>
            </tr>
          </thead>
          <tbody>
            {pack.reconciliation.map((step) => (
              <Compared key={step.name} step={step} />
            ))}
          </tbody>
        </table>
      </div>
      {unused.length > 0 ? (
        <details>
          <summary>{say(w.notTaken)}</summary>
          <ul>
            {unused.map((file) => (
              <li key={file.fileId}>
                {file.name} <span className="faint">{say(file.unused ?? w.unknown)}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}

function Compared({ step }: { step: StepReport }) {
  const { say, language } = useWords()
  const refused = step.refused > 0 ? [{ label: w.refused, count: step.refused }] : []
  const counted = [...step.leftOut, ...step.notes, ...refused]
  return (
    <>
      {step.compared.map(({ label, inFile, here, same }, index) => (
        <tr key={label.en} data-bad={!same || undefined} className={same ? undefined : 'pack-differs'}>
          <td data-label={say(w.step)}>{index === 0 ? <b>{say(step.title)}</b> : null}</td>
          <td data-label={say(w.item)}>{say(label)}</td>
          <td data-label={say(w.inFile)} className="right">
            {formatNumber(inFile, language)}
          </td>
          <td data-label={say(w.here)} className="right">
            {here === '' ? '' : `${same ? '=' : '≠'} ${formatNumber(here, language)}`}
          </td>
        </tr>
      ))}
      {counted.map(({ label, count }) => (
        <tr key={label.en}>
          <td data-label={say(w.step)} />
          <td data-label={say(w.item)} className="soft">
            {say(label)}
          </td>
          <td data-label={say(w.inFile)} className="right">
            {formatNumber(count, language)}
          </td>
          <td />
        </tr>
      ))}
    </>
  )
}
