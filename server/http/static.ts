/** Serves the pages: files of dist/web, and the one page for every address that is a place within the application. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { refuse } from '../../kernel/refusal.ts'
import { sendProblem } from './problem.ts'

/**
 * No script but ours, no frame, no foreign address. Styles may stand in the page: the components write them there at
 * run time, and a style alone runs nothing.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self' blob:",
  'frame-src blob:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `folder` is where the built pages are; without it only the interface for programs answers. */
export async function pageRoutes(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const built = folder !== undefined && existsSync(join(folder, 'index.html'))
  if (built) await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false, etag: true })
  const config = { permission: 'public' }
  const lost = (reply: FastifyReply) => sendProblem(reply, [refuse('missing', 'NO_SUCH_ADDRESS')])
  const page = (reply: FastifyReply) =>
    reply.header('Content-Security-Policy', pagePolicy).header('Cache-Control', 'no-cache').sendFile('index.html')
  if (built) {
    app.get('/assets/*', { config }, (request, reply) => {
      const name = (request.params as { '*': string })['*']
      const path = `assets/${name}`
      if (!/^[A-Za-z0-9_.-]+$/.test(name) || !existsSync(join(folder, path))) return lost(reply)
      // Built files carry the hash of their content in their names.
      reply.header('Cache-Control', 'public, max-age=31536000, immutable')
      return reply.header('Content-Security-Policy', pagePolicy).sendFile(path)
    })
    app.get('/', { config: { ...config, anyQuery: true }, exposeHeadRoute: true }, (_request, reply) => page(reply))
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = built && request.method === 'GET' && !request.url.startsWith('/api/')
    const path = request.url.split('?')[0] ?? ''
    if (!wantsPage) return lost(reply)
    if (/^\/[A-Za-z0-9_.-]+\.[a-z0-9]{2,5}$/.test(path) && existsSync(join(folder, path))) {
      return reply
        .header('Cache-Control', 'no-cache')
        .header('Content-Security-Policy', pagePolicy)
        .sendFile(path.slice(1))
    }
    return /\.[a-z0-9]{2,5}$/.test(path) ? lost(reply) : page(reply)
  })
}
