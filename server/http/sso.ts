/** Signing in through a company's provider: begun by a page, taken back once by the same browser. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { identitiesOf, removeIdentities, type SsoStart, saveStart, takeStart } from '../store/identities.ts'
import { listProviders, loadPolicy, type StoredPolicy } from '../store/policy.ts'
import { isSecure } from './cookie.ts'
import { hashToken, newToken } from './door.ts'
import type { Doors } from './doors.ts'
import { sealOf } from './factor.ts'
import { addressKey } from './limits.ts'
import { ownPath } from './ownPath.ts'
import { policyRoutes, secretPlace } from './policy.ts'
import { openProviders, type Providers, providerTold } from './provider.ts'
import { exactBody, send, textOf, visitorOf } from './reply.ts'
import { openSession, requirePlace } from './session.ts'
import { type Known, linkIdentity, memberFor } from './ssoPerson.ts'
import { requireFresh } from './stepUp.ts'

const startMs = 10 * 60_000
const callback = '/api/v1/sso/callback'
const no = (kind: Refusal['class'], code: string): Refused => new Refused([refuse(kind, code)])

/** What providers put beside the code; all but these would be a misspelt address. */
const answerQuery = [
  'code',
  'state',
  'iss',
  'session_state',
  'scope',
  'authuser',
  'hd',
  'prompt',
  'error',
  'error_description',
  'error_uri',
]

export function ssoRoutes(app: FastifyInstance, doors: Doors): void {
  const providers = openProviders(doors.outbound)
  const open = { permission: 'public' }
  const signedIn = { config: { permission: 'signedIn' } }
  policyRoutes(app, doors, providers)
  app.get('/api/v1/session/ways', { config: open }, async (_request, reply) => send(reply, await waysIn(doors)))
  app.post('/api/v1/sso/start', { config: open }, (request, reply) => start(doors, providers, { request, reply }))
  app.post('/api/v1/sso/link', signedIn, (request, reply) => startLink(doors, providers, { request, reply }))
  app.get('/api/v1/sso/callback', { config: { ...open, query: answerQuery } }, (request, reply) =>
    takeBack(doors, providers, { request, reply }),
  )
  app.get('/api/v1/sso/identities', signedIn, async (request, reply) => {
    const { session } = visitorOf(request)
    const member = { tenantId: session.tenantId, userId: session.userId }
    const data = await doors.world.database.control((tx) => identitiesOf(tx, member))
    const { enabled, label } = await policyOf(doors, session.tenantId)
    return send(reply, { data, label: enabled ? label : null })
  })
  app.delete('/api/v1/sso/identities', signedIn, async (request, reply) => {
    const { session } = requireFresh(doors, request)
    const member = { tenantId: session.tenantId, userId: session.userId }
    const gone = await doors.world.database.control((tx) => removeIdentities(tx, member))
    if (gone === 0) throw no('missing', 'NOT_FOUND')
    doors.audit.note(request, 'sso.unlinked')
    return reply.code(204).send()
  })
}

const policyOf = ({ world }: Doors, tenantId: string): Promise<StoredPolicy> =>
  world.database.inTenant(tenantId, (tx) => loadPolicy(tx, tenantId))

/** What the sign-in page may offer to a stranger. */
async function waysIn({ world, config }: Doors) {
  const found = config.baseUrl === undefined ? [] : await world.database.control(listProviders)
  return { mail: config.mail !== undefined, sso: found }
}

