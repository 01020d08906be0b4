/** `ltc backup` and `ltc restore`: everything of all companies as one file, and back into an empty database. */
import { readConfig } from '../boot/config.ts'
import { openSecrets } from '../boot/secrets.ts'
import { urlsOf } from '../boot/world.ts'
import { verifyTenant } from '../follow/verify.ts'
import { type Manifest, writeBackup } from '../store/backup.ts'
import { listTenants } from '../store/companies.ts'
import { RestoreFault, readBackup } from '../store/restore.ts'
import { type CliCommand, exit, type Local, show } from './scene.ts'

export const backup: CliCommand = {
  name: 'backup',
  usage: 'backup --to <file> [--json]',
  says: 'Write all companies into one file, as they stand at this moment',
  options: { texts: ['to'] },
  async local({ ownerUrl, world, terminal, given }) {
    const config = readConfig()
    const urls = urlsOf(config, { ownerUrl, secrets: await openSecrets(config.dataDir) })
    const manifest = await writeBackup({
      controlUrl: urls.control,
      ownerUrl,
      path: given.need('to'),
      now: world.clock(),
    })
    if (given.flag('json')) show(terminal, manifest)
    else terminal.out(`${given.need('to')}: ${rowsOf(manifest)} rows of ${manifest.tables.length} tables`)
    return exit.done
  },
}

export const restore: CliCommand = {
  name: 'restore',
  usage: 'restore --from <file> [--json]',
  says: 'Read a backup into an empty database and verify it',
  options: { texts: ['from'] },
  local: restored,
}

const rowsOf = (manifest: Manifest): number => manifest.tables.reduce((sum, table) => sum + table.rows, 0)

async function restored({ ownerUrl, world, terminal, given }: Local) {
  let manifest: Manifest
  try {
    manifest = await readBackup(ownerUrl, given.need('from'))
  } catch (error) {
    if (!(error instanceof RestoreFault)) throw error
    terminal.err(`ltc: ${error.message}`)
    return exit.refused
  }
  const tenants = await world.database.control((tx) => listTenants(tx))
  const verified = []
  for (const tenant of tenants) verified.push({ org: tenant.slug, ...(await verifyTenant(world, tenant.id)) })
  const breaches = verified.flatMap((one) => one.breaches)
  if (given.flag('json')) show(terminal, { tables: manifest.tables, verified })
  else terminal.out(`${rowsOf(manifest)} rows, ${tenants.length} companies, ${breaches.length} breaches`)
  return breaches.length === 0 ? exit.done : exit.refused
}
