/** Everything that happened to a record, as its reader may see it: hidden values are absent from old changes too. */

import type { PartChange } from '../../kernel/command.ts'
import { commonFields } from '../../kernel/common.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field, Fields } from '../../kernel/field.ts'
import { type Label, say } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import { commonMessages } from '../../kernel/refusal.ts'
import { isErased } from '../../kernel/sealing.ts'
import { eventsBefore, type Told } from '../store/history.ts'
import type { Session, World } from '../world.ts'
import { loadNames, Mentioned, type Names } from './names.ts'
import { type Answer, badRequest, declarationOf, type Reading, reading } from './reading.ts'
import { loadVisible } from './record.ts'
import { type View, viewOf } from './show.ts'

export interface Happened extends Omit<Told, 'seq' | 'changes' | 'parts' | 'input'> {
  readonly seq: string
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
  readonly parts: Readonly<Record<string, unknown>>
  readonly input: Readonly<Record<string, unknown>>
  /** What was let pass, in words, in the order of `passed`. */
  readonly passedWords: readonly Label[]
}

export interface History {
  readonly data: readonly Happened[]
  /** Cursor of older events. */
  readonly next: string | null
  readonly names: Names
}

export interface HistoryQuery {
  readonly limit?: string | undefined
  readonly cursor?: string | undefined
}

export function historyOf(
  world: World,
  session: Session,
  { object, id, query = {} }: { object: string; id: string; query?: HistoryQuery },
): Promise<Answer<History>> {
  return reading(world, session, (now) => {
    const declaration = declarationOf(now, object)
    const limit = numberIn(query.limit ?? '100', { most: 200, name: 'limit' })
    const before = query.cursor
      ? BigInt(numberIn(query.cursor, { most: Number.MAX_SAFE_INTEGER, name: 'cursor' }))
      : null
    return world.database.inTenant(now.tenantId, async (tx) => {
      const record = await loadVisible(now, tx, { declaration, id })
      const { tenantId } = now
      const secret = world.secrets.person
      const told = await eventsBefore(tx, { tenantId, secret, object, recordId: id, before, limit: limit + 1 })
      const page = told.slice(0, limit)
      const teller = new Teller(now, declaration, record)
      const data = page.map((event) => teller.tell(event))
      const last = told.length > limit ? page.at(-1) : undefined
      return { data, next: last ? last.seq.toString() : null, names: await loadNames(now, tx, teller.mentioned) }
    })
  })
}

function numberIn(text: string, { most, name }: { most: number; name: string }): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : 0
  if (value < 1 || value > most) throw badRequest(name)
  return value
}

/** What is told of a value whose person was erased. */
const erasedWord = say('（已删除）', '(erased)')

class Teller {
  readonly mentioned = new Mentioned()
  readonly #declaration: Declaration
  readonly #custom: ReadonlyMap<string, Field>
  readonly #view: View
  readonly #erased: string

  constructor(now: Reading, declaration: Declaration, record: Loose) {
    this.#declaration = declaration
    this.#view = viewOf(now, declaration, record)
    this.#erased = erasedWord[now.session.language]
    this.#custom = new Map(now.model.customFields(declaration.name).map((field) => [`custom.${field.key}`, field]))
  }

  tell({ seq, changes, parts, input, ...event }: Told): Happened {
    this.mentioned.add('user', event.actorId)
    const step: Loose | undefined = this.#declaration.transitions[event.act]
    return {
      ...event,
      seq: seq.toString(),
      changes: this.#changes({ ...commonFields, ...this.#declaration.fields }, changes),
      parts: Object.fromEntries(Object.entries(parts).map(([name, change]) => [name, this.#part(name, change)])),
      input: this.#values((step?.input ?? {}) as Fields, input),
      passedWords: ((event.passed ?? []) as readonly string[]).map((code) => this.#words(code, event.act)),
    }
  }

  /** The sentence of a rule, with a gap where it named something of that day; a duty says what met in one person. */
  #words(code: string, act: string): Label {
    const { messages, transitions, create, change } = this.#declaration
    const steps = [transitions[act], create, change, ...Object.values(transitions)]
    const duty = steps.flatMap((step) => step?.notBy ?? []).find((one) => one.rule === code)
    const found = duty?.say ?? messages[code] ?? commonMessages[code] ?? { zh: code, en: code }
    const gap = (text: string) => text.replaceAll(/\{\w+\}/g, '…')
    return { zh: gap(found.zh), en: gap(found.en) }
  }

  /** A field that is gone from the declaration is told no more; a quiet one says nothing in a timeline. */
  #changes(fields: Fields, changes: Told['changes']): Happened['changes'] {
    const out: Record<string, readonly [unknown, unknown]> = {}
    for (const [name, [from, to]] of Object.entries(changes)) {
      const field = this.#custom.get(name) ?? (Object.hasOwn(fields, name) ? fields[name] : undefined)
      const quiet = this.#declaration.quiet?.includes(name) ?? false
      if (field && !quiet && this.#view.sees(field)) out[name] = [this.#value(field, from), this.#value(field, to)]
    }
    return out
  }

  #value(field: Field, value: unknown): unknown {
    if (isErased(value)) return this.#erased
    this.mentioned.values(field, value)
    return this.#view.custom(field, value)
  }

  #values(fields: Fields, row: Loose): Record<string, unknown> {
    const out: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(fields)) {
      if (row[name] !== undefined && this.#view.sees(field)) out[name] = this.#value(field, row[name])
    }
    return out
  }

  #part(name: string, change: PartChange): unknown {
    const fields = this.#declaration.parts[name]?.fields ?? {}
    const changed = Object.entries(change.change ?? {}).map(([id, columns]) => [id, this.#changes(fields, columns)])
    return {
      ...(change.add ? { add: change.add.map((row) => ({ id: row.id, ...this.#values(fields, row) })) } : {}),
      ...(change.change ? { change: Object.fromEntries(changed) } : {}),
      ...(change.remove ? { remove: change.remove } : {}),
    }
  }
}
