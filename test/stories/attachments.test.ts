/** Files on any record: they follow its rights, are looked at before they are kept, and never lose their history. */

import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../kernel/calendar.ts'
import type { Loose } from '../../kernel/fact.ts'
import { runNight } from '../../server/follow/nightly.ts'
import { buildApp, type WebServer } from '../../server/http/app.ts'
import { openScan } from '../../server/http/scan.ts'
import type { Session } from '../../server/world.ts'
import { type Caller, callerOf, giveLogin, host, origin, password, signIn, wide } from '../http/support.ts'
import { type Company, dayOf, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { asOwner, type TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let web: WebServer
let scanner: Server
let lead: Loose
let anna: Caller
let bruno: Caller
let manager: Caller
const start = '2026-06-01T02:00:00.000Z'
const png = (side: number) => {
  const head = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000806', 'hex')
  head.writeUInt32BE(side, 16)
  head.writeUInt32BE(side, 20)
  return Buffer.concat([head, Buffer.alloc(300, 7)])
}
/** The test file every scanner knows, spelled so that none stops this one. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

/** Speaks the part of clamd that is used: INSTREAM with lengths before pieces, one answer. */
function counterpart(): Promise<Server> {
  const server = createServer((socket) => {
    let held = Buffer.alloc(0)
    let content = ''
    let begun = false
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      held = Buffer.concat([held, bytes])
      if (!begun && held.length >= 10) {
        if (held.toString('latin1', 0, 10) !== 'zINSTREAM\0') return void socket.end('UNKNOWN COMMAND\0')
        begun = true
        held = held.subarray(10)
      }
      while (begun && held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
        const size = held.readUInt32BE(0)
        if (size === 0) {
          socket.end(content.includes('EICAR-STANDARD') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
          return
        }
        content += held.toString('latin1', 4, 4 + size)
        held = held.subarray(4 + size)
      }
    })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo(start)
  company = await foundCompany(world, 'light')
  scanner = await counterpart()
  const { port } = scanner.address() as AddressInfo
  const config = { allowHttpCookies: false, trustProxy: false, scanner: { host: '127.0.0.1', port } }
  web = await buildApp(world, { config, rates: wide })
  const enter = async (session: Session) => {
    const member = { tenantId: company.tenantId, userId: session.userId ?? '' }
    const { email } = await company.find('user', member.userId)
    await giveLogin(world, member, email)
    const caller = callerOf(web, { ...member, email })
    await signIn(web, caller, password)
    return caller
  }
  const owner = await company.hire('安娜', ['REP'])
  anna = await enter(owner)
  bruno = await enter(await company.hire('布鲁诺', ['REP']))
  manager = await enter(await company.hire('经理', ['SM']))
  const input = { companyName: '海门水务', mobile: '13900000001', source: 'web', ownerId: owner.userId }
  lead = await company.act(owner, { object: 'lead', act: 'create', input })
})
afterAll(async () => {
  await web.stop()
  await world.close()
  await database.drop()
})

function upload(by: Caller, filename: string, content: Buffer | string) {
  const edge = 'edge-of-a-part'
  const disposition = `Content-Disposition: form-data; name="file"; filename="${filename}"`
  const head = `--${edge}\r\n${disposition}\r\nContent-Type: image/png\r\n\r\n`
  return web.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: { host, origin, cookie: by.cookie ?? '', 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)]),
  })
}
const keep = async (by: Caller, name: string, content: Buffer | string = png(10)) =>
  (await upload(by, name, content)).json().data.id as string
const attach = (by: Caller, fileId: string) =>
  by.send('POST', '/api/v1/attachments', { body: { object: 'lead', recordId: lead.id, file: [fileId] } })
const step = (by: Caller, of: Loose, { act, ...body }: { act: string } & Loose) =>
  by.send('POST', `/api/v1/attachments/${of.id}/${act}`, { version: of.version, body })
