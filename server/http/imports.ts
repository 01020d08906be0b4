/** Imports over HTTP: previewed, begun, watched, cancelled, and their refused rows as a file. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Label } from '../../kernel/label.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import type { Session } from '../world.ts'
import type { Routes } from './doors.ts'
import { attachment } from './fileKind.ts'
import { withWords } from './ownWords.ts'
import { exactBody, send, sessionOf, textOf } from './reply.ts'

/** What the routes ask of whoever does the importing. */
export interface ImportDesk {
  readonly messages: Readonly<Record<string, Label>>
  preview(session: Session, asked: { object: string; fileId: string; options?: unknown }): Promise<object>
  start(
    session: Session,
    asked: { object: string; fileId: string; mapping?: unknown; options?: unknown },
  ): Promise<{ readonly id: string }>
  list(session: Session): Promise<readonly object[]>
  find(session: Session, id: string): Promise<object>
  cancel(session: Session, id: string): Promise<object>
  undo(session: Session, id: string, asked: { readonly dryRun: boolean }): Promise<object>
  refusedCsv(session: Session, id: string): AsyncGenerator<string>
}

/** Into which objects, the desk decides by their own permits: a door knows only that somebody imports. */
const may = (action: string) => ({ config: { permission: `import:${action}` } })

export const importRoutes =
  (desk: ImportDesk): Routes =>
  (app, { world }) =>
    withWords(app, { world, messages: desk.messages }, (part) => addRoutes(part, desk))

const base = '/api/v1/imports'

function addRoutes(app: FastifyInstance, desk: ImportDesk): void {
  app.post(`${base}/preview`, may('create'), async (request, reply) => {
    const { options } = exactBody(request, ['object', 'fileId', 'options'])
    return send(reply, await desk.preview(sessionOf(request), { ...fileAsked(request), options }))
  })
  app.post(base, may('create'), async (request, reply) => {
    const { mapping, options } = exactBody(request, ['object', 'fileId', 'mapping', 'options'])
    const data = await desk.start(sessionOf(request), { ...fileAsked(request), mapping, options })
    return send(reply.code(202).header('Location', `${base}/${data.id}`), { data })
  })
  app.get(base, may('read'), async (request, reply) => send(reply, { data: await desk.list(sessionOf(request)) }))
  app.get(`${base}/:id`, may('read'), async (request, reply) =>
    send(reply, { data: await desk.find(sessionOf(request), idOf(request)) }),
  )
  app.post(`${base}/:id/cancel`, may('cancel'), async (request, reply) => {
    exactBody(request, [])
    return send(reply, { data: await desk.cancel(sessionOf(request), idOf(request)) })
  })
  app.post(`${base}/:id/undo`, may('undo'), async (request, reply) => {
    const { dryRun = false } = exactBody(request, ['dryRun'])
    if (typeof dryRun !== 'boolean') throw new Refused([wrongType('dryRun', 'true, false')])
    const data = await desk.undo(sessionOf(request), idOf(request), { dryRun })
    return send(reply.code(202), { data })
  })
  app.get(`${base}/:id/refused`, may('read'), async (request, reply) => {
    const id = idOf(request)
    await desk.find(sessionOf(request), id)
    return reply
      .header('Content-Type', 'text/csv; charset=utf-8')
      .header('Content-Disposition', attachment('refused.csv'))
      .send(Readable.from(desk.refusedCsv(sessionOf(request), id)))
  })
}

const wrongType = (field: string, expected: string) =>
  refuse('invalid', 'WRONG_TYPE', { field, details: { name: field, expected } })

function fileAsked(request: FastifyRequest): { object: string; fileId: string } {
  const body = request.body as Record<string, unknown>
  const fileId = textOf(body, 'fileId', { max: 40 })
  if (!isId(fileId)) throw new Refused([refuse('missing', 'IMPORT_FILE_FORBIDDEN', { field: 'fileId' })])
  return { object: textOf(body, 'object', { max: 40 }), fileId }
}

function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string }
  if (!isId(id)) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return id
}
