/** The environment, read once and checked: a value that cannot be used is named in one sentence. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { ConfigFault } from './fault.ts'

export type LogLevel = (typeof logLevels)[number]

export interface Config {
  port: number
  host: string
  /** Only this machine can reach the server. */
  loopback: boolean
  /** Absolute; holds the embedded database and the secrets. */
  dataDir: string
  /** The owner of an outside database; absent: the embedded one is used. */
  databaseUrl?: string
  appDatabaseUrl?: string
  controlDatabaseUrl?: string
  production: boolean
  /** Origin under which people reach the server, without a trailing slash. */
  publicUrl?: string
  /** Where links lead that are sent away: PUBLIC_URL, or this machine where nobody else reaches it. */
  baseUrl?: string
  /** Where letters are handed in, and from whom they come. */
  mail?: MailConfig
  /** Networks inside that may be called for users (OUT-11). */
  outboundAllow: readonly string[]
  /** Proxies whose X-Forwarded-* headers are believed: none, all, or these addresses and networks. */
  trustProxy: boolean | string[]
  /** Session cookies also over plain http to another machine (R16). */
  allowHttpCookies: boolean
  /** Requests per second that one person may make; one address three times as many, over all people. */
  requestRate: number
  logLevel: LogLevel
  /** Whether the first start makes the demo company (R15). */
  demo: boolean
  /** The virus scanner every upload is shown to; absent: none. */
  scanner?: { readonly host: string; readonly port: number } | { readonly path: string }
}

export interface MailConfig {
  readonly url: string
  readonly from: string
}

type Env = Record<string, string | undefined>

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const postgresSchemes = ['postgres:', 'postgresql:']

/** Throws ConfigFault for the first value that cannot be used. */
export function readConfig(env: Env = process.env): Config {
  const host = readHost(env)
  const loopback = isLoopback(host)
  const production = oneOf(env, 'NODE_ENV', ['development', 'production', 'test'] as const) === 'production'
  const databaseUrl = readDatabaseUrl(env, 'DATABASE_URL')
  const config: Config = {
    port: readPort(env),
    host,
    loopback,
    dataDir: resolve(given(env, 'DATA_DIR') ?? './data'),
    production,
    trustProxy: readTrustProxy(env),
    allowHttpCookies: readSwitch(env, 'ALLOW_HTTP_COOKIES') ?? false,
    requestRate: readRequestRate(env),
    logLevel: oneOf(env, 'LOG_LEVEL', logLevels) ?? (production ? 'info' : 'warn'),
    demo: readSwitch(env, 'OPENLTC_DEMO') ?? (loopback && !production),
    outboundAllow: readNetworks(env, 'OUTBOUND_ALLOW'),
  }
  const publicUrl = readPublicUrl(env)
  if (publicUrl) config.publicUrl = publicUrl
  const baseUrl = publicUrl ?? (loopback && config.port !== 0 ? `http://localhost:${config.port}` : undefined)
  if (baseUrl) config.baseUrl = baseUrl
  const mail = readMail(env, baseUrl)
  if (mail) config.mail = mail
  if (databaseUrl) config.databaseUrl = databaseUrl
  const scanner = readScanner(env)
  if (scanner) config.scanner = scanner
  for (const [key, name] of [
    ['appDatabaseUrl', 'APP_DATABASE_URL'],
    ['controlDatabaseUrl', 'CONTROL_DATABASE_URL'],
  ] as const) {
    const url = readDatabaseUrl(env, name)
    if (url && !databaseUrl) throw new ConfigFault(`${name} is set but DATABASE_URL is not; set both or neither.`)
    if (url) config[key] = url
  }
  return config
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** An empty value counts as not set, as shells and compose files write it. */
function given(env: Env, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

function refuse(name: string, value: string, accepted: string): never {
  throw new ConfigFault(`${name} is "${value}", which cannot be used; accepted: ${accepted}.`)
}

function readRequestRate(env: Env): number {
  const value = given(env, 'REQUEST_RATE')
  if (value === undefined) return 60
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value)
  return refuse('REQUEST_RATE', value, 'requests per second of one person, a whole number from 1 to 999999')
}

function readPort(env: Env): number {
  const value = given(env, 'PORT')
  if (value === undefined) return 3000
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65535) return Number(value)
  return refuse('PORT', value, 'a whole number from 0 to 65535 (0 takes a free port)')
}

function readHost(env: Env): string {
  const value = given(env, 'HOST')
  if (value === undefined) return '127.0.0.1'
  if (isIP(value) || isHostName(value)) return value
  return refuse('HOST', value, 'an address of this machine such as 127.0.0.1, 0.0.0.0 or ::, or a host name')
}

/** Letters, digits and hyphens in labels; digits and dots alone would be a misspelt address. */
function isHostName(value: string): boolean {
  return /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value) && !/^[\d.]+$/.test(value)
}

