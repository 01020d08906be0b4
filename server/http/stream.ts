/** Server-sent events: tells each open page what changed among the records its reader may see, and nothing else. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { keyAllows, type Placed, scopesOf, within } from '../../kernel/permit.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { countUnread } from '../store/inbox.ts'
import { placements } from '../store/sideline.ts'
import type { Change, Model } from '../world.ts'
import type { Doors, Visitor } from './doors.ts'
import { told, visitorOf } from './reply.ts'

/** Changes of this span go out together. */
const gatherMs = 100
/** Says that the line is open, and looks whether its reader still may listen. */
const heartbeatMs = 20_000
const linesMax = 20
/** Above this many changes of one object a page is told to look again instead. */
const manyChanges = 200
/** A reader that does not read is let go. */
const behindBytes = 1024 * 1024

interface Line {
  visitor: Visitor
  readonly reply: FastifyReply
  unread: number
}

export interface Stream {
  close(): void
}

export function streamRoutes(app: FastifyInstance, doors: Doors): Stream {
  const lines = new Set<Line>()
  const waiting = new Map<string, Change[]>()
  const flush = (tenantId: string) => {
    const changes = waiting.get(tenantId) ?? []
    waiting.delete(tenantId)
    tell(
      doors,
      [...lines].filter((line) => line.visitor.session.tenantId === tenantId),
      changes,
    ).catch((err) => doors.world.log.error('changes could not be told', { error: told(err), tenantId }))
  }
  const stopChanges = doors.world.changes.subscribe((change) => {
    if (![...lines].some((line) => line.visitor.session.tenantId === change.tenantId)) return
    const known = waiting.get(change.tenantId)
    if (known) return void known.push(change)
    waiting.set(change.tenantId, [change])
    setTimeout(() => flush(change.tenantId), gatherMs).unref()
  })
  const review = (line: Line) => reviewLine(doors, line)
  const stopForgotten = doors.door.onForgotten((concerns) => {
    for (const line of lines) if (concerns(line.visitor)) review(line)
  })
  const heartbeat = setInterval(() => {
    for (const line of lines) {
      say(line, ':\n\n')
      review(line)
    }
  }, heartbeatMs)
  heartbeat.unref()
  app.get('/api/v1/stream', { config: { permission: 'signedIn' } }, (request, reply) => {
    const line = open(doors, lines, { request, reply })
    lines.add(line)
    request.raw.on('close', () => lines.delete(line))
    return reply
  })
  return {
    close() {
      stopChanges()
      stopForgotten()
      clearInterval(heartbeat)
      for (const line of lines) end(line)
      lines.clear()
    },
  }
}

function open(
  doors: Doors,
  lines: ReadonlySet<Line>,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
) {
  const visitor = visitorOf(request)
  const own = [...lines].filter((line) => line.visitor.session.userId === visitor.session.userId)
  if (own.length >= linesMax) throw new Refused([refuse('guard', 'STREAM_LIMIT', { status: 429 })])
  reply.header('Content-Type', 'text/event-stream; charset=utf-8').header('X-Accel-Buffering', 'no')
  reply.hijack()
  reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>)
  const line: Line = { visitor, reply, unread: -1 }
  say(line, 'retry: 2000\n\n')
  tellUnread(doors, [line]).catch((err) =>
    doors.world.log.error('the inbox could not be counted', { error: told(err) }),
  )
  return line
}

function say({ reply }: Line, text: string): void {
  if (reply.raw.writableLength > behindBytes) reply.raw.destroy()
  else if (!reply.raw.destroyed) reply.raw.write(text)
}

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
const end = (line: Line): void => void line.reply.raw.end()

/** Rights may have been withdrawn or widened since the line was opened. */
async function reviewLine({ world, door }: Doors, line: Line): Promise<void> {
  try {
    const visitor = await door.again(line.visitor)
    if (visitor && visitor.expiresAt > world.clock()) line.visitor = visitor
    else end(line)
  } catch (err) {
    // Not knowing counts as no: the page comes back by itself.
    world.log.warn('a listener could not be looked up', { error: told(err) })
    end(line)
  }
}

async function tell(doors: Doors, lines: readonly Line[], changes: readonly Change[]): Promise<void> {
  const { world } = doors
  const tenantId = changes[0]?.tenantId
  if (tenantId === undefined || lines.length === 0) return
  const model = await world.models.of(tenantId)
  for (const [object, group] of byObject(changes)) {
    const readers = lines.filter((line) => readScopes(model, line, object).length > 0)
    if (readers.length === 0) continue
    if (group.length > manyChanges || group.some((change) => change.id === '')) {
      for (const line of readers)
        say(line, event('changed', { object, id: null, version: null, type: `${object}.many` }))
      continue
    }
    const places = await placesOf(doors, model, { object, ids: [...new Set(group.map((change) => change.id))] })
    for (const line of readers) {
      const scopes = readScopes(model, line, object)
      for (const { id, version, type } of group) {
        const place = places.get(id)
        const seen = place ? within(line.visitor.session.actor, scopes, place) : scopes.includes('all')
        if (seen) say(line, event('changed', { object, id, version, type }))
      }
    }
  }
  await tellUnread(doors, lines)
}

function byObject(changes: readonly Change[]): Map<string, Change[]> {
  const groups = new Map<string, Change[]>()
  for (const change of changes) {
    const group = groups.get(change.object) ?? []
    if (group.push(change) === 1) groups.set(change.object, group)
  }
  return groups
}

function readScopes(model: Model, { visitor }: Line, object: string) {
  const { actor } = visitor.session
  const permit = model.objects.get(object)?.permits.read
  if (!permit || !keyAllows(actor, object, 'read')) return []
  return scopesOf(actor, permit, model.changes[object]?.read)
}

function placesOf({ world }: Doors, model: Model, ask: { object: string; ids: readonly string[] }) {
  const pooled = Object.hasOwn(model.objects.get(ask.object)?.fields ?? {}, 'poolId')
  return world.database.inTenant(
    model.tenantId,
    (tx): Promise<Map<string, Placed>> => placements(tx, model.tenantId, { ...ask, pooled }),
  )
}

/** How many notices wait, when that is another number than last told. */
async function tellUnread({ world }: Doors, lines: readonly Line[]): Promise<void> {
  const people = new Map<string, Line[]>()
  for (const line of lines) {
    const { userId } = line.visitor.session
    people.set(userId, [...(people.get(userId) ?? []), line])
  }
  const tenantId = lines[0]?.visitor.session.tenantId
  if (tenantId === undefined) return
  await world.database.inTenant(tenantId, async (tx) => {
    for (const [userId, own] of people) {
      const unread = await countUnread(tx, tenantId, userId)
      for (const line of own.filter((one) => one.unread !== unread)) {
        line.unread = unread
        say(line, event('inbox', { unread }))
      }
    }
  })
}
