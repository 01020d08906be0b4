/** One step of a pack as a plain table: each row a record, each column a field of it. Pure. */
import type { Label } from '../../../../kernel/label.ts'
import { normaliseName } from '../../../../kernel/text.ts'
import { allLines, type LineRow, type Placed, partOf } from './joining.ts'
import { keyOf, type PackScene, type PackSheet, RowKit, textIn } from './kit.ts'
import { minorOf } from './lines.ts'
import type { SheetRow } from './sheet.ts'
import type { StepSpec } from './template.ts'
import { plainNumber } from './tidy.ts'

export interface Counted {
  readonly label: Label
  readonly count: number
}

export interface Prepared {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly no: number; readonly cells: readonly string[] }[]
  readonly keys: readonly string[]
  readonly rowsInFile: number
  readonly leftOut: readonly Counted[]
  readonly notes: readonly Counted[]
  readonly lines: Placed | null
  /** Heading → what the file adds up to, in minor units. */
  readonly sums: Readonly<Record<string, bigint>>
}

export function prepareStep(scene: PackScene, step: StepSpec): Prepared {
  const sheet = scene.sheets.get(step.file) as PackSheet
  const lines = step.lines ? allLines(scene, step) : null
  const pasts = step.past ? pastsOf(scene, step) : null
  const kit = new RowKit(scene, sheet)
  const columns = columnsOf(step)
  const counts = new Counts()
  const keys: string[] = []
  const rows: { no: number; cells: string[] }[] = []
  const seen = new Set<string>()
  const names = new Map(scene.names)
  const sums = new Sums((step.sums ?? []).map(({ column }) => column))
  for (const row of sheet.rows) {
    kit.at(row)
    const id = step.key.read(kit)
    if (!step.distinct || !seen.has(id.toLowerCase())) sums.add(sheet, row)
    if (id === '') counts.left(noKey)
    else if (step.leaveOut?.when(kit)) counts.left(step.leaveOut.label)
    else if (seen.has(id.toLowerCase())) counts.left(step.distinct ? sameRecord : sameKey)
    else {
      seen.add(id.toLowerCase())
      const key = keyOf(scene.template, step.of ?? step.name, id)
      const cells = new Map(Object.entries(step.fields).map(([field, cell]) => [field, cell.read(kit)]))
      cells.set('sourceKey', key)
      if (step.shared)
        cells.set(step.shared.field, isShared(names, cells.get(step.shared.name) ?? '', key) ? 'yes' : '')
      const own: readonly LineRow[] = lines?.of.get(id) ?? []
      if (step.lines || step.total) for (const [field, text] of partOf(step, kit, own)) cells.set(field, text)
      for (const [field, text] of pasts?.get(id) ?? []) cells.set(field, text)
      for (const note of step.notes ?? []) if (note.when(kit)) counts.note(note.label)
      keys.push(key)
      rows.push({ no: row.no, cells: columns.map((column) => cells.get(column) ?? '') })
    }
  }
  return { columns, rows, keys, rowsInFile: sheet.rows.length, ...counts, lines: lines?.placed ?? null, sums: sums.all }
}

const noKey: Label = { zh: '没有编号的行', en: 'Rows without an id' }
const sameKey: Label = { zh: '编号重复的行', en: 'Rows whose id stood before' }
const sameRecord: Label = { zh: '同一记录的后续行', en: 'Further rows of the same record' }

class Counts {
  leftOut: Counted[] = []
  notes: Counted[] = []
  left(label: Label) {
    this.leftOut = added(this.leftOut, label)
  }
  note(label: Label) {
    this.notes = added(this.notes, label)
  }
}

function added(counts: Counted[], label: Label): Counted[] {
  if (!counts.some((one) => one.label === label)) return [...counts, { label, count: 1 }]
  return counts.map((one) => (one.label === label ? { label, count: one.count + 1 } : one))
}

function columnsOf(step: StepSpec): string[] {
  const more = [
    ...(step.shared ? [step.shared.field] : []),
    ...(step.lines ? [step.lines.part] : step.total ? [step.total.part] : []),
    ...(step.total?.by === 'headerDiscount' ? ['headerDiscount'] : []),
    ...(step.total && !step.total.alone ? ['net', 'gross'] : []),
    ...(step.past ? ['past', 'stageHistory'] : []),
  ]
  return ['sourceKey', ...Object.keys(step.fields), ...more]
}

/** The first of a name has it for itself; so does whoever has it already. */
function isShared(names: Map<string, string | null>, name: string, key: string): boolean {
  const plain = normaliseName(name)
  if (plain === '') return false
  const holder = names.get(plain)
  if (holder === undefined) names.set(plain, key)
  return holder !== undefined && holder?.toLowerCase() !== key.toLowerCase()
}

type Turn = Readonly<Record<string, string>>

/** Record → the cells that its earlier turns give. */
function pastsOf(scene: PackScene, step: StepSpec): Map<string, [string, string][]> | null {
  const { past } = step
  const sheet = past && scene.sheets.get(past.file)
  if (!past || !sheet) return null
  const kit = new RowKit(scene, sheet)
  const turns = new Map<string, Turn[]>()
  for (const row of sheet.rows) {
    kit.at(row)
    const turn = Object.fromEntries(Object.entries(past.fields).map(([field, cell]) => [field, cell.read(kit)]))
    const at = past.at.read(kit)
    const closed: Turn = turn.state === 'open' ? {} : { closedAt: at }
    const id = kit.get(past.document)
    turns.set(id, [...(turns.get(id) ?? []), { at, ...turn, ...closed }])
  }
  return new Map(
    [...turns].map(([id, list]) => [id, cellsOf(list.sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1)))]),
  )
}

/** The turns themselves, the stages they make, and when the last of them closed the deal. */
function cellsOf(turns: readonly Turn[]): [string, string][] {
  const starts = turns.filter((turn, index) => index === 0 || turn.stage !== turns[index - 1]?.stage)
  const closedAt = turns.at(-1)?.closedAt ?? ''
  const stages = starts.map((turn, index) => ({
    stage: turn.stage,
    enteredAt: turn.at,
    leftAt: starts[index + 1]?.at ?? closedAt,
  }))
  const closing: [string, string][] = closedAt === '' ? [] : [['closedAt', closedAt]]
  return [['past', JSON.stringify(turns)], ['stageHistory', JSON.stringify(stages)], ...closing]
}

/** What the columns of a file add up to, row by row. */
class Sums {
  readonly all: Record<string, bigint>
  constructor(columns: readonly string[]) {
    this.all = Object.fromEntries(columns.map((column) => [column, 0n]))
  }
  add(sheet: PackSheet, row: SheetRow) {
    for (const column of Object.keys(this.all))
      this.all[column] = (this.all[column] ?? 0n) + minorOf(plainNumber(textIn(sheet, row, column)))
  }
}
