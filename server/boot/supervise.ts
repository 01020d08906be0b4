/** The server's side of the supervisor: starts it, listens to it; closing its pipe shuts the database down. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

/** What the supervisor is to run, and how. */
export interface Orders {
  bin: string
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  logFile: string
  uid?: number
  gid?: number
}

export interface Supervisor {
  /** Why the database can no longer come up, or undefined while it may. */
  failure(): string | undefined
  onLost(listener: (reason: string) => void): void
  stop(): Promise<void>
}

/** In a session of its own, so that Ctrl-C reaches the server alone, which first finishes its requests. */
export function supervise(orders: Orders, log: (line: string) => void): Supervisor {
  const script = fileURLToPath(new URL('./supervisor.mjs', import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(orders)], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    windowsHide: true,
  })
  letServerEnd(child)
  let failure: string | undefined
  let stopping = false
  let lost: (reason: string) => void = () => {}
  child.stdin?.on('error', () => {})
  child.stdout?.on('data', (chunk) => {
    const report = String(chunk).trim()
    if (report.startsWith('failed')) failure = report
    else if (report.includes('exited') && !stopping) log(`The database ended (${report}); starting it again`)
  })
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve())
    child.on('error', (error) => {
      failure = error.message
      resolve()
    })
  })
  ended.then(() => {
    failure ??= 'it ended at once, again and again'
    if (!stopping) lost(failure)
  })
  return {
    failure: () => failure,
    onLost(listener) {
      lost = listener
    },
    async stop() {
      stopping = true
      child.ref()
      child.stdin?.end()
      await ended
    },
  }
}

/** A server that has nothing left to do may end without asking; its end closes the pipe. */
function letServerEnd(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdin, child.stdout]) (stream as Socket | null)?.unref()
}
