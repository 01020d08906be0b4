/** Where packs are asked for: recognised, begun, looked at, cancelled; by those who may bring in years of records. */
import type { Label } from '../../../../kernel/label.ts'
import { type Refusal, Refused, refuse } from '../../../../kernel/refusal.ts'
import { findImport } from '../../../store/imports.ts'
import { addJob } from '../../../store/jobs.ts'
import { addPack, endPack, findPack, listPacks, type PackFile, type StoredPack } from '../../../store/packs.ts'
import type { Session, World } from '../../../world.ts'
import { jobsChannel } from '../../jobs.ts'
import { openDesk } from '../desk.ts'
import { labelOf } from '../messages.ts'
import { csvLine } from '../refusedFile.ts'
import { templateOf, templates } from '../templates/index.ts'
import { answersIn } from './answers.ts'
import { opened } from './opening.ts'
import { type Named, peopleIn } from './people.ts'
import { recognise } from './recognise.ts'
import type { StepReport } from './reconcile.ts'
import { sheetsOf } from './run.ts'
import type { Question, Template } from './template.ts'

export interface ShownFile extends PackFile {
  readonly title: Label | null
  /** Why it is not brought in, where it is not. */
  readonly unused: Label | null
}

export interface Recognition {
  readonly template: string | null
  readonly title: Label | null
  readonly files: readonly ShownFile[]
  readonly questions: readonly Omit<Question, 'file'>[]
  readonly people: readonly Named[]
  readonly users: readonly { readonly id: string; readonly name: string }[]
  /** Set where the amounts are in another currency than the company's own. */
  readonly currency: { readonly file: string; readonly company: string } | null
}

export interface ShownStep {
  readonly name: string
  readonly title: Label
  readonly object: string
  readonly importId: string | null
  readonly state: string
  readonly total: number
  readonly done: number
  readonly created: number
  readonly changed: number
  readonly same: number
  readonly refused: number
}

export type ShownPack = Pick<StoredPack, 'id' | 'state' | 'createdBy' | 'createdAt' | 'startedAt' | 'endedAt'> & {
  readonly template: string
  readonly title: Label
  readonly files: readonly ShownFile[]
  readonly steps: readonly ShownStep[]
  readonly reconciliation: readonly StepReport[]
  readonly error: Label | null
}

export interface PackAsked {
  readonly fileIds: readonly string[]
  readonly template?: string | undefined
  readonly answers?: Readonly<Record<string, unknown>> | undefined
}

export interface PackDesk {
  sources(
    session: Session,
  ): Promise<
    readonly { readonly key: string; readonly title: Label; readonly help: Label; readonly files: readonly Label[] }[]
  >
  recognise(session: Session, fileIds: readonly string[]): Promise<Recognition>
  start(session: Session, asked: PackAsked): Promise<ShownPack>
  list(session: Session): Promise<ShownPack[]>
  find(session: Session, id: string): Promise<ShownPack>
  cancel(session: Session, id: string): Promise<ShownPack>
  /** The comparison as CSV. */
  csv(session: Session, id: string): Promise<string>
}

const mayRoles = ['OPS', 'ADM']
export const kind = 'pack'

const no = (refusal: Refusal): Refused => new Refused([refusal])

export function openPackDesk(world: World): PackDesk {
  return {
    sources: async (session) => {
      allowed(session)
      return templates.map(({ key, title, help, files }) => ({ key, title, help, files: titlesOf(files) }))
    },
    recognise: (session, fileIds) => recognised(world, session, fileIds),
    start: (session, asked) => start(world, session, asked),
    list: async (session) => {
      allowed(session)
      const found = await world.database.inTenant(session.tenantId, (tx) => listPacks(tx, session.tenantId, null))
      return Promise.all(found.map((one) => shown(world, session, one)))
    },
    find: async (session, id) => shown(world, session, await mine(world, session, id)),
    cancel: (session, id) => cancel(world, session, id),
    csv: async (session, id) => csvOf(await shown(world, session, await mine(world, session, id)), session.language),
  }
}

const titlesOf = (files: Template['files']): Label[] =>
  Object.values(files).flatMap(({ title, unused }) => (unused ? [] : [title]))

/** A pack makes people, fields and pipelines: that is for whoever sets the company up. */
function allowed({ userId, actor }: Session): void {
  if (userId !== null && !actor.roles.some((role) => mayRoles.includes(role)))
    throw no(refuse('forbidden', 'IMPORT_HISTORY_FORBIDDEN'))
}

async function mine(world: World, session: Session, id: string): Promise<StoredPack> {
  allowed(session)
  const found = await world.database.inTenant(session.tenantId, (tx) => findPack(tx, session.tenantId, id))
  if (!found) throw no(refuse('missing', 'NOT_FOUND'))
  return found
}