const code = (answer: { json(): { errors?: { code: string }[] } }) => answer.json().errors?.[0]?.code
const onLead = () =>
  encodeURIComponent(
    JSON.stringify({
      and: [
        { field: 'object', op: '=', value: 'lead' },
        { field: 'recordId', op: '=', value: lead.id },
      ],
    }),
  )
const listed = async (by: Caller) => (await by.get(`/api/v1/attachments?filter=${onLead()}`)).json().data as Loose[]

describe('a file on a record', () => {
  let kept: Loose
  let first: string

  it('is seen, with its bytes, by whoever may read the record, and by nobody else', async () => {
    first = await keep(anna, '报价.png')
    const made = await attach(anna, first)
    expect(made.statusCode, made.body).toBe(201)
    kept = made.json().data
    expect(kept).toMatchObject({ name: '报价.png', type: 'image/png', state: 'kept' })
    expect(await listed(manager)).toHaveLength(1)
    expect((await manager.get(`/api/v1/files/${first}`)).statusCode).toBe(200)
    expect(await listed(bruno)).toEqual([])
    expect((await bruno.get(`/api/v1/files/${first}`)).statusCode).toBe(404)
    expect((await bruno.get(`/api/v1/attachments/${kept.id}`)).statusCode).toBe(404)
    expect(code(await attach(bruno, await keep(bruno, 'x.png')))).toBe('ATTACHMENT_RECORD_MISSING')
  })

  it('IMP-02: is not another’s by naming its id, on a record of one’s own, in a comment or over the file', async () => {
    const input = { companyName: '别处', mobile: '13900000002', source: 'web' }
    const own = (await bruno.send('POST', '/api/v1/leads', { body: input })).json().data
    for (const [url, body] of [
      ['/api/v1/attachments', { object: 'lead', recordId: own.id, file: [first] }],
      ['/api/v1/comments', { object: 'lead', recordId: own.id, body: '看', files: [first] }],
    ] as const) {
      const tried = await bruno.send('POST', url, { body })
      expect(code(tried), url).toBe('LINK_NOT_FOUND')
      const nobodys = await bruno.send('POST', url, { body: { ...body, file: undefined, files: undefined } })
      expect(nobodys.statusCode).not.toBe(500)
    }
    expect((await step(bruno, kept, { act: 'replace', file: [await keep(bruno, 'y.png')] })).statusCode).toBe(422)
    expect((await bruno.get(`/api/v1/files/${first}`)).statusCode).toBe(404)
    expect((await manager.get(`/api/v1/files/${first}`)).rawPayload.equals(png(10))).toBe(true)
  })

  it('is replaced with its earlier version kept, and every step stands in its history', async () => {
    const second = await keep(anna, '报价 v2.png', png(20))
    const done = await step(anna, kept, { act: 'replace', file: [second] })
    expect(done.statusCode, done.body).toBe(200)
    kept = done.json().data
    expect(kept).toMatchObject({ name: '报价 v2.png', versions: [{ name: '报价.png', file: [first] }] })
    expect((await manager.get(`/api/v1/files/${first}`)).statusCode).toBe(200)
    const history = (await manager.get(`/api/v1/attachments/${kept.id}/history`)).json().data
    expect(history.map((event: Loose) => event.type).sort()).toEqual(['attachment.created', 'attachment.replaced'])
  })

  it('stands with a comment too, and is read by whoever reads the comment', async () => {
    const file = await keep(anna, '现场.png')
    const body = { object: 'lead', recordId: lead.id, body: '现场照片', files: [file] }
    expect((await anna.send('POST', '/api/v1/comments', { body })).statusCode).toBe(201)
    expect((await manager.get(`/api/v1/files/${file}`)).statusCode).toBe(200)
    expect((await bruno.get(`/api/v1/files/${file}`)).statusCode).toBe(404)
  })

  it('is deleted by its uploader or whoever may change the record, and can be brought back for 30 days', async () => {
    const gone = await step(manager, kept, { act: 'withdraw', reason: '过期' })
    expect(gone.statusCode, gone.body).toBe(200)
    const [file] = kept.file as string[]
    expect((await manager.get(`/api/v1/files/${file}`)).statusCode).toBe(404)
    const back = await step(anna, gone.json().data, { act: 'restore' })
    expect(back.statusCode, back.body).toBe(200)
    kept = back.json().data
    expect(kept.file).toEqual([file])
    const again = (await step(anna, kept, { act: 'withdraw' })).json().data
    const later = addDays(dayOf(start), 32)
    world.moveTo(`${later}T02:00:00.000Z`)
    await runNight(world, company.tenantId, { today: later })
    const rows = await asOwner(database.ownerUrl, 'select id from app.file where id = $1', [file])
    expect(rows).toEqual([])
    for (const caller of [anna, bruno, manager]) await signIn(web, caller, password)
    expect(code(await step(anna, again, { act: 'restore' }))).toBe('ATTACHMENT_GONE')
  })

  it('cannot hang on a comment or a file, only on a record', async () => {
    const body = { object: 'attachment', recordId: kept.id, body: '评论附件' }
    expect(code(await anna.send('POST', '/api/v1/comments', { body }))).toBe('COMMENT_RECORD_MISSING')
  })
})

