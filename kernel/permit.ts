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
  /** Pool → the contact fields it shows its members before they claim. */
  readonly poolFields?: Readonly<Record<string, readonly string[]>>
  readonly channel: 'ui' | 'api' | 'import' | 'automation' | 'portal' | 'cli'
  /** Records opened to the actor one by one, until a day that has not passed: id → what for. */
  readonly shared?: Readonly<Record<string, Opened>>
  /** What an API key is limited to; absent for people. 'object:action' with '*' as wildcard. */
  readonly keyScopes?: readonly string[]
}

export interface Opened {
  readonly object: string
  readonly mode: 'read' | 'change'
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
export function scopesOf(
  actor: Pick<Actor, 'roles'>,
  permit: Permit,
  changes: Readonly<Record<string, Scope | null>> = {},
): Scope[] {
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
  readonly id?: string
  readonly ownerId: string | null
  readonly deptId: string | null
  readonly memberIds: readonly string[]
  readonly poolId?: string | null
  readonly state: string
}

/** Whether the actor reaches the record to read it, by scope or because it was opened to them. */
export const within = (actor: Actor, scopes: readonly Scope[], record: Placed): boolean =>
  reachesTo(actor, 'read', { scopes, record })

/** The same for any action. */
export function reachesTo(actor: Actor, act: string, at: { scopes: readonly Scope[]; record: Placed }): boolean {
  return (isOpened(actor, at.record, act) && sharable(at.scopes)) || inScope(actor, at.scopes, at.record)
}

/** By scope alone. */
export function inScope(actor: Actor, scopes: readonly Scope[], record: Placed): boolean {
  return scopes.some((scope) => {
    if (scope === 'all') return true
    if (scope === 'self') return record.ownerId === actor.id || record.memberIds.includes(actor.id ?? '')
    if (scope === 'team') return record.deptId !== null && record.deptId === actor.deptId
    if (scope === 'tree') return record.deptId !== null && actor.deptTree.includes(record.deptId)
    return record.state === 'pool' && actor.pools.includes(record.poolId ?? '')
  })
}

/** A share widens which records a right reaches, never which rights there are, and opens nothing beyond change. */
function isOpened({ shared }: Actor, { id }: Placed, act: string): boolean {
  const opened = id === undefined ? undefined : shared?.[id]
  return opened !== undefined && (act === 'read' || (act === 'change' && opened.mode === 'change'))
}

/** Whoever reads no more than pools has no right that could be widened. */
export const sharable = (scopes: readonly Scope[]): boolean => scopes.some((scope) => scope !== 'pool')

/** An API key never does more than its scopes name. */
export function keyAllows(actor: Actor, object: string, action: string): boolean {
  if (!actor.keyScopes) return true
  return actor.keyScopes.some((scope) => {
    const [o, a] = scope.split(':')
    return (o === '*' || o === object) && (a === '*' || a === action || (a === 'write' && action !== 'read'))
  })
}
