/** What a source of facts may look at when it answers. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Actor, GrantChanges } from '../../kernel/permit.ts'
import type { Tx } from './database.ts'

export interface Asking {
  readonly tenantId: string
  readonly objects: ReadonlyMap<string, Declaration>
  readonly changes: GrantChanges
  /** The object whose decision asks. */
  readonly object: string
  readonly record: Loose
  readonly input: Loose
  readonly actor: Actor
  readonly now: string
  readonly today: string
  readonly timeZone: string
  readonly baseCurrency: string
  /** Opens what is personal in the log. */
  readonly secret: string
  /** All records of an object, where they are in memory and the database lags behind them. */
  readonly held?: (object: string) => Iterable<Loose>
  /** Who may be the same party, where that was asked for many records at once. */
  readonly alike?: readonly Loose[]
}

export type Source = (tx: Tx, asking: Asking) => Promise<unknown>
