/** Tells this process at once and the others soon what changed; nothing waits for it inside a transaction. */
import type { Database } from '../store/database.ts'
import type { Change, Changes, Log } from '../world.ts'

const channel = 'openltc_changes'
/** PostgreSQL carries at most 8,000 bytes in a notification; one change takes some two hundred. */
const most = 30

/** NOTIFY takes a lock over the whole database at commit, so it is sent after commit and in bundles. */
export async function openChanges(
  database: Database,
  given: { server: string; log: Log },
): Promise<Changes & { close(): Promise<void> }> {
  const hearers = new Set<(change: Change) => void>()
  let waiting: Change[] = []
  let timer: NodeJS.Timeout | null = null
  const tell = (changes: readonly Change[]) => {
    for (const change of changes) for (const hear of hearers) hear(change)
  }
  const send = async () => {
    timer = null
    const bundle = waiting
    waiting = []
    for (let from = 0; from < bundle.length; from += most) {
      const text = JSON.stringify({ server: given.server, changes: bundle.slice(from, from + most) })
      await database
        .notify(channel, text)
        .catch((error) => given.log.warn('changes were not told to other servers', { error: String(error) }))
    }
  }
  const stop = await database.listen(channel, (payload) => {
    const told = JSON.parse(payload) as { server: string; changes: Change[] }
    if (told.server !== given.server) tell(told.changes)
  })
  return {
    publish(changes) {
      tell(changes)
      waiting.push(...changes)
      timer ??= setTimeout(send, 40)
    },
    subscribe(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    async close() {
      stop()
      if (timer) {
        clearTimeout(timer)
        await send()
      }
    },
  }
}
