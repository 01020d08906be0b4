/** Runs the queue of background work: one worker of all servers holds a job, and what one left another goes on with. */
import { Fault } from '../store/database.ts'
import { type ClaimedJob, claimJob, endJob, jobsChannel, keepLease, postponeJob } from '../store/jobs.ts'
import type { World } from '../world.ts'

export { jobsChannel } from '../store/jobs.ts'

export const leaseSeconds = 60
const pollMs = 2_000
const mostAttempts = 8

/** Thrown where work notices that another worker took it over, or that this server is stopping. */
export class WorkEnded extends Error {
  readonly why: 'lost' | 'stopping'
  constructor(why: 'lost' | 'stopping') {
    super(`the work ended here: ${why}`)
    this.why = why
  }
}

export interface Work {
  readonly job: ClaimedJob
  /** Throws WorkEnded when the server stops; asked between two steps that each leave everything consistent. */
  pause(): void
}

export interface Kind {
  run(world: World, work: Work): Promise<void>
  /** Called when it failed for good. */
  failed(world: World, job: ClaimedJob): Promise<void>
}

export type Kinds = Readonly<Record<string, Kind>>

export interface Jobs {
  /** Looks for work now instead of at the next poll. */
  wake(): void
  /** Lets the running step end, gives the job back and stops looking. */
  stop(): Promise<void>
}

export async function openJobs(world: World, kinds: Kinds): Promise<Jobs> {
  let stopping = false
  let rung: () => void = () => {}
  const wake = () => rung()
  const deaf = await world.database.listen(jobsChannel, wake)
  const looking = (async () => {
    while (!stopping) {
      const worked = await runNext(world, kinds, { stopping: () => stopping }).catch((error) => {
        world.log.error('the queue of jobs could not be read', { error: String(error) })
        return false
      })
      if (!worked && !stopping)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMs)
          timer.unref()
          rung = () => {
            clearTimeout(timer)
            resolve()
          }
        })
    }
  })()
  return {
    wake,
    async stop() {
      stopping = true
      wake()
      deaf()
      await looking
    },
  }
}

/** Claims and runs one job; false when there was none. */
export async function runNext(
  world: World,
  kinds: Kinds,
  given: { stopping?: () => boolean; subjectId?: string } = {},
): Promise<boolean> {
  const claiming = { kinds: Object.keys(kinds), leaseSeconds, subjectId: given.subjectId ?? null }
  const job = await world.database.control((tx) => claimJob(tx, claiming))
  if (!job) return false
  const kind = kinds[job.kind] as Kind
  const work: Work = {
    job,
    pause() {
      if (given.stopping?.()) throw new WorkEnded('stopping')
    },
  }
  const beat = keepBeating(world, job)
  try {
    await kind.run(world, work)
    await world.database.control((tx) => endJob(tx, job, { state: 'done', problem: null }))
  } catch (error) {
    await settle(world, { job, kind, error })
  } finally {
    clearInterval(beat)
  }
  return true
}

/** A step may take longer than the lease; who is alive renews it. */
function keepBeating(world: World, job: ClaimedJob): NodeJS.Timeout {
  const renew = () => world.database.control((tx) => keepLease(tx, job, leaseSeconds)).catch(() => false)
  const beat = setInterval(renew, (leaseSeconds * 1000) / 3)
  beat.unref()
  return beat
}

async function settle(
  world: World,
  { job, kind, error }: { job: ClaimedJob; kind: Kind; error: unknown },
): Promise<void> {
  if (error instanceof WorkEnded) {
    if (error.why === 'stopping')
      await world.database.control((tx) => postponeJob(tx, job, { seconds: 0, problem: 'the server stopped' }))
    return
  }
  const problem = error instanceof Error ? error.message.slice(0, 1000) : String(error)
  const passing = error instanceof Fault && error.retry && job.attempts < mostAttempts
  world.log.error('a job failed', { kind: job.kind, subject: job.subjectId, again: passing, error: problem })
  if (passing) {
    const seconds = Math.min(300, 2 ** job.attempts)
    await world.database.control((tx) => postponeJob(tx, job, { seconds, problem })).catch(() => {})
    return
  }
  await world.database.control((tx) => endJob(tx, job, { state: 'failed', problem }))
  await kind.failed(world, job)
}
