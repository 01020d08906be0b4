/** Random secrets of this installation, made at the first start and kept in DATA_DIR/secrets.json (0600). */
import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BootFault } from './fault.ts'

/** Each is 32 random bytes as base64url. */
export interface Secrets {
  /** Signs list cursors. */
  cursorKey: string
  /** Wraps the key of each person whose data is encrypted (R17). */
  personKey: string
  /** Signs cookies and one-time links. */
  signingKey: string
  /** Passwords of the database roles that the owner creates (R9). */
  appPassword: string
  controlPassword: string
}

const names = ['cursorKey', 'personKey', 'signingKey', 'appPassword', 'controlPassword'] as const

/** Reads the secrets, adding those an older version did not have. */
export async function openSecrets(dataDir: string): Promise<Secrets> {
  await mkdir(dataDir, { recursive: true })
  const path = join(dataDir, 'secrets.json')
  const kept = await readSecrets(path)
  const secrets = Object.fromEntries(names.map((name) => [name, kept?.[name] ?? randomSecret()])) as unknown as Secrets
  if (kept && names.every((name) => kept[name])) return secrets
  return (await writeSecrets(path, { secrets, first: !kept })) ? secrets : openSecrets(dataDir)
}

export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

async function readSecrets(path: string): Promise<Partial<Secrets> | undefined> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined
    throw new BootFault(`The secrets in ${path} cannot be read: ${error.message}.`)
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new BootFault(`The secrets in ${path} are damaged; restore this file from a backup.`)
  }
}

/** Written whole beside and then linked, so that of two first starts one wins and neither leaves half a file. */
async function writeSecrets(path: string, { secrets, first }: { secrets: Secrets; first: boolean }): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true })
  try {
    await (first ? link(draft, path) : rename(draft, path))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}
