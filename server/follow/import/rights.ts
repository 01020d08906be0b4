/** Who may import what: whoever may create the object; years of old records the process owner and administrators. */
import { scopesFor } from '../../../kernel/draft.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { type Refusal, Refused, refuse } from '../../../kernel/refusal.ts'
import type { Model, Session } from '../../world.ts'

const historyRoles = ['OPS', 'ADM']
const no = (refusal: Refusal): Refused => new Refused([refusal])

export const isOverseer = ({ userId, actor }: Session): boolean =>
  userId === null || actor.kind === 'system' || actor.roles.some((role) => historyRoles.includes(role))

export function mayImport(model: Model, session: Session, asked: { object: string; history: boolean }): Declaration {
  const { actor } = session
  const declaration = model.objects.get(asked.object)
  if (!declaration) throw no(refuse('missing', 'NOT_FOUND'))
  if (actor.kind === 'system') return declaration
  if (asked.history && !isOverseer(session)) throw no(refuse('forbidden', 'IMPORT_HISTORY_FORBIDDEN'))
  const allowed = asked.history || scopesFor({ declaration, changes: model.changes, actor }, 'create').length > 0
  if (!allowed) throw no(refuse('forbidden', 'FORBIDDEN'))
  return declaration
}

/** Objects of which the person may bring in records; those that set up the company only whoever watches over it. */
export const importable = (model: Model, session: Session): Declaration[] =>
  [...model.objects.values()].filter(
    (declaration) =>
      isOverseer(session) ||
      (declaration.area !== 'setup' &&
        scopesFor({ declaration, changes: model.changes, actor: session.actor }, 'create').length > 0),
  )
