/** `ltc user …` and `ltc key create`: people of a company and how programs get in for them. */
import type { Loose } from '../../kernel/fact.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { roleNames } from '../../kernel/role.ts'
import { hashToken, newToken } from '../http/door.ts'
import { keyDaysMax } from '../http/keys.ts'
import { makeLink } from '../http/links.ts'
import { resetIn } from '../http/secondFactor.ts'
import { listRecords } from '../read/list.ts'
import { appendAudit } from '../store/audit.ts'
import { findByTexts } from '../store/imports.ts'
import { saveKey } from '../store/keys.ts'
import { loginOfUser } from '../store/logins.ts'
import { loadRecord } from '../store/records.ts'
import type { World } from '../world.ts'
import { execute } from '../write/execute.ts'
import { UsageFault } from './arguments.ts'
import { type CliCommand, companyOf, exit, type Local, operatorOf, show } from './scene.ts'

export const userList: CliCommand = {
  name: 'user list',
  usage: 'user list --org <slug> [--json]',
  says: 'List the people of a company',
  options: { texts: ['org'] },
  async local({ world, terminal, given }) {
    const session = operatorOf(await companyOf({ world, given }), terminal.language)
    const users: Loose[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await listRecords(world, session, { object: 'user', query: { limit: 200, sort: 'name', cursor } })
      if (!page.ok) throw new Refused(page.refusals)
      users.push(...page.data)
      if (page.next === null) break
      cursor = page.next
    }
    if (given.flag('json')) show(terminal, users)
    else
      for (const one of users)
        terminal.out([one.name, one.email ?? '', (one.roles ?? []).join(','), one.state].join('\t'))
    return exit.done
  },
}

export const userCreate: CliCommand = {
  name: 'user create',
  usage:
    'user create --org <slug> --name <name> --email <e-mail> --roles REP,SM [--department <name>] [--language zh|en]',
  says: 'Add a person and print the link by which they set their password',
  options: { texts: ['org', 'name', 'email', 'roles', 'department'] },
  local: createUser,
}

export const userLink: CliCommand = {
  name: 'user link',
  usage: 'user link --org <slug> --email <e-mail> [--json]',
  says: 'Print a link by which a person sets their password, once, within half an hour',
  options: { texts: ['org', 'email'] },
  async local({ world, terminal, given }) {
    const tenant = await companyOf({ world, given })
    const user = await userBy(world, tenant.id, given.need('email'))
    const link = await makeLink(world, { tenantId: tenant.id, userId: user.id }, { email: user.email })
    if (given.flag('json')) show(terminal, { id: user.id, welcome: link.path, expiresAt: link.expiresAt })
    else terminal.out(`${link.path}\t${link.expiresAt}`)
    return exit.done
  },
}

export const userResetFactor: CliCommand = {
  name: 'user reset-factor',
  usage: 'user reset-factor --org <slug> --email <e-mail>',
  says: 'Take away a lost second factor and end the sessions of its holder',
  options: { texts: ['org', 'email'] },
  async local({ world, terminal, given }) {
    const tenant = await companyOf({ world, given })
    const user = await userBy(world, tenant.id, given.need('email'))
    const member = { tenantId: tenant.id, userId: user.id as string }
    const loginId = await world.database.control(async (tx) => {
      const login = await loginOfUser(tx, member)
      if (!login || !(await resetIn(tx, login))) throw new Refused([refuse('state', 'FACTOR_OFF')])
      return login.id
    })
    // A server that runs beside forgets the sessions at once.
    await world.database.notify('doors', JSON.stringify({ loginId }))
    await world.database.inTenant(tenant.id, (tx) =>
      appendAudit(tx, tenant.id, {
        id: world.newId(),
        at: world.clock(),
        kind: 'factor.reset',
        userId: null,
        keyId: null,
        address: 'command line',
        details: { userId: user.id },
      }),
    )
    terminal.out(String(user.email))
    return exit.done
  },
}

export const userDisable: CliCommand = {
  name: 'user disable',
  usage: 'user disable --org <slug> --email <e-mail> [--reason <text>]',
  says: 'End what a person may do',
  options: { texts: ['org', 'email', 'reason'] },
  async local({ world, terminal, given }) {
    const tenant = await companyOf({ world, given })
    const user = await userBy(world, tenant.id, given.need('email'))
    const outcome = await execute(world, operatorOf(tenant, terminal.language), {
      command: {
        object: 'user',
        act: 'disable',
        id: user.id,
        version: user.version,
        input: {},
        reason: given.text('reason') ?? 'command line',
      },
    })
    if (!outcome.ok) throw new Refused(outcome.refusals)
    terminal.out(`${user.email}\t${outcome.record.state}`)
    return exit.done
  },
}

