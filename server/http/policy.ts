/** How a company lets its people in, as its administrator sets it: second factors by role, and the provider. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Loose } from '../../kernel/fact.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { roleNames } from '../../kernel/role.ts'
import { OutboundFault } from '../reach/outbound.ts'
import { loadPolicy, type StoredPolicy, savePolicy } from '../store/policy.ts'
import type { Doors } from './doors.ts'
import { sealOf } from './factor.ts'
import { type Providers, providerTold } from './provider.ts'
import { etag, exactBody, send, sessionOf, textOf, versionOf, visitorOf } from './reply.ts'
import { requireFresh } from './stepUp.ts'

export const secretPlace = (tenantId: string): string => `client secret ${tenantId}`

const keys = [
  'factorRoles',
  'issuer',
  'clientId',
  'clientSecret',
  'label',
  'domains',
  'makesAccounts',
  'role',
  'trustsFactor',
  'enabled',
] as const
/** An administrator is made by an administrator, a customer by the portal. */
const givable = roleNames.filter((role) => !['ADM', 'CUS'].includes(role))
const wrong = (field: string, expected: string): Refusal =>
  refuse('invalid', 'WRONG_TYPE', { field, details: { name: field, expected } })

export function policyRoutes(app: FastifyInstance, doors: Doors, providers: Providers): void {
  const path = '/api/v1/sign-in-policy'
  app.get(path, { config: { permission: 'signIn:read' } }, async (request, reply) => {
    const { tenantId } = sessionOf(request)
    const policy = await doors.world.database.inTenant(tenantId, (tx) => loadPolicy(tx, tenantId))
    return answer(doors, reply, policy)
  })
  app.patch(path, { config: { permission: 'signIn:change' } }, (request, reply) =>
    change(doors, providers, { request, reply }),
  )
}

/** The secret is written and never read; that there is one is all the page learns. */
function answer({ config, outbound }: Doors, reply: FastifyReply, policy: StoredPolicy): FastifyReply {
  const { clientSecret, ...shown } = policy
  const redirectUri = config.baseUrl === undefined ? null : `${config.baseUrl}/api/v1/sso/callback`
  reply.header('ETag', etag(policy.version))
  return send(reply, { ...shown, hasSecret: clientSecret !== null, redirectUri, outboundAllow: outbound.allowed })
}

async function change(
  doors: Doors,
  providers: Providers,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { world, audit } = doors
  requireFresh(doors, request)
  const { tenantId } = visitorOf(request).session
  const version = versionOf(request)
  if (version === undefined) throw new Refused([refuse('unversioned', 'VERSION_REQUIRED')])
  const body = exactBody(request, keys)
  const before = await world.database.inTenant(tenantId, (tx) => loadPolicy(tx, tenantId))
  const wanted = readPolicy(body, before)
  const given = textOf(body, 'clientSecret', { max: 500, optional: true })
  const secret = clientSecretAfter(doors, { tenantId, before, wanted, given })
  const policy = { ...wanted, ...secret.stored, version }
  requireWhole(doors, policy)
  if (policy.enabled && policy.issuer && policy.clientId) {
    const { issuer, clientId } = policy
    await reachable(doors, providers, { tenantId, place: { issuer, clientId, clientSecret: secret.plain } })
  }
  const at = world.clock()
  const saved = await world.database.inTenant(tenantId, (tx) => savePolicy(tx, tenantId, { policy, at }))
  if (!saved) throw new Refused([refuse('conflict', 'VERSION_CONFLICT')])
  await doors.door.withdraw({ tenantId })
  audit.note(request, 'sign_in.changed', { fields: Object.keys(body) })
  return answer(doors, reply, saved)
}

/** A secret belongs to its provider: at another issuer or client the old one is not shown to anybody. */
function clientSecretAfter(
  { world }: Doors,
  ask: { tenantId: string; before: StoredPolicy; wanted: StoredPolicy; given: string },
): { stored: Pick<StoredPolicy, 'clientSecret'>; plain: string | null } {
  const { tenantId, before, wanted, given } = ask
  const seal = sealOf(world)
  const place = secretPlace(tenantId)
  if (given !== '') return { stored: { clientSecret: seal.close(given, place) }, plain: given }
  const same = before.issuer === wanted.issuer && before.clientId === wanted.clientId
  if (!same || before.clientSecret === null) return { stored: { clientSecret: null }, plain: null }
  return { stored: { clientSecret: before.clientSecret }, plain: seal.open(before.clientSecret, place) }
}

function readPolicy(body: Loose, before: StoredPolicy): StoredPolicy {
  const refusals: Refusal[] = []
  const toggle = (field: 'makesAccounts' | 'trustsFactor' | 'enabled'): boolean => {
    const value: unknown = body[field] ?? before[field]
    if (typeof value !== 'boolean') refusals.push(wrong(field, 'true'))
    return value === true
  }
  const text = (field: 'issuer' | 'clientId' | 'label' | 'role', max: number): string | null => {
    if (!Object.hasOwn(body, field)) return before[field]
    const value = textOf(body, field, { max, optional: true }).trim()
    return value === '' ? null : value
  }
  const list = (field: 'factorRoles' | 'domains', fits: (one: string) => boolean): readonly string[] => {
    const value: unknown = body[field] ?? before[field]
    const good =
      Array.isArray(value) && value.length <= 100 && value.every((one) => typeof one === 'string' && fits(one))
    if (!good) refusals.push(wrong(field, field === 'domains' ? '["example.com"]' : '["ADM"]'))
    return good ? [...new Set(value as string[])] : []
  }
  const role = text('role', 10)
  if (role !== null && !(givable as readonly string[]).includes(role)) refusals.push(wrong('role', givable.join(', ')))
  const policy = {
    ...before,
    factorRoles: list('factorRoles', (one) => (roleNames as readonly string[]).includes(one)),
    issuer: text('issuer', 500),
    clientId: text('clientId', 300),
    label: text('label', 40),
    domains: list('domains', (one) => /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(one)),
    makesAccounts: toggle('makesAccounts'),
    role,
    trustsFactor: toggle('trustsFactor'),
    enabled: toggle('enabled'),
  }
  if (refusals.length > 0) throw new Refused(refusals)
  return policy
}

/** What is switched on must be able to work. */
function requireWhole({ config }: Doors, policy: StoredPolicy): void {
  if (!policy.enabled) return
  if (config.baseUrl === undefined) throw new Refused([refuse('guard', 'SSO_NEEDS_URL')])
  const needed = ['issuer', 'clientId', 'label', ...(policy.makesAccounts ? ['role'] : [])] as const
  const missing = needed.filter((field) => policy[field as 'issuer'] === null)
  const bare = policy.domains.length === 0 ? [...missing, 'domains'] : missing
  if (bare.length === 0) return
  throw new Refused(bare.map((field) => refuse('invalid', 'REQUIRED', { field, details: { name: field } })))
}

/** Refused on save and again on use: an address that leads inside, or a provider that is none. */
async function reachable(
  { world }: Doors,
  providers: Providers,
  ask: { tenantId: string; place: Parameters<Providers['check']>[0] },
): Promise<void> {
  try {
    await providers.check(ask.place)
  } catch (error) {
    world.log.warn('a provider of identities was not accepted', { tenantId: ask.tenantId, error: providerTold(error) })
    const fault = [error, (error as Error).cause].find((one) => one instanceof OutboundFault)
    const code = fault ? (fault as OutboundFault).code : 'SSO_NO_PROVIDER'
    throw new Refused([refuse('guard', code, { field: 'issuer' })])
  }
}
