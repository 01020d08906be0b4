/** Every declared object keeps the promises of the language: nothing leads nowhere, and all of it has words. */
import { describe, expect, it } from 'vitest'
import { chain } from '../../flow/chain.ts'
import { objects as shipped } from '../../flow/index.ts'
import type { Field } from '../../kernel/field.ts'
import type { Label } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import { commonMessages } from '../../kernel/refusal.ts'
import { problems, registry as registryOf } from '../../kernel/registry.ts'
import { roleNames, roles, systemOnly } from '../../kernel/role.ts'

const objects: readonly Declaration[] = shipped
const registry = registryOf(objects, chain)

/** Objects that are the company's own business, and not how it is set up. */
const business =
  'campaign lead account contact activity opportunity gateDecision quote contract order shipment stock movement ' +
  'shortage invoice payment journal cost'

const fieldsOf = ({ name, fields, parts, transitions }: Declaration): [string, Field][] => [
  ...Object.entries(fields).map(([key, field]): [string, Field] => [`${name}.${key}`, field]),
  ...Object.entries(parts).flatMap(([part, spec]) =>
    Object.entries(spec.fields).map(([key, field]): [string, Field] => [`${name}.${part}.${key}`, field]),
  ),
  ...Object.entries(transitions).flatMap(([step, { input = {} }]) =>
    Object.entries(input).map(([key, field]): [string, Field] => [`${name}.${step}(${key})`, field]),
  ),
]

const stepsOf = ({ create, change, remove, transitions }: Declaration) => [
  ...Object.entries({ create, change, remove }),
  ...Object.entries(transitions),
]

describe('the declarations', () => {
  it('name only what exists: links, facts, events, states and words', () => {
    expect(problems(registry)).toEqual([])
  })

  it('have a name and a plural of their own each', () => {
    expect(new Set(objects.map((one) => one.name)).size).toBe(objects.length)
    expect(new Set(objects.map((one) => one.plural)).size).toBe(objects.length)
  })

  it('say everything in both languages', () => {
    const mute = (where: string, label: Label | undefined) =>
      label?.zh?.trim() && label.en?.trim() ? [] : [`${where} has no label in both languages`]
    const found = objects.flatMap((one) => [
      ...mute(one.name, one.label),
      ...Object.entries(one.states).flatMap(([key, state]) => mute(`${one.name} state ${key}`, state.label)),
      ...Object.entries(one.transitions).flatMap(([key, step]) => mute(`${one.name} ${key}`, step.label)),
      ...Object.entries(one.parts).flatMap(([key, part]) => mute(`${one.name}.${key}`, part.label)),
      ...fieldsOf(one).flatMap(([where, field]) => [
        ...mute(where, field.label),
        ...(field.help ? mute(`${where} help`, field.help) : []),
        ...Object.entries(field.options ?? {}).flatMap(([key, label]) => mute(`${where} option ${key}`, label)),
      ]),
    ])
    expect(found).toEqual([])
  })

  it('speak Chinese where they say that they do', () => {
    const foreign = objects.flatMap((one) =>
      [
        [one.name, one.label],
        ...Object.entries(one.states).map(([key, state]) => [`${one.name} state ${key}`, state.label]),
        ...Object.entries(one.transitions).map(([key, step]) => [`${one.name} ${key}`, step.label]),
      ].flatMap(([where, label]) => (/\p{Script=Han}/u.test((label as Label).zh) ? [] : [where])),
    )
    expect(foreign).toEqual([])
  })

  it('let every option stand for something, and every choice have options', () => {
    const empty = objects
      .flatMap(fieldsOf)
      .filter(([, field]) => ['choice', 'choices'].includes(field.kind) && Object.keys(field.options ?? {}).length < 1)
    expect(empty.map(([where]) => where)).toEqual([])
  })
})

describe('refusals', () => {
  const blanks = (text: string): string =>
    [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name?.replace(/En$/, '')))].sort().join(' ')

  it('have both sentences, with the same blanks to fill', () => {
    const all = [commonMessages, ...objects.map((one) => one.messages)].flatMap((messages) => Object.entries(messages))
    const uneven = all.filter(([, { zh, en }]) => !zh || !en || blanks(zh) !== blanks(en))
    expect(uneven).toEqual([])
  })

  it('of every guard have words in the declaration or among the common ones', () => {
    const mute = objects.flatMap((one) =>
      stepsOf(one).flatMap(([step, spec]) =>
        (spec?.guards ?? [])
          .filter(({ code }) => !(one.messages[code] ?? registry.messages[code]))
          .map(({ code }) => `${one.name}.${step} ${code}`),
      ),
    )
    expect(mute).toEqual([])
  })

  it('let pass only by roles that exist', () => {
    const strange = objects.flatMap((one) =>
      stepsOf(one).flatMap(([step, spec]) =>
        (spec?.guards ?? [])
          .filter(({ override }) => Array.isArray(override) && override.some((role) => !Object.hasOwn(roles, role)))
          .map(({ code }) => `${one.name}.${step} ${code}`),
      ),
    )
    expect(strange).toEqual([])
  })
})

