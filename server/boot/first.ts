/** The first start: a demo company on one's own machine, a link for the first administrator anywhere else (R15). */
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoLines } from '../demo/lines.ts'
import { type DemoPerson, makeDemo } from '../demo/make.ts'
import { makeLink } from '../http/links.ts'
import { listTenants } from '../store/companies.ts'
import { countLogins } from '../store/logins.ts'
import { firstUser } from '../store/people.ts'
import type { World } from '../world.ts'
import { createCompany } from '../write/company.ts'
import type { Config } from './config.ts'

const dayMs = 24 * 3_600_000
const adminEmail = 'admin@openltc.local'
const peopleFile = (config: Config): string => join(config.dataDir, 'demo-users.json')

/** What to tell the person at the terminal, line by line. */
export async function firstStart(world: World, config: Config, address: string): Promise<string[]> {
  const tenants = await world.database.control(listTenants)
  if (tenants.length === 0 && config.demo) return beginDemo(world, config)
  if (tenants.some((tenant) => tenant.demo)) return demoLines(await knownPeople(config), 'zh')
  const logins = await world.database.control(countLogins)
  return logins > 0 ? [] : inviteFirst(world, { tenantId: tenants[0]?.id ?? (await found(world)), address })
}

async function beginDemo(world: World, config: Config): Promise<string[]> {
  const { people } = await makeDemo(world)
  await writeFile(peopleFile(config), `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600 })
  await chmod(peopleFile(config), 0o600)
  return demoLines(people, 'zh')
}

async function knownPeople(config: Config): Promise<DemoPerson[]> {
  const text = await readFile(peopleFile(config), 'utf8').catch(() => '[]')
  return JSON.parse(text) as DemoPerson[]
}

async function found(world: World): Promise<string> {
  const admin = { name: '管理员', email: adminEmail }
  return (await createCompany(world, { slug: 'main', name: '我的公司', mode: 'light', admin })).tenant.id
}

/** Nobody can sign in yet: a new link at every start until the first one sets a password. */
async function inviteFirst(world: World, ask: { tenantId: string; address: string }): Promise<string[]> {
  const { tenantId, address } = ask
  const user = await world.database.inTenant(tenantId, (tx) => firstUser(tx, tenantId))
  if (!user) return []
  const email = user.email ?? adminEmail
  const link = await makeLink(world, { tenantId, userId: user.id }, { email, lastsMs: dayMs })
  return [
    '首位管理员请在 24 小时内打开此链接设置密码 / First administrator, set your password within 24 hours:',
    `  ${address}${link.path}`,
    `  ${email}`,
  ]
}
