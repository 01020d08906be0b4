/** Letters: written with what causes them, sent by a real mail server's leave, in sight when they fail (OUT-10). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { mostTries, pauseAfter, sendNext } from '../../server/follow/post.ts'
import { openSmtp, type Smtp, smtpTimes } from '../../server/reach/smtp.ts'
import { render, writeLetter } from '../../server/write/letter.ts'
import { linkIn, type Mailbox, openMailbox, openSilent, tokenIn } from '../support/mailbox.ts'
import { type Caller, type House, openHouse } from './support.ts'

const from = 'OpenLTC <crm@example.com>'
const baseUrl = 'https://crm.example.com'
let house: House
let box: Mailbox
let smtp: Smtp
let admin: Caller
beforeAll(async () => {
  box = await openMailbox()
  smtp = openSmtp({ url: box.url, from })
  house = await openHouse({ config: { publicUrl: baseUrl, baseUrl, mail: { url: box.url, from } } })
  admin = await house.person('admin', { roles: ['ADM'] })
  await house.signIn(admin)
})
afterAll(async () => {
  await house.close()
  smtp.close()
  await box.close()
})
afterEach(async () => {
  box.refuse = null
  house.world.moveTo(null)
  await deliver()
  box.letters.length = 0
})

/** Sends all that is due now. */
async function deliver(by = smtp): Promise<void> {
  while (await sendNext(house.world, by));
}

const later = (ms: number) => house.world.moveTo(new Date(Date.now() + ms).toISOString())
const testLetter = async () => (await admin.send('POST', '/api/v1/mail/test', { body: {} })).json().id as string
const shown = async (id: string) =>
  (await admin.get('/api/v1/mail')).json().data.find((one: { id: string }) => one.id === id)

