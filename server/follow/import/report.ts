/** What an import saw on its way, so that nothing passes in silence: counts by field, value and reason. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Declaration } from '../../../kernel/object.ts'
import type { ReadRow } from './rows.ts'
import { addSums, type Sums } from './sums.ts'

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
  /** Warnings that were let pass, by code: rows. */
  readonly passed: Counts
  /** 'object field' → text that names nothing → rows. */
  readonly unresolved: Readonly<Record<string, Counts>>
  /** 'code field' → text that could be two values → rows. */
  readonly ambiguous: Readonly<Record<string, Counts>>
  /** Column and field → its money in the file and as it was stored, in minor units. */
  readonly sums: Sums
  readonly created: number
  readonly changed: number
  readonly same: number
  readonly refused: number
  /** Rows that belong to another row's record: further lines of a document. */
  readonly joined: number
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
  passed: {},
  unresolved: {},
  ambiguous: {},
  sums: {},
  created: 0,
  changed: 0,
  same: 0,
  refused: 0,
  joined: 0,
}

const plain = ['empty', 'gaps', 'linked', 'linkedLater', 'made', 'refusals', 'passed'] as const
const nested = ['replaced', 'unresolved', 'ambiguous'] as const
/** So many different texts of one field are told apart; the rest is counted together. */
const mostTexts = 200
const others = '…'

/** Gathers counts while a chunk is worked on; merged into the import's report at its checkpoint. */
export class Tally {
  readonly #counts: Record<string, Record<string, number>> = {}
  readonly #nested: Record<string, Record<string, Record<string, number>>> = {}
  sums: Sums = {}
  created = 0
  changed = 0
  same = 0
  refused = 0
  joined = 0

  count(kind: (typeof plain)[number], name: string, n = 1): void {
    const counts = this.#counts[kind] ?? {}
    counts[name] = (counts[name] ?? 0) + n
    this.#counts[kind] = counts
  }

  text(kind: (typeof nested)[number], name: string, text: string): void {
    const names = this.#nested[kind] ?? {}
    const counts = names[name] ?? {}
    counts[text] = (counts[text] ?? 0) + 1
    names[name] = counts
    this.#nested[kind] = names
  }

  read(row: ReadRow): void {
    for (const name of row.empty) this.count('empty', name)
    for (const { field, from, to } of row.replaced) this.text('replaced', field, `${from} → ${to ?? '—'}`)
    for (const { code, field = '', details } of row.refusals)
      if (code.endsWith('_AMBIGUOUS')) this.text('ambiguous', `${code} ${field}`, String(details?.value ?? ''))
  }

  /** Checks a history import did not make, and required fields it left empty. */
  gaps(declaration: Declaration, record: Loose): void {
    for (const code of record.importedGap as readonly string[]) this.count('gaps', code)
    for (const [name, field] of Object.entries(declaration.fields))
      if (field.required && (record[name] ?? null) === null) this.count('gaps', `REQUIRED ${name}`)
  }

  into(report: Report): Report {
    const counts = Object.fromEntries(plain.map((kind) => [kind, sum(report[kind], this.#counts[kind] ?? {})]))
    const texts = Object.fromEntries(
      nested.map((kind) => {
        const names = { ...report[kind] }
        for (const [name, found] of Object.entries(this.#nested[kind] ?? {}))
          names[name] = capped(sum(names[name] ?? {}, found))
        return [kind, names]
      }),
    )
    return {
      ...(counts as Pick<Report, (typeof plain)[number]>),
      ...(texts as Pick<Report, (typeof nested)[number]>),
      columnsLeftOut: report.columnsLeftOut,
      sums: addSums(report.sums, this.sums),
      created: report.created + this.created,
      changed: report.changed + this.changed,
      same: report.same + this.same,
      refused: report.refused + this.refused,
      joined: report.joined + this.joined,
    }
  }
}

function sum(a: Counts, b: Counts): Counts {
  const out: Record<string, number> = { ...a }
  for (const [name, n] of Object.entries(b)) out[name] = (out[name] ?? 0) + n
  return out
}

function capped(counts: Counts): Counts {
  const entries = Object.entries(counts)
  if (entries.length <= mostTexts + 1) return counts
  const kept = entries.filter(([text]) => text !== others).slice(0, mostTexts)
  const all = entries.reduce((total, [, n]) => total + n, 0)
  const known = kept.reduce((total, [, n]) => total + n, 0)
  return { ...Object.fromEntries(kept), [others]: all - known }
}
