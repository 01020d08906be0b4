/** What the server's parts are given: the database, the clock, identities, and each company's model. */

import type { CustomField, Declaration } from '../kernel/object.ts'
import type { Actor, GrantChanges } from '../kernel/permit.ts'
import type { Registry } from '../kernel/registry.ts'
import type { Settings } from '../kernel/settings.ts'
import type { Database } from './store/database.ts'

export interface Log {
  info(message: string, values?: Readonly<Record<string, unknown>>): void
  warn(message: string, values?: Readonly<Record<string, unknown>>): void
  error(message: string, values?: Readonly<Record<string, unknown>>): void
}

/** The declarations as one company knows them: with its own fields, settings and changed grants. */
export interface Model {
  readonly tenantId: string
  readonly companyName: string
  readonly registry: Registry
  readonly objects: ReadonlyMap<string, Declaration>
  readonly byPlural: ReadonlyMap<string, Declaration>
  readonly settings: Settings
  readonly changes: GrantChanges
  customFields(object: string): readonly CustomField[]
}

export interface Models {
  of(tenantId: string): Promise<Model>
  /** Forgets what is cached of a company, here and on the other servers. */
  forget(tenantId: string): void
}

/** What changed, told after commit to this process and the others. */
export interface Change {
  readonly tenantId: string
  readonly object: string
  /** Empty where so many of the object changed that nobody looks at each. */
  readonly id: string
  readonly version: number
  readonly type: string
}

export interface Changes {
  publish(changes: readonly Change[]): void
  subscribe(heard: (change: Change) => void): () => void
}

export interface World {
  readonly database: Database
  readonly clock: () => string
  readonly newId: () => string
  readonly log: Log
  readonly registry: Registry
  readonly models: Models
  readonly changes: Changes
  readonly secrets: {
    readonly signing: string
    /** Wraps the keys of persons whose data the log holds. */
    readonly person: string
  }
}

export interface Session {
  readonly tenantId: string
  readonly userId: string | null
  readonly actor: Actor
  readonly language: 'zh' | 'en'
}
