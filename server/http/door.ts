/** Recognises the caller by cookie or API key, and forgets within seconds whom the company no longer lets in. */
import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { findKey, keyUsed } from '../store/keys.ts'
import { type ActingAs, loadPerson, type Person } from '../store/people.ts'
import { loadPolicy } from '../store/policy.ts'
import { findSession, sessionSeen } from '../store/sessions.ts'
import { zoneOf } from '../store/zone.ts'
import type { World } from '../world.ts'
import { cookieOf } from './cookie.ts'
import type { Door, Visitor, Withdrawn } from './doors.ts'

/** A session ends after half a day without use, and after a week in any case. */
export const idleMs = 12 * 3_600_000
export const sessionMs = 7 * 24 * 3_600_000
/** Nobody is remembered for longer; news of withdrawn rights usually comes at once. */
export const rememberMs = 5_000
const seenEveryMs = 60_000
const rightsObjects = new Set(['user', 'department', 'pool', 'grant', 'company', 'share', 'delegation'])

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
/** 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export async function openDoor(world: World): Promise<Door> {
  const memory = new Map<string, { visitor: Visitor | null; until: number }>()
  const listeners = new Set<(concerns: (visitor: Visitor) => boolean) => void>()
  let age = 0
  const forget = (what: Withdrawn) => {
    age++
    for (const [token, { visitor }] of memory) if (visitor && concerns(what, visitor)) memory.delete(token)
    for (const heard of listeners) heard((visitor) => concerns(what, visitor))
  }
  const look = async (token: string, kind: 'session' | 'key') => {
    const before = age
    const visitor = kind === 'key' ? await byKey(world, token) : await bySession(world, token)
    // What was withdrawn while we looked must not be remembered.
    if (before === age) {
      if (memory.size > 20_000) memory.clear()
      memory.set(token, { visitor, until: performance.now() + rememberMs })
    }
    return visitor
  }
  const stops = [
    await world.database.listen('doors', (payload) => forget(JSON.parse(payload) as Withdrawn)),
    world.changes.subscribe(({ tenantId, object }) => {
      if (rightsObjects.has(object)) forget({ tenantId })
    }),
  ]
  return {
    async recognise(request) {
      const given = tokenOf(request)
      if (!given) return null
      const known = memory.get(given.token)
      const visitor = known && known.until > performance.now() ? known.visitor : await look(given.token, given.kind)
      return visitor && visitor.expiresAt > world.clock() ? visitor : null
    },
    lookUp: (token) => look(token, 'session'),
    again: (visitor) => look(visitor.token, visitor.keyId === null ? 'session' : 'key'),
    onForgotten(heard) {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
    async withdraw(what) {
      forget(what)
      await world.database.notify('doors', JSON.stringify(what))
    },
    close: () => {
      for (const stop of stops) stop()
    },
  }
}

function concerns(what: Withdrawn, { session, loginId, token }: Visitor): boolean {
  if ('token' in what) return token === what.token
  if ('loginId' in what) return loginId === what.loginId
  return session.tenantId === what.tenantId && (what.userId === undefined || session.userId === what.userId)
}

/** The hash of what the request shows, never the token itself. Keys count only in the header, never in the address. */
function tokenOf(request: FastifyRequest): { token: string; kind: 'session' | 'key' } | null {
  const header = request.headers.authorization
  if (header !== undefined) {
    const key = /^Bearer (ltc_[A-Za-z0-9_-]{43})$/i.exec(header)?.[1]
    return key ? { token: hashToken(key).toString('hex'), kind: 'key' } : null
  }
  const cookie = cookieOf(request)
  return cookie ? { token: hashToken(cookie).toString('hex'), kind: 'session' } : null
}

async function bySession(world: World, token: string): Promise<Visitor | null> {
  const at = world.clock()
  const hash = Buffer.from(token, 'hex')
  const found = await world.database.control(async (tx) => {
    const session = await findSession(tx, { hash, at, seenAfter: earlier(at, idleMs) })
    if (session && session.lastSeenAt < earlier(at, seenEveryMs)) await sessionSeen(tx, hash, at)
    return session
  })
  if (!found) return null
  const { tenantId, userId, loginId, expiresAt, provedAt, hasFactor, hasPassword } = found
  const today = await todayIn(world, tenantId)
  const { person, factorRoles } = await world.database.inTenant(tenantId, async (tx) => ({
    person: await loadPerson(tx, { tenantId, userId, today }),
    factorRoles: found.second ? [] : (await loadPolicy(tx, tenantId)).factorRoles,
  }))
  // Who lost a role signs in anew: whatever is open in the pages was opened with more rights.
  if (!person || found.roles.some((role) => !(person.actor.roles as readonly string[]).includes(role))) return null
  const owes = found.needsFactor || person.actor.roles.some((role) => factorRoles.includes(role))
  const wants = found.second ? null : hasFactor ? 'prove' : owes ? 'setUp' : null
  const way = { token, keyId: null, loginId, expiresAt, sessionId: found.id, provedAt, hasFactor, hasPassword }
  return holderOf({ ...way, wants }, { tenantId, userId, person })
}

async function byKey(world: World, token: string): Promise<Visitor | null> {
  const at = world.clock()
  const found = await world.database.control(async (tx) => {
    const key = await findKey(tx, Buffer.from(token, 'hex'), at)
    if (key && (key.lastUsedAt ?? '') < earlier(at, seenEveryMs)) await keyUsed(tx, key.id, at)
    return key
  })
  if (!found) return null
  const { tenantId, userId, id: keyId, expiresAt, scopes: keyScopes } = found
  const acting: ActingAs = { kind: 'key', channel: 'api', keyScopes }
  const today = await todayIn(world, tenantId)
  const person = await world.database.inTenant(tenantId, (tx) => loadPerson(tx, { tenantId, userId, today }, acting))
  if (!person) return null
  const session = { sessionId: null, provedAt: null, hasFactor: false, hasPassword: false, wants: null }
  return holderOf({ token, keyId, loginId: null, expiresAt, ...session }, { tenantId, userId, person })
}

type Found = Omit<Visitor, 'session' | 'name' | 'email'>

function holderOf(found: Found, who: { tenantId: string; userId: string; person: Person }): Visitor {
  const { tenantId, userId, person } = who
  const session = { tenantId, userId, actor: person.actor, language: person.language }
  return { ...found, session, name: person.name, email: person.email }
}

const earlier = (at: string, ms: number): string => new Date(Date.parse(at) - ms).toISOString()

/** What was opened until a day ends with that day where the company is. */
async function todayIn(world: World, tenantId: string): Promise<string> {
  const { settings } = await world.models.of(tenantId)
  return zoneOf(settings.timeZone).toCivil(world.clock()).date
}
