/** `ltc org export`, `ltc org import`: a company out as one archive, and in as a company of its own. `ltc revalue`. */
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refused } from '../../kernel/refusal.ts'
import { archiveOf, bringIn } from '../follow/moving.ts'
import { revalueMonth } from '../follow/revaluing.ts'
import { verifyTenant } from '../follow/verify.ts'
import { makeLink } from '../http/links.ts'
import { firstAdministrator } from '../store/people.ts'
import { UsageFault } from './arguments.ts'
import { type CliCommand, companyOf, exit, type Local, operatorOf, show } from './scene.ts'

export const orgExport: CliCommand = {
  name: 'org export',
  usage: 'org export --org <slug> --to <file.tar.gz> [--json]',
  says: 'Write everything of a company into one archive, to keep or to bring into another installation',
  options: { texts: ['org', 'to'] },
  async local(local) {
    const { world, terminal, given } = local
    const { id } = await companyOf(local)
    const to = given.need('to')
    let rows = 0
    try {
      const pieces = archiveOf(world, id, (n) => {
        rows = n
      })
      await pipeline(Readable.from(pieces), createWriteStream(`${to}.part`, { mode: 0o600, flush: true }))
      await rename(`${to}.part`, to)
    } catch (error) {
      await rm(`${to}.part`, { force: true })
      throw error
    }
    if (given.flag('json')) show(terminal, { to, rows })
    else terminal.out(`${to}: ${rows} rows`)
    return exit.done
  },
}

export const orgImport: CliCommand = {
  name: 'org import',
  usage: 'org import <slug> --from <file.tar.gz> [--name <name>] [--json]',
  says: 'Bring an archive in as a new company, unchanged, and verify it',
  options: { positions: [1, 1], texts: ['from', 'name'] },
  local: imported,
}

async function imported({ world, terminal, given }: Local) {
  const [slug = ''] = given.positions
  const name = given.text('name')
  const bytes = createReadStream(given.need('from')) as AsyncIterable<Buffer>
  const { tenant, manifest } = await bringIn(world, { slug, bytes, ...(name ? { name } : {}) })
  const { breaches, records } = await verifyTenant(world, tenant.id)
  const admin = await world.database.inTenant(tenant.id, (tx) => firstAdministrator(tx, tenant.id))
  const member = admin && { tenantId: tenant.id, userId: admin.id }
  const link = member && admin.email ? await makeLink(world, member, { email: admin.email }) : null
  const told = { ...tenant, records, breaches, welcome: link?.path ?? null, expiresAt: link?.expiresAt ?? null }
  if (given.flag('json')) show(terminal, { ...told, tables: manifest.tables, money: manifest.money })
  else {
    terminal.out(`${slug}\t${tenant.id}\t${records} records, ${breaches.length} breaches`)
    if (link) terminal.out(`${link.path}\t${link.expiresAt}`)
  }
  return breaches.length === 0 ? exit.done : exit.refused
}

export const revalue: CliCommand = {
  name: 'revalue',
  usage: 'revalue --org <slug> --month 2026-05 [--entity <code>] [--json]',
  says: 'Revalue open foreign invoices at the rate of the last day of a month; again changes nothing',
  options: { texts: ['org', 'month', 'entity'] },
  async local(local) {
    const { world, terminal, given } = local
    const month = given.need('month')
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new UsageFault('--month is as in 2026-05')
    const session = operatorOf(await companyOf(local), terminal.language)
    const runs = await revalueMonth(world, session, { month, entity: given.text('entity') ?? null })
    if (given.flag('json')) show(terminal, runs)
    else
      for (const one of runs)
        terminal.out(`${one.entity}\t${month}\t${one.state}\t${one.difference ?? ''}\t${one.items ?? ''}`)
    const refusals = runs.flatMap((one) => one.refusals)
    if (refusals.length > 0) throw new Refused(refusals)
    return exit.done
  },
}
