/** An arrow of the chain: which event of one object asks which commands of the next, in the same transaction. */
import type { Effect, Happening } from './command.ts'
import type { Fact, FactValue, Loose } from './fact.ts'
import type { Actor } from './permit.ts'
import type { Settings } from './settings.ts'

export interface ArrowContext<A> {
  /** The record as it stands after the event. */
  readonly record: Loose
  readonly before: Loose | null
  readonly event: Happening
  readonly input: Loose
  readonly facts: { readonly [K in keyof A]: FactValue<A[K]> }
  readonly actor: Actor
  readonly now: string
  readonly today: string
  readonly settings: Settings
  /** A fresh identifier for a record the arrow wants to make and refer to. */
  readonly newId: () => string
}

export interface Arrow {
  /** What it is for, in a few words; shown in the process documentation. */
  readonly name: string
  readonly on: readonly string[]
  /** It acts for people rather than keeping records true: an import may leave it out. */
  readonly automation?: true
  readonly needs: Readonly<Record<string, Fact>>
  readonly when?: (context: ArrowContext<Readonly<Record<string, Fact<Loose>>>>) => boolean
  readonly then: (context: ArrowContext<Readonly<Record<string, Fact<Loose>>>>) => readonly Effect[]
}

export function arrow<const A extends Readonly<Record<string, Fact>>>(spec: {
  readonly name: string
  readonly on: string | readonly string[]
  readonly automation?: true
  readonly needs?: A
  readonly when?: (context: ArrowContext<A>) => boolean
  readonly then: (context: ArrowContext<A>) => readonly Effect[]
}): Arrow {
  return { needs: {}, ...spec, on: [spec.on].flat() } as unknown as Arrow
}
