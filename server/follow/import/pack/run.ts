/** A pack as a job: one import after the other, each found again where a killed server left it, then the comparison. */

import type { Declaration } from '../../../../kernel/object.ts'
import { system } from '../../../../kernel/permit.ts'
import { Refused, refuse } from '../../../../kernel/refusal.ts'
import type { ClaimedJob } from '../../../store/jobs.ts'
import {
  endPack,
  findPack,
  idsBySource,
  keepPack,
  namesTaken,
  type PackStep,
  type StoredPack,
} from '../../../store/packs.ts'
import { loadPerson } from '../../../store/people.ts'
import type { Session, World } from '../../../world.ts'
import { type Kind, runNext, type Work, WorkEnded } from '../../jobs.ts'
import { openDesk, type ShownImport } from '../desk.ts'
import { readBytes } from '../file/bytes.ts'
import { targetsOf } from '../mapping.ts'
import { importKind } from '../run.ts'
import { operator } from '../scene.ts'
import { templateOf } from '../templates/index.ts'
import { type PackScene, type PackSheet, sheetOf } from './kit.ts'
import { settlePeople } from './people.ts'
import { settlePipeline } from './pipeline.ts'
import { type Prepared, prepareStep } from './prepare.ts'
import { reconcile } from './reconcile.ts'
import { readSheet } from './sheet.ts'
import type { StepSpec } from './template.ts'
import { keepText, tableText } from './writing.ts'

export const packKind: Kind = { run: runPack, failed }

interface Running {
  readonly world: World
  readonly work: Work
  readonly session: Session
  readonly pack: StoredPack
  readonly scene: PackScene
  readonly steps: PackStep[]
}

async function runPack(world: World, work: Work): Promise<void> {
  const { tenantId, subjectId: id } = work.job
  const pack = await world.database.inTenant(tenantId, (tx) => findPack(tx, tenantId, id))
  if (!pack || !['waiting', 'running'].includes(pack.state)) return
  try {
    const session = await sessionOf(world, tenantId, pack)
    const scene = await openPack(world, session, pack)
    const running = { world, work, session, pack, scene, steps: [...pack.steps] }
    await bringAll(running)
    const reconciliation = await reconcile({ world, session, scene: await refreshed(running), steps: running.steps })
    await world.database.inTenant(tenantId, (tx) =>
      endPack(tx, tenantId, { id, state: 'done', problem: null, at: world.clock(), reconciliation }),
    )
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    await end(world, work.job, error.refusals)
  }
}

const end = (world: World, { tenantId, subjectId: id }: ClaimedJob, refusals: readonly object[]) =>
  world.database.inTenant(tenantId, (tx) =>
    endPack(tx, tenantId, { id, state: 'failed', problem: JSON.stringify(refusals), at: world.clock() }),
  )

async function failed(world: World, job: ClaimedJob): Promise<void> {
  await end(world, job, [{ class: 'guard', code: 'INTERNAL' }])
}

/** In the name of whoever was allowed to begin it. */
async function sessionOf(world: World, tenantId: string, { createdBy: userId }: StoredPack): Promise<Session> {
  if (userId === null) return { tenantId, userId: null, actor: operator, language: 'en' }
  const person = await world.database.inTenant(tenantId, (tx) =>
    loadPerson(tx, { tenantId, userId }, { kind: 'person', channel: 'import' }),
  )
  if (!person) throw new Refused([refuse('forbidden', 'FORBIDDEN')])
  const actor = { ...system, id: userId, roles: person.actor.roles, channel: 'import' as const }
  return { tenantId, userId, actor, language: person.language }
}

export async function sheetsOf(
  world: World,
  tenantId: string,
  files: StoredPack['files'],
): Promise<Map<string, PackSheet>> {
  const out = new Map<string, PackSheet>()
  for (const { fileId, role } of files) {
    if (role === null) continue
    const bytes = await world.database.inTenant(tenantId, (tx) => readBytes(tx, tenantId, fileId))
    out.set(role, sheetOf(await readSheet(bytes)))
  }
  return out
}

