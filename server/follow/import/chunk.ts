/** Some hundred rows of an import in one transaction: references found, commands made, outcomes counted. */
import type { Command } from '../../../kernel/command.ts'
import { same } from '../../../kernel/diff.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { currencyOf } from '../../../kernel/json.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { readValue } from '../../../kernel/validate.ts'
import { identityOf } from '../../store/identity.ts'
import { findByTexts, knownRecords, type RefusedRow } from '../../store/imports.ts'
import { loadRecords } from '../../store/records.ts'
import { executeBatch, type Outcome } from '../../write/execute.ts'
import { writingWorld } from './dryRun.ts'
import { makeMissing } from './missing.ts'
import type { Tally } from './report.ts'
import { finished, place, type ReadRow, readRow } from './rows.ts'
import { pointsAtOwn, type Scene } from './scene.ts'
import type { TableRow } from './table.ts'

/** The same row of the same import always makes the same record, so that a chunk done twice is done once. */
export const recordIdOf = ({ session, plan, importId }: Scene, rowNo: number): string =>
  identityOf(session.tenantId, plan.declaration.name, { import: importId, row: String(rowNo) })

export async function runChunk(scene: Scene, rows: readonly TableRow[], tally: Tally): Promise<RefusedRow[]> {
  const read = rows.map((row) => readRow(scene.plan, row))
  for (const one of read) tally.read(one)
  const wanted = read.flatMap((one) => one.references)
  await scene.references.prefetch(wanted)
  await makeMissing(scene, wanted, tally)
  const refused: RefusedRow[] = []
  const ready: ReadRow[] = []
  for (const one of read) {
    const refusals = [...one.refusals, ...resolve(scene, one, tally)]
    if (refusals.length > 0) refused.push(refusedRow(one.row, refusals))
    else ready.push(one)
  }
  const tried = await commandsFor(scene, ready, tally)
  refused.push(...tried.refused)
  const outcomes = await executeBatch(
    writingWorld(scene),
    scene.session,
    tried.commands.map(({ command }) => command),
  )
  outcomes.forEach((outcome, index) => {
    const { command, row } = tried.commands[index] as Tried
    if (!outcome.ok) refused.push(refusedRow(row, outcome.refusals))
    else if (command.act === 'create' || command.at === undefined) counted(scene, tally, { command, outcome })
  })
  for (const one of refused) for (const refusal of one.refusals) tally.count('refusals', refusal.code as string)
  return refused
}

/** NUL is the one character no database column holds. */
export const refusedRow = (row: TableRow, refusals: readonly Refusal[]): RefusedRow => ({
  no: row.no,
  cells: row.cells.map((cell) => cell.replaceAll('\0', '\uFFFD')),
  refusals: JSON.parse(
    JSON.stringify(refusals, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)),
  ),
})

/** Puts found records in place; a row that names its own file's records waits for the second sweep. */
function resolve(scene: Scene, one: ReadRow, tally: Tally): Refusal[] {
  const out: Refusal[] = []
  for (const reference of one.references) {
    const { name, text } = reference
    const { field } = scene.plan.targets.get(name) as { field: Loose }
    const found = scene.references.of(reference)
    const details = { name, value: text.slice(0, 80) }
    if (typeof found === 'object') {
      const input = one.input as Record<string, unknown>
      place(input, reference, field.kind === 'members' ? [...((input[name] as string[]) ?? []), found.id] : found.id)
      tally.count('linked', name)
    } else if (found === 'several') out.push(refuse('invalid', 'IMPORT_REFERENCE_SEVERAL', { field: name, details }))
    else if (pointsAtOwn(scene.plan, field) && scene.ownTexts.has(text.toLowerCase())) continue
    else if (scene.options.dryRun && scene.options.createMissing.includes(reference.object)) continue
    else out.push(refuse('invalid', 'IMPORT_REFERENCE_MISSING', { field: name, details }))
  }
  return out
}

interface Tried {
  readonly row: TableRow
  readonly command: Command
}

async function commandsFor(
  scene: Scene,
  ready: readonly ReadRow[],
  tally: Tally,
): Promise<{ commands: Tried[]; refused: RefusedRow[] }> {
  const { tenantId } = scene.session
  const at = { tenantId, declaration: scene.plan.declaration }
  const ids = ready.map((one) => recordIdOf(scene, one.row.no))
  const done = await scene.world.database.inTenant(tenantId, (tx) => knownRecords(tx, at, ids))
  const existing = await existingBy(scene, ready)
  const commands: Tried[] = []
  const refused: RefusedRow[] = []
  for (const [index, one] of ready.entries()) {
    const id = ids[index] as string
    const input = finished(scene.plan, one.input)
    const stored = existing.get(keyOf(scene, one))
    if (stored === 'several') {
      const details = { name: scene.options.upsertBy, value: keyOf(scene, one) }
      refused.push(refusedRow(one.row, [refuse('invalid', 'IMPORT_REFERENCE_SEVERAL', { details })]))
    } else if (stored && stored.id !== id) {
      if (isElsewhere(stored, input) || isSame(scene, stored, input)) tally.same++
      else commands.push({ row: one.row, command: command(scene, { id: stored.id, version: stored.version, input }) })
    } else if (done.has(id)) tally.created++
    else for (const turn of turns(scene, { id, input, past: one.past })) commands.push({ row: one.row, command: turn })
  }
  return { commands, refused }
}

