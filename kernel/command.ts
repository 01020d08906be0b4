/** Commands ask for a change; events say that it happened. Both are plain data. */
import type { Loose } from './fact.ts'

export interface Command {
  readonly object: string
  /** 'create', 'change', 'remove', or the name of a transition. */
  readonly act: string
  readonly id?: string
  /** Instead of an id: the identity of a record that is made when first addressed (stock of a product). */
  readonly key?: Readonly<Record<string, string>>
  /** The version the caller saw; people must send it for every change of an existing record. */
  readonly version?: number
  readonly input: Loose
  /** Codes of warnings the caller accepts, and why. */
  readonly confirm?: readonly string[]
  readonly reason?: string
  /** When it really happened, for history imports; else the moment of recording. */
  readonly at?: string
  readonly history?: boolean
  /** Takes back what an import did (R6): only the system may, on the version it saw; no rule is asked again. */
  readonly compensates?: boolean
}

/** A change of rows of a part: whole new rows, changed columns by id, ids that went. */
export interface PartChange {
  readonly add?: readonly Loose[]
  readonly change?: Readonly<Record<string, Readonly<Record<string, readonly [unknown, unknown]>>>>
  readonly remove?: readonly string[]
}

/** What a decision found: the new record and the one event that tells it. */
export interface Happening {
  readonly object: string
  readonly id: string
  /** 'opportunity.won' */
  readonly type: string
  readonly act: string
  readonly from: string | null
  readonly to: string
  readonly version: number
  /** field → [before, after], in JSON form. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
  readonly parts: Readonly<Record<string, PartChange>>
  readonly input: Loose
  readonly reason: string | null
  /** Guards that were let pass, duties that met in one person. */
  readonly passed: readonly string[]
  readonly caseId: string
  readonly related: readonly { readonly object: string; readonly id: string; readonly as: string }[]
}

/** A balanced ledger entry asked for by an arrow; amounts in base-currency minor units. */
export interface Posting {
  readonly posting: string
  readonly entityId: string
  readonly date: string
  readonly source: { readonly object: string; readonly id: string }
  readonly memo: string
  readonly lines: readonly {
    readonly account: string
    readonly debit: bigint
    readonly credit: bigint
    readonly accountId?: string | null
    readonly invoiceId?: string | null
    readonly orderId?: string | null
    readonly paymentId?: string | null
  }[]
}

/** A message to people's inboxes; mail and chat follow it later, outside the transaction. */
export interface Notice {
  readonly notice: string
  readonly to: readonly string[]
  readonly object: string
  readonly id: string
  readonly values: Readonly<Record<string, unknown>>
}

export type Effect = Command | Posting | Notice
export const isPosting = (effect: Effect): effect is Posting => 'posting' in effect
export const isNotice = (effect: Effect): effect is Notice => 'notice' in effect
