/** The door to the voucher file: a period of the ledger for the accounting system. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { type VoucherQuery, voucherFile } from '../read/vouchers.ts'
import type { Doors } from './doors.ts'
import { attachment } from './fileKind.ts'
import { sessionOf } from './reply.ts'
import { answer } from './rest.ts'

export const voucherQuery = ['from', 'to', 'entityId', 'format'] as const

export function voucherRoutes(app: FastifyInstance, doors: Doors): void {
  const config = { permission: 'journal:read', query: voucherQuery }
  app.get('/api/v1/journals/voucher', { config }, async (request, reply) => {
    const query = request.query as VoucherQuery
    const result = await voucherFile(doors.world, sessionOf(request), query)
    if (!result.ok) return answer(doors, reply, { object: 'journal', result })
    doors.audit.note(request, 'vouchers.exported', { query })
    return reply
      .header('Content-Type', 'text/csv; charset=utf-8')
      .header('Content-Disposition', attachment(result.fileName))
      .send(Readable.from(result.pieces))
  })
}
