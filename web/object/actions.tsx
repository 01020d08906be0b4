/** What can be done with a record now: the steps as buttons; a closed one says why. */
import { EditOutlined, MoreOutlined, PhoneOutlined, UndoOutlined } from '@ant-design/icons'
import { Button, Modal, Popover } from 'antd'
import { useState } from 'react'
import { act, remove } from '../api/resource.ts'
import type { ObjectMeta, One, RefusalSay, TransitionMeta } from '../api/types.ts'
import { titleOf } from '../field/kinds.ts'
import { mergeAddress } from '../merge/data.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords, type Words } from '../shell/words.ts'
import { listAddress, newAddress, recordAddress, useGo } from '../ui/go.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { Override } from '../ui/override.tsx'
import { ProblemNote, Sentences } from '../ui/problem.tsx'
import { useClosed } from './closed.ts'
import { useCommand } from './command.ts'
import { useRecent } from './recent.ts'
import { byTone, hasFields, needsDialog } from './step.ts'
import { StepDialog } from './stepDialog.tsx'

interface ActionsProps {
  object: ObjectMeta
  one: One
  onEdit: () => void
}

const shownButtons = 3

export function Actions({ object, one, onEdit }: ActionsProps) {
  const words = useWords()
  const { say, t } = words
  const command = useCommand()
  const [step, setStep] = useState<TransitionMeta | null>(null)
  const [deleting, setDeleting] = useState(false)
  const { data, can } = one
  const recent = useRecent(object, one.data.state)
  const closed = useClosed(object, can)
  const openness = (each: TransitionMeta) => (closed(each.name).length > 0 ? 1 : 0)
  const steps = object.transitions
    .filter((each) => object.can[each.name] && each.from.includes(data.state))
    .sort((a, b) => byTone(a, b) || openness(a) - openness(b))
  const go = useGo()
  const begin = (each: TransitionMeta) => {
    if (isMerge(each)) return go(mergeAddress(object.plural, data.id))
    if (needsDialog(object, each, data) || hasFields(object, each, data)) return setStep(each)
    void command.run({
      content: [each.name, data.version],
      said: t('done', { action: say(each.label) }),
      send: (key, consent) =>
        act(object.plural, data.id, each.name, { body: { ...consent }, version: data.version, key }),
      then: () => recent.note(each),
      refused: (problem) => {
        const mustSay = problem.errors.some((error) => error.field === 'reason')
        if (mustSay) setStep(each)
        return mustSay
      },
    })
  }
  const { buttons, rest } = arranged(steps, openness)
  const items = [
    ...rest.map((each) => ({ ...stepItem(each, closed(each.name), say), onPick: () => begin(each) })),
    ...(object.can.remove ? [{ ...deleteItem(closed('remove'), words), onPick: () => setDeleting(true) }] : []),
  ]
  return (
    <>
      {buttons.map((each) => (
        <StepButton
          key={each.name}
          step={each}
          main={each === buttons[0] && each.tone === 'primary'}
          refusals={closed(each.name)}
          busy={command.busy}
          object={object}
          onBegin={() => begin(each)}
        />
      ))}
      <UndoButton {...{ recent, closed, busy: command.busy }} onUndo={begin} />
      <LogButton object={object} id={data.id} />
      {object.can.change && <EditButton {...{ object }} refusals={closed('change')} onEdit={onEdit} />}
      {items.length > 0 && (
        <Menu label={t('moreActions')} items={items}>
          <MoreOutlined />
        </Menu>
      )}
      <Answers {...{ command, object }} />
      {step && (
        <StepDialog
          {...{ object, one, step }}
          onClose={(done) => {
            if (done) recent.note(step)
            setStep(null)
          }}
        />
      )}
      {deleting && <DeleteDialog {...{ object, one }} onClose={() => setDeleting(false)} />}
    </>
  )
}

/** A merge has a page of its own. */
export const isMerge = ({ name, input }: TransitionMeta): boolean =>
  name === 'merge' && (input ?? []).some((field) => field.name === 'survivorId')

/** The few steps that stand as buttons, those that are open first; all others go into the menu. */
function arranged(steps: readonly TransitionMeta[], openness: (step: TransitionMeta) => number) {
  const buttons = steps
    .filter((each) => each.tone !== 'danger' && each.tone !== 'quiet')
    .slice(0, shownButtons)
    .sort((a, b) => openness(a) - openness(b))
  return { buttons, rest: steps.filter((each) => !buttons.includes(each)) }
}

interface UndoProps {
  recent: ReturnType<typeof useRecent>
  closed: ReturnType<typeof useClosed>
  busy: boolean
  onUndo: (step: TransitionMeta) => void
}

