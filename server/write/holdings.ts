/** Where records name people who have to do with them, and as whom such records are handed on. */
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import { system } from '../../kernel/permit.ts'
import type { Slot } from '../store/handover.ts'
import type { Model, Session } from '../world.ts'

/** Their records name people for the history they tell, not because somebody has to do something. */
const told: ReadonlySet<string> = new Set(['user', 'comment', 'attachment', 'grant', 'handover', 'journal'])

/** Every place where records that are not at their end name a person who has to do with them. */
export function slotsOf(model: Model): Slot[] {
  return [...model.objects.values()].filter(({ name }) => !told.has(name)).flatMap(slotsIn)
}

function slotsIn(declaration: Declaration): Slot[] {
  const open = Object.entries(declaration.states)
    .filter(([name, state]) => !state.ends && !['merged', 'retired', 'closed'].includes(name))
    .map(([name]) => name)
  const region = declaration.fields.region?.kind === 'address'
  const slot = (name: string, kind: Slot['kind'], byRegion = false): Slot => {
    return { declaration, name, kind, open, region: byRegion }
  }
  const isTie = ([name, field]: [string, Field]) =>
    (field.kind === 'member' || field.kind === 'members') && !field.computed && /Ids?$/.test(name)
  const own = Object.entries(declaration.fields)
    .filter(isTie)
    .map(([name, field]) => slot(name, field.kind === 'member' ? 'one' : 'list'))
  const parts = Object.entries(declaration.parts).flatMap(([part, spec]) =>
    spec.computed
      ? []
      : Object.entries(spec.fields)
          .filter(([name, field]) => field.kind === 'member' && isTie([name, field]))
          .map(([name]) => slot(`${part}.${name}`, 'part')),
  )
  return [slot('ownerId', 'one', region), slot('memberIds', 'members'), ...own, ...parts]
}

export const canWait = ({ states, transitions }: Declaration): boolean =>
  Object.hasOwn(states, 'pool') && Object.hasOwn(transitions, 'recycle')

/** Acts as the system, so that no limit leaves a record behind; the log names who asked for it. */
export const sessionFor = (tenantId: string, userId: string | null): Session => ({
  tenantId,
  userId,
  actor: { ...system, id: userId },
  language: 'zh',
})