describe('a letter', () => {
  test('goes out once as plain text and HTML, and nothing of it is kept', async () => {
    const id = await testLetter()
    expect(await shown(id)).toMatchObject({ state: 'waiting', kind: 'test', to: admin.email })
    await deliver()
    expect(box.letters).toHaveLength(1)
    const [letter] = box.letters
    expect(letter?.headers).toMatchObject({ subject: 'OpenLTC 测试邮件', from, to: admin.email })
    expect(letter?.headers['message-id']).toBe(`<${id}@openltc.mail>`)
    expect(letter?.text).toContain('admin，您好')
    expect(letter?.html).toContain('<p>邮件发送正常。</p>')
    expect(await shown(id)).toMatchObject({ state: 'sent', problem: null, canResend: false })
    const kept = await house.world.database.control((tx) =>
      tx.query('select content from app.mail where id = $1', [id]),
    )
    expect(kept).toEqual([{ content: null }])
  })

  test('is written in the transaction of what causes it: undone, it was never there', async () => {
    const { tenantId } = admin
    const letter = { kind: 'test', tenantId, userId: null, language: 'en', to: 'x@example.com', values: {} } as const
    const undone = house.world.database.inTenant(tenantId, async (tx) => {
      await writeLetter(house.world, tx, letter)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await deliver()
    expect(box.letters).toEqual([])
  })

  test('waits sealed: whoever reads the table reads no link', async () => {
    const amy = await house.person('amy', { roles: ['REP'] })
    await admin.send('POST', `/api/v1/users/${amy.userId}/invite`, { body: {} })
    const rows = await house.world.database.control((tx) =>
      tx.query<{ content: Buffer }>(`select content from app.mail where state = 'waiting'`),
    )
    await deliver()
    const token = tokenIn(box.letters.at(-1))
    expect(token).toHaveLength(43)
    expect(rows.some(({ content }) => content.includes('welcome') || content.includes(token))).toBe(false)
  })
})

describe('a mail server on a bad day', () => {
  test('4xx: the same letter again after a growing pause, under the same Message-ID', async () => {
    box.refuse = 451
    const id = await testLetter()
    await deliver()
    expect(await shown(id)).toMatchObject({ state: 'waiting', attempts: 1, problem: expect.stringContaining('451') })
    box.refuse = null
    await deliver()
    expect(box.letters).toEqual([])
    later(60_000)
    await deliver()
    expect(box.letters.map((one) => one.headers['message-id'])).toEqual([`<${id}@openltc.mail>`])
  })

  test('5xx: failed at once, in sight, and sent when the administrator says so', async () => {
    box.refuse = 550
    const id = await testLetter()
    await deliver()
    expect(await shown(id)).toMatchObject({ state: 'failed', canResend: true, problem: expect.stringContaining('550') })
    expect((await admin.get('/api/v1/mail')).json().failed).toBeGreaterThan(0)
    box.refuse = null
    expect((await admin.send('POST', `/api/v1/mail/${id}/resend`, { body: {} })).statusCode).toBe(204)
    await deliver()
    expect(await shown(id)).toMatchObject({ state: 'sent' })
    const again = await admin.send('POST', `/api/v1/mail/${id}/resend`, { body: {} })
    expect([again.statusCode, again.json().code]).toEqual([409, 'MAIL_GONE'])
  })

  test('drops after DATA: sent again, and the reader’s program sees one letter by its Message-ID', async () => {
    box.dropAfterData = 1
    const id = await testLetter()
    await deliver()
    expect(await shown(id)).toMatchObject({ state: 'waiting', attempts: 1 })
    later(60_000)
    await deliver()
    const ids = box.letters.map((one) => one.headers['message-id'])
    expect(ids).toEqual([`<${id}@openltc.mail>`, `<${id}@openltc.mail>`])
    expect(await shown(id)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('greets too late, or is not there: given up in time, tried again later', async () => {
    const silent = await openSilent()
    const times = { connectionTimeout: 300, greetingTimeout: 300, socketTimeout: 300 }
    const id = await testLetter()
    const begun = performance.now()
    await deliver(openSmtp({ url: silent.url, from }, times))
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(await shown(id)).toMatchObject({ state: 'waiting', attempts: 1 })
    expect(smtpTimes.greetingTimeout).toBeLessThanOrEqual(10_000)
    later(60_000)
    await deliver(openSmtp({ url: 'smtp://127.0.0.1:9', from }, times))
    expect(await shown(id)).toMatchObject({ state: 'waiting', attempts: 2 })
    await silent.close()
    later(600_000)
  })

  test('without STARTTLS a password does not leave the machine', async () => {
    const kept: unknown[] = []
    const open = await openMailbox({
      authOptional: true,
      allowInsecureAuth: true,
      onAuth(auth, _session, done) {
        kept.push(auth.password)
        done(null, { user: 'x' })
      },
    })
    const { port } = new URL(open.url)
    const elsewhere = openSmtp({ url: `smtp://user:secret@0.0.0.0:${port}`, from })
    const letter = { to: 'a@example.com', subject: 's', text: 't', html: 'h', messageId: '<x@y>', date: '2026-01-01' }
    await expect(elsewhere.send(letter)).rejects.toMatchObject({ passes: true })
    expect(kept).toEqual([])
    expect(open.letters).toEqual([])
    await open.close()
  })

  test('is tried for two days and no longer', () => {
    const pauses = Array.from({ length: mostTries - 1 }, (_, i) => pauseAfter(i + 1, () => 0.5))
    const hours = pauses.reduce((sum, ms) => sum + ms, 0) / 3_600_000
    expect(pauses[0]).toBe(30_000)
    expect(hours).toBeGreaterThan(40)
    expect(hours).toBeLessThan(60)
  })

  test('a sender that was killed at its work leaves the letter to the next one', async () => {
    const id = await testLetter()
    await house.world.database.control((tx) =>
      tx.query(`update app.mail set lease_until = now() + interval '2 minutes', token = token + 1 where id = $1`, [id]),
    )
    await deliver()
    expect(box.letters).toEqual([])
    await house.world.database.control((tx) =>
      tx.query(`update app.mail set lease_until = now() - interval '1 second' where id = $1`, [id]),
    )
    await deliver()
    expect(box.letters).toHaveLength(1)
  })
})

describe('INJ-07: what stands in a letter', () => {
  test('is text: no header, no tag, no template, whatever a name looks like', () => {
    const name = 'Eve\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>{company}\u202e'
    const letter = render({
      kind: 'invitation',
      language: 'en',
      link: `${baseUrl}/welcome#x`,
      values: { name, inviter: name, company: '{{constructor}}', email: 'a@example.com', until: 'then' },
    })
    expect(letter.subject).not.toMatch(/[\r\n\u202e]/)
    expect(letter.html).not.toContain('<script>')
    expect(letter.text).not.toMatch(/^Bcc:/m)
    expect(letter.text).toContain('{{constructor}}')
    expect(letter.text).toContain('{company}')
  })

  test('arrives with one reader and the headers of ours alone', async () => {
    const bo = await house.person('bo', { roles: ['REP'] })
    const { version } = (await admin.get(`/api/v1/users/${bo.userId}`)).json().data
    await admin.send('PATCH', `/api/v1/users/${bo.userId}`, {
      version,
      body: { name: 'Bo <b>x</b> Bcc: z@example.com' },
    })
    await admin.send('POST', `/api/v1/users/${bo.userId}/invite`, { body: {} })
    await deliver()
    const letter = box.letters.at(-1)
    expect(letter?.headers.bcc).toBeUndefined()
    expect(letter?.headers.to).toBe(bo.email)
    expect(letter?.html).toContain('Bo &lt;b&gt;x&lt;/b&gt;')
  })

  test('an address that is none is never written to', async () => {
    for (const email of ['a@example.com\r\nBcc: b@example.com', 'a@example.com, b@example.com', '<a@example.com>']) {
      const answer = await admin.send('POST', '/api/v1/users', { body: { name: 'x', email, language: 'en' } })
      expect(answer.statusCode).toBe(400)
    }
  })
})

describe('the page of letters', () => {
  test('is the administrator’s alone, and shows no company the letters of another', async () => {
    const rep = await house.person('rep', { roles: ['REP'] })
    await house.signIn(rep)
    expect((await rep.get('/api/v1/mail')).statusCode).toBe(403)
    const far = await house.person('far', { roles: ['ADM'], tenant: 1 })
    await house.signIn(far)
    const id = await testLetter()
    expect((await far.get('/api/v1/mail')).json()).toMatchObject({ data: [], waiting: 0, failed: 0 })
    expect((await far.send('POST', `/api/v1/mail/${id}/resend`, { body: {} })).statusCode).toBe(404)
  })

  test('leads where the configured address is, whatever the request calls itself', async () => {
    const cy = await house.person('cy', { roles: ['REP'] })
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
    await admin.send('POST', `/api/v1/users/${cy.userId}/invite`, { body: {}, headers })
    await deliver()
    expect(linkIn(box.letters.at(-1))).toMatch(/^https:\/\/crm\.example\.com\/welcome#[A-Za-z0-9_-]{43}$/)
  })
})
