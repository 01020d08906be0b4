/** Answers to facts, asked for many commands at once and kept true while their transaction changes records. */
import { commonFields } from '../../kernel/common.ts'
import type { ResolvedFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Condition, conditionsOf, holdsAll, inOrder } from './answer.ts'

interface Entry {
  readonly fact: ResolvedFact
  readonly fields: Readonly<Record<string, Field>>
  readonly conditions: readonly Condition[]
  readonly key: string
  value: unknown
  /** Rows changed since they were last put in order. */
  loose: boolean
}

const nobody: readonly Entry[] = []

export class Answers {
  readonly #entries = new Map<string, Entry>()
  /** Path of the rows → entries that one value decides about, by field and value; '' holds all others. */
  readonly #by = new Map<string, Map<string, Map<unknown, Entry[]>>>()
  readonly #objects: ReadonlyMap<string, Declaration>
  readonly #fields = new Map<string, Readonly<Record<string, Field>>>()

  constructor(objects: ReadonlyMap<string, Declaration>) {
    this.#objects = objects
  }

  /** Undefined where nobody asked beforehand. */
  of(fact: ResolvedFact): unknown {
    const entry = this.#entries.get(keyOf(fact))
    if (!entry) return undefined
    if (entry.fact.kind === 'count' || entry.fact.kind === 'sum') return entry.value
    if (entry.loose) {
      entry.value = inOrder(entry.value as Loose[], entry.fact, entry.fields)
      entry.loose = false
    }
    return entry.value
  }

  has(fact: ResolvedFact): boolean {
    return this.#entries.has(keyOf(fact))
  }

  keep(fact: ResolvedFact, value: unknown): void {
    const key = keyOf(fact)
    const fields = this.#fields.get(fact.object) ?? fieldsOf(this.#objects, fact.object)
    this.#fields.set(fact.object, fields)
    const entry: Entry = { fact, fields, conditions: conditionsOf(fact, fields), key, value, loose: false }
    this.#entries.set(key, entry)
    const path = this.#by.get(fact.object) ?? new Map<string, Map<unknown, Entry[]>>()
    this.#by.set(fact.object, path)
    const at = decisive(fact)
    const values = path.get(at?.field ?? '') ?? new Map<unknown, Entry[]>()
    path.set(at?.field ?? '', values)
    const entries = values.get(at?.value) ?? []
    if (entries.length === 0) values.set(at?.value, entries)
    entries.push(entry)
  }

  /** A record changed, or came or went: what was answered of its kind changes with it. */
  note({ name, parts }: Declaration, was: Loose | null, is: Loose | null): void {
    if (this.#by.size === 0) return
    this.#rows(name, was ? [was] : [], is ? [is] : [])
    for (const part of Object.keys(parts)) {
      const path = `${name}.${part}`
      if (this.#by.has(path)) this.#rows(path, rowsOf(was, part), rowsOf(is, part))
    }
  }

  #rows(path: string, was: readonly Loose[], is: readonly Loose[]): void {
    const fields = this.#by.get(path)
    if (!fields) return
    for (const row of was) for (const entry of concerned(fields, row)) this.#take(entry, row)
    for (const row of is) for (const entry of concerned(fields, row)) this.#add(entry, row)
  }

  #take(entry: Entry, row: Loose): void {
    if (!this.#entries.has(entry.key) || !holdsAll(row, entry.conditions)) return
    const { fact } = entry
    if (fact.kind === 'count') entry.value = (entry.value as number) - 1
    else if (fact.kind === 'sum') entry.value = (entry.value as bigint) - ((row[fact.field ?? ''] ?? 0n) as bigint)
    // There may be more in the database than were asked for: then it is asked again.
    else if ((entry.value as Loose[]).length >= limitOf(fact)) this.#forget(entry)
    else entry.value = (entry.value as Loose[]).filter((one) => one.id !== row.id)
  }

  #add(entry: Entry, row: Loose): void {
    if (!this.#entries.has(entry.key) || !holdsAll(row, entry.conditions)) return
    const { fact } = entry
    if (fact.kind === 'count') entry.value = (entry.value as number) + 1
    else if (fact.kind === 'sum') entry.value = (entry.value as bigint) + ((row[fact.field ?? ''] ?? 0n) as bigint)
    else {
      entry.value = [...(entry.value as Loose[]), row]
      entry.loose = true
    }
  }

  #forget(entry: Entry): void {
    this.#entries.delete(entry.key)
  }
}

const rowsOf = (record: Loose | null, part: string): readonly Loose[] =>
  record === null ? [] : (record[part] as readonly Loose[]).map((row) => ({ ...row, parentId: record.id }))

function* concerned(fields: ReadonlyMap<string, ReadonlyMap<unknown, readonly Entry[]>>, row: Loose): Generator<Entry> {
  for (const [field, values] of fields) yield* (field === '' ? values.get(undefined) : values.get(row[field])) ?? nobody
}

/** 'order.lines' → 'order' */
export const rootOf = ({ object }: ResolvedFact): string => object.split('.')[0] as string

export const nothing = ({ kind }: ResolvedFact): unknown => (kind === 'count' ? 0 : kind === 'sum' ? 0n : [])

/** What points nowhere matches nothing. */
export const asksForNothing = ({ where }: ResolvedFact): boolean =>
  Object.values(where).some(({ is, value }) => is === 'in' && Array.isArray(value) && value.length === 0)

export const limitOf = (fact: ResolvedFact): number => fact.limit ?? 1000

function fieldsOf(objects: ReadonlyMap<string, Declaration>, path: string): Readonly<Record<string, Field>> {
  const [name = '', part] = path.split('.')
  const declaration = objects.get(name)
  if (!declaration) return {}
  return part ? (declaration.parts[part]?.fields ?? {}) : { ...commonFields, ...declaration.fields }
}

/** The condition that tells the facts of one kind apart: it names one value, as links do. */
export function decisive({ where }: ResolvedFact): { field: string; value: unknown } | null {
  for (const [field, { is, value }] of Object.entries(where))
    if (is === '=' && typeof value === 'string' && (field === 'id' || (field.endsWith('Id') && field !== 'caseId')))
      return { field, value }
  return null
}

/** What tells one fact from another, but for values of the decisive condition. */
export function kindOf(fact: ResolvedFact, without: string | null): string {
  const conditions = Object.entries(fact.where).map(([field, { is, value }]) =>
    field === without ? field : `${field}${is}${JSON.stringify(value)}`,
  )
  return `${fact.kind} ${fact.object} ${fact.field ?? ''} ${limitOf(fact)} ${fact.sort ?? ''} ${conditions.join()}`
}

const keyOf = (fact: ResolvedFact): string => kindOf(fact, null)
