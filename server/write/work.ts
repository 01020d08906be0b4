/** What one transaction's work offers to those who decide, number and write. */
import type { Command } from '../../kernel/command.ts'
import type { Drafted, ResolvedFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import type { NewEvent } from '../store/log.ts'
import type { OwnedNotice, OwnedPosting, PlacedInChain } from '../store/sideline.ts'
import type { Model, Session, World } from '../world.ts'
import type { Alike } from './alike.ts'
import type { Answers } from './answers.ts'
import type { HeldRecords } from './held.ts'

/** What a batch may leave out of what its events ask. */
export interface Follows {
  /** Messages to people's inboxes. */
  readonly notices: boolean
  /** Arrows that act for people, such as assigning a lead that arrives; what keeps records true always happens. */
  readonly automations: boolean
}

/** A command was refused after part of it had to be written: only its transaction can take that back. */
export class Entangled extends Error {}

export interface Mark {
  readonly events: number
  readonly postings: number
  readonly notices: number
  readonly held: number
}

export interface Unit {
  readonly world: World
  readonly session: Session
  readonly model: Model
  readonly tx: Tx
  readonly now: string
  readonly today: string
  readonly events: NewEvent[]
  readonly postings: OwnedPosting[]
  readonly notices: OwnedNotice[]
  /** One id for everything that one request caused. */
  readonly commandId: string
  /** What follows from events besides the records themselves. */
  readonly follows: Follows
  /** What was asked for many commands at once. */
  readonly answers: Answers
  readonly alike: Alike
  /** Records that commands of this transaction make: nothing in the database can point at them yet. */
  readonly fresh: Set<unknown>
  /** Whether any record of the object was changed here. */
  hasChanged(object: string): boolean
  /** Drafts that were made beforehand. */
  readonly drafts: Map<Command, Drafted>
  /** Where linked records stand, as far as it was asked beforehand: object and id → place, null where there is none. */
  readonly places: Map<string, PlacedInChain | null>
  /** Department of each owner. */
  readonly departments: Map<string, string | null>
  /** A point to go back to when one command of a batch is refused. */
  mark(): Mark
  /** Throws Entangled where something of what is taken back stands in the database already. */
  back(mark: Mark): void
  /** Reads records at once that are going to be asked for one by one. */
  preload(declaration: Declaration, ids: readonly string[], lock: boolean): Promise<void>
  /** The record as this transaction sees it; locked for change unless only read. */
  get(declaration: Declaration, id: string, lock: boolean): Promise<Loose | null>
  put(declaration: Declaration, record: Loose | null, id: string): void
  /** What is known of a record without asking the database; undefined where nothing is. */
  known(object: string, id: string): Loose | null | undefined
  /** Writes changed rows now, so that a query of these objects sees them; `null` stands for any object. */
  settle(asked: readonly string[] | null): Promise<void>
  /** The records of an object, where all of a company are held; null where only the database has them all. */
  all(object: string): readonly Loose[] | null
  /** The answer to a fact, where all records are held; undefined where the database must be asked. */
  answer(fact: ResolvedFact): unknown
  /** Takes so many numbers of a counter and answers the last. */
  take(name: string, n: number): Promise<bigint>
  /** Whoever acts next, and when: for what is written as if it were lived. */
  turn(to: Turn): Promise<void>
  /** Settles, then the ledger, the notices and, last before commit, the log. */
  finish(): Promise<void>
}

export interface Turn {
  readonly session: Session
  readonly now: string
  readonly today: string
}

export interface Opening extends Turn {
  readonly world: World
  readonly model: Model
  readonly tx: Tx
  readonly commandId?: string
  readonly follows?: Follows
  /** All records of a company in which nobody else writes. */
  readonly alone?: HeldRecords
}
