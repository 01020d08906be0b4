import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Outbound, type OutboundFault, openOutbound } from './outbound.ts'

/** Listens where nothing may come by, and counts what comes. */
let canary: Server
let port = 0
let heard = 0
let answer: (url: string, response: ServerResponse) => void = (_url, response) => void response.end('hello')
beforeAll(async () => {
  canary = createServer((request, response) => {
    heard++
    answer(request.url ?? '', response)
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  port = (canary.address() as AddressInfo).port
})
afterAll(() => {
  canary.closeAllConnections()
  canary.close()
})

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'passed',
    (error: OutboundFault) => error.code,
  )
const names: Record<string, string[]> = {}
const resolve = async (host: string) =>
  (names[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
const guarded = openOutbound({ resolve })
const opened = (): Outbound => openOutbound({ allow: ['127.0.0.1'], resolve })

describe('OUT-01: an address that leads inside', () => {
  const inside = [
    '127.0.0.1',
    '127.1',
    '0',
    '0.0.0.0',
    '0177.0.0.1',
    '0x7f000001',
    '0x7f.1',
    '2130706433',
    '１２７.０.０.１',
    '127。0。0。1',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::10.0.0.1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '127.0.0.1.',
  ]

  test('is refused on save and again on use, however it is written; nothing hears of it', async () => {
    for (const host of inside) {
      for (const scheme of ['https', 'http']) {
        const url = `${scheme}://${host}:${port}/`
        expect(await codeOf(guarded.check(url)), url).toMatch(/^URL_(INSIDE|UNKNOWN_HOST)$/)
        expect(await codeOf(guarded.call(url)), url).toMatch(/^URL_(INSIDE|UNKNOWN_HOST)$/)
      }
    }
    expect(heard).toBe(0)
  })

  test('also by a name: localhost, its relatives, and a name among whose addresses one leads inside', async () => {
    const asked = openOutbound()
    for (const host of ['localhost', 'localhost.', 'LOCALHOST']) {
      expect(await codeOf(asked.call(`https://${host}:${port}/`)), host).toMatch(/^URL_(INSIDE|UNKNOWN_HOST)$/)
    }
    names['mixed.example'] = ['93.184.216.34', '127.0.0.1']
    names['six.example'] = ['93.184.216.34', '::1']
    for (const host of ['mixed.example', 'six.example']) {
      expect(await codeOf(guarded.call(`https://${host}:${port}/`)), host).toBe('URL_INSIDE')
    }
    expect(heard).toBe(0)
  })

  test('another scheme, a password in it, or a port of something else is refused as well', async () => {
    const odd = {
      'file:///etc/passwd': 'URL_SCHEME',
      'gopher://example.com/': 'URL_SCHEME',
      'data:text/plain,x': 'URL_SCHEME',
      'ftp://example.com/': 'URL_SCHEME',
      'https://user:pass@example.com/': 'URL_CREDENTIALS',
      'https://user@example.com/': 'URL_CREDENTIALS',
      'https://example.com:22/': 'URL_PORT',
      'https://example.com:25/': 'URL_PORT',
      'https://example.com:5432/': 'URL_PORT',
      'https://example.com:6379/': 'URL_PORT',
      'not an address': 'URL_MALFORMED',
      'https://': 'URL_MALFORMED',
      [`https://example.com/${'x'.repeat(3000)}`]: 'URL_MALFORMED',
    }
    for (const [url, code] of Object.entries(odd)) expect(await codeOf(guarded.call(url)), url).toBe(code)
  })

  test('OUT-11: is let through only where the operator opened its network', async () => {
    const answered = await opened().call(`http://127.0.0.1:${port}/`)
    expect([answered.status, answered.body.toString()]).toEqual([200, 'hello'])
    expect(await codeOf(openOutbound({ allow: ['10.0.0.0/8'] }).check(`http://127.0.0.1:${port}/`))).toBe('URL_INSIDE')
    names['public.example'] = ['93.184.216.34']
    expect(await codeOf(guarded.check('https://public.example/'))).toBe('passed')
    expect(await codeOf(guarded.check('http://public.example/')), 'TLS outside').toBe('URL_SCHEME')
  })
})

describe('OUT-02: a name that changes its mind', () => {
  test('is connected only at the address that was checked', async () => {
    const before = heard
    let asked = 0
    const turning = openOutbound({
      allow: [],
      resolve: async () => [{ address: asked++ === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 }],
    })
    expect(await codeOf(turning.check(`https://turning.example:${port}/`))).toBe('passed')
    expect(await codeOf(turning.call(`https://turning.example:${port}/`))).toBe('URL_INSIDE')
    // Asked once for each call, never again by the connection.
    let times = 0
    names['open.example'] = ['127.0.0.1']
    const counted = openOutbound({
      allow: ['127.0.0.1'],
      resolve: async (host) => {
        times++
        return resolve(host)
      },
    })
    expect((await counted.call(`http://open.example:${port}/`)).status).toBe(200)
    expect(times).toBe(1)
    expect(heard).toBe(before + 1)
  })
})

describe('OUT-03: redirects', () => {
  test('are not followed unless asked, and then each is checked, three at most', async () => {
    const to = (where: string) => {
      answer = (url, response) => {
        if (url === '/end') response.end('there')
        else response.writeHead(302, { location: where }).end()
      }
    }
    const start = `http://127.0.0.1:${port}/start`
    to(`http://127.0.0.1:${port}/end`)
    expect(await codeOf(opened().call(start))).toBe('URL_REDIRECT')
    expect((await opened().call(start, { follow: 3 })).body.toString()).toBe('there')
    for (const [where, code] of [
      ['http://127.0.0.2:9999/', 'URL_INSIDE'],
      ['http://169.254.169.254/latest/meta-data', 'URL_INSIDE'],
      ['file:///etc/passwd', 'URL_SCHEME'],
      [start, 'URL_REDIRECT'],
    ] as const) {
      to(where)
      expect(await codeOf(opened().call(start, { follow: 20 })), where).toBe(code)
    }
    answer = (_url, response) => void response.end('hello')
  })
})

describe('OUT-04: an answer without end', () => {
  test('is cut by size, by time, and where it comes packed', async () => {
    const start = `http://127.0.0.1:${port}/`
    answer = (_url, response) => {
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
        if (!response.destroyed) response.once('drain', pump)
      }
      pump()
    }
    expect(await codeOf(opened().call(start))).toBe('URL_TOO_LONG')
    answer = (_url, response) => {
      response.write('x')
      const drip = setInterval(() => response.write('x'), 50)
      response.on('close', () => clearInterval(drip))
    }
    const begun = performance.now()
    expect(await codeOf(opened().call(start, { timeoutMs: 400 }))).toMatch(/^URL_(TIMEOUT|UNREACHABLE)$/)
    expect(performance.now() - begun).toBeLessThan(3_000)
    answer = (_url, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.alloc(10))
    expect(await codeOf(opened().call(start))).toBe('URL_TOO_LONG')
    answer = (_url, response) => void response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end()
    expect(await codeOf(opened().call(start))).toBe('URL_UNREACHABLE')
    answer = (_url, response) => void response.end('hello')
  })
})
