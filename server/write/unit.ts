/** One transaction's work: records read once, changes gathered, everything written at the end in few statements. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import type { Tx } from '../store/database.ts'
import { appendEvents, type NewEvent, takeNumbers } from '../store/log.ts'
import { deleteRecords, insertRecords, loadRecord, updateRecords } from '../store/records.ts'
import {
  deliverNotices,
  type OwnedNotice,
  type OwnedPosting,
  postEntries,
  writeCustomValues,
} from '../store/sideline.ts'
import type { Model, Session, World } from '../world.ts'
import { failPoint } from './failpoint.ts'
import { keepFileUses } from './uses.ts'

interface Held {
  readonly declaration: Declaration
  /** As it stands in the database, null for a record this transaction makes. */
  stored: Loose | null
  current: Loose | null
  locked: boolean
}

/** What a unit has read and changed, by object and id. */
export type HeldRecords = Map<string, Held>

export interface Mark {
  readonly events: number
  readonly postings: number
  readonly notices: number
  readonly held: ReadonlyMap<string, Loose | null>
}

export interface Unit {
  readonly world: World
  readonly session: Session
  readonly model: Model
  readonly tx: Tx
  readonly now: string
  readonly today: string
  readonly events: NewEvent[]
  readonly postings: OwnedPosting[]
  readonly notices: OwnedNotice[]
  /** One id for everything that one request caused. */
  readonly commandId: string
  /** A point to go back to when one command of a batch is refused. */
  mark(): Mark
  back(mark: Mark): void
  /** The record as this transaction sees it; locked for change unless only read. */
  get(declaration: Declaration, id: string, lock: boolean): Promise<Loose | null>
  put(declaration: Declaration, record: Loose | null, id: string): void
  /** What is known of a record without asking the database; undefined where nothing is. */
  known(object: string, id: string): Loose | null | undefined
  /** Writes changed rows now, so that a query of these objects sees them; `null` stands for any object. */
  settle(asked: readonly string[] | null): Promise<void>
  /** Asks the database, or remembers its answer where nobody else can have changed it. */
  recall<T>(question: Remembered, ask: () => Promise<T>): Promise<T>
  /** Whoever acts next, and when: for what is written as if it were lived. */
  turn(to: Turn): Promise<void>
  /** Settles, then the ledger, the notices and, last before commit, the log. */
  finish(): Promise<void>
}

export interface Remembered {
  readonly key: string
  /** The objects the answer depends on; null where it depends on more. */
  readonly reads: readonly string[] | null
}

export interface Turn {
  readonly session: Session
  readonly now: string
  readonly today: string
}

