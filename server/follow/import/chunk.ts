/** Some hundred rows of an import in one transaction: references found, commands made, outcomes counted. */
import type { Command } from '../../../kernel/command.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Tx } from '../../store/database.ts'
import { findByTexts, type Mark, type RefusedRow } from '../../store/imports.ts'
import { type Done, runBatch } from '../../write/batch.ts'
import type { Outcome } from '../../write/execute.ts'
import { type Asked, commandsFor, keyOf } from './commands.ts'
import type { Group } from './groups.ts'
import { makeMissing } from './missing.ts'
import { remembering } from './remembering.ts'
import { Tally } from './report.ts'
import { place, type ReadRow } from './rows.ts'
import { pointsAtOwn, type Scene } from './scene.ts'
import { countedFields, sumUp } from './sums.ts'
import type { TableRow } from './table.ts'

export interface Chunk {
  readonly tallies: readonly Tally[]
  readonly refused: readonly RefusedRow[]
  readonly marks: readonly Mark[]
}

/** `keep` runs in the transaction of the rows: what it writes stands exactly when they do. */
export interface ChunkAsked {
  readonly groups: readonly Group[]
  keep(tx: Tx, chunk: Chunk): Promise<boolean>
}

export async function runChunk(scene: Scene, { groups, keep }: ChunkAsked): Promise<void> {
  const tally = new Tally()
  for (const { read, rows } of groups) {
    tally.read(read)
    tally.joined += rows.length - 1
  }
  const wanted = groups.flatMap(({ read }) => read.references)
  await scene.references.prefetch(wanted)
  await makeMissing(scene, wanted, tally)
  const open = groups.map((group) => ({
    group,
    refusals: [...group.read.refusals, ...resolve(scene, group.read, tally)],
  }))
  const ready = open.filter(({ refusals }) => refusals.length === 0).map(({ group }) => group)
  const asked = await withoutTaken(scene, await commandsFor(scene, ready))
  const refused: Refusing[] = open.filter(({ refusals }) => refusals.length > 0)
  const commands = asked.flatMap((one) => one.commands)
  const { history, dryRun } = scene.options
  const chunkOf = (done: Done): Chunk => {
    // Of its own, since a batch that met a deadlock comes here twice.
    const own = new Tally()
    const all = [...refused, ...counted(scene, own, { asked, outcomes: done.outcomes })]
    for (const one of all) sumOne(scene, own, { group: one.group, record: null })
    const rows = all.flatMap((one) => refusedRows(own, one))
    return { tallies: [tally, own], refused: rows, marks: marksOf(done, commands) }
  }
  const batch = { commands, commandId: scene.importId, follows: scene.follows }
  if (dryRun) {
    const done = await runBatch(scene.world, scene.session, { ...batch, dryRun })
    await scene.world.database.inTenant(scene.session.tenantId, (tx) => keep(tx, chunkOf(done)))
    return
  }
  const world = history ? remembering(scene.world, scene.plan.declaration.name) : scene.world
  await runBatch(world, scene.session, { ...batch, along: (tx, done) => keep(tx, chunkOf(done)) })
}

interface Refusing {
  readonly group: Group
  readonly refusals: readonly Refusal[]
}

/** Every row of the group comes back, so that it can be mended whole; the others say whose fault it is not. */
function refusedRows(tally: Tally, { group, refusals }: Refusing): RefusedRow[] {
  for (const refusal of refusals) tally.count('refusals', refusal.code as string)
  tally.refused++
  const guilty = group.refusedRow ?? group.read.row.no
  const along = refuse('invalid', 'IMPORT_GROUP_REFUSED', { details: { row: guilty } })
  return group.rows.map((row) => refusedRow(row, row.no === guilty ? refusals : [along]))
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
    else {
      tally.text('unresolved', `${reference.object} ${name}`, text.slice(0, 80))
      if (scene.options.dryRun && scene.options.createMissing.includes(reference.object)) continue
      out.push(refuse('invalid', 'IMPORT_REFERENCE_MISSING', { field: name, details }))
    }
  }
  return out
}

/** What must be unique and is taken is said at once, instead of letting the database find it row by row. */
async function withoutTaken(scene: Scene, asked: readonly Asked[]): Promise<readonly Asked[]> {
  const { declaration } = scene.plan
  const names = uniqueFields(declaration)
  const made = asked.filter(({ commands }) => commands[0]?.act === 'create')
  const taken = new Map<string, ReadonlySet<string>>()
  for (const name of names) {
    const texts = [...new Set(made.flatMap(({ commands }) => textIn(commands[0]?.input, name) ?? []))]
    if (texts.length === 0) continue
    const found = await scene.world.database.inTenant(scene.session.tenantId, (tx) =>
      findByTexts(tx, { tenantId: scene.session.tenantId, declaration }, { fields: [name], texts }),
    )
    taken.set(name, new Set(found.map(({ key }) => key)))
  }
  const here = new Set<string>()
  return asked.map((one) => {
    if (one.commands[0]?.act !== 'create') return one
    const clash = names.find((name) => {
      const key = textIn(one.commands[0]?.input, name)?.toLowerCase()
      if (key === undefined) return false
      const mark = `${name}:${key}`
      const known = taken.get(name)?.has(key) || here.has(mark) || (scene.options.dryRun && scene.tried.has(mark))
      here.add(mark)
      return known
    })
    if (clash === undefined) return one
    const refusal = refuse('invalid', 'NOT_UNIQUE', { field: clash, details: { name: clash } })
    return { ...one, commands: [], refusals: [refusal] }
  })
}

