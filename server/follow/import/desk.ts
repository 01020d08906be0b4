/** Where imports are asked for: previewed, begun, looked at, cancelled, taken back; by people within their rights. */
import type { Label } from '../../../kernel/label.ts'
import { type Refusal, Refused, refuse } from '../../../kernel/refusal.ts'
import { findFile } from '../../store/files.ts'
import {
  addImport,
  endImport,
  findImport,
  keepUndo,
  listImports,
  refusedRows,
  type StoredImport,
} from '../../store/imports.ts'
import { addJob, jobsChannel } from '../../store/jobs.ts'
import type { Model, Session, World } from '../../world.ts'
import { execute } from '../../write/execute.ts'
import { storedFile } from './file/bytes.ts'
import { guessColumns, type Sampled } from './guess.ts'
import { keyFields } from './keys.ts'
import { type Mapping, readMapping, readOptions, targetsOf } from './mapping.ts'
import { importMessages, labelOf } from './messages.ts'
import { type Preview, previewOf, sampleOf } from './preview.ts'
import { isRefusedColumn, refusedLines } from './refusedFile.ts'
import { isOverseer, mayImport } from './rights.ts'
import { planOf } from './scene.ts'
import { openSource, readingOf } from './source.ts'
import { type Reconciliation, reconciliationOf, type Summary, summaryOf } from './summary.ts'
import { newUndo, type Undo } from './undone.ts'

export interface ImportAsked {
  readonly object: string
  readonly fileId: string
  readonly mapping?: unknown
  readonly options?: unknown
}

/** With the fields that tell a record from others, by which an import may meet those that are there. */
export type ShownPreview = Preview & { readonly keys: readonly string[] }

export interface ShownRow {
  readonly row: number
  readonly errors: readonly { readonly code: string; readonly field: string | null; readonly message: Label }[]
}

export type ShownImport = Omit<StoredImport, 'mapping' | 'problem' | 'undo'> & {
  readonly estimateSeconds: number | null
  /** Why it failed as a whole. */
  readonly error: Label | null
  /** What was found, or in a dry run would be. */
  readonly summary: Summary
  readonly undo: ShownUndo | null
  /** The first refused rows. */
  readonly problems?: readonly ShownRow[]
}

export type ShownUndo = Omit<Undo, 'kept'> & {
  readonly kept: readonly (Undo['kept'][number] & { readonly message: Label })[]
}

export interface Desk {
  readonly messages: Readonly<Record<string, Label>>
  preview(session: Session, asked: Omit<ImportAsked, 'mapping'>): Promise<ShownPreview>
  start(session: Session, asked: ImportAsked): Promise<ShownImport>
  list(session: Session): Promise<ShownImport[]>
  find(session: Session, id: string): Promise<ShownImport>
  cancel(session: Session, id: string): Promise<ShownImport>
  /** Takes a whole import back, or only looks what would become of it. */
  undo(session: Session, id: string, asked: { readonly dryRun: boolean }): Promise<ShownImport>
  /** The refused rows as CSV, page by page; the first one brings the headings. */
  refusedCsv(session: Session, id: string): AsyncGenerator<string>
}

const kind = 'import'

export function openDesk(world: World): Desk {
  return {
    messages: importMessages,
    preview: (session, asked) => preview(world, session, asked),
    start: (session, asked) => start(world, session, asked),
    list: async (session) => {
      const all = isOverseer(session)
      const found = await world.database.inTenant(session.tenantId, (tx) =>
        listImports(tx, session.tenantId, all ? null : session.userId),
      )
      return found.map((one) => shown(world, one))
    },
    find: (session, id) => find(world, session, id),
    cancel: (session, id) => cancel(world, session, id),
    undo: (session, id, asked) => undo(world, session, { id, ...asked }),
    refusedCsv: (session, id) => refusedCsv(world, session, id),
  }
}

const no = (refusal: Refusal): Refused => new Refused([refusal])

/** Someone else's import is as little there as someone else's file. */
async function mine(world: World, session: Session, id: string): Promise<StoredImport> {
  const found = await world.database.inTenant(session.tenantId, (tx) => findImport(tx, session.tenantId, id))
  const overseer = isOverseer(session)
  if (!found || (!overseer && found.createdBy !== session.userId)) throw no(refuse('missing', 'NOT_FOUND'))
  return found
}

function shown(world: World, { mapping: _mapping, problem, undo, ...one }: StoredImport): ShownImport {
  const elapsed = one.startedAt === null ? 0 : Date.parse(world.clock()) - Date.parse(one.startedAt)
  const running = one.state === 'running' && one.done > 0 && one.total > 0
  const estimateSeconds = running ? Math.ceil((elapsed / one.done) * (one.total - one.done) * 0.001) : null
  const [first] = problem === null ? [] : (JSON.parse(problem) as Refusal[])
  const { messages } = world.registry
  const reconciliation: Reconciliation = reconciliationOf(one)
  return {
    ...one,
    report: { ...one.report, reconciliation },
    estimateSeconds,
    error: first ? labelOf(first, messages) : null,
    summary: summaryOf(one, messages),
    undo: undo === null ? null : shownUndo(undo as Undo, messages),
  }
}

const shownUndo = (undo: Undo, messages: Readonly<Record<string, Label>>): ShownUndo => ({
  ...undo,
  kept: undo.kept.map((one) => ({ ...one, message: labelOf(refuse('guard', one.code), messages) })),
})

async function find(world: World, session: Session, id: string): Promise<ShownImport> {
  const found = await mine(world, session, id)
  const { tenantId } = session
  const rows = await world.database.inTenant(tenantId, (tx) =>
    refusedRows(tx, tenantId, { importId: id, after: 0, limit: 100 }),
  )
  const problems = rows.map(({ no, refusals }) => ({
    row: no,
    errors: (refusals as unknown as Refusal[]).map((one) => ({
      code: one.code,
      field: one.field ?? null,
      message: labelOf(one, world.registry.messages),
    })),
  }))
  return { ...shown(world, found), problems }
}

