/** The description of the interface and the page that shows it, from files of our own. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Registry } from '../../kernel/registry.ts'
import type { Model } from '../world.ts'
import type { Doors } from './doors.ts'
import { openApi } from './openapi.ts'

const shown = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'] as const

const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', png: 'image/png' } as const

/** The page draws its own icons as data and styles itself at run time; nothing else may come from elsewhere. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>OpenLTC API</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="/api/docs/favicon-32x32.png"><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>
`

const start = `window.ui = SwaggerUIBundle({
  url: '/api/openapi.json', dom_id: '#ui', deepLinking: true, docExpansion: 'none', filter: true,
  validatorUrl: null, persistAuthorization: false, defaultModelsExpandDepth: 0,
})
`

const textOf = (registry: Registry, model: Model | null): string => JSON.stringify(openApi(registry, model))

export function docRoutes(app: FastifyInstance, doors: Doors): void {
  const { world, door } = doors
  const config = { permission: 'public' }
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const shared = textOf(world.registry, null)
  const ofCompany = new WeakMap<Model, string>()
  /** Public; to someone signed in it also shows the fields their own company added. */
  app.get('/api/openapi.json', { config }, async (request, reply) => {
    const visitor = await door.recognise(request)
    const model = visitor ? await world.models.of(visitor.session.tenantId) : null
    const text = model ? (ofCompany.get(model) ?? textOf(world.registry, model)) : shared
    if (model) ofCompany.set(model, text)
    return reply.type('application/json; charset=utf-8').send(text)
  })
  const serve = (path: string, body: { readonly type: string; readonly content: string | Buffer }) =>
    app.get(path, { config }, (_request, reply) =>
      reply
        .header('Content-Security-Policy', policy)
        .header('Cache-Control', 'no-cache')
        .type(body.type)
        .send(body.content),
    )
  serve('/api/docs', { type: 'text/html; charset=utf-8', content: page })
  serve('/api/docs/start.js', { type: types.js, content: start })
  for (const name of shown) {
    const type = types[name.split('.').at(-1) as keyof typeof types]
    serve(`/api/docs/${name}`, { type, content: readFileSync(join(folder, name)) })
  }
}
