/** `ltc org …`: companies of this installation. */
import type { CompanyMode } from '../../kernel/settings.ts'
import { makeLink } from '../http/links.ts'
import { listTenants } from '../store/companies.ts'
import { createCompany } from '../write/company.ts'
import { UsageFault } from './arguments.ts'
import { type CliCommand, exit, type Local, show } from './scene.ts'

export const orgCreate: CliCommand = {
  name: 'org create',
  usage:
    'org create <slug> [--name <name>] [--currency USD] [--time-zone Asia/Shanghai] ' +
    '[--mode light|standard|strict] [--admin <e-mail>] [--empty]',
  says: 'Make a company with its settings, its pipeline and all it needs to begin',
  options: {
    positions: [1, 1],
    texts: ['name', 'currency', 'time-zone', 'mode', 'admin', 'admin-name'],
    flags: ['empty'],
  },
  local: create,
}

export const orgList: CliCommand = {
  name: 'org list',
  usage: 'org list [--json]',
  says: 'List the companies',
  options: {},
  async local({ world, terminal, given }) {
    const tenants = await world.database.control((tx) => listTenants(tx))
    if (given.flag('json')) show(terminal, tenants)
    else for (const one of tenants) terminal.out(`${one.slug}\t${one.name}\t${one.id}`)
    return exit.done
  },
}

async function create({ world, terminal, given }: Local) {
  const [slug = ''] = given.positions
  const mode = given.text('mode')
  if (mode !== undefined && !['light', 'standard', 'strict'].includes(mode))
    throw new UsageFault('--mode is light, standard or strict')
  const [currency, timeZone, email] = [given.text('currency'), given.text('time-zone'), given.text('admin')]
  const { tenant, adminId } = await createCompany(world, {
    slug,
    name: given.text('name') ?? slug,
    language: given.text('language') === 'en' ? 'en' : 'zh',
    ...(currency ? { currency } : {}),
    ...(timeZone ? { timeZone } : {}),
    ...(mode ? { mode: mode as CompanyMode } : {}),
    ...(email ? { admin: { email, name: given.text('admin-name') ?? (email.split('@')[0] as string) } } : {}),
  })
  const link = adminId && email ? await makeLink(world, { tenantId: tenant.id, userId: adminId }, { email }) : null
  if (given.flag('json'))
    show(terminal, { ...tenant, adminId, welcome: link?.path ?? null, expiresAt: link?.expiresAt ?? null })
  else {
    terminal.out(`${tenant.slug}\t${tenant.id}`)
    if (link) terminal.out(`${link.path}\t${link.expiresAt}`)
  }
  return exit.done
}
