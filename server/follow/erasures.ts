/** Who was erased, kept beside the database: an older backup that comes back must not bring them back (PRV-02). */
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refused } from '../../kernel/refusal.ts'
import { listTenants } from '../store/companies.ts'
import { recordStands } from '../store/records.ts'
import { erasedPersons } from '../store/vault.ts'
import type { Change, World } from '../world.ts'
import { systemSession } from '../write/effects.ts'
import { execute } from '../write/execute.ts'

/** Identifiers only; nothing of the person stands here. */
interface Erasure {
  readonly tenantId: string
  readonly object: string
  readonly id: string
}

const fileIn = (dataDir: string): string => join(dataDir, 'erasures.jsonl')
const lineOf = ({ tenantId, object, id }: Erasure): string => `${JSON.stringify({ tenantId, object, id })}\n`

async function known(path: string): Promise<Erasure[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Erasure)
}

/** Writes the list whole at the start, and a line for each erasure from then on. */
export async function keepErasures(world: World, dataDir: string): Promise<() => void> {
  const path = fileIn(dataDir)
  const all = new Map((await known(path)).map((one) => [`${one.tenantId} ${one.id}`, one]))
  for (const tenant of await world.database.control(listTenants)) {
    const found = await world.database.inTenant(tenant.id, (tx) => erasedPersons(tx, tenant.id))
    for (const one of found) all.set(`${tenant.id} ${one.id}`, { tenantId: tenant.id, ...one })
  }
  await writeFile(`${path}.new`, [...all.values()].map(lineOf).join(''), { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
  return world.changes.subscribe((change: Change) => {
    if (!change.type.endsWith('.erased')) return
    appendFile(path, lineOf(change), { mode: 0o600, flush: true }).catch((error) =>
      world.log.error('an erasure could not be noted beside the database', { error: String(error), id: change.id }),
    )
  })
}

/** After a restore: whoever is on the list and stands in the records again is erased again. Answers how many. */
export async function applyErasures(world: World, dataDir: string): Promise<number> {
  let again = 0
  for (const { tenantId, object, id } of await known(fileIn(dataDir))) {
    const declaration = world.registry.objects.get(object)
    if (!declaration) continue
    const place = { tenantId, declaration }
    const open = await world.database.inTenant(tenantId, (tx) => recordStands(tx, place, { id, without: 'erasedAt' }))
    if (!open) continue
    const command = { object, act: 'erase', id, input: {}, reason: 'restored from a backup of before the erasure' }
    const outcome = await execute(world, systemSession(tenantId), { command })
    if (!outcome.ok) throw new Refused(outcome.refusals)
    again++
  }
  return again
}
