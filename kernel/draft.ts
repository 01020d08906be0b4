/** The first half of a decision: may this actor try it, on this version, in this state, with these values? */
import { type Comparison, type Fact, type Loose, type Operand, type Ref, valueAt } from './fact.ts'
import { mergeInput } from './merge.ts'
import type { Transition } from './object.ts'
import { type Actor, keyAllows, type Placed, reachesTo, scopesOf, within } from './permit.ts'
import type { AnyStep, Question } from './question.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Permit, Scope } from './role.ts'

export interface ResolvedFact extends Omit<Fact, 'where' | 'id'> {
  readonly where: Readonly<Record<string, { readonly is: Comparison['is']; readonly value: unknown }>>
  readonly id: string | null
}

// biome-ignore lint/suspicious/noExplicitAny: rules carry their own types; here they are only called
type Any = any

export interface Draft {
  readonly question: Question
  readonly step: AnyStep
  readonly transition: Transition<Any, Any, Any, string> | null
  /** The record as it would be, before rules write to it. */
  readonly record: Loose
  readonly input: Loose
  readonly invalid: readonly Refusal[]
  /** Own fields and parts the command gave. */
  readonly given: readonly string[]
  readonly facts: Readonly<Record<string, ResolvedFact>>
}

export type Drafted =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly refusals: readonly Refusal[] }

/** Checks the classes that need no facts, in their order, and says which facts the rest needs. */
export function draft(question: Question): Drafted {
  const refusal = access(question) ?? versionAndState(question)
  if (refusal) return { ok: false, refusals: [refusal] }
  const step = stepOf(question)
  const merged = mergeInput(question, step)
  const context = {
    record: merged.record,
    input: merged.input,
    actor: question.actor,
    now: question.now,
    today: question.today,
  }
  const facts: Record<string, ResolvedFact> = {}
  const needs = question.command.compensates ? [] : (step.needs ?? [])
  for (const name of needs) facts[name] = resolveFact(question.declaration.facts[name] as Fact, context)
  const transition = question.declaration.transitions[question.command.act] ?? null
  return { ok: true, draft: { question, step, transition, ...merged, facts } }
}

/** The scopes at which the actor may take an action on the object, after the company's changes. */
export function scopesFor(question: Pick<Question, 'declaration' | 'changes' | 'actor'>, act: string): Scope[] {
  const { declaration, changes, actor } = question
  if (actor.kind === 'system') return ['all']
  const permit: Permit = declaration.permits[act] ?? {}
  if (!keyAllows(actor, declaration.name, act)) return []
  return scopesOf(actor, permit, changes[declaration.name]?.[act])
}

/** What every object can do. `repoint` is the system's alone: links are led to another record, nothing else happens. */
const builtIn: readonly string[] = ['create', 'change', 'remove', 'repoint']

function access(question: Question): Refusal | null {
  const { declaration, actor, stored, command } = question
  const { act } = command
  const known = builtIn.includes(act) || Object.hasOwn(declaration.transitions, act)
  if (!known) return refuse('missing', 'NOT_FOUND')
  const scopes = scopesFor(question, act)
  if (scopes.length === 0) return refuse('forbidden', 'FORBIDDEN')
  if (command.compensates && actor.kind !== 'system') return refuse('forbidden', 'FORBIDDEN')
  if (act === 'create') return null
  if (!stored) return refuse('missing', 'NOT_FOUND')
  if (actor.kind === 'system') return null
  const placed = stored as unknown as Placed
  const visible = within(actor, scopesFor(question, 'read'), placed)
  if (visible && reachesTo(actor, act, { scopes, record: placed })) return null
  if (scopes.includes('pool') && leftPool(actor, placed))
    return refuse('conflict', 'POOL_ALREADY_CLAIMED', { details: { ownerId: placed.ownerId } })
  return visible ? refuse('forbidden', 'FORBIDDEN') : refuse('missing', 'NOT_FOUND')
}

/** Whoever could have taken it a moment ago is told that somebody has, not that it was never there. */
const leftPool = (actor: Actor, { state, poolId }: Placed): boolean =>
  state !== 'pool' && typeof poolId === 'string' && actor.pools.includes(poolId)

function versionAndState(question: Question): Refusal | null {
  const { declaration, actor, stored, command } = question
  if (!stored) return null
  if (actor.kind !== 'system' || command.compensates) {
    if (command.version === undefined) return refuse('unversioned', 'VERSION_REQUIRED')
    if (command.version !== stored.version)
      return refuse('conflict', 'VERSION_CONFLICT', { details: { current: stored.version } })
  }
  if (command.compensates) return null
  const state = declaration.states[stored.state]
  const transition = declaration.transitions[command.act]
  if (transition) {
    if (transition.from.includes(stored.state)) return null
    return refuse('state', 'INVALID_STATE', {
      details: { from: stored.state, action: command.act, allowed: allowedFrom(question) },
    })
  }
  if (command.act === 'remove' && !state?.draft) return refuse('state', 'DELETE_NOT_ALLOWED')
  if (command.act === 'change' && actor.kind !== 'system' && (state?.locked || state?.ends)) {
    return refuse('locked', 'RECORD_LOCKED')
  }
  return null
}

/** Transitions that people can take from the present state. */
export function allowedFrom({ declaration, stored }: Pick<Question, 'declaration' | 'stored'>): string[] {
  const people = (name: string) => Object.keys(declaration.permits[name] ?? {}).length > 0
  return Object.entries(declaration.transitions)
    .filter(([name, transition]) => people(name) && transition.from.includes(stored?.state ?? ''))
    .map(([name]) => name)
}

function stepOf({ declaration, command }: Question): AnyStep {
  if (command.act === 'create') return declaration.create ?? {}
  if (command.act === 'change') return declaration.change ?? {}
  if (command.act === 'remove') return declaration.remove ?? {}
  if (command.act === 'repoint') return {}
  return declaration.transitions[command.act] as AnyStep
}

interface Sources {
  readonly record: Loose
  readonly input: Loose
  readonly actor: Actor
  readonly now: string
  readonly today: string
  readonly event?: unknown
}

/** Puts the values of this situation in place of the references of a fact. */
export function resolveFact(fact: Fact, sources: Sources): ResolvedFact {
  const where: Record<string, { is: Comparison['is']; value: unknown }> = {}
  for (const [field, operand] of Object.entries(fact.where ?? {})) {
    const comparison = isComparison(operand) ? operand : { is: '=' as const, value: operand }
    const value = resolveOperand(comparison.value, sources) ?? null
    if (value === null && isRef(comparison.value) && comparison.is !== '!=') {
      // What points nowhere matches nothing; only a written null asks for empty values.
      where[field] = { is: 'in', value: [] }
      continue
    }
    const is = Array.isArray(value) && comparison.is === '=' ? 'in' : comparison.is
    where[field] = { is, value }
  }
  const id = fact.id ? resolveOperand(fact.id, sources) : null
  const { where: _where, id: _id, ...rest } = fact
  return { ...rest, where, id: typeof id === 'string' ? id : null }
}

const isComparison = (operand: Operand | Comparison): operand is Comparison =>
  typeof operand === 'object' && operand !== null && 'is' in operand

const isRef = (operand: Operand): operand is Ref => typeof operand === 'object' && operand !== null && 'from' in operand

function resolveOperand(operand: Operand, sources: Sources): unknown {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) return operand
  const ref = operand as Ref
  if (ref.from === 'now') return sources.now
  if (ref.from === 'today') return sources.today
  return valueAt(
    ref.from === 'record' ? sources.record : ref.from === 'event' ? sources.event : sources[ref.from],
    ref.path,
  )
}
