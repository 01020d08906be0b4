/** Between companies there is a wall at every door: what belongs to another answers like what was never there. */
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isOpen } from '../../server/http/permission.ts'
import { productWorld, registry } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { checksums } from '../support/doors.ts'
import { linkPlaces, mark, nowhere, openTwins, type Twins } from '../support/foreign.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let twins: Twins
let before: Record<string, string>
const objects = [...registry.objects.values()]

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  twins = await openTwins(world)
  before = await checksums(database.ownerUrl, twins.theirs.tenantId)
}, 180_000)
afterAll(async () => {
  await twins.doors.web.stop()
  await world.close()
  await database.drop()
})

/** What two answers must have in common, whatever they were asked: all but the id itself and the time. */
function likeness(answer: LightMyRequestResponse, id: string): unknown {
  const { 'x-request-id': _request, date: _date, 'content-length': _length, ...headers } = answer.headers
  const body = answer.body.replaceAll(id, '‹id›').replace(/"requestId":"[^"]*"/, '')
  return { status: answer.statusCode, headers, body }
}

type Ask = (id: string) => Promise<LightMyRequestResponse>

/** The same question about a record of the others and about one that is nowhere gets the same answer. */
async function expectNoDifference(what: string, foreignId: string, ask: Ask): Promise<LightMyRequestResponse> {
  const [theirs, nobodys] = [await ask(foreignId), await ask(nowhere)]
  expect(likeness(theirs, foreignId), what).toEqual(likeness(nobodys, nowhere))
  expect(theirs.body.includes(mark), what).toBe(false)
  return theirs
}

const objectOf = (url: string) => registry.byPlural.get(url.split('/')[3] ?? '')?.name ?? ''
const foreignFor = (url: string) =>
  twins.foreign.get(objectOf(url)) ?? (url.includes('/files/') ? twins.foreignFile : twins.foreign.get('account')) ?? ''
const filterOf = (field: string, value: string) => encodeURIComponent(JSON.stringify({ field, op: '=', value }))