/** The source's record was merged into another one here: that one goes its own way. */
const isElsewhere = (stored: Loose, input: Loose): boolean =>
  input.sourceKey !== undefined && stored.sourceKey?.toLowerCase() !== String(input.sourceKey).toLowerCase()

/** The record as it began, then each turn it took, the last of which leaves it as it is now. */
function turns(scene: Scene, { id, input, past }: { id: string; input: Loose; past: ReadRow['past'] }): Command[] {
  const [first, ...later] = past
  const begun = command(scene, { id, input: first ? { ...input, ...first.input } : input })
  if (!first) return [begun]
  const turned = new Set(past.flatMap((turn) => Object.keys(turn.input)))
  const now = Object.fromEntries(Object.entries(input).filter(([name]) => turned.has(name)))
  const changes = later.map((turn, index) => ({
    object: begun.object,
    act: 'change',
    id,
    input: index === later.length - 1 ? { ...turn.input, ...now } : turn.input,
    history: true,
    at: turn.at,
  }))
  return [{ ...begun, at: first.at }, ...changes]
}

function command(scene: Scene, made: { id: string; version?: number; input: Loose }): Command {
  const { history } = scene.options
  const { session, plan } = scene
  const isNew = made.version === undefined
  const marked = isNew && session.actor.kind === 'system' ? { ...made.input, entryMode: 'import' } : made.input
  const at = made.input.createdAt ?? made.input.closedAt
  return {
    object: plan.declaration.name,
    act: isNew ? 'create' : 'change',
    id: made.id,
    input: marked,
    ...(isNew ? {} : { version: made.version as number }),
    ...(history ? { history } : {}),
    ...(history && isNew && typeof at === 'string' ? { at } : {}),
  }
}

const keyOf = ({ options }: Scene, one: ReadRow): string =>
  options.upsertBy === null
    ? ''
    : String(one.input[options.upsertBy] ?? '')
        .trim()
        .toLowerCase()

async function existingBy(scene: Scene, ready: readonly ReadRow[]): Promise<Map<string, Loose | 'several'>> {
  const { upsertBy } = scene.options
  const out = new Map<string, Loose | 'several'>()
  if (upsertBy === null) return out
  const { tenantId } = scene.session
  const at = { tenantId, declaration: scene.plan.declaration }
  const texts = [...new Set(ready.map((one) => keyOf(scene, one)).filter((key) => key !== ''))]
  await scene.world.database.inTenant(tenantId, async (tx) => {
    const found = await findByTexts(tx, at, { fields: [upsertBy], texts })
    const records = await loadRecords(tx, at, { ids: found.map((one) => one.id), lock: false })
    const byId = new Map(records.map((record) => [record.id as string, record]))
    for (const { id, key } of found) out.set(key, out.has(key) ? 'several' : (byId.get(id) as Loose))
  })
  return out
}

/** Whether the row says nothing new of the record. */
function isSame({ plan, model }: Scene, stored: Loose, input: Loose): boolean {
  const { declaration } = plan
  const currency = currencyOf({ ...stored, ...input }, model.settings.baseCurrency)
  return Object.entries(input).every(([name, value]) => {
    if (name === 'custom') return Object.entries(value as Loose).every(([key, one]) => same(stored.custom[key], one))
    const part = declaration.parts[name]
    if (part) return sameRows(declaration, { name, rows: value as Loose[], stored: stored[name] }, currency)
    const field = declaration.fields[name]
    const read = field ? readValue(field, value, { name, currency }) : { ok: true as const, value }
    return read.ok && same(stored[name], read.value)
  })
}

function sameRows(
  declaration: Declaration,
  { name, rows, stored }: { name: string; rows: readonly Loose[]; stored: readonly Loose[] },
  currency: string,
): boolean {
  if (rows.length !== stored.length) return false
  return rows.every((row, index) =>
    Object.entries(row).every(([key, value]) => {
      const field = declaration.parts[name]?.fields[key]
      const read = field && readValue(field, value, { name: key, currency })
      return read?.ok === true && same(stored[index]?.[key], read.value)
    }),
  )
}

function counted(
  scene: Scene,
  tally: Tally,
  { command: { act }, outcome }: { command: Command; outcome: Extract<Outcome, { ok: true }> },
): void {
  if (act === 'create') tally.created++
  else tally.changed++
  if (scene.options.history) tally.gaps(scene.plan.declaration, outcome.record)
}
