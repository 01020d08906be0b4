/** Builds the web server from its parts; `server/main.ts` says where it listens and when it stops. */
import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import fastify, { type FastifyInstance } from 'fastify'
import type { Label } from '../../kernel/label.ts'
import { type Outbound, openOutbound } from '../reach/outbound.ts'
import type { World } from '../world.ts'
import { accessRoutes } from './access.ts'
import { auditRoutes, openAudit } from './audit.ts'
import { openBehind } from './behind.ts'
import { docRoutes } from './docs.ts'
import { documentRoutes } from './documents.ts'
import { openDoor } from './door.ts'
import type { DoorConfig, Doors, Routes } from './doors.ts'
import { emailRoutes } from './email.ts'
import { fileRoutes } from './files.ts'
import { guard } from './gate.ts'
import { handoverRoutes } from './handovers.ts'
import { healthRoutes } from './health.ts'
import { inboxRoutes } from './inbox.ts'
import { inviteRoutes } from './invite.ts'
import { keyRoutes } from './keys.ts'
import { makeLimits, type Rates } from './limits.ts'
import { mailRoutes } from './mail.ts'
import { metaRoutes } from './meta.ts'
import { noticeWords } from './noticeWords.ts'
import { requirePermission } from './permission.ts'
import { answerFault } from './problem.ts'
import './reply.ts'
import { restRoutes } from './rest.ts'
import { secondFactorRoutes } from './secondFactor.ts'
import { sessionRoutes } from './session.ts'
import { ownSessionRoutes } from './sessions.ts'
import { ssoRoutes } from './sso.ts'
import { pageRoutes } from './static.ts'
import { streamRoutes } from './stream.ts'
import { decodeUtf8, parseStrict } from './strictJson.ts'
import { followPeople } from './users.ts'
import { viewRoutes } from './views.ts'
import { voucherRoutes } from './vouchers.ts'

export interface AppOptions {
  readonly config: DoorConfig
  /** Where the built pages are. */
  readonly webFolder?: string
  /** Routes of other parts: imports, documents, the set-up of companies. */
  readonly more?: readonly Routes[]
  readonly notices?: Readonly<Record<string, Label>>
  readonly rates?: Rates
  readonly outbound?: Outbound
  /** How long a balancer may need to see that the server is leaving. */
  readonly leaveMs?: number
}

export interface WebServer {
  readonly app: FastifyInstance
  readonly doors: Doors
  /** Every route with what it asks of its caller. */
  readonly routes: readonly Route[]
  /** Not ready, then no new requests, those in flight end, the streams close. */
  stop(): Promise<void>
}

export interface Route {
  readonly method: string
  readonly url: string
  readonly permission: string
}

const bodyLimit = 1024 * 1024
const stopWithinMs = 30_000

export async function buildApp(world: World, options: AppOptions): Promise<WebServer> {
  const app = fastify({
    bodyLimit,
    trustProxy: options.config.trustProxy as boolean | string[],
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    logger: false,
    requestTimeout: 120_000,
    http: { headersTimeout: 15_000 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200, caseSensitive: true },
  })
  const behind = openBehind(world.log)
  const doors: Doors = {
    world,
    config: options.config,
    door: await openDoor(world),
    limits: makeLimits(options.rates),
    audit: openAudit(world),
    notices: { ...noticeWords, ...options.notices },
    outbound: options.outbound ?? openOutbound({ allow: options.config.outboundAllow ?? [] }),
    behind: behind.run,
  }
  app.decorateRequest('visitor', null)
  const routes: Route[] = []
  app.addHook('onRoute', (route) => {
    const permission = requirePermission(route as Parameters<typeof requirePermission>[0])
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, permission })
  })
  await harden(app, world)
  guard(app, doors)
  const health = healthRoutes(app, world)
  for (const routes of shipped) routes(app, doors)
  for (const routes of options.more ?? []) routes(app, doors)
  const stream = streamRoutes(app, doors)
  const stopFollowing = followPeople(doors)
  await pageRoutes(app, options.webFolder)
  await app.ready()
  const stop = async () => {
    health.leave()
    await new Promise((resolve) => setTimeout(resolve, options.leaveMs ?? 0))
    stream.close()
    const late = setTimeout(() => app.server.closeAllConnections(), stopWithinMs)
    await app.close()
    clearTimeout(late)
    doors.door.close()
    await stopFollowing()
    await behind.settled()
    await doors.audit.settled()
  }
  return { app, doors, routes, stop }
}

const shipped: readonly Routes[] = [
  sessionRoutes,
  accessRoutes,
  inviteRoutes,
  secondFactorRoutes,
  ownSessionRoutes,
  emailRoutes,
  mailRoutes,
  ssoRoutes,
  keyRoutes,
  metaRoutes,
  auditRoutes,
  inboxRoutes,
  fileRoutes,
  viewRoutes,
  handoverRoutes,
  documentRoutes,
  voucherRoutes,
  restRoutes,
  docRoutes,
]

/** Headers on every answer, one reader of JSON, one answer to whatever breaks. */
async function harden(app: FastifyInstance, world: World): Promise<void> {
  await app.register(helmet, {
    global: true,
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    // Sent below, and only where the connection really is https.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
  await app.register(compress, { threshold: 2048, encodings: ['br', 'gzip'] })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id)
    reply.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=(self), payment=(), usb=()')
    if (request.protocol === 'https') reply.header('Strict-Transport-Security', 'max-age=31536000')
    if (request.url.startsWith('/api/')) reply.header('Cache-Control', 'private, no-store')
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, id } = request
    const userId = request.visitor?.session.userId
    const ms = Math.round(reply.elapsedTime)
    world.log.info('request', {
      method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms,
      id,
      userId,
    })
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(/^application\/json/, { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    body.length === 0 ? undefined : parseStrict(decodeUtf8(body)),
  )
  app.setErrorHandler((error, _request, reply) => answerFault(world.log, error, reply))
}
