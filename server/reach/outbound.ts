/** The one way to call an address that a user gave: checked as it is written, as it resolves, and as it connects. */
import { lookup } from 'node:dns/promises'
import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http'
import { request as safeRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type Allowed, allowedNetworks, isOutside, isWebPort } from './address.ts'

export type OutboundCode =
  | 'URL_MALFORMED'
  | 'URL_SCHEME'
  | 'URL_CREDENTIALS'
  | 'URL_PORT'
  | 'URL_INSIDE'
  | 'URL_UNKNOWN_HOST'
  | 'URL_REDIRECT'
  | 'URL_TOO_LONG'
  | 'URL_TIMEOUT'
  | 'URL_UNREACHABLE'

/** What hindered the call; `code` is for the page, the message for the log. */
export class OutboundFault extends Error {
  readonly code: OutboundCode
  constructor(code: OutboundCode, message: string) {
    super(message)
    this.code = code
  }
}

export interface OutboundAsk {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** How many redirects are followed, each checked anew; none unless said, three at most. */
  readonly follow?: number
  readonly maxBytes?: number
  readonly timeoutMs?: number
}

export interface OutboundAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Outbound {
  /** Whether the address may be kept: its form, and where its name leads now. Throws OutboundFault. */
  check(address: string): Promise<URL>
  call(address: string, ask?: OutboundAsk): Promise<OutboundAnswer>
  /** Networks inside that the operator opened, for the page that shows them. */
  readonly allowed: readonly string[]
}

export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>

const resolveAll: Resolve = (host) => lookup(host, { all: true, verbatim: true })
const usual = { maxBytes: 64 * 1024, timeoutMs: 10_000 }
const headerBytes = 16 * 1024

export function openOutbound(given: { allow?: readonly string[]; resolve?: Resolve } = {}): Outbound {
  const allowed = given.allow ?? []
  const way: Way = { open: allowedNetworks(allowed), resolve: given.resolve ?? resolveAll }
  return {
    allowed,
    async check(address) {
      const url = readUrl(address)
      await placesOf(url, way)
      return url
    },
    async call(address, ask = {}) {
      const ends = performance.now() + (ask.timeoutMs ?? usual.timeoutMs)
      let url = readUrl(address)
      for (let left = Math.min(ask.follow ?? 0, 3); ; left--) {
        const answer = await once(url, way, { ask, ends })
        const to = answer.headers.location
        if (answer.status < 300 || answer.status >= 400 || to === undefined) return answer
        if (left <= 0) throw new OutboundFault('URL_REDIRECT', `${url.host} redirects`)
        url = nextHop(url, to)
      }
    },
  }
}

interface Way {
  readonly open: Allowed
  readonly resolve: Resolve
}

/** The form alone; the parser has by then written 127.1, 0x7f000001 and ［full width］ as what they are. */
function readUrl(address: string): URL {
  if (address.length > 2000 || !URL.canParse(address)) throw new OutboundFault('URL_MALFORMED', 'not an address')
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new OutboundFault('URL_SCHEME', url.protocol)
  if (url.username !== '' || url.password !== '') throw new OutboundFault('URL_CREDENTIALS', 'holds a password')
  if (!isWebPort(portOf(url))) throw new OutboundFault('URL_PORT', `port ${url.port}`)
  return url
}

const portOf = (url: URL): number => (url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port))
const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

function nextHop(from: URL, to: string): URL {
  if (!URL.canParse(to, from.href)) throw new OutboundFault('URL_REDIRECT', 'redirects to nowhere')
  const url = readUrl(new URL(to, from).href)
  if (from.protocol === 'https:' && url.protocol !== 'https:') {
    throw new OutboundFault('URL_REDIRECT', `${from.host} redirects to plain http`)
  }
  return url
}

interface Address {
  readonly address: string
  readonly family: number
}

/** All addresses of the host; one that leads inside spoils them all. Plain http only where the operator said so. */
async function placesOf(url: URL, { open, resolve }: Way): Promise<readonly Address[]> {
  const host = bareHost(url)
  const literal = isIP(host)
  const places = literal ? [{ address: host, family: literal }] : await resolved(host, resolve)
  for (const { address } of places) {
    if (open(address)) continue
    if (!isOutside(address)) throw new OutboundFault('URL_INSIDE', `${host} leads inside`)
    if (url.protocol !== 'https:') throw new OutboundFault('URL_SCHEME', `${host} without TLS`)
  }
  return places
}

async function resolved(host: string, resolve: Resolve): Promise<readonly Address[]> {
  const places = await resolve(host).catch(() => [])
  if (places.length === 0) throw new OutboundFault('URL_UNKNOWN_HOST', `${host} is not known`)
  return places
}

interface Once {
  readonly ask: OutboundAsk
  readonly ends: number
}

async function once(url: URL, way: Way, { ask, ends }: Once): Promise<OutboundAnswer> {
  const left = (): number => Math.max(1, ends - performance.now())
  const places = await within(placesOf(url, way), left(), url)
  const request = url.protocol === 'https:' ? safeRequest : plainRequest
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: ask.method ?? 'GET',
      // Encoded answers could be small on the wire and huge unpacked.
      headers: { ...ask.headers, 'accept-encoding': 'identity' },
      lookup: pinned(places),
      agent: false,
      maxHeaderSize: headerBytes,
    })
    const timer = setTimeout(() => sent.destroy(new OutboundFault('URL_TIMEOUT', `${url.host} took too long`)), left())
    const fail = (error: Error) =>
      reject(error instanceof OutboundFault ? error : new OutboundFault('URL_UNREACHABLE', error.message))
    sent.once('close', () => clearTimeout(timer))
    sent.on('error', fail)
    sent.on('socket', (socket) =>
      socket.once('connect', () => {
        const { remoteAddress = '' } = socket
        const checked = places.some(({ address }) => sameAddress(address, remoteAddress))
        if (!checked) sent.destroy(new OutboundFault('URL_INSIDE', `${url.host} connected elsewhere`))
      }),
    )
    sent.on('response', (answer) => {
      collect(answer, ask.maxBytes ?? usual.maxBytes).then(
        (body) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
        (error) => {
          sent.destroy()
          fail(error)
        },
      )
    })
    sent.end(ask.body)
  })
}

/** The name is not asked again: what was checked is what is called. */
const pinned =
  (places: readonly Address[]): LookupFunction =>
  (_host, options, done) => {
    const fitting = places.filter(({ family }) => !options.family || family === options.family)
    const [first] = fitting
    if (!first) return done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 4)
    if (options.all)
      return done(
        null,
        fitting.map(({ address, family }) => ({ address, family })),
      )
    return done(null, first.address, first.family)
  }

const sameAddress = (one: string, other: string): boolean => plainAddress(one) === plainAddress(other)
const plainAddress = (address: string): string => {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(bare) === 6 ? new URL(`http://[${bare.replace(/%.*$/, '')}]`).hostname : bare
}

async function collect(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const coding = answer.headers['content-encoding']
  if (coding !== undefined && coding !== 'identity') throw new OutboundFault('URL_TOO_LONG', 'the answer is packed')
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer) {
    size += (piece as Buffer).length
    if (size > maxBytes) throw new OutboundFault('URL_TOO_LONG', 'the answer is too long')
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces)
}

async function within<T>(work: Promise<T>, ms: number, url: URL): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new OutboundFault('URL_TIMEOUT', `${url.host} took too long`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
