/** What an import saw on its way, so that nothing passes in silence: counts by field, value and reason. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Declaration } from '../../../kernel/object.ts'
import type { ReadRow } from './rows.ts'

type Counts = Readonly<Record<string, number>>

export interface Report {
  readonly columnsLeftOut: readonly string[]
  /** Field → 'from → to' → rows whose value the mapping replaced. */
  readonly replaced: Readonly<Record<string, Counts>>
  /** Mapped field → rows that leave it empty. */
  readonly empty: Counts
  /** What a history import left open, by code (R35): rows. */
  readonly gaps: Counts
  /** Field → rows whose reference was found. */
  readonly linked: Counts
  /** Field → rows whose record was in the file itself and is linked after it. */
  readonly linkedLater: Counts
  /** Object → records made because rows named them. */
  readonly made: Counts
  /** Reason → refused rows. */
  readonly refusals: Counts
  readonly created: number
  readonly changed: number
  readonly same: number
}

export const emptyReport: Report = {
  columnsLeftOut: [],
  replaced: {},
  empty: {},
  gaps: {},
  linked: {},
  linkedLater: {},
  made: {},
  refusals: {},
  created: 0,
  changed: 0,
  same: 0,
}

/** Gathers counts while a chunk is worked on; merged into the import's report at its checkpoint. */
export class Tally {
  readonly #counts: Record<string, Record<string, number>> = {}
  created = 0
  changed = 0
  same = 0

  count(kind: keyof Report, name: string, n = 1): void {
    this.#add(kind, { name, n })
  }

  #add(kind: string, { name, n }: { name: string; n: number }): void {
    const counts = this.#counts[kind] ?? {}
    counts[name] = (counts[name] ?? 0) + n
    this.#counts[kind] = counts
  }

  read(row: ReadRow): void {
    for (const name of row.empty) this.count('empty', name)
    for (const { field, from, to } of row.replaced) {
      this.#add(`replaced:${field}`, { name: `${from} → ${to ?? '—'}`, n: 1 })
    }
  }

  /** Checks a history import did not make, and required fields it left empty. */
  gaps(declaration: Declaration, record: Loose): void {
    for (const code of record.importedGap as readonly string[]) this.count('gaps', code)
    for (const [name, field] of Object.entries(declaration.fields))
      if (field.required && (record[name] ?? null) === null) this.count('gaps', `REQUIRED ${name}`)
  }

  into(report: Report): Report {
    const merge = (kind: 'empty' | 'gaps' | 'linked' | 'linkedLater' | 'made' | 'refusals') =>
      sum(report[kind], this.#counts[kind] ?? {})
    const replaced: Record<string, Counts> = { ...report.replaced }
    for (const [key, counts] of Object.entries(this.#counts)) {
      const field = key.startsWith('replaced:') ? key.slice('replaced:'.length) : null
      if (field) replaced[field] = sum(replaced[field] ?? {}, counts)
    }
    return {
      columnsLeftOut: report.columnsLeftOut,
      replaced,
      empty: merge('empty'),
      gaps: merge('gaps'),
      linked: merge('linked'),
      linkedLater: merge('linkedLater'),
      made: merge('made'),
      refusals: merge('refusals'),
      created: report.created + this.created,
      changed: report.changed + this.changed,
      same: report.same + this.same,
    }
  }
}

function sum(a: Counts, b: Counts): Counts {
  const out: Record<string, number> = { ...a }
  for (const [name, n] of Object.entries(b)) out[name] = (out[name] ?? 0) + n
  return out
}
