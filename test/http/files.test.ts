/** Files: what is taken in, who gets it back, and how. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { saveFileUses } from '../../server/store/files.ts'
import { type Caller, type House, host, openHouse, origin } from './support.ts'

let house: House
let rep: Caller
let manager: Caller
beforeAll(async () => {
  house = await openHouse()
  rep = await house.person('rep', { roles: ['REP'] })
  manager = await house.person('manager', { roles: ['SM'] })
  for (const caller of [rep, manager]) await house.signIn(caller)
})
afterAll(() => house.close())

const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d4948445200000040000000400806', 'hex'),
  Buffer.alloc(200, 7),
])

function upload(by: Caller, filename: string, content: Buffer | string) {
  const edge = 'edge-of-a-part'
  const disposition = `Content-Disposition: form-data; name="file"; filename="${filename}"`
  const head = `--${edge}\r\n${disposition}\r\nContent-Type: image/png\r\n\r\n`
  return house.web.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: { host, origin, cookie: by.cookie ?? '', 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)]),
  })
}
const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]

describe('taking in', () => {
  test('a picture comes back byte for byte, as an attachment that can run nothing', async () => {
    const kept = await upload(rep, "报价 (A)'s.png", png)
    expect(kept.statusCode, kept.body).toBe(201)
    const { id, name, size, type } = kept.json().data
    expect({ name, size, type }).toEqual({ name: "报价 (A)'s.png", size: png.length, type: 'image/png' })
    const got = await rep.get(`/api/v1/files/${id}`)
    expect(got.rawPayload.equals(png)).toBe(true)
    expect(got.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-disposition':
        `attachment; filename="__ (A)'s.png"; ` + "filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20%28A%29%27s.png",
    })
    expect((await rep.get(`/api/v1/files/${id}/meta`)).json().data).toMatchObject({ id, name, size, type })
  })

  test('several megabytes pass in chunks, unchanged', async () => {
    const big = Buffer.concat([png, Buffer.from(Array.from({ length: 3_500_000 }, (_, i) => (i * 31) % 251))])
    const { id } = (await upload(rep, 'big.png', big)).json().data
    expect((await rep.get(`/api/v1/files/${id}`)).rawPayload.equals(big)).toBe(true)
  })

  test.each([
    ['picture.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['page.png', '<html><script>alert(1)</script></html>'],
    ['note.txt', '<!doctype html><script>alert(1)</script>'],
    ['shell.php', '<?php system($_GET[0]);'],
    ['run.exe', 'MZ\u0090\u0000'],
    ['book.xlsm', 'PK\u0003\u0004'],
    ['empty.xlsx', 'PK\u0003\u0004 nothing of an office file'],
    ['noextension', 'some text'],
  ])('%s is not taken', async (name, content) => {
    expect(told(await upload(rep, name, content))).toEqual([415, 'FILE_TYPE'])
  })

  test('macros are not taken, and what was begun is gone', async () => {
    const content = 'PK\u0003\u0004[Content_Types].xml xl/workbook.xml xl/vbaProject.bin'
    expect(told(await upload(rep, 'book.xlsx', content))).toEqual([415, 'FILE_MACRO'])
    const rows = await house.world.database.inTenant(rep.tenantId, (tx) =>
      tx.query("select 1 from app.file where ready_at is null or name = 'book.xlsx'"),
    )
    expect(rows).toEqual([])
  })

  test.each([
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['..%2f..%2fx.txt', '%2f..%2fx.txt'],
    ['C:\\\\temp\\\\x.txt', 'x.txt'],
    ['CON.txt', '_CON.txt'],
    ['invoice\u202Etxt.exe.txt', 'invoicetxt.exe.txt'],
    [`${'长'.repeat(300)}.txt`, `${'长'.repeat(146)}.txt`],
  ])('the name %s is kept as %s', async (given, kept) => {
    expect((await upload(rep, given, 'plain text')).json().data.name).toBe(kept)
  })

  test('nothing, an empty file and a body that is no form are refused', async () => {
    expect(told(await upload(rep, 'a.txt', ''))).toEqual([400, 'FILE_EMPTY'])
    expect(told(await rep.send('POST', '/api/v1/files', { body: { file: 'x' } }))).toEqual([415, 'UNSUPPORTED_TYPE'])
  })

  test('more than 50 MB is refused', async () => {
    const answer = await upload(rep, 'huge.png', Buffer.concat([png, Buffer.alloc(50 * 1024 * 1024)]))
    expect(told(answer)).toEqual([413, 'TOO_LARGE'])
  })
})

describe('giving back', () => {
  test('to who sent it, and to who may read a record that names it; to all others it is not there', async () => {
    const { id } = (await upload(rep, 'proof.png', png)).json().data
    const missing = await manager.get('/api/v1/files/018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f')
    const before = await manager.get(`/api/v1/files/${id}`)
    expect(told(before)).toEqual([404, 'NOT_FOUND'])
    expect({ ...before.json(), requestId: '' }).toEqual({ ...missing.json(), requestId: '' })
    const note = (await rep.send('POST', '/api/v1/notes', { body: { name: 'with proof', proofs: [id] } })).json().data
    expect((await manager.get(`/api/v1/files/${id}?object=note&recordId=${note.id}`)).statusCode).toBe(200)
    await house.world.database.inTenant(rep.tenantId, (tx) =>
      saveFileUses(tx, rep.tenantId, { object: 'note', recordId: note.id, fileIds: [id], at: house.world.clock() }),
    )
    expect((await manager.get(`/api/v1/files/${id}`)).statusCode).toBe(200)
    const stranger = await house.person('stranger', { roles: ['REP'] })
    await house.signIn(stranger)
    expect(told(await stranger.get(`/api/v1/files/${id}?object=note&recordId=${note.id}`))).toEqual([404, 'NOT_FOUND'])
  })

  test('never across companies', async () => {
    const { id } = (await upload(rep, 'own.png', png)).json().data
    const far = await house.person('far', { roles: ['SM'], tenant: 1 })
    await house.signIn(far)
    expect(told(await far.get(`/api/v1/files/${id}`))).toEqual([404, 'NOT_FOUND'])
    expect(told(await far.get(`/api/v1/files/${id}/meta`))).toEqual([404, 'NOT_FOUND'])
  })
})
