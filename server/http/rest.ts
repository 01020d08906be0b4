/** One generic contract for every declared object, registered as concrete routes, so that each shows its permission. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Declaration } from '../../kernel/object.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { countRecords } from '../read/count.ts'
import { exportRecords } from '../read/export.ts'
import { historyOf } from '../read/history.ts'
import { listRecords } from '../read/list.ts'
import { readRecord } from '../read/record.ts'
import { summarise } from '../read/summary.ts'
import { threadOf } from '../read/thread.ts'
import type { Session, World } from '../world.ts'
import { bulkBytes, runBulk } from './bulk.ts'
import type { Doors } from './doors.ts'
import { attachment } from './fileKind.ts'
import { isOpen, openTransitions } from './permission.ts'
import { sendProblem } from './problem.ts'
import { countQuery, exportQuery, historyQuery, listQuery, summaryQuery } from './queries.ts'
import { etag, send, sessionOf } from './reply.ts'
import { write } from './write.ts'

export function restRoutes(app: FastifyInstance, doors: Doors): void {
  for (const declaration of doors.world.registry.objects.values()) {
    readRoutes(app, doors, declaration)
    writeRoutes(app, doors, declaration)
  }
}

type Answer = { readonly ok: true } | { readonly ok: false; readonly refusals: readonly Refusal[] }
interface Asked {
  readonly object: string
  readonly query: Readonly<Record<string, string | undefined>>
}

function readRoutes(app: FastifyInstance, doors: Doors, { name, plural }: Declaration): void {
  const { world } = doors
  const base = `/api/v1/${plural}`
  const config = (query: readonly string[] = []) => ({ config: { permission: `${name}:read`, query } })
  const asked =
    (ask: (world: World, session: Session, asked: Asked) => Promise<Answer>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const query = request.query as Asked['query']
      return answer(doors, reply, {
        object: name,
        result: await ask(world, sessionOf(request), { object: name, query }),
      })
    }
  app.get(base, config(listQuery), asked(listRecords))
  app.get(`${base}/count`, config(countQuery), asked(countRecords))
  app.get(`${base}/summary`, config(summaryQuery), asked(summarise))
  app.get(`${base}/export`, config(exportQuery), async (request, reply) => {
    const query = request.query as Asked['query']
    const result = await exportRecords(world, sessionOf(request), { object: name, query })
    if (!result.ok) return answer(doors, reply, { object: name, result })
    // Who leaves early frees the database at once; what went out until then is noted too.
    reply.raw.once('close', () => {
      void result.close()
      doors.audit.note(request, 'records.exported', { object: name, query, rows: result.rows() })
    })
    return reply
      .header('Content-Type', result.type)
      .header('Content-Disposition', attachment(result.fileName))
      .send(Readable.from(result.pieces))
  })
  app.get(`${base}/:id`, config(), async (request, reply) => {
    const result = await readRecord(world, sessionOf(request), { object: name, id: idOf(request) })
    if (result.ok) reply.header('ETag', etag(result.data.version))
    return answer(doors, reply, { object: name, result })
  })
  app.get(`${base}/:id/history`, config(historyQuery), async (request, reply) => {
    const query = request.query as Asked['query']
    const result = await historyOf(world, sessionOf(request), { object: name, id: idOf(request), query })
    return answer(doors, reply, { object: name, result })
  })
  app.get(`${base}/:id/thread`, config(), async (request, reply) => {
    const result = await threadOf(world, sessionOf(request), { object: name, id: idOf(request) })
    return answer(doors, reply, { object: name, result })
  })
}

function writeRoutes(app: FastifyInstance, doors: Doors, declaration: Declaration): void {
  const { name, plural } = declaration
  const base = `/api/v1/${plural}`
  const config = (action: string) => ({ config: { permission: `${name}:${action}`, query: ['dryRun'] } })
  const run = (act: string) => (request: FastifyRequest, reply: FastifyReply) => {
    const id = act === 'create' ? undefined : idOf(request)
    return write(doors, reply, { object: name, act, ...(id === undefined ? {} : { id }) })
  }
  if (isOpen(declaration, 'create')) app.post(base, config('create'), run('create'))
  if (isOpen(declaration, 'change')) app.patch(`${base}/:id`, config('change'), run('change'))
  if (isOpen(declaration, 'remove')) app.delete(`${base}/:id`, config('remove'), run('remove'))
  for (const transition of openTransitions(declaration)) {
    app.post(`${base}/:id/${transition}`, config(transition), run(transition))
  }
  const bulk = { config: { permission: `${name}:any` }, bodyLimit: bulkBytes }
  app.post(`${base}/bulk`, bulk, async (request, reply) => send(reply, await runBulk(doors, request, name)))
}

/** An address that names no possible record is answered like one that names a record out of sight. */
function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string }
  if (!isId(id)) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return id
}

/** What was read, or the refusals in the words of the object. */
export async function answer(
  { world }: Doors,
  reply: FastifyReply,
  { object, result }: { object: string; result: Answer },
): Promise<FastifyReply> {
  if (result.ok) {
    const { ok: _ok, ...body } = result
    return send(reply, body)
  }
  const model = await world.models.of(sessionOf(reply.request).tenantId)
  return sendProblem(reply, result.refusals, {
    declaration: model.objects.get(object),
    messages: world.registry.messages,
  })
}
