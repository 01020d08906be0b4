/** `ltc backup` and `ltc restore`: everything of all companies as one file, and back into an empty database. */
import { existsSync } from 'node:fs'
import { readConfig } from '../boot/config.ts'
import { copyHome } from '../boot/hotCopy.ts'
import { openSecrets } from '../boot/secrets.ts'
import { urlsOf } from '../boot/world.ts'
import { applyErasures } from '../follow/erasures.ts'
import { verifyTenant } from '../follow/verify.ts'
import { type Manifest, writeBackup } from '../store/backup.ts'
import { listTenants } from '../store/companies.ts'
import { RestoreFault, readBackup } from '../store/restore.ts'
import { UsageFault } from './arguments.ts'
import { type CliCommand, exit, type Local, show } from './scene.ts'

export const backup: CliCommand = {
  name: 'backup',
  usage: 'backup --to <file or folder> [--physical] [--json]',
  says: 'Write all companies into one file; --physical copies the embedded database as a data directory of its own',
  options: { texts: ['to'], flags: ['physical'] },
  local: (local) => (local.given.flag('physical') ? copied(local) : written(local)),
}

async function written({ ownerUrl, world, terminal, given }: Local) {
  const config = readConfig()
  const secrets = await openSecrets(config.dataDir)
  const manifest = await writeBackup({
    controlUrl: urlsOf(config, { ownerUrl, secrets }).control,
    ownerUrl,
    path: given.need('to'),
    personKey: secrets.personKey,
    now: world.clock(),
  })
  if (given.flag('json')) show(terminal, manifest)
  else terminal.out(`${given.need('to')}: ${rowsOf(manifest)} rows of ${manifest.tables.length} tables`)
  return exit.done
}

/** The copy is a data directory: DATA_DIR=<folder> npm start goes on from the moment it was made. */
async function copied({ ownerUrl, terminal, given }: Local) {
  const config = readConfig()
  if (config.databaseUrl) throw new UsageFault('--physical copies the embedded database; this one is outside')
  const to = given.need('to')
  if (existsSync(to)) throw new UsageFault(`${to} is there already; name a folder that is not`)
  const sum = await copyHome(config.dataDir, { ownerUrl, to })
  if (given.flag('json')) show(terminal, { to, ...sum })
  else terminal.out(`${to}: ${sum.files} files, ${sum.bytes} bytes; start it with DATA_DIR=${to}`)
  return exit.done
}

export const restore: CliCommand = {
  name: 'restore',
  usage: 'restore --from <file> [--json]',
  says: 'Read a backup into an empty database, erase again who was erased since, and verify it',
  options: { texts: ['from'] },
  local: restored,
}

const rowsOf = (manifest: Manifest): number => manifest.tables.reduce((sum, table) => sum + table.rows, 0)

async function restored({ ownerUrl, world, terminal, given }: Local) {
  const { dataDir } = readConfig()
  const { personKey } = await openSecrets(dataDir)
  let manifest: Manifest
  try {
    manifest = await readBackup(ownerUrl, { path: given.need('from'), personKey })
  } catch (error) {
    if (!(error instanceof RestoreFault)) throw error
    terminal.err(`ltc: ${error.message}`)
    return exit.refused
  }
  const erasedAgain = await applyErasures(world, dataDir)
  const tenants = await world.database.control((tx) => listTenants(tx))
  const verified = []
  for (const tenant of tenants) verified.push({ org: tenant.slug, ...(await verifyTenant(world, tenant.id)) })
  const breaches = verified.flatMap((one) => one.breaches)
  if (given.flag('json')) show(terminal, { tables: manifest.tables, erasedAgain, verified })
  else
    terminal.out(
      `${rowsOf(manifest)} rows, ${tenants.length} companies, ${erasedAgain} erased again, ${breaches.length} breaches`,
    )
  return breaches.length === 0 ? exit.done : exit.refused
}
