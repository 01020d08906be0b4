/** Requests that mean harm, and the headers that go with every answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, type House, host, openHouse, origin } from './support.ts'

let house: House
let rep: Caller
beforeAll(async () => {
  house = await openHouse()
  rep = await house.person('rep', { roles: ['REP'] })
  await house.signIn(rep)
})
afterAll(() => house.close())

const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]
const post = (body: string, headers: Record<string, string> = {}) =>
  rep.send('POST', '/api/v1/notes', { body, headers })

describe('JSON', () => {
  test.each([
    ['a key twice', '{"name":"a","name":"b"}', 'name'],
    ['a number beyond a double', '{"name":1e400}', 'name'],
    ['a whole number that would change', '{"name":9007199254740993}', 'name'],
    ['a prototype', '{"__proto__":{"admin":true}}', '__proto__'],
  ])('%s is refused, and the place is named', async (_what, body, field) => {
    const answer = await post(body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors[0].field).toBe(field)
  })

  test('ten thousand levels, half a body and bytes that are no UTF-8 are refused quickly', async () => {
    for (const body of ['['.repeat(10_000), '{"name":', '"text"', '[]', '\u0000']) {
      expect((await post(body)).statusCode).toBe(400)
    }
    const answer = await house.web.app.inject({
      method: 'POST',
      url: '/api/v1/notes',
      payload: Buffer.from([0x22, 0xc3, 0x28, 0x22]),
      headers: { host, origin, cookie: rep.cookie ?? '', 'content-type': 'application/json' },
    })
    expect(told(answer)).toEqual([400, 'BAD_REQUEST'])
  })

  test('NUL and half characters are refused with the field, in fields, parts and filters', async () => {
    expect((await post('{"name":"a\\u0000b"}')).json().errors[0]).toMatchObject({ code: 'BAD_TEXT', field: 'name' })
    expect((await post('{"name":"\\ud800"}')).json().errors[0]).toMatchObject({ code: 'BAD_TEXT', field: 'name' })
    const lines = await post('{"name":"x","lines":[{"what":"\\u0000"}]}')
    expect(lines.json().errors[0]).toMatchObject({ code: 'BAD_TEXT', field: 'lines[0].what' })
    const filter = encodeURIComponent('{"field":"name","op":"=","value":"\\u0000"}')
    const answer = await rep.get(`/api/v1/notes?filter=${filter}`)
    expect(answer.statusCode).toBe(400)
  })

  test('more than a mebibyte is too much', async () => {
    expect(told(await post(JSON.stringify({ name: 'x'.repeat(1_100_000) })))).toEqual([413, 'TOO_LARGE'])
  })

  test.each([
    'application/json\tx',
    'application/json garbage',
    'text/plain',
    'application/json; charset=utf-7',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('the content type %j is not read as JSON', async (type) => {
    const answer = await post('{"name":"x"}', { 'content-type': type })
    expect([400, 415]).toContain(answer.statusCode)
    expect(answer.json().code).toMatch(/UNSUPPORTED_TYPE|BAD_REQUEST/)
  })

  test('a body without a type is not read either', async () => {
    const answer = await house.web.app.inject({
      method: 'POST',
      url: '/api/v1/notes',
      payload: '{"name":"x"}',
      headers: { host, origin, cookie: rep.cookie ?? '' },
    })
    expect(told(answer)).toEqual([415, 'UNSUPPORTED_TYPE'])
  })

  test('rare and composed characters come back as they went in', async () => {
    const name = '𠮷野家 👩‍👩‍👧 喆镕 İı é'
    const answer = await post(JSON.stringify({ name }))
    expect(answer.json().data.name).toBe(name)
  })

  test('text that looks like SQL or a page is only text', async () => {
    for (const name of [`'); drop table app.note; --`, '<script>alert(1)</script>', '${7*7}{{7*7}}']) {
      const { data } = (await post(JSON.stringify({ name }))).json()
      expect((await rep.get(`/api/v1/notes/${data.id}`)).json().data.name).toBe(name)
    }
  })

  test('parameters that shape a query take no SQL', async () => {
    const evil = [`name'; select pg_sleep(5)--`, 't1.password', 'ownerId.passwordHash', '＂name＂', 'x'.repeat(64)]
    for (const word of evil.map(encodeURIComponent)) {
      const started = performance.now()
      for (const path of [`sort=${word}`, `fields=${word}`, `include=${word}`, `cursor=${word}`, `limit=${word}`]) {
        expect((await rep.get(`/api/v1/notes?${path}`)).statusCode, path).toBe(400)
      }
      expect((await rep.get(`/api/v1/notes/summary?groupBy=${word}`)).statusCode).toBe(400)
      expect(performance.now() - started).toBeLessThan(3000)
    }
  })
})

describe('pages of others', () => {
  const bare = (headers: Record<string, string>) =>
    house.web.app.inject({
      method: 'POST',
      url: '/api/v1/notes',
      payload: '{"name":"x"}',
      headers: { host, cookie: rep.cookie ?? '', 'content-type': 'application/json', ...headers },
    })

  test.each([
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:3001' },
    { origin: 'http://localhost' },
  ])('a write with a cookie and %j is refused', async (headers) => {
    expect(told(await bare(headers as Record<string, string>))).toEqual([403, 'ORIGIN_REFUSED'])
  })

  test('no origin is allowed to read answers', async () => {
    for (const foreign of ['null', 'https://good.evil.com', 'https://evilgood.com']) {
      const answer = await rep.get('/api/v1/session', { origin: foreign })
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('a cookie laid beside ours counts for nothing', async () => {
    const answer = await house.stranger().get('/api/v1/session', { cookie: `${rep.cookie}; ${rep.cookie}` })
    expect(answer.statusCode).toBe(401)
  })

  test('the company comes from the session alone', async () => {
    const headers = { 'x-tenant-id': house.tenants[1], 'x-forwarded-host': 'evil.example', 'x-user-id': 'x' }
    const answer = await rep.get('/api/v1/session', headers)
    expect(answer.json().company.id).toBe(house.tenants[0])
  })
})

describe('headers', () => {
  test('of every answer of the interface', async () => {
    for (const answer of [
      await rep.get('/api/v1/notes'),
      await house.stranger().get('/api/v1/notes'),
      await rep.get('/api/nothing'),
    ]) {
      expect(answer.headers).toMatchObject({
        'cache-control': 'private, no-store',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      })
      expect(answer.headers['x-powered-by']).toBeUndefined()
      expect(answer.headers['strict-transport-security']).toBeUndefined()
    }
  })

  test('a caller cannot choose the number of the request', async () => {
    const answer = await rep.get('/api/v1/notes', { 'x-request-id': 'mine', 'request-id': 'mine' })
    expect(answer.headers['x-request-id']).not.toBe('mine')
  })

  test('the page of the interface runs only its own scripts', async () => {
    const page = await house.stranger().get('/api/docs')
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/)
    expect(page.body).not.toMatch(/<script>|https?:\/\//)
    for (const [, path = ''] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await house.stranger().get(path)).statusCode, path).toBe(200)
    }
    expect((await house.stranger().get('/api/openapi.json')).json().paths['/api/v1/notes']).toBeDefined()
  })
})

describe('what broke', () => {
  test('tells a number, and neither SQL nor a path', async () => {
    const models = house.world.models as { of: unknown }
    const before = models.of
    models.of = async () => {
      throw Object.assign(new Error('select secret from app.note'), { code: 'XX000' })
    }
    const answer = await rep.get('/api/v1/notes')
    models.of = before
    expect(told(answer)).toEqual([500, 'INTERNAL'])
    expect(answer.body).not.toMatch(/select|app\.|\.ts|node_modules/)
    expect(answer.json().message.en).toContain(answer.headers['x-request-id'])
  })

  test('a database that is away for a moment is 503 with when to try again', async () => {
    const models = house.world.models as { of: unknown }
    const before = models.of
    models.of = async () => {
      throw Object.assign(new Error('terminating connection'), { code: '57P01' })
    }
    const answer = await rep.get('/api/v1/notes')
    models.of = before
    expect(told(answer)).toEqual([503, 'UNAVAILABLE'])
    expect(answer.headers['retry-after']).toBe('1')
  })
})
