/** One action for many chosen records; each record answers for itself. */
import { Button, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { asProblem, problemOf } from '../api/client.ts'
import { useIntent } from '../api/intent.ts'
import { useRefresh } from '../api/query.ts'
import { bulk } from '../api/resource.ts'
import type { BulkResult, Entry, FieldMeta, ObjectMeta, TransitionMeta, Values } from '../api/types.ts'
import { bodyOf, ownerField, pathOf, titleOf } from '../field/kinds.ts'
import { mergeAddress } from '../merge/data.ts'
import { useWords } from '../shell/words.ts'
import { Go, recordAddress, useGo } from '../ui/go.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { toast } from '../ui/toast.tsx'
import { mergeWords } from '../words/merge.ts'
import { isMerge } from './actions.tsx'
import { FieldRow } from './fieldRow.tsx'
import { fieldsOfStep } from './step.ts'
import { useTakeBack } from './takeBack.ts'

interface Act {
  readonly name: string
  readonly label: string
  readonly fields: readonly FieldMeta[]
  readonly danger?: boolean
}

interface BulkBarProps {
  object: ObjectMeta
  rows: readonly Entry[]
  onClear: () => void
}

export function BulkBar({ object, rows, onClear }: BulkBarProps) {
  const { t } = useWords()
  const [act, setAct] = useState<Act | null>(null)
  const acts = useActs(object, rows)
  return (
    <div className="bulk-bar" role="region" aria-label={t('bulk')}>
      <strong>{t('selected', { n: rows.length })}</strong>
      <Select
        aria-label={t('bulk')}
        placeholder={t('bulk')}
        style={{ minWidth: 200 }}
        popupMatchSelectWidth={false}
        value={null}
        options={acts.map((one) => ({ value: one.name, label: one.label }))}
        onChange={(name: string | null) => setAct(acts.find((one) => one.name === name) ?? null)}
      />
      <MergeTwo {...{ object, rows }} />
      <Button type="text" onClick={onClear}>
        {t('selectClear')}
      </Button>
      {act && <BulkDialog {...{ object, rows, act }} onClose={() => setAct(null)} />}
    </div>
  )
}

/** Two chosen records may be the same one. */
function MergeTwo({ object, rows }: { object: ObjectMeta; rows: readonly Entry[] }) {
  const { say } = useWords()
  const go = useGo()
  const [one, other, ...more] = rows
  const mergeable = object.transitions.some(isMerge) && object.can.merge
  if (!mergeable || !one || !other || more.length > 0) return null
  return <Button onClick={() => go(mergeAddress(object.plural, one.id, other.id))}>{say(mergeWords.mergeTwo)}</Button>
}

/** What can be done to at least one of the chosen, by state and role; rules may still refuse single ones. */
function useActs(object: ObjectMeta, rows: readonly Entry[]): readonly Act[] {
  const { t, say } = useWords()
  const states = new Set(rows.map((row) => row.state))
  const fits = (one: TransitionMeta) =>
    object.can[one.name] && !isMerge(one) && one.from.some((state) => states.has(state))
  const steps = object.transitions.filter(fits).map((one) => ({
    name: one.name,
    label: say(one.label),
    fields: fieldsOfStep(object, one).all,
    danger: one.tone === 'danger',
  }))
  const change = object.fields.filter((field) => !field.computed && !field.fixed && field.kind !== 'data')
  const edit: Act[] = object.can.change ? [{ name: 'change', label: t('edit'), fields: [...change, ownerField] }] : []
  const drop: Act[] = object.can.remove ? [{ name: 'remove', label: t('delete'), fields: [], danger: true }] : []
  return [...steps, ...edit, ...drop]
}

interface BulkDialogProps {
  object: ObjectMeta
  rows: readonly Entry[]
  act: Act
  onClose: () => void
}

function BulkDialog({ object, rows, act, onClose }: BulkDialogProps) {
  const { t } = useWords()
  const intent = useIntent()
  const refresh = useRefresh()
  const takeBack = useTakeBack(object)
  const [values, setValues] = useState<Values>({})
  const [results, setResults] = useState<readonly BulkResult[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    setError(null)
    const input = { ...bodyOf(values, act.fields), ...(values.reason ? { reason: values.reason } : {}) }
    const body = { act: act.name, items: rows.map((row) => ({ id: row.id, version: row.version, input })) }
    try {
      const answer = await intent.run(body, (key) => bulk(object.plural, body, key))
      setResults(answer.results)
      offerBack(answer.results)
      void refresh()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  const offerBack = (answers: readonly BulkResult[]) => {
    const done = answers.flatMap((one) => (one.status < 400 && one.data ? [one.data] : []))
    const step = object.transitions.find((one) => one.name === act.name)
    const action = step && takeBack(step, done)
    if (action) toast(t('done', { action: act.label }), 'good', action)
  }
  const nothing = act.name === 'change' && Object.keys(values).length === 0
  return (
    <Modal
      open
      title={results ? t('bulkResult') : t('bulkRun', { n: rows.length, action: act.label })}
      onCancel={onClose}
      footer={
        results ? (
          <Button type="primary" onClick={onClose}>
            {t('close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button type="primary" danger={act.danger} loading={busy} disabled={nothing} onClick={() => void run()}>
              {act.label}
            </Button>
          </>
        )
      }
    >
      <ProblemNote error={error} />
      {results ? <Results {...{ object, rows, results }} /> : <BulkFields {...{ act, values, setValues }} />}
    </Modal>
  )
}

function BulkFields({ act, values, setValues }: { act: Act; values: Values; setValues: (values: Values) => void }) {
  const { t, say } = useWords()
  const id = useId()
  const [shown, setShown] = useState<readonly string[]>([])
  const chosen = act.name === 'change' ? act.fields.filter((field) => shown.includes(pathOf(field))) : act.fields
  const reason: FieldMeta = { name: 'reason', kind: 'text', label: { zh: t('reason'), en: t('reason') } }
  return (
    <div className="stack">
      {act.name === 'change' && (
        <Select
          aria-label={t('filterField')}
          mode="multiple"
          placeholder={t('filterField')}
          optionFilterProp="label"
          value={[...shown]}
          options={act.fields.map((field) => ({ value: pathOf(field), label: say(field.label) }))}
          onChange={(paths: string[]) => {
            setShown(paths)
            setValues(Object.fromEntries(paths.map((path) => [path, values[path] ?? null])))
          }}
        />
      )}
      {[...chosen, ...(act.name === 'change' || act.name === 'remove' ? [] : [reason])].map((field) => (
        <FieldRow
          key={pathOf(field)}
          id={`${id}${pathOf(field)}`}
          field={{ ...field, required: false }}
          value={values[pathOf(field)]}
          record={values}
          onChange={(value) => setValues({ ...values, [pathOf(field)]: value })}
        />
      ))}
    </div>
  )
}

function Results({
  object,
  rows,
  results,
}: {
  object: ObjectMeta
  rows: readonly Entry[]
  results: readonly BulkResult[]
}) {
  const { t } = useWords()
  const done = results.filter((one) => one.status < 400).length
  return (
    <div className="stack">
      <p role="status">{t('bulkDone', { done, refused: results.length - done })}</p>
      <ul className="results">
        {results.map((one) => {
          const row = rows[one.index]
          return (
            <li key={one.index}>
              {row && <Go to={recordAddress(object.plural, row.id)}>{titleOf(object, row) || row.id}</Go>}{' '}
              {one.status < 400 ? (
                <span className="tag well">{t('success')}</span>
              ) : (
                <ProblemNote error={asProblem(problemOf(one.status, one.problem))} object={object} />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
