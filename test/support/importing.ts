/** For tests of imports: a founded company on a database of its own, and a file that is imported like any other. */
import { createHash } from 'node:crypto'
import { chain } from '../../flow/chain.ts'
import { objects } from '../../flow/index.ts'
import { settingsIn } from '../../flow/setup/company.ts'
import { registry as registryOf } from '../../kernel/registry.ts'
import { openDesk, type ShownImport } from '../../server/follow/import/desk.ts'
import { operator } from '../../server/follow/import/scene.ts'
import { runNext } from '../../server/follow/jobs.ts'
import { kinds } from '../../server/follow/kinds.ts'
import { beginFile, finishFile, putChunk } from '../../server/store/files.ts'
import { openModels } from '../../server/store/models.ts'
import type { Models, Session, World } from '../../server/world.ts'
import { createCompany, type NewCompany } from '../../server/write/company.ts'
import { freshDatabase } from './database.ts'
import { bareWorld, type TestWorld } from './world.ts'

export interface Founded {
  readonly world: TestWorld
  readonly ownerUrl: string
  readonly tenantId: string
  /** Whoever works at the machine itself. */
  readonly operator: Session
  close(): Promise<void>
}

export const businessRegistry = registryOf([...objects], chain)

/** A world of the whole business on a copy of the template, with one company. */
export async function foundedWorld(company: Partial<NewCompany> = {}): Promise<Founded> {
  const database = await freshDatabase()
  const world = businessWorld(database.ownerUrl)
  const { tenant } = await createCompany(world, { slug: 'firm', name: 'Firm', language: 'en', ...company })
  return {
    world,
    ownerUrl: database.ownerUrl,
    tenantId: tenant.id,
    operator: { tenantId: tenant.id, userId: null, actor: operator, language: 'en' },
    async close() {
      await world.close()
      await database.drop()
    },
  }
}

export function businessWorld(ownerUrl: string): TestWorld {
  let models: Models | null = null
  const world = bareWorld(ownerUrl, {
    registry: businessRegistry,
    modelOf: (tenantId) => (models as Models).of(tenantId),
  })
  models = openModels({ database: world.database, registry: businessRegistry, settingsIn })
  const made = models
  return { ...world, models: { of: (tenantId) => made.of(tenantId), forget: (tenantId) => made.forget(tenantId) } }
}

export async function fileOf(world: World, session: Session, content: string | Buffer): Promise<string> {
  const bytes = Buffer.from(content as string)
  const { tenantId } = session
  const id = world.newId()
  const at = world.clock()
  await world.database.inTenant(tenantId, async (tx) => {
    await beginFile(tx, tenantId, { id, name: 'rows.csv', type: 'text/csv', userId: session.userId ?? tenantId, at })
    await putChunk(tx, tenantId, { fileId: id, seq: 0, bytes })
    await finishFile(tx, tenantId, { id, size: bytes.length, sha256: createHash('sha256').update(bytes).digest(), at })
  })
  return id
}

export interface Importing {
  readonly content: string | Buffer
  readonly mapping: Record<string, unknown>
  readonly options?: Record<string, unknown>
}

/** Begins the import and does the work of the job. */
export async function imported(world: World, session: Session, asked: Importing): Promise<ShownImport> {
  const desk = openDesk(world)
  const fileId = await fileOf(world, session, asked.content)
  const begun = await desk.start(session, {
    object: asked.mapping.object as string,
    fileId,
    mapping: asked.mapping,
    options: asked.options ?? {},
  })
  await runNext(world, kinds, { subjectId: begun.id })
  return desk.find(session, begun.id)
}