async function recognised(world: World, session: Session, fileIds: readonly string[]): Promise<Recognition> {
  allowed(session)
  const given = await opened(world, session, fileIds)
  const found = recognise(templates, given)
  const roleOf = (index: number) => [...(found?.roles ?? [])].find(([, at]) => at === index)?.[0] ?? null
  const files = given.map(({ fileId, name, rows }, index) => ({ fileId, name, rows, role: roleOf(index) }))
  if (!found)
    return {
      template: null,
      title: null,
      files: shownFiles(null, files),
      questions: [],
      people: [],
      users: [],
      currency: null,
    }
  const { template, roles } = found
  const model = await world.models.of(session.tenantId)
  const sheets = await sheetsOf(world, session.tenantId, files)
  const scene = { template, sheets, answers: {}, timeZone: model.settings.timeZone }
  const people = await peopleIn(world, session.tenantId, scene)
  const { baseCurrency } = model.settings
  const foreign = template.currency !== undefined && template.currency !== baseCurrency
  return {
    template: template.key,
    title: template.title,
    files: shownFiles(template, files),
    questions: (template.questions ?? []).filter(({ file }) => roles.has(file)).map(({ file: _file, ...one }) => one),
    people: people.named,
    users: people.users,
    currency: foreign ? { file: template.currency as string, company: baseCurrency } : null,
  }
}

const shownFiles = (template: Template | null, files: readonly PackFile[]): ShownFile[] =>
  files.map((file) => {
    const spec = file.role === null ? undefined : template?.files[file.role]
    return { ...file, title: spec?.title ?? null, unused: spec?.unused ?? null }
  })

async function start(world: World, session: Session, asked: PackAsked): Promise<ShownPack> {
  const seen = await recognised(world, session, asked.fileIds)
  if (seen.template === null) throw no(refuse('invalid', 'PACK_UNKNOWN'))
  if (asked.template !== undefined && asked.template !== seen.template)
    throw no(refuse('invalid', 'PACK_UNKNOWN', { field: 'template' }))
  const pack = {
    id: world.newId(),
    template: seen.template,
    files: seen.files.map(({ fileId, name, role, rows }) => ({ fileId, name, role, rows })),
    answers: answersIn(asked.answers ?? {}, seen),
    createdBy: session.userId,
    createdAt: world.clock(),
  }
  const { tenantId } = session
  await world.database.inTenant(tenantId, async (tx) => {
    await addPack(tx, tenantId, pack)
    await addJob(tx, tenantId, { id: world.newId(), kind, subjectId: pack.id, at: pack.createdAt })
  })
  await world.database.notify(jobsChannel, '')
  return shown(world, session, await mine(world, session, pack.id))
}

async function cancel(world: World, session: Session, id: string): Promise<ShownPack> {
  const { tenantId } = session
  const pack = await mine(world, session, id)
  const ended = await world.database.inTenant(tenantId, (tx) =>
    endPack(tx, tenantId, { id, state: 'cancelled', problem: null, at: world.clock() }),
  )
  if (!ended) throw no(refuse('state', 'IMPORT_ENDED'))
  const desk = openDesk(world)
  for (const { importId } of pack.steps) if (importId) await desk.cancel(session, importId).catch(() => {})
  return shown(world, session, await mine(world, session, id))
}

async function shown(world: World, session: Session, pack: StoredPack): Promise<ShownPack> {
  const { answers: _answers, problem, steps, files, reconciliation, ...rest } = pack
  const template = templateOf(pack.template)
  const [first] = problem === null ? [] : (JSON.parse(problem) as Refusal[])
  const planned = template.steps.filter(({ file }) => files.some(({ role }) => role === file))
  const stepsShown = await world.database.inTenant(session.tenantId, async (tx) => {
    const out: ShownStep[] = []
    for (const { name, title, object, file } of planned) {
      const importId = steps.find((one) => one.name === name)?.importId ?? null
      const one = importId === null ? null : await findImport(tx, session.tenantId, importId)
      const begun = steps.some((other) => other.name === name)
      const rows = files.find(({ role }) => role === file)?.rows ?? 0
      const counts = one ?? {
        state: begun ? 'done' : 'waiting',
        total: begun ? 0 : rows,
        done: 0,
        created: 0,
        changed: 0,
        same: 0,
        refused: 0,
      }
      const { state, total, done, created, changed, same, refused } = counts
      out.push({ name, title, object, importId, state, total, done, created, changed, same, refused })
    }
    return out
  })
  return {
    ...rest,
    title: template.title,
    files: shownFiles(template, files),
    steps: stepsShown,
    reconciliation: reconciliation as unknown as readonly StepReport[],
    error: first ? labelOf(first, world.registry.messages) : null,
  }
}

function csvOf(pack: ShownPack, language: 'zh' | 'en'): string {
  const said = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const head = csvLine([
    said('步骤', 'Step'),
    said('项目', 'Item'),
    said('文件', 'File'),
    said('系统', 'Here'),
    said('一致', 'Same'),
  ])
  const lines = pack.reconciliation.flatMap((step) => [
    ...step.compared.map((one) => [
      step.title[language],
      one.label[language],
      one.inFile,
      one.here,
      one.same ? said('是', 'yes') : said('否', 'no'),
    ]),
    ...[...step.leftOut, ...step.notes].map((one) => [
      step.title[language],
      one.label[language],
      String(one.count),
      '',
      '',
    ]),
    ...(step.refused > 0
      ? [[step.title[language], said('拒绝的行', 'Refused rows'), String(step.refused), '', '']]
      : []),
  ])
  const unused = pack.files
    .filter((file) => file.role === null || file.unused !== null)
    .map((file) => [
      file.name,
      file.unused?.[language] ?? said('未识别的文件', 'File not recognised'),
      String(file.rows),
      '',
      '',
    ])
  return `\uFEFF${head}${[...lines, ...unused].map(csvLine).join('')}`
}
