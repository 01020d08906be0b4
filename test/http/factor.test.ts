/** AUT-11 and what follows from it: the second factor, what stands behind it, and what asks for it once more. */
import { Secret, TOTP } from 'otpauth'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Mailbox, openMailbox } from '../support/mailbox.ts'
import { type Caller, type House, host, openHouse, origin, password } from './support.ts'

let house: House
let box: Mailbox
let admin: Caller
beforeAll(async () => {
  box = await openMailbox()
  const mail = { url: box.url, from: 'crm@example.com' }
  house = await openHouse({ config: { baseUrl: 'https://crm.example.com', mail } })
  admin = await house.person('admin', { roles: ['ADM'] })
  await house.signIn(admin)
})
afterEach(() => house.world.moveTo(null))
afterAll(async () => {
  await house.close()
  await box.close()
})

const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]
const minute = 60_000
const at = (ms: number) => house.world.moveTo(new Date(Date.now() + ms).toISOString())
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.parse(house.world.clock()) })
const path = '/api/v1/session/second-factor'

async function setUp(who: Caller): Promise<{ secret: string; codes: string[] }> {
  const begun = await who.send('POST', path, { body: {} })
  expect(begun.statusCode, begun.body).toBe(201)
  const { secret, uri } = begun.json()
  expect(uri).toMatch(/^otpauth:\/\/totp\/OpenLTC/)
  const done = await who.send('POST', `${path}/confirm`, { body: { code: codeOf(secret) } })
  expect(done.statusCode, done.body).toBe(200)
  return { secret, codes: done.json().codes }
}

async function signIn(who: Caller, more: { password?: string; code?: string } = {}) {
  const answer = await house.web.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { host, origin, 'content-type': 'application/json' },
    payload: JSON.stringify({ email: who.email, password, ...more }),
  })
  const set = String(answer.headers['set-cookie'] ?? '')
  if (answer.statusCode === 200 && set) who.cookie = set.split(';')[0] ?? null
  return answer
}

async function withFactor(name: string, roles: ('REP' | 'SM' | 'ADM')[] = ['REP']) {
  const who = await house.person(name, { roles })
  await house.signIn(who)
  return { who, ...(await setUp(who)) }
}

describe('AUT-11: signing in with a second factor', () => {
  test('the password alone opens nothing; code and password do', async () => {
    const { who, secret } = await withFactor('amy')
    const asked = await signIn(who)
    expect([asked.statusCode, asked.json()]).toEqual([200, { secondFactor: true }])
    expect(asked.headers['set-cookie']).toBeUndefined()
    at(minute)
    const done = await signIn(who, { code: codeOf(secret) })
    expect(done.json().me.id).toBe(who.userId)
    expect((await who.get('/api/v1/notes')).statusCode).toBe(200)
  })

  test('the right code with a wrong password is refused like any wrong password', async () => {
    const { who, secret } = await withFactor('bo')
    at(minute)
    const answer = await signIn(who, { password: 'not the password at all', code: codeOf(secret) })
    expect(told(answer)).toEqual([401, 'SIGN_IN_FAILED'])
  })

  test('a code counts once, also for two at the same moment, and not after the one that follows it', async () => {
    const { who, secret } = await withFactor('cy')
    at(minute)
    const code = codeOf(secret)
    const both = await Promise.all([signIn({ ...who }, { code }), signIn({ ...who }, { code })])
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 400])
    expect(told(await signIn(who, { code }))).toEqual([400, 'CODE_WRONG'])
    at(2 * minute)
    const later = codeOf(secret)
    at(1.5 * minute)
    const earlier = codeOf(secret)
    at(2 * minute)
    expect((await signIn(who, { code: later })).statusCode).toBe(200)
    expect(told(await signIn(who, { code: earlier }))).toEqual([400, 'CODE_WRONG'])
  })

  test('a recovery code counts once', async () => {
    const { who, codes } = await withFactor('dee')
    expect(codes).toHaveLength(10)
    expect(new Set(codes).size).toBe(10)
    expect((await signIn(who, { code: (codes[0] ?? '').toLowerCase().replaceAll('-', ' ') })).statusCode).toBe(200)
    expect(told(await signIn(who, { code: codes[0] ?? '' }))).toEqual([400, 'CODE_WRONG'])
    expect((await who.get(path)).json()).toMatchObject({ on: true, recoveryLeft: 9 })
  })

  test('secret and recovery codes are sealed in the database and shown by no answer', async () => {
    const { who, secret, codes } = await withFactor('eve')
    const rows = await house.world.database.control(async (tx) => [
      ...(await tx.query<{ secret: Buffer }>('select secret from control.second_factor')).map((one) => one.secret),
      ...(await tx.query<{ hash: Buffer }>('select hash from control.recovery_code')).map((one) => one.hash),
    ])
    const all = Buffer.concat(rows).toString('latin1')
    for (const word of [secret, ...codes, ...codes.map((one) => one.replaceAll('-', ''))]) {
      expect(all.includes(word)).toBe(false)
    }
    expect((await who.get(path)).body).not.toContain(secret)
    expect(told(await who.send('POST', path, { body: {} }))).toEqual([409, 'FACTOR_ON'])
  })

  test('a reset of the password does not get around it', async () => {
    const { who, secret } = await withFactor('fay')
    const link = await admin.send('POST', `/api/v1/users/${who.userId}/link`)
    const token = String(link.json().path).split('#')[1] ?? ''
    const body = { token, password: 'lanterns over the old harbour' }
    const used = await house.stranger().send('POST', '/api/v1/session/redeem', { body })
    expect(used.json().wants).toBe('prove')
    const cookie = String(used.headers['set-cookie']).split(';')[0] ?? ''
    const half = house.stranger()
    half.cookie = cookie
    expect(told(await half.get('/api/v1/notes'))).toEqual([403, 'FACTOR_NEEDED'])
    expect(told(await half.send('DELETE', path))).toEqual([403, 'FACTOR_NEEDED'])
    expect(told(await half.send('POST', path, { body: {} }))).toEqual([409, 'FACTOR_ON'])
    expect(told(await half.send('POST', '/api/v1/session/prove', { body: { password: body.password } }))).toEqual([
      400,
      'REQUIRED',
    ])
    at(minute)
    expect((await half.send('POST', '/api/v1/session/prove', { body: { code: codeOf(secret) } })).statusCode).toBe(204)
    expect((await half.get('/api/v1/notes')).statusCode).toBe(200)
  })
})

