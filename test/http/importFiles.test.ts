/** Large files of imports come in pieces; mappings are kept, found again by their headings, and given up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweepUploads } from '../../server/store/importUploads.ts'
import { type Caller, type House, host, openHouse, origin } from './support.ts'

let house: House
let rep: Caller
let other: Caller
let storekeeper: Caller
let admin: Caller
let foreign: Caller
beforeAll(async () => {
  house = await openHouse()
  rep = await house.person('rep', { roles: ['REP'] })
  other = await house.person('other', { roles: ['REP'] })
  storekeeper = await house.person('storekeeper', { roles: ['WHS'] })
  admin = await house.person('admin', { roles: ['ADM'] })
  foreign = await house.person('foreign', { roles: ['ADM'], tenant: 1 })
  for (const caller of [rep, other, storekeeper, admin, foreign]) await house.signIn(caller)
})
afterAll(() => house?.close())

const base = '/api/v1/imports/files'
const told = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code]

async function begin(by: Caller, name: string, size: number): Promise<string> {
  const answer = await by.send('POST', base, { body: { name, size } })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().data.id
}

const piece = (by: Caller, at: { id: string; seq: number | string }, bytes: Buffer) =>
  house.web.app.inject({
    method: 'PUT',
    url: `${base}/${at.id}/pieces/${at.seq}`,
    headers: { host, origin, cookie: by.cookie ?? '', 'content-type': 'application/octet-stream' },
    payload: bytes,
  })

const row = 'title,body\n'
const rows = Buffer.from(row.concat('“一行”,文字\n'.repeat(400_000)))

describe('a large file', () => {
  test('comes in pieces, in any order and again, and is read as one', async () => {
    const id = await begin(rep, 'notes.csv', rows.length)
    const { pieceBytes, pieces } = (await rep.get(`${base}/${id}`)).json().data
    expect(pieces).toBe(Math.ceil(rows.length / pieceBytes))
    const part = (seq: number) => rows.subarray(seq * pieceBytes, (seq + 1) * pieceBytes)
    for (const seq of [1, 0, 1]) expect((await piece(rep, { id, seq }, part(seq))).statusCode).toBe(204)
    expect((await rep.get(`${base}/${id}`)).json().data.have).toEqual([0, 1])
    if (pieces > 2)
      expect(told(await rep.send('POST', `${base}/${id}/finish`, { body: {} }))).toEqual([409, 'IMPORT_PIECES_MISSING'])
    for (let seq = 2; seq < pieces; seq++) await piece(rep, { id, seq }, part(seq))
    const done = await rep.send('POST', `${base}/${id}/finish`, { body: {} })
    expect(done.json().data).toEqual({ id, name: 'notes.csv', size: rows.length, type: 'text/csv' })
    expect(told(await piece(rep, { id, seq: 0 }, part(0)))).toEqual([409, 'IMPORT_FILE_READY'])
    const seen = await rep.send('POST', '/api/v1/imports/preview', { body: { object: 'note', fileId: id } })
    expect(seen.statusCode, seen.body).toBe(200)
    expect(seen.json()).toMatchObject({ headers: ['title', 'body'], rows: 5000, more: true, encoding: 'utf-8' })
    expect(seen.json().sample[0]).toEqual(['“一行”', '文字'])
  })

  test('is refused where a piece has the wrong length, place, owner or kind', async () => {
    const id = await begin(rep, 'a.csv', 10)
    const ten = Buffer.from('a,b\n1,2\n3,')
    expect(told(await piece(rep, { id, seq: 0 }, ten.subarray(1)))).toEqual([400, 'IMPORT_PIECE'])
    for (const seq of [1, -1, '0.5', 'x'])
      expect(told(await piece(rep, { id, seq }, ten))).toEqual([400, 'IMPORT_PIECE'])
    for (const by of [other, admin, foreign]) {
      expect(told(await piece(by, { id, seq: 0 }, ten))).toEqual([404, 'NOT_FOUND'])
      expect(told(await by.get(`${base}/${id}`))).toEqual([404, 'NOT_FOUND'])
      expect(told(await by.send('POST', `${base}/${id}/finish`, { body: {} }))).toEqual([404, 'NOT_FOUND'])
    }
    const picture = await begin(rep, 'a.xlsx', 10)
    await piece(rep, { id: picture, seq: 0 }, ten)
    const refused = await rep.send('POST', `${base}/${picture}/finish`, { body: {} })
    expect(told(refused)).toEqual([415, 'IMPORT_FILE_KIND'])
    expect(refused.json().message.zh).toContain('“a.xlsx”不是 CSV 或 XLSX 文件')
  })

  test('is taken from those who may import, up to 500 MB, five at a time', async () => {
    const ask = (by: Caller, body: object) => by.send('POST', base, { body })
    expect(told(await ask(storekeeper, { name: 'a.csv', size: 5 }))).toEqual([403, 'FORBIDDEN'])
    expect(told(await ask(other, { name: 'a.csv', size: 600_000_000 }))).toEqual([413, 'TOO_LARGE'])
    expect(told(await ask(other, { name: 'a.csv', size: 0 }))).toEqual([400, 'FILE_EMPTY'])
    expect(told(await ask(other, { name: 'a.csv', size: '5' }))).toEqual([400, 'WRONG_TYPE'])
    for (let n = 0; n < 5; n++) await begin(other, 'a.csv', 5)
    expect(told(await ask(other, { name: 'a.csv', size: 5 }))).toEqual([422, 'IMPORT_UPLOADS_OPEN'])
  })

  test('goes at night when no import ever used it', async () => {
    const id = await begin(rep, 'unused.csv', 4)
    await piece(rep, { id, seq: 0 }, Buffer.from('a\n1\n'))
    await rep.send('POST', `${base}/${id}/finish`, { body: {} })
    const sweep = (before: string) =>
      house.world.database.inTenant(house.tenants[0], (tx) => sweepUploads(tx, house.tenants[0], before))
    await sweep('2000-01-01T00:00:00Z')
    expect((await rep.get(`${base}/${id}`)).statusCode).toBe(200)
    await sweep('2999-01-01T00:00:00Z')
    expect((await rep.get(`${base}/${id}`)).statusCode).toBe(404)
  })
})

describe('a template', () => {
  const place = '/api/v1/imports/templates'
  const headers = ['title', 'body']
  const content = { object: 'note', headers, mapping: { columns: { title: 'title' } }, options: { upsertBy: null } }
  const keep = (by: Caller, name: string, more: object = {}) =>
    by.send('POST', place, { body: { name, ...content, ...more } })

  test('is kept by name, found again by the headings however they are ordered, renamed and deleted', async () => {
    const made = await keep(rep, '旧系统')
    expect(made.statusCode, made.body).toBe(201)
    const { id } = made.json().data
    expect(told(await keep(rep, '旧系统'))).toEqual([400, 'IMPORT_TEMPLATE_NAME'])
    const bytes = Buffer.from('body, Title \nx,y\n')
    const fileId = await begin(rep, 'again.csv', bytes.length)
    await piece(rep, { id: fileId, seq: 0 }, bytes)
    await rep.send('POST', `${base}/${fileId}/finish`, { body: {} })
    const seen = await rep.send('POST', '/api/v1/imports/preview', { body: { object: 'note', fileId } })
    expect(seen.json().templates.map((one: { name: string }) => one.name)).toEqual(['旧系统'])
    expect((await rep.send('PATCH', `${place}/${id}`, { body: { name: '老系统' } })).json().data.name).toBe('老系统')
    expect((await other.get(`${place}?object=note`)).json().data.map((one: { name: string }) => one.name)).toEqual([
      '老系统',
    ])
    expect(told(await other.send('DELETE', `${place}/${id}`))).toEqual([403, 'FORBIDDEN'])
    expect((await admin.send('DELETE', `${place}/${id}`)).statusCode).toBe(204)
    expect((await rep.get(place)).json().data).toEqual([])
  })

  test('is refused by name where it could not be run, and is nobody else’s', async () => {
    const wrong = await keep(rep, 'x', { mapping: { columns: {}, transforms: { title: { dates: 'xyz' } } } })
    expect([wrong.statusCode, wrong.json().errors[0].field]).toEqual([400, 'mapping.transforms.title.dates'])
    expect(told(await keep(storekeeper, 'x'))).toEqual([403, 'FORBIDDEN'])
    const { id } = (await keep(rep, 'mine')).json().data
    for (const method of ['PATCH', 'DELETE'] as const)
      expect(
        told(await foreign.send(method, `${place}/${id}`, method === 'PATCH' ? { body: { name: 'x' } } : {})),
      ).toEqual([404, 'NOT_FOUND'])
    expect((await foreign.get(place)).json().data).toEqual([])
  })
})
