/** Invitations, forgotten passwords, new addresses and open sessions, with letters read from a real mail server. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sendNext } from '../../server/follow/post.ts'
import { openSmtp, type Smtp } from '../../server/reach/smtp.ts'
import { linkIn, type Mailbox, openMailbox, tokenIn } from '../support/mailbox.ts'
import { type Caller, type House, host, openHouse, password } from './support.ts'

const baseUrl = 'https://crm.example.com'
const next = 'lanterns over the old harbour'
let house: House
let box: Mailbox
let smtp: Smtp
let admin: Caller
beforeAll(async () => {
  box = await openMailbox()
  const mail = { url: box.url, from: 'crm@example.com' }
  smtp = openSmtp(mail)
  house = await openHouse({ config: { publicUrl: baseUrl, baseUrl, mail } })
  admin = await house.person('admin', { roles: ['ADM'] })
  await house.signIn(admin)
})
afterEach(() => {
  house.world.moveTo(null)
  box.letters.length = 0
})
afterAll(async () => {
  await house.close()
  smtp.close()
  await box.close()
})

const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]
const post = (url: string, body: object) => house.stranger().send('POST', url, { body })
const redeem = (token: string, given = next) => post('/api/v1/session/redeem', { token, password: given })
const later = (ms: number) => house.world.moveTo(new Date(Date.now() + ms).toISOString())
const hour = 3_600_000

async function letterTo(email: string, wanted = 1): Promise<(typeof box.letters)[number]> {
  await expect
    .poll(async () => {
      while (await sendNext(house.world, smtp));
      return box.letters.filter((one) => one.to === email).length
    })
    .toBeGreaterThanOrEqual(wanted)
  return box.letters.filter((one) => one.to === email).at(-1) as (typeof box.letters)[number]
}

async function colleague(name: string) {
  const email = `${name}@example.com`
  const body = { name, email, language: 'en' }
  const made = await admin.send('POST', '/api/v1/users', { body })
  expect(made.statusCode, made.body).toBe(201)
  return { id: made.json().data.id as string, email, version: made.json().data.version as number }
}

const invite = async (who: { id: string; email: string }) => {
  const answer = await admin.send('POST', `/api/v1/users/${who.id}/invite`, { body: {} })
  expect(answer.statusCode, answer.body).toBe(202)
  return tokenIn(await letterTo(who.email))
}

describe('AUT-06: an invitation', () => {
  test('comes by letter in the colleague’s language, sets the password once, and lets in', async () => {
    const amy = await colleague('amy')
    const token = await invite(amy)
    const letter = await letterTo(amy.email)
    expect(letter.headers.subject).toBe('admin invites you to Company')
    expect(linkIn(letter)).toBe(`${baseUrl}/welcome#${token}`)
    const looked = await post('/api/v1/session/link', { token })
    expect(looked.json()).toMatchObject({ purpose: 'invitation', name: 'amy', email: amy.email, passwordMin: 15 })
    expect((await redeem(token)).json().me.id).toBe(amy.id)
    expect(told(await redeem(token))).toEqual([404, 'LINK_INVALID'])
    expect(told(await post('/api/v1/session/link', { token }))).toEqual([404, 'LINK_INVALID'])
  })

  test('a mail scanner that fetches the address changes nothing', async () => {
    const bo = await colleague('bo')
    const token = await invite(bo)
    for (const method of ['GET', 'HEAD'] as const) {
      for (const url of ['/welcome', `/welcome?token=${token}`, '/api/v1/session/redeem', '/api/v1/session/link']) {
        await house.web.app.inject({ method, url, headers: { host } })
      }
    }
    expect((await redeem(token)).statusCode).toBe(200)
  })

  test('ends with a newer one, after three days, with a new address, and with the person', async () => {
    const cy = await colleague('cy')
    const first = await invite(cy)
    box.letters.length = 0
    const second = await invite(cy)
    expect(told(await redeem(first)), 'a newer one').toEqual([404, 'LINK_INVALID'])
    later(73 * hour)
    expect(told(await redeem(second)), 'three days').toEqual([404, 'LINK_INVALID'])
    house.world.moveTo(null)
    const change = { version: cy.version, body: { email: 'cy.new@example.com' } }
    expect((await admin.send('PATCH', `/api/v1/users/${cy.id}`, change)).statusCode).toBe(200)
    expect(told(await redeem(second)), 'a new address').toEqual([404, 'LINK_INVALID'])
    const third = await invite({ id: cy.id, email: 'cy.new@example.com' })
    const end = { version: cy.version + 1, body: { reason: 'never came' } }
    expect((await admin.send('POST', `/api/v1/users/${cy.id}/disable`, end)).statusCode).toBe(200)
    expect(told(await redeem(third)), 'the person').toEqual([404, 'LINK_INVALID'])
  })

  test('is no link of another purpose, and none of another purpose is one', async () => {
    const dee = await colleague('dee')
    const token = await invite(dee)
    expect(told(await post('/api/v1/session/email/confirm', { token }))).toEqual([404, 'LINK_INVALID'])
    expect((await redeem(token)).statusCode).toBe(200)
  })

  test('TEN-06: an address that signs in elsewhere is joined by its password, never by the letter alone', async () => {
    const far = await house.person('eve', { roles: ['REP'], tenant: 1, email: 'eve@example.com' })
    const eve = await colleague('eve')
    const token = await invite(eve)
    expect((await post('/api/v1/session/link', { token })).json().joins).toBe(true)
    expect(told(await redeem(token))).toEqual([400, 'PASSWORD_WRONG'])
    expect((await redeem(token, password)).json().me.id).toBe(eve.id)
    expect(far.userId).not.toBe(eve.id)
  })

  test('is not sent where no mail is configured: the page says what to do instead', async () => {
    const bare = await openHouse()
    try {
      const boss = await bare.person('boss', { roles: ['ADM'] })
      await bare.signIn(boss)
      const one = await bare.person('one', { roles: ['REP'] })
      expect(told(await boss.send('POST', `/api/v1/users/${one.userId}/invite`, { body: {} }))).toEqual([
        422,
        'MAIL_OFF',
      ])
      expect((await bare.stranger().get('/api/v1/session/ways')).json()).toEqual({ mail: false, sso: [] })
      expect((await boss.get('/api/v1/mail')).json()).toMatchObject({ on: false, data: [] })
      expect(
        told(await bare.stranger().send('POST', '/api/v1/session/forgot', { body: { email: one.email } })),
      ).toEqual([422, 'MAIL_OFF'])
    } finally {
      await bare.close()
    }
  })
})

describe('a forgotten password', () => {
  const forgot = (email: string) => post('/api/v1/session/forgot', { email })

  test('is set anew by letter, for half an hour, and every session ends', async () => {
    const fay = await house.person('fay', { roles: ['REP'] })
    await house.signIn(fay)
    expect((await forgot(fay.email.toUpperCase())).statusCode).toBe(204)
    const token = tokenIn(await letterTo(fay.email))
    later(31 * 60_000)
    expect(told(await redeem(token))).toEqual([404, 'LINK_INVALID'])
    house.world.moveTo(null)
    expect((await redeem(token)).statusCode).toBe(200)
    expect((await fay.get('/api/v1/session')).statusCode).toBe(401)
    expect((await house.signIn(fay)).statusCode).toBe(401)
    expect((await house.signIn(fay, next)).statusCode).toBe(200)
  })

  test('AUT-02: nobody learns whether an address signs in here, by status, body, headers or time', async () => {
    const gus = await house.person('gus', { roles: ['REP'] })
    const times: Record<string, number[]> = { known: [], unknown: [] }
    const answers = new Set<string>()
    for (let n = 0; n < 30; n++) {
      for (const [kind, email] of [
        ['known', gus.email],
        ['unknown', `nobody${n}@example.com`],
      ] as const) {
        const begun = performance.now()
        const answer = await forgot(email)
        times[kind]?.push(performance.now() - begun)
        answers.add(JSON.stringify([answer.statusCode, answer.body, Object.keys(answer.headers).sort()]))
      }
    }
    expect(answers.size).toBe(1)
    const median = (of: number[] = []) => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0
    expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(10)
    await letterTo(gus.email)
  })

  test('asks for few letters, so that nobody’s mailbox is filled', async () => {
    const tight = await openHouse({
      config: { baseUrl, mail: { url: box.url, from: 'a@example.com' } },
      rates: { letter: { burst: 3, perSecond: 0.001 } },
    })
    try {
      const ask = (email: string) => tight.stranger().send('POST', '/api/v1/session/forgot', { body: { email } })
      const statuses = []
      for (let n = 0; n < 5; n++) statuses.push((await ask('x@example.com')).statusCode)
      expect(statuses).toEqual([204, 204, 204, 429, 429])
      expect((await ask('y@example.com')).statusCode).toBe(204)
    } finally {
      await tight.close()
    }
  })
})

describe('AUT-12: a new address', () => {
  const ask = (who: Caller, body: object) => who.send('POST', '/api/v1/session/email', { body })

  test('counts once confirmed from there; both addresses are told, and the old one stops signing in', async () => {
    const hal = await house.person('hal', { roles: ['REP'] })
    await house.signIn(hal)
    const email = 'hal.new@example.com'
    expect((await ask(hal, { email })).statusCode).toBe(202)
    expect((await hal.get('/api/v1/session')).json().me.email).toBe(hal.email)
    expect((await letterTo(hal.email)).text).toContain(email)
    const token = tokenIn(await letterTo(email))
    expect(told(await redeem(token)), 'no password by it').toEqual([404, 'LINK_INVALID'])
    expect((await post('/api/v1/session/email/confirm', { token })).statusCode).toBe(200)
    expect(told(await post('/api/v1/session/email/confirm', { token }))).toEqual([404, 'LINK_INVALID'])
    await letterTo(email, 2)
    await letterTo(hal.email, 2)
    expect((await hal.get('/api/v1/session')).statusCode).toBe(401)
    expect((await house.signIn(hal)).statusCode).toBe(401)
    expect((await house.signIn({ ...hal, email })).statusCode).toBe(200)
  })

  test('is one’s own alone, asks for a fresh proof, and says nothing of other accounts', async () => {
    const ida = await house.person('ida', { roles: ['REP'] })
    await house.signIn(ida)
    expect(told(await ask(ida, { email: 'x@example.com', userId: admin.userId }))).toEqual([400, 'UNKNOWN_FIELD'])
    expect((await ask(ida, { email: admin.email })).statusCode).toBe(202)
    await letterTo(ida.email)
    expect(box.letters.filter((one) => one.to === admin.email)).toEqual([])
    later(11 * 60_000)
    expect(told(await ask(ida, { email: 'x@example.com' }))).toEqual([403, 'STEP_UP_NEEDED'])
  })
})
