/** What is still to do before a record may move on: ticked here, with evidence where it is owed, or waived. */
import { BorderOutlined, CheckCircleFilled, MinusCircleFilled } from '@ant-design/icons'
import { useState } from 'react'
import { act } from '../api/resource.ts'
import type { ObjectMeta, One, Row, TransitionMeta } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { Override } from '../ui/override.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { stageField } from './boardColumns.ts'
import { useCommand } from './command.ts'
import { rowName } from './stepArgument.tsx'
import { StepDialog } from './stepDialog.tsx'

interface ChecklistProps {
  object: ObjectMeta
  one: One
}

interface Asking {
  readonly step: TransitionMeta
  readonly item: string
}

/** The items of the present stage; nothing where the object has no checklist. */
export function Checklist({ object, one }: ChecklistProps) {
  const { t } = useWords()
  const command = useCommand()
  const [asking, setAsking] = useState<Asking | null>(null)
  const { data } = one
  const items = itemsOf(object, one)
  if (items.length === 0) return null
  const stepOf = (name: string) =>
    object.transitions.find((step) => step.name === name && object.can[name] && step.from.includes(data.state))
  const tick = stepOf('tickItem')
  const untick = stepOf('untickItem')
  const waive = stepOf('waiveItem')
  const run = (step: TransitionMeta, item: string) =>
    void command.run({
      content: [step.name, item, data.version],
      send: (key, consent) =>
        act(object.plural, data.id, step.name, { body: { item, ...consent }, version: data.version, key }),
      refused: (problem) => {
        const wantsMore = problem.errors.some((error) => step.input?.some((field) => field.name === error.field))
        if (wantsMore) setAsking({ step, item })
        return wantsMore
      },
    })
  const done = items.filter(isDone).length
  return (
    <section className="checklist" aria-label={t('checklist')}>
      <h2>
        {t('checklist')} <span className="faint number">{`${done}/${items.length}`}</span>
      </h2>
      <ul>
        {items.map((item, index) => (
          <Item
            key={item.id}
            {...{ item, index }}
            busy={command.busy}
            onTick={tick && !isDone(item) ? () => run(tick, item.id) : undefined}
            onUntick={untick && isDone(item) ? () => run(untick, item.id) : undefined}
            onWaive={waive && !isDone(item) ? () => setAsking({ step: waive, item: item.id }) : undefined}
          />
        ))}
      </ul>
      <ProblemNote error={command.problem} object={object} />
      <Override
        problem={command.waiting}
        object={object}
        busy={command.busy}
        onConsent={command.consent}
        onCancel={command.forget}
      />
      {asking && (
        <StepDialog
          {...{ object, one }}
          step={asking.step}
          given={{ item: asking.item }}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  )
}

interface ItemProps {
  item: Row
  index: number
  busy: boolean
  onTick?: () => void
  onUntick?: () => void
  onWaive?: () => void
}

function Item({ item, index, busy, onTick, onUntick, onWaive }: ItemProps) {
  const { t, language } = useWords()
  const name = rowName(item, index, { language })
  const waived = Boolean(item.waivedAt)
  const change = onTick ?? onUntick
  return (
    <li className={isDone(item) ? 'done' : ''}>
      <button
        type="button"
        role="checkbox"
        aria-checked={isDone(item)}
        aria-label={name}
        disabled={busy || !change}
        onClick={change}
      >
        {waived ? (
          <MinusCircleFilled aria-hidden />
        ) : isDone(item) ? (
          <CheckCircleFilled aria-hidden />
        ) : (
          <BorderOutlined aria-hidden />
        )}
        <span>{name}</span>
      </button>
      {waived && <span className="tag">{t('waived')}</span>}
      {typeof item.note === 'string' && item.note !== '' && <span className="faint ellipsis">{item.note}</span>}
      {onWaive && (
        <button type="button" className="plain-button" aria-label={`${t('waive')} ${name}`} onClick={onWaive}>
          {t('waive')}
        </button>
      )}
    </li>
  )
}

const isDone = (item: Row): boolean => Boolean(item.doneAt || item.waivedAt)

function itemsOf(object: ObjectMeta, { data }: One): readonly Row[] {
  const staged = stageField(object)
  const ended = object.states.find((state) => state.name === data.state)?.ends
  const has = object.parts.some((part) => part.name === 'checks')
  if (!has || !staged || ended) return []
  return ((data.checks ?? []) as readonly Row[]).filter((item) => item.stage === data[staged.name])
}
