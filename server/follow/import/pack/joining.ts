/** The lines of a step's documents, found and read, and what makes them add up to the document's own total. Pure. */
import { type PackScene, type PackSheet, RowKit, textIn } from './kit.ts'
import { bySums, fitted, majorOf, minorOf } from './lines.ts'
import type { SheetRow } from './sheet.ts'
import type { Kit, LinesSpec, StepSpec } from './template.ts'
import { plainNumber } from './tidy.ts'

export interface LineRow {
  readonly fields: Readonly<Record<string, string>>
  readonly worth: bigint
}

export interface Placed {
  /** Lines in the file, and those that found their document. */
  readonly inFile: number
  readonly placed: number
  readonly worth: bigint
  readonly how: 'named' | 'sums' | 'like'
}

interface Lines {
  readonly of: ReadonlyMap<string, readonly LineRow[]>
  readonly placed: Placed
}

const money = (sheet: PackSheet, row: SheetRow, column: string): bigint =>
  minorOf(plainNumber(textIn(sheet, row, column)))

/** Document → its lines. */
export function allLines(scene: PackScene, step: StepSpec): Lines | null {
  const { lines: spec } = step
  const sheet = spec && scene.sheets.get(spec.file)
  if (!spec || !sheet) return null
  const found = rowsOf(scene, step)
  if (!found) return null
  const kit = new RowKit(scene, sheet)
  const of = new Map<string, LineRow[]>()
  for (const [document, rows] of found.of)
    of.set(
      document,
      rows.map((row) => {
        kit.at(row)
        const fields = Object.entries(spec.fields).map(([field, cell]) => [field, cell.read(kit)])
        return { fields: Object.fromEntries(fields), worth: money(sheet, row, spec.worth) }
      }),
    )
  const worth = sheet.rows.reduce((sum, row) => sum + money(sheet, row, spec.worth), 0n)
  const placed = [...of.values()].reduce((sum, rows) => sum + rows.length, 0)
  return { of, placed: { inFile: sheet.rows.length, placed, worth, how: found.how } }
}

type Found = { readonly of: ReadonlyMap<string, readonly SheetRow[]>; readonly how: Placed['how'] }

function rowsOf(scene: PackScene, step: StepSpec): Found | null {
  const spec = step.lines as LinesSpec
  const sheet = scene.sheets.get(spec.file) as PackSheet
  const heading = spec.document?.find((one) => sheet.columns.has(one.toLowerCase()))
  if (heading) {
    const of = new Map<string, SheetRow[]>()
    for (const row of sheet.rows) push(of, textIn(sheet, row, heading).trim(), row)
    return { of, how: 'named' }
  }
  if (spec.bySums) return { of: summed(scene, step), how: 'sums' }
  return spec.likeLinesOf ? { of: alike(scene, step), how: 'like' } : null
}

const push = (of: Map<string, SheetRow[]>, document: string, row: SheetRow) => {
  if (document !== '') of.set(document, [...(of.get(document) ?? []), row])
}

function summed(scene: PackScene, step: StepSpec): Map<string, readonly SheetRow[]> {
  const spec = step.lines as LinesSpec
  const { order, amount, total } = spec.bySums as NonNullable<LinesSpec['bySums']>
  const sheet = scene.sheets.get(spec.file) as PackSheet
  const own = scene.sheets.get(step.file) as PackSheet
  const kit = new RowKit(scene, own)
  const lines = sheet.rows
    .map((row) => ({ row, at: Number(textIn(sheet, row, order)), amount: money(sheet, row, amount) }))
    .sort((a, b) => a.at - b.at)
  const documents = own.rows.map((row) => ({ id: step.key.read(kit.at(row)), total: money(own, row, total) }))
  return new Map(bySums({ lines, documents }).map(({ document, lines: rows }) => [document, rows]))
}

/** Numbers that differ only in the kind of document they begin with. */
const withoutKind = (number: string): string => number.slice(-6)

function alike(scene: PackScene, step: StepSpec): Map<string, SheetRow[]> {
  const spec = step.lines as LinesSpec
  const { step: name, number, document } = spec.likeLinesOf as NonNullable<LinesSpec['likeLinesOf']>
  const other = scene.template.steps.find((one) => one.name === name)
  const out = new Map<string, SheetRow[]>()
  if (!other?.lines || !scene.sheets.has(other.file) || !scene.sheets.has(other.lines.file)) return out
  const theirs = scene.sheets.get(other.lines.file) as PackSheet
  const documentOf = new Map<string, string>()
  for (const [id, rows] of rowsOf(scene, other)?.of ?? [])
    for (const row of rows) documentOf.set(withoutKind(textIn(theirs, row, number)), id)
  const own = scene.sheets.get(step.file) as PackSheet
  const kit = new RowKit(scene, own)
  const ownOf = new Map(own.rows.map((row) => [textIn(own, row, document).trim(), step.key.read(kit.at(row))]))
  const sheet = scene.sheets.get(spec.file) as PackSheet
  for (const row of sheet.rows)
    push(out, ownOf.get(documentOf.get(withoutKind(textIn(sheet, row, number))) ?? '') ?? '', row)
  return out
}

/** The cells of a document's lines, and of the discount that brings them to its total. */
export function partOf(step: StepSpec, kit: Kit, own: readonly LineRow[]): [string, string][] {
  const { total: spec } = step
  const part = step.lines?.part ?? spec?.part ?? 'lines'
  const fields = own.map((line) => line.fields)
  const cell = (rows: readonly object[]): [string, string] => [part, rows.length > 0 ? JSON.stringify(rows) : '']
  const said = spec ? kit.get(spec.column).trim() : ''
  if (!spec || said === '') return [cell(fields)]
  const total = minorOf(plainNumber(said))
  if (own.length === 0 && !spec.alone)
    return [
      ['net', majorOf(total)],
      ['gross', majorOf(total)],
    ]
  if (own.length === 0) return [cell([{ ...spec.alone, price: majorOf(total) }])]
  const worth = own.reduce((sum, line) => sum + line.worth, 0n)
  const { alone: rest } = spec
  if (rest && (spec.by === 'lines' || total > worth)) return [cell(fitted(fields, { worth, total, rest }))]
  if (total > worth) return [cell(fields)]
  return [cell(fields), ['headerDiscount', majorOf(worth - total)]]
}
