/** What a route asks of its caller: 'public', 'signedIn' or 'object:action', decided from the permits of writes. */

import type { Declaration } from '../../kernel/object.ts'
import { type Actor, keyAllows, scopesOf } from '../../kernel/permit.ts'
import { everyone, type Permit, systemOnly } from '../../kernel/role.ts'
import type { Model } from '../world.ts'

/** One's own, and all for those who watch over the company's data. */
const overseen: Permit = { ...everyone('self'), OPS: 'all', ADM: 'all' }

/** Things of the doors that are no business objects; their grants can be changed like those of objects. */
export const doorPermits: Readonly<Record<string, Readonly<Record<string, Permit>>>> = {
  audit: { read: { ADM: 'all', OPS: 'all', EXE: 'all' } },
  key: { create: everyone('self'), read: everyone('self'), remove: everyone('self'), administer: { ADM: 'all' } },
  session: { read: everyone('self'), remove: everyone('self'), administer: { ADM: 'all' } },
  mail: { read: { ADM: 'all' }, change: { ADM: 'all' } },
  signIn: { read: { ADM: 'all' }, change: { ADM: 'all' } },
  permission: { read: { ADM: 'all', OPS: 'all' } },
  file: { create: everyone('self', []), read: everyone('self', []) },
  // Whose records may be brought in, the permits of the object itself decide: to create them, and to change those met.
  import: { create: everyone('self'), read: overseen, cancel: overseen, undo: overseen },
  inbox: { read: everyone('self', []), change: everyone('self', []) },
}

/** The permit of one action, or undefined where no such action exists. */
export function permitOf(model: Model, object: string, action: string): Permit | undefined {
  const permits = model.objects.get(object)?.permits ?? doorPermits[object]
  return permits && Object.hasOwn(permits, action) ? permits[action] : undefined
}

/** Whether there is any record the actor may do this to; which ones, the scopes decide later. */
export function mayAct(model: Model, actor: Actor, ask: { object: string; action: string }): boolean {
  const permit = permitOf(model, ask.object, ask.action)
  if (!permit || !keyAllows(actor, ask.object, ask.action)) return false
  return scopesOf(actor, permit, model.changes[ask.object]?.[ask.action]).length > 0
}

/** 'lead:any' asks for any action on leads: bulk requests say in their body which one. */
export function holds(model: Model, actor: Actor, permission: string): boolean {
  const [object = '', action = ''] = permission.split(':')
  if (action !== 'any') return mayAct(model, actor, { object, action })
  return actionsOf(model, object).some((one) => mayAct(model, actor, { object, action: one }))
}

export function actionsOf(model: Model, object: string): string[] {
  return Object.keys(model.objects.get(object)?.permits ?? doorPermits[object] ?? {})
}

/** Transitions that only the chain takes have no door. */
export function openTransitions(declaration: Declaration): string[] {
  return Object.keys(declaration.transitions).filter((name) => isOpen(declaration, name))
}

export function isOpen({ permits }: Declaration, action: string): boolean {
  return permits[action] !== undefined && permits[action] !== systemOnly
}

const shape = /^(public|signedIn|[a-z][A-Za-z]*:[a-z][A-Za-z]*)$/

/** A route without a declared permission is a bug that must not reach anyone: the server does not start. */
export function requirePermission(route: {
  method: string | string[]
  url: string
  config?: { permission?: string }
}): string {
  const permission = route.config?.permission
  if (permission !== undefined && shape.test(permission)) return permission
  throw new Error(`the route ${[route.method].flat().join('|')} ${route.url} declares no permission`)
}
