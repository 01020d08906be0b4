/** Work that goes on after its request was answered, so that the answer's time tells nothing of it. */
import type { Log } from '../world.ts'

export interface Behind {
  run(work: () => Promise<void>): void
  /** Resolves when all of it is done. */
  settled(): Promise<void>
}

export function openBehind(log: Log): Behind {
  const running = new Set<Promise<void>>()
  return {
    run(work) {
      const done: Promise<void> = new Promise<void>((resolve) => setImmediate(resolve))
        .then(work)
        .catch((error) =>
          log.error('work behind an answer broke', { error: error instanceof Error ? error.stack : String(error) }),
        )
        .finally(() => running.delete(done))
      running.add(done)
    },
    settled: async () => void (await Promise.all(running)),
  }
}
