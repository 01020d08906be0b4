/** What a record that waits in a pool tells of its people: only what the pool shows, and only to its members. */
import { contactFields, hiddenInPool } from '../../flow/sell/membership.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Condition, Place } from '../store/where.ts'
import type { Reading } from './reading.ts'
import { isPooled, personalReach, seesPersonal } from './scope.ts'

export interface Waiting {
  readonly hidden: ReadonlySet<Field>
  readonly open: ReadonlySet<Field>
}

/** Null for a record that waits in no pool, and for readers who see personal data anyway. */
export function waitingView(reading: Reading, declaration: Declaration, record: Loose): Waiting | null {
  if (!isPooled(declaration) || record.state !== 'pool' || seesPersonal(reading, declaration, record)) return null
  const shown = reading.actor.poolFields?.[String(record.poolId)] ?? []
  const fields = (names: readonly string[]) =>
    new Set(names.map((name) => declaration.fields[name]).filter((field) => field !== undefined))
  const open = fields(Object.keys(contactFields).filter((name) => shown.includes(name)))
  // What is masked shows its mask; what has none would show everything.
  const bare = hiddenInPool(shown).filter((name) => !declaration.fields[name]?.mask)
  return { hidden: fields(bare), open }
}

/** A value that is hidden while its record waits can be asked for only where it is seen. */
export function notWaiting(reading: Reading, { on, name, field, custom }: Place): Condition | null {
  if (custom || field.mask || !isPooled(on) || !Object.hasOwn(contactFields, name)) return null
  const plain = personalReach(reading, on)
  if (!plain) return null
  const { poolFields = {} } = reading.actor
  const open = Object.keys(poolFields).filter((pool) => poolFields[pool]?.includes(name))
  const poolId: Place = { name: 'poolId', field: on.fields.poolId as Field, on }
  const state: Place = { name: 'state', field: { kind: 'text', label: field.label, computed: true }, on }
  return {
    any: [
      { not: { place: state, op: 'eq', value: 'pool' } },
      { within: plain },
      ...(open.length > 0 ? [{ place: poolId, op: 'in' as const, value: open }] : []),
    ],
  }
}
