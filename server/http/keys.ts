/** API keys: made by a signed-in person for themselves, shown once, never wider than their maker, gone when revoked. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { countKeys, listKeys, revokeKey, type StoredKey, saveKey } from '../store/keys.ts'
import type { Model, Session, World } from '../world.ts'
import { hashToken, newToken } from './door.ts'
import type { Doors } from './doors.ts'
import { actionsOf, doorPermits, mayAct } from './permission.ts'
import { exactBody, send, textOf, visitorOf } from './reply.ts'
import { requireFresh } from './stepUp.ts'

const dayMs = 24 * 3_600_000
export const keyDaysMax = 366
const keyDays = 90
const keysMax = 50
const scopesMax = 200
const no = (kind: Refusal['class'], code: string, rest: Parameters<typeof refuse>[2] = {}): Refused =>
  new Refused([refuse(kind, code, rest)])

export function keyRoutes(app: FastifyInstance, doors: Doors): void {
  const { world } = doors
  app.post('/api/v1/keys', { config: { permission: 'key:create' } }, (request, reply) => create(doors, request, reply))
  app.get('/api/v1/keys', { config: { permission: 'key:read', query: ['all'] } }, async (request, reply) => {
    const { session } = visitorOf(request)
    const userId = (await reach(world, session, (request.query as { all?: string }).all === 'true')) ?? null
    const keys = await world.database.control((tx) => listKeys(tx, session.tenantId, userId))
    return send(reply, { data: keys.map(shown) })
  })
  app.delete('/api/v1/keys/:id', { config: { permission: 'key:remove' } }, async (request, reply) => {
    const { session } = visitorOf(request)
    const { id } = request.params as { id: string }
    const userId = await reach(world, session, true)
    const ask = { id, tenantId: session.tenantId, userId, at: world.clock() }
    const revoked = isId(id) ? await world.database.control((tx) => revokeKey(tx, ask)) : null
    if (!revoked) throw no('missing', 'NOT_FOUND')
    await doors.door.withdraw({ token: revoked.hash.toString('hex') })
    doors.audit.note(request, 'key.revoked', { keyId: id })
    return reply.code(204).send()
  })
}

/** Whose keys: null for all of the company, where the caller administers them and asks for it. */
async function reach(world: World, session: Session & { userId: string }, all: boolean): Promise<string | null> {
  const model = await world.models.of(session.tenantId)
  return all && mayAct(model, session.actor, { object: 'key', action: 'administer' }) ? null : session.userId
}

/** {name, scopes, expiresInDays?} → the secret, this once. A key cannot make keys: it would outlive its own end. */
async function create(doors: Doors, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { world, audit } = doors
  const { session, keyId } = visitorOf(request)
  if (keyId !== null) throw no('forbidden', 'FORBIDDEN')
  requireFresh(doors, request)
  const body = exactBody(request, ['name', 'scopes', 'expiresInDays'])
  const name = textOf(body, 'name', { max: 100 })
  const model = await world.models.of(session.tenantId)
  const scopes = readScopes(model, session, body.scopes)
  const days: unknown = body.expiresInDays ?? keyDays
  if (typeof days !== 'number' || !Number.isInteger(days) || days < 1 || days > keyDaysMax) {
    throw no('invalid', 'KEY_EXPIRY', { field: 'expiresInDays', details: { max: keyDaysMax } })
  }
  const { tenantId, userId } = session
  const at = world.clock()
  const secret = `ltc_${newToken()}`
  const expiresAt = new Date(Date.parse(at) + days * dayMs).toISOString()
  const key = { id: world.newId(), hash: hashToken(secret), prefix: secret.slice(0, 12), name, scopes, at, expiresAt }
  const saved = await world.database.control(async (tx) => {
    const held = await countKeys(tx, tenantId, { userId, at })
    if (held >= keysMax) throw no('guard', 'KEY_LIMIT', { details: { max: keysMax } })
    return saveKey(tx, { ...key, tenantId, userId })
  })
  audit.note(request, 'key.created', { keyId: saved.id, scopes })
  return send(reply.code(201), { data: { ...shown(saved), secret } })
}

/** 'object:action', 'object:*', '*:read' or '*:*'; what is named must exist and be the caller's own to do. */
function readScopes(model: Model, session: Session, given: unknown): string[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > scopesMax) {
    throw no('invalid', 'WRONG_TYPE', { field: 'scopes', details: { name: 'scopes', expected: '["lead:read"]' } })
  }
  for (const scope of given) {
    if (typeof scope === 'string' && isOwn(model, session, scope)) continue
    const shownScope = String(scope).slice(0, 80)
    throw no('forbidden', 'KEY_SCOPE', { field: 'scopes', details: { scope: shownScope } })
  }
  return [...new Set(given as string[])]
}

function isOwn(model: Model, session: Session, scope: string): boolean {
  const [object = '', action = '', more] = scope.split(':')
  if (more !== undefined || !/^(\*|[A-Za-z]+)$/.test(object) || !/^(\*|[A-Za-z]+)$/.test(action)) return false
  const objects = object === '*' ? [...model.objects.keys(), ...Object.keys(doorPermits)] : [object]
  const wanted = (one: string) => {
    const actions = actionsOf(model, one)
    if (action === '*') return actions
    return action === 'write' ? actions.filter((each) => each !== 'read') : actions.filter((each) => each === action)
  }
  return objects.some((one) => wanted(one).some((each) => mayAct(model, session.actor, { object: one, action: each })))
}

function shown({ id, name, prefix, userId, scopes, createdAt, expiresAt, lastUsedAt, revokedAt }: StoredKey) {
  return { id, name, prefix, userId, scopes, createdAt, expiresAt, lastUsedAt, revokedAt }
}
