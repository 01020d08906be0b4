/** Large files of imports in pieces that can be sent again, and the mappings that are kept for them. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Label } from '../../kernel/label.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { textProblem } from '../../kernel/text.ts'
import { isId } from '../../kernel/validate.ts'
import { beginFile, finishFile, readChunk } from '../store/files.ts'
import { announceUpload, findUpload, openUploads, piecesThere, putPiece, type Upload } from '../store/importUploads.ts'
import type { Session, World } from '../world.ts'
import type { Doors, Routes } from './doors.ts'
import { fileType, headBytes, safeName } from './fileKind.ts'
import { tooMany } from './gate.ts'
import { withWords } from './ownWords.ts'
import { exactBody, send, sessionOf, textOf } from './reply.ts'

/** What the routes ask of whoever keeps templates. */
export interface Templates {
  list(session: Session, object: string | null): Promise<readonly object[]>
  keep(session: Session, asked: Asked): Promise<{ readonly id: string }>
  change(session: Session, id: string, asked: Partial<Asked>): Promise<object>
  drop(session: Session, id: string): Promise<void>
}

interface Asked {
  readonly name: string
  readonly object: string
  readonly headers: readonly string[]
  readonly mapping: unknown
  readonly options: unknown
}

/** Attachments have their own, lower limit (R11); a million rows need more. */
export const importFileMax = 500 * 1024 * 1024
export const pieceBytes = 4 * 1024 * 1024
const mostOpen = 5
const base = '/api/v1/imports/files'
const config = { permission: 'signedIn' }
const no = (kind: Refusal['class'], code: string, rest: Parameters<typeof refuse>[2] = {}): Refused =>
  new Refused([refuse(kind, code, rest)])

export interface ImportFiles {
  readonly messages: Readonly<Record<string, Label>>
  readonly templates: Templates
  /** Whether the person may import anything at all. */
  mayImport(session: Session): Promise<boolean>
}

export const importFileRoutes =
  (given: ImportFiles): Routes =>
  (app, doors) =>
    withWords(app, { world: doors.world, messages: given.messages }, (part) => {
      uploadRoutes(part, doors, given)
      templateRoutes(part, given.templates)
    })

function uploadRoutes(app: FastifyInstance, { world, limits }: Doors, { mayImport }: ImportFiles): void {
  app.post(base, { config }, async (request, reply) => {
    const session = sessionOf(request)
    if (!(await mayImport(session))) throw no('forbidden', 'FORBIDDEN')
    const wait = limits.upload.take(`${session.tenantId} ${session.userId}`)
    if (wait > 0) throw new Refused([tooMany(reply, wait)])
    const id = await announce(world, session, request)
    return send(reply.code(201).header('Location', `${base}/${id}`), { data: await stateOf(world, session, id) })
  })
  app.get(`${base}/:id`, { config }, async (request, reply) =>
    send(reply, { data: await stateOf(world, sessionOf(request), idOf(request)) }),
  )
  app.post(`${base}/:id/finish`, { config }, async (request, reply) => {
    exactBody(request, [])
    return send(reply, { data: await finish(world, sessionOf(request), idOf(request)) })
  })
  app.register(async (part) => pieceRoute(part, world))
}

async function pieceRoute(part: FastifyInstance, world: World): Promise<void> {
  part.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: pieceBytes },
    (_request, body, done) => done(null, body),
  )
  const own = { config: { ...config, bytes: true }, bodyLimit: pieceBytes }
  part.put(`${base}/:id/pieces/:seq`, own, async (request, reply) => {
    const session = sessionOf(request)
    const upload = await mine(world, session, idOf(request))
    if (upload.isReady) throw no('state', 'IMPORT_FILE_READY')
    const seq = Number((request.params as { seq: string }).seq)
    const bytes = request.body
    const expected = Number.isInteger(seq) && seq >= 0 ? Math.min(pieceBytes, upload.size - seq * pieceBytes) : 0
    if (!Buffer.isBuffer(bytes) || expected <= 0 || bytes.length !== expected)
      throw no('invalid', 'IMPORT_PIECE', { field: 'seq', details: { expected: Math.max(0, expected) } })
    await world.database.inTenant(session.tenantId, (tx) =>
      putPiece(tx, session.tenantId, { fileId: upload.fileId, seq, bytes }),
    )
    return reply.code(204).send()
  })
}

async function announce(world: World, session: Session, request: FastifyRequest): Promise<string> {
  const body = exactBody(request, ['name', 'size'])
  const given = textOf(body, 'name', { max: 400 })
  if (textProblem(given)) throw no('invalid', 'BAD_TEXT', { field: 'name', details: { name: 'name' } })
  const { size } = body
  if (!Number.isInteger(size) || size <= 0)
    throw no('invalid', size === 0 ? 'FILE_EMPTY' : 'WRONG_TYPE', {
      field: 'size',
      details: { name: 'size', expected: '1…' },
    })
  if (size > importFileMax)
    throw no('invalid', 'TOO_LARGE', { field: 'size', status: 413, details: { limit: '500 MB' } })
  const { tenantId } = session
  const userId = session.userId ?? ''
  const id = world.newId()
  const at = world.clock()
  await world.database.inTenant(tenantId, async (tx) => {
    if ((await openUploads(tx, tenantId, userId)) >= mostOpen)
      throw no('guard', 'IMPORT_UPLOADS_OPEN', { details: { max: mostOpen } })
    await beginFile(tx, tenantId, { id, name: safeName(given), type: 'application/octet-stream', userId, at })
    await announceUpload(tx, tenantId, { fileId: id, size, userId, at })
  })
  return id
}

