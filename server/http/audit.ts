/** Writes the audit trail of the doors beside the answers, and shows it to those who may read it. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refused } from '../../kernel/refusal.ts'
import { type AuditQuery, auditCsv, auditPage, auditQuery } from '../read/audit.ts'
import { appendAudit } from '../store/audit.ts'
import type { World } from '../world.ts'
import type { AuditTrail, Doors } from './doors.ts'
import { attachment } from './fileKind.ts'
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

/** Searched by who, what, when, object and words, newest first; and the same as CSV, which is itself noted. */
export function auditRoutes(app: FastifyInstance, doors: Doors): void {
  const { world } = doors
  const config = { permission: 'audit:read', query: [...auditQuery] }
  app.get('/api/v1/audit', { config }, async (request, reply) => {
    const result = await auditPage(world, sessionOf(request), request.query as AuditQuery)
    if (!result.ok) throw new Refused(result.refusals)
    return send(reply, { data: result.data, next: result.next })
  })
  app.get('/api/v1/audit/export', { config }, async (request, reply) => {
    const query = request.query as AuditQuery
    const result = await auditCsv(world, sessionOf(request), query)
    if (!result.ok) throw new Refused(result.refusals)
    doors.audit.note(request, 'audit.exported', { query })
    return reply
      .header('Content-Type', 'text/csv; charset=utf-8')
      .header('Content-Disposition', attachment('audit.csv'))
      .send(Readable.from(result.pieces))
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
