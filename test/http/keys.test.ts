/** The life of an API key (AUT-13). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, type House, openHouse } from './support.ts'

let house: House
let rep: Caller
let admin: Caller
beforeAll(async () => {
  house = await openHouse()
  rep = await house.person('rep', { roles: ['REP'] })
  admin = await house.person('admin', { roles: ['ADM'] })
  for (const caller of [rep, admin]) await house.signIn(caller)
})
afterAll(() => house.close())

const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]
const make = async (scopes: string[], more: object = {}, by = rep) =>
  (await by.send('POST', '/api/v1/keys', { body: { name: 'job', scopes, ...more } })).json().data as {
    id: string
    secret: string
    prefix: string
    expiresAt: string
  }
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
/** As a program calls: no cookie, no Origin. */
const asKey = (method: 'GET' | 'POST' | 'DELETE', url: string, more: { secret: string; body?: object }) =>
  house.web.app.inject({
    method,
    url,
    headers: { ...bearer(more.secret), ...(more.body ? { 'content-type': 'application/json' } : {}) },
    ...(more.body ? { payload: JSON.stringify(more.body) } : {}),
  })

describe('making', () => {
  test('the secret is shown once; the database has its hash and a prefix', async () => {
    const { id, secret, prefix } = await make(['note:read'])
    expect(secret).toMatch(/^ltc_[A-Za-z0-9_-]{43}$/)
    expect(secret.startsWith(prefix)).toBe(true)
    const listed = await rep.get('/api/v1/keys')
    expect(listed.body).not.toContain(secret)
    expect(listed.json().data.find((key: { id: string }) => key.id === id)).toMatchObject({ prefix, lastUsedAt: null })
    const rows = await house.world.database.control((tx) => tx.query('select * from control.api_key'))
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('without being signed in, or for somebody else, there is none', async () => {
    const body = { name: 'x', scopes: ['note:read'], userId: rep.userId }
    expect(told(await house.stranger().send('POST', '/api/v1/keys', { body }))).toEqual([401, 'UNAUTHENTICATED'])
    expect(told(await admin.send('POST', '/api/v1/keys', { body }))).toEqual([400, 'UNKNOWN_FIELD'])
  })

  test('no scope may be wider than its maker’s rights, nor name what does not exist', async () => {
    for (const scope of [
      'user:create',
      'note:close',
      'audit:read',
      'key:administer',
      'nothing:read',
      'note',
      'note:read:x',
      '',
      '__proto__:read',
    ]) {
      const answer = await rep.send('POST', '/api/v1/keys', { body: { name: 'x', scopes: [scope] } })
      expect(told(answer), scope).toEqual([403, 'KEY_SCOPE'])
    }
    expect(told(await rep.send('POST', '/api/v1/keys', { body: { name: 'x', scopes: [] } }))).toEqual([
      400,
      'WRONG_TYPE',
    ])
    for (const days of [0, 367, 1.5, '90']) {
      const answer = await rep.send('POST', '/api/v1/keys', {
        body: { name: 'x', scopes: ['note:read'], expiresInDays: days },
      })
      expect(told(answer)).toEqual([400, 'KEY_EXPIRY'])
    }
  })

  test('a key makes no keys', async () => {
    const { secret } = await make(['*:*'])
    const answer = await asKey('POST', '/api/v1/keys', { secret, body: { name: 'x', scopes: ['note:read'] } })
    expect(told(answer)).toEqual([403, 'FORBIDDEN'])
    expect(told(await asKey('DELETE', '/api/v1/session', { secret }))).toEqual([403, 'FORBIDDEN'])
  })
})

describe('using', () => {
  test('it does what its scopes say and no more, as its person and over the API', async () => {
    const { id, secret } = await make(['note:read', 'note:create'])
    const made = await asKey('POST', '/api/v1/notes', { secret, body: { name: 'by key' } })
    expect(made.statusCode, made.body).toBe(201)
    expect(made.json().data).toMatchObject({ ownerId: rep.userId })
    expect((await asKey('GET', '/api/v1/notes', { secret })).statusCode).toBe(200)
    const url = `/api/v1/notes/${made.json().data.id}/send`
    expect(told(await asKey('POST', url, { secret, body: {} }))).toEqual([403, 'FORBIDDEN'])
    expect(told(await asKey('GET', '/api/v1/users', { secret }))).toEqual([403, 'FORBIDDEN'])
    const { data } = (await rep.get('/api/v1/keys')).json()
    expect(data.find((key: { id: string }) => key.id === id).lastUsedAt).not.toBeNull()
  })

  test('with every scope it still does only what its person may', async () => {
    const { secret } = await make(['*:*'])
    expect((await asKey('GET', '/api/v1/audit', { secret })).statusCode).toBe(403)
    expect((await asKey('GET', '/api/v1/notes', { secret })).statusCode).toBe(200)
  })

  test('in the address, in a cookie, cut, changed or of another kind it is nothing', async () => {
    const { secret } = await make(['note:read'])
    const none = house.stranger()
    expect((await none.get(`/api/v1/notes?key=${secret}`)).statusCode).toBe(401)
    expect((await none.get('/api/v1/notes', { cookie: `__Host-session=${secret}` })).statusCode).toBe(401)
    for (const header of [
      `Bearer ${secret.slice(0, -1)}`,
      `Bearer ${secret}x`,
      `Basic ${secret}`,
      secret,
      'Bearer ',
      `Bearer ${secret.toLowerCase()}`,
    ]) {
      expect((await none.get('/api/v1/notes', { authorization: header })).statusCode, header).toBe(401)
    }
    const token = rep.cookie?.split('=')[1] ?? ''
    expect((await none.get('/api/v1/notes', bearer(token))).statusCode).toBe(401)
  })

  test('a bad key is not saved by a good cookie', async () => {
    expect((await rep.get('/api/v1/notes', bearer(`ltc_${'A'.repeat(43)}`))).statusCode).toBe(401)
  })
})

describe('ending', () => {
  test('revoked, it is nothing at once', async () => {
    const { id, secret } = await make(['note:read'])
    expect((await asKey('GET', '/api/v1/notes', { secret })).statusCode).toBe(200)
    expect((await rep.send('DELETE', `/api/v1/keys/${id}`)).statusCode).toBe(204)
    expect((await asKey('GET', '/api/v1/notes', { secret })).statusCode).toBe(401)
  })

  test('past its day it is nothing', async () => {
    const { secret, expiresAt } = await make(['note:read'], { expiresInDays: 1 })
    house.world.moveTo(new Date(Date.parse(expiresAt) - 1000).toISOString())
    expect((await asKey('GET', '/api/v1/notes', { secret })).statusCode).toBe(200)
    house.world.moveTo(new Date(Date.parse(expiresAt) + 1000).toISOString())
    expect((await asKey('GET', '/api/v1/notes', { secret })).statusCode).toBe(401)
    house.world.moveTo(new Date().toISOString())
  })

  test('another person’s key is not there, but for the administrator', async () => {
    const { id, secret } = await make(['note:read'])
    const other = await house.person('other', { roles: ['SM'] })
    await house.signIn(other)
    expect(told(await other.send('DELETE', `/api/v1/keys/${id}`))).toEqual([404, 'NOT_FOUND'])
    expect((await other.get('/api/v1/keys?all=true')).json().data).toEqual([])
    const far = await house.person('far', { roles: ['ADM'], tenant: 1 })
    await house.signIn(far)
    expect(told(await far.send('DELETE', `/api/v1/keys/${id}`))).toEqual([404, 'NOT_FOUND'])
    expect((await asKey('GET', '/api/v1/notes', { secret })).statusCode).toBe(200)
    expect((await admin.get('/api/v1/keys?all=true')).body).toContain(id)
    expect((await admin.send('DELETE', `/api/v1/keys/${id}`)).statusCode).toBe(204)
    expect((await asKey('GET', '/api/v1/notes', { secret })).statusCode).toBe(401)
  })
})
