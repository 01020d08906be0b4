/** Cells that hold more than one value: the rows of a part, and the turns a record took, as JSON. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Field } from '../../../kernel/field.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { isId } from '../../../kernel/validate.ts'
import { pastTarget } from './mapping.ts'
import { linkKinds, type Plan, type Reference, referredObject } from './plan.ts'
import { readCell } from './values.ts'

type Cells = Readonly<Record<string, string | null>>

export interface Turn {
  readonly at: string
  readonly input: Loose
}

interface Into {
  readonly references: Reference[]
  readonly refusals: Refusal[]
}

export const isNested = (plan: Plan, name: string): boolean =>
  name === pastTarget || Object.hasOwn(plan.declaration.parts, name)

function listIn(name: string, text: string, { refusals }: Into): Cells[] {
  try {
    const read: unknown = JSON.parse(text)
    if (Array.isArray(read) && read.every((one) => typeof one === 'object' && one !== null)) return read as Cells[]
  } catch {
    // Said below.
  }
  refusals.push(refuse('invalid', 'WRONG_TYPE', { field: name, details: { name, expected: '[{…}]' } }))
  return []
}

/** The rows of a part; what they name elsewhere is looked up like any other reference. */
export function readPart(plan: Plan, cell: { name: string; text: string }, into: Into): Loose[] {
  const { name } = cell
  const fields = plan.declaration.parts[name]?.fields ?? {}
  return listIn(name, cell.text, into).map((cells, at) => {
    const row: Record<string, unknown> = {}
    for (const [key, raw] of Object.entries(cells)) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined
      const text = String(raw ?? '').trim()
      if (!field) into.refusals.push(unknown(`${name}.${key}`))
      else if (linkKinds.has(field.kind) && text !== '' && !isId(text))
        into.references.push({ name: `${name}.${key}`, object: referredObject(field), text, at })
      else if (text !== '') take({ field, path: `${name}.${key}`, key, text }, row, { plan, into })
    }
    return row
  })
}

/** Each turn says when it was and what was then true. */
export function readPast(plan: Plan, text: string, into: Into): Turn[] {
  return listIn(pastTarget, text, into).map((cells) => {
    const input: Record<string, unknown> = {}
    for (const [key, raw] of Object.entries(cells)) {
      if (key === 'at' || raw === null || raw === '') continue
      const field = plan.targets.get(key)?.field
      if (!field || linkKinds.has(field.kind)) into.refusals.push(unknown(`${pastTarget}.${key}`))
      else take({ field, path: key, key, text: raw }, input, { plan, into })
    }
    return { at: String(cells.at), input }
  })
}

const unknown = (name: string): Refusal => refuse('invalid', 'UNKNOWN_FIELD', { field: name, details: { name } })

function take(
  at: { field: Field; path: string; key: string; text: string },
  row: Record<string, unknown>,
  { plan, into }: { plan: Plan; into: Into },
): void {
  const cell = readCell(at.field, at.text, { name: at.path, timeZone: plan.timeZone })
  if (cell.ok) row[at.key] = cell.value
  else into.refusals.push(cell.refusal)
}
