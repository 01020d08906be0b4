/** A row of the file as the input of a command: cells read, values replaced, parts gathered. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Field } from '../../../kernel/field.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { isId } from '../../../kernel/validate.ts'
import { pastTarget, type Target } from './mapping.ts'
import { isNested, readPart, readPast, type Turn } from './nested.ts'
import { linkKinds, type Plan, type Reference, referredObject } from './plan.ts'
import type { TableRow } from './table.ts'
import { several, transformed } from './transforms.ts'
import { readCell } from './values.ts'

export type { Plan, Reference } from './plan.ts'

export interface ReadRow {
  readonly row: TableRow
  readonly input: Loose
  /** How it came to be what it is, oldest first; empty where the row tells only what is. */
  readonly past: readonly Turn[]
  readonly references: readonly Reference[]
  readonly refusals: readonly Refusal[]
  /** 'field: from → to' of every value the mapping replaced. */
  readonly replaced: readonly { readonly field: string; readonly from: string; readonly to: string | null }[]
  readonly empty: readonly string[]
}

export function readRow(plan: Plan, row: TableRow): ReadRow {
  const input: Record<string, unknown> = {}
  const references: Reference[] = []
  const refusals: Refusal[] = []
  const replaced: { field: string; from: string; to: string | null }[] = []
  const empty: string[] = []
  const past: Turn[] = []
  const read = { row, input, past, references, refusals, replaced, empty }
  if (row.problem) return { ...read, refusals: [refuse('invalid', row.problem)] }
  for (const [name, raw] of textsOf(plan, row)) {
    const { field } = plan.targets.get(name) as Target
    const text = replace(plan, { name, raw }, replaced)
    if (text.trim() === '') {
      if (raw.trim() === '') empty.push(name)
      continue
    }
    if (isNested(plan, name)) {
      if (name === pastTarget) past.push(...readPast(plan, text, read))
      else input[name] = readPart(plan, { name, text }, read)
      continue
    }
    const transform = plan.mapping.transforms[name]
    const people = linkKinds.has(field.kind) || field.kind === 'members'
    if (people && !isId(text.trim())) {
      for (const one of field.kind === 'members' ? several(text, transform?.separator) : [text.trim()])
        references.push({ name, object: referredObject({ ...field, kind: kindOf(field) }), text: one })
      continue
    }
    const { dates, decimal, separator } = transform ?? {}
    const cell = readCell(field, text, { name, timeZone: plan.timeZone, dates, decimal, separator })
    if (cell.ok) place(input, { name }, cell.value)
    else refusals.push(cell.refusal)
  }
  refusals.push(...stateProblems(plan, input))
  return read
}

const kindOf = (field: Field): Field['kind'] => (field.kind === 'members' ? 'member' : field.kind)

/** What a row says of one field, as the mapping means it. */
export function textOf(plan: Plan, row: TableRow, name: string): string {
  return replace(plan, { name, raw: textsOf(plan, row).get(name) ?? '' }, []).trim()
}

/** Field → text: of its column, of several columns, or the same for all rows. */
function textsOf({ mapping, headers }: Plan, row: TableRow): Map<string, string> {
  const out = new Map<string, string>(Object.entries(mapping.constants))
  const cell = (header: string) => row.cells[headers.indexOf(header)] ?? ''
  for (const [header, fields] of Object.entries(mapping.columns))
    for (const field of fields) out.set(field, cell(header))
  for (const [field, transform] of Object.entries(mapping.transforms)) {
    const { text } = transform
    if (text !== undefined) out.set(field, joined(text, cell))
    const raw = out.get(field)
    if (raw !== undefined) out.set(field, transformed(raw, transform))
  }
  return out
}

const joined = (text: string, cell: (header: string) => string): string =>
  text
    .replace(/\{([^}]+)\}/g, (_hole, header: string) => cell(header))
    .replace(/\s+/g, ' ')
    .trim()

function replace(
  { mapping }: Plan,
  { name, raw }: { name: string; raw: string },
  replaced: { field: string; from: string; to: string | null }[],
): string {
  const values = mapping.values[name]
  const from = raw.trim()
  const isMapped = values !== undefined && Object.hasOwn(values, from)
  const meant = isMapped ? (values[from] ?? '') : mapping.empty.includes(from) ? '' : raw
  const to = meant.trim() === '' ? (mapping.transforms[name]?.default ?? '') : meant
  if (to.trim() !== from) replaced.push({ field: name, from, to: to === '' ? null : to })
  return to
}

/** 'lines.productId' goes into the one line a flat file can give; 'region.country' into the address. */
export function place(
  input: Record<string, unknown>,
  { name, at }: Pick<Reference, 'name' | 'at'>,
  value: unknown,
): void {
  const [first = '', second] = name.split('.')
  const rows = input[first]
  if (second === undefined) input[first] = value
  else if (Array.isArray(rows)) rows[at ?? 0][second] = value
  else input[first] = { ...(rows as Loose | undefined), [second]: value }
}

/** Parts come as lists, addresses as they are. */
export function finished({ declaration }: Plan, input: Loose): Loose {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input))
    out[name] = Object.hasOwn(declaration.parts, name) && !Array.isArray(value) ? [value] : value
  return out
}

function stateProblems({ declaration }: Plan, input: Loose): Refusal[] {
  const { state, no } = input
  const out: Refusal[] = []
  if (typeof state === 'string' && !Object.hasOwn(declaration.states, state)) {
    const found = Object.entries(declaration.states).find(([, { label }]) => [label.zh, label.en].includes(state))
    if (found) (input as Record<string, unknown>).state = found[0]
    else
      out.push(
        refuse('invalid', 'UNKNOWN_CHOICE', { field: 'state', details: { name: 'state', value: state.slice(0, 80) } }),
      )
  }
  if (typeof no === 'string' && [...no].length > 40)
    out.push(refuse('invalid', 'TOO_LONG', { field: 'no', details: { name: 'no', max: 40 } }))
  return out
}
