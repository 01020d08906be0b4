/** Doors for leaving: everything of the company as one archive, and everything about one person as one file. */
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { personalData } from '../read/personalData.ts'
import type { World } from '../world.ts'
import type { Routes } from './doors.ts'
import { attachment } from './fileKind.ts'
import { sessionOf } from './reply.ts'
import { answer } from './rest.ts'
import { requireFresh } from './stepUp.ts'

export interface Leaving {
  /** Everything of a company as the bytes of one archive; told how many rows are out. */
  readonly archiveOf: (world: World, tenantId: string, told: (rows: number) => void) => AsyncIterable<Buffer>
}

export const leavingRoutes =
  ({ archiveOf }: Leaving): Routes =>
  (app, doors) => {
    const { world, audit } = doors
    const administers = { config: { permission: 'user:grantRoles' }, compress: false as const }
    /** Asked before the download, so that the page can ask who sits there. */
    app.post('/api/v1/company/archive', administers, async (request, reply) => {
      // Neither a key that leaks nor whoever finds an open screen may carry a whole company away.
      requireFresh(doors, request)
      return reply.code(204).send()
    })
    app.get('/api/v1/company/archive', administers, async (request, reply) => {
      requireFresh(doors, request)
      const { tenantId } = sessionOf(request)
      const { companyName } = await world.models.of(tenantId)
      let rows = 0
      const pieces = archiveOf(world, tenantId, (n) => {
        rows = n
      })
      audit.note(request, 'company.exported')
      reply.raw.once('close', () =>
        audit.note(request, 'company.export_ended', { rows, whole: reply.raw.writableFinished }),
      )
      return reply
        .header('Content-Type', 'application/gzip')
        .header('Content-Disposition', attachment(`${companyName}-${world.clock().slice(0, 10)}.tar.gz`))
        .send(Readable.from(pieces, { objectMode: false, highWaterMark: 64 * 1024 }))
    })
    for (const declaration of world.registry.objects.values()) {
      if (!Object.hasOwn(declaration.transitions, 'erase')) continue
      const { name, plural } = declaration
      const config = { permission: `${name}:erase` }
      app.get(`/api/v1/${plural}/:id/personal-data`, { config }, async (request, reply) => {
        const result = await personalData(world, sessionOf(request), { object: name, id: idOf(request) })
        if (!result.ok) return answer(doors, reply, { object: name, result })
        audit.note(request, 'person.exported', { object: name, id: idOf(request) })
        const text = JSON.stringify(result.data, (_key, one) => (typeof one === 'bigint' ? one.toString() : one), 1)
        return reply
          .header('Content-Type', 'application/json; charset=utf-8')
          .header('Content-Disposition', attachment(`${name}-${idOf(request).slice(-8)}.json`))
          .send(text)
      })
    }
  }

function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string }
  if (!isId(id)) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return id
}
