/** Facts that need a query of their own, by the name under which declarations ask for them. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Actor } from '../../kernel/permit.ts'
import type { Tx } from './database.ts'

/** What a source may look at when it answers. */
export interface Asking {
  readonly tenantId: string
  readonly objects: ReadonlyMap<string, Declaration>
  readonly record: Loose
  readonly input: Loose
  readonly actor: Actor
  readonly now: string
  readonly today: string
}

export type Source = (tx: Tx, asking: Asking) => Promise<unknown>

export const sources: Readonly<Record<string, Source>> = {}
