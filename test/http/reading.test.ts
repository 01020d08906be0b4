/** What a page asks first: the description of everything, the matrix of rights, the inbox. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deliverNotices } from '../../server/store/sideline.ts'
import { type Caller, type House, openHouse } from './support.ts'

let house: House
let rep: Caller
beforeAll(async () => {
  house = await openHouse()
  rep = await house.person('rep', { roles: ['REP'] })
  await house.signIn(rep)
})
afterAll(() => house.close())

describe('meta', () => {
  test('shows each reader what there is for them and what they may do', async () => {
    const { company, me, objects, navigation } = (await rep.get('/api/v1/meta')).json()
    expect(company).toMatchObject({ id: rep.tenantId, mode: 'standard', baseCurrency: 'CNY' })
    expect(me.roles).toEqual(['REP'])
    expect(objects.note.can).toEqual({ read: true, create: true, change: true, remove: true, send: true, close: false })
    expect(objects.note.transitions.map((step: { name: string }) => step.name)).toEqual(['send', 'close'])
    expect(objects.note.fields.find((field: { name: string }) => field.name === 'name')).toMatchObject({
      kind: 'text',
      required: true,
      listed: true,
      maxLength: 40,
      label: { zh: '名称', en: 'Name' },
    })
    expect(navigation.find((part: { area: string }) => part.area === 'sell').objects).toContain('note')
  })

  test('a field kept from a role does not exist for it, in the description, in records and in filters', async () => {
    const keeper = await house.person('keeper', { roles: ['WHS'] })
    await house.signIn(keeper)
    const { data } = (
      await rep.send('POST', '/api/v1/notes', { body: { name: 'x', cost: { amount: '7.00', currency: 'CNY' } } })
    ).json()
    expect(data.cost).toEqual({ amount: '7.00', currency: 'CNY' })
    const { objects } = (await keeper.get('/api/v1/meta')).json()
    expect(JSON.stringify(objects.note.fields)).not.toContain('"cost"')
    expect((await keeper.get(`/api/v1/notes/${data.id}`)).json().data).not.toHaveProperty('cost')
    const filter = encodeURIComponent('{"field":"cost","op":">","value":"0"}')
    for (const path of [`filter=${filter}`, 'sort=cost', 'fields=cost']) {
      expect((await keeper.get(`/api/v1/notes?${path}`)).statusCode, path).toBe(400)
    }
  })

  test('the matrix of rights is for those who administer or own processes', async () => {
    expect((await rep.get('/api/v1/permissions')).statusCode).toBe(403)
    const admin = await house.person('admin', { roles: ['ADM'] })
    await house.signIn(admin)
    const { data } = (await admin.get('/api/v1/permissions')).json()
    const row = data.find((one: { object: string; action: string }) => one.object === 'note' && one.action === 'read')
    expect(row.scopes).toMatchObject({ REP: ['self'], SM: ['all'], ADM: null })
  })
})

describe('inbox', () => {
  test('notices stand in both languages, for their reader alone, and are read once', async () => {
    const other = await house.person('other', { roles: ['REP'] })
    await house.signIn(other)
    const now = house.world.clock()
    const place = { tenantId: rep.tenantId, now, today: now.slice(0, 10), newId: house.world.newId }
    const about = { object: 'note', id: rep.userId }
    await house.world.database.inTenant(rep.tenantId, (tx) =>
      deliverNotices(tx, place, [
        { notice: 'lead.assigned', to: [rep.userId], ...about, values: { no: 'LD-1', name: '华东精机' } },
        { notice: 'note.sent', to: [rep.userId], ...about, values: { no: 'NT-1' } },
      ]),
    )
    const before = (await rep.get('/api/v1/inbox')).json()
    expect(before.unread).toBe(2)
    expect(before.data.map((one: { text: { zh: string } }) => one.text.zh).sort()).toEqual([
      '便签 NT-1：发送',
      '新线索已分配给您：华东精机',
    ])
    const [{ id }] = before.data
    expect((await other.send('POST', `/api/v1/inbox/${id}/read`)).statusCode).toBe(404)
    expect((await rep.send('POST', `/api/v1/inbox/${id}/read`)).statusCode).toBe(204)
    expect((await rep.get('/api/v1/inbox?unread=true')).json()).toMatchObject({ unread: 1, data: [{ readAt: null }] })
    expect((await rep.send('POST', '/api/v1/inbox/read-all')).statusCode).toBe(204)
    expect((await rep.get('/api/v1/inbox')).json().unread).toBe(0)
    expect((await other.get('/api/v1/inbox')).json()).toMatchObject({ unread: 0, data: [] })
  })
})
