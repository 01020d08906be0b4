/** The columns of a board: states, options of a choice, or stages of a pipeline, and where a dropped card may go. */
import type { Entry, Filter, ObjectMeta, TransitionMeta, Values } from '../api/types.ts'
import { isStage, type Stage } from '../field/stage.tsx'
import type { Words } from '../shell/words.ts'
import { targetsOf } from './step.ts'

export interface BoardColumn {
  readonly key: string
  readonly label: string
  readonly tone: string
  readonly filter: Filter
  /** Columns of ends stand folded at the right until a card is carried. */
  readonly ends?: boolean
}

export const stageField = (object: ObjectMeta) => object.fields.find((field) => isStage(object, field))

const boardField = (object: ObjectMeta) =>
  object.board && object.board !== 'state' ? object.fields.find((field) => field.name === object.board) : undefined

export function columnsOf(object: ObjectMeta, stages: readonly Stage[], words: Words): readonly BoardColumn[] {
  const staged = stageField(object)
  if (staged) return [...stageColumns(object, stages, words), ...stateColumns(object, words).filter((one) => one.ends)]
  const field = boardField(object)
  if (!field?.options) return stateColumns(object, words)
  return Object.entries(field.options).map(([key, label]) => ({
    key,
    label: words.say(label),
    tone: 'open',
    filter: { field: field.name, op: '=', value: key },
  }))
}

export const columnKeyOf = (object: ObjectMeta, entry: Entry): string => {
  const ended = object.states.find((state) => state.name === entry.state)?.ends
  const field = stageField(object) ?? boardField(object)
  return field && !ended ? String(entry[field.name] ?? '') : entry.state
}

export type Drop =
  | { readonly kind: 'steps'; readonly steps: readonly TransitionMeta[]; readonly given?: Values }
  | { readonly kind: 'change'; readonly values: Values }
  | { readonly kind: 'none' }

interface Target {
  readonly to: BoardColumn
  readonly columns: readonly BoardColumn[]
}

/** What dropping a card on another column means. */
export function dropOf(object: ObjectMeta, entry: Entry, { to, columns }: Target): Drop {
  const staged = stageField(object)
  const isState = object.states.some((state) => state.name === to.key) && (!staged || to.ends)
  if (staged && !isState) return stageDrop(object, entry, { to, columns })
  const field = boardField(object)
  if (field && !staged) return field.computed ? { kind: 'none' } : { kind: 'change', values: { [field.name]: to.key } }
  const steps = object.transitions.filter(
    (step) => object.can[step.name] && step.from.includes(entry.state) && targetsOf(step).includes(to.key),
  )
  return steps.length > 0 ? { kind: 'steps', steps } : { kind: 'none' }
}

/** Ahead by one is an advance, further a skip, behind a way back; each says where to. */
function stageDrop(object: ObjectMeta, entry: Entry, { to, columns }: Target): Drop {
  const from = columns.findIndex((one) => one.key === columnKeyOf(object, entry))
  const at = columns.findIndex((one) => one.key === to.key)
  const name = at === from + 1 ? 'advance' : at > from ? 'skip' : 'back'
  const step = object.transitions.find((one) => one.name === name && one.from.includes(entry.state))
  if (!step || !object.can[name]) return { kind: 'none' }
  const asksWhere = step.input?.some((field) => field.name === 'toStage')
  return { kind: 'steps', steps: [step], given: asksWhere ? { toStage: to.key } : undefined }
}

function stageColumns(object: ObjectMeta, stages: readonly Stage[], { language }: Words): BoardColumn[] {
  const open = object.states.filter((state) => !state.ends).map((state) => state.name)
  return stages.map((stage) => ({
    key: stage.key,
    label: language === 'zh' ? stage.nameZh : stage.nameEn,
    tone: 'open',
    filter: {
      and: [
        { field: 'stage', op: '=', value: stage.key },
        { field: 'state', op: 'in', value: open },
      ],
    },
  }))
}

const stateColumns = (object: ObjectMeta, { say }: Words): BoardColumn[] =>
  object.states.map((state) => ({
    key: state.name,
    label: say(state.label),
    tone: state.ends ?? (state.draft ? '' : 'open'),
    filter: { field: 'state', op: '=', value: state.name },
    ends: Boolean(state.ends),
  }))
