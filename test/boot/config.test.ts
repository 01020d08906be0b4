/** The environment: what is accepted, and how what is not is named. */
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../server/boot/config.ts'

const wrong: [string, Record<string, string>][] = [
  ['PORT', { PORT: '70000' }],
  ['PORT', { PORT: '3000x' }],
  ['HOST', { HOST: '127.0.0.300' }],
  ['NODE_ENV', { NODE_ENV: 'prod' }],
  ['REQUEST_RATE', { REQUEST_RATE: '0' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['OPENLTC_DEMO', { OPENLTC_DEMO: 'perhaps' }],
  ['ALLOW_HTTP_COOKIES', { ALLOW_HTTP_COOKIES: '2' }],
  ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/33' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'crm.example.com' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://example.com/crm' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://a:b@c/d' }],
  ['DATABASE_URL', { DATABASE_URL: 'postgresql://a:b@c' }],
  ['APP_DATABASE_URL', { APP_DATABASE_URL: 'postgresql://a:b@c/d' }],
]

describe('the environment', () => {
  test('without any variable gives a server on this machine with a demo company', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', loopback: true, production: false, demo: true })
    expect(config).toMatchObject({ dataDir: resolve('data'), trustProxy: false, allowHttpCookies: false })
    expect(config.databaseUrl).toBeUndefined()
  })

  test.each(wrong)('names %s when it cannot be used: %o', (name, env) => {
    expect(() => readConfig(env)).toThrowError(expect.objectContaining({ name: 'ConfigFault' }))
    expect(() => readConfig(env)).toThrowError(new RegExp(`^${name} is `))
  })

  test('never repeats a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://me:secret@host/db' })).toThrowError(/me:\*\*\*@host/)
  })

  test('starts without a demo in production and where others can reach it, unless told', () => {
    expect(readConfig({ NODE_ENV: 'production' }).demo).toBe(false)
    expect(readConfig({ HOST: '0.0.0.0' }).demo).toBe(false)
    expect(readConfig({ HOST: '0.0.0.0', OPENLTC_DEMO: 'on' }).demo).toBe(true)
    expect(readConfig({ OPENLTC_DEMO: 'off' }).demo).toBe(false)
  })

  test('takes an empty value as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000 })
  })

  test('reads proxies as a switch or as a list of networks', () => {
    expect(readConfig({ TRUST_PROXY: '1' }).trustProxy).toBe(true)
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1'])
  })

  test('keeps only the origin of the public address', () => {
    expect(readConfig({ PUBLIC_URL: 'https://crm.example.com/' }).publicUrl).toBe('https://crm.example.com')
  })
})