describe('TEN-01: a record of another company', () => {
  it('in the address of any route is as good as not there', { timeout: 300_000 }, async () => {
    const routes = twins.doors.web.routes.filter(({ url, method }) => url.includes('/:id') && method !== 'HEAD')
    expect(routes.length).toBeGreaterThan(300)
    const seen = new Set<number>()
    for (const { method, url } of routes) {
      const ask: Ask = (id) => {
        const path = url.replace(':id', id)
        if (method === 'GET') return twins.caller.get(path)
        // One route takes bytes.
        const headers: Record<string, string> = url.endsWith('/:seq')
          ? { 'content-type': 'application/octet-stream' }
          : {}
        const body = method === 'DELETE' ? undefined : {}
        return twins.caller.send(method as 'POST', path, { version: 1, body, headers })
      }
      const answer = await expectNoDifference(`${method} ${url}`, foreignFor(url), ask)
      seen.add(answer.statusCode)
      expect([403, 404], `${method} ${url}: ${answer.body}`).toContain(answer.statusCode)
    }
    expect(seen).toContain(404)
  })

  it('in a filter finds nothing, in lists, counts, sums and exports', { timeout: 180_000 }, async () => {
    for (const { name, plural, fields, parts } of objects) {
      const links = linkPlaces({ name, fields, parts } as never).filter(({ path }) => Object.hasOwn(fields, path))
      const asked = process.env.LONG ? links : links.slice(0, 1)
      for (const { path, target } of asked) {
        const id = twins.foreign.get(target)
        if (!id || ['files', 'members'].includes(fields[path]?.kind ?? '')) continue
        for (const way of ['', '/count', '/summary', '/export']) {
          const rest = way === '/summary' ? '&groupBy=state' : ''
          const url = (one: string) => `/api/v1/${plural}${way}?filter=${filterOf(path, one)}${rest}`
          await expectNoDifference(`${plural}${way} by ${path}`, id, (one) => twins.caller.get(url(one)))
        }
      }
    }
  })

  it('in the body of a new record is a link to nothing, in fields, lines and files', { timeout: 180_000 }, async () => {
    let tried = 0
    for (const declaration of objects.filter((one) => isOpen(one, 'create'))) {
      for (const { path, target, body } of linkPlaces(declaration)) {
        const id = target === 'file' ? twins.foreignFile : twins.foreign.get(target)
        if (!id) continue
        const url = `/api/v1/${declaration.plural}`
        const ask: Ask = (one) => twins.caller.send('POST', url, { body: body(one) })
        const answer = await expectNoDifference(`POST ${url} ${path}`, id, ask)
        expect(answer.statusCode, `POST ${url} ${path}`).toBeGreaterThanOrEqual(400)
        tried++
      }
    }
    expect(tried).toBeGreaterThan(80)
  })

  it('in the body of a change of one’s own record is a link to nothing', { timeout: 180_000 }, async () => {
    for (const declaration of objects.filter((one) => isOpen(one, 'change') && twins.own.has(one.name))) {
      const own = twins.own.get(declaration.name) as string
      const { version } = await twins.ours.find(declaration.name, own)
      for (const { path, target, body } of linkPlaces(declaration)) {
        const id = target === 'file' ? twins.foreignFile : twins.foreign.get(target)
        if (!id) continue
        const url = `/api/v1/${declaration.plural}/${own}`
        const answer = await expectNoDifference(`PATCH ${url} ${path}`, id, (one) =>
          twins.caller.send('PATCH', url, { version, body: body(one) }),
        )
        expect(answer.statusCode, `PATCH ${declaration.plural} ${path} ${answer.body}`).toBeGreaterThanOrEqual(400)
      }
    }
  })

  it('among the arguments of an action is a link to nothing', { timeout: 120_000 }, async () => {
    for (const declaration of objects) {
      const own = twins.own.get(declaration.name)
      if (!own) continue
      const { version } = await twins.ours.find(declaration.name, own)
      for (const [act, step] of Object.entries(declaration.transitions)) {
        if (!isOpen(declaration, act)) continue
        for (const [name, field] of Object.entries(step.input ?? {})) {
          const id = field.kind === 'link' ? twins.foreign.get(field.target ?? '') : undefined
          if (!id && !['link', 'member'].includes(field.kind)) continue
          const foreignId = id ?? (twins.foreign.get('user') as string)
          const url = `/api/v1/${declaration.plural}/${own}/${act}?dryRun=true`
          await expectNoDifference(`POST ${url} ${name}`, foreignId, (one) =>
            twins.caller.send('POST', url, { version, body: { [name]: one, reason: '试一试' } }),
          )
        }
      }
    }
  })

  it('in a bulk request is refused item by item, like one that is missing', async () => {
    for (const declaration of objects.filter((one) => isOpen(one, 'change'))) {
      const id = twins.foreign.get(declaration.name)
      if (!id) continue
      const items = [id, nowhere].map((one) => ({ id: one, version: 1, input: {} }))
      const answer = await twins.caller.send('POST', `/api/v1/${declaration.plural}/bulk`, {
        body: { act: 'change', items },
      })
      const [theirs, nobodys] = answer.json().results
      expect({ ...theirs, index: 0, id: '' }, declaration.plural).toEqual({ ...nobodys, index: 0, id: '' })
      expect(theirs.status).toBe(404)
    }
  })

  it('is not told by any search, list, sum, river, notice or trail', async () => {
    const word = encodeURIComponent(mark)
    const plain = [
      '/search?q=',
      '/river?',
      '/inbox?',
      '/audit?',
      '/permissions?',
      '/meta?',
      '/keys?all=true&',
      '/imports?',
    ]
    const urls = [
      ...plain.map((path) => `/api/v1${path}${path.endsWith('q=') ? word : ''}`.replace(/[?&]$/, '')),
      ...objects.flatMap(({ plural }) => [`/api/v1/${plural}?limit=200`, `/api/v1/${plural}/export?format=csv`]),
      ...objects.map(({ plural }) => `/api/v1/${plural}?q=${word}`),
    ]
    const told: string[] = []
    for (const url of urls) {
      const { body, statusCode } = await twins.caller.get(url)
      if (statusCode >= 500) told.push(`${url} ${statusCode}`)
      if (body.includes(mark) && !url.includes(word)) told.push(url)
      if (url.includes('?q=') && statusCode === 200 && JSON.parse(body).data?.length > 0) told.push(url)
    }
    expect(told).toEqual([])
  })

  it('is no file to import, to read or to attach a comment to', async () => {
    const { caller, foreignFile, foreign } = twins
    const preview: Ask = (fileId) =>
      caller.send('POST', '/api/v1/imports/preview', { body: { object: 'lead', fileId } })
    const start: Ask = (fileId) => caller.send('POST', '/api/v1/imports', { body: { object: 'lead', fileId } })
    const remark: Ask = (recordId) =>
      caller.send('POST', '/api/v1/comments', { body: { object: 'account', recordId, body: '看看' } })
    const borrow: Ask = (id) => caller.get(`/api/v1/files/${foreignFile}?object=account&recordId=${id}`)
    for (const [what, id, ask] of [
      ['preview', foreignFile, preview],
      ['import', foreignFile, start],
      ['comment', foreign.get('account') as string, remark],
      ['file by record', foreign.get('account') as string, borrow],
    ] as const) {
      const answer = await expectNoDifference(what, id, ask)
      expect([what, answer.statusCode >= 400]).toEqual([what, true])
    }
  })

  it('is as it was after all of this, to the last byte of every table', async () => {
    expect(await checksums(database.ownerUrl, twins.theirs.tenantId)).toEqual(before)
  })
})
