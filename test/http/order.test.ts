/** The order of refusals at the door (R5): the first class that fails is the one that is told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requirePermission } from '../../server/http/permission.ts'
import { type Caller, type House, openHouse } from './support.ts'

let house: House
let rep: Caller
let other: Caller
let manager: Caller
let stranger: Caller
beforeAll(async () => {
  house = await openHouse()
  rep = await house.person('rep', { roles: ['REP'] })
  other = await house.person('other', { roles: ['WHS'] })
  manager = await house.person('manager', { roles: ['SM'] })
  stranger = house.stranger()
  for (const caller of [rep, other, manager]) await house.signIn(caller)
})
afterAll(() => house.close())

const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]
const made = async (by: Caller, body: Record<string, unknown> = {}) => {
  const answer = await by.send('POST', '/api/v1/notes', { body: { name: 'A note', ...body } })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().data as { id: string; version: number }
}
const nowhere = '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f'

describe('one after the other', () => {
  test('401 before anything else, even before a body that cannot be read', async () => {
    expect(told(await stranger.send('POST', '/api/v1/notes', { body: '{"a":' }))).toEqual([401, 'UNAUTHENTICATED'])
    expect(told(await stranger.send('PATCH', `/api/v1/notes/${nowhere}`, { body: {} }))).toEqual([
      401,
      'UNAUTHENTICATED',
    ])
  })

  test('403 before 404, 415 and 400: who may not, learns nothing of the record', async () => {
    const { id } = await made(rep)
    for (const target of [id, nowhere, 'no-id-at-all']) {
      expect(told(await other.send('PATCH', `/api/v1/notes/${target}`, { body: '{"a":' }))).toEqual([403, 'FORBIDDEN'])
    }
  })

  test('404 before 428: out of sight, in another company, and never there are the same', async () => {
    const hidden = await made(manager)
    const answers = await Promise.all(
      [hidden.id, nowhere, 'no-id-at-all'].map((id) =>
        rep.send('PATCH', `/api/v1/notes/${id}`, { body: { name: 'x' } }),
      ),
    )
    const bodies = answers.map((answer) => ({ ...answer.json(), requestId: '' }))
    expect(answers.map(told)).toEqual(Array(3).fill([404, 'NOT_FOUND']))
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  })

  test('428, then 409 for another version, then 423 for a locked record', async () => {
    const { id, version } = await made(rep, { body: 'text' })
    const patch = (given?: number) =>
      rep.send('PATCH', `/api/v1/notes/${id}`, {
        body: { nonsense: 1 },
        ...(given === undefined ? {} : { version: given }),
      })
    expect(told(await patch())).toEqual([428, 'VERSION_REQUIRED'])
    expect(told(await patch(version + 1))).toEqual([409, 'VERSION_CONFLICT'])
    const weak = await rep.send('PATCH', `/api/v1/notes/${id}`, { body: {}, headers: { 'if-match': 'W/"1"' } })
    expect(told(weak)).toEqual([409, 'VERSION_CONFLICT'])
    const sent = await rep.send('POST', `/api/v1/notes/${id}/send`, { version })
    expect(sent.statusCode, sent.body).toBe(200)
    expect(told(await patch(version + 1))).toEqual([423, 'RECORD_LOCKED'])
  })

  test('409 for the state, before 400 for the values', async () => {
    const { id, version } = await made(rep, { body: 'text' })
    const answer = await manager.send('POST', `/api/v1/notes/${id}/close`, { version, body: { nonsense: 1 } })
    expect(told(answer)).toEqual([409, 'INVALID_STATE'])
    expect(answer.json().message).toEqual({
      zh: '当前状态“草稿”不允许此操作，可执行：发送',
      en: 'Not possible in state “Draft”; possible now: Send',
    })
  })

  test('403 for a duty that meets another, 400 for the values, 422 for the rule', async () => {
    const duty = await made(rep, { helperId: rep.userId })
    const send = (note: { id: string; version: number }, body: object) =>
      rep.send('POST', `/api/v1/notes/${note.id}/send`, { version: note.version, body })
    expect(told(await send(duty, { nonsense: 1 }))).toEqual([403, 'SOD_VIOLATION'])
    const plain = await made(rep)
    expect(told(await send(plain, { nonsense: 1 }))).toEqual([400, 'UNKNOWN_FIELD'])
    const empty = await send(plain, {})
    expect(told(empty)).toEqual([422, 'EMPTY_NOTE'])
    expect(empty.json().errors[0]).toMatchObject({ class: 'guard', field: 'body', message: { zh: '请先填写正文' } })
    expect(told(await send(plain, { body: 'now there is some' }))).toEqual([200, undefined])
  })

  test('what is refused leaves no trace', async () => {
    const before = (await manager.get('/api/v1/notes/count')).json().count
    await rep.send('POST', '/api/v1/notes', { body: { name: 'x', nonsense: 1 } })
    await rep.send('POST', '/api/v1/notes?dryRun=true', { body: { name: 'dry' } })
    expect((await manager.get('/api/v1/notes/count')).json().count).toBe(before)
  })
})

describe('the contract', () => {
  test('created: 201, Location, ETag, the record, what can be done, the event', async () => {
    const answer = await rep.send('POST', '/api/v1/notes', {
      body: { name: '报价跟进', amount: { amount: '12.50', currency: 'CNY' }, lines: [{ what: 'one' }] },
    })
    const { data, can, event } = answer.json()
    expect(answer.statusCode).toBe(201)
    expect(answer.headers.location).toBe(`/api/v1/notes/${data.id}`)
    expect(answer.headers.etag).toBe('"1"')
    expect(data).toMatchObject({ state: 'draft', amount: { amount: '12.50', currency: 'CNY' }, ownerId: rep.userId })
    expect(data.lines[0]).toMatchObject({ what: 'one' })
    expect(can.change).toBe(true)
    expect(event).toMatchObject({ type: 'note.created', to: 'draft', version: 1 })
  })

  test('fields that are not one’s own to set are refused, whatever they are', async () => {
    for (const field of ['tenantId', 'id', 'state', 'version', 'createdAt', 'rank', 'caseId', 'expire', 'approvedBy']) {
      const answer = await rep.send('POST', '/api/v1/notes', { body: { name: 'x', [field]: 'y' } })
      expect(answer.statusCode, field).toBe(400)
    }
  })

  test('a transition that only the chain takes has no address', async () => {
    const { id, version } = await made(rep)
    expect(told(await manager.send('POST', `/api/v1/notes/${id}/expire`, { version }))).toEqual([
      404,
      'NO_SUCH_ADDRESS',
    ])
  })

  test('a misspelt or repeated query parameter never passes unseen', async () => {
    const misspelt = await rep.send('POST', '/api/v1/notes?dryrun=true', { body: { name: 'x' } })
    expect(told(misspelt)).toEqual([400, 'UNKNOWN_PARAMETER'])
    expect(told(await rep.get('/api/v1/notes?limit=1&limit=2'))).toEqual([400, 'REPEATED_PARAMETER'])
    expect(told(await rep.get('/api/v1/notes?q=%00'))).toEqual([400, 'BAD_TEXT'])
  })

  test('the same idempotency key answers the same, another body under it is refused', async () => {
    const headers = { 'idempotency-key': 'once-1' }
    const [one, two] = [
      await rep.send('POST', '/api/v1/notes', { body: { name: 'once' }, headers }),
      await rep.send('POST', '/api/v1/notes', { body: { name: 'once' }, headers }),
    ]
    expect(two.json().data.id).toBe(one.json().data.id)
    expect(two.headers['idempotency-replayed']).toBe('true')
    const three = await rep.send('POST', '/api/v1/notes', { body: { name: 'other' }, headers })
    expect(told(three)).toEqual([422, 'IDEMPOTENCY_MISMATCH'])
  })

  test('bulk answers each item by itself, and foreign ones like missing ones', async () => {
    const own = await made(rep)
    const hidden = await made(manager)
    const answer = await rep.send('POST', '/api/v1/notes/bulk', {
      body: {
        act: 'change',
        items: [
          { id: own.id, version: own.version, input: { name: 'bulk' } },
          { id: hidden.id, version: hidden.version, input: { name: 'bulk' } },
          { id: nowhere, version: 1, input: { name: 'bulk' } },
          { id: own.id, input: { name: 'again' } },
        ],
      },
    })
    const { results } = answer.json()
    expect(results.map((one: { status: number }) => one.status)).toEqual([200, 404, 404, 428])
    expect({ ...results[1].problem, requestId: '' }).toEqual({ ...results[2].problem, requestId: '' })
    const many = { act: 'create', items: Array(1001).fill({ input: {} }) }
    expect(told(await rep.send('POST', '/api/v1/notes/bulk', { body: many }))).toEqual([413, 'BULK_LIMIT'])
    const act = await other.send('POST', '/api/v1/notes/bulk', { body: { act: 'create', items: [] } })
    expect(told(act)).toEqual([403, 'FORBIDDEN'])
  })
})

describe('walls', () => {
  test('every route with the id of another company answers as for one that is not there', async () => {
    const far = await house.person('far', { roles: ['REP', 'SM'], tenant: 1 })
    const near = await house.person('near', { roles: ['REP', 'SM', 'ADM', 'OPS'] })
    for (const caller of [far, near]) await house.signIn(caller)
    const foreign = await made(far)
    const routes = house.web.routes.filter(({ url }) => url.includes(':id'))
    expect(routes.length).toBeGreaterThan(20)
    for (const { method, url } of routes) {
      const call = (id: string) =>
        method === 'GET' || method === 'HEAD'
          ? near.get(url.replace(':id', id))
          : near.send(method as 'POST', url.replace(':id', id).replace(':seq', '0'), {
              version: 1,
              body: url.includes('/pieces/') ? 'x' : {},
              headers: url.includes('/pieces/') ? { 'content-type': 'application/octet-stream' } : {},
            })
      const [theirs, nobodys] = [await call(foreign.id), await call(nowhere)]
      expect(theirs.statusCode, `${method} ${url}`).toBe(nobodys.statusCode)
      expect([403, 404], `${method} ${url} ${theirs.body}`).toContain(theirs.statusCode)
      const bare = (body: string) => body.replace(/"requestId":"[^"]*"/, '')
      expect(bare(theirs.body)).toBe(bare(nobodys.body))
    }
    expect((await far.get(`/api/v1/notes/${foreign.id}`)).json().data.version).toBe(1)
  })

  test('every route asks a stranger to sign in, unless it is public', async () => {
    for (const { method, url, permission } of house.web.routes) {
      if (permission === 'public' || method === 'HEAD') continue
      const path = url.replace(':id', nowhere)
      const answer =
        method === 'GET' ? await stranger.get(path) : await stranger.send(method as 'POST', path, { body: {} })
      expect(answer.statusCode, `${method} ${url}`).toBe(401)
    }
  })

  test('the description of the interface and the interface are the same', async () => {
    const api = (await stranger.get('/api/openapi.json')).json() as { paths: Record<string, Record<string, unknown>> }
    const described = Object.entries(api.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    const served = house.web.routes
      .filter(({ method, url }) => method !== 'HEAD' && url.startsWith('/api/v1/'))
      .map(({ method, url }) => `${method} ${url}`)
    expect(described.sort()).toEqual(served.sort())
  })

  test('a route without a permission does not come into being', () => {
    expect(() => requirePermission({ method: 'GET', url: '/open' })).toThrow('declares no permission')
    expect(() => requirePermission({ method: 'GET', url: '/open', config: { permission: 'all' } })).toThrow()
  })
})
