/** The second sweep: links between rows of one file, set once all of them are there. */
import type { Command } from '../../../kernel/command.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { findByTexts, type RefusedRow } from '../../store/imports.ts'
import { loadRecords } from '../../store/records.ts'
import { executeBatch } from '../../write/execute.ts'
import { recordIdOf, refusedRow } from './chunk.ts'
import { openReferences } from './references.ts'
import type { Tally } from './report.ts'
import { type ReadRow, readRow } from './rows.ts'
import { pointsAtOwn, type Scene } from './scene.ts'
import type { TableRow } from './table.ts'

/** Rows whose links to their own kind are to be looked at again. */
export function rowsWithOwnLinks(scene: Scene): TableRow[] {
  const { plan, table } = scene
  const columns = Object.entries(plan.mapping.columns).flatMap(([header, fields]) =>
    fields.some((name) => pointsAtOwn(plan, plan.targets.get(name)?.field ?? {}))
      ? [table.headers.indexOf(header)]
      : [],
  )
  return table.rows.filter((row) => columns.some((column) => (row.cells[column] ?? '').trim() !== ''))
}

/** Sets what is not set yet; a link that still leads nowhere is reported with its row. */
export async function linkRows(scene: Scene, rows: readonly TableRow[], tally: Tally): Promise<RefusedRow[]> {
  const { plan, world, session } = scene
  const at = { tenantId: session.tenantId, declaration: plan.declaration }
  const read = rows.map((row) => readRow(plan, row))
  const references = openReferences(world, scene.model)
  const own = (one: ReadRow) =>
    one.references.filter(({ name }) => pointsAtOwn(plan, plan.targets.get(name)?.field ?? {}))
  await references.prefetch(read.flatMap(own))
  const ids = await idsOf(scene, read)
  const stored = await world.database.inTenant(session.tenantId, (tx) =>
    loadRecords(tx, at, { ids: ids.filter((id) => id !== null), lock: false }),
  )
  const byId = new Map(stored.map((record) => [record.id as string, record]))
  const refused: RefusedRow[] = []
  const commands: { command: Command; row: TableRow; names: string[] }[] = []
  read.forEach((one, index) => {
    const record = byId.get(ids[index] ?? '')
    if (!record) return
    const input: Record<string, unknown> = {}
    for (const reference of own(one)) {
      const found = references.of(reference)
      const details = { name: reference.name, value: reference.text }
      if (typeof found !== 'object')
        refused.push(
          refusedRow(one.row, [refuse('invalid', 'IMPORT_LINK_LEFT_OPEN', { field: reference.name, details })]),
        )
      else if (record[reference.name] !== found.id) input[reference.name] = found.id
    }
    if (Object.keys(input).length > 0)
      commands.push({ row: one.row, names: Object.keys(input), command: changeOf(scene, record, input) })
  })
  const outcomes = await executeBatch(
    world,
    session,
    commands.map(({ command }) => command),
  )
  outcomes.forEach((outcome, index) => {
    const { row, names } = commands[index] as (typeof commands)[number]
    if (outcome.ok) for (const name of names) tally.count('linkedLater', name)
    else refused.push(refusedRow(row, outcome.refusals))
  })
  return refused
}

const changeOf = (scene: Scene, record: Loose, input: Loose): Command => ({
  object: scene.plan.declaration.name,
  act: 'change',
  id: record.id,
  version: record.version,
  input,
  ...(scene.options.history ? { history: true } : {}),
})

/** The record each row made or changed. */
async function idsOf(scene: Scene, read: readonly ReadRow[]): Promise<(string | null)[]> {
  const { upsertBy } = scene.options
  if (upsertBy === null) return read.map((one) => recordIdOf(scene, one.row.no))
  const key = (one: ReadRow) =>
    String(one.input[upsertBy] ?? '')
      .trim()
      .toLowerCase()
  const at = { tenantId: scene.session.tenantId, declaration: scene.plan.declaration }
  const found = await scene.world.database.inTenant(at.tenantId, (tx) =>
    findByTexts(tx, at, { fields: [upsertBy], texts: read.map(key) }),
  )
  const byKey = new Map(found.map((one) => [one.key, one.id]))
  return read.map((one) => byKey.get(key(one)) ?? null)
}
