/** Plays commands along the chain in memory, as the write path does in the database. */
import type { Arrow, ArrowContext } from '../../kernel/arrow.ts'
import { type Command, isNotice, isPosting, type Notice, type Posting } from '../../kernel/command.ts'
import { decide } from '../../kernel/decide.ts'
import { draft, type ResolvedFact, resolveFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import { Exact } from '../../kernel/money.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Actor, system } from '../../kernel/permit.ts'
import { Refused } from '../../kernel/refusal.ts'
import { type Registry, registry } from '../../kernel/registry.ts'
import type { Role } from '../../kernel/role.ts'
import { type Settings, settingsOf } from '../../kernel/settings.ts'

export class Rehearsal {
  readonly records = new Map<string, Loose & { readonly object: string }>()
  readonly postings: Posting[] = []
  readonly notices: Notice[] = []
  readonly events: string[] = []
  settings: Settings = settingsOf('standard', { evidenceFiles: false })
  now = '2026-05-01T01:00:00.000Z'
  readonly #everything: Registry
  #next = 0x1000

  constructor(objects: readonly Declaration[], arrows: readonly Arrow[]) {
    this.#everything = registry(objects, arrows)
  }

  get today(): string {
    return this.now.slice(0, 10)
  }

  newId = (): string => `00000000-0000-7000-8000-${(this.#next++).toString(16).padStart(12, '0')}`

  /** Puts a record in place as if it had always been there. */
  place(object: string, values: Loose): string {
    const declaration = this.#declaration(object)
    const fields = Object.fromEntries(
      Object.entries(declaration.fields).map(([name, field]) => [name, field.default ?? null]),
    )
    const parts = Object.fromEntries(
      Object.entries(declaration.parts).map(([name, part]) => [
        name,
        ((values[name] ?? []) as Loose[]).map((row) => ({
          ...Object.fromEntries(Object.entries(part.fields).map(([key, field]) => [key, field.default ?? null])),
          id: this.newId(),
          ...row,
        })),
      ]),
    )
    const id = (values.id as string | undefined) ?? this.newId()
    const state = typeof declaration.starts === 'string' ? declaration.starts : Object.keys(declaration.states)[0]
    this.records.set(id, {
      object,
      no: `${object}-${id.slice(-4)}`,
      state,
      version: 1,
      ownerId: null,
      deptId: null,
      memberIds: [],
      createdAt: this.now,
      createdBy: null,
      updatedAt: this.now,
      updatedBy: null,
      entryMode: 'manual',
      derivedFrom: null,
      caseId: id,
      inheritedFields: [],
      rekeyedFields: [],
      importedGap: [],
      sourceKey: null,
      isTest: false,
      custom: {},
      ...fields,
      ...values,
      ...parts,
      id,
    })
    return id
  }

  get(id: string): Loose {
    return this.records.get(id) ?? {}
  }

  all(object: string): Loose[] {
    return [...this.records.values()].filter((one) => one.object === object)
  }

  /** A person's command; all or nothing. Throws Refused. */
  do(role: Role, personId: string, command: Omit<Command, 'input'> & { input?: Loose }): Loose {
    const actor: Actor = {
      id: personId,
      kind: 'person',
      roles: [role],
      deptId: null,
      deptTree: [],
      pools: [],
      channel: 'ui',
    }
    const kept = { records: new Map(this.records), postings: this.postings.length, events: this.events.length }
    try {
      const version = command.id ? (this.get(command.id).version as number) : undefined
      return this.#perform({ input: {}, ...(version ? { version } : {}), ...command }, actor)
    } catch (error) {
      this.records.clear()
      for (const [id, record] of kept.records) this.records.set(id, record)
      this.postings.length = kept.postings
      this.events.length = kept.events
      throw error
    }
  }

  #declaration(name: string): Declaration {
    const found = this.#everything.objects.get(name)
    if (!found) throw new Error(`no object ${name}`)
    return found
  }

  #perform(command: Command, actor: Actor): Loose {
    const declaration = this.#declaration(command.object)
    const id = command.id ?? this.#keyed(command) ?? this.newId()
    const question = {
      declaration,
      customFields: [],
      settings: this.settings,
      changes: {},
      actor,
      now: this.now,
      today: this.today,
      command,
      stored: command.act === 'create' ? null : (this.records.get(id) ?? null),
      id,
    }
    const drafted = draft(question)
    if (!drafted.ok) throw new Refused(drafted.refusals)
    const decision = decide(drafted.draft, this.#facts(drafted.draft.facts), this.newId)
    if (!decision.ok) throw new Refused(decision.refusals)
    const { happening } = decision
    const numbered =
      declaration.gapless && command.act === declaration.gapless.transition
        ? {
            [declaration.gapless.field]:
              `${declaration.gapless.series(decision.record, this.today)}${this.postings.length}`,
          }
        : {}
    const record = {
      ...decision.record,
      ...numbered,
      object: command.object,
      no: decision.record.no ?? `${declaration.numbered}-${id.slice(-4)}`,
    }
    this.records.set(id, record as unknown as Loose & { object: string })
    this.events.push(happening.type)
    for (const one of this.#everything.arrows.get(happening.type) ?? []) {
      const sources = { record, input: drafted.draft.input, actor, now: this.now, today: this.today, event: happening }
      const wanted = Object.fromEntries(
        Object.entries(one.needs).map(([name, fact]) => [name, resolveFact(fact, sources)]),
      )
      const context = {
        record,
        before: question.stored,
        event: happening,
        input: drafted.draft.input,
        facts: this.#facts(wanted),
        actor,
        now: this.now,
        today: this.today,
        settings: this.settings,
        newId: this.newId,
      } as unknown as ArrowContext<Readonly<Record<string, never>>>
      if (one.when && !one.when(context)) continue
      for (const effect of one.then(context)) {
        if (isPosting(effect)) this.postings.push(effect)
        else if (isNotice(effect)) this.notices.push(effect)
        else this.#perform(effect, system)
      }
    }
    return this.get(id)
  }

  /** The record of an identity, made when first addressed. */
  #keyed({ object, key }: Command): string | null {
    if (!key) return null
    const found = this.all(object).find((one) => Object.entries(key).every(([name, value]) => one[name] === value))
    if (found) return found.id as string
    return this.#perform({ object, act: 'create', input: key }, system).id as string
  }

  #facts(wanted: Readonly<Record<string, ResolvedFact>>): Loose {
    return Object.fromEntries(Object.entries(wanted).map(([name, fact]) => [name, this.#fact(fact)]))
  }

  #fact(fact: ResolvedFact): unknown {
    if (fact.kind === 'source') return null
    if (fact.kind === 'one') return fact.id ? (this.records.get(fact.id) ?? null) : null
    const found = this.#matching(fact)
    if (fact.kind === 'count') return found.length
    if (fact.kind === 'sum') return found.reduce((sum, one) => sum + ((one[fact.field ?? ''] ?? 0n) as bigint), 0n)
    return [...found].sort(bySort(fact.sort ?? [])).slice(0, fact.limit ?? 1000)
  }

  #matching(fact: ResolvedFact): Loose[] {
    const [object = '', part] = fact.object.split('.')
    const rows = part
      ? this.all(object).flatMap((one) => (one[part] as Loose[]).map((row) => ({ ...row, parentId: one.id })))
      : this.all(object)
    const fields = part ? this.#declaration(object).parts[part]?.fields : this.#declaration(object).fields
    return rows.filter((row) =>
      Object.entries(fact.where).every(([name, { is, value }]) =>
        matches({ is, value, held: row[name] ?? null, decimal: fields?.[name]?.kind === 'decimal' }),
      ),
    )
  }
}

function matches({
  is,
  value,
  held,
  decimal,
}: {
  is: string
  value: unknown
  held: unknown
  decimal: boolean
}): boolean {
  if (value === null) return is === '!=' ? held !== null : held === null
  if (is === 'in') return (value as unknown[]).includes(held)
  if (is === 'notIn') return !(value as unknown[]).includes(held)
  if (held === null) return is === '!='
  const order = decimal
    ? new Exact(held as string).cmp(value as string)
    : held === value
      ? 0
      : (held as string) < (value as string)
        ? -1
        : 1
  if (is === '=') return order === 0
  if (is === '!=') return order !== 0
  return is === '<' ? order < 0 : is === '<=' ? order <= 0 : is === '>' ? order > 0 : order >= 0
}

const bySort =
  (sort: readonly string[]) =>
  (a: Loose, b: Loose): number => {
    for (const one of sort) {
      const [name, sign] = one.startsWith('-') ? [one.slice(1), -1] : [one, 1]
      if (a[name] !== b[name]) return (a[name] ?? '') < (b[name] ?? '') ? -sign : sign
    }
    return 0
  }