interface Turn {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** {companyId, to?, again?} → the address of the provider, to which the page goes. */
async function start(doors: Doors, providers: Providers, { request, reply }: Turn) {
  requirePlace(doors, request)
  const body = exactBody(request, ['companyId', 'to', 'again'])
  const companyId = textOf(body, 'companyId', { max: 36 })
  const path = ownPath(textOf(body, 'to', { max: 2000, optional: true }))
  if (!isId(companyId)) throw no('missing', 'SSO_OFF')
  return begin(doors, providers, { reply, tenantId: companyId, path, userId: null, again: body.again === true })
}

/** The signed-in person wants to be known by the provider as well. */
async function startLink(doors: Doors, providers: Providers, { request, reply }: Turn) {
  exactBody(request, [])
  const { session } = requireFresh(doors, request)
  const { tenantId, userId } = session
  return begin(doors, providers, { reply, tenantId, path: '/account', userId, again: false })
}

interface Beginning extends Pick<SsoStart, 'tenantId' | 'path' | 'userId' | 'again'> {
  readonly reply: FastifyReply
}

async function begin(doors: Doors, providers: Providers, beginning: Beginning) {
  const { world } = doors
  const { reply, tenantId, path, userId, again } = beginning
  const { place, redirectUri } = await placeOf(doors, tenantId)
  const [state, nonce, verifier, browser] = [newToken(), newToken(), newToken(), newToken()]
  const url = await providers
    .of(place)
    .addressFor({ state, nonce, verifier, redirectUri, again })
    .catch((error) => {
      world.log.warn('a provider of identities could not be reached', { tenantId, error: providerTold(error) })
      throw no('guard', 'SSO_UNREACHABLE')
    })
  const secrets = sealOf(world).close(JSON.stringify({ nonce, verifier }), `sso ${state}`)
  const expiresAt = new Date(Date.parse(world.clock()) + startMs).toISOString()
  const kept = {
    state: hashToken(state),
    browser: hashToken(browser),
    tenantId,
    secrets,
    path,
    userId,
    again,
    expiresAt,
  }
  await world.database.control((tx) => saveStart(tx, kept))
  reply.header('Set-Cookie', browserCookie(reply, `${browser}; Max-Age=${startMs / 1000}`))
  return send(reply, { url })
}

async function placeOf(doors: Doors, tenantId: string) {
  const { config, world } = doors
  const policy = await policyOf(doors, tenantId)
  const { issuer, clientId, clientSecret } = policy
  if (!policy.enabled || !issuer || !clientId || config.baseUrl === undefined) throw no('missing', 'SSO_OFF')
  const secret = clientSecret === null ? null : sealOf(world).open(clientSecret, secretPlace(tenantId))
  return { policy, place: { issuer, clientId, clientSecret: secret }, redirectUri: `${config.baseUrl}${callback}` }
}

/** The browser comes back; whatever is wrong with what it brings, it lands on the sign-in page with a sentence. */
async function takeBack(doors: Doors, providers: Providers, { request, reply }: Turn) {
  const { world, limits } = doors
  const wait = limits.signInAddress.take(addressKey(request.ip))
  if (wait > 0) return land(reply, '/?problem=TOO_MANY_REQUESTS')
  let userId: string | null = null
  try {
    requirePlace(doors, request)
    const { started, known } = await provenBy(doors, providers, request)
    userId = started.userId
    if (userId !== null) {
      await linkIdentity(doors, { request, known, userId })
      return land(reply, `${started.path}?linked=yes`)
    }
    const { member, login } = await memberFor(doors, known)
    const { policy } = known
    // Whoever has a password here shows that for dangerous things; a provider speaks for those who have none.
    const proved = started.again && login.passwordHash === null
    const starting = { loginId: login.id, member, second: policy.trustsFactor, proved, way: 'sso' as const }
    await openSession(doors, reply, starting)
    limits.signInAddress.give(addressKey(request.ip))
    return land(reply, started.path)
  } catch (error) {
    const code = error instanceof Refused ? (error.refusals[0]?.code ?? 'SSO_FAILED') : 'SSO_FAILED'
    if (!(error instanceof Refused)) world.log.warn('a single sign-on failed', { error: providerTold(error) })
    return land(reply, `${userId === null ? '/' : '/account'}?problem=${code}`)
  }
}

/** The start that belongs to this browser and this state, and what the provider says of the person. */
async function provenBy(
  doors: Doors,
  providers: Providers,
  request: FastifyRequest,
): Promise<{ started: SsoStart; known: Known }> {
  const { world, config } = doors
  const { state = '', error } = request.query as { state?: string; error?: string }
  const browser = browserOf(request)
  const ask = { state: hashToken(state), browser: hashToken(browser ?? ''), at: world.clock() }
  const started = browser === null ? null : await world.database.control((tx) => takeStart(tx, ask))
  if (!started) throw no('forbidden', 'SSO_STATE')
  if (error !== undefined) throw no('forbidden', 'SSO_DECLINED')
  const { policy, place } = await placeOf(doors, started.tenantId)
  const opened = sealOf(world).open(started.secrets, `sso ${state}`)
  if (opened === null) throw no('forbidden', 'SSO_STATE')
  const { nonce, verifier } = JSON.parse(opened) as { nonce: string; verifier: string }
  const answer = new URL(request.url, config.baseUrl)
  const claims = await providers.of(place).claimsFrom(answer, { state, nonce, verifier, again: started.again })
  return { started, known: { tenantId: started.tenantId, policy, claims } }
}

/** A page of ours and nothing else; the answer of the provider leaves the address bar. */
const land = (reply: FastifyReply, path: string): FastifyReply => reply.code(303).header('Location', path).send()

const cookieName = (request: FastifyRequest): string => (isSecure(request) ? '__Host-sso' : 'sso')

function browserCookie(reply: FastifyReply, rest: string): string {
  const secure = isSecure(reply.request) ? '; Secure' : ''
  return `${cookieName(reply.request)}=${rest}; Path=/; HttpOnly; SameSite=Lax${secure}`
}

function browserOf(request: FastifyRequest): string | null {
  const found = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName(request)}=`))
  const value = found[0]?.split('=')[1] ?? ''
  return found.length === 1 && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null
}
