/** What an import found, or a dry run would find, in a form that pages and programs read. Pure. */
import type { Label } from '../../../kernel/label.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { labelOf } from './messages.ts'
import { emptyReport, type Report } from './report.ts'
import { type ReconciledSum, reconciled } from './sums.ts'

type Reasons = readonly { readonly code: string; readonly message: Label; readonly rows: number }[]

export interface Summary {
  /** Rows gone through. */
  readonly rows: number
  readonly new: number
  readonly changed: number
  readonly same: number
  readonly refused: number
  /** Further lines of a document: rows that belong to the record of a row before them. */
  readonly joined: number
  readonly refusals: Reasons
  /** Warnings that do not stop an import, such as a record that looks like another one. */
  readonly warnings: Reasons
  /** Rows that look like a record that is there, whether refused or let pass. */
  readonly suspected: number
  /** What rows name and nobody knows; can be made where the object is named in `createMissing`. */
  readonly unresolved: readonly {
    readonly object: string
    readonly field: string
    readonly text: string
    readonly rows: number
  }[]
  readonly ambiguous: readonly {
    readonly code: string
    readonly field: string
    readonly rows: number
    readonly texts: readonly string[]
  }[]
}

export interface Reconciliation {
  readonly rows: number
  readonly created: number
  readonly changed: number
  readonly same: number
  readonly refused: number
  readonly joined: number
  readonly sums: readonly ReconciledSum[]
}

export interface Progress {
  readonly done: number
  readonly report: unknown
}

const reportOf = ({ report }: Progress): Report => ({ ...emptyReport, ...(report as Partial<Report>) })

export function summaryOf(one: Progress, messages: Readonly<Record<string, Label>>): Summary {
  const report = reportOf(one)
  const reasons = (counts: Readonly<Record<string, number>>): Reasons =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([code, rows]) => ({ code, rows, message: labelOf(refuse('invalid', code), messages) }))
  const looksAlike = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).reduce((sum, [code, rows]) => sum + (code.includes('_DUPLICATE_') ? rows : 0), 0)
  return {
    rows: one.done,
    new: report.created,
    changed: report.changed,
    same: report.same,
    refused: report.refused,
    joined: report.joined,
    refusals: reasons(report.refusals),
    warnings: reasons(report.passed),
    suspected: looksAlike(report.refusals) + looksAlike(report.passed),
    unresolved: Object.entries(report.unresolved).flatMap(([name, texts]) => {
      const [object = '', field = ''] = name.split(' ')
      return Object.entries(texts).map(([text, rows]) => ({ object, field, text, rows }))
    }),
    ambiguous: Object.entries(report.ambiguous).map(([name, texts]) => {
      const [code = '', field = ''] = name.split(' ')
      const rows = Object.values(texts).reduce((sum, n) => sum + n, 0)
      return { code, field, rows, texts: Object.keys(texts).slice(0, 20) }
    }),
  }
}

export function reconciliationOf(one: Progress): Reconciliation {
  const { created, changed, same, refused, joined, sums } = reportOf(one)
  return { rows: one.done, created, changed, same, refused, joined, sums: reconciled(sums) }
}
