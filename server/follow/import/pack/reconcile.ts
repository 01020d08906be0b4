/** What the files hold against what stands in the company now, with every difference named. */
import type { Label } from '../../../../kernel/label.ts'
import type { Declaration } from '../../../../kernel/object.ts'
import { findImport } from '../../../store/imports.ts'
import { type Kept, keptOf, type PackStep } from '../../../store/packs.ts'
import type { Session, World } from '../../../world.ts'
import { type PackScene, type PackSheet, textIn } from './kit.ts'
import { majorOf, minorOf } from './lines.ts'
import { type Counted, type Prepared, prepareStep } from './prepare.ts'
import type { StepSpec } from './template.ts'
import { plainNumber } from './tidy.ts'

export interface Compared {
  readonly label: Label
  readonly inFile: string
  readonly here: string
  readonly same: boolean
}

export interface StepReport {
  readonly name: string
  readonly title: Label
  readonly object: string
  readonly importId: string | null
  /** Records, lines and amounts, the file's beside ours. */
  readonly compared: readonly Compared[]
  /** Rows that became no record of their own, and why. */
  readonly leftOut: readonly Counted[]
  readonly refused: number
  readonly notes: readonly Counted[]
}

interface Asked {
  readonly world: World
  readonly session: Session
  readonly scene: PackScene
  readonly steps: readonly PackStep[]
}

export async function reconcile({ world, session, scene, steps }: Asked): Promise<StepReport[]> {
  const { tenantId } = session
  const model = await world.models.of(tenantId)
  const out: StepReport[] = []
  for (const { name, importId } of steps) {
    const step = scene.template.steps.find((one) => one.name === name)
    if (!step || step.again) continue
    const declaration = model.objects.get(step.object) as Declaration
    const prepared = prepareStep(scene, step)
    const fields = (step.sums ?? []).map(({ field }) => field)
    const asked = { keys: prepared.keys, fields, part: prepared.lines ? (step.lines?.part ?? null) : null }
    const { kept, refused } = await world.database.inTenant(tenantId, async (tx) => ({
      kept: await keptOf(tx, { tenantId, declaration }, asked),
      refused: importId ? ((await findImport(tx, tenantId, importId))?.refused ?? 0) : 0,
    }))
    const { leftOut, notes } = prepared
    const compared = [
      ...recordsOf(prepared, { kept, step }),
      ...linesOf(prepared, kept),
      ...sumsOf(scene, { step, prepared, kept, declaration }),
    ]
    out.push({ name, title: step.title, object: step.object, importId, compared, leftOut, refused, notes })
  }
  return out
}

const comparedText = (label: Label, inFile: string, here: string): Compared => ({
  label,
  inFile,
  here,
  same: inFile === here,
})

const recordsLabel: Label = { zh: '记录', en: 'Records' }

function recordsOf({ rowsInFile, leftOut }: Prepared, { kept, step }: { kept: Kept; step: StepSpec }): Compared[] {
  // Several rows of one record are one record in the file, too.
  const further = step.distinct ? leftOut.reduce((sum, one) => sum + one.count, 0) : 0
  return [comparedText(recordsLabel, String(rowsInFile - further), String(kept.count))]
}

function linesOf({ lines }: Prepared, kept: Kept): Compared[] {
  if (!lines) return []
  return [
    comparedText({ zh: '明细行', en: 'Lines' }, String(lines.inFile), String(kept.lines)),
    comparedText({ zh: '明细金额', en: 'Amount of the lines' }, majorOf(lines.worth), majorOf(minorOf(kept.worth))),
  ]
}

interface Summed {
  readonly step: StepSpec
  readonly prepared: Prepared
  readonly kept: Kept
  readonly declaration: Declaration
}

function sumsOf(scene: PackScene, { step, prepared, kept, declaration }: Summed): Compared[] {
  const sheet = scene.sheets.get(step.file) as PackSheet
  return (step.sums ?? []).flatMap(({ column, field }) => {
    const label = declaration.fields[field]?.label ?? { zh: column, en: column }
    const empty = sheet.rows.filter((row) => textIn(sheet, row, column).trim() === '').length
    const unread = sheet.rows.filter((row) => plainNumber(textIn(sheet, row, column)) === null).length
    const inFile = majorOf(prepared.sums[column] ?? 0n)
    const named = { zh: `${label.zh}（${column}）`, en: `${label.en} (${column})` }
    const all = [comparedText(named, inFile, majorOf(BigInt(kept.sums[field] ?? '0')))]
    if (empty + unread > 0)
      all.push({
        label: { zh: `没有金额的行（${column}）`, en: `Rows without an amount (${column})` },
        inFile: String(empty + unread),
        here: '',
        same: true,
      })
    return all
  })
}