function UndoButton({ recent, closed, busy, onUndo }: UndoProps) {
  const { t } = useWords()
  const { undo } = recent
  if (!undo || closed(undo.name).length > 0) return null
  return (
    <Button type="dashed" icon={<UndoOutlined aria-hidden />} disabled={busy} onClick={() => onUndo(undo)}>
      {t('undo', { action: recent.label })}
    </Button>
  )
}

/** What the server said to a step: a refusal in words, or the question whether to go on all the same. */
function Answers({ command, object }: { command: ReturnType<typeof useCommand>; object: ObjectMeta }) {
  const { t } = useWords()
  return (
    <>
      {command.problem && (
        <Modal open title={t('notAllowed')} footer={null} onCancel={command.forget}>
          <ProblemNote error={command.problem} object={object} />
        </Modal>
      )}
      <Override
        problem={command.waiting}
        object={object}
        busy={command.busy}
        onConsent={command.consent}
        onCancel={command.forget}
      />
    </>
  )
}

interface StepButtonProps {
  step: TransitionMeta
  /** One button stands out. */
  main: boolean
  object: ObjectMeta
  refusals: readonly RefusalSay[]
  busy: boolean
  onBegin: () => void
}

function StepButton({ step, main, object, refusals, busy, onBegin }: StepButtonProps) {
  const { say, t } = useWords()
  const label = say(step.label)
  if (refusals.length === 0) {
    return (
      <Button
        type={main ? 'primary' : 'default'}
        title={step.help ? say(step.help) : undefined}
        disabled={busy}
        onClick={onBegin}
      >
        {label}
      </Button>
    )
  }
  return <Blocked {...{ label, object, refusals }} title={t('whyNot', { action: label })} />
}

/** Stays reachable by keyboard and touch, so that its reasons can be read. */
function Blocked(props: { label: string; title: string; object: ObjectMeta; refusals: readonly RefusalSay[] }) {
  const reasons = (
    <div style={{ maxWidth: 360 }}>
      <Sentences errors={props.refusals} object={props.object} />
    </div>
  )
  return (
    <Popover title={props.title} content={reasons} trigger={['hover', 'focus', 'click']}>
      <Button aria-disabled className="blocked">
        {props.label}
      </Button>
    </Popover>
  )
}

/** What was said with the customer is written down from wherever one stands. */
function LogButton({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useWords()
  const activity = useObject('activity')
  const go = useGo()
  const field = activity?.fields.find((one) => one.kind === 'link' && one.target === object.name)
  if (!activity?.can.create || !field || field.computed) return null
  const to = newAddress(activity.plural, { [field.name]: id }, recordAddress(object.plural, id))
  return (
    <Button icon={<PhoneOutlined aria-hidden />} onClick={() => go(to)}>
      {t('logActivity')}
    </Button>
  )
}

function EditButton({
  object,
  refusals,
  onEdit,
}: {
  object: ObjectMeta
  refusals: readonly RefusalSay[]
  onEdit: () => void
}) {
  const { t } = useWords()
  const label = t('edit')
  if (refusals.length > 0) return <Blocked {...{ label, object, refusals }} title={t('whyNot', { action: label })} />
  return (
    <Button icon={<EditOutlined aria-hidden />} onClick={onEdit}>
      {label}
    </Button>
  )
}

type Say = Words['say']
type Refusals = readonly RefusalSay[]

function stepItem(step: TransitionMeta, closed: Refusals, say: Say): Omit<MenuItem, 'onPick'> {
  return { key: step.name, label: say(step.label), danger: step.tone === 'danger', ...blockOf(closed, say) }
}

function deleteItem(closed: Refusals, { t, say }: Words): Omit<MenuItem, 'onPick'> {
  return { key: 'remove', label: t('delete'), danger: true, ...blockOf(closed, say) }
}

function blockOf(closed: Refusals, say: Say): Pick<MenuItem, 'blocked'> {
  return closed.length > 0 ? { blocked: closed.map((one) => say(one.message)).join(' · ') } : {}
}

function DeleteDialog({ object, one, onClose }: { object: ObjectMeta; one: One; onClose: () => void }) {
  const { t } = useWords()
  const go = useGo()
  const command = useCommand()
  const { data } = one
  const drop = () =>
    void command.run({
      content: ['remove', data.version],
      said: t('deleted'),
      send: (key) => remove(object.plural, data.id, { version: data.version, key }),
      then: () => go(listAddress(object.plural)),
    })
  return (
    <Modal
      open
      title={t('deleteAsk', { title: titleOf(object, data) })}
      okText={t('delete')}
      okButtonProps={{ danger: true, loading: command.busy }}
      onOk={drop}
      onCancel={onClose}
    >
      <p>{t('deleteHint')}</p>
      <ProblemNote error={command.problem} object={object} />
    </Modal>
  )
}