export const keyCreate: CliCommand = {
  name: 'key create',
  usage: "key create --org <slug> --user <e-mail> --name <what for> --scopes '*:read,lead:create' [--days 90]",
  says: 'Make an API key for a person; its secret is printed this once',
  options: { texts: ['org', 'user', 'name', 'scopes', 'days'] },
  local: createKey,
}

async function createUser({ world, terminal, given }: Local) {
  const tenant = await companyOf({ world, given })
  const email = given.need('email')
  const roles = given
    .need('roles')
    .split(',')
    .map((role) => role.trim().toUpperCase())
  const unknown = roles.find((role) => !(roleNames as string[]).includes(role))
  if (unknown) throw new UsageFault(`--roles: ${unknown} is none of ${roleNames.join(', ')}`)
  const department = given.text('department')
  const departmentId = department
    ? await idBy(world, { tenantId: tenant.id, object: 'department', text: department })
    : null
  const input = {
    name: given.need('name'),
    email,
    roles,
    // The person reads Chinese unless told otherwise, whatever language the operator's terminal speaks.
    language: given.text('language') === 'en' ? 'en' : 'zh',
    ...(departmentId ? { departmentId } : {}),
  }
  const session = operatorOf(tenant, terminal.language)
  const outcome = await execute(world, session, { command: { object: 'user', act: 'create', input } })
  if (!outcome.ok) throw new Refused(outcome.refusals)
  const link = await makeLink(world, { tenantId: tenant.id, userId: outcome.record.id }, { email })
  if (given.flag('json'))
    show(terminal, { id: outcome.record.id, email, roles, welcome: link.path, expiresAt: link.expiresAt })
  else terminal.out(`${outcome.record.id}\t${link.path}\t${link.expiresAt}`)
  return exit.done
}

async function createKey({ world, terminal, given }: Local) {
  const tenant = await companyOf({ world, given })
  const user = await userBy(world, tenant.id, given.need('user'))
  const days = Number(given.text('days') ?? 90)
  if (!Number.isInteger(days) || days < 1 || days > keyDaysMax)
    throw new UsageFault(`--days lies between 1 and ${keyDaysMax}`)
  const scopes = given
    .need('scopes')
    .split(',')
    .map((scope) => scope.trim())
  const odd = scopes.find((scope) => !/^(\*|[A-Za-z]+):(\*|[A-Za-z]+)$/.test(scope))
  if (odd !== undefined) throw new UsageFault(`--scopes: "${odd}" is not object:action`)
  const secret = `ltc_${newToken()}`
  const at = world.clock()
  const expiresAt = new Date(Date.parse(at) + days * 86_400_000).toISOString()
  const saved = await world.database.control((tx) =>
    saveKey(tx, {
      id: world.newId(),
      hash: hashToken(secret),
      prefix: secret.slice(0, 12),
      name: given.need('name'),
      tenantId: tenant.id,
      userId: user.id,
      scopes,
      at,
      expiresAt,
    }),
  )
  if (given.flag('json')) show(terminal, { ...saved, secret })
  else terminal.out(secret)
  return exit.done
}

async function idBy(world: World, ask: { tenantId: string; object: string; text: string }): Promise<string> {
  const { tenantId, object, text } = ask
  const declaration = (await world.models.of(tenantId)).objects.get(object)
  if (!declaration) throw new Error(`unknown object ${object}`)
  const fields = object === 'user' ? ['email'] : [declaration.title]
  const found = await world.database.inTenant(tenantId, (tx) =>
    findByTexts(tx, { tenantId, declaration }, { fields, texts: [text.toLowerCase()] }),
  )
  if (found.length !== 1) throw new Refused([refuse('missing', 'NOT_FOUND', { details: { name: text } })])
  return (found[0] as { id: string }).id
}

async function userBy(world: World, tenantId: string, email: string): Promise<Loose> {
  const id = await idBy(world, { tenantId, object: 'user', text: email })
  const declaration = (await world.models.of(tenantId)).objects.get('user')
  const user =
    declaration && (await world.database.inTenant(tenantId, (tx) => loadRecord(tx, { tenantId, declaration }, { id })))
  if (!user) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return user
}
