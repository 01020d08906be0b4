/** A dry run takes the same path as a real one, in a world whose transactions never commit. */
import type { Database } from '../../store/database.ts'
import type { World } from '../../world.ts'
import { remembering } from './remembering.ts'
import type { Scene } from './scene.ts'

class RolledBack extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('rolled back')
    this.result = result
  }
}

export function writingWorld({ world: given, options, plan }: Pick<Scene, 'world' | 'options' | 'plan'>): World {
  const world = options.history ? remembering(given, plan.declaration.name) : given
  if (!options.dryRun) return world
  const database: Database = {
    ...world.database,
    inTenant: (tenantId, work) =>
      world.database
        .inTenant(tenantId, async (tx) => {
          throw new RolledBack(await work(tx))
        })
        .catch((error) => {
          if (error instanceof RolledBack) return error.result as never
          throw error
        }),
  }
  return { ...world, database, changes: { ...world.changes, publish: () => {} } }
}
