/** The inbox of whoever is signed in: notices in both languages, read one by one or all at once. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fill, type Label } from '../../kernel/label.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { countUnread, type InboxEntry, listInbox, markAllRead, markRead } from '../store/inbox.ts'
import type { Model } from '../world.ts'
import { limitOf } from './audit.ts'
import type { Doors } from './doors.ts'
import { refused, send, visitorOf } from './reply.ts'

export function inboxRoutes(app: FastifyInstance, doors: Doors): void {
  const { world } = doors
  const change = { config: { permission: 'inbox:change' } }
  const who = (request: FastifyRequest) => {
    const { tenantId, userId } = visitorOf(request).session
    return { tenantId, userId }
  }
  const config = { permission: 'inbox:read', query: ['before', 'limit', 'unread'] }
  app.get('/api/v1/inbox', { config }, async (request, reply) => {
    const me = who(request)
    const { before = null, limit, unread } = request.query as Record<string, string | undefined>
    if (before !== null && !isId(before)) throw refused('invalid', 'BAD_REQUEST', 'before is an id')
    const size = limitOf(limit)
    const page = { ...me, before, unreadOnly: unread === 'true', limit: size + 1 }
    const model = await world.models.of(me.tenantId)
    const { found, count } = await world.database.inTenant(me.tenantId, async (tx) => ({
      found: await listInbox(tx, page),
      count: await countUnread(tx, me.tenantId, me.userId),
    }))
    const data = found.slice(0, size).map((entry) => told(doors, model, entry))
    return send(reply, { data, unread: count, next: found.length > size ? (data.at(-1)?.id ?? null) : null })
  })
  app.post('/api/v1/inbox/:id/read', change, async (request, reply) => {
    const me = who(request)
    const { id } = request.params as { id: string }
    const at = world.clock()
    const marked = isId(id) && (await world.database.inTenant(me.tenantId, (tx) => markRead(tx, { ...me, id, at })))
    if (!marked) throw new Refused([refuse('missing', 'NOT_FOUND')])
    return reply.code(204).send()
  })
  app.post('/api/v1/inbox/read-all', change, async (request, reply) => {
    const me = who(request)
    await world.database.inTenant(me.tenantId, (tx) => markAllRead(tx, { ...me, at: world.clock() }))
    return reply.code(204).send()
  })
}

/** A notice without words of its own says what happened to which record. */
function told({ notices }: Doors, model: Model, entry: InboxEntry) {
  const { id, kind, object, recordId, values, at, readAt } = entry
  const words = notices[kind] ?? plainWords(model, kind, object)
  const title = ['title', 'name', 'no'].map((key) => values[key]).find((one) => typeof one === 'string') ?? ''
  const inWords = (language: 'zh' | 'en') => fill(words[language], localised({ ...values, title }, language))
  return { id, kind, object, recordId, title, text: { zh: inWords('zh'), en: inWords('en') }, at, readAt, values }
}

function plainWords(model: Model, kind: string, object: string): Label {
  const label = model.objects.get(object)?.label ?? { zh: object, en: object }
  const event = kind.split('.').at(-1) ?? kind
  const step = Object.values(model.objects.get(object)?.transitions ?? {}).find((one) => one.emits === event)?.label
  return { zh: `${label.zh} {title}：${step?.zh ?? event}`, en: `${label.en} {title}: ${step?.en ?? event}` }
}

function localised(values: Readonly<Record<string, unknown>>, language: 'zh' | 'en'): Record<string, unknown> {
  const say = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && language in value
      ? (value as Record<string, unknown>)[language]
      : value
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, say(value)]))
}