export interface Opening extends Turn {
  readonly world: World
  readonly model: Model
  readonly tx: Tx
  /** Where nobody else writes in this company: what earlier units held, and still holds. */
  readonly alone?: { readonly held: HeldRecords }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

export function openUnit({ alone, ...given }: Opening): Unit {
  const { tx, session, world, now } = given
  const { tenantId } = session
  const held: HeldRecords = alone?.held ?? new Map()
  const waiting = new Set<string>()
  const memory = alone ? openMemory() : null
  const place = { tenantId, now, newId: world.newId }
  const unit: Writable<Unit> = {
    ...given,
    events: [],
    postings: [],
    notices: [],
    commandId: world.newId(),
    mark: () => ({
      events: unit.events.length,
      postings: unit.postings.length,
      notices: unit.notices.length,
      held: new Map([...waiting].map((key) => [key, held.get(key)?.current ?? null])),
    }),
    back(mark) {
      unit.events.length = mark.events
      unit.postings.length = mark.postings
      unit.notices.length = mark.notices
      for (const key of waiting) {
        const one = held.get(key) as Held
        one.current = mark.held.has(key) ? (mark.held.get(key) ?? null) : one.stored
        if (one.current === null && one.stored === null) held.delete(key)
        if (one.current === one.stored) waiting.delete(key)
      }
    },
    async get(declaration, id, lock) {
      const key = `${declaration.name}:${id}`
      const known = held.get(key)
      if (known && (known.locked || !lock)) return known.current
      const stored = await loadRecord(tx, { tenantId, declaration }, { id, lock })
      held.set(key, { declaration, stored, current: stored, locked: lock })
      return stored
    },
    put(declaration, record, id) {
      const key = `${declaration.name}:${id}`
      const known = held.get(key)
      held.set(key, { declaration, stored: known?.stored ?? null, current: record, locked: true })
      waiting.add(key)
      memory?.wrote(declaration.name)
    },
    known: (object, id) => held.get(`${object}:${id}`)?.current,
    async settle(asked) {
      const dirty = [...waiting].map((key) => held.get(key) as Held).filter((one) => one.stored !== one.current)
      if (!dirty.some((one) => asked === null || asked.includes(one.declaration.name))) return
      await assignNumbers(unit, dirty)
      await writeRows(unit, dirty)
      await writeBeside(unit, dirty)
      for (const one of dirty) one.stored = one.current
      waiting.clear()
    },
    recall: (question, ask) => (memory ? memory.recall(question, ask) : ask()),
    async turn(to) {
      // Numbers say the month in which a record was made.
      if (to.today.slice(0, 7) !== unit.today.slice(0, 7)) await unit.settle(null)
      Object.assign(unit, to, { commandId: world.newId() })
    },
    async finish() {
      await unit.settle(null)
      failPoint('rows written')
      await postEntries(tx, place, unit.postings)
      failPoint('ledger posted')
      await deliverNotices(tx, place, unit.notices)
      await appendEvents(tx, tenantId, unit.events)
      failPoint('events appended')
    },
  }
  return unit
}

/** Answers of the database, good until something they depend on is written. */
function openMemory() {
  const answers = new Map<string, { stamp: string; answer: Promise<unknown> }>()
  const writes = new Map<string, number>()
  return {
    wrote: (object: string) => void writes.set(object, (writes.get(object) ?? 0) + 1),
    recall<T>({ key, reads }: Remembered, ask: () => Promise<T>): Promise<T> {
      if (reads === null) return ask()
      const stamp = reads.map((object) => writes.get(object) ?? 0).join()
      const known = answers.get(key)
      if (known?.stamp === stamp) return known.answer as Promise<T>
      const answer = ask()
      answers.set(key, { stamp, answer })
      return answer
    },
  }
}

/** Human numbers by object and month, and numbers without gaps where a declaration asks for them. */
async function assignNumbers(unit: Unit, dirty: readonly Held[]): Promise<void> {
  // Years of old records come in with the numbers they had, or none (R36).
  const old = new Set(unit.events.filter((event) => event.type.endsWith('.imported')).map((event) => event.id))
  const waiting = dirty.filter(
    (one) =>
      one.stored === null &&
      one.current &&
      one.declaration.numbered &&
      one.current.no === null &&
      !old.has(one.current.id),
  )
  const groups = new Map<string, Held[]>()
  for (const one of waiting) {
    const name = `${one.declaration.numbered}${unit.today.slice(2, 4)}${unit.today.slice(5, 7)}`
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  for (const name of [...groups.keys()].sort()) {
    const group = groups.get(name) as Held[]
    const last = await takeNumbers(unit.tx, { tenantId: unit.session.tenantId, name: `no:${name}` }, group.length)
    group.forEach((one, index) => {
      number(unit, one, {
        field: 'no',
        value: `${name}-${String(last - BigInt(group.length - 1 - index)).padStart(4, '0')}`,
      })
    })
  }
  for (const one of dirty) await assignGapless(unit, one)
}

async function assignGapless(unit: Unit, one: Held): Promise<void> {
  const rule = one.declaration.gapless
  if (!rule || !one.current || one.current[rule.field] !== null) return
  const issued = unit.events.some((event) => event.id === one.current?.id && event.act === rule.transition)
  if (!issued) return
  const series = rule.series(one.current, unit.today)
  const last = await takeNumbers(unit.tx, { tenantId: unit.session.tenantId, name: `series:${series}` }, 1)
  number(unit, one, { field: rule.field, value: `${series}${String(last).padStart(8, '0')}` })
}

/** Writes a number into the record and into the event that tells it, so that the log stays the whole truth. */
function number(unit: Unit, one: Held, given: { field: string; value: string }): void {
  one.current = { ...(one.current as Loose), [given.field]: given.value }
  let index = unit.events.length - 1
  while (index >= 0 && unit.events[index]?.id !== one.current.id) index--
  const event = unit.events[index]
  if (event) unit.events[index] = { ...event, changes: { ...event.changes, [given.field]: [null, given.value] } }
}

async function writeRows(unit: Unit, dirty: readonly Held[]): Promise<void> {
  const { tx, session } = unit
  const { tenantId } = session
  const made = inOrderOfLinks(dirty.filter((one) => one.stored === null && one.current !== null))
  for (const run of runsByObject(made)) {
    const { declaration } = run[0] as Held
    await insertRecords(
      tx,
      { tenantId, declaration },
      run.map((one) => one.current as Loose),
    )
  }
  const byObject = new Map<string, Held[]>()
  for (const one of dirty) {
    if (one.stored !== null) byObject.set(one.declaration.name, [...(byObject.get(one.declaration.name) ?? []), one])
  }
  for (const group of byObject.values()) {
    const { declaration } = group[0] as Held
    const changed = group.filter((one) => one.current !== null).sort((a, b) => (a.current?.id < b.current?.id ? -1 : 1))
    const pairs = changed.map((one) => ({ before: one.stored as Loose, after: one.current as Loose }))
    if (!(await updateRecords(tx, { tenantId, declaration }, pairs)))
      throw new Refused([refuse('conflict', 'VERSION_CONFLICT')])
    const gone = group.filter((one) => one.current === null).map((one) => one.stored?.id as string)
    if (gone.length > 0) await deleteRecords(tx, { tenantId, declaration }, gone)
  }
}

/** What stands beside the rows: filterable custom values, and which files a record names. */
async function writeBeside({ tx, session, model }: Unit, dirty: readonly Held[]): Promise<void> {
  const kept = dirty.filter((one): one is Held & { current: Loose } => one.current !== null)
  const withFields = kept.map(({ declaration, stored, current }) => {
    const fields = model.customFields(declaration.name)
    return {
      declaration,
      object: declaration.name,
      record: current,
      before: stored,
      after: current,
      fields,
      custom: fields,
    }
  })
  await writeCustomValues(
    tx,
    session.tenantId,
    withFields.filter(({ fields }) => fields.length > 0),
  )
  await keepFileUses(tx, session.tenantId, withFields)
}

/** New records so that each comes after those it links to; links within parts count too. */
function inOrderOfLinks(made: readonly Held[]): Held[] {
  const waiting = new Map(made.map((one) => [one.current?.id as string, one]))
  const out: Held[] = []
  const place = (one: Held) => {
    const id = one.current?.id as string
    if (!waiting.delete(id)) return
    for (const linked of linksOf(one)) {
      const other = waiting.get(linked)
      if (other) place(other)
    }
    out.push(one)
  }
  for (const one of made) place(one)
  return out
}

function linksOf({ declaration, current }: Held): string[] {
  const own = Object.entries(declaration.fields).filter(([, field]) =>
    ['link', 'member', 'department'].includes(field.kind),
  )
  const links = own.map(([name]) => current?.[name] as string | null)
  for (const [name, part] of Object.entries(declaration.parts)) {
    const linked = Object.entries(part.fields)
      .filter(([, field]) => field.kind === 'link')
      .map(([key]) => key)
    for (const row of (current?.[name] ?? []) as readonly Loose[])
      links.push(...linked.map((key) => row[key] as string | null))
  }
  return links.filter((link): link is string => typeof link === 'string')
}

/** Neighbours of one object go into one statement. */
function runsByObject(made: readonly Held[]): Held[][] {
  const runs: Held[][] = []
  for (const one of made) {
    const last = runs.at(-1)
    if (last && last[0]?.declaration === one.declaration) last.push(one)
    else runs.push([one])
  }
  return runs
}
