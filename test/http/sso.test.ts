/** AUT-09: single sign-on with a real provider, and what must not let anybody in. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openProvider, type TestProvider, unsigned } from '../support/provider.ts'
import { type Caller, type House, host, openHouse, origin } from './support.ts'

const callback = '/api/v1/sso/callback'
let house: House
let provider: TestProvider
let admin: Caller
let version = 0
let people = 0

const policy = () => ({
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  label: 'Acme',
  domains: ['acme.example'],
  makesAccounts: true,
  role: 'REP',
  enabled: true,
})
const save = async (body: object) => {
  const answer = await admin.send('PATCH', '/api/v1/sign-in-policy', { version, body })
  if (answer.statusCode === 200) version = answer.json().version
  return answer
}

beforeAll(async () => {
  provider = await openProvider([`${origin}${callback}`])
  house = await openHouse({ config: { baseUrl: origin, outboundAllow: ['127.0.0.1'] } })
  admin = await house.person('admin', { roles: ['ADM'] })
  await house.signIn(admin)
  const saved = await save(policy())
  expect(saved.statusCode, saved.body).toBe(200)
})
beforeEach(() => {
  people++
  provider.who = { sub: `s${people}`, email: `p${people}@acme.example`, email_verified: true, name: `Pat ${people}` }
})
afterEach(async () => {
  provider.tamper = null
})
afterAll(async () => {
  await house.close()
  await provider.close()
})

interface Begun {
  readonly url: string
  readonly cookie: string
}

async function begin(body: object = {}): Promise<Begun> {
  const answer = await house.stranger().send('POST', '/api/v1/sso/start', {
    body: { companyId: house.tenants[0], ...body },
  })
  expect(answer.statusCode, answer.body).toBe(200)
  return { url: answer.json().url, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' }
}

/** The browser comes back to us; answers where it lands and whether it holds a session. */
async function comeBack(address: string, cookie: string) {
  const url = address.replace(origin, '')
  const answer = await house.web.app.inject({ method: 'GET', url, headers: { host, cookie } })
  const session = [answer.headers['set-cookie'] ?? []].flat().find((one) => one.startsWith('__Host-session='))
  return { status: answer.statusCode, to: answer.headers.location, session: session?.split(';')[0] ?? null }
}

const change = (address: string, values: Record<string, string>): string => {
  const url = new URL(address)
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  return url.href
}
const refusedWith = (code: string) => ({ status: 303, to: `/?problem=${code}`, session: null })
const me = async (session: string | null) =>
  (await house.stranger().get('/api/v1/session', { cookie: session ?? '' })).json().me

