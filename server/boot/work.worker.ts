/** Background work in a thread of its own, so that pages stay quick while a million rows come in. */
import { parentPort, workerData } from 'node:worker_threads'
import { chain } from '../../flow/chain.ts'
import { objects } from '../../flow/index.ts'
import { registry as registryOf } from '../../kernel/registry.ts'
import { openJobs } from '../follow/jobs.ts'
import { kinds } from '../follow/kinds.ts'
import { openLog } from '../log.ts'
import { armFailPoint } from '../write/failpoint.ts'
import type { WorkGiven } from './work.ts'
import { openWorld } from './world.ts'

const { urls, secrets, logLevel } = workerData as WorkGiven
armFailPoint(process.env.FAIL_POINT)
const log = openLog(logLevel, (line) => process.stderr.write(line))
const { world, close } = await openWorld(urls, { registry: registryOf(objects, chain), secrets, log })
const jobs = await openJobs(world, kinds)
parentPort?.once('message', async () => {
  await jobs.stop()
  await close()
  parentPort?.postMessage('stopped')
})
