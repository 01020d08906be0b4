/** Doors to documents made of records: a quote as PDF. */
import type { FastifyInstance } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { quoteDocument } from '../read/document/quoteDocument.ts'
import type { Doors } from './doors.ts'
import { attachment } from './fileKind.ts'
import { sessionOf } from './reply.ts'
import { answer } from './rest.ts'

export const documentQuery = ['language'] as const

export function documentRoutes(app: FastifyInstance, doors: Doors): void {
  const config = { permission: 'quote:read', query: documentQuery }
  app.get('/api/v1/quotes/:id/pdf', { config, compress: false }, async (request, reply) => {
    const { id } = request.params as { id: string }
    if (!isId(id)) throw new Refused([refuse('missing', 'NOT_FOUND')])
    const { language } = request.query as { language?: string }
    const result = await quoteDocument(doors.world, sessionOf(request), { id, language })
    if (!result.ok) return answer(doors, reply, { object: 'quote', result })
    return reply
      .header('Content-Type', 'application/pdf')
      .header('Content-Disposition', attachment(result.fileName))
      .send(result.bytes)
  })
}