describe('ways through the states', () => {
  it('lead on: every state of an object that ends can still come to an end', () => {
    // The notes of an activity that took place may still be mended: it rests, and is not locked by an end.
    expect(objects.flatMap(stuckStates)).toEqual(['activity: done'])
  })

  it('start and stop in states that exist', () => {
    const strange = objects.flatMap((one) =>
      Object.entries(one.transitions).flatMap(([name, { from, to }]) =>
        [...from, ...[to ?? []].flat()]
          .filter((state) => !Object.hasOwn(one.states, state))
          .map((state) => `${one.name}.${name}: ${state}`),
      ),
    )
    expect(strange).toEqual([])
  })

  it('are chosen by a rule wherever there is more than one', () => {
    const loose = objects.flatMap((one) =>
      Object.entries(one.transitions)
        .filter(([, step]) => Array.isArray(step.to) && step.to.length > 1 && !step.chooses)
        .map(([name]) => `${one.name}.${name}`),
    )
    expect(loose).toEqual([])
  })

  it('ask and take only what the object has', () => {
    const strange = objects.flatMap((one) =>
      Object.entries(one.transitions).flatMap(([name, { asks = [], takes = [] }]) =>
        [...asks, ...takes]
          .filter((field) => !Object.hasOwn(one.fields, field) && !Object.hasOwn(one.parts, field))
          .map((field) => `${one.name}.${name}: ${String(field)}`),
      ),
    )
    expect(strange).toEqual([])
  })
})

function stuckStates({ name, states, transitions }: Declaration): string[] {
  const ends = new Set(Object.keys(states).filter((state) => states[state]?.ends))
  if (ends.size === 0) return []
  for (let grown = true; grown; ) {
    grown = false
    for (const { from, to } of Object.values(transitions)) {
      if (![to ?? []].flat().some((state) => ends.has(state))) continue
      for (const state of from) {
        grown ||= !ends.has(state)
        ends.add(state)
      }
    }
  }
  return Object.keys(states).flatMap((state) => (ends.has(state) ? [] : [`${name}: ${state}`]))
}

describe('permits', () => {
  const actionsOf = ({ transitions }: Declaration) => [
    'read',
    'create',
    'change',
    'remove',
    ...Object.keys(transitions),
  ]

  it('stand for every transition: somebody may take it, or the system alone does and it says so', () => {
    const nobody = objects.flatMap((one) =>
      Object.keys(one.transitions)
        .filter((name) => one.permits[name] !== systemOnly && Object.keys(one.permits[name] ?? {}).length === 0)
        .map((name) => `${one.name}.${name}`),
    )
    expect(nobody).toEqual([])
  })

  it('are given to roles that exist, for actions that exist', () => {
    const strange = objects.flatMap((one) =>
      Object.entries(one.permits).flatMap(([action, permit]) => [
        ...(actionsOf(one).includes(action) ? [] : [`${one.name}: no action ${action}`]),
        ...Object.keys(permit ?? {})
          .filter((role) => !roleNames.includes(role as (typeof roleNames)[number]))
          .map((role) => `${one.name}.${action}: no role ${role}`),
      ]),
    )
    expect(strange).toEqual([])
  })

  it('let whoever may act also see what they act on', () => {
    const blind = objects.flatMap((one) =>
      Object.entries(one.permits).flatMap(([action, permit]) =>
        Object.keys(permit ?? {})
          .filter((role) => !Object.hasOwn(one.permits.read ?? {}, role))
          .map((role) => `${one.name}.${action}: ${role}`),
      ),
    )
    expect(blind).toEqual([])
  })

  it('show an administrator alone no business record (R30)', () => {
    const shown = objects.filter((one) => business.split(' ').includes(one.name))
    expect(shown).toHaveLength(business.split(' ').length)
    expect(
      shown.filter((one) => Object.values(one.permits).some((permit) => permit?.ADM)).map((one) => one.name),
    ).toEqual([])
  })
})
