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

interface Entry {
  readonly held: Held
  readonly id: string
  readonly was: Loose | null
}

/** Told of every change of what is held, also when it is taken back. */
export type Hearer = (declaration: Declaration, was: Loose | null, is: Loose | null) => void

export class HeldRecords {
  readonly #byObject = new Map<string, Map<string, Held>>()
  /** Changed and not yet written. */
  readonly #waiting = new Map<string, Held>()
  readonly #dirty = new Map<string, number>()
  readonly #touched = new Set<Held>()
  readonly #changed = new Set<string>()
  readonly #current = new Map<string, readonly Loose[]>()
  /** What each change replaced, in their order, once somebody may want to go back. */
  readonly #journal: Entry[] = []
  #keepsJournal = false
  hear: Hearer = () => {}

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
    if (records.size === 0) this.#byObject.set(held.declaration.name, records)
    records.set(id, held)
    this.#current.delete(held.declaration.name)
  }
  put(declaration: Declaration, id: string, record: Loose | null): void {
    const held = this.get(declaration.name, id) ?? { declaration, stored: null, current: null, locked: true }
    const was = held.current
    if (this.#keepsJournal) this.#journal.push({ held, id, was })
    held.current = record
    held.locked = true
    this.read(id, held)
    this.#wait(id, held)
    this.#touched.add(held)
    this.#changed.add(declaration.name)
    this.hear(declaration, was, record)
  }
  /** Changed since this was last asked. */
  touched(): Held[] {
    const out = [...this.#touched]
    this.#touched.clear()
    return out
  }
  /** Whether any record of the object was changed, written or not. */
  hasChanged(object: string): boolean {
    return this.#changed.has(object)
  }
  /** Whether anything of these objects, or of any, waits to be written. */
  waits(objects: readonly string[] | null): boolean {
    return objects === null ? this.#waiting.size > 0 : objects.some((name) => (this.#dirty.get(name) ?? 0) > 0)
  }
  /** In the order in which they were first changed. */
  waiting(): Held[] {
    return [...this.#waiting.values()].filter((one) => one.stored !== one.current)
  }
  written(): void {
    for (const one of this.#waiting.values()) one.stored = one.current
    this.#waiting.clear()
    this.#dirty.clear()
  }
  /** How many changes there were since somebody may want to go back. */
  get changes(): number {
    return this.#journal.length
  }
  /** A point to go back to. */
  mark(): number {
    this.#keepsJournal = true
    return this.#journal.length
  }
  back(mark: number): void {
    while (this.#journal.length > mark) {
      const { held, id, was } = this.#journal.pop() as Entry
      const is = held.current
      held.current = was
      const { name } = held.declaration
      this.#current.delete(name)
      if (was === held.stored) this.#rest(id, held)
      else this.#wait(id, held)
      if (was === null && held.stored === null) this.#byObject.get(name)?.delete(id)
      this.hear(held.declaration, is, was)
    }
  }

  #wait(id: string, held: Held): void {
    const { name } = held.declaration
    const key = `${name}:${id}`
    if (this.#waiting.has(key)) return
    this.#waiting.set(key, held)
    this.#dirty.set(name, (this.#dirty.get(name) ?? 0) + 1)
  }

  #rest(id: string, held: Held): void {
    const { name } = held.declaration
    if (this.#waiting.delete(`${name}:${id}`)) this.#dirty.set(name, (this.#dirty.get(name) ?? 1) - 1)
  }
}
