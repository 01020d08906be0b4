/** The server as a whole: limits, health, stopping, the stream of changes, pages. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { buildApp } from '../../server/http/app.ts'
import { type Caller, type House, host, openHouse, origin } from './support.ts'

let house: House | undefined
afterEach(async () => {
  await house?.close().catch(() => undefined)
  house = undefined
})

const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]

/** Listens like a page does; `events` grows as the server speaks. */
async function listen(home: House, caller: Caller) {
  const { port } = home.web.app.server.address() as AddressInfo
  let text = ''
  let open = true
  const asked = httpRequest({
    port,
    host: '127.0.0.1',
    path: '/api/v1/stream',
    headers: { host, cookie: caller.cookie ?? '' },
  })
  const status = await new Promise<number>((resolve, reject) => {
    asked.on('response', (response) => {
      response.on('data', (bytes) => {
        text += bytes
      })
      response.on('end', () => {
        open = false
      })
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
  asked.on('error', () => undefined)
  return {
    status,
    text: () => text,
    isOpen: () => open,
    close: () => asked.destroy(),
    until: async (wanted: () => boolean) => {
      for (let i = 0; i < 200 && !wanted(); i++) await new Promise((resolve) => setTimeout(resolve, 20))
      expect(wanted(), text).toBe(true)
    },
  }
}

describe('limits', () => {
  test('a person who asks too often waits, and is told how long; others do not', async () => {
    house = await openHouse({ rates: { person: { burst: 3, perSecond: 0.5 } } })
    const [one, two] = [await house.person('one', { roles: ['REP'] }), await house.person('two', { roles: ['REP'] })]
    for (const caller of [one, two]) await house.signIn(caller)
    const answers = []
    for (let i = 0; i < 4; i++) answers.push(await one.get('/api/v1/session'))
    const last = answers[3]!
    expect(answers.slice(0, 3).map((answer) => answer.statusCode)).toEqual([200, 200, 200])
    expect(told(last)).toEqual([429, 'TOO_MANY_REQUESTS'])
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    expect((await two.get('/api/v1/session')).statusCode).toBe(200)
  })

  test('guessing at one login is slowed, and does not lock out its holder where they signed in before', async () => {
    house = await openHouse({ config: { trustProxy: true }, rates: { signInLogin: { burst: 3, perSecond: 0.001 } } })
    const victim = await house.person('victim', { roles: ['REP'] })
    await house.signIn(victim)
    const guess = (address: string) =>
      house!.web.app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers: { host, origin, 'content-type': 'application/json', 'x-forwarded-for': address },
        payload: JSON.stringify({ email: victim.email, password: 'a wrong guess at it' }),
      })
    const statuses = []
    for (let i = 0; i < 6; i++) statuses.push((await guess(`10.0.0.${i}`)).statusCode)
    expect(statuses.slice(0, 2)).toEqual([401, 401])
    expect(statuses.slice(-2)).toEqual([429, 429])
    expect((await house.signIn(victim)).statusCode).toBe(200)
  })

  test('a forwarded address counts only from a proxy that is trusted', async () => {
    house = await openHouse({ rates: { signInAddress: { burst: 2, perSecond: 0.001 } } })
    const statuses = []
    for (let i = 0; i < 4; i++) {
      const answer = await house.web.app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers: { host, origin, 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${i}` },
        payload: JSON.stringify({ email: `n${i}@example.com`, password: 'a wrong guess at it' }),
      })
      statuses.push(answer.statusCode)
    }
    expect(statuses).toEqual([401, 401, 429, 429])
  })
})

describe('health and stopping', () => {
  test('alive without a database, ready only with one, and neither says more', async () => {
    house = await openHouse()
    const look = async (path: string) => {
      const answer = await house!.web.app.inject({ url: path })
      return [answer.statusCode, answer.json()]
    }
    expect(await look('/livez')).toEqual([200, { status: 'live' }])
    expect(await look('/readyz')).toEqual([200, { status: 'ready' }])
    const database = house.world.database as { healthy: () => Promise<boolean> }
    const before = database.healthy
    database.healthy = () => new Promise(() => undefined)
    const started = performance.now()
    expect(await look('/readyz')).toEqual([503, { status: 'not ready' }])
    expect(performance.now() - started).toBeLessThan(1000)
    expect(await look('/livez')).toEqual([200, { status: 'live' }])
    database.healthy = before
  })

  test('a request in flight is answered while the server stops, and the connection closes', async () => {
    house = await openHouse()
    const rep = await house.person('rep', { roles: ['REP'] })
    await house.signIn(rep)
    await house.web.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = house.web.app.server.address() as AddressInfo
    const models = house.world.models as { of: (id: string) => Promise<unknown> }
    const before = models.of
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    models.of = async (id) => {
      await held
      return before(id)
    }
    const flying = fetch(`http://127.0.0.1:${port}/api/v1/notes`, { headers: { cookie: rep.cookie ?? '' } })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const stopping = house.web.stop()
    await new Promise((resolve) => setTimeout(resolve, 50))
    models.of = before
    release()
    const answer = await flying
    expect(answer.status).toBe(200)
    expect(answer.headers.get('connection')).toBe('close')
    await stopping
    await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow()
  })
})

describe('the stream', () => {
  test('tells each reader what changed among what they may see, and ends with their session', async () => {
    house = await openHouse()
    const people = {
      owner: await house.person('owner', { roles: ['REP'] }),
      other: await house.person('other', { roles: ['REP'] }),
      boss: await house.person('boss', { roles: ['SM'] }),
      far: await house.person('far', { roles: ['SM'], tenant: 1 }),
    }
    for (const caller of Object.values(people)) await house.signIn(caller)
    await house.web.app.listen({ port: 0, host: '127.0.0.1' })
    const lines = {
      owner: await listen(house, people.owner),
      other: await listen(house, people.other),
      boss: await listen(house, people.boss),
      far: await listen(house, people.far),
    }
    expect(lines.owner.status).toBe(200)
    const { id } = (await people.owner.send('POST', '/api/v1/notes', { body: { name: 'news' } })).json().data
    await lines.owner.until(() => lines.owner.text().includes(id))
    await lines.boss.until(() => lines.boss.text().includes(id))
    expect(lines.owner.text()).toContain(
      `event: changed\ndata: {"object":"note","id":"${id}","version":1,"type":"note.created"}`,
    )
    expect(lines.owner.text()).toContain('event: inbox\ndata: {"unread":0}')
    expect(lines.other.text()).not.toContain(id)
    // TEN-01: the other company hears its own news on the same stream, and none of this one's.
    const own = (await people.far.send('POST', '/api/v1/notes', { body: { name: 'ours' } })).json().data.id
    await lines.far.until(() => lines.far.text().includes(own))
    expect(lines.far.text()).not.toContain(id)
    for (const name of ['owner', 'other', 'boss'] as const) expect(lines[name].text()).not.toContain(own)
    await people.boss.send('DELETE', '/api/v1/session')
    await lines.boss.until(() => !lines.boss.isOpen())
    expect(lines.owner.isOpen()).toBe(true)
    for (const line of Object.values(lines)) line.close()
  })

  test('a stranger hears nothing', async () => {
    house = await openHouse()
    expect((await house.stranger().get('/api/v1/stream')).statusCode).toBe(401)
  })
})

describe('pages', () => {
  test('every address within the application is the one page; missing files and the interface are not', async () => {
    house = await openHouse()
    const folder = await mkdtemp(join(tmpdir(), 'openltc-web-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>')
    await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'start()')
    const web = await buildApp(house.world, {
      config: { allowHttpCookies: false, trustProxy: false },
      webFolder: folder,
    })
    const get = (url: string) => web.app.inject({ url, headers: { host } })
    for (const url of ['/', '/leads', '/leads/018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f?tab=history']) {
      const page = await get(url)
      expect([page.statusCode, page.body]).toEqual([200, '<!doctype html><title>page</title>'])
      expect(page.headers['content-security-policy']).toContain("script-src 'self';")
      expect(page.headers['cache-control']).toBe('no-cache')
    }
    const asset = await get('/assets/app-1a2b.js')
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
    for (const url of [
      '/assets/gone.js',
      '/favicon-gone.png',
      '/api/v1/nothing',
      '/assets/..%2f..%2fpackage.json',
      '/../package.json',
    ]) {
      expect((await get(url)).statusCode, url).toBe(404)
    }
    await web.stop()
    await rm(folder, { recursive: true })
  })
})
