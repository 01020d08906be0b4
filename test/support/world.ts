/** A world for tests: a real database, a clock the test moves, people who act. */
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import type { Loose } from '../../kernel/fact.ts'
import type { Actor } from '../../kernel/permit.ts'
import type { Registry } from '../../kernel/registry.ts'
import type { Role } from '../../kernel/role.ts'
import { modes } from '../../kernel/settings.ts'
import { databaseUrl } from '../../server/boot/postgres.ts'
import { openDatabase } from '../../server/store/database.ts'
import { proposeTables } from '../../server/store/ddl.ts'
import { uuid7 } from '../../server/store/identity.ts'
import { migrate } from '../../server/store/migrate.ts'
import type { Model, Session, World } from '../../server/world.ts'
import { testPasswords, testPersonKey } from './passwords.ts'
import { sampleObjects, sampleRegistry } from './sample.ts'

export const quietLog = { info() {}, warn() {}, error() {} }

export interface TestWorld extends World {
  readonly ownerUrl: string
  /** Null goes back to the present. */
  moveTo(now: string | null): void
  close(): Promise<void>
}

/** The sample business on an empty database named by its owner's URL. */
export async function sampleWorld(ownerUrl: string): Promise<TestWorld> {
  await onlyCore(ownerUrl)
  return openSample(ownerUrl)
}

/** The same where the tables are there already. */
export function openSample(ownerUrl: string): TestWorld {
  const model = (tenantId: string): Model => ({
    tenantId,
    companyName: 'Sample',
    registry: sampleRegistry,
    objects: sampleRegistry.objects,
    byPlural: sampleRegistry.byPlural,
    settings: modes.standard,
    changes: {},
    customFields: () => [],
  })
  return bareWorld(ownerUrl, { registry: sampleRegistry, modelOf: async (tenantId) => model(tenantId) })
}

export function bareWorld(
  ownerUrl: string,
  given: { registry: Registry; modelOf: (tenantId: string) => Promise<Model> },
): TestWorld {
  const database = openDatabase({
    tenantUrl: databaseUrl(ownerUrl, { user: 'openltc_app', password: testPasswords.app }),
    controlUrl: databaseUrl(ownerUrl, { user: 'openltc_control', password: testPasswords.control }),
    onFault: () => {},
  })
  let now: string | null = null
  return {
    ownerUrl,
    database,
    clock: () => now ?? new Date().toISOString(),
    newId: () => uuid7(Date.now()),
    log: quietLog,
    registry: given.registry,
    models: { of: given.modelOf, forget: () => {} },
    changes: { publish: () => {}, subscribe: () => () => {} },
    secrets: { signing: 'test', person: testPersonKey },
    moveTo(next) {
      now = next
    },
    close: () => database.close(),
  }
}

async function onlyCore(ownerUrl: string): Promise<void> {
  const folder = new URL('../../server/store/migrations/', import.meta.url)
  await migrate({
    ownerUrl,
    folder: folder.pathname,
    passwords: testPasswords,
    now: new Date().toISOString(),
    only: ['0001_core.sql', '0014_leaving.sql'],
  })
  await asOwner(ownerUrl, proposeTables(sampleObjects))
}

/** SQL as the owner: to prepare a database, or to break it on purpose. */
export async function asOwner(ownerUrl: string, text: string, values: unknown[] = []): Promise<Loose[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const result = await client.query(text, values)
    return (Array.isArray(result) ? result.at(-1) : result).rows
  } finally {
    await client.end()
  }
}

export async function migrationFiles(): Promise<string[]> {
  return (await readdir(new URL('../../server/store/migrations/', import.meta.url))).sort()
}

export const readMigration = (name: string): Promise<string> =>
  readFile(new URL(`../../server/store/migrations/${name}`, import.meta.url), 'utf8')

/** A session of a person with these roles; the person need not be a row unless it owns records. */
export function sessionOf(tenantId: string, roles: readonly Role[], more: Partial<Actor> = {}): Session {
  const actor: Actor = {
    id: more.id ?? null,
    kind: 'person',
    roles,
    deptId: null,
    deptTree: [],
    pools: [],
    channel: 'ui',
    ...more,
  }
  return { tenantId, userId: actor.id, actor, language: 'zh' }
}
