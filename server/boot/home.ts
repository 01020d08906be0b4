/** Where the embedded database lives, which user it runs as, and the password of its owner. */
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canReach, findBinaries, type RunAs } from './binaries.ts'
import { BootFault } from './fault.ts'
import { randomSecret } from './secrets.ts'

export interface Home {
  /** Holds data/, run/ and the log; belongs to the user PostgreSQL runs as. */
  path: string
  data: string
  /** Directory of the socket. */
  run: string
  logFile: string
  password: string
  runAs?: RunAs
  /** The folder of the programs. */
  native: string
}

/** Kept in DATA_DIR/postgres.json (0600). */
interface Kept {
  password: string
  /** Only where the database could not stay in the data directory: root's home is closed to any other user. */
  elsewhere?: string
}

const shelter = '/var/lib/openltc'
const nobody = 65534
/** The system's limit is 107 bytes for the whole path of the socket; its name takes 19. */
const longestRun = 85

export async function openHome(dataDir: string): Promise<Home> {
  await mkdir(dataDir, { recursive: true })
  const isRoot = process.getuid?.() === 0
  const kept = (await readKept(dataDir)) ?? { password: randomSecret() }
  const here = join(await realpath(dataDir), 'postgres')
  const path = kept.elsewhere ?? (isRoot ? await placeForRoot(dataDir, here) : here)
  if (kept.elsewhere && !existsSync(path)) {
    throw new BootFault(`The database of ${dataDir} is kept in ${path}, which is missing.`)
  }
  const runAs = isRoot ? await userFor(path) : undefined
  await makeFor(path, runAs)
  if (runAs && !(await canReach(path, runAs))) {
    throw new BootFault(
      `PostgreSQL runs as user ${runAs.uid}, which may not enter ${path}; open the directories above it.`,
    )
  }
  await refuseForeign(path)
  await keep(dataDir, path === here ? { password: kept.password } : { password: kept.password, elsewhere: path })
  const native = await findBinaries(runAs ? shelter : path, runAs)
  const home: Home = {
    path,
    data: join(path, 'data'),
    run: await openRun(path, runAs),
    logFile: join(path, 'postgres.log'),
    password: kept.password,
    native,
  }
  return runAs ? { ...home, runAs } : home
}

/** Entering the data directory is opened to others (its files stay closed); what lies above it is not ours to open. */
async function placeForRoot(dataDir: string, here: string): Promise<string> {
  if (existsSync(join(here, 'data'))) return here
  const { mode } = await stat(dataDir)
  if ((mode & 0o001) === 0) await chmod(dataDir, (mode & 0o7777) | 0o011)
  if (await canReach(join(here, '..'), await nobodyOf())) return here
  await mkdir(shelter, { recursive: true, mode: 0o755 })
  return mkdtemp(join(shelter, 'db-'))
}

/** A database made by another user than root goes on running as that user. */
async function userFor(path: string): Promise<RunAs> {
  const owner = await stat(join(path, 'data')).catch(() => undefined)
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobodyOf()
}

async function nobodyOf(): Promise<RunAs> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const fields = users
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':')
  return { uid: Number(fields?.[2] ?? nobody), gid: Number(fields?.[3] ?? nobody) }
}

async function makeFor(path: string, runAs?: RunAs): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  if (!runAs) return
  await chown(path, runAs.uid, runAs.gid)
  await chmod(path, 0o700)
}

async function refuseForeign(path: string): Promise<void> {
  const me = process.getuid?.()
  const found = await stat(join(path, 'data')).catch(() => undefined)
  if (me === undefined || me === 0 || !found || found.uid === me) return
  throw new BootFault(`The database in ${path} belongs to user ${found.uid}; start OpenLTC as that user or as root.`)
}

async function openRun(path: string, runAs?: RunAs): Promise<string> {
  const run = join(path, 'run')
  const place = Buffer.byteLength(run) <= longestRun ? run : await mkdtemp(join(tmpdir(), 'openltc-'))
  await makeFor(place, runAs)
  return place
}

async function readKept(dataDir: string): Promise<Kept | undefined> {
  const path = join(dataDir, 'postgres.json')
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined
    throw new BootFault(`The password of the database in ${path} cannot be read: ${error.message}.`)
  })
  return text === undefined ? undefined : JSON.parse(text)
}

async function keep(dataDir: string, kept: Kept): Promise<void> {
  const path = join(dataDir, 'postgres.json')
  const text = `${JSON.stringify(kept, null, 2)}\n`
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}
