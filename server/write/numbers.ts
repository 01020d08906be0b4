/** Numbers of records: human ones by object and month, and those without gaps. */
import type { Loose } from '../../kernel/fact.ts'
import type { Tx } from '../store/database.ts'
import { takeNumbers } from '../store/log.ts'
import type { Held } from './held.ts'
import type { Unit } from './work.ts'

/** Counters of a company; where nobody else counts they are read once and kept at the end. */
export class Counters {
  readonly #taken = new Map<string, { from: bigint; n: number }>()
  readonly #tx: Tx
  readonly #tenantId: string
  readonly #alone: boolean

  constructor(tx: Tx, tenantId: string, alone: boolean) {
    this.#tx = tx
    this.#tenantId = tenantId
    this.#alone = alone
  }

  async take(name: string, n: number): Promise<bigint> {
    const counter = { tenantId: this.#tenantId, name }
    if (!this.#alone) return takeNumbers(this.#tx, counter, n)
    const known = this.#taken.get(name) ?? { from: await takeNumbers(this.#tx, counter, 0), n: 0 }
    const taken = { from: known.from, n: known.n + n }
    this.#taken.set(name, taken)
    return taken.from + BigInt(taken.n)
  }

  async keep(): Promise<void> {
    for (const [name, { n }] of this.#taken) await takeNumbers(this.#tx, { tenantId: this.#tenantId, name }, n)
    this.#taken.clear()
  }
}

/** Human numbers by object and month, and numbers without gaps where a declaration asks for them. */
export async function assignNumbers(unit: Unit, dirty: readonly Held[]): Promise<void> {
  const unnumbered = (one: Held) => one.stored === null && one.declaration.numbered && one.current?.no === null
  if (!dirty.some((one) => unnumbered(one) || one.declaration.gapless)) return
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
    const group = groups.get(name) ?? []
    if (group.push(one) === 1) groups.set(name, group)
  }
  const begun = new Map<string, number>()
  unit.events.forEach((event, index) => {
    if (event.from === null) begun.set(event.id, index)
  })
  for (const name of [...groups.keys()].sort()) {
    const group = groups.get(name) as Held[]
    const last = await unit.take(`no:${name}`, group.length)
    group.forEach((one, index) => {
      const value = `${name}-${String(last - BigInt(group.length - 1 - index)).padStart(4, '0')}`
      number(unit, one, { field: 'no', value, index: begun.get(one.current?.id) ?? -1 })
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
  const last = await unit.take(`series:${series}`, 1)
  const index = unit.events.findLastIndex((event) => event.id === one.current?.id)
  number(unit, one, { field: rule.field, value: `${series}${String(last).padStart(8, '0')}`, index })
}

/** Writes a number into the record and into the event that tells it, so that the log stays the whole truth. */
function number(unit: Unit, one: Held, given: { field: string; value: string; index: number }): void {
  const record = one.current as Loose
  unit.put(one.declaration, { ...record, [given.field]: given.value }, record.id)
  const event = unit.events[given.index]
  if (event) unit.events[given.index] = { ...event, changes: { ...event.changes, [given.field]: [null, given.value] } }
}