/** The value is not repeated in the fault when it may hold a password. */
function readDatabaseUrl(env: Env, name: string): string | undefined {
  const value = given(env, name)
  if (value === undefined) return undefined
  const accepted = 'postgresql://user:password@host:5432/database'
  const url = URL.canParse(value) ? new URL(value) : refuse(name, withoutPassword(value), accepted)
  const complete = postgresSchemes.includes(url.protocol) && url.pathname.length > 1
  if (!complete) refuse(name, withoutPassword(value), accepted)
  return value
}

function withoutPassword(value: string): string {
  return value.replace(/(:\/\/[^:/@]*):.*@/, '$1:***@')
}

function readPublicUrl(env: Env): string | undefined {
  const value = given(env, 'PUBLIC_URL')
  if (value === undefined) return undefined
  const accepted = 'an http or https address without a path, such as https://crm.example.com'
  const url = URL.canParse(value) ? new URL(value) : refuse('PUBLIC_URL', value, accepted)
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (!bare || !['http:', 'https:'].includes(url.protocol)) refuse('PUBLIC_URL', value, accepted)
  return url.origin
}

/** A letter without a sender is refused everywhere, and a link without an address leads nowhere. */
function readMail(env: Env, baseUrl: string | undefined): MailConfig | undefined {
  const url = given(env, 'SMTP_URL')
  const from = given(env, 'MAIL_FROM')
  if (url === undefined && from === undefined) return undefined
  if (url === undefined) throw new ConfigFault('MAIL_FROM is set but SMTP_URL is not; set both or neither.')
  if (from === undefined) throw new ConfigFault('SMTP_URL is set but MAIL_FROM is not; set both or neither.')
  const accepted = 'smtps://user:password@mail.example.com:465 or smtp://mail.example.com:587'
  const read = URL.canParse(url) ? new URL(url) : refuse('SMTP_URL', withoutPassword(url), accepted)
  if (!['smtp:', 'smtps:'].includes(read.protocol) || read.hostname === '' || !/^\/?$/.test(read.pathname)) {
    refuse('SMTP_URL', withoutPassword(url), accepted)
  }
  const address = /^(?:[^<>@\p{C}]{1,100} )?<?([^\s<>@,;:"\p{C}]+@[^\s<>@,;:"\p{C}]+)>?$/u
  if (!address.test(from)) refuse('MAIL_FROM', from, 'an address such as OpenLTC <crm@example.com>')
  if (baseUrl === undefined) throw new ConfigFault('SMTP_URL is set but PUBLIC_URL is not; links in letters need it.')
  return { url, from }
}

function readNetworks(env: Env, name: string): string[] {
  const parts = (given(env, name) ?? '').split(',').map((part) => part.trim())
  const networks = parts.filter((part) => part !== '')
  const wrong = networks.find((part) => !isAddressOrNetwork(part) || isIP(part.split('/')[0] ?? '') === 0)
  return wrong === undefined
    ? networks
    : refuse(name, wrong, 'addresses and networks separated by commas (10.1.0.0/16)')
}

function readScanner(env: Env): Config['scanner'] {
  const value = given(env, 'CLAMD_HOST')
  if (value === undefined) return undefined
  if (value.startsWith('/')) return { path: value }
  const [, host = '', port = '3310'] = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(value) ?? []
  const name = host.replace(/^\[|\]$/g, '')
  if ((isIP(name) || isHostName(name)) && Number(port) > 0 && Number(port) <= 65535) {
    return { host: name, port: Number(port) }
  }
  return refuse('CLAMD_HOST', value, 'a host, host:port (3310 without one), or the path of a socket')
}

function readTrustProxy(env: Env): boolean | string[] {
  const value = given(env, 'TRUST_PROXY')
  if (value === undefined) return false
  const known = asSwitch(value)
  if (known !== undefined) return known
  const parts = value.split(',').map((part) => part.trim())
  if (parts.every(isAddressOrNetwork)) return parts
  return refuse('TRUST_PROXY', value, 'true, false, or addresses and networks separated by commas (10.0.0.0/8)')
}

function isAddressOrNetwork(part: string): boolean {
  const [address = '', bits, more] = part.split('/')
  const version = isIP(address)
  if (version === 0 || more !== undefined) return ['loopback', 'linklocal', 'uniquelocal'].includes(part)
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

function readSwitch(env: Env, name: string): boolean | undefined {
  const value = given(env, name)
  if (value === undefined) return undefined
  return asSwitch(value) ?? refuse(name, value, 'true, false, 1, 0, yes, no, on, off')
}

function asSwitch(value: string): boolean | undefined {
  const word = value.toLowerCase()
  if (['true', '1', 'yes', 'on'].includes(word)) return true
  return ['false', '0', 'no', 'off'].includes(word) ? false : undefined
}

function oneOf<T extends string>(env: Env, name: string, accepted: readonly T[]): T | undefined {
  const value = given(env, name)
  if (value === undefined) return undefined
  return accepted.find((one) => one === value) ?? refuse(name, value, accepted.join(', '))
}
