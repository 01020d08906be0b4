/** All declarations together: looked up by name or plural, and checked to refer only to what exists. */

import type { Arrow } from './arrow.ts'
import { commonFields } from './common.ts'
import type { Fact } from './fact.ts'
import type { Label } from './label.ts'
import type { Declaration } from './object.ts'
import { commonMessages } from './refusal.ts'

export interface Registry {
  readonly objects: ReadonlyMap<string, Declaration>
  readonly byPlural: ReadonlyMap<string, Declaration>
  readonly arrows: ReadonlyMap<string, readonly Arrow[]>
  readonly messages: Readonly<Record<string, Label>>
}

export function registry(declarations: readonly Declaration[], arrows: readonly Arrow[]): Registry {
  const messages: Record<string, Label> = { ...commonMessages }
  for (const declaration of declarations) Object.assign(messages, declaration.messages)
  const byEvent = new Map<string, Arrow[]>()
  for (const one of arrows) {
    for (const type of one.on) byEvent.set(type, [...(byEvent.get(type) ?? []), one])
  }
  return {
    objects: new Map(declarations.map((declaration) => [declaration.name, declaration])),
    byPlural: new Map(declarations.map((declaration) => [declaration.plural, declaration])),
    arrows: byEvent,
    messages,
  }
}

/** Every event type the declarations can emit. */
export function eventTypes(declarations: Iterable<Declaration>): Set<string> {
  const types = new Set<string>()
  for (const declaration of declarations) {
    for (const emitted of [declaration.create?.emits ?? 'created', 'changed', 'removed', 'repointed', 'imported'])
      types.add(`${declaration.name}.${emitted}`)
    for (const transition of Object.values(declaration.transitions))
      types.add(`${declaration.name}.${transition.emits}`)
  }
  return types
}

/** Names that point nowhere, guards without words, states no one can reach: each as one sentence. */
export function problems(reg: Registry): string[] {
  const out: string[] = []
  for (const declaration of reg.objects.values()) {
    out.push(...fieldProblems(reg, declaration), ...stateProblems(declaration), ...wordProblems(reg, declaration))
    for (const [name, fact] of Object.entries(declaration.facts))
      out.push(...factProblems(reg, `${declaration.name}.${name}`, fact))
  }
  const types = eventTypes(reg.objects.values())
  for (const [type, arrows] of reg.arrows) {
    if (!types.has(type)) out.push(`arrow "${arrows[0]?.name}" waits for ${type}, which nothing emits`)
    for (const one of arrows) {
      for (const [name, fact] of Object.entries(one.needs))
        out.push(...factProblems(reg, `arrow ${one.name}: ${name}`, fact))
    }
  }
  return out
}

function fieldProblems(reg: Registry, declaration: Declaration): string[] {
  const out: string[] = []
  const all = {
    ...declaration.fields,
    ...Object.assign({}, ...Object.values(declaration.parts).map((part) => part.fields)),
  }
  for (const [name, field] of Object.entries(all as Declaration['fields'])) {
    if (field.target && !reg.objects.has(field.target))
      out.push(`${declaration.name}.${name} links to unknown ${field.target}`)
  }
  for (const name of Object.keys(declaration.fields)) {
    if (Object.hasOwn(commonFields, name)) out.push(`${declaration.name}.${name} is a common field`)
  }
  return out
}

function stateProblems(declaration: Declaration): string[] {
  const out: string[] = []
  const reached = new Set<string>()
  if (typeof declaration.starts === 'string') reached.add(declaration.starts)
  else for (const state of Object.keys(declaration.states)) reached.add(state)
  for (const transition of Object.values(declaration.transitions)) {
    for (const state of [transition.to ?? []].flat()) reached.add(state)
  }
  for (const [state, spec] of Object.entries(declaration.states)) {
    const leaves = Object.values(declaration.transitions).some((one) => one.from.includes(state))
    if (!reached.has(state)) out.push(`${declaration.name}: no one can reach state ${state}`)
    const single = Object.keys(declaration.states).length === 1
    if (!spec.ends && !leaves && !single) out.push(`${declaration.name}: no way out of state ${state}`)
  }
  return out
}

function wordProblems(reg: Registry, declaration: Declaration): string[] {
  const steps = [declaration.create, declaration.change, declaration.remove, ...Object.values(declaration.transitions)]
  const codes = steps.flatMap((step) => (step?.guards ?? []).map((guard) => guard.code))
  return codes
    .filter((code) => !reg.messages[code]?.zh || !reg.messages[code]?.en)
    .map((code) => `${declaration.name}: ${code} has no words`)
}

function factProblems(reg: Registry, where: string, fact: Fact): string[] {
  if (fact.kind === 'source') return []
  const [name = '', part] = fact.object.split('.')
  const declaration = reg.objects.get(name)
  if (!declaration) return [`${where} asks unknown object ${fact.object}`]
  const fields = part
    ? { ...declaration.parts[part]?.fields, parentId: {}, id: {} }
    : { ...declaration.fields, ...commonFields, id: {}, ...declaration.parts }
  if (part && !declaration.parts[part]) return [`${where} asks unknown part ${fact.object}`]
  const asked = [
    ...Object.keys(fact.where ?? {}),
    ...(fact.field ? [fact.field] : []),
    ...(fact.sort ?? []).map((one) => one.replace(/^-/, '')),
  ]
  return asked
    .filter((field) => !Object.hasOwn(fields, field) && !field.startsWith('custom.'))
    .map((field) => `${where} asks unknown ${fact.object}.${field}`)
}