describe('signing in through the provider', () => {
  test('makes the person on first sign-in, and knows them again by issuer and subject', async () => {
    const first = await begin({ to: '/leads?x=1' })
    const back = await comeBack(await provider.walk(first.url), first.cookie)
    expect(back).toMatchObject({ status: 303, to: '/leads?x=1' })
    const made = await me(back.session)
    expect(made).toMatchObject({ name: `Pat ${people}`, email: `p${people}@acme.example`, roles: ['REP'] })
    // Another address now, the same person still.
    provider.who.email = 'elsewhere@other.example'
    const second = await begin()
    const again = await comeBack(await provider.walk(second.url), second.cookie)
    expect((await me(again.session)).id).toBe(made.id)
  })

  test('asks with PKCE, state and nonce, for the configured address', async () => {
    const { url } = await begin()
    const asked = Object.fromEntries(new URL(url).searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${origin}${callback}`,
      client_id: 'openltc',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toHaveLength(43)
  })

  test('lets in nobody whom the company has disabled', async () => {
    const first = await begin()
    const { id } = await me((await comeBack(await provider.walk(first.url), first.cookie)).session)
    const { version: of } = (await admin.get(`/api/v1/users/${id}`)).json().data
    await admin.send('POST', `/api/v1/users/${id}/disable`, { version: of, body: { reason: 'left' } })
    const second = await begin()
    expect(await comeBack(await provider.walk(second.url), second.cookie)).toEqual(refusedWith('SSO_UNKNOWN'))
  })

  test('AUT-14: leads to a page of this server and nowhere else', async () => {
    for (const to of [
      '//evil.example',
      '/\\evil.example',
      'https:evil.example',
      '/%0d%0ax',
      'javascript:alert(1)',
      '/\t/evil',
    ]) {
      people++
      provider.who = { ...provider.who, sub: `r${people}`, email: `r${people}@acme.example` }
      const begun = await begin({ to })
      const { to: landed } = await comeBack(await provider.walk(begun.url), begun.cookie)
      expect(new URL(String(landed), origin).origin, to).toBe(origin)
      expect(landed, to).toMatch(/^\/(?![/\\])/)
    }
  })
})

describe('what is not as it was asked for', () => {
  test('a wrong, foreign or repeated state', async () => {
    const begun = await begin()
    const answer = await provider.walk(begun.url)
    expect(await comeBack(change(answer, { state: 'A'.repeat(43) }), begun.cookie)).toEqual(refusedWith('SSO_STATE'))
    const other = await begin()
    expect(await comeBack(answer, other.cookie), 'another browser').toEqual(refusedWith('SSO_STATE'))
    expect(await comeBack(answer, ''), 'no browser').toEqual(refusedWith('SSO_STATE'))
    expect((await comeBack(answer, begun.cookie)).session).not.toBeNull()
    expect(await comeBack(answer, begun.cookie), 'twice').toEqual(refusedWith('SSO_STATE'))
  })

  test('a state that has run out', async () => {
    const begun = await begin()
    const answer = await provider.walk(begun.url)
    house.world.moveTo(new Date(Date.now() + 11 * 60_000).toISOString())
    expect(await comeBack(answer, begun.cookie)).toEqual(refusedWith('SSO_STATE'))
    house.world.moveTo(null)
  })

  test('a wrong nonce', async () => {
    const begun = await begin()
    const answer = await provider.walk(change(begun.url, { nonce: 'B'.repeat(43) }))
    expect(await comeBack(answer, begun.cookie)).toEqual(refusedWith('SSO_FAILED'))
  })

  test('a wrong PKCE challenge', async () => {
    const begun = await begin()
    const answer = await provider.walk(change(begun.url, { code_challenge: 'C'.repeat(43) }))
    expect(await comeBack(answer, begun.cookie)).toEqual(refusedWith('SSO_FAILED'))
  })

  test('a code that was used, or that belongs to another sign-in', async () => {
    const one = await begin()
    const answer = await provider.walk(one.url)
    const two = await begin()
    const other = await provider.walk(two.url)
    const code = new URL(answer).searchParams.get('code') ?? ''
    expect((await comeBack(answer, one.cookie)).session).not.toBeNull()
    expect(await comeBack(change(other, { code }), two.cookie)).toEqual(refusedWith('SSO_FAILED'))
  })

  test('a wrong issuer beside the code, and a provider that calls itself otherwise', async () => {
    const begun = await begin()
    const answer = await provider.walk(begun.url)
    expect(await comeBack(change(answer, { iss: 'https://evil.example' }), begun.cookie)).toEqual(
      refusedWith('SSO_FAILED'),
    )
    const saved = await save({ ...policy(), issuer: `${provider.issuer}/other` })
    expect([saved.statusCode, saved.json().code]).toEqual([422, 'SSO_NO_PROVIDER'])
  })

  test('an identity made out to another client, or with a broken signature', async () => {
    const begun = await begin()
    const nonce = new URL(begun.url).searchParams.get('nonce') ?? ''
    const foreign = await provider.tokenForAnother(nonce)
    const answer = await provider.walk(begun.url)
    provider.tamper = (token) => ({ ...token, id_token: foreign })
    expect(await comeBack(answer, begun.cookie), 'audience').toEqual(refusedWith('SSO_FAILED'))
    const untouched = await begin()
    const whole = await provider.walk(untouched.url)
    provider.tamper = (token) => ({ ...token })
    expect((await comeBack(whole, untouched.cookie)).session, 'the same way without harm').not.toBeNull()
    const next = await begin()
    const back = await provider.walk(next.url)
    provider.tamper = (token) => ({ ...token, id_token: unsigned(String(token.id_token)) })
    expect(await comeBack(back, next.cookie), 'AUT-07: alg none').toEqual(refusedWith('SSO_FAILED'))
  })

  test('a refusal of the provider', async () => {
    const begun = await begin()
    const state = new URL(begun.url).searchParams.get('state') ?? ''
    const back = await comeBack(`${callback}?error=access_denied&state=${state}`, begun.cookie)
    expect(back).toEqual(refusedWith('SSO_DECLINED'))
  })

  test('the state of a sign-in is no link, nor a link a state: each has its own purpose', async () => {
    const begun = await begin()
    const token = new URL(begun.url).searchParams.get('state') ?? ''
    const body = { token, password: 'a long new sentence here' }
    const answer = await house.stranger().send('POST', '/api/v1/session/redeem', { body })
    expect(answer.json().code).toBe('LINK_INVALID')
  })
})

describe('an address is not a person', () => {
  test('one the provider has not verified lets nobody in', async () => {
    provider.who.email_verified = false
    const begun = await begin()
    expect(await comeBack(await provider.walk(begun.url), begun.cookie)).toEqual(refusedWith('SSO_EMAIL_UNVERIFIED'))
  })

  test('one of another domain lets nobody in', async () => {
    provider.who.email = 'x@acme.example.evil.example'
    const begun = await begin()
    expect(await comeBack(await provider.walk(begun.url), begun.cookie)).toEqual(refusedWith('SSO_DOMAIN'))
  })

  test('an account that somebody holds by password is not joined by its address, but by its holder', async () => {
    const email = `held${people}@acme.example`
    const held = await house.person(`held${people}`, { roles: ['SM'], email })
    provider.who.email = email
    const begun = await begin()
    expect(await comeBack(await provider.walk(begun.url), begun.cookie)).toEqual(refusedWith('SSO_LINK_FIRST'))
    await house.signIn(held)
    const linking = await held.send('POST', '/api/v1/sso/link', { body: {} })
    const cookie = String(linking.headers['set-cookie']).split(';')[0] ?? ''
    const answer = await provider.walk(linking.json().url)
    const stolen = await house.person(`thief${people}`, { roles: ['REP'] })
    await house.signIn(stolen)
    const byThief = await comeBack(answer, `${cookie}; ${stolen.cookie}`)
    expect(byThief.to).toBe('/account?problem=SSO_STATE')
    const anew = await held.send('POST', '/api/v1/sso/link', { body: {} })
    const browser = String(anew.headers['set-cookie']).split(';')[0] ?? ''
    const linked = await comeBack(await provider.walk(anew.json().url), `${browser}; ${held.cookie}`)
    expect(linked.to).toBe('/account?linked=yes')
    const next = await begin()
    const back = await comeBack(await provider.walk(next.url), next.cookie)
    expect((await me(back.session)).id).toBe(held.userId)
  })

  test('a person whom the administrator made and nobody holds yet is met by a verified address', async () => {
    const email = `new${people}@acme.example`
    const body = { name: 'New', email, language: 'en' }
    const { id } = (await admin.send('POST', '/api/v1/users', { body })).json().data
    provider.who.email = email
    const begun = await begin()
    expect((await me((await comeBack(await provider.walk(begun.url), begun.cookie)).session)).id).toBe(id)
  })

  test('an address that signs in at another company is left alone', async () => {
    const email = `two${people}@acme.example`
    await house.person('far', { roles: ['ADM'], tenant: 1, email })
    provider.who.email = email
    const begun = await begin()
    expect(await comeBack(await provider.walk(begun.url), begun.cookie)).toEqual(refusedWith('SSO_LINK_FIRST'))
  })

  test('without accounts on first sign-in a stranger stays one', async () => {
    await save({ makesAccounts: false })
    const begun = await begin()
    expect(await comeBack(await provider.walk(begun.url), begun.cookie)).toEqual(refusedWith('SSO_UNKNOWN'))
    await save({ makesAccounts: true })
  })
})
