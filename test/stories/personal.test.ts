/** R17, PRV-02: what the log says of a person is sealed under the person's key, and gone when the key is destroyed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isErased } from '../../kernel/sealing.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { historyOf } from '../../server/read/history.ts'
import { searchAll } from '../../server/read/search.ts'
import { eventsOf } from '../../server/store/log.ts'
import { hireStaff, type Staff } from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
const doc: Record<string, string> = {}

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'light')
  staff = await hireStaff(company)
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** Every row of every table, as text. */
const whole = (): Promise<string> =>
  world.database.control(async (tx) => {
    const tables = await tx.query<{ name: string }>(`select c.oid::regclass::text as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'app' and c.relkind in ('r', 'p') and not c.relispartition`)
    const texts: string[] = []
    for (const { name } of tables) {
      const rows = await tx.query<{ row: string }>(`select t::text as row from ${name} t`)
      texts.push(...rows.map(({ row }) => `${name} ${row}`))
    }
    return texts.join('\n')
  })
const logged = (id: string) =>
  world.database.inTenant(company.tenantId, (tx) =>
    eventsOf(tx, { tenantId: company.tenantId, secret: world.secrets.person, ids: [id] }),
  )
const breaches = async () => (await verifyTenant(world, company.tenantId)).breaches

describe('a person in the log', { timeout: 60_000 }, () => {
  it('is sealed: no event shows a name or a number, and whoever may read the record reads its past', async () => {
    const lead = await company.act(staff.sdr, {
      object: 'lead',
      act: 'create',
      input: {
        contactName: '慕容清秋',
        mobile: '13911112222',
        email: 'murong@example.com',
        source: 'web',
        ownerId: staff.rep.userId,
      },
    })
    await company.act(staff.rep, { object: 'lead', act: 'change', id: lead.id, input: { mobile: '13933334444' } })
    doc.lead = lead.id
    const events = await whole().then((text) => text.split('\n').filter((row) => row.startsWith('app.event')))
    expect(events.filter((row) => /慕容清秋|139\d{8}|murong/.test(row))).toEqual([])
    expect(events.filter((row) => row.includes('"sealed""')).length).toBeGreaterThan(1)
    const history = await historyOf(world, staff.rep, { object: 'lead', id: lead.id })
    if (!history.ok) throw new Error('no history')
    expect(history.data[0]?.changes.mobile).toEqual(['+8613911112222', '+8613933334444'])
    expect(history.data[1]?.changes.contactName).toEqual([null, '慕容清秋'])
    expect(await breaches()).toEqual([])
  })

  it('is one person as lead, contact and account; a key for each, none of them readable in the table', async () => {
    await company.act(staff.rep, {
      object: 'activity',
      act: 'create',
      input: {
        type: 'call',
        subject: '首次电话',
        leadId: doc.lead,
        outcome: 'interested',
        content: '客户确认需要一百台泵，预算已批',
        startAt: world.clock(),
      },
    })
    const lead = await company.act(staff.rep, { object: 'lead', act: 'convert', id: doc.lead as string })
    doc.contact = lead.contactId
    doc.account = lead.accountId
    expect(await company.find('account', lead.accountId)).toMatchObject({ kind: 'person', name: '慕容清秋' })
    const keys = await world.database.inTenant(company.tenantId, (tx) =>
      tx.query<{ object: string; n: number }>(
        'select object, count(*)::int as n from app.person_key where tenant_id = $1 group by 1 order by 1',
        [company.tenantId],
      ),
    )
    expect(keys).toEqual([
      { object: 'account', n: 1 },
      { object: 'contact', n: 1 },
      { object: 'lead', n: 1 },
    ])
  })

  it('is erased only by whom the company trusts with it, and with a reason', async () => {
    const asked = { object: 'contact', act: 'erase', id: doc.contact as string }
    expect(await company.attempt(staff.rep, { ...asked, reason: 'GDPR 17' })).toMatchObject({
      refusals: [{ code: 'FORBIDDEN' }],
    })
    expect(await company.attempt(staff.process, asked)).toMatchObject({ refusals: [{ code: 'REASON_REQUIRED' }] })
  })

  it('PRV-02 is gone everywhere: rows, log, search, notices; lead, contact and account together', async () => {
    const reason = '本人要求 PIPL 47'
    await company.act(staff.process, { object: 'contact', act: 'erase', id: doc.contact as string, reason })
    for (const object of ['lead', 'contact', 'account'] as const) {
      const record = await company.find(object, doc[object] as string)
      expect(record).toMatchObject({ mobile: null, email: null })
      expect(record.erasedAt).not.toBeNull()
    }
    const left = (await whole()).split('\n').filter((row) => /慕容清秋|139(1111|3333)|murong/.test(row))
    expect(left.filter((row) => !row.startsWith('app.opportunity') && !/^app\.event.*opportunity\./.test(row))).toEqual(
      [],
    )
    const hits = await searchAll(world, staff.process, { query: { q: '慕容清秋' } })
    expect(hits.ok && hits.data.filter(({ object }) => object !== 'opportunity')).toEqual([])
  })

  it('reads as erased in the past, and replaying the log still gives the rows', async () => {
    const [created] = await logged(doc.lead as string)
    expect(isErased(created?.changes.contactName?.[1])).toBe(true)
    expect(created?.changes.source).toEqual([null, 'web'])
    const history = await historyOf(world, staff.process, { object: 'lead', id: doc.lead as string })
    expect(history.ok && history.data.at(-1)?.changes.mobile).toEqual([null, '（已删除）'])
    expect(await breaches()).toEqual([])
  })

  it('takes no personal data again', async () => {
    const change = { object: 'contact', act: 'change', id: doc.contact as string, input: { mobile: '13911112222' } }
    expect(await company.attempt(staff.process, change)).toMatchObject({ refusals: [{ code: 'PERSON_ERASED' }] })
    const again = { object: 'contact', act: 'erase', id: doc.contact as string, reason: '再次' }
    expect(await company.attempt(staff.process, again)).toMatchObject({ refusals: [{ code: 'ALREADY_ERASED' }] })
  })

  it('is not forgotten while it is a company: its contacts are', async () => {
    const account = await company.act(staff.rep, {
      object: 'account',
      act: 'create',
      input: { name: '宏图泵业有限公司', phone: '021-55556666' },
    })
    const erase = { object: 'account', act: 'erase', id: account.id, reason: '要求' }
    expect(await company.attempt(staff.process, erase)).toMatchObject({ refusals: [{ code: 'ERASE_PERSON_ONLY' }] })
  })
})
