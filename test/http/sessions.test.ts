/** Open sessions, seen and ended from afar; and pages of others, which reach none of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, type House, host, openHouse, origin, password } from './support.ts'

let house: House
let admin: Caller
beforeAll(async () => {
  house = await openHouse()
  admin = await house.person('admin', { roles: ['ADM'] })
  await house.signIn(admin)
})
afterAll(() => house.close())

const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]

describe('sessions', () => {
  test('are listed with device and place, and ended from afar by their holder', async () => {
    const jon = await house.person('jon', { roles: ['REP'] })
    await house.signIn(jon)
    const elsewhere = { ...jon }
    await house.web.app
      .inject({
        method: 'POST',
        url: '/api/v1/session',
        headers: { host, origin, 'content-type': 'application/json', 'user-agent': 'Firefox/120 (Windows)' },
        payload: JSON.stringify({ email: jon.email, password }),
      })
      .then((answer) => {
        elsewhere.cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
      })
    const { data } = (await jon.get('/api/v1/sessions')).json()
    expect(data).toHaveLength(2)
    const other = data.find((one: { own: boolean }) => !one.own)
    expect(other).toMatchObject({ agent: 'Firefox/120 (Windows)', address: '127.0.0.1', way: 'password' })
    expect(JSON.stringify(data)).not.toContain(String(elsewhere.cookie).split('=')[1])
    expect((await jon.send('DELETE', `/api/v1/sessions/${other.id}`)).statusCode).toBe(204)
    const old = await house.stranger().get('/api/v1/session', { cookie: elsewhere.cookie ?? '' })
    expect(old.statusCode).toBe(401)
    expect((await jon.get('/api/v1/session')).statusCode).toBe(200)
  })

  test('of others are seen and ended by the administrator of the company alone', async () => {
    const kim = await house.person('kim', { roles: ['REP'] })
    await house.signIn(kim)
    const lea = await house.person('lea', { roles: ['REP'] })
    await house.signIn(lea)
    const far = await house.person('far', { roles: ['ADM'], tenant: 1 })
    await house.signIn(far)
    const url = `/api/v1/sessions?userId=${kim.userId}`
    expect((await lea.get(url)).statusCode).toBe(403)
    expect((await far.get(url)).json().data).toEqual([])
    const [own] = (await admin.get(url)).json().data
    for (const who of [lea, far]) expect((await who.send('DELETE', `/api/v1/sessions/${own.id}`)).statusCode).toBe(404)
    expect((await admin.send('DELETE', `/api/v1/sessions/${own.id}`)).statusCode).toBe(204)
    expect((await kim.get('/api/v1/session')).statusCode).toBe(401)
  })
})

describe('AUT-05: a page of somebody else', () => {
  test('changes nothing through the reader’s session, whatever form it sends', async () => {
    const max = await house.person('max', { roles: ['REP'] })
    await house.signIn(max)
    const cookie = max.cookie ?? ''
    const send = (headers: Record<string, string>, payload = '{}') =>
      house.web.app.inject({
        method: 'POST',
        url: '/api/v1/inbox/read-all',
        headers: { host, cookie, ...headers },
        payload,
      })
    const json = { 'content-type': 'application/json' }
    for (const more of [
      { ...json, origin: 'https://evil.example' },
      { ...json, origin: 'null' },
      { ...json },
      { 'content-type': 'text/plain', origin: 'https://evil.example' },
      { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
    ] as Record<string, string>[]) {
      expect(told(await send(more)), JSON.stringify(more)).toEqual([403, 'ORIGIN_REFUSED'])
    }
    expect((await send({ 'content-type': 'text/plain', origin })).statusCode).toBe(415)
    expect((await send({ ...json, origin })).statusCode).toBe(204)
  })

  test('AUT-17: gets no leave to read', async () => {
    for (const from of [
      'null',
      'https://good.evil.example',
      'https://evil-localhost:3000',
      'http://localhost:3000.evil.example',
    ]) {
      const answer = await house.stranger().get('/api/v1/session/ways', { origin: from })
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })
})
