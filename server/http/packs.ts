/** Packs over HTTP: several files of one source, recognised, begun, watched, and compared with what became of them. */
import type { FastifyRequest } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import type { Session } from '../world.ts'
import type { Routes } from './doors.ts'
import { attachment } from './fileKind.ts'
import { exactBody, send, sessionOf } from './reply.ts'

/** What the routes ask of whoever brings packs in. */
export interface PackDesk {
  sources(session: Session): Promise<readonly object[]>
  recognise(session: Session, fileIds: readonly string[]): Promise<object>
  start(
    session: Session,
    asked: { fileIds: readonly string[]; template?: string | undefined; answers?: Record<string, unknown> | undefined },
  ): Promise<{ readonly id: string }>
  list(session: Session): Promise<readonly object[]>
  find(session: Session, id: string): Promise<object>
  cancel(session: Session, id: string): Promise<object>
  csv(session: Session, id: string): Promise<string>
}

/** Who may, the desk decides: whoever sets the company up. */
const config = { permission: 'signedIn' }

export const packRoutes =
  (desk: PackDesk): Routes =>
  (app) => {
    const base = '/api/v1/packs'
    app.get(`${base}/sources`, { config }, async (request, reply) =>
      send(reply, { data: await desk.sources(sessionOf(request)) }),
    )
    app.post(`${base}/recognise`, { config }, async (request, reply) => {
      const { fileIds } = exactBody(request, ['fileIds'])
      return send(reply, { data: await desk.recognise(sessionOf(request), idsIn(fileIds)) })
    })
    app.post(base, { config }, async (request, reply) => {
      const { fileIds, template, answers } = exactBody(request, ['fileIds', 'template', 'answers'])
      const asked = { fileIds: idsIn(fileIds), template: templateIn(template), answers: answersIn(answers) }
      const data = await desk.start(sessionOf(request), asked)
      return send(reply.code(202).header('Location', `${base}/${data.id}`), { data })
    })
    app.get(base, { config }, async (request, reply) => send(reply, { data: await desk.list(sessionOf(request)) }))
    app.get(`${base}/:id`, { config }, async (request, reply) =>
      send(reply, { data: await desk.find(sessionOf(request), idOf(request)) }),
    )
    app.post(`${base}/:id/cancel`, { config }, async (request, reply) => {
      exactBody(request, [])
      return send(reply, { data: await desk.cancel(sessionOf(request), idOf(request)) })
    })
    app.get(`${base}/:id/reconciliation`, { config }, async (request, reply) =>
      reply
        .header('Content-Type', 'text/csv; charset=utf-8')
        .header('Content-Disposition', attachment('reconciliation.csv'))
        .send(await desk.csv(sessionOf(request), idOf(request))),
    )
  }

const wrong = (field: string, expected: string) =>
  new Refused([refuse('invalid', 'WRONG_TYPE', { field, details: { name: field, expected } })])

function idsIn(given: unknown): string[] {
  if (!Array.isArray(given)) throw wrong('fileIds', '[…]')
  if (!given.every(isId)) throw new Refused([refuse('missing', 'IMPORT_FILE_FORBIDDEN', { field: 'fileIds' })])
  return given
}

function templateIn(given: unknown): string | undefined {
  if (given !== undefined && typeof given !== 'string') throw wrong('template', 'text')
  return given
}

function answersIn(given: unknown): Record<string, unknown> | undefined {
  if (given === undefined) return undefined
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrong('answers', '{…}')
  return given as Record<string, unknown>
}

function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string }
  if (!isId(id)) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return id
}
