/** Who looks like the records of an import: found for all at once by exact keys, in the database and among them. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { type ExactKeys, exactCandidates, exactKeys } from '../store/sources/exact.ts'

const parties: ReadonlySet<string> = new Set(['lead', 'account', 'contact'])

/** Names that are only alike are for the review of duplicates after the import. */
export class Alike {
  readonly #stored = new Map<string, Loose[]>()
  readonly #held = new Map<string, Map<string, Loose>>()
  readonly #asked = new Set<string>()

  /** Records whose likeness will be asked for. */
  async foresee(tx: Tx, tenantId: string, records: readonly Loose[]): Promise<void> {
    const keys: ExactKeys = { uscc: [], mobile: [], email: [] }
    for (const record of records) {
      this.#asked.add(record.id)
      for (const name of exactKeys) if (record[name]) keys[name].push(record[name])
    }
    for (const row of await exactCandidates(tx, tenantId, keys))
      for (const name of exactKeys) if (row[name]) add(this.#stored, `${name}:${row[name]}`, row)
  }

  /** Those that share a key with the record; undefined where it was not asked about. */
  of(record: Loose): Loose[] | undefined {
    if (!this.#asked.has(record.id)) return undefined
    const found = new Map<string, Loose>()
    for (const name of exactKeys) {
      const key = `${name}:${record[name]}`
      for (const row of this.#stored.get(key) ?? []) found.set(row.id, row)
      for (const [id, row] of this.#held.get(key) ?? []) found.set(id, row)
    }
    return [...found.values()]
  }

  note({ name: object }: Declaration, was: Loose | null, is: Loose | null): void {
    if (this.#asked.size === 0 || !parties.has(object)) return
    for (const name of exactKeys) {
      if (was?.[name]) this.#held.get(`${name}:${was[name]}`)?.delete(was.id)
      if (!is?.[name]) continue
      const key = `${name}:${is[name]}`
      const rows = this.#held.get(key) ?? new Map<string, Loose>()
      if (rows.size === 0) this.#held.set(key, rows)
      rows.set(is.id, { ...is, object })
    }
  }
}

function add(map: Map<string, Loose[]>, key: string, row: Loose): void {
  const rows = map.get(key) ?? []
  if (rows.push(row) === 1) map.set(key, rows)
}
