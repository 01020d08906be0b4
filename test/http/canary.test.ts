/** AUT-16: secrets put in everywhere come out nowhere. */
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPost, type Post } from '../../server/follow/post.ts'
import { openSmtp } from '../../server/reach/smtp.ts'
import { openMailbox, tokenIn } from '../support/mailbox.ts'
import { openProvider } from '../support/provider.ts'
import { asOwner } from '../support/world.ts'
import { type House, openHouse, origin } from './support.ts'

const canary = 'canary-7f3a-smtp'
const secrets = new Map<string, string>()
const logged: string[] = []
const answers: string[] = []
let house: House
let ends: (() => Promise<unknown>)[] = []
let around: Around
beforeAll(async () => {
  const box = await openMailbox({
    onAuth: (_auth, _session, done) => done(new Error('refused')),
    authOptional: true,
  })
  const quiet = await openMailbox()
  const provider = await openProvider([`${origin}/api/v1/sso/callback`])
  const url = new URL(box.url)
  url.username = 'sender'
  url.password = canary
  const mail = { url: url.href, from: 'crm@example.com' }
  house = await openHouse({ config: { baseUrl: origin, mail, outboundAllow: ['127.0.0.1'] } })
  const note = (message: string, values?: object) => void logged.push(JSON.stringify([message, values]))
  Object.assign(house.world.secrets, { signing: 'canary-9c1e-key-of-the-installation' })
  Object.assign(house.world.log, { info: note, warn: note, error: note })
  const refusing = await openPost(house.world, openSmtp(mail))
  ends = [() => house.close(), () => box.close(), () => quiet.close(), () => provider.close()]
  around = { quiet: quiet.url, letters: quiet.letters, provider, refusing }
}, 120_000)
afterAll(async () => {
  for (const end of ends) await end().catch(() => {})
})

interface Around {
  readonly refusing: Post
  readonly quiet: string
  readonly letters: { text: string; to: string }[]
  readonly provider: Awaited<ReturnType<typeof openProvider>>
}

/** A day with every kind of secret in it, and every answer kept but those that show one once. */
async function live({ quiet, letters, provider, refusing }: Around): Promise<void> {
  secrets.set('the password of the mail server', canary)
  secrets.set('the key of the installation', house.world.secrets.signing)
  const admin = await house.person('admin', { roles: ['ADM', 'SM'] })
  await house.signIn(admin)
  secrets.set('a session', (admin.cookie ?? '').split('=')[1] ?? '')
  const keep = async (asked: Promise<{ body: string; statusCode: number }>) => {
    const answer = await asked
    answers.push(answer.body)
    return answer
  }
  const policy = {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    label: 'Acme',
    domains: ['acme.example'],
    enabled: true,
  }
  secrets.set('the secret of the client', provider.clientSecret)
  await keep(admin.send('PATCH', '/api/v1/sign-in-policy', { version: 0, body: policy }))
  const made = await admin.send('POST', '/api/v1/keys', { body: { name: 'k', scopes: ['note:read'] } })
  secrets.set('an API key', made.json().data.secret)
  await keep(house.stranger().get('/api/v1/notes', { authorization: `Bearer ${made.json().data.secret}x` }))
  await keep(house.stranger().get(`/api/v1/notes?key=${made.json().data.secret}`))
  const begun = await admin.send('POST', '/api/v1/session/second-factor', { body: {} })
  secrets.set('a second factor', begun.json().secret)
  const code = new TOTP({ secret: Secret.fromBase32(begun.json().secret) }).generate()
  const done = await admin.send('POST', '/api/v1/session/second-factor/confirm', { body: { code } })
  for (const one of done.json().codes) secrets.set(`recovery code ${one}`, one)
  const rep = await house.person('rep', { roles: ['REP'] })
  await keep(admin.send('POST', `/api/v1/users/${rep.userId}/invite`, { body: {} }))
  await keep(house.stranger().send('POST', '/api/v1/session/forgot', { body: { email: rep.email } }))
  await keep(admin.send('POST', '/api/v1/mail/test', { body: {} }))
  await expect.poll(async () => (await admin.get('/api/v1/mail?state=waiting')).json().data.some(tried)).toBe(true)
  await refusing.stop()
  house.world.moveTo(new Date(Date.now() + 3_600_000).toISOString())
  const post = await openPost(house.world, openSmtp({ url: quiet, from: 'crm@example.com' }))
  await expect.poll(() => letters.filter(({ to }) => to === rep.email).length, { timeout: 20_000 }).toBeGreaterThan(0)
  await post.stop()
  house.world.moveTo(null)
  for (const letter of letters) {
    const token = tokenIn(letter as never)
    if (token) secrets.set(`a link ${token.slice(0, 4)}`, token)
  }
  const start = await house.stranger().send('POST', '/api/v1/sso/start', { body: { companyId: admin.tenantId } })
  secrets.set('the browser of a sign-in', /=([^;]+)/.exec(String(start.headers['set-cookie']))?.[1] ?? '')
  for (const { method, url } of house.web.routes) {
    if (method !== 'GET' || url.includes('*') || url.includes('stream')) continue
    await keep(admin.get(url.replace(/:\w+/g, rep.userId)))
    await keep(rep.get(url.replace(/:\w+/g, rep.userId)))
  }
}

const tried = (letter: { attempts: number }): boolean => letter.attempts > 0

const found = (text: string): string[] =>
  [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => name)

test('there are secrets of every kind to be found', { timeout: 120_000 }, async () => {
  await live(around)
  expect(secrets.size).toBeGreaterThan(16)
  for (const [name, secret] of secrets) expect(secret.length, name).toBeGreaterThanOrEqual(4)
  expect(answers.length).toBeGreaterThan(60)
  expect(logged.length).toBeGreaterThan(60)
})

test('none is in an answer', () => expect(found(answers.join('\n'))).toEqual([]))

test('none is in the log', () => expect(found(logged.join('\n'))).toEqual([]))

test('none is in the database as it is: events, audit, letters, logins, keys, settings', async () => {
  await house.web.doors.audit.settled()
  const { ownerUrl } = house.world
  const tables = await asOwner(
    ownerUrl,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('app', 'control')`,
  )
  expect(tables.length).toBeGreaterThan(15)
  const rows = await house.world.database.control(async (tx) => {
    const all: string[] = []
    for (const { name } of tables) {
      // Months of the log are read through the log.
      if (name === 'control.migration' || /event_/.test(String(name))) continue
      // Bytes as text too, so that what is stored unsealed would be seen.
      const found = await tx.query<{ row: string }>(`select t::text as row from ${name} t`)
      all.push(
        ...found.map(({ row }) =>
          row.replace(/\\+x([0-9a-f]{8,})/g, (_all, hex) => Buffer.from(hex, 'hex').toString('latin1')),
        ),
      )
    }
    return all.join('\n')
  })
  expect(rows.length).toBeGreaterThan(2_000)
  expect(found(rows)).toEqual([])
})
