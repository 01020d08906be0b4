/** One server for one data directory: a lock file that a killed server leaves behind does not block the next. */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { BootFault } from './fault.ts'
import { isAlive, machine, startedAt } from './processes.ts'

export interface Lock {
  release(): Promise<void>
}

interface Holder {
  id: string
  pid: number
  /** When that process began, so that another one with the same number is not taken for it. */
  startedAt: string
  /** The machine and process namespace in which the number means something. */
  machine: string
}

const beatMs = 2_000
const silenceMs = 5_000

/** Throws BootFault when a living server holds the directory. */
export async function lockDataDir(dataDir: string): Promise<Lock> {
  await mkdir(dataDir, { recursive: true })
  const path = join(dataDir, 'server.lock')
  const self: Holder = { id: randomUUID(), pid: process.pid, startedAt: startedAt(process.pid), machine: machine() }
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await place(path, self)) return hold(path, self)
    const holder = await readHolder(path)
    if (!holder) continue
    if (await isHeld(path, holder)) {
      throw new BootFault(`Another OpenLTC server (process ${holder.pid}) is already running on ${dataDir}.`)
    }
    await removeStale(path, holder)
  }
  throw new BootFault(`The lock ${path} keeps changing hands; is another server starting on it?`)
}

/** Linking a finished file is atomic: it either appears whole or not at all. */
async function place(path: string, self: Holder): Promise<boolean> {
  const draft = `${path}.${self.id}`
  await writeFile(draft, JSON.stringify(self), { mode: 0o600 })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

function hold(path: string, self: Holder): Lock {
  const beat = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => {})
  }, beatMs)
  beat.unref()
  return {
    async release() {
      clearInterval(beat)
      if ((await readHolder(path))?.id === self.id) await rm(path, { force: true })
    },
  }
}

/** A holder elsewhere (another container on the same volume) cannot be looked up: its heartbeat tells. */
async function isHeld(path: string, holder: Holder): Promise<boolean> {
  if (holder.machine === machine()) return isAlive(holder.pid) && startedAt(holder.pid) === holder.startedAt
  const before = await beatOf(path)
  await wait(silenceMs)
  return (await beatOf(path)) !== before
}

/** Two starts may both find the same dead lock: what is moved away is looked at again before it is thrown away. */
async function removeStale(path: string, holder: Holder): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  )
  if (!moved) return
  const found = await readHolder(aside)
  if (found && found.id !== holder.id) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return { id: '', pid: 0, startedAt: '', machine: machine() }
  }
}

async function beatOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  )
}
