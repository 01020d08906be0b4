/** Rows that make one record together: most stand alone; lines of a document stand below one another. */

import { same } from '../../../kernel/diff.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type ReadRow, readRow } from './rows.ts'
import type { Scene } from './scene.ts'
import { Seen } from './seen.ts'
import type { TableRow } from './table.ts'

export interface Group {
  readonly rows: readonly TableRow[]
  /** All its rows as one: the first one's fields, and the lines of each. */
  readonly read: ReadRow
  /** A refusal of one of its rows, by its number. */
  readonly refusedRow: number | null
}

/** The groups after so many rows; a group never spans the end of what it yields. */
export async function* groupsOf(scene: Scene, done: number): AsyncGenerator<Group> {
  const column = scene.options.groupBy === null ? -1 : scene.source.headers.indexOf(scene.options.groupBy)
  const begun = new Seen()
  let open: { key: string; rows: TableRow[]; split: boolean } | null = null
  let left = done
  for await (const batch of scene.source.rows()) {
    for (const row of batch) {
      const key = column < 0 ? '' : (row.cells[column] ?? '').trim()
      if (left > 0) {
        left--
        if (key !== '') begun.add(key)
        continue
      }
      if (column < 0) {
        yield alone(readRow(scene.plan, row))
        continue
      }
      if (open && (key === '' || key === open.key)) {
        open.rows.push(row)
        continue
      }
      if (open) yield together(scene, open)
      open = { key, rows: [row], split: key !== '' && !begun.add(key) }
    }
  }
  if (open) yield together(scene, open)
}

const alone = (read: ReadRow): Group => ({
  rows: [read.row],
  read,
  refusedRow: read.refusals.length > 0 ? read.row.no : null,
})

function together(scene: Scene, { key, rows, split }: { key: string; rows: TableRow[]; split: boolean }): Group {
  const reads = rows.map((row) => readRow(scene.plan, row))
  const [first] = reads as [ReadRow, ...ReadRow[]]
  if (split) {
    const refusal = refuse('invalid', 'IMPORT_GROUP_SPLIT', { details: { name: scene.options.groupBy, value: key } })
    return { rows, read: { ...first, refusals: [refusal] }, refusedRow: first.row.no }
  }
  const { parts } = scene.plan.declaration
  const input: Record<string, unknown> = {}
  const references: ReadRow['references'][number][] = []
  const refusals = [...first.refusals]
  let refusedRow = first.refusals.length > 0 ? first.row.no : null
  const wrong = (no: number, found: ReadRow['refusals']) => {
    if (found.length > 0) refusedRow ??= no
    refusals.push(...found)
  }
  for (const read of reads) {
    if (read !== first) wrong(read.row.no, read.refusals)
    const at = lineOf(input, { read, parts })
    const said = Object.entries(read.input).filter(([name]) => !Object.hasOwn(parts, name))
    for (const [name, value] of said) {
      if (!Object.hasOwn(input, name)) input[name] = value
      else if (!same(input[name], value)) wrong(read.row.no, [differing(name, value)])
    }
    for (const one of read.references) {
      const [part = ''] = one.name.split('.')
      const line = at.get(part)
      if (one.at !== undefined || line === undefined) {
        const known = one.at === undefined ? references.find(({ name }) => name === one.name) : undefined
        if (!known) references.push(one)
        else if (known.text !== one.text) wrong(read.row.no, [differing(one.name, one.text)])
      } else references.push({ ...one, at: line })
    }
  }
  const empty = first.empty.filter((name) => !Object.hasOwn(input, name) && !name.includes('.'))
  const replaced = reads.flatMap((read) => read.replaced)
  return { rows, read: { ...first, input, references, refusals, replaced, empty }, refusedRow }
}

/** Adds the row's line of each part; answers where it stands. */
function lineOf(
  input: Record<string, unknown>,
  { read, parts }: { read: ReadRow; parts: Readonly<Record<string, unknown>> },
): Map<string, number> {
  const at = new Map<string, number>()
  for (const part of Object.keys(parts)) {
    const value = read.input[part] as Loose | readonly Loose[] | undefined
    const named = read.references.some(({ name }) => name.startsWith(`${part}.`))
    if (value === undefined && !named) continue
    const lines = (input[part] as Loose[] | undefined) ?? []
    input[part] = lines
    at.set(part, lines.length)
    if (Array.isArray(value)) lines.push(...value)
    else lines.push({ ...value })
  }
  return at
}

const differing = (name: string, value: unknown) =>
  refuse('invalid', 'IMPORT_GROUP_DIFFERS', { field: name, details: { name, value: String(value).slice(0, 80) } })
