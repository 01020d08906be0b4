/** One transaction's work: records read once, changes gathered, everything written at the end in few statements. */
import { commonFields } from '../../kernel/common.ts'
import type { ResolvedFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import { deliverNotices, postEntries } from '../store/sideline.ts'
import { answerFrom } from './answer.ts'
import { failPoint } from './failpoint.ts'
import { HeldRecords } from './held.ts'
import { assignNumbers, Counters } from './numbers.ts'
import { appendSealed } from './personal.ts'
import { elsewhere, readingOf, remembering } from './reading.ts'
import { writeBeside, writeRows } from './rows.ts'
import { Entangled, type Follows, type Opening, type Unit } from './work.ts'

export type { Unit } from './work.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const everything: Follows = { notices: true, automations: true }

export function openUnit({ alone, ...given }: Opening): Unit {
  const { tx, session, world, now } = given
  const { tenantId } = session
  const held = alone ?? new HeldRecords()
  const counters = new Counters(tx, tenantId, alone !== undefined)
  const place = { tenantId, now, newId: world.newId }
  const remembered = remembering(given.model)
  held.hear = (declaration, was, is) => {
    remembered.answers.note(declaration, was, is)
    remembered.alike.note(declaration, was, is)
  }
  // How many changes had been made when rows were last written, so that nobody goes back behind that.
  let solid = 0
  const unit: Writable<Unit> = {
    ...given,
    events: [],
    postings: [],
    notices: [],
    ...readingOf({ tx, tenantId, held, alone: alone !== undefined }),
    ...remembered,
    hasChanged: (object) => held.hasChanged(object),
    follows: given.follows ?? everything,
    commandId: given.commandId ?? world.newId(),
    mark: () => ({
      events: unit.events.length,
      postings: unit.postings.length,
      notices: unit.notices.length,
      held: held.mark(),
    }),
    back(mark) {
      if (mark.held < solid) throw new Entangled('part of the command is written')
      unit.events.length = mark.events
      unit.postings.length = mark.postings
      unit.notices.length = mark.notices
      held.back(mark.held)
    },
    put: (declaration, record, id) => held.put(declaration, id, record),
    take: (name, n) => counters.take(name, n),
    known: (object, id) => held.get(object, id)?.current,
    all: (object) => (alone && !elsewhere.has(object) ? held.of(object) : null),
    answer: (fact) => answerOf(unit, fact),
    async settle(asked) {
      if (!held.waits(asked)) return
      const dirty = held.waiting()
      await assignNumbers(unit, dirty)
      await writeRows(unit, dirty)
      await writeBeside(unit, dirty)
      held.written()
      solid = held.changes
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
      await appendSealed(unit)
      failPoint('events appended')
    },
  }
  return unit
}

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
