/** What a reader may see: which records, which fields, and which personal data in plain. */
import { scopesFor } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Actor, inScope, type Placed, scopesOf, sharable, within } from '../../kernel/permit.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import type { Permit, Scope } from '../../kernel/role.ts'
import type { Reach } from '../store/where.ts'
import { isNear, onlyNear } from './near.ts'
import type { Reading } from './reading.ts'

export const readScopes = (reading: Reading, declaration: Declaration): Scope[] =>
  scopesFor({ declaration, changes: reading.model.changes, actor: reading.actor }, 'read')

export const mayRead = (reading: Reading, declaration: Declaration): boolean =>
  readScopes(reading, declaration).length > 0

/** The records the reader reaches; whoever may read none of the object is refused. */
export function reachOf(reading: Reading, declaration: Declaration): Reach {
  const scopes = readScopes(reading, declaration)
  if (scopes.length === 0) throw new Refused([refuse('forbidden', 'FORBIDDEN')])
  const only = onlyNear(reading, declaration)
  const shared = sharable(scopes) ? sharedOf(reading.actor, declaration) : []
  const reach = { ...reachBy(reading.actor, declaration, scopes), ...(shared.length > 0 ? { shared } : {}) }
  return { ...reach, ...(only ? { only } : {}) }
}

function reachBy(actor: Actor, declaration: Declaration, scopes: readonly Scope[]): Reach {
  const { deptId, deptTree, pools } = actor
  return { object: declaration.name, scopes, actorId: actor.id, deptId, deptTree, pools, pooled: isPooled(declaration) }
}

const sharedOf = ({ shared = {} }: Actor, { name }: Declaration): string[] =>
  Object.keys(shared).filter((id) => shared[id]?.object === name)

export const isPooled = (declaration: Declaration): boolean =>
  Object.hasOwn(declaration.states, 'pool') && Object.hasOwn(declaration.fields, 'poolId')

export const reaches = (reading: Reading, declaration: Declaration, record: Loose): boolean =>
  reading.actor.kind === 'system' ||
  (within(reading.actor, readScopes(reading, declaration), placed(record)) && isNear(reading, declaration, record))

const placed = (record: Loose): Placed => record as Placed

/** A field that all of the reader's roles are kept from does not exist for this reader. */
export const isVisible = ({ actor }: Reading, field: Field): boolean =>
  actor.kind === 'system' || !field.hide || actor.roles.some((role) => !field.hide?.includes(role))

/**
 * Who sees mobile numbers and e-mail addresses in plain, as far as they read the record at all: its owner, its
 * members, its department, and the roles whose work needs them (roles.md §3: neither warehouse nor marketing).
 * A company changes it by grants of the action 'personal'.
 */
const personalPermit: Permit = { LEG: 'all', ODK: 'all', ARF: 'all', SVC: 'all', OPS: 'all', EXE: 'all' }

function personalScopes(reading: Reading, declaration: Declaration): Scope[] {
  const { actor, model } = reading
  if (actor.kind === 'system') return ['all']
  const near = readScopes(reading, declaration).filter((scope) => scope !== 'all' && scope !== 'pool')
  const granted = scopesOf(actor, personalPermit, model.changes[declaration.name]?.personal)
  return granted.includes('all') ? ['all'] : [...new Set<Scope>([...near, ...granted, 'self'])]
}

/** The records whose personal data the reader sees in plain; null stands for all of them. */
export function personalReach(reading: Reading, declaration: Declaration): Reach | null {
  const scopes = personalScopes(reading, declaration)
  return scopes.includes('all') ? null : reachBy(reading.actor, declaration, scopes)
}

export function seesPersonal(reading: Reading, declaration: Declaration, record: Loose): boolean {
  const scopes = personalScopes(reading, declaration)
  // A share opens the record, not the personal data in it.
  return scopes.includes('all') || inScope(reading.actor, scopes, placed(record))
}
