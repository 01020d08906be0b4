/** A worker that goes on with one import until it is killed; started and buried by importKill.test.ts. */
import { runNext } from '../../server/follow/jobs.ts'
import { kinds } from '../../server/follow/kinds.ts'
import { businessWorld } from '../support/importing.ts'

const [ownerUrl = '', importId = ''] = process.argv.slice(2)
const world = businessWorld(ownerUrl)
await runNext(world, kinds, { subjectId: importId })
await world.close()
