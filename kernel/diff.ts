/** What changed between two versions of a record, in the form the log keeps; and back again. */
import type { Happening, PartChange } from './command.ts'
import type { Loose } from './fact.ts'
import type { Fields } from './field.ts'
import { fromPlain, toPlain } from './json.ts'
import type { Declaration } from './object.ts'

type Changes = Record<string, readonly [unknown, unknown]>

/** Common values that an event may change besides `state` and `version`, which it names itself. */
export const trackedCommon: readonly string[] = [
  'no',
  'ownerId',
  'deptId',
  'memberIds',
  'derivedFrom',
  'inheritedFields',
  'rekeyedFields',
  'importedGap',
  'sourceKey',
  'isTest',
  'entryMode',
  'createdAt',
  'createdBy',
]

export function diffFields(declaration: Declaration, before: Loose | null, after: Loose): Changes {
  const changes: Changes = {}
  const compare = (name: string, a: unknown, b: unknown) => {
    if (!same(a, b)) changes[name] = [a ?? null, b ?? null]
  }
  for (const name of Object.keys(declaration.fields)) {
    compare(name, toPlain(before?.[name]), toPlain(after[name]))
  }
  for (const name of trackedCommon) compare(name, before?.[name] ?? null, after[name])
  const keys = new Set([...Object.keys(before?.custom ?? {}), ...Object.keys(after.custom ?? {})])
  for (const key of keys) compare(`custom.${key}`, toPlain(before?.custom?.[key]), toPlain(after.custom?.[key]))
  return changes
}

export function diffParts(declaration: Declaration, before: Loose | null, after: Loose): Record<string, PartChange> {
  const parts: Record<string, PartChange> = {}
  for (const [name, part] of Object.entries(declaration.parts)) {
    const old = before?.[name] as readonly Loose[] | undefined
    const change = old === after[name] ? null : diffRows(part.fields, old ?? [], after[name] as readonly Loose[])
    if (change) parts[name] = change
  }
  return parts
}

function diffRows(fields: Fields, before: readonly Loose[], after: readonly Loose[]): PartChange | null {
  const old = new Map(before.map((row, position) => [row.id as string, { row, position }]))
  const add: Loose[] = []
  const change: Record<string, Changes> = {}
  after.forEach((row, position) => {
    const was = old.get(row.id)
    old.delete(row.id)
    if (!was) {
      add.push({ ...plainRow(fields, row), position })
      return
    }
    const changes: Changes = was.position === position ? {} : { position: [was.position, position] }
    for (const name of Object.keys(fields)) {
      const pair = [toPlain(was.row[name]), toPlain(row[name])] as const
      if (!same(pair[0], pair[1])) changes[name] = pair
    }
    if (Object.keys(changes).length > 0) change[row.id as string] = changes
  })
  const remove = [...old.keys()]
  if (add.length + remove.length + Object.keys(change).length === 0) return null
  return {
    ...(add.length > 0 ? { add } : {}),
    ...(Object.keys(change).length > 0 ? { change } : {}),
    ...(remove.length > 0 ? { remove } : {}),
  }
}

function plainRow(fields: Fields, row: Loose): Record<string, unknown> {
  const out: Record<string, unknown> = { id: row.id }
  for (const name of Object.keys(fields)) out[name] = toPlain(row[name])
  return out
}

/** Equal as values, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a ?? null, b ?? null)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => same((a as Loose)[key], (b as Loose)[key]))
}

/** The record after an event: the one fold for every object. Null stands for a record that was removed. */
export function evolve(
  declaration: Declaration,
  record: Loose | null,
  event: Happening & { at: string; by: string | null },
): Loose | null {
  if (event.act === 'remove') return null
  const next: Record<string, unknown> = record
    ? { ...record }
    : { ...empty(declaration), id: event.id, caseId: event.caseId }
  const custom: Record<string, unknown> = { ...(next.custom as Loose) }
  for (const [name, [, to]] of Object.entries(event.changes)) {
    if (!name.startsWith('custom.')) next[name] = fromPlain(declaration.fields[name], to)
    else if (to === null) delete custom[name.slice(7)]
    else custom[name.slice(7)] = to
  }
  for (const [name, change] of Object.entries(event.parts))
    next[name] = evolveRows(declaration, name, { rows: next[name] as Loose[], change })
  return { ...next, custom, state: event.to, version: event.version, updatedAt: event.at, updatedBy: event.by }
}

function evolveRows(
  declaration: Declaration,
  name: string,
  { rows, change }: { rows: readonly Loose[]; change: PartChange },
): Loose[] {
  const fields = declaration.parts[name]?.fields ?? {}
  const removed = new Set(change.remove)
  const kept = rows
    .filter((row) => !removed.has(row.id))
    .map((row) => {
      const changes = change.change?.[row.id] ?? {}
      const values = Object.entries(changes).map(([key, [, to]]) => [key, fromPlain(fields[key], to)])
      return { ...row, ...Object.fromEntries(values) } as Record<string, unknown>
    })
  const added = (change.add ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, fromPlain(fields[key], value)])),
  )
  return [...kept, ...added].sort((a, b) => Number(a.position) - Number(b.position))
}

function empty(declaration: Declaration): Record<string, unknown> {
  const blank: Record<string, unknown> = {
    no: null,
    ownerId: null,
    deptId: null,
    derivedFrom: null,
    memberIds: [],
    inheritedFields: [],
    rekeyedFields: [],
    importedGap: [],
    sourceKey: null,
    isTest: false,
    custom: {},
  }
  for (const name of Object.keys(declaration.fields)) blank[name] = null
  for (const name of Object.keys(declaration.parts)) blank[name] = []
  return blank
}
