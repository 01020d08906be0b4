/** What the routes are given: the world, and what keeps the doors. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Label } from '../../kernel/label.ts'
import type { Config } from '../boot/config.ts'
import type { Outbound } from '../reach/outbound.ts'
import type { Session, World } from '../world.ts'
import type { Behind } from './behind.ts'
import type { Limits } from './limits.ts'

export type DoorConfig = Pick<Config, 'allowHttpCookies' | 'publicUrl' | 'trustProxy'> &
  Partial<Pick<Config, 'baseUrl' | 'mail' | 'outboundAllow' | 'scanner'>>

export interface Doors {
  readonly world: World
  readonly config: DoorConfig
  readonly door: Door
  readonly limits: Limits
  readonly audit: AuditTrail
  /** The way to addresses that users gave. */
  readonly outbound: Outbound
  /** Work that goes on after its answer; a stop waits for it. */
  readonly behind: Behind['run']
  /** What notices say, by kind. */
  readonly notices: Readonly<Record<string, Label>>
}

/** Adds routes; each declares its permission in `config`. */
export type Routes = (app: FastifyInstance, doors: Doors) => void

export interface Visitor {
  readonly session: Session & { readonly userId: string }
  readonly name: string
  readonly email: string | null
  /** How they came in: the session's or the key's hash, in hex. */
  readonly token: string
  readonly keyId: string | null
  readonly loginId: string | null
  readonly expiresAt: string
  /** Null for keys. */
  readonly sessionId: string | null
  /** When who sits there last showed it. */
  readonly provedAt: string | null
  readonly hasFactor: boolean
  readonly hasPassword: boolean
  /** What has to be done before anything else: a second factor set up, or shown. */
  readonly wants: 'setUp' | 'prove' | null
}

/** What is to be forgotten: one token, all of one login, of one person, or of one company. */
export type Withdrawn = { token: string } | { loginId: string } | { tenantId: string; userId?: string }

export interface Door {
  /** Null for a stranger. */
  recognise(request: FastifyRequest): Promise<Visitor | null>
  /** The holder of a session just begun. */
  lookUp(token: string): Promise<Visitor | null>
  /** Looks anew, past what is remembered: a stream does so to notice what was withdrawn. */
  again(visitor: Visitor): Promise<Visitor | null>
  /** Calls back whenever something was forgotten, here or on another server. */
  onForgotten(heard: (concerns: (visitor: Visitor) => boolean) => void): () => void
  /** Forgets here at once and tells the other servers. */
  withdraw(what: Withdrawn): Promise<void>
  close(): void
}

export interface AuditTrail {
  /** About the caller of the request. */
  note(request: FastifyRequest, kind: string, details?: Readonly<Record<string, unknown>>): void
  /** About a person who is not signed in (yet). */
  noteOn(request: FastifyRequest, who: { tenantId: string; userId: string }, kind: string): void
  /** Resolves when all that was noted is written. */
  settled(): Promise<void>
}
