/** Rule tests as sentences: given(deal).in("open", {…}).as("REP").when("advance").refuses("GATE_NOT_PASSED"). */
import type { Happening } from './command.ts'
import { type Decision, decide } from './decide.ts'
import { same } from './diff.ts'
import { draft } from './draft.ts'
import type { Loose } from './fact.ts'
import type { CustomField, Declaration } from './object.ts'
import { type Actor, type GrantChanges, system } from './permit.ts'
import type { Question } from './question.ts'
import type { Role } from './role.ts'
import { modes, type Settings } from './settings.ts'

export const personId = '00000000-0000-7000-8000-000000000001'
export const otherId = '00000000-0000-7000-8000-000000000002'
export const recordId = '00000000-0000-7000-8000-0000000000aa'
export const testDept = '00000000-0000-7000-8000-0000000000d1'

/** A readable uuid for tests: id(7) ends in 7. */
export const id = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

class Scene {
  #stored: Loose | null = null
  #actor: Actor = person(['REP'])
  #facts: Loose = {}
  #now = '2026-06-01T02:00:00.000Z'
  #today: string | null = null
  #settings: Settings = modes.standard
  #changes: GrantChanges = {}
  #custom: readonly CustomField[] = []
  #history = false
  readonly #declaration: Declaration

  constructor(declaration: Declaration) {
    this.#declaration = declaration
  }

  /** A stored record in this state; the owner is the acting person unless the values say otherwise. */
  in(state: string, values: Loose = {}): this {
    const fields = Object.fromEntries(
      Object.entries(this.#declaration.fields).map(([name, field]) => [name, field.default ?? null]),
    )
    const parts = Object.fromEntries(Object.keys(this.#declaration.parts).map((name) => [name, []]))
    this.#stored = {
      id: recordId,
      no: 'X-1',
      state,
      version: 1,
      ownerId: personId,
      deptId: testDept,
      memberIds: [],
      createdAt: '2026-01-01T00:00:00.000Z',
      createdBy: personId,
      updatedAt: '2026-01-01T00:00:00.000Z',
      updatedBy: personId,
      entryMode: 'manual',
      derivedFrom: null,
      caseId: recordId,
      inheritedFields: [],
      rekeyedFields: [],
      importedGap: [],
      sourceKey: null,
      isTest: false,
      custom: {},
      ...fields,
      ...parts,
      ...values,
    }
    return this
  }

  as(role: Role | readonly Role[], more: Partial<Actor> = {}): this {
    this.#actor = { ...person([role].flat()), ...more }
    return this
  }

  bySystem(): this {
    this.#actor = system
    return this
  }

  facts(facts: Loose): this {
    this.#facts = facts
    return this
  }

  at(now: string, today?: string): this {
    this.#now = new Date(now).toISOString()
    this.#today = today ?? null
    return this
  }

  with(settings: Partial<Settings>): this {
    this.#settings = { ...this.#settings, ...settings }
    return this
  }

  granting(changes: GrantChanges): this {
    this.#changes = changes
    return this
  }

  havingFields(custom: readonly CustomField[]): this {
    this.#custom = custom
    return this
  }

  inHistory(): this {
    this.#history = true
    return this
  }

  when(
    act: string,
    input: Loose = {},
    more: { confirm?: readonly string[]; reason?: string; version?: number } = {},
  ): Outcome {
    const version = more.version ?? this.#stored?.version
    const question: Question = {
      declaration: this.#declaration,
      customFields: this.#custom,
      settings: this.#settings,
      changes: this.#changes,
      actor: this.#actor,
      now: this.#now,
      today: this.#today ?? this.#now.slice(0, 10),
      stored: this.#stored,
      id: recordId,
      command: {
        object: this.#declaration.name,
        act,
        id: recordId,
        input,
        ...more,
        ...(version ? { version } : {}),
        history: this.#history,
      },
    }
    const drafted = draft(question)
    if (!drafted.ok) return new Outcome(drafted)
    let rows = 0xb0
    return new Outcome(decide(drafted.draft, this.#facts, () => id(rows++)))
  }
}

class Outcome {
  readonly decision: Decision
  constructor(decision: Decision) {
    this.decision = decision
  }

  get record(): Loose {
    if (!this.decision.ok)
      throw new Error(`refused: ${this.#codes().join(', ')} ${JSON.stringify(this.decision.refusals)}`)
    return this.decision.record
  }

  get event(): Happening {
    if (!this.decision.ok)
      throw new Error(`refused: ${this.#codes().join(', ')} ${JSON.stringify(this.decision.refusals)}`)
    return this.decision.happening
  }

  emits(type: string): this {
    if (this.event.type !== type) throw new Error(`expected ${type}, got ${this.event.type}`)
    return this
  }

  leaves(values: Loose): this {
    for (const [name, expected] of Object.entries(values)) {
      if (!same(this.record[name], expected)) {
        throw new Error(`${name}: expected ${show(expected)}, got ${show(this.record[name])}`)
      }
    }
    return this
  }

  /** Refused with exactly these codes, in any order. */
  refuses(...codes: readonly string[]): this {
    if (this.decision.ok)
      throw new Error(`expected ${codes.join(', ')}, but it happened: ${this.decision.happening.type}`)
    if (!same([...this.#codes()].sort(), [...codes].sort()))
      throw new Error(`expected ${codes.join(', ')}, got ${this.#codes().join(', ')}`)
    return this
  }

  refusal(code: string): Loose {
    const found = this.decision.ok ? undefined : this.decision.refusals.find((one) => one.code === code)
    if (!found) throw new Error(`no refusal ${code}`)
    return found
  }

  #codes(): string[] {
    return this.decision.ok ? [] : this.decision.refusals.map((one) => one.code)
  }
}

const show = (value: unknown) =>
  JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner))

function person(roles: readonly Role[]): Actor {
  return { id: personId, kind: 'person', roles, deptId: testDept, deptTree: [testDept], pools: [], channel: 'ui' }
}

export const given = (declaration: Declaration): Scene => new Scene(declaration)