describe('tries', () => {
  test('a thousand wrong codes are not looked at, and its holder gets in from where they were before', async () => {
    const tight = await openHouse({ rates: { code: { burst: 8, perSecond: 1 / 60 } } })
    try {
      const gus = await tight.person('gus', { roles: ['REP'] })
      await tight.signIn(gus)
      const begun = (await gus.send('POST', path, { body: {} })).json()
      const now = () => new TOTP({ secret: Secret.fromBase32(begun.secret) }).generate({ timestamp: Date.now() })
      await gus.send('POST', `${path}/confirm`, { body: { code: now() } })
      const statuses: number[] = []
      const attack = (code: string) =>
        tight.web.app.inject({
          method: 'POST',
          url: '/api/v1/session',
          remoteAddress: '203.0.113.9',
          headers: { host, origin, 'content-type': 'application/json' },
          payload: JSON.stringify({ email: gus.email, password, code }),
        })
      for (let n = 0; n < 40; n++) statuses.push((await attack(String(n).padStart(6, '0'))).statusCode)
      expect(statuses.filter((one) => one !== 429).length).toBeLessThanOrEqual(9)
      tight.world.moveTo(new Date(Date.now() + minute).toISOString())
      const code = new TOTP({ secret: Secret.fromBase32(begun.secret) }).generate({ timestamp: Date.now() + minute })
      const own = await gus.send('POST', '/api/v1/session', { body: { email: gus.email, password, code } })
      expect(own.statusCode).toBe(200)
    } finally {
      await tight.close()
    }
  })
})

