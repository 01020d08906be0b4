/** A hot copy of the embedded database (R12): file by file while everyone works, ready to be started as it lies. */
import { constants } from 'node:fs'
import { copyFile, mkdir, open, readdir, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

export interface Copying {
  readonly ownerUrl: string
  /** The data folder of the running cluster. */
  readonly from: string
  /** Where the copy's data folder is made; it must not be there yet. */
  readonly to: string
}

export interface Copied {
  readonly files: number
  readonly bytes: number
}

/** Made anew by a start, or the business of the running server alone. */
const emptied = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const skipped = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map', 'pg_internal.init'])
const slot = 'openltc_copy'

export async function copyCluster({ ownerUrl, from, to }: Copying): Promise<Copied> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await mkdir(to, { recursive: true, mode: 0o700 })
    // Holds back what the log of changes would otherwise reuse before it is copied; gone with the connection.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot])
    await client.query(`select pg_backup_start('openltc', true)`)
    const sum = { files: 0, bytes: 0 }
    await copyFolder(from, to, { sum, top: true })
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(true)')
    await writeFile(join(to, 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600, flush: true })
    // Everything written since the copy began: from it a start brings all files to one moment.
    await copyFolder(join(from, 'pg_wal'), join(to, 'pg_wal'), { sum, top: false })
    return sum
  } finally {
    await client.end()
  }
}

interface Way {
  readonly sum: { files: number; bytes: number }
  readonly top: boolean
}

/** A file that goes while we copy was dropped meanwhile; the log of changes knows it. */
async function copyFolder(from: string, to: string, way: Way): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const entry of await readdir(from, { withFileTypes: true }).catch(gone)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (skipped.has(entry.name) || entry.name.startsWith('pgsql_tmp')) continue
    if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else if (!entry.isDirectory()) await copyOne(source, target, way)
    else if (way.top && emptied.has(entry.name)) await mkdir(target, { mode: 0o700 })
    else await copyFolder(source, target, { ...way, top: false })
  }
}

async function copyOne(source: string, target: string, { sum }: Way): Promise<void> {
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE)
    const file = await open(target, 'r')
    await file.sync()
    sum.bytes += (await file.stat()).size
    await file.close()
    sum.files++
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function gone(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return []
  throw error
}
