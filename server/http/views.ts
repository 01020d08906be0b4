/** Doors to what spans several objects: the search over everything, and the river from lead to cash. */
import type { FastifyInstance } from 'fastify'
import { rekeyedByMonth } from '../read/rekeyed.ts'
import { river } from '../read/river.ts'
import { searchAll } from '../read/search.ts'
import type { Doors } from './doors.ts'
import { sessionOf } from './reply.ts'
import { answer } from './rest.ts'

type Query = Readonly<Record<string, string | undefined>>
export const searchQuery = ['q', 'limit'] as const
export const riverQuery = ['from', 'to', 'ownerId'] as const

/** Each shows its reader only what they may read, so being signed in is enough. */
export function viewRoutes(app: FastifyInstance, doors: Doors): void {
  const { world } = doors
  app.get('/api/v1/search', { config: { permission: 'signedIn', query: searchQuery } }, async (request, reply) => {
    const result = await searchAll(world, sessionOf(request), { query: request.query as Query })
    return answer(doors, reply, { object: '', result })
  })
  app.get('/api/v1/rekeyed', { config: { permission: 'signedIn' } }, async (request, reply) =>
    answer(doors, reply, { object: '', result: await rekeyedByMonth(world, sessionOf(request)) }),
  )
  app.get('/api/v1/river', { config: { permission: 'signedIn', query: riverQuery } }, async (request, reply) => {
    const result = await river(world, sessionOf(request), { query: request.query as Query })
    return answer(doors, reply, { object: '', result })
  })
}
