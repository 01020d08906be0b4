/** Wires a world from the configuration: database, schema, models, news. Server and command line share it. */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { settingsIn } from '../../flow/setup/company.ts'
import type { Registry } from '../../kernel/registry.ts'
import { openChanges } from '../follow/changes.ts'
import { openDatabase } from '../store/database.ts'
import { uuid7 } from '../store/identity.ts'
import { driftOf, migrate, refusePowerfulRole } from '../store/migrate.ts'
import { modelObjects, openModels } from '../store/models.ts'
import type { Log, World } from '../world.ts'
import type { Config } from './config.ts'
import { BootFault } from './fault.ts'
import { databaseUrl } from './postgres.ts'
import type { Secrets } from './secrets.ts'

export interface Urls {
  readonly owner: string
  readonly app: string
  readonly control: string
}

/** Where the roles connect: as told by the environment, else as the roles that the owner makes. */
export function urlsOf(config: Config, given: { ownerUrl: string; secrets: Secrets }): Urls {
  const { ownerUrl, secrets } = given
  return {
    owner: ownerUrl,
    app: config.appDatabaseUrl ?? databaseUrl(ownerUrl, { user: 'openltc_app', password: secrets.appPassword }),
    control:
      config.controlDatabaseUrl ??
      databaseUrl(ownerUrl, { user: 'openltc_control', password: secrets.controlPassword }),
  }
}

export interface Preparing {
  readonly registry: Registry
  readonly secrets: Secrets
  readonly now: string
  /** The operator made the roles and keeps their passwords (APP_DATABASE_URL). */
  readonly ownRoles: boolean
}

/** Brings the schema up to this release, or says in one sentence why the server must not start. */
export async function prepareSchema(urls: Urls, given: Preparing): Promise<void> {
  const { secrets, registry, now, ownRoles } = given
  const folder = fileURLToPath(new URL('./migrations/', migrationsBase()))
  const passwords = ownRoles ? null : { app: secrets.appPassword, control: secrets.controlPassword }
  await migrate({ ownerUrl: urls.owner, folder, passwords, now })
  const drift = await driftOf(urls.owner, [...registry.objects.values()])
  if (drift.length > 0) {
    throw new BootFault(
      `the database does not match this release: ${drift.slice(0, 3).join('; ')}${drift.length > 3 ? ' …' : ''}`,
    )
  }
  await refusePowerfulRole(urls.app)
  await refusePowerfulRole(urls.control)
}

/** From source the migrations stand in store/, in a build beside the bundle. */
function migrationsBase(): string {
  return import.meta.url.endsWith('/boot/world.ts') ? new URL('../store/', import.meta.url).href : import.meta.url
}

export interface Opened {
  readonly world: World
  close(): Promise<void>
}

export async function openWorld(
  urls: Urls,
  given: { registry: Registry; secrets: Secrets; log: Log },
): Promise<Opened> {
  const { registry, secrets, log } = given
  const database = openDatabase({
    tenantUrl: urls.app,
    controlUrl: urls.control,
    onFault: (fault) => log.warn('a database connection was lost', { error: fault.message }),
  })
  const changes = await openChanges(database, { server: randomUUID(), log })
  const models = openModels({ database, registry, settingsIn })
  changes.subscribe(({ tenantId, object }) => {
    if (modelObjects.has(object)) models.forget(tenantId)
  })
  const world: World = {
    database,
    clock: () => new Date().toISOString(),
    newId: () => uuid7(Date.now()),
    log,
    registry,
    models,
    changes,
    secrets: { signing: secrets.signingKey, person: secrets.personKey },
  }
  return {
    world,
    async close() {
      await changes.close()
      await database.close()
    },
  }
}