async function preview(world: World, session: Session, asked: Omit<ImportAsked, 'mapping'>): Promise<ShownPreview> {
  const model = await world.models.of(session.tenantId)
  const declaration = mayImport(model, session, { object: asked.object, history: false })
  const options = readOptions(asked.options)
  const targets = targetsOf(declaration, model.customFields(asked.object))
  const seen = await previewOf(world, session, { declaration, targets, fileId: asked.fileId, options })
  const mapping = seen.mapping.map((guess) =>
    isRefusedColumn(seen.headers, guess.header) ? { ...guess, field: null, score: 0 } : guess,
  )
  return { ...seen, mapping, keys: keyFields(declaration, model.customFields(asked.object)) }
}

async function start(world: World, session: Session, asked: ImportAsked): Promise<ShownImport> {
  const { tenantId } = session
  const given = asked.mapping === undefined ? null : readMapping(asked.mapping, asked.object)
  const options = readOptions(asked.options, given?.options)
  mayImport(await world.models.of(tenantId), session, { object: asked.object, history: options.history })
  const { source, rows } = await sampleOf(world, session, { fileId: asked.fileId, options })
  const { headers, encoding, delimiter, sheet, headerRow } = source
  if (rows.length === 0) throw no(refuse('invalid', 'IMPORT_EMPTY'))
  if (given) await ensureCustomFields(world, session, given)
  const model = await world.models.of(tenantId)
  const mapping = { ...(given ?? (await guessed(model, { object: asked.object, headers, rows }))), options }
  planOf(model, { object: asked.object, mapping, headers })
  const at = world.clock()
  const made = await world.database.inTenant(tenantId, async (tx) => {
    const file = await findFile(tx, tenantId, asked.fileId)
    const one = {
      ...{ id: world.newId(), object: asked.object, fileId: asked.fileId, fileName: file?.name ?? '' },
      mapping: { ...mapping, options: {} },
      options: { ...options, encoding, delimiter, sheet, headerRow },
      ...{ createdBy: session.userId, createdAt: at },
    }
    await addImport(tx, tenantId, one)
    await addJob(tx, tenantId, { id: world.newId(), kind, subjectId: one.id, at })
    return (await findImport(tx, tenantId, one.id)) as StoredImport
  })
  await world.database.notify(jobsChannel, '')
  return shown(world, made)
}

async function guessed(model: Model, { object, ...sampled }: Sampled & { object: string }): Promise<Mapping> {
  const declaration = model.objects.get(object)
  if (!declaration) throw no(refuse('missing', 'NOT_FOUND'))
  const guesses = guessColumns(declaration, targetsOf(declaration, model.customFields(object)), sampled)
  const kept = guesses.filter(({ header }) => !isRefusedColumn(sampled.headers, header))
  return readMapping({ columns: Object.fromEntries(kept.map(({ header, field }) => [header, field])) }, object)
}

/** Columns without a field of the house become fields of the company, where the mapping describes them. */
async function ensureCustomFields(world: World, session: Session, { object, customFields }: Mapping): Promise<void> {
  const model = await world.models.of(session.tenantId)
  const known = new Set(model.customFields(object).map((field) => field.key))
  for (const field of customFields.filter((one) => !known.has(one.key))) {
    const outcome = await execute(world, session, {
      command: { object: 'customField', act: 'create', input: { object, ...field } },
    })
    if (!outcome.ok) throw new Refused(outcome.refusals)
    world.models.forget(session.tenantId)
  }
}

async function cancel(world: World, session: Session, id: string): Promise<ShownImport> {
  const found = await mine(world, session, id)
  const { tenantId } = session
  const ended = await world.database.inTenant(tenantId, (tx) =>
    endImport(tx, tenantId, { id: found.id, state: 'cancelled', problem: null, at: world.clock() }),
  )
  if (!ended) throw no(refuse('state', 'IMPORT_ENDED'))
  return shown(world, await mine(world, session, id))
}

async function undo(
  world: World,
  session: Session,
  { id, dryRun }: { id: string; dryRun: boolean },
): Promise<ShownImport> {
  const found = await mine(world, session, id)
  const { tenantId } = session
  const before = found.undo as Undo | null
  if (['waiting', 'running'].includes(found.state)) throw no(refuse('state', 'IMPORT_STILL_RUNNING'))
  if (found.options.dryRun) throw no(refuse('state', 'IMPORT_WAS_DRY_RUN'))
  if (before && ['waiting', 'running'].includes(before.state)) throw no(refuse('state', 'IMPORT_UNDO_RUNNING'))
  const at = world.clock()
  await world.database.inTenant(tenantId, async (tx) => {
    await keepUndo(tx, tenantId, { id, undo: { ...newUndo({ dryRun, askedBy: session.userId, askedAt: at }) } })
    await addJob(tx, tenantId, { id: world.newId(), kind: 'importUndo', subjectId: id, at })
  })
  await world.database.notify(jobsChannel, '')
  return shown(world, await mine(world, session, id))
}

async function* refusedCsv(world: World, session: Session, id: string): AsyncGenerator<string> {
  const found = await mine(world, session, id)
  const { tenantId, language } = session
  const { registry } = await world.models.of(tenantId)
  const file = await storedFile(world, tenantId, found.fileId)
  const { headers } = await openSource(file, readingOf(readOptions(found.options)))
  const messages = { ...registry.messages, ...importMessages }
  yield* refusedLines(world, { tenantId, importId: id, headers, messages, language })
}
