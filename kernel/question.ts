/** What a decision is asked: one command by one actor on one record, at one moment, under one company's settings. */
import type { Command } from './command.ts'
import type { Loose } from './fact.ts'
import type { CustomField, Declaration, Step, Transition } from './object.ts'
import type { Actor, GrantChanges } from './permit.ts'
import type { Settings } from './settings.ts'

/** Everything a decision is given; nothing else is looked at. */
export interface Question {
  readonly declaration: Declaration
  readonly customFields: readonly CustomField[]
  readonly settings: Settings
  readonly changes: GrantChanges
  readonly actor: Actor
  readonly now: string
  readonly today: string
  readonly command: Command
  /** The record as stored, null where it does not exist. */
  readonly stored: Loose | null
  /** The id a new record gets. */
  readonly id: string
  /** The chain the record joins, where a chain caused the command. */
  readonly cause?: { readonly caseId: string; readonly object: string; readonly id: string }
}

// biome-ignore lint/suspicious/noExplicitAny: rules carry their own types; here they are only called
type Any = any
export type AnyStep = Step<Any, Any, Any, string> &
  Partial<Pick<Transition<Any, Any, Any, string>, 'asks' | 'takes' | 'input'>>
