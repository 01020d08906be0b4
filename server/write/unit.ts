/** One transaction's work: records read once, changes gathered, everything written at the end in few statements. */
import { commonFields } from '../../kernel/common.ts'
import type { ResolvedFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { appendEvents, type NewEvent } from '../store/log.ts'
import { loadRecord } from '../store/records.ts'
import { deliverNotices, type OwnedNotice, type OwnedPosting, postEntries } from '../store/sideline.ts'
import type { Model, Session, World } from '../world.ts'
import { answerFrom } from './answer.ts'
import { failPoint } from './failpoint.ts'
import { HeldRecords } from './held.ts'
import { assignNumbers, Counters } from './numbers.ts'
import { writeBeside, writeRows } from './rows.ts'

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
  /** The records of an object, where all of a company are held; null where only the database has them all. */
  all(object: string): readonly Loose[] | null
  /** The answer to a fact, where all records are held; undefined where the database must be asked. */
  answer(fact: ResolvedFact): unknown
  /** Takes so many numbers of a counter and answers the last. */
  take(name: string, n: number): Promise<bigint>
  /** Whoever acts next, and when: for what is written as if it were lived. */
  turn(to: Turn): Promise<void>
  /** Settles, then the ledger, the notices and, last before commit, the log. */
  finish(): Promise<void>
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
  /** All records of a company in which nobody else writes. */
  readonly alone?: HeldRecords
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

export function openUnit({ alone, ...given }: Opening): Unit {
  const { tx, session, world, now } = given
  const { tenantId } = session
  const held = alone ?? new HeldRecords()
  const counters = new Counters(tx, tenantId, alone !== undefined)
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
      held: held.mark(),
    }),
    back(mark) {
      unit.events.length = mark.events
      unit.postings.length = mark.postings
      unit.notices.length = mark.notices
      held.back(mark.held)
    },
    async get(declaration, id, lock) {
      const known = held.get(declaration.name, id)
      if (known && (known.locked || !lock)) return known.current
      if (alone && !elsewhere.has(declaration.name)) return known?.current ?? null
      const stored = await loadRecord(tx, { tenantId, declaration }, { id, lock })
      held.read(id, { declaration, stored, current: stored, locked: lock })
      return stored
    },
    put: (declaration, record, id) => held.put(declaration, id, record),
    take: (name, n) => counters.take(name, n),
    known: (object, id) => held.get(object, id)?.current,
    all: (object) => (alone && !elsewhere.has(object) ? held.of(object) : null),
    answer: (fact) => answerOf(unit, fact),
    async settle(asked) {
      const dirty = held.waiting()
      if (!dirty.some((one) => asked === null || asked.includes(one.declaration.name))) return
      await assignNumbers(unit, dirty)
      await writeRows(unit, dirty)
      await writeBeside(unit, dirty)
      held.written()
    },
    async turn(to) {
      await assignNumbers(unit, held.touched())
      Object.assign(unit, to, { commandId: world.newId() })
    },
    async finish() {
      await unit.settle(null)
      await counters.keep()
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

/** Written beside the records, so never held. */
const elsewhere: ReadonlySet<string> = new Set(['journal'])

function answerOf(unit: Unit, fact: ResolvedFact): unknown {
  const [object = '', part] = fact.object.split('.')
  const declaration = unit.model.objects.get(object)
  const records = fact.kind === 'source' ? null : unit.all(object)
  if (!records || !declaration) return undefined
  if (!part) return answerFrom(records, fact, { ...commonFields, ...declaration.fields })
  return answerFrom(partsOf(records, part), fact, declaration.parts[part]?.fields ?? {})
}

/** Lists and records never change in place, so the rows of a part are laid out once for each list. */
const laid = new WeakMap<readonly Loose[], Map<string, readonly Loose[]>>()

function partsOf(records: readonly Loose[], part: string): readonly Loose[] {
  const known = laid.get(records) ?? new Map<string, readonly Loose[]>()
  laid.set(records, known)
  const rows =
    known.get(part) ??
    records.flatMap((record) =>
      (record[part] as readonly Loose[]).map((row) => ({ ...row, parentId: record.id }) as Loose),
    )
  known.set(part, rows)
  return rows
}
