/** Beginning a company of one's own out of the demo, and letting the demo go. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { normaliseEmail } from '../../kernel/text.ts'
import { findTenantById, listTenants } from '../store/companies.ts'
import { claimLogin, setPasswordHash } from '../store/logins.ts'
import type { World } from '../world.ts'
import { createCompany } from '../write/company.ts'
import type { Routes } from './doors.ts'
import { hashPassword, passwordProblem } from './password.ts'
import { exactBody, send, sessionOf, textOf } from './reply.ts'

export interface Companies {
  /** Drops the demo tenant with everything of it. */
  readonly removeDemo: (world: World) => Promise<void>
}

/** Only from within the demo: an installation that works for a company gets further ones by the command line. */
export const companyRoutes =
  ({ removeDemo }: Companies): Routes =>
  (app, doors) => {
    const { world, audit } = doors
    app.post('/api/v1/company', { config: { permission: 'user:grantRoles' } }, async (request, reply) => {
      await requireDemo(world, request)
      return begin(world, request, reply)
    })
    app.delete('/api/v1/demo', { config: { permission: 'user:grantRoles' } }, async (request, reply) => {
      await requireDemo(world, request)
      const others = await world.database.control(listTenants)
      if (!others.some((tenant) => !tenant.demo))
        throw new Refused([refuse('guard', 'OWN_COMPANY_FIRST', { status: 409 })])
      audit.note(request, 'demo.removed')
      await audit.settled()
      await removeDemo(world)
      await doors.door.withdraw({ tenantId: sessionOf(request).tenantId })
      return reply.code(204).send()
    })
  }

async function requireDemo(world: World, request: FastifyRequest): Promise<void> {
  const tenant = await world.database.control((tx) => findTenantById(tx, sessionOf(request).tenantId))
  if (!tenant?.demo) throw new Refused([refuse('forbidden', 'DEMO_ONLY')])
}

const keys = ['name', 'baseCurrency', 'timeZone', 'adminName', 'email', 'password', 'mode']

async function begin(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = exactBody(request, keys)
  const name = textOf(body, 'name', { max: 120 })
  const adminName = textOf(body, 'adminName', { max: 50 })
  const typed = textOf(body, 'email', { max: 200 })
  const password = textOf(body, 'password', { max: 1000 })
  const email = normaliseEmail(typed)
  if (email === null) {
    const details = { name: 'email', expected: 'name@example.com' }
    throw new Refused([refuse('invalid', 'WRONG_TYPE', { field: 'email', details })])
  }
  const problem = passwordProblem(password, { field: 'password', known: [email, adminName, name] })
  if (problem) throw new Refused([problem])
  const hash = await hashPassword(password)
  const { tenant, adminId } = await createCompany(world, {
    slug: slugOf(name, world.newId()),
    name,
    mode: 'light',
    currency: textOf(body, 'baseCurrency', { max: 3 }),
    timeZone: textOf(body, 'timeZone', { max: 60 }),
    language: sessionOf(request).language,
    admin: { name: adminName, email },
  })
  const at = world.clock()
  await world.database.control(async (tx) => {
    const member = { tenantId: tenant.id, userId: adminId as string }
    const login = await claimLogin(tx, { id: world.newId(), email, member, at })
    if (login === 'taken') throw new Refused([refuse('guard', 'EMAIL_TAKEN', { field: 'email', status: 409 })])
    await setPasswordHash(tx, login.id, { hash, at })
  })
  return send(reply.code(201), { data: { id: tenant.id, slug: tenant.slug, name: tenant.name } })
}

/** Latin letters of the name where it has any; the end of an id keeps two companies of one name apart. */
function slugOf(name: string, id: string): string {
  const letters = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
  return `${letters || 'company'}-${id.slice(-6)}`.replace(/-+/g, '-')
}