describe('what is taken in', () => {
  it('IMP-05: a picture that claims 60,000 by 60,000 is refused by its header', async () => {
    const answer = await upload(anna, 'bomb.png', png(60_000))
    expect([answer.statusCode, code(answer)]).toEqual([413, 'IMAGE_TOO_LARGE'])
  })

  it('IMP-06: EICAR is stopped by the scanner, noted and not kept', async () => {
    const answer = await upload(anna, 'note.txt', eicar)
    expect([answer.statusCode, code(answer)]).toEqual([422, 'FILE_INFECTED'])
    await web.doors.audit.settled()
    const rows = await asOwner(database.ownerUrl, "select details from app.audit where kind = 'file.infected'")
    expect(rows).toMatchObject([{ details: { found: 'Eicar-Test-Signature' } }])
    expect(await asOwner(database.ownerUrl, "select 1 from app.file where name = 'note.txt'")).toEqual([])
    expect((await upload(anna, 'note.txt', 'harmless words')).statusCode).toBe(201)
  })

  it('says how much room there is, and stops at the company’s quota', async () => {
    const said = (await anna.get('/api/v1/files/usage')).json().data
    expect(said.quota).toBe(20_480 * 1024 * 1024)
    expect(said.used).toBeGreaterThan(0)
    await asOwner(database.ownerUrl, 'update app.company set file_quota_mb = 1 where tenant_id = $1', [
      company.tenantId,
    ])
    world.models.forget(company.tenantId)
    const answer = await upload(anna, 'big.png', Buffer.concat([png(10), Buffer.alloc(1024 * 1024, 9)]))
    expect([answer.statusCode, code(answer)]).toEqual([413, 'FILE_QUOTA'])
    await asOwner(database.ownerUrl, 'update app.company set file_quota_mb = 100 where tenant_id = $1', [
      company.tenantId,
    ])
    world.models.forget(company.tenantId)
  })

  it('IMP-06: where the scanner is down nothing is kept', async () => {
    const scan = openScan({ host: '127.0.0.1', port: 1 })
    await scan?.see(Buffer.from('bytes'))
    await expect(scan?.verdict()).rejects.toThrow()
    await new Promise<void>((resolve) => scanner.close(() => resolve()))
    const answer = await upload(anna, 'later.txt', 'harmless words')
    expect([answer.statusCode, code(answer)]).toEqual([503, 'SCANNER_DOWN'])
    expect(await asOwner(database.ownerUrl, "select 1 from app.file where name = 'later.txt'")).toEqual([])
  })
})