async function openPack(world: World, session: Session, pack: StoredPack): Promise<PackScene> {
  const { tenantId } = session
  const template = templateOf(pack.template)
  const model = await world.models.of(tenantId)
  const sheets = await sheetsOf(world, tenantId, pack.files)
  const files = { template, sheets, answers: pack.answers as Record<string, string>, timeZone: model.settings.timeZone }
  const declaration = model.objects.get('user') as Declaration
  const answers = (pack.answers.people ?? {}) as Record<string, string>
  const people = await settlePeople(world, session, { files, answers, declaration })
  const pipeline = await settlePipeline(world, session, template)
  const currency = template.currency ?? model.settings.baseCurrency
  return { ...files, answers: { currency, pipeline, ...files.answers }, people, ids: new Map(), names: new Map() }
}

async function bringAll(running: Running): Promise<void> {
  const { scene, steps, world, work } = running
  for (const step of scene.template.steps) {
    if (!scene.sheets.has(step.file)) continue
    work.pause()
    if (!steps.some((one) => one.name === step.name)) {
      const importId = await begin(running, step)
      steps.push({ name: step.name, importId })
    }
    await keep(running)
    const importId = steps.find((one) => one.name === step.name)?.importId
    if (importId) await finish(running, importId)
  }
  world.models.forget(running.session.tenantId)
}

/** Where the pack was cancelled, or another worker has it, the work ends here. */
async function keep({ world, work, steps }: Running): Promise<void> {
  const { tenantId } = work.job
  const kept = await world.database.inTenant(tenantId, (tx) => keepPack(tx, work.job, { steps, at: world.clock() }))
  if (!kept) throw new WorkEnded('lost')
}

/** What records and names there are now. */
async function refreshed({ world, session, scene }: Pick<Running, 'world' | 'session' | 'scene'>): Promise<PackScene> {
  const { tenantId } = session
  const model = await world.models.of(tenantId)
  const prefix = `${scene.template.key}:`
  return world.database.inTenant(tenantId, async (tx) => {
    const ids = new Map<string, Map<string, string>>()
    for (const object of ['account', 'contact', 'opportunity', 'order']) {
      const declaration = model.objects.get(object) as Declaration
      ids.set(object, await idsBySource(tx, { tenantId, declaration }, prefix))
    }
    return { ...scene, ids, names: await namesTaken(tx, tenantId) }
  })
}

async function begin(running: Running, step: StepSpec): Promise<string | null> {
  const { world, session } = running
  const scene = await refreshed(running)
  const prepared = prepareStep(scene, step)
  if (prepared.rows.length === 0) return null
  const model = await world.models.of(session.tenantId)
  const targets = targetsOf(model.objects.get(step.object) as Declaration, model.customFields(step.object))
  const said = (name: string) => {
    const own = step.customFields?.find(({ key }) => `custom.${key}` === name)
    return String(
      own?.[session.language === 'zh' ? 'labelZh' : 'labelEn'] ??
        targets.get(name)?.field.label[session.language] ??
        name,
    )
  }
  const { text, headers } = tableText(prepared, said)
  const fileId = await keepText(world, session, { name: fileNameOf(running, step), text })
  const mapping = mappingOf(step, { prepared, headers })
  const begun = await openDesk(world).start(session, { object: step.object, fileId, mapping })
  return begun.id
}

const fileNameOf = ({ pack }: Running, step: StepSpec): string =>
  pack.files.find(({ role }) => role === step.file)?.name.replace(/\.\w+$/, '.csv') ?? `${step.name}.csv`

function mappingOf(step: StepSpec, { prepared, headers }: { prepared: Prepared; headers: readonly string[] }) {
  const columns = Object.fromEntries(prepared.columns.map((name, index) => [headers[index] as string, [name]]))
  return {
    object: step.object,
    columns,
    customFields: step.customFields ?? [],
    options: {
      history: true,
      upsertBy: 'sourceKey',
      createMissing: step.createMissing ?? [],
      encoding: 'utf-8',
      delimiter: ',',
    },
  }
}

/** Does the import's work here; where another server took it, it is waited for. */
async function finish({ world, work, session }: Running, importId: string): Promise<ShownImport> {
  const desk = openDesk(world)
  for (;;) {
    const one = await desk.find(session, importId)
    if (one.state === 'failed')
      throw new Refused([refuse('invalid', 'PACK_STEP_FAILED', { details: { why: one.error?.en ?? '' } })])
    if (one.state === 'cancelled') throw new WorkEnded('lost')
    if (one.state === 'done') return one
    work.pause()
    const worked = await runNext(world, { import: importKind }, { subjectId: importId })
    if (!worked) await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
