/** What a command works with: the opened world, the company it is about, the words it was given, where it speaks. */
import { system } from '../../kernel/permit.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { findTenant, type Tenant } from '../store/companies.ts'
import type { Session, World } from '../world.ts'
import type { Given, Options } from './arguments.ts'

/** Exit codes, as documented: scripts rely on them. */
export const exit = { done: 0, refused: 1, usage: 2, unavailable: 3 } as const
export type ExitCode = (typeof exit)[keyof typeof exit]

export interface Terminal {
  /** Results, for people or as JSON. */
  out(text: string): void
  /** Progress and faults. */
  err(text: string): void
  readonly language: 'zh' | 'en'
}

export interface Local {
  readonly world: World
  /** Connects as the owner of the database: for backup and restore, which look past row security. */
  readonly ownerUrl: string
  readonly terminal: Terminal
  readonly given: Given
}

export interface Remote {
  readonly url: string
  readonly key: string
  readonly terminal: Terminal
  readonly given: Given
}

export interface CliCommand {
  /** As typed: 'org create'. */
  readonly name: string
  readonly usage: string
  readonly says: string
  readonly options: Options
  readonly local: (local: Local) => Promise<ExitCode>
  /** The same over HTTP with an API key; absent: only at the machine itself. */
  readonly remote?: (remote: Remote) => Promise<ExitCode>
}

export const show = (terminal: Terminal, value: unknown): void =>
  terminal.out(JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? one.toString() : one), 2))

/** The company named by --org. */
export async function companyOf({ world, given }: Pick<Local, 'world' | 'given'>): Promise<Tenant> {
  const slug = given.need('org')
  const found = await world.database.control((tx) => findTenant(tx, slug))
  if (!found) throw new Refused([refuse('missing', 'COMPANY_UNKNOWN', { details: { slug } })])
  return found
}

/** Whoever has the machine has the company: the operator acts as the system. */
export const operatorOf = (tenant: Tenant, language: 'zh' | 'en'): Session => ({
  tenantId: tenant.id,
  userId: null,
  actor: { ...system, channel: 'cli' },
  language,
})
