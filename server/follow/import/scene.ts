/** What one running import works with: its file as a table, its plan, whom it acts as, and where it writes. */
import type { Loose } from '../../../kernel/fact.ts'
import { type Actor, system } from '../../../kernel/permit.ts'
import { Refused, refuse } from '../../../kernel/refusal.ts'
import type { StoredImport } from '../../store/imports.ts'
import { loadPerson } from '../../store/people.ts'
import type { Model, Session, World } from '../../world.ts'
import { storedFile } from './file/bytes.ts'
import { type ImportOptions, type Mapping, mappingProblems, readMapping, readOptions, targetsOf } from './mapping.ts'
import { namingFields, openReferences, type References } from './references.ts'
import type { Plan } from './rows.ts'
import { readingOf } from './source.ts'
import { readTable, type Table } from './table.ts'

export const mostRows = 1_000_000

export interface Scene {
  readonly world: World
  readonly model: Model
  readonly session: Session
  readonly importId: string
  readonly plan: Plan
  readonly options: ImportOptions
  readonly table: Table
  readonly references: References
  /** Texts by which rows of this very file can be named, for links that point forward. */
  readonly ownTexts: ReadonlySet<string>
}

export async function openScene(world: World, tenantId: string, stored: StoredImport): Promise<Scene> {
  const model = await world.models.of(tenantId)
  const session = await sessionFor(world, tenantId, stored)
  const mapping = readMapping(stored.mapping, stored.object)
  const options = readOptions(stored.options)
  const table = await readTable(await storedFile(world, tenantId, stored.fileId), readingOf(options))
  const plan = planOf(model, { object: stored.object, mapping: { ...mapping, options }, table })
  const ownTexts = textsOfFile(plan, table)
  const references = openReferences(world, model)
  return { world, model, session, importId: stored.id, plan, options, table, references, ownTexts }
}

/** Throws Refused where the mapping does not fit the file or the object. */
export function planOf(model: Model, given: { object: string; mapping: Mapping; table: Table }): Plan {
  const declaration = model.objects.get(given.object)
  if (!declaration) throw new Refused([refuse('missing', 'NOT_FOUND')])
  const targets = targetsOf(declaration, model.customFields(given.object))
  const { headers, rows } = given.table
  const problems = mappingProblems(given.mapping, { headers, targets })
  if (rows.length === 0) problems.push(refuse('invalid', 'IMPORT_EMPTY'))
  if (rows.length > mostRows) problems.push(refuse('invalid', 'IMPORT_TOO_LARGE', { details: { max: mostRows } }))
  if (problems.length > 0) throw new Refused(problems)
  return { declaration, mapping: given.mapping, targets, headers, timeZone: model.settings.timeZone }
}

/** Years of old records come in past the permits of single objects, in the name of whoever was allowed to start it. */
async function sessionFor(world: World, tenantId: string, stored: StoredImport): Promise<Session> {
  const { createdBy: userId, options } = stored
  if (userId === null) return { tenantId, userId: null, actor: operator, language: 'zh' }
  const person = await world.database.inTenant(tenantId, (tx) =>
    loadPerson(tx, { tenantId, userId }, { kind: 'person', channel: 'import' }),
  )
  if (!person) throw new Refused([refuse('forbidden', 'FORBIDDEN')])
  const actor: Actor = options.history
    ? { ...system, id: userId, roles: person.actor.roles, channel: 'import' }
    : person.actor
  return { tenantId, userId, actor, language: person.language }
}

/** Whoever works at the machine itself. */
export const operator: Actor = Object.freeze({ ...system, channel: 'import' })

function textsOfFile(plan: Plan, table: Table): Set<string> {
  const { declaration, mapping } = plan
  const links = [...plan.targets.values()].some(({ field }) => pointsAtOwn(plan, field))
  const out = new Set<string>()
  if (!links) return out
  const naming = new Set(namingFields(declaration))
  table.headers.forEach((header, column) => {
    if (!(mapping.columns[header] ?? []).some((field) => naming.has(field))) return
    for (const row of table.rows) out.add((row.cells[column] ?? '').trim().toLowerCase())
  })
  return out
}

export const pointsAtOwn = ({ declaration }: Pick<Plan, 'declaration'>, field: Loose): boolean =>
  (field.kind === 'link' && field.target === declaration.name) ||
  (field.kind === 'department' && declaration.name === 'department') ||
  (field.kind === 'member' && declaration.name === 'user')
