/** Where imports are asked for: previewed, begun, looked at, cancelled; by people within their rights. */
import type { Label } from '../../../kernel/label.ts'
import { type Refusal, Refused, refuse } from '../../../kernel/refusal.ts'
import { formulaSafe } from '../../../kernel/text.ts'
import { findFile } from '../../store/files.ts'
import {
  addImport,
  endImport,
  findImport,
  listImports,
  type RefusedRow,
  refusedRows,
  type StoredImport,
} from '../../store/imports.ts'
import { addJob } from '../../store/jobs.ts'
import type { Model, Session, World } from '../../world.ts'
import { execute } from '../../write/execute.ts'
import { jobsChannel } from '../jobs.ts'
import { storedFile } from './file/bytes.ts'
import { guessColumns } from './guess.ts'
import { type ImportOptions, type Mapping, readMapping, readOptions, targetsOf } from './mapping.ts'
import { importMessages, labelOf, sentence } from './messages.ts'
import { type Preview, previewOf } from './preview.ts'
import { isOverseer, mayImport } from './rights.ts'
import { planOf } from './scene.ts'
import { readingOf } from './source.ts'
import { readTable, type Table } from './table.ts'

export interface ImportAsked {
  readonly object: string
  readonly fileId: string
  readonly mapping?: unknown
  readonly options?: unknown
}

export interface ShownRow {
  readonly row: number
  readonly errors: readonly { readonly code: string; readonly field: string | null; readonly message: Label }[]
}

export type ShownImport = Omit<StoredImport, 'mapping' | 'problem'> & {
  readonly estimateSeconds: number | null
  /** Why it failed as a whole. */
  readonly error: Label | null
  /** The first refused rows. */
  readonly problems?: readonly ShownRow[]
}

export interface Desk {
  readonly messages: Readonly<Record<string, Label>>
  preview(session: Session, asked: Omit<ImportAsked, 'mapping'>): Promise<Preview>
  start(session: Session, asked: ImportAsked): Promise<ShownImport>
  list(session: Session): Promise<ShownImport[]>
  find(session: Session, id: string): Promise<ShownImport>
  cancel(session: Session, id: string): Promise<ShownImport>
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

function shown(world: World, { mapping: _mapping, problem, ...one }: StoredImport): ShownImport {
  const elapsed = one.startedAt === null ? 0 : Date.parse(world.clock()) - Date.parse(one.startedAt)
  const running = one.state === 'running' && one.done > 0
  const estimateSeconds = running ? Math.ceil((elapsed / one.done) * (one.total - one.done) * 0.001) : null
  const [first] = problem === null ? [] : (JSON.parse(problem) as Refusal[])
  return { ...one, estimateSeconds, error: first ? labelOf(first, world.registry.messages) : null }
}

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

async function tableOfFile(world: World, session: Session, given: { fileId: string; options: ImportOptions }) {
  const { tenantId, userId } = session
  const file = await world.database.inTenant(tenantId, (tx) => findFile(tx, tenantId, given.fileId))
  if (!file || (userId !== null && file.createdBy !== userId)) throw no(refuse('missing', 'IMPORT_FILE_FORBIDDEN'))
  return { file, table: await readTable(await storedFile(world, tenantId, file.id), readingOf(given.options)) }
}

async function preview(world: World, session: Session, asked: Omit<ImportAsked, 'mapping'>): Promise<Preview> {
  const model = await world.models.of(session.tenantId)
  const declaration = mayImport(model, session, { object: asked.object, history: false })
  const options = readOptions(asked.options)
  const targets = targetsOf(declaration, model.customFields(asked.object))
  return previewOf(world, session, { declaration, targets, fileId: asked.fileId, options })
}

async function start(world: World, session: Session, asked: ImportAsked): Promise<ShownImport> {
  const { tenantId } = session
  const given = asked.mapping === undefined ? null : readMapping(asked.mapping, asked.object)
  const options = readOptions(asked.options, given?.options)
  mayImport(await world.models.of(tenantId), session, { object: asked.object, history: options.history })
  const { file, table } = await tableOfFile(world, session, { fileId: asked.fileId, options })
  if (given) await ensureCustomFields(world, session, given)
  const model = await world.models.of(tenantId)
  const mapping = { ...(given ?? (await guessed(model, { object: asked.object, table }))), options }
  planOf(model, { object: asked.object, mapping, table })
  const one = {
    id: world.newId(),
    object: asked.object,
    fileId: file.id,
    fileName: file.name,
    mapping: { ...mapping, options: {} },
    options: {
      ...options,
      encoding: table.encoding,
      delimiter: table.delimiter,
      sheet: table.sheet,
      headerRow: table.headerRow,
    },
    createdBy: session.userId,
    createdAt: world.clock(),
  }
  const made = await world.database.inTenant(tenantId, async (tx) => {
    await addImport(tx, tenantId, one)
    await addJob(tx, tenantId, { id: world.newId(), kind, subjectId: one.id, at: one.createdAt })
    return (await findImport(tx, tenantId, one.id)) as StoredImport
  })
  await world.database.notify(jobsChannel, '')
  return shown(world, made)
}

async function guessed(model: Model, { object, table }: { object: string; table: Table }): Promise<Mapping> {
  const declaration = model.objects.get(object)
  if (!declaration) throw no(refuse('missing', 'NOT_FOUND'))
  const guesses = guessColumns(declaration, targetsOf(declaration, model.customFields(object)), table)
  return readMapping({ columns: Object.fromEntries(guesses.map(({ header, field }) => [header, field])) }, object)
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

async function* refusedCsv(world: World, session: Session, id: string): AsyncGenerator<string> {
  const found = await mine(world, session, id)
  const { tenantId, language } = session
  const model = await world.models.of(tenantId)
  const messages = { ...model.registry.messages, ...importMessages }
  const { table } = await tableOfFile(
    world,
    { ...session, userId: null },
    { fileId: found.fileId, options: readOptions(found.options) },
  )
  const heading = language === 'zh' ? ['行号', '原因'] : ['Row', 'Reason']
  yield `\uFEFF${csvLine([...table.headers, ...heading])}`
  for (let after = 0; ; ) {
    const rows = await world.database.inTenant(tenantId, (tx) =>
      refusedRows(tx, tenantId, { importId: id, after, limit: 1000 }),
    )
    if (rows.length === 0) return
    after = (rows.at(-1) as RefusedRow).no
    yield rows.map((row) => csvLine([...row.cells, String(row.no), reasonOf(row, { messages, language })])).join('')
  }
}

const reasonOf = (
  { refusals }: RefusedRow,
  say: { messages: Readonly<Record<string, Label>>; language: 'zh' | 'en' },
): string =>
  (refusals as unknown as Refusal[])
    .map((one) => sentence(one, say.messages, say.language))
    .join(say.language === 'zh' ? '；' : '; ')

/** A line of CSV that no spreadsheet takes for a formula. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(formulaSafe(cell))).join(',')}\r\n`

const quoted = (cell: string): string => (/[",\r\n]|^[\s']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
