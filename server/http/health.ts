/** For whoever runs the server: is the process alive, may it be sent requests. Neither tells anything else. */
import type { FastifyInstance } from 'fastify'
import type { World } from '../world.ts'

const answerWithinMs = 800

export interface Health {
  /** From now on not ready: the balancer looks elsewhere while requests in flight end. */
  leave(): void
}

export function healthRoutes(app: FastifyInstance, world: World): Health {
  let leaving = false
  const config = { permission: 'public' }
  app.get('/livez', { config }, async (_request, reply) => reply.send({ status: 'live' }))
  app.get('/readyz', { config }, async (_request, reply) => {
    const ready = !leaving && (await within(world.database.healthy(), answerWithinMs))
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' })
  })
  // A connection kept alive would hold up the stop until its client thinks of closing it.
  app.addHook('onSend', async (_request, reply) => {
    if (leaving) reply.header('Connection', 'close')
  })
  return {
    leave: () => {
      leaving = true
    },
  }
}

/** A database that does not answer in time is one that does not answer. */
async function within(asked: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([asked, late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
