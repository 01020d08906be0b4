/** Upload and download of files: checked by content, kept in chunks in the database, given back only as attachments. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { textProblem } from '../../kernel/text.ts'
import { isId } from '../../kernel/validate.ts'
import { readRecord } from '../read/record.ts'
import {
  beginFile,
  bytesKept,
  dropFile,
  findFile,
  finishFile,
  putChunk,
  readChunk,
  type StoredFile,
  usesOf,
} from '../store/files.ts'
import type { Session, World } from '../world.ts'
import type { Doors } from './doors.ts'
import { attachment, fileType, headBytes, officeFits, officeWatch, safeName, takenKinds } from './fileKind.ts'
import { tooMany } from './gate.ts'
import { fitsScreen, imageSize } from './imageSize.ts'
import { send, sessionOf, told } from './reply.ts'
import { openScan, type Scan } from './scan.ts'

export const fileMax = 50 * 1024 * 1024
const chunkBytes = 1024 * 1024
const megabyte = 1024 * 1024
const no = (kind: Refusal['class'], code: string, rest: Parameters<typeof refuse>[2] = {}): Refused =>
  new Refused([refuse(kind, code, rest)])

export function fileRoutes(app: FastifyInstance, doors: Doors): void {
  const { world } = doors
  app.register(async (part) => {
    await part.register(multipart, { limits: { files: 1, fields: 0, parts: 1, fileSize: fileMax, headerPairs: 20 } })
    const config = { permission: 'file:create', multipart: true }
    // A little above the file itself: the form around it.
    part.post('/api/v1/files', { config, bodyLimit: fileMax + 64 * 1024 }, (request, reply) =>
      upload(doors, request, reply),
    )
  })
  app.get('/api/v1/files/usage', { config: { permission: 'file:read' } }, async (request, reply) =>
    send(reply, await usage(world, sessionOf(request).tenantId)),
  )
  const query = ['object', 'recordId']
  app.get(
    '/api/v1/files/:id',
    { config: { permission: 'file:read', query }, compress: false },
    async (request, reply) => {
      const file = await fileToRead(world, request)
      return reply
        .header('Content-Type', file.type)
        .header('Content-Length', file.size)
        .header('Content-Disposition', attachment(file.name))
        .header('Content-Security-Policy', "default-src 'none'; sandbox")
        .send(Readable.from(chunksOf(world, sessionOf(request).tenantId, file.id), { objectMode: false }))
    },
  )
  app.get('/api/v1/files/:id/meta', { config: { permission: 'file:read', query } }, async (request, reply) => {
    const { id, name, size, type, createdBy, createdAt } = await fileToRead(world, request)
    return send(reply, { data: { id, name, size, type, createdBy, createdAt } })
  })
}

async function upload(doors: Doors, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { world, limits } = doors
  const { tenantId, userId } = sessionOf(request)
  const wait = limits.upload.take(`${tenantId} ${userId}`)
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  const given = await request.file()
  if (!given) throw no('invalid', 'FILE_MISSING', { field: 'file' })
  if (textProblem(given.filename ?? '')) throw no('invalid', 'BAD_TEXT', { field: 'file', details: { name: 'file' } })
  const name = safeName(given.filename ?? '')
  const id = world.newId()
  const scan = openScan(doors.config.scanner)
  try {
    const room = await roomOf(world, tenantId)
    if (room.left <= 0) throw no('guard', 'FILE_QUOTA', { field: 'file', status: 413, details: room })
    const kept = await keep(world, { tenantId, userId: userId ?? '' }, { id, name, given, scan, room })
    return send(reply.code(201).header('Location', `/api/v1/files/${id}`), { data: { id, name, ...kept } })
  } catch (error) {
    given.file.resume()
    const infected = error instanceof Refused && error.refusals.find((one) => one.code === 'FILE_INFECTED')
    if (infected) doors.audit.note(request, 'file.infected', infected.details)
    await world.database.inTenant(tenantId, (tx) => dropFile(tx, tenantId, id)).catch(() => undefined)
    throw error
  } finally {
    scan?.close()
  }
}

interface Arriving {
  readonly id: string
  readonly name: string
  readonly given: MultipartFile
  readonly scan: Scan | null
  /** Bytes the company may still keep. */
  readonly room: Room
}

type Room = { readonly left: number; readonly quota: string }

