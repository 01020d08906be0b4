/** A copy of the data directory while its server works: started with DATA_DIR it goes on from that moment (R12). */
import { existsSync } from 'node:fs'
import { copyFile, lchown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Copied, copyCluster } from '../store/physical.ts'

/** What stands beside the database and belongs to the same installation. */
const beside = ['secrets.json', 'erasures.jsonl', 'demo-users.json']

export async function copyHome(dataDir: string, { ownerUrl, to }: { ownerUrl: string; to: string }): Promise<Copied> {
  const kept = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8')) as Kept
  const from = join(kept.elsewhere ?? join(resolve(dataDir), 'postgres'), 'data')
  // Entered by the user of the database, as a data directory is; its files stay closed.
  await mkdir(to, { recursive: true, mode: 0o711 })
  const sum = await copyCluster({ ownerUrl, from, to: join(to, 'postgres', 'data') })
  await writeFile(join(to, 'postgres.json'), JSON.stringify({ password: kept.password }, null, 2), { mode: 0o600 })
  for (const name of beside) if (existsSync(join(dataDir, name))) await copyFile(join(dataDir, name), join(to, name))
  if (process.getuid?.() === 0) await ownAs(from, join(to, 'postgres'))
  return sum
}

interface Kept {
  readonly password: string
  readonly elsewhere?: string
}

/** The copy of a database that runs as another user belongs to that user too. */
async function ownAs(from: string, to: string): Promise<void> {
  const { uid, gid } = await stat(from)
  for (const name of ['', ...(await readdir(to, { recursive: true }))]) await lchown(join(to, name), uid, gid)
}
