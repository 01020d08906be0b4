/** `ltc verify`: proves every company's records and books against its log; code 1 when something does not hold. */
import { verifyTenant } from '../follow/verify.ts'
import { listTenants } from '../store/companies.ts'
import { type CliCommand, companyOf, exit, show } from './scene.ts'

export const verify: CliCommand = {
  name: 'verify',
  usage: 'verify [--org <slug>] [--json]',
  says: 'Check that records, ledger, stock and numbers agree with the log',
  options: { texts: ['org'] },
  async local(local) {
    const { world, terminal, given } = local
    const tenants =
      given.text('org') === undefined ? await world.database.control((tx) => listTenants(tx)) : [await companyOf(local)]
    const out = []
    for (const tenant of tenants) out.push({ org: tenant.slug, ...(await verifyTenant(world, tenant.id)) })
    if (given.flag('json')) show(terminal, out)
    else {
      for (const one of out) {
        terminal.out(`${one.org}: ${one.records} records, ${one.events} events, ${one.breaches.length} breaches`)
        for (const { rule, subject, expected, found, message } of one.breaches)
          terminal.out(`  ${rule} ${subject}: ${message[terminal.language]} (${expected} / ${found})`)
      }
    }
    return out.every((one) => one.breaches.length === 0) ? exit.done : exit.refused
  },
}
