/** Keeps the thread of background work going: one that ends by itself begins anew where its checkpoints stand. */
import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Log } from '../world.ts'
import type { Config } from './config.ts'
import type { Secrets } from './secrets.ts'
import type { Urls } from './world.ts'

export interface WorkGiven {
  readonly urls: Urls
  readonly secrets: Secrets
  readonly logLevel: Config['logLevel']
}

/** Rows and what is made of them come and go by the megabyte: room for the young, and a lid for the old. */
const resourceLimits = { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 64 }
const againMs = 1_000
const stopMs = 20_000

export function startWork(given: WorkGiven, log: Log): { stop(): Promise<void> } {
  let stopping = false
  let worker: Worker
  let again: NodeJS.Timeout | undefined
  const begin = () => {
    worker = openWorker(given)
    worker.on('error', (error) => log.error('background work ended', { error: String(error) }))
    worker.on('exit', () => {
      if (!stopping) again = setTimeout(begin, againMs)
    })
  }
  begin()
  return {
    async stop() {
      stopping = true
      clearTimeout(again)
      const stopped = new Promise<void>((resolve) => {
        worker.once('message', () => resolve())
        worker.once('exit', () => resolve())
        setTimeout(resolve, stopMs).unref()
      })
      worker.postMessage('stop')
      await stopped
      await worker.terminate()
    },
  }
}

/** In a build it stands beside the server as JavaScript; from source it is translated on the way in. */
function openWorker(workerData: WorkGiven): Worker {
  const built = new URL('./work.worker.js', import.meta.url)
  if (existsSync(built)) return new Worker(built, { workerData, resourceLimits })
  const source = JSON.stringify(new URL('./work.worker.ts', import.meta.url).href)
  const start = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${source}))`
  return new Worker(start, { eval: true, workerData, resourceLimits })
}
