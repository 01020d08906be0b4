/** Signing in, staying in, being put out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, type House, host, openHouse, password } from './support.ts'

let house: House
let admin: Caller
beforeAll(async () => {
  house = await openHouse()
  admin = await house.person('admin', { roles: ['ADM'] })
  await house.signIn(admin)
})
afterAll(() => house.close())

const code = (answer: { json(): { code?: string } }) => answer.json().code

describe('signing in', () => {
  test('answers who it is and sets a cookie bound to the host', async () => {
    const amy = await house.person('amy', { roles: ['REP'] })
    const answer = await house.signIn(amy)
    expect(answer.statusCode).toBe(200)
    expect(answer.json().me).toMatchObject({ id: amy.userId, name: 'amy', roles: ['REP'], language: 'zh' })
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-session=[A-Za-z0-9_-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect((await amy.get('/api/v1/session')).json().me.id).toBe(amy.userId)
  })

  test('wrong, unknown and empty logins get the same answer', async () => {
    const bo = await house.person('bo', { roles: ['REP'] })
    const wrong = await house.signIn(bo, 'not the password at all')
    const unknown = await house.signIn({ ...bo, email: 'nobody@example.com' }, 'not the password at all')
    expect([wrong.statusCode, code(wrong)]).toEqual([401, 'SIGN_IN_FAILED'])
    const strip = ({ requestId, ...rest }: Record<string, unknown>) => rest
    expect(strip(unknown.json())).toEqual(strip(wrong.json()))
    expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(wrong.headers).sort())
  })

  test('a new identifier every time, and the one held before ends: nothing fixed beforehand survives', async () => {
    const cai = await house.person('cai', { roles: ['REP'] })
    cai.cookie = `__Host-session=${'A'.repeat(43)}`
    await house.signIn(cai)
    expect(cai.cookie).not.toContain('A'.repeat(43))
    const before = cai.cookie
    await house.signIn(cai)
    expect(cai.cookie).not.toBe(before)
    const old = await house.stranger().get('/api/v1/session', { cookie: before ?? '' })
    expect(old.statusCode).toBe(401)
  })

  test('only the hash of the cookie is in the database', async () => {
    const dan = await house.person('dan', { roles: ['REP'] })
    await house.signIn(dan)
    const token = dan.cookie?.split('=')[1] ?? ''
    const rows = await house.world.database.control((tx) => tx.query('select * from control.session'))
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('over plain http from elsewhere it is refused before the password is looked at', async () => {
    const eve = await house.person('eve', { roles: ['REP'] })
    const answer = await house.web.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: 'crm.lan', 'content-type': 'application/json' },
      payload: JSON.stringify({ email: eve.email, password }),
    })
    expect([answer.statusCode, code(answer)]).toEqual([403, 'HTTPS_REQUIRED'])
  })

  test('from a page of somebody else it is refused', async () => {
    const answer = await house.web.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host, origin: 'https://evil.example', 'content-type': 'application/json' },
      payload: JSON.stringify({ email: 'a@example.com', password }),
    })
    expect([answer.statusCode, code(answer)]).toEqual([403, 'ORIGIN_REFUSED'])
  })

  test('a person of two companies says which; each session sees one of them', async () => {
    const one = await house.person('fay', { roles: ['REP'], email: 'fay@example.com' })
    const two = await house.person('fay', { roles: ['SM'], tenant: 1, email: 'fay@example.com' })
    const asked = await house.signIn(one)
    expect(
      asked
        .json()
        .companies.map((each: { id: string }) => each.id)
        .sort(),
    ).toEqual([...house.tenants].sort())
    expect(asked.headers['set-cookie']).toBeUndefined()
    const chosen = await house.stranger().send('POST', '/api/v1/session', {
      body: { email: one.email, password, companyId: two.tenantId },
    })
    expect(chosen.json().me).toMatchObject({ id: two.userId, roles: ['SM'] })
  })
})

describe('leaving', () => {
  test('signing out ends the session at once', async () => {
    const gus = await house.person('gus', { roles: ['REP'] })
    await house.signIn(gus)
    expect((await gus.get('/api/v1/session')).statusCode).toBe(200)
    expect((await gus.send('DELETE', '/api/v1/session')).statusCode).toBe(204)
    expect((await gus.get('/api/v1/session')).statusCode).toBe(401)
  })

  test('a changed password ends every other session and renews this one', async () => {
    const hal = await house.person('hal', { roles: ['REP'] })
    await house.signIn(hal)
    const elsewhere: Caller = { ...hal }
    const old = hal.cookie ?? ''
    await house.signIn(elsewhere)
    const next = 'a different sentence about rivers'
    const weak = await elsewhere.send('POST', '/api/v1/session/password', {
      headers: { cookie: elsewhere.cookie ?? '' },
      body: { current: password, next: 'aaaaaaaaaaaaaaaa' },
    })
    expect([weak.statusCode, code(weak)]).toEqual([400, 'PASSWORD_COMMON'])
    const wrong = await elsewhere.send('POST', '/api/v1/session/password', {
      headers: { cookie: elsewhere.cookie ?? '' },
      body: { current: 'not it, certainly', next },
    })
    expect(code(wrong)).toBe('PASSWORD_WRONG')
    const done = await elsewhere.send('POST', '/api/v1/session/password', {
      headers: { cookie: elsewhere.cookie ?? '' },
      body: { current: password, next },
    })
    expect(done.statusCode).toBe(200)
    for (const cookie of [old, elsewhere.cookie ?? '']) {
      expect((await house.stranger().get('/api/v1/session', { cookie })).statusCode).toBe(401)
    }
    const renewed = String(done.headers['set-cookie']).split(';')[0] ?? ''
    expect((await house.stranger().get('/api/v1/session', { cookie: renewed })).statusCode).toBe(200)
    expect((await house.signIn(hal)).statusCode).toBe(401)
    expect((await house.signIn(hal, next)).statusCode).toBe(200)
  })

  test('a disabled person is out at once, in pages and by key, and stays out', async () => {
    const ida = await house.person('ida', { roles: ['REP'] })
    await house.signIn(ida)
    const made = await ida.send('POST', '/api/v1/keys', { body: { name: 'k', scopes: ['note:read'] } })
    const bearer = { authorization: `Bearer ${made.json().data.secret}` }
    expect((await house.stranger().get('/api/v1/notes', bearer)).statusCode).toBe(200)
    const { version } = (await admin.get(`/api/v1/users/${ida.userId}`)).json().data
    const disabled = await admin.send('POST', `/api/v1/users/${ida.userId}/disable`, {
      version,
      body: { reason: 'left' },
    })
    expect(disabled.statusCode).toBe(200)
    expect((await ida.get('/api/v1/session')).statusCode).toBe(401)
    expect((await house.stranger().get('/api/v1/notes', bearer)).statusCode).toBe(401)
    expect(code(await house.signIn(ida))).toBe('SIGN_IN_FAILED')
  })

  test('AUT-04: a role taken away ends the session at once, and counts from then on', async () => {
    const jon = await house.person('jon', { roles: ['SM'] })
    await house.signIn(jon)
    expect((await jon.get('/api/v1/notes')).statusCode).toBe(200)
    const { version } = (await admin.get(`/api/v1/users/${jon.userId}`)).json().data
    const body = { roles: ['MKT'] }
    expect((await admin.send('POST', `/api/v1/users/${jon.userId}/grantRoles`, { version, body })).statusCode).toBe(200)
    const after = await jon.get('/api/v1/notes')
    expect([after.statusCode, code(after)]).toEqual([401, 'UNAUTHENTICATED'])
    await house.signIn(jon)
    const again = await jon.get('/api/v1/notes')
    expect([again.statusCode, code(again)]).toEqual([403, 'FORBIDDEN'])
  })

  test('a session ends after half a day without use', async () => {
    const kim = await house.person('kim', { roles: ['REP'] })
    await house.signIn(kim)
    house.world.moveTo(new Date(Date.now() + 13 * 3_600_000).toISOString())
    await house.web.doors.door.withdraw({ tenantId: kim.tenantId })
    expect((await kim.get('/api/v1/session')).statusCode).toBe(401)
    house.world.moveTo(new Date().toISOString())
  })
})

describe('help from the administrator', () => {
  test('a one-time link sets a password once, and reading the page uses up nothing', async () => {
    const lea = await house.person('lea', { roles: ['REP'] })
    const link = await admin.send('POST', `/api/v1/users/${lea.userId}/link`)
    expect(link.statusCode).toBe(201)
    const token = String(link.json().path).split('#')[1] ?? ''
    const weak = await house.stranger().send('POST', '/api/v1/session/redeem', { body: { token, password: 'short' } })
    expect(code(weak)).toBe('PASSWORD_SHORT')
    const next = 'lanterns over the old harbour'
    const used = await house.stranger().send('POST', '/api/v1/session/redeem', { body: { token, password: next } })
    expect(used.json().me.id).toBe(lea.userId)
    const again = await house.stranger().send('POST', '/api/v1/session/redeem', { body: { token, password: next } })
    expect([again.statusCode, code(again)]).toEqual([404, 'LINK_INVALID'])
    expect((await house.signIn(lea, next)).statusCode).toBe(200)
  })

  test('only the newest link counts, and for half an hour', async () => {
    const max = await house.person('max', { roles: ['REP'] })
    const tokenOf = async () =>
      String((await admin.send('POST', `/api/v1/users/${max.userId}/link`)).json().path).split('#')[1] ?? ''
    const [first, second] = [await tokenOf(), await tokenOf()]
    const redeem = (token: string) =>
      house
        .stranger()
        .send('POST', '/api/v1/session/redeem', { body: { token, password: 'lanterns over the harbour' } })
    expect((await redeem(first)).statusCode).toBe(404)
    house.world.moveTo(new Date(Date.now() + 31 * 60_000).toISOString())
    expect((await redeem(second)).statusCode).toBe(404)
    house.world.moveTo(new Date().toISOString())
  })

  test('nobody gives themselves a password this way, nor to a login that another company shares', async () => {
    const own = await admin.send('POST', `/api/v1/users/${admin.userId}/set-password`, { body: { password } })
    expect([own.statusCode, code(own)]).toEqual([403, 'NOT_ONESELF'])
    const shared = await house.person('nia', { roles: ['REP'], email: 'nia@example.com' })
    await house.person('nia', { roles: ['REP'], tenant: 1, email: 'nia@example.com' })
    const taken = await admin.send('POST', `/api/v1/users/${shared.userId}/set-password`, {
      body: { password: 'a long new sentence here' },
    })
    expect([taken.statusCode, code(taken)]).toEqual([409, 'LOGIN_ELSEWHERE'])
  })

  test('a person of another company is not there', async () => {
    const far = await house.person('olga', { roles: ['REP'], tenant: 1 })
    const answer = await admin.send('POST', `/api/v1/users/${far.userId}/link`)
    expect([answer.statusCode, code(answer)]).toEqual([404, 'NOT_FOUND'])
  })

  test('those who do not administer people may not', async () => {
    const pia = await house.person('pia', { roles: ['REP'] })
    await house.signIn(pia)
    const answer = await pia.send('POST', `/api/v1/users/${admin.userId}/link`)
    expect([answer.statusCode, code(answer)]).toEqual([403, 'FORBIDDEN'])
  })

  test('what happened stands in the audit trail', async () => {
    await house.web.doors.audit.settled()
    const { data } = (await admin.get('/api/v1/audit?limit=200')).json()
    const kinds = new Set(data.map((entry: { kind: string }) => entry.kind))
    for (const kind of [
      'session.started',
      'session.refused',
      'session.ended',
      'password.changed',
      'link.given',
      'forbidden',
    ]) {
      expect(kinds).toContain(kind)
    }
    expect(JSON.stringify(data)).not.toContain(password)
  })
})