/** Another's upload is as little there as another's file. */
async function mine(world: World, { tenantId, userId }: Session, id: string): Promise<Upload> {
  const found = await world.database.inTenant(tenantId, (tx) => findUpload(tx, tenantId, id))
  if (!found || found.createdBy !== userId) throw no('missing', 'NOT_FOUND')
  return found
}

async function stateOf(world: World, session: Session, id: string) {
  const { fileId, name, size, isReady } = await mine(world, session, id)
  const have = await world.database.inTenant(session.tenantId, (tx) => piecesThere(tx, session.tenantId, id))
  return { id: fileId, name, size, isReady, pieceBytes, pieces: Math.ceil(size / pieceBytes), have }
}

/** Looks at the whole once more: nothing missing, and of a kind that can be imported. */
async function finish(world: World, session: Session, id: string) {
  const { tenantId } = session
  const { name, size, isReady, pieces, have } = await stateOf(world, session, id)
  if (isReady) throw no('state', 'IMPORT_FILE_READY')
  if (have.length !== pieces) throw no('state', 'IMPORT_PIECES_MISSING', { details: { missing: pieces - have.length } })
  const digest = createHash('sha256')
  let type: string | null = null
  for (let seq = 0; seq < pieces; seq++) {
    const bytes = await world.database.inTenant(tenantId, (tx) => readChunk(tx, tenantId, { fileId: id, seq }))
    if (bytes === null) throw no('state', 'IMPORT_PIECES_MISSING', { details: { missing: 1 } })
    if (seq === 0) type = typeOf(name, bytes.subarray(0, headBytes))
    digest.update(bytes)
  }
  if (type === null) throw no('invalid', 'IMPORT_FILE_KIND', { field: 'file', status: 415, details: { name } })
  await world.database.inTenant(tenantId, (tx) =>
    finishFile(tx, tenantId, { id, size, sha256: digest.digest(), at: world.clock() }),
  )
  return { id, name, size, type }
}

const tables = /\.(csv|tsv|txt|xlsx)$/i

/** Text in UTF-16 without a mark has zero bytes, and a file under a password says what it is only to its reader. */
function typeOf(name: string, head: Buffer): string | null {
  if (!tables.test(name)) return null
  const asked = name.replace(/\.tsv$/i, '.csv')
  const known = fileType(asked, head)
  if (known !== null) return known
  return /\.xlsx$/i.test(name) ? null : 'text/csv'
}

function templateRoutes(app: FastifyInstance, templates: Templates): void {
  const place = '/api/v1/imports/templates'
  const keys = ['name', 'object', 'headers', 'mapping', 'options']
  app.get(place, { config: { ...config, query: ['object'] } }, async (request, reply) => {
    const { object } = request.query as { object?: string }
    return send(reply, { data: await templates.list(sessionOf(request), object ?? null) })
  })
  app.post(place, { config }, async (request, reply) => {
    const body = exactBody(request, keys)
    const asked = { ...partsOf(body), name: nameOf(body), object: textOf(body, 'object', { max: 40 }) }
    const data = await templates.keep(sessionOf(request), { headers: [], mapping: {}, options: {}, ...asked })
    return send(reply.code(201).header('Location', `${place}/${data.id}`), { data })
  })
  app.patch(`${place}/:id`, { config }, async (request, reply) => {
    const body = exactBody(
      request,
      keys.filter((key) => key !== 'object'),
    )
    const asked = { ...partsOf(body), ...(body.name === undefined ? {} : { name: nameOf(body) }) }
    return send(reply, { data: await templates.change(sessionOf(request), idOf(request), asked) })
  })
  app.delete(`${place}/:id`, { config }, async (request, reply) => {
    await templates.drop(sessionOf(request), idOf(request))
    return reply.code(204).send()
  })
}

function nameOf(body: Record<string, unknown>): string {
  const name = textOf(body, 'name', { max: 80 })
  if (textProblem(name)) throw no('invalid', 'BAD_TEXT', { field: 'name', details: { name: 'name' } })
  return name.trim()
}

function partsOf({ headers, mapping, options }: Record<string, unknown>) {
  const isList = Array.isArray(headers) && headers.length <= 20_000 && headers.every((one) => typeof one === 'string')
  if (headers !== undefined && !isList)
    throw no('invalid', 'WRONG_TYPE', { field: 'headers', details: { name: 'headers', expected: '[…]' } })
  return {
    ...(headers === undefined ? {} : { headers: headers as string[] }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(options === undefined ? {} : { options }),
  }
}

function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string }
  if (!isId(id)) throw no('missing', 'NOT_FOUND')
  return id
}
