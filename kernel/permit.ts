/** Decides from data who may take which action, and over which records. */
import type { Permit, Role, Scope } from './role.ts'

/** Whoever asks: a person, an API key acting for one, or the system following the chain. */
export interface Actor {
  readonly id: string | null
  readonly kind: 'person' | 'key' | 'system'
  readonly roles: readonly Role[]
  readonly deptId: string | null
  /** The actor's department and all below it. */
  readonly deptTree: readonly string[]
  /** Pools the actor is a member of. */
  readonly pools: readonly string[]
  readonly channel: 'ui' | 'api' | 'import' | 'automation' | 'portal' | 'cli'
  /** What an API key is limited to; absent for people. 'object:action' with '*' as wildcard. */
  readonly keyScopes?: readonly string[]
}

export const system: Actor = Object.freeze({
  id: null,
  kind: 'system',
  roles: [],
  deptId: null,
  deptTree: [],
  pools: [],
  channel: 'automation',
})

/** Grants a company changed: object → action → role → scope, or null where it took a shipped grant away. */
export type GrantChanges = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Scope | null>>>>>>

/** The scopes at which the actor may take the action; empty means forbidden. Deny (null) wins over the default. */
export function scopesOf(actor: Actor, permit: Permit, changes: Readonly<Record<string, Scope | null>> = {}): Scope[] {
  const scopes = new Set<Scope>()
  for (const role of actor.roles) {
    const changed = changes[role]
    if (changed === null) continue
    const granted = changed ?? permit[role]
    for (const scope of granted === undefined ? [] : [granted].flat()) scopes.add(scope)
  }
  return scopes.has('all') ? ['all'] : [...scopes]
}

/** The part of a record that scopes look at. */
export interface Placed {
  readonly ownerId: string | null
  readonly deptId: string | null
  readonly memberIds: readonly string[]
  readonly poolId?: string | null
  readonly state: string
}

export function within(actor: Actor, scopes: readonly Scope[], record: Placed): boolean {
  return scopes.some((scope) => {
    if (scope === 'all') return true
    if (scope === 'self') return record.ownerId === actor.id || record.memberIds.includes(actor.id ?? '')
    if (scope === 'team') return record.deptId !== null && record.deptId === actor.deptId
    if (scope === 'tree') return record.deptId !== null && actor.deptTree.includes(record.deptId)
    return record.state === 'pool' && actor.pools.includes(record.poolId ?? '')
  })
}

/** An API key never does more than its scopes name. */
export function keyAllows(actor: Actor, object: string, action: string): boolean {
  if (!actor.keyScopes) return true
  return actor.keyScopes.some((scope) => {
    const [o, a] = scope.split(':')
    return (o === '*' || o === object) && (a === '*' || a === action || (a === 'write' && action !== 'read'))
  })
}
