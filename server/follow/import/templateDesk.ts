/** Templates of imports: kept by name, found again by the headings of a file, changed by their owner. */
import { createHash } from 'node:crypto'
import type { Loose } from '../../../kernel/fact.ts'
import { type Refusal, Refused, refuse } from '../../../kernel/refusal.ts'
import {
  dropTemplate,
  findTemplate,
  listTemplates,
  type StoredTemplate,
  saveTemplate,
} from '../../store/importTemplates.ts'
import type { Session, World } from '../../world.ts'
import { readMapping, readOptions } from './mapping.ts'
import { importMessages } from './messages.ts'
import { importable, isOverseer, mayImport } from './rights.ts'

export interface TemplateAsked {
  readonly name: string
  readonly object: string
  readonly headers: readonly string[]
  readonly mapping: unknown
  readonly options: unknown
}

export interface TemplateDesk {
  /** Of one object, or of all the person may import. */
  list(session: Session, object: string | null): Promise<StoredTemplate[]>
  keep(session: Session, asked: TemplateAsked): Promise<StoredTemplate>
  change(session: Session, id: string, asked: Partial<TemplateAsked>): Promise<StoredTemplate>
  drop(session: Session, id: string): Promise<void>
}

const no = (refusal: Refusal): Refused => new Refused([refusal])

export const openTemplates = (world: World): TemplateDesk => ({
  list: (session, object) => list(world, session, object),
  keep: async (session, asked) => {
    mayImport(await world.models.of(session.tenantId), session, { object: asked.object, history: isOverseer(session) })
    const at = world.clock()
    const made = { id: world.newId(), createdBy: session.userId, createdAt: at, changedAt: at }
    return save(world, session, { ...made, ...contentOf(asked) })
  },
  change: async (session, id, asked) => {
    const found = await own(world, session, id)
    const content = contentOf({ ...found, ...asked, object: found.object })
    return save(world, session, { ...found, ...content, changedAt: world.clock() })
  },
  drop: async (session, id) => {
    const { tenantId } = session
    await own(world, session, id)
    await world.database.inTenant(tenantId, (tx) => dropTemplate(tx, tenantId, id))
  },
})

/** What the routes for files and templates are given. */
export const filesOfImports = (world: World) => ({
  messages: importMessages,
  templates: openTemplates(world),
  mayImport: async (session: Session) => importable(await world.models.of(session.tenantId), session).length > 0,
})

async function list(world: World, session: Session, object: string | null): Promise<StoredTemplate[]> {
  const { tenantId } = session
  const allowed = new Set(importable(await world.models.of(tenantId), session).map(({ name }) => name))
  const found = await world.database.inTenant(tenantId, (tx) => listTemplates(tx, tenantId, object))
  return found.filter((one) => allowed.has(one.object))
}

/** What is not for the person's eyes is not there; what another made may be used, not changed. */
async function own(world: World, session: Session, id: string): Promise<StoredTemplate> {
  const { tenantId } = session
  const found = await world.database.inTenant(tenantId, (tx) => findTemplate(tx, tenantId, id))
  const allowed = importable(await world.models.of(tenantId), session).some(({ name }) => name === found?.object)
  if (!found || !allowed) throw no(refuse('missing', 'NOT_FOUND'))
  if (!isOverseer(session) && found.createdBy !== session.userId) throw no(refuse('forbidden', 'FORBIDDEN'))
  return found
}

async function save(world: World, { tenantId }: Session, one: StoredTemplate): Promise<StoredTemplate> {
  const saved = await world.database.inTenant(tenantId, (tx) => saveTemplate(tx, tenantId, one))
  if (!saved) throw no(refuse('invalid', 'IMPORT_TEMPLATE_NAME', { field: 'name', details: { name: one.name } }))
  return one
}

/** A template that could not be run is not kept. */
function contentOf({ name, object, headers, mapping, options }: TemplateAsked) {
  readMapping(mapping, object)
  const { encoding: _own, dryRun: _never, ...kept } = readOptions(options)
  return {
    name,
    object,
    headers,
    fingerprint: fingerprintOf(headers),
    mapping: mapping as Loose,
    options: kept as Loose,
  }
}

const plain = (header: string): string => header.normalize('NFKC').trim().toLowerCase()

export const fingerprintOf = (headers: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(headers.map(plain).sort()))
    .digest('hex')

/** Those of the very same headings first, then those whose columns are all there. */
export async function templatesFor(
  world: World,
  session: Session,
  file: { object: string | null; headers: readonly string[] },
): Promise<StoredTemplate[]> {
  const fingerprint = fingerprintOf(file.headers)
  const there = new Set(file.headers)
  const found = await list(world, session, file.object)
  const fits = ({ mapping }: StoredTemplate) => Object.keys(mapping.columns ?? {}).every((header) => there.has(header))
  return [
    ...found.filter((one) => one.fingerprint === fingerprint),
    ...found.filter((one) => one.fingerprint !== fingerprint && fits(one)),
  ]
}
