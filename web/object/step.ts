/** Which fields a transition asks for, and in what order its buttons stand. */
import type { Entry, FieldMeta, ObjectMeta, PartMeta, TransitionMeta } from '../api/types.ts'
import { isEmpty, valueIn } from '../field/kinds.ts'

export interface StepFields {
  /** Must be filled, now or before. */
  readonly asked: readonly FieldMeta[]
  readonly taken: readonly FieldMeta[]
  /** Arguments that are no fields of the record. */
  readonly input: readonly FieldMeta[]
  readonly parts: readonly PartMeta[]
  readonly all: readonly FieldMeta[]
}

export function fieldsOfStep(object: ObjectMeta, step: TransitionMeta): StepFields {
  const named = (names: readonly string[] = []) =>
    names.flatMap((name) => object.fields.find((field) => field.name === name) ?? [])
  const asked = named(step.asks).map((field) => ({ ...field, required: true }))
  const taken = named(step.takes).map((field) => ({ ...field, required: false }))
  const input = step.input ?? []
  const parts = [...(step.asks ?? []), ...(step.takes ?? [])].flatMap(
    (name) => object.parts.find((part) => part.name === name) ?? [],
  )
  return { asked, taken, input, parts, all: [...asked, ...input, ...taken] }
}

/** Whether a person must say something before the step can be sent. */
export function needsDialog(object: ObjectMeta, step: TransitionMeta, record: Entry): boolean {
  const fields = fieldsOfStep(object, step)
  if (step.tone === 'danger' || step.reason === true) return true
  if (fields.input.some((field) => field.required)) return true
  return fields.asked.some((field) => waits(field, record))
}

/** Empty as yet, or written by this step alone: what a person came to change. */
const waits = (field: FieldMeta, record: Entry): boolean => field.computed === true || isEmpty(valueIn(record, field))

/** Whether the step has anything to be typed; what it only asks to be there already needs no dialog. */
export function hasFields(object: ObjectMeta, step: TransitionMeta, record: Entry): boolean {
  const { asked, taken, input, parts } = fieldsOfStep(object, step)
  const lacking = (name: string) => isEmpty(record[name])
  const open = parts.filter((part) => step.takes?.includes(part.name) || lacking(part.name))
  return taken.length + input.length + open.length > 0 || asked.some((field) => waits(field, record))
}

const toneOrder = ['primary', 'plain', 'quiet', 'danger']

export const byTone = (a: TransitionMeta, b: TransitionMeta): number =>
  toneOrder.indexOf(a.tone ?? 'plain') - toneOrder.indexOf(b.tone ?? 'plain')

export const targetsOf = (step: TransitionMeta): readonly string[] =>
  !step.to ? [] : typeof step.to === 'string' ? [step.to] : step.to

export type Changed = Pick<Entry, 'id' | 'version' | 'state'>

/** The compensating step, where the declaration names one, its reader may take it, and nothing must be typed for it. */
export function backOf(object: ObjectMeta, step: TransitionMeta, changed: readonly Changed[]) {
  const back = object.transitions.find((one) => one.name === step.undo)
  if (!back || object.can[back.name] !== true || changed.length === 0) return undefined
  const typed = (back.asks ?? []).length > 0 || (back.input ?? []).some((field) => field.required)
  return typed || !changed.every((one) => back.from.includes(one.state)) ? undefined : back
}
