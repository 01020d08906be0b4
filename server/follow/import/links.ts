/** The second sweep: links between rows of one file, set once all of them are there. */
import type { Command } from '../../../kernel/command.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { Tx } from '../../store/database.ts'
import type { RefusedRow } from '../../store/imports.ts'
import { loadRecords } from '../../store/records.ts'
import { runBatch } from '../../write/batch.ts'
import { refusedRow } from './chunk.ts'
import { recordsOfGroups } from './commands.ts'
import type { Group } from './groups.ts'
import { openReferences } from './references.ts'
import { Tally } from './report.ts'
import type { ReadRow } from './rows.ts'
import { pointsAtOwn, type Scene } from './scene.ts'

/** Whether its row names a record of its own kind. */
export const namesOwn = (scene: Scene, { read }: Group): boolean => ownReferences(scene, read).length > 0

const ownReferences = ({ plan }: Scene, read: ReadRow) =>
  read.references.filter(({ name }) => pointsAtOwn(plan, plan.targets.get(name)?.field ?? {}))

export interface Linking {
  readonly groups: readonly Group[]
  keep(tx: Tx, linked: { readonly tally: Tally; readonly refused: readonly RefusedRow[] }): Promise<boolean>
}

/** Sets what is not set yet; a link that still leads nowhere is reported with its row. */
export async function linkRows(scene: Scene, { groups, keep }: Linking): Promise<void> {
  const { plan, world, session } = scene
  const at = { tenantId: session.tenantId, declaration: plan.declaration }
  const references = openReferences(world, scene.model)
  await references.prefetch(groups.flatMap(({ read }) => ownReferences(scene, read)))
  const ids = await recordsOfGroups(scene, groups)
  const stored = await world.database.inTenant(session.tenantId, (tx) =>
    loadRecords(tx, at, { ids: ids.filter((id) => id !== null), lock: false }),
  )
  const byId = new Map(stored.map((record) => [record.id as string, record]))
  const refused: RefusedRow[] = []
  const commands: { command: Command; row: Group['rows'][number]; names: string[] }[] = []
  groups.forEach(({ read }, index) => {
    const record = byId.get(ids[index] ?? '')
    if (!record) return
    const input: Record<string, unknown> = {}
    for (const reference of ownReferences(scene, read)) {
      const found = references.of(reference)
      const details = { name: reference.name, value: reference.text }
      if (typeof found !== 'object')
        refused.push(
          refusedRow(read.row, [refuse('invalid', 'IMPORT_LINK_LEFT_OPEN', { field: reference.name, details })]),
        )
      else if (record[reference.name] !== found.id) input[reference.name] = found.id
    }
    if (Object.keys(input).length > 0)
      commands.push({ row: read.row, names: Object.keys(input), command: changeOf(scene, record, input) })
  })
  await runBatch(world, session, {
    commands: commands.map(({ command }) => command),
    commandId: scene.importId,
    follows: scene.follows,
    along: (tx, { outcomes }) => {
      const tally = new Tally()
      const failed: RefusedRow[] = []
      outcomes.forEach((outcome, index) => {
        const { row, names } = commands[index] as (typeof commands)[number]
        if (outcome.ok) for (const name of names) tally.count('linkedLater', name)
        else failed.push(refusedRow(row, outcome.refusals))
      })
      return keep(tx, { tally, refused: [...refused, ...failed] })
    },
  })
}

const changeOf = (scene: Scene, record: Loose, input: Loose): Command => ({
  object: scene.plan.declaration.name,
  act: 'change',
  id: record.id,
  version: record.version,
  input,
  ...(scene.options.history ? { history: true } : {}),
})
