/** What stands out in the records, over HTTP: as the page says it right after an import. */
import { Refused } from '../../kernel/refusal.ts'
import { firstLook } from '../read/firstLook.ts'
import type { World } from '../world.ts'
import type { Routes } from './doors.ts'
import { send, sessionOf } from './reply.ts'

export const firstLookRoutes =
  (world: World): Routes =>
  (app) => {
    app.get('/api/v1/first-look', { config: { permission: 'signedIn' } }, async (request, reply) => {
      const answer = await firstLook(world, sessionOf(request))
      if (!answer.ok) throw new Refused(answer.refusals)
      return send(reply, { data: answer.data })
    })
  }
