/** Starts the holder as a process of its own and listens to what it says. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

export interface Holder {
  process: ChildProcess
  /** The first line it said: `ready <url>` or `refused <why>`. */
  said: string
  url: string
}

export async function holdDatabase(dataDir: string): Promise<Holder> {
  const script = fileURLToPath(new URL('./holder.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => resolve(`ended ${code}`))
  })
  return { process: child, said, url: said.replace(/^ready /, '') }
}

export async function end(holder: Holder, signal: NodeJS.Signals): Promise<void> {
  // One that was refused may have gone by itself meanwhile.
  if (holder.process.exitCode !== null || holder.process.signalCode !== null) return
  const ended = new Promise((resolve) => holder.process.once('exit', resolve))
  holder.process.kill(signal)
  await ended
}

export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Answers once the condition holds; fails after ten seconds. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + 10_000
  while (!(await condition())) {
    if (Date.now() > until) throw new Error('It did not come about within ten seconds.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
