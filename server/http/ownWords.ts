/** Routes of a part that has words of its own for what it refuses. */
import type { FastifyInstance } from 'fastify'
import type { Label } from '../../kernel/label.ts'
import { Refused } from '../../kernel/refusal.ts'
import type { World } from '../world.ts'
import { answerFault, sendProblem } from './problem.ts'

export function withWords(
  app: FastifyInstance,
  { world, messages }: { world: Pick<World, 'log' | 'registry'>; messages: Readonly<Record<string, Label>> },
  routes: (part: FastifyInstance) => void,
): void {
  const all = { ...world.registry.messages, ...messages }
  app.register(async (part) => {
    part.setErrorHandler((error, _request, reply) =>
      error instanceof Refused
        ? sendProblem(reply, error.refusals, { messages: all })
        : answerFault(world.log, error, reply),
    )
    routes(part)
  })
}
