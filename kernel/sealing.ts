/** What of an event is personal (R17): taken out before it is kept, laid back when it is read, or said to be gone. */
import type { Loose } from './fact.ts'
import type { Fields } from './field.ts'
import type { Declaration } from './object.ts'

/** Stands in the log where a personal value was. */
export const sealedMark = Object.freeze({ sealed: true })
/** What a reader finds where the person was erased. */
export const erasedMark = Object.freeze({ erased: true })

export const isSealed = (value: unknown): boolean => isMark(value, 'sealed')
export const isErased = (value: unknown): boolean => isMark(value, 'erased')

function isMark(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return (value as Loose)[name] === true && Object.keys(value).length === 1
}

/** The part of an event that may hold personal values. */
export interface Sealable {
  readonly object: string
  readonly id: string
  readonly act: string
  readonly version: number
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
  readonly input: Loose
}

interface Personal {
  readonly changes: Record<string, readonly [unknown, unknown]>
  readonly input: Record<string, unknown>
}

type Rest = Pick<Sealable, 'changes' | 'input'>

const named = new WeakMap<Declaration, ReadonlySet<string>>()

/** Names of personal fields; none where the object is no person. */
export function personalNames(declaration: Declaration): ReadonlySet<string> {
  const known = named.get(declaration) ?? new Set(personalOf(declaration.fields))
  named.set(declaration, known)
  return known
}

const personalOf = (fields: Fields): string[] =>
  Object.entries(fields)
    .filter(([, field]) => field.personal)
    .map(([name]) => name)

/** An event without what is personal of it; nothing is kept of what an erasure takes away. */
export interface Taken {
  readonly personal: Personal | null
  readonly rest: Rest
}

/** Splits an event; null where nothing of it is personal. A company's own fields of a person count as personal. */
export function taken(declaration: Declaration | undefined, event: Sealable): Taken | null {
  if (!declaration) return null
  const names = personalNames(declaration)
  if (names.size === 0) return null
  if (event.act === 'erase') return { personal: null, rest: withoutFormer(names, event) }
  const personal: Personal = { changes: {}, input: {} }
  const changes: Record<string, readonly [unknown, unknown]> = { ...event.changes }
  let any = false
  for (const [name, pair] of Object.entries(event.changes)) {
    if (!names.has(name) && !name.startsWith('custom.')) continue
    personal.changes[name] = pair
    changes[name] = [marked(pair[0], sealedMark), marked(pair[1], sealedMark)]
    any = true
  }
  const input: Record<string, unknown> = { ...event.input }
  for (const name of personalInput(declaration, event)) {
    personal.input[name] = event.input[name]
    input[name] = sealedMark
    any = true
  }
  return any ? { personal, rest: { changes, input } } : null
}

/** An erasure says what stands there now, and that something stood there before. */
function withoutFormer(names: ReadonlySet<string>, { changes, input }: Sealable): Rest {
  const told = Object.entries(changes).map(([name, [from, to]]) =>
    names.has(name) || name.startsWith('custom.')
      ? ([name, [marked(from, erasedMark), to]] as const)
      : ([name, [from, to]] as const),
  )
  return { changes: Object.fromEntries(told), input }
}

function personalInput(declaration: Declaration, { act, input }: Sealable): string[] {
  const fields = declaration.transitions[act]?.input as Fields | undefined
  return fields ? personalOf(fields).filter((name) => (input[name] ?? null) !== null) : []
}

const marked = (value: unknown, mark: Loose): unknown => ((value ?? null) === null ? null : mark)

export const withOpened = <E extends Rest>(event: E, { changes, input }: Personal): E => ({
  ...event,
  changes: { ...event.changes, ...changes },
  input: { ...event.input, ...input },
})

/** Every sealed place says that the person was erased. */
export function withErased<E extends Rest>(event: E): E {
  const erased = (value: unknown) => (isSealed(value) ? erasedMark : value)
  const changes = Object.entries(event.changes).map(([name, [from, to]]) => [name, [erased(from), erased(to)]] as const)
  const input = Object.entries(event.input).map(([name, value]) => [name, erased(value)] as const)
  return { ...event, changes: Object.fromEntries(changes), input: Object.fromEntries(input) }
}