/** Each chunk in a transaction of its own: a slow sender holds nothing open in the database. */
async function keep(world: World, who: { tenantId: string; userId: string }, arriving: Arriving) {
  const { id, name, given, scan, room } = arriving
  const { tenantId, userId } = who
  const inTenant = world.database.inTenant.bind(world.database)
  const digest = createHash('sha256')
  const office = officeWatch()
  let type: string | null = null
  let size = 0
  let seq = 0
  for await (const bytes of inChunks(given.file)) {
    if (type === null) {
      type = fileType(name, bytes.subarray(0, headBytes))
      if (type === null) throw no('invalid', 'FILE_TYPE', { field: 'file', status: 415, details: { name } })
      requireMeasures(type, bytes)
      const begun = { id, name, type, userId, at: world.clock() }
      await inTenant(tenantId, (tx) => beginFile(tx, tenantId, begun))
    }
    office.see(bytes)
    digest.update(bytes)
    size += bytes.length
    if (size > room.left) throw no('guard', 'FILE_QUOTA', { field: 'file', status: 413, details: room })
    await scan?.see(bytes)
    const chunk = { fileId: id, seq: seq++, bytes }
    await inTenant(tenantId, (tx) => putChunk(tx, tenantId, chunk))
  }
  if (given.file.truncated)
    throw no('invalid', 'TOO_LARGE', { field: 'file', status: 413, details: { limit: '50 MB' } })
  if (type === null) throw no('invalid', 'FILE_EMPTY', { field: 'file' })
  if (office.hasMacro && type.includes('openxml')) throw no('invalid', 'FILE_MACRO', { field: 'file', status: 415 })
  if (!officeFits(name, office)) throw no('invalid', 'FILE_TYPE', { field: 'file', status: 415, details: { name } })
  await requireClean(world, scan, name)
  const done = { id, size, sha256: digest.digest(), at: world.clock() }
  await inTenant(tenantId, (tx) => finishFile(tx, tenantId, done))
  return { size, type }
}

/** A picture that would fill the memory of whoever looks at it is known by its header. */
function requireMeasures(type: string, head: Buffer): void {
  if (!type.startsWith('image/')) return
  const measures = imageSize(type, head)
  if (!measures) throw no('invalid', 'IMAGE_UNREADABLE', { field: 'file', status: 415 })
  if (!fitsScreen(measures)) throw no('invalid', 'IMAGE_TOO_LARGE', { field: 'file', status: 413, details: measures })
}

/** Not knowing counts as no: a file that could not be looked at is not kept. */
async function requireClean(world: World, scan: Scan | null, name: string): Promise<void> {
  if (!scan) return
  let found: string | null
  try {
    found = await scan.verdict()
  } catch (error) {
    world.log.error('the virus scanner did not answer', { error: told(error) })
    throw no('guard', 'SCANNER_DOWN', { field: 'file', status: 503 })
  }
  if (found) throw no('invalid', 'FILE_INFECTED', { field: 'file', status: 422, details: { name, found } })
}

async function roomOf(world: World, tenantId: string): Promise<Room> {
  const { settings } = await world.models.of(tenantId)
  const used = await world.database.inTenant(tenantId, (tx) => bytesKept(tx, tenantId))
  return { left: settings.fileQuotaMb * megabyte - used, quota: `${settings.fileQuotaMb} MB` }
}

/** What the page says beside the place where files are added. */
async function usage(world: World, tenantId: string) {
  const { settings } = await world.models.of(tenantId)
  const used = await world.database.inTenant(tenantId, (tx) => bytesKept(tx, tenantId))
  return { data: { used, quota: settings.fileQuotaMb * megabyte, largest: fileMax, kinds: takenKinds } }
}

async function* inChunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let length = 0
  for await (const bytes of source) {
    waiting.push(bytes)
    length += bytes.length
    if (length < chunkBytes) continue
    yield Buffer.concat(waiting, length)
    waiting = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(waiting, length)
}

/** Read as fast as the reader takes them; no transaction stays open between two. */
async function* chunksOf(world: World, tenantId: string, fileId: string): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq++) {
    const bytes = await world.database.inTenant(tenantId, (tx) => readChunk(tx, tenantId, { fileId, seq }))
    if (bytes === null) return
    yield bytes
  }
}

/**
 * Its uploader may read a file, and whoever may read a record that names it. A file on a record out of sight is
 * answered like one that does not exist. `?object=&recordId=` says where it was seen, which spares the search.
 */
async function fileToRead(world: World, request: FastifyRequest): Promise<StoredFile> {
  const session = sessionOf(request)
  const { id } = request.params as { id: string }
  const hint = request.query as { object?: string; recordId?: string }
  if (!isId(id)) throw no('missing', 'NOT_FOUND')
  const { file, uses } = await world.database.inTenant(session.tenantId, async (tx) => ({
    file: await findFile(tx, session.tenantId, id),
    uses: await usesOf(tx, session.tenantId, id),
  }))
  if (!file) throw no('missing', 'NOT_FOUND')
  if (file.createdBy === session.userId) return file
  const hinted = hint.object && isId(hint.recordId) ? [{ object: hint.object, recordId: hint.recordId }] : []
  for (const use of hinted.length > 0 ? hinted : uses) {
    if (await namesFile(world, session, { ...use, fileId: id })) return file
  }
  throw no('missing', 'NOT_FOUND')
}

/** Looks at what this reader is shown, so that a hidden field hides its files too. */
async function namesFile(
  world: World,
  session: Session,
  ask: { object: string; recordId: string; fileId: string },
): Promise<boolean> {
  const model = await world.models.of(session.tenantId)
  if (!model.objects.has(ask.object)) return false
  const read = await readRecord(world, session, { object: ask.object, id: ask.recordId })
  return read.ok && JSON.stringify(read.data).includes(`"${ask.fileId}"`)
}
