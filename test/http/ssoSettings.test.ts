/** The settings of single sign-on: what they keep to themselves, and whom they let change them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openProvider, type TestProvider } from '../support/provider.ts'
import { type Caller, type House, openHouse, origin } from './support.ts'

const callback = '/api/v1/sso/callback'
let house: House
let provider: TestProvider
let admin: Caller
let version = 0

const policy = () => ({
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  label: 'Acme',
  domains: ['acme.example'],
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
afterAll(async () => {
  await house.close()
  await provider.close()
})

describe('the settings', () => {
  test('never give the secret back, and forget it when the provider changes', async () => {
    const read = await admin.get('/api/v1/sign-in-policy')
    expect(read.body).not.toContain(provider.clientSecret)
    expect(read.json()).toMatchObject({ hasSecret: true, redirectUri: `${origin}${callback}` })
    const rows = await house.world.database.control((tx) =>
      tx.query<{ clientSecret: Buffer }>('select client_secret as "clientSecret" from app.sign_in_policy'),
    )
    expect(rows.some((row) => row.clientSecret.includes(provider.clientSecret))).toBe(false)
    const moved = await save({ clientId: 'another', enabled: false })
    expect(moved.json()).toMatchObject({ hasSecret: false })
    await save(policy())
  })

  test('OUT-01: an address that leads inside is refused', async () => {
    for (const issuer of [
      'https://10.0.0.1',
      'https://[::1]',
      'https://169.254.169.254',
      'https://2130706433.',
      'file:///etc/passwd',
    ]) {
      const saved = await save({ ...policy(), issuer })
      expect(saved.statusCode, issuer).toBe(422)
      expect(saved.json().code, issuer).toMatch(/^URL_/)
    }
  })

  test('are the administrator’s, change only the version that was read, and ask for a fresh proof', async () => {
    const rep = await house.person('rep', { roles: ['REP'] })
    await house.signIn(rep)
    expect((await rep.get('/api/v1/sign-in-policy')).statusCode).toBe(403)
    const stale = await admin.send('PATCH', '/api/v1/sign-in-policy', { version: version - 1, body: { label: 'x' } })
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'VERSION_CONFLICT'])
    house.world.moveTo(new Date(Date.now() + 11 * 60_000).toISOString())
    const late = await save({ label: 'x' })
    expect([late.statusCode, late.json().code]).toEqual([403, 'STEP_UP_NEEDED'])
    house.world.moveTo(null)
  })

  test('one company’s provider opens no other company', async () => {
    const answer = await house.stranger().send('POST', '/api/v1/sso/start', { body: { companyId: house.tenants[1] } })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'SSO_OFF'])
  })
})
