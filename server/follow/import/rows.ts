/** A row of the file as the input of a command: cells read, values replaced, parts gathered. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Field } from '../../../kernel/field.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { isId } from '../../../kernel/validate.ts'
import type { Mapping, Target } from './mapping.ts'
import type { TableRow } from './table.ts'
import { readCell } from './values.ts'

/** What is done to every row of one import. */
export interface Plan {
  readonly declaration: Declaration
  readonly mapping: Mapping
  readonly targets: ReadonlyMap<string, Target>
  readonly headers: readonly string[]
  readonly timeZone: string
}

/** A cell that names another record. */
export interface Reference {
  readonly name: string
  readonly object: string
  readonly text: string
}

export interface ReadRow {
  readonly row: TableRow
  readonly input: Loose
  readonly references: readonly Reference[]
  readonly refusals: readonly Refusal[]
  /** 'field: from → to' of every value the mapping replaced. */
  readonly replaced: readonly { readonly field: string; readonly from: string; readonly to: string | null }[]
  readonly empty: readonly string[]
}

const linkKinds = new Set(['link', 'member', 'department'])

export const referredObject = (field: Field): string =>
  field.kind === 'link' ? (field.target ?? '') : field.kind === 'member' ? 'user' : 'department'

export function readRow(plan: Plan, row: TableRow): ReadRow {
  const input: Record<string, unknown> = {}
  const references: Reference[] = []
  const refusals: Refusal[] = []
  const replaced: { field: string; from: string; to: string | null }[] = []
  const empty: string[] = []
  if (row.problem) return { row, input, references, refusals: [refuse('invalid', row.problem)], replaced, empty }
  for (const [name, raw] of textsOf(plan, row)) {
    const { field } = plan.targets.get(name) as Target
    const text = replace(plan, { name, raw }, replaced)
    if (text.trim() === '') {
      if (raw.trim() === '') empty.push(name)
      continue
    }
    const people = linkKinds.has(field.kind) || field.kind === 'members'
    if (people && !isId(text.trim())) {
      for (const one of field.kind === 'members' ? text.split(/[,;，；、|]+/) : [text])
        if (one.trim() !== '')
          references.push({ name, object: referredObject({ ...field, kind: kindOf(field) }), text: one.trim() })
      continue
    }
    const { transforms } = plan.mapping
    const cell = readCell(field, text, { name, timeZone: plan.timeZone, dates: transforms[name]?.dates })
    if (cell.ok) place(input, name, cell.value)
    else refusals.push(cell.refusal)
  }
  refusals.push(...stateProblems(plan, input))
  return { row, input, references, refusals, replaced, empty }
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
  for (const [field, { text }] of Object.entries(mapping.transforms)) {
    if (text !== undefined)
      out.set(
        field,
        text
          .replace(/\{([^}]+)\}/g, (_hole, header: string) => cell(header))
          .replace(/\s+/g, ' ')
          .trim(),
      )
  }
  return out
}

function replace(
  { mapping }: Plan,
  { name, raw }: { name: string; raw: string },
  replaced: { field: string; from: string; to: string | null }[],
): string {
  const values = mapping.values[name]
  const from = raw.trim()
  if (!values || !Object.hasOwn(values, from)) return raw
  const to = values[from] ?? null
  if (to !== from) replaced.push({ field: name, from, to })
  return to ?? ''
}

/** 'lines.productId' goes into the one line a flat file can give; 'region.country' into the address. */
export function place(input: Record<string, unknown>, name: string, value: unknown): void {
  const [first = '', second] = name.split('.')
  if (second === undefined) {
    input[first] = value
    return
  }
  input[first] = { ...(input[first] as Loose | undefined), [second]: value }
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
