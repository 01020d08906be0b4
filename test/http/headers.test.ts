/** AUT-15: the headers that every answer carries, as approved. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, type House, host, openHouse } from './support.ts'

let house: House
let rep: Caller
beforeAll(async () => {
  house = await openHouse({ config: { trustProxy: true } })
  rep = await house.person('rep', { roles: ['REP'] })
  await house.signIn(rep)
})
afterAll(() => house.close())

const always = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(self), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

test('answers, refusals, errors and what is not there', async () => {
  const asked = {
    answer: await rep.get('/api/v1/session'),
    refusal: await rep.get('/api/v1/audit'),
    stranger: await house.stranger().get('/api/v1/session'),
    malformed: await rep.send('POST', '/api/v1/notes', { body: '{' }),
    nowhere: await rep.get('/api/v1/nothing'),
    ways: await house.stranger().get('/api/v1/session/ways'),
    callback: await house.stranger().get('/api/v1/sso/callback?code=x&state=y'),
  }
  for (const [what, { headers }] of Object.entries(asked)) {
    expect(headers, what).toMatchObject({ ...always, 'cache-control': 'private, no-store' })
    expect(headers['x-powered-by'], what).toBeUndefined()
    expect(headers['strict-transport-security'], what).toBeUndefined()
  }
})

test('HSTS where the connection is https', async () => {
  const headers = { host, 'x-forwarded-proto': 'https' }
  const answer = await house.web.app.inject({ method: 'GET', url: '/api/v1/session/ways', headers })
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
})
