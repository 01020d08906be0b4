/** Finds the database of a data directory: the one a running server holds, an outside one, or one of our own. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '../boot/config.ts'
import { startPostgres } from '../boot/postgres.ts'
import { isAlive } from '../boot/processes.ts'

export interface Running {
  readonly ownerUrl: string
  /** A server keeps the schema; else whoever opens brings it up to date. */
  readonly kept: boolean
  stop(): Promise<void>
}

export async function openRunning(config: Config): Promise<Running> {
  if (config.databaseUrl) return { ownerUrl: config.databaseUrl, kept: false, stop: async () => {} }
  const ownerUrl = await urlOfServer(config.dataDir)
  if (ownerUrl) return { ownerUrl, kept: true, stop: async () => {} }
  const postgres = await startPostgres({ dataDir: config.dataDir, log: () => {} })
  return { ownerUrl: postgres.ownerUrl, kept: false, stop: () => postgres.stop() }
}

/** What the database of a running server left in its own files; null when none runs. */
export async function urlOfServer(dataDir: string): Promise<string | null> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => null)
  const text = await read(join(dataDir, 'postgres.json'))
  if (text === null) return null
  const { password, elsewhere } = JSON.parse(text) as { password: string; elsewhere?: string }
  const home = elsewhere ?? join(resolve(dataDir), 'postgres')
  const lines = (await read(join(home, 'data', 'postmaster.pid')))?.split('\n') ?? []
  const [pid, , , port, socket, address, , status] = lines.map((line) => line.trim())
  if (status !== 'ready' || !isAlive(Number(pid))) return null
  const host = socket ? encodeURIComponent(socket) : `${address || '127.0.0.1'}:${port}`
  return `postgresql://openltc:${password}@${host}/openltc`
}
