/** Writes the audit trail of the doors beside the answers, and shows it to those who may read it. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isId } from '../../kernel/validate.ts'
import { appendAudit, listAudit } from '../store/audit.ts'
import type { World } from '../world.ts'
import type { AuditTrail, Doors } from './doors.ts'
import { refused, send, sessionOf, told } from './reply.ts'

/** Entries are written after the answer, so that its time tells nothing; none is lost at a graceful stop. */
export function openAudit(world: World): AuditTrail {
  const writing = new Set<Promise<void>>()
  const write = (tenantId: string, entry: Parameters<typeof appendAudit>[2]) => {
    const written = world.database
      .inTenant(tenantId, (tx) => appendAudit(tx, tenantId, entry))
      .catch((err) => world.log.error('an audit entry could not be written', { error: told(err), kind: entry.kind }))
      .finally(() => writing.delete(written))
    writing.add(written)
  }
  const base = (request: FastifyRequest) => ({ id: world.newId(), at: world.clock(), address: request.ip })
  return {
    note(request, kind, details = {}) {
      const { visitor } = request
      if (!visitor) return
      const { tenantId, userId } = visitor.session
      const place = { path: request.routeOptions.url ?? '' }
      write(tenantId, { ...base(request), kind, userId, keyId: visitor.keyId, details: { ...place, ...details } })
    },
    noteOn: (request, who, kind) => write(who.tenantId, { ...base(request), kind, userId: who.userId, details: {} }),
    settled: async () => void (await Promise.all(writing)),
  }
}

/** GET /audit?kind=&userId=&before=&limit= → newest first. */
export function auditRoutes(app: FastifyInstance, { world }: Doors): void {
  const config = { permission: 'audit:read', query: ['kind', 'userId', 'before', 'limit'] }
  app.get('/api/v1/audit', { config }, async (request, reply) => {
    const { kind = null, userId = null, before = null, limit } = request.query as Record<string, string | undefined>
    for (const id of [userId, before]) {
      if (id !== null && !isId(id)) throw refused('invalid', 'BAD_REQUEST', 'userId and before are ids')
    }
    const { tenantId } = sessionOf(request)
    const page = { kind, userId, before, limit: limitOf(limit) }
    const found = await world.database.inTenant(tenantId, (tx) =>
      listAudit(tx, tenantId, { ...page, limit: page.limit + 1 }),
    )
    const data = found.slice(0, page.limit)
    return send(reply, { data, next: found.length > page.limit ? (data.at(-1)?.id ?? null) : null })
  })
}

/** 1 to 200, 50 unless asked otherwise. */
export function limitOf(limit: string | undefined): number {
  if (limit === undefined) return 50
  if (!/^[0-9]{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 200) {
    throw refused('invalid', 'BAD_REQUEST', 'limit lies between 1 and 200')
  }
  return Number(limit)
}
