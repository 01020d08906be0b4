/** What is to become of a lead and its deal: drawn before it begins, so that tales only tell. */
import type { Seat } from './catalogue.ts'
import type { Area, Party } from './words.ts'

export type LeadEnd =
  | 'pool'
  | 'unreachable'
  | 'no_need'
  | 'no_budget'
  | 'competitor'
  | 'out_of_scope'
  | 'false_info'
  | 'other'
  | 'nurture'
  | 'stale'
  | 'released'
  | 'open'
  | 'qualified'
  | 'convert'

export interface LeadPlan {
  readonly party: Party
  readonly source: string
  readonly campaignId: string | null
  readonly rep: Seat
  readonly channel: 'desk' | 'own' | 'pool' | 'web'
  /** Described so well that the score alone qualifies it. */
  readonly full: boolean
  /** Answered days instead of hours later. */
  readonly slow: boolean
  readonly end: LeadEnd
  readonly deal: DealPlan | null
}

export type DealGoal =
  | 'S1'
  | 'S2'
  | 'S3'
  | 'S4'
  | 'lost'
  | 'lostLate'
  | 'invalid'
  | 'quoteDraft'
  | 'quoteInApproval'
  | 'quoteApproved'
  | 'quoteSent'
  | 'quoteExpired'
  | 'quoteRejected'
  | 'quoteCancelled'
  | 'contractDraft'
  | 'contractReview'
  | 'contractNegotiating'
  | 'contractInApproval'
  | 'contractApproved'
  | 'contractSigning'
  | 'contractVoid'
  | 'won'

export type OrderGoal =
  | 'none'
  | 'draft'
  | 'confirmed'
  | 'held'
  | 'short'
  | 'picked'
  | 'partly'
  | 'shipped'
  | 'exception'
  | 'cancelled'
  | 'delivered'
  | 'full'
  | 'closedShort'
  | 'terminated'

export interface DealPlan {
  readonly area: Area
  readonly rep: Seat
  readonly lines: readonly { readonly code: string; readonly qty: number; readonly price: number }[]
  readonly goal: DealGoal
  readonly order: OrderGoal
  /** 0: thirty days after delivery; 1: 30/60/10; 2: in advance. */
  readonly term: 0 | 1 | 2
  readonly lossReason: string
  /** Days between steps are multiplied by it. */
  readonly pace: number
  readonly faults: ReadonlySet<Fault>
}

/** Faults of process hidden in the year; docs/demo.md tells them. */
export type Fault = 'skipped' | 'backAndForth' | 'bounced' | 'longWait' | 'retyped' | 'lateShipment' | 'creditOverride'

export const amountOf = (plan: DealPlan): number => plan.lines.reduce((sum, line) => sum + line.qty * line.price, 0)

export const managerOf = (area: Area): Seat => (area === 'east' ? 'eastManager' : 'director')