function textIn(input: Loose | undefined, name: string): string | undefined {
  const value = input?.[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

const uniqueFields = ({ fields, numbered }: Declaration): string[] => [
  ...(numbered ? ['no'] : []),
  'sourceKey',
  ...Object.keys(fields).filter((name) => fields[name]?.unique === true && fields[name]?.kind === 'text'),
]

type Good = Extract<Outcome, { ok: true }>

/** Counts what became of the groups; answers those that were refused. */
function counted(
  scene: Scene,
  tally: Tally,
  { asked, outcomes }: { asked: readonly Asked[]; outcomes: readonly Outcome[] },
): Refusing[] {
  const refused: Refusing[] = []
  let at = 0
  for (const one of asked) {
    const own = outcomes.slice(at, at + one.commands.length)
    at += one.commands.length
    const failed = own.find((outcome) => !outcome.ok)
    const refusals = failed && !failed.ok ? failed.refusals : one.refusals
    const good = own[0] as Good | undefined
    if (refusals.length > 0) refused.push({ group: one.group, refusals })
    else if (one.same) {
      tally.same++
      sumOne(scene, tally, { group: one.group, record: one.same })
    } else if (good) {
      const again = repeated(scene, one, good)
      if (again) refused.push({ group: one.group, refusals: [again] })
      else countGood(scene, tally, { one, outcomes: own as readonly Good[] })
    }
  }
  return refused
}

function countGood(scene: Scene, tally: Tally, { one, outcomes }: { one: Asked; outcomes: readonly Good[] }): void {
  const last = outcomes.at(-1) as Good
  const key = keyOf(scene, one.group)
  // In a dry run the record of an earlier row with this key is not there to be found.
  const isNew =
    one.commands[0]?.act === 'create' && !(scene.options.dryRun && key !== '' && scene.tried.has(`key:${key}`))
  if (isNew) tally.created++
  else tally.changed++
  for (const code of new Set(outcomes.flatMap(({ happenings }) => happenings[0]?.passed ?? [])))
    tally.count('passed', code)
  if (scene.options.history) tally.gaps(scene.plan.declaration, last.record)
  sumOne(scene, tally, { group: one.group, record: last.record })
  if (!scene.options.dryRun) return
  if (key !== '') scene.tried.add(`key:${key}`)
  for (const name of uniqueFields(scene.plan.declaration)) {
    const text = textIn(last.record, name)
    if (text !== undefined) scene.tried.add(`${name}:${text.toLowerCase()}`)
  }
  for (const name of exactKeys) if (last.record[name]) scene.tried.add(`${name}=${last.record[name]}`)
}

const exactKeys = ['uscc', 'mobile', 'email'] as const

/** What a dry run made of earlier rows is not there, so a party that comes twice in the file is met here. */
function repeated(scene: Scene, { commands }: Asked, { record }: Good): Refusal | null {
  const { declaration } = scene.plan
  if (!scene.options.dryRun || scene.options.history || commands[0]?.act !== 'create') return null
  const guard = declaration.create?.guards?.find(({ code }: { code: string }) => code.endsWith('_DUPLICATE_BLOCKED'))
  if (!guard || !exactKeys.some((name) => record[name] && scene.tried.has(`${name}=${record[name]}`))) return null
  return refuse('guard', guard.code, { details: { owner: '—', dept: '—', score: 90, matches: [] } })
}

function sumOne(scene: Scene, tally: Tally, { group, record }: { group: Group; record: Loose | null }): void {
  const { baseCurrency } = scene.model.settings
  const { input, refusals } = group.read
  const came = { input, record, unreadable: refusals.map(({ field }) => field) }
  tally.sums = sumUp(tally.sums, countedFields(scene.plan), { came, baseCurrency })
}

/** Records touched besides those that rows made. */
function marksOf({ events }: Done, commands: readonly Command[]): Mark[] {
  const rows = new Set(commands.filter(({ act }) => act === 'create').map(({ id }) => id))
  const made = new Set(events.filter((event) => event.from === null).map((event) => event.id))
  const marks = new Map<string, Mark>()
  for (const { object, id } of events)
    if (!rows.has(id) && !marks.has(id)) marks.set(id, { object, id, made: made.has(id) })
  return [...marks.values()]
}
