/** The records a transaction holds: as they stand in the database, and as it changes them. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'

export interface Held {
  readonly declaration: Declaration
  /** As it stands in the database, null for a record this transaction makes. */
  stored: Loose | null
  current: Loose | null
  locked: boolean
}

export class HeldRecords {
  readonly #byObject = new Map<string, Map<string, Held>>()
  /** Changed and not yet written. */
  readonly #waiting = new Map<string, Held>()
  readonly #touched = new Set<Held>()
  readonly #current = new Map<string, readonly Loose[]>()

  get(object: string, id: string): Held | undefined {
    return this.#byObject.get(object)?.get(id)
  }
  /** All of an object as they stand now. */
  of(object: string): readonly Loose[] {
    const known = this.#current.get(object)
    if (known) return known
    const out: Loose[] = []
    for (const { current } of this.#byObject.get(object)?.values() ?? []) if (current) out.push(current)
    this.#current.set(object, out)
    return out
  }
  read(id: string, held: Held): void {
    const records = this.#byObject.get(held.declaration.name) ?? new Map<string, Held>()
    this.#byObject.set(held.declaration.name, records.set(id, held))
    this.#current.delete(held.declaration.name)
  }
  put(declaration: Declaration, id: string, record: Loose | null): void {
    const held = this.get(declaration.name, id) ?? { declaration, stored: null, current: null, locked: true }
    held.current = record
    held.locked = true
    this.read(id, held)
    this.#waiting.set(`${declaration.name}:${id}`, held)
    this.#touched.add(held)
  }
  /** Changed since this was last asked. */
  touched(): Held[] {
    const out = [...this.#touched]
    this.#touched.clear()
    return out
  }
  /** In the order in which they were first changed. */
  waiting(): Held[] {
    return [...this.#waiting.values()].filter((one) => one.stored !== one.current)
  }
  written(): void {
    for (const one of this.#waiting.values()) one.stored = one.current
    this.#waiting.clear()
  }
  mark(): ReadonlyMap<string, Loose | null> {
    return new Map([...this.#waiting].map(([key, one]) => [key, one.current]))
  }
  back(mark: ReadonlyMap<string, Loose | null>): void {
    this.#current.clear()
    for (const [key, one] of this.#waiting) {
      one.current = mark.has(key) ? (mark.get(key) ?? null) : one.stored
      if (one.current !== one.stored) continue
      this.#waiting.delete(key)
      const [object = '', id = ''] = key.split(':')
      if (one.stored === null) this.#byObject.get(object)?.delete(id)
    }
  }
}
