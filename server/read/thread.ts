/** The thread: where a record came from and what it became, along the chain, as far as the reader may see it. */
import type { Loose } from '../../kernel/fact.ts'
import type { Label } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { listRows } from '../store/list.ts'
import { ownersOfRows } from '../store/thread.ts'
import type { Condition } from '../store/where.ts'
import type { Session, World } from '../world.ts'
import { aside, linksTo, readable, rowsTo, source, threadOrder } from './chain.ts'
import { findPlace, placeOf } from './place.ts'
import { type Answer, declarationOf, type Reading, reading } from './reading.ts'
import { loadVisible } from './record.ts'
import { reachOf } from './scope.ts'
import { viewOf } from './show.ts'

export interface Knot {
  readonly object: string
  readonly label: Label
  readonly records: readonly {
    readonly id: string
    readonly no: string | null
    readonly title: string | null
    readonly state: string
    readonly stateLabel: Label
    readonly amount: unknown
    readonly at: string
  }[]
  /** The chain has not come here yet, or went past it. */
  readonly missing: boolean
}

const mostEach = 50

export function threadOf(
  world: World,
  session: Session,
  { object, id }: { object: string; id: string },
): Promise<Answer<{ readonly data: readonly Knot[] }>> {
  return reading(world, session, (now) => {
    const declaration = declarationOf(now, object)
    return world.database.inTenant(now.tenantId, async (tx) => {
      const record = await loadVisible(now, tx, { declaration, id })
      const spun = new Spinning(now, tx)
      await spun.from(declaration, record)
      const shown = spun.stages.filter(({ name }) => name !== aside || spun.of(name).length > 0)
      return { data: shown.map((stage) => knot(now, stage, spun.of(stage.name))) }
    })
  })
}

class Spinning {
  readonly stages: readonly Declaration[]
  readonly #now: Reading
  readonly #tx: Tx
  readonly #found = new Map<string, Map<string, Loose>>()

  constructor(now: Reading, tx: Tx) {
    this.#now = now
    this.#tx = tx
    this.stages = readable(now, threadOrder)
  }

  of(object: string): Loose[] {
    return [...(this.#found.get(object)?.values() ?? [])]
  }

  /** Records it points at, then those of the same chains or pointing at what was found, then what those came from. */
  async from(declaration: Declaration, record: Loose): Promise<void> {
    if (threadOrder.includes(declaration.name)) this.#keep(declaration.name, [record])
    for (const [target, ids] of pointedAt(declaration, record)) await this.#byIds(target, ids)
    const seen = threadOrder.flatMap((name) => (name === source ? [] : this.of(name)))
    const cases = [...new Set([record, ...seen].map((one) => one.caseId as string))]
    for (const stage of this.stages) {
      if (stage.name !== source) await this.#follow(stage, { cases, start: declaration.name })
    }
    const before = new Map<string, string[]>()
    for (const stage of this.stages) {
      for (const [name, target] of linksTo(stage, threadOrder)) {
        const ids = this.of(stage.name)
          .map((one) => one[name])
          .filter((id) => typeof id === 'string')
        before.set(target, [...(before.get(target) ?? []), ...ids])
      }
    }
    for (const [target, ids] of before) await this.#byIds(target, ids)
  }

  /** A campaign is shared: only from itself does the thread lead to all that came of it. */
  async #follow(stage: Declaration, { cases, start }: { cases: readonly string[]; start: string }): Promise<void> {
    const targets = threadOrder.filter((name) => name !== source || start === source)
    const any: Condition[] = [this.#in(stage, 'caseId', cases)]
    const ids = (target: string) => [...(this.#found.get(target)?.keys() ?? [])]
    for (const [name, target] of linksTo(stage, targets)) {
      if (ids(target).length > 0) any.push(this.#in(stage, name, ids(target)))
    }
    for (const pointing of rowsTo(stage, targets)) {
      const { tenantId } = this.#now
      const wanted = ids(pointing.target)
      const owners = wanted.length > 0 ? await ownersOfRows(this.#tx, pointing, { tenantId, ids: wanted }) : []
      if (owners.length > 0) any.push(this.#in(stage, 'id', owners))
    }
    await this.#load(stage, { any })
  }

  async #byIds(object: string, ids: readonly string[]): Promise<void> {
    const known = this.#found.get(object)
    const missing = [...new Set(ids)].filter((id) => !known?.has(id)).slice(0, mostEach)
    const stage = this.stages.find((one) => one.name === object)
    if (stage && missing.length > 0) await this.#load(stage, this.#in(stage, 'id', missing))
  }

  /** A link that is hidden from the reader leads nowhere. */
  #in(stage: Declaration, name: string, value: readonly string[]): Condition {
    const place = findPlace(this.#now, stage, name)
    return place ? { place, op: 'in', value } : { any: [] }
  }

  async #load(stage: Declaration, condition: Condition): Promise<void> {
    const rows = await listRows(this.#tx, {
      tenantId: this.#now.tenantId,
      declaration: stage,
      reach: reachOf(this.#now, stage),
      condition,
      sort: [{ place: placeOf(this.#now, stage, 'createdAt'), desc: false }],
      after: null,
      limit: mostEach,
    })
    this.#keep(
      stage.name,
      rows.map(({ record }) => record),
    )
  }

  #keep(object: string, records: readonly Loose[]): void {
    const known = this.#found.get(object) ?? new Map<string, Loose>()
    for (const record of records) if (!known.has(record.id)) known.set(record.id, record)
    this.#found.set(object, known)
  }
}

/** What the record's own links and rows point at: of the chain only. */
function pointedAt(declaration: Declaration, record: Loose): Map<string, string[]> {
  const out = new Map<string, string[]>()
  const add = (target: string, id: unknown) => {
    if (typeof id === 'string') out.set(target, [...(out.get(target) ?? []), id])
  }
  for (const [name, target] of linksTo(declaration, threadOrder)) add(target, record[name])
  for (const { part, field, target } of rowsTo(declaration, threadOrder)) {
    for (const row of (record[part] ?? []) as readonly Loose[]) add(target, row[field])
  }
  return out
}

function knot(now: Reading, stage: Declaration, records: readonly Loose[]): Knot {
  const amountName = stage.thread?.amount
  const amountField = amountName ? stage.fields[amountName] : undefined
  const titleField = stage.fields[stage.title]
  const ordered = [...records].sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0))
  return {
    object: stage.name,
    label: stage.label,
    missing: records.length === 0,
    records: ordered.map((record) => {
      const view = viewOf(now, stage, record)
      const shows = titleField && view.sees(titleField)
      return {
        id: record.id,
        no: record.no,
        title: shows ? (view.value(titleField, record[stage.title]) as string | null) : record.no,
        state: record.state,
        stateLabel: stage.states[record.state]?.label ?? { zh: record.state, en: record.state },
        amount: amountField && view.sees(amountField) ? view.value(amountField, record[amountName ?? '']) : null,
        at: record.createdAt,
      }
    }),
  }
}
