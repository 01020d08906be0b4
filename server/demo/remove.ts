/** Takes the demo company away, whole: its records, log, files, logins and everything else of it. */
import { listTenants } from '../store/companies.ts'
import { dropDemo } from '../store/demo.ts'
import type { World } from '../world.ts'

/** Other companies are left untouched. */
export async function removeDemo(world: World): Promise<void> {
  for (const { id, demo } of await world.database.control(listTenants)) {
    if (!demo) continue
    await world.database.control((tx) => dropDemo(tx, id))
    world.models.forget(id)
  }
}