describe('roles that must have one', () => {
  test('lead their holders to set it up, and to nothing else before', async () => {
    const hal = await house.person('hal', { roles: ['SM'] })
    await house.signIn(hal)
    const { version } = (await admin.get('/api/v1/sign-in-policy')).json()
    const saved = await admin.send('PATCH', '/api/v1/sign-in-policy', { version, body: { factorRoles: ['SM'] } })
    expect(saved.statusCode, saved.body).toBe(200)
    expect(told(await hal.get('/api/v1/notes')), 'also who is in already').toEqual([403, 'FACTOR_SET_UP'])
    expect((await house.signIn(hal)).json().wants).toBe('setUp')
    for (const [method, url] of [
      ['GET', '/api/v1/meta'],
      ['GET', '/api/v1/notes'],
      ['POST', '/api/v1/keys'],
      ['POST', '/api/v1/session/password'],
      ['GET', '/api/v1/stream'],
    ] as const) {
      const answer = method === 'GET' ? await hal.get(url) : await hal.send(method, url, { body: {} })
      expect(told(answer), url).toEqual([403, 'FACTOR_SET_UP'])
    }
    await setUp(hal)
    expect((await hal.get('/api/v1/notes')).statusCode).toBe(200)
    expect(told(await hal.send('DELETE', path))).toEqual([422, 'FACTOR_REQUIRED'])
    const other = await admin.send('PATCH', '/api/v1/sign-in-policy', {
      version: saved.json().version,
      body: { factorRoles: [] },
    })
    expect(other.statusCode).toBe(200)
    expect((await hal.send('DELETE', path)).statusCode).toBe(204)
  })

  test('AUT-01: beside it eight characters do; without it they do not', async () => {
    const { who } = await withFactor('ida')
    const body = { current: password, next: 'kx7#mq9w' }
    const changed = await who.send('POST', '/api/v1/session/password', { body })
    expect(changed.statusCode, changed.body).toBe(200)
    who.cookie = String(changed.headers['set-cookie']).split(';')[0] ?? ''
    expect(told(await who.send('DELETE', path)), 'too short to stand alone').toEqual([422, 'FACTOR_PASSWORD'])
    const jon = await house.person('jon', { roles: ['REP'] })
    await house.signIn(jon)
    expect(told(await jon.send('POST', '/api/v1/session/password', { body }))).toEqual([400, 'PASSWORD_SHORT'])
    expect((await admin.send('POST', `/api/v1/users/${who.userId}/reset-second-factor`, { body: {} })).statusCode).toBe(
      204,
    )
    const again = await signIn(who, { password: body.next })
    expect(again.json().wants, 'a short password leads back to a second factor').toBe('setUp')
  })
})

describe('the administrator', () => {
  test('takes a lost factor away: sessions end, it is written down, the person is told', async () => {
    const { who } = await withFactor('kim')
    const answer = await admin.send('POST', `/api/v1/users/${who.userId}/reset-second-factor`, { body: {} })
    expect(answer.statusCode).toBe(204)
    expect((await who.get('/api/v1/session')).statusCode).toBe(401)
    expect((await signIn(who)).json().me.id).toBe(who.userId)
    await house.web.doors.audit.settled()
    const { data } = (await admin.get('/api/v1/audit?kind=factor.reset')).json()
    expect(data[0].details.userId).toBe(who.userId)
    const letters = (await admin.get('/api/v1/mail')).json().data
    expect(
      letters.some((one: { kind: string; to: string }) => one.kind === 'factorReset' && one.to === who.email),
    ).toBe(true)
    const twice = await admin.send('POST', `/api/v1/users/${who.userId}/reset-second-factor`, { body: {} })
    expect(told(twice)).toEqual([409, 'FACTOR_OFF'])
  })
})

describe('step-up', () => {
  test('sensitive things ask once more after ten minutes, and go on when it was shown', async () => {
    const lea = await house.person('lea', { roles: ['REP'] })
    await house.signIn(lea)
    const make = () => lea.send('POST', '/api/v1/keys', { body: { name: 'k', scopes: ['note:read'] } })
    expect((await make()).statusCode).toBe(201)
    at(11 * minute)
    const asked = await make()
    expect(told(asked)).toEqual([403, 'STEP_UP_NEEDED'])
    expect(asked.json().errors[0].details).toEqual({ by: 'password' })
    const wrong = await lea.send('POST', '/api/v1/session/prove', { body: { password: 'not it, certainly' } })
    expect(told(wrong)).toEqual([400, 'PASSWORD_WRONG'])
    expect((await lea.send('POST', '/api/v1/session/prove', { body: { password } })).statusCode).toBe(204)
    expect((await make()).statusCode).toBe(201)
  })

  test('who has a second factor shows that one', async () => {
    const { who, secret } = await withFactor('max')
    at(11 * minute)
    const asked = await who.send('POST', '/api/v1/keys', { body: { name: 'k', scopes: ['note:read'] } })
    expect(asked.json().errors[0].details).toEqual({ by: 'code' })
    expect(told(await who.send('POST', '/api/v1/session/prove', { body: { password } }))).toEqual([400, 'REQUIRED'])
    expect((await who.send('POST', '/api/v1/session/prove', { body: { code: codeOf(secret) } })).statusCode).toBe(204)
    expect((await who.send('POST', '/api/v1/keys', { body: { name: 'k', scopes: ['note:read'] } })).statusCode).toBe(
      201,
    )
  })

  test('a second factor is set up by nobody who just found the page open', async () => {
    const nia = await house.person('nia', { roles: ['REP'] })
    await house.signIn(nia)
    at(11 * minute)
    expect(told(await nia.send('POST', path, { body: {} }))).toEqual([403, 'STEP_UP_NEEDED'])
  })
})
