/** What follows a dropped card: the step runs at once, asks first, or the card goes back and says why. */
import { Button, Modal } from 'antd'
import { useState } from 'react'
import type { Problem } from '../api/client.ts'
import { act, change, one as fetchOne } from '../api/resource.ts'
import type { Entry, ObjectMeta, One, TransitionMeta, Values } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { Override } from '../ui/override.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { toast } from '../ui/toast.tsx'
import type { BoardColumn, Drop } from './boardColumns.ts'
import { type Commanding, useCommand } from './command.ts'
import { needsDialog } from './step.ts'
import { StepDialog } from './stepDialog.tsx'
import { useTakeBack } from './takeBack.ts'

interface Dropped {
  readonly entry: Entry
  readonly to: BoardColumn
  readonly from: string
  readonly drop: Drop
}

type Send = (key: string, consent: Record<string, unknown>) => Promise<One>

interface Asking {
  readonly one: One
  readonly step: TransitionMeta
  readonly given?: Values
}

export interface DropState {
  readonly take: (dropped: Dropped) => void
  readonly moving: ReadonlySet<string>
  readonly command: Commanding
  readonly choosing: Dropped | null
  readonly choose: (step: TransitionMeta | null) => void
  readonly asking: Asking | null
  readonly answered: () => void
}

export function useDrop(object: ObjectMeta): DropState {
  const { t } = useWords()
  const command = useCommand()
  const takeBack = useTakeBack(object)
  const [moving, setMoving] = useState<ReadonlySet<string>>(new Set())
  const [choosing, setChoosing] = useState<DropState['choosing']>(null)
  const [asking, setAsking] = useState<Asking | null>(null)

  const begin = async ({ entry, to, drop }: Dropped, step: TransitionMeta) => {
    const given = drop.kind === 'steps' ? drop.given : undefined
    const askFirst = async () => setAsking({ one: await fetchOne(object.plural, entry.id), step, given })
    if (needsDialog(object, step, entry) && !isAnswered(step, given)) return askFirst()
    const send: Send = (key, consent) =>
      act(object.plural, entry.id, step.name, { body: { ...given, ...consent }, version: entry.version, key })
    await carry(entry, to, { send, step })
  }
  const carry = async (entry: Entry, to: BoardColumn, { send, step }: { send: Send; step?: TransitionMeta }) => {
    setMoving((before) => new Set([...before, entry.id]))
    await command.run({
      content: [entry.id, entry.version, to.key],
      said: t('boardMoved', { to: to.label }),
      offers: (answer) => step && takeBack(step, [answer.data]),
      send,
    })
    setMoving((before) => new Set([...before].filter((id) => id !== entry.id)))
  }
  const take = (dropped: Dropped) => {
    const { drop, entry, to } = dropped
    if (drop.kind === 'none') return toast(t('boardNoWay', { from: dropped.from, to: to.label }), 'bad')
    if (drop.kind === 'change') {
      const send: Send = (key, consent) =>
        change(object.plural, entry.id, { body: { ...drop.values, ...consent }, version: entry.version, key })
      return void carry(entry, to, { send })
    }
    const [first, ...others] = drop.steps
    if (others.length > 0) return setChoosing(dropped)
    if (first) void begin(dropped, first)
  }
  return {
    take,
    moving,
    command,
    choosing,
    choose: (step) => {
      setChoosing(null)
      if (step && choosing) void begin(choosing, step)
    },
    asking,
    answered: () => setAsking(null),
  }
}

/** The drop itself answered everything the step must know. */
function isAnswered(step: TransitionMeta, given: Values | undefined): boolean {
  if (!given || step.tone === 'danger' || step.reason === true || (step.asks ?? []).length > 0) return false
  return (step.input ?? []).every((field) => !field.required || field.name in given)
}

export function DropDialogs({ object, state }: { object: ObjectMeta; state: DropState }) {
  const { t, say } = useWords()
  const { command, choosing, asking } = state
  const takeBack = useTakeBack(object)
  const choices = choosing?.drop.kind === 'steps' ? choosing.drop.steps : []
  return (
    <>
      {choosing && (
        <Modal
          open
          title={t('boardChoose', { to: choosing.to.label })}
          footer={null}
          onCancel={() => state.choose(null)}
        >
          <div className="stack">
            {choices.map((step) => (
              <Button key={step.name} onClick={() => state.choose(step)}>
                {say(step.label)}
              </Button>
            ))}
          </div>
        </Modal>
      )}
      {asking && <StepDialog {...{ object, takeBack }} {...asking} onClose={state.answered} />}
      <Override
        problem={command.waiting}
        object={object}
        busy={command.busy}
        onConsent={command.consent}
        onCancel={command.forget}
      />
      <WentBack object={object} problem={command.problem} onClose={command.forget} />
    </>
  )
}

/** All reasons at once. */
function WentBack(props: { object: ObjectMeta; problem: Problem | null; onClose: () => void }) {
  const { t } = useWords()
  if (!props.problem) return null
  return (
    <Modal
      open
      title={t('notAllowed')}
      onCancel={props.onClose}
      footer={<Button onClick={props.onClose}>{t('close')}</Button>}
    >
      <ProblemNote error={props.problem} object={props.object} />
    </Modal>
  )
}
