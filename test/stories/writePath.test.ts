/** The one write path on a real database: one effect per key, one winner per version, a log without holes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evolve } from '../../kernel/diff.ts'
import type { Loose } from '../../kernel/fact.ts'
import { uuid7 } from '../../server/store/identity.ts'
import { eventsOf, readEvents } from '../../server/store/log.ts'
import { loadRecord } from '../../server/store/records.ts'
import type { Session } from '../../server/world.ts'
import { executeBatch } from '../../server/write/batch.ts'
import { execute } from '../../server/write/execute.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { sampleRegistry } from '../support/sample.ts'
import { asOwner, sampleWorld, sessionOf, type TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let rep: Session
const tenant = uuid7(1)

beforeAll(async () => {
  database = await freshDatabase({ empty: true })
  world = await sampleWorld(database.ownerUrl)
  const admin = sessionOf(tenant, ['ADM'])
  const user = await execute(world, admin, {
    command: { object: 'user', act: 'create', input: { name: '小王', roles: ['REP'] } },
  })
  rep = sessionOf(tenant, ['REP'], { id: okay(user).id })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

function okay(outcome: Awaited<ReturnType<typeof execute>>): Loose {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals))
  return outcome.record
}
const codes = (outcome: Awaited<ReturnType<typeof execute>>): string[] =>
  outcome.ok ? [] : outcome.refusals.map((one) => one.code)
const yuan = (amount: string) => ({ amount, currency: 'CNY' })
let bills = 0
const makeBill = (total = '100.00') =>
  execute(world, rep, {
    command: { object: 'bill', act: 'create', input: { name: `账单${++bills}`, total: yuan(total) } },
  })
const issued = async (total = '100.00') => {
  const bill = okay(await makeBill(total))
  return okay(
    await execute(world, rep, { command: { object: 'bill', act: 'issue', id: bill.id, version: 1, input: {} } }),
  )
}
const stored = (id: string) =>
  world.database.inTenant(tenant, (tx) =>
    loadRecord(tx, { tenantId: tenant, declaration: sampleRegistry.objects.get('bill')! }, { id }),
  )

describe('the write path', () => {
  it('stores a record, numbers it, and tells it in one event', async () => {
    const bill = okay(await makeBill())
    expect(bill.no).toMatch(/^BL\d{4}-\d{4}$/)
    expect(await stored(bill.id)).toMatchObject({
      name: bill.name,
      total: 10000n,
      state: 'draft',
      version: 1,
      ownerId: rep.userId,
    })
    const events = await world.database.inTenant(tenant, (tx) => eventsOf(tx, { tenantId: tenant, ids: [bill.id] }))
    expect(events.map((event) => [event.type, event.version, event.changes.total])).toEqual([
      ['bill.created', 1, [null, '10000']],
    ])
  })

  it('rebuilds every row from its events, lines included', async () => {
    const bill = okay(await makeBill())
    const lines = [
      { what: '泵', amount: yuan('60.00') },
      { what: '阀', amount: yuan('40.00') },
    ]
    const changed = okay(
      await execute(world, rep, {
        command: { object: 'bill', act: 'change', id: bill.id, version: 1, input: { lines } },
      }),
    )
    const again = [
      { ...changed.lines[1], amount: yuan('41.00') },
      { what: '管', amount: yuan('1.00') },
    ]
    const input = { lines: again.map(({ position: _position, ...row }: Loose) => row) }
    okay(await execute(world, rep, { command: { object: 'bill', act: 'change', id: bill.id, version: 2, input } }))
    const events = await world.database.inTenant(tenant, (tx) => eventsOf(tx, { tenantId: tenant, ids: [bill.id] }))
    const declaration = sampleRegistry.objects.get('bill')!
    const replayed = events.reduce<Loose | null>(
      (record, event) => evolve(declaration, record, { ...event, at: event.recordedAt, by: event.actorId }),
      null,
    )
    expect(replayed).toEqual(await stored(bill.id))
    expect((replayed as Loose).lines.map((row: Loose) => [row.what, row.amount])).toEqual([
      ['阀', 4100n],
      ['管', 100n],
    ])
  })

  it('answers a repeated request with the first answer and does it once (MON-07)', async () => {
    const command = { object: 'bill', act: 'create', input: { name: '只此一张', total: yuan('5.00') } }
    const orders = Array.from({ length: 20 }, () =>
      execute(world, rep, { command, idempotency: { key: 'k1', fingerprint: 'f1' } }),
    )
    const outcomes = await Promise.all(orders)
    expect(new Set(outcomes.map((outcome) => okay(outcome).id)).size).toBe(1)
    expect(outcomes.filter((outcome) => outcome.ok && !outcome.replayed)).toHaveLength(1)
    expect(okay(outcomes[0]!).total).toBe(500n)
    expect(codes(await execute(world, rep, { command, idempotency: { key: 'k1', fingerprint: 'other' } }))).toEqual([
      'IDEMPOTENCY_MISMATCH',
    ])
  })

  it('lets one of two editors of the same version through (MON-11)', async () => {
    const bill = okay(await makeBill())
    const change = (name: string) =>
      execute(world, rep, { command: { object: 'bill', act: 'change', id: bill.id, version: 1, input: { name } } })
    const outcomes = await Promise.all([change('甲改'), change('乙改')])
    expect(outcomes.flatMap(codes)).toEqual(['VERSION_CONFLICT'])
    expect(
      codes(
        await execute(world, rep, { command: { object: 'bill', act: 'change', id: bill.id, input: { name: '丙' } } }),
      ),
    ).toEqual(['VERSION_REQUIRED'])
  })

  it('never pays a bill twice, whoever comes at once (MON-08)', async () => {
    for (let round = 0; round < 10; round++) {
      const bill = await issued('100.00')
      const pay = () =>
        execute(world, rep, {
          command: { object: 'receipt', act: 'create', input: { billId: bill.id, amount: yuan('100.00') } },
        })
      const outcomes = await Promise.all(Array.from({ length: 8 }, pay))
      expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
      expect(await stored(bill.id)).toMatchObject({ paid: 10000n, payments: 1, state: 'paid' })
    }
  })

  it('refuses the whole command when the chain refuses, and leaves nothing behind', async () => {
    const bill = await issued('10.00')
    const before = await world.database.inTenant(tenant, (tx) =>
      readEvents(tx, { tenantId: tenant, after: 0n, limit: 100_000 }),
    )
    const outcome = await execute(world, rep, {
      command: { object: 'receipt', act: 'create', input: { billId: bill.id, amount: yuan('10.01') } },
    })
    expect(codes(outcome)).toEqual(['TOO_MUCH'])
    const after = await world.database.inTenant(tenant, (tx) =>
      readEvents(tx, { tenantId: tenant, after: 0n, limit: 100_000 }),
    )
    expect(after.length).toBe(before.length)
    const [row] = await asOwner(
      database.ownerUrl,
      'select count(*)::int as n from app.receipt where tenant_id = $1 and bill_id = $2',
      [tenant, bill.id],
    )
    expect(row?.n).toBe(0)
  })

  it('carries the chain: the receipt joins the case of its bill and names its cause', async () => {
    const bill = await issued('7.00')
    const receipt = okay(
      await execute(world, rep, {
        command: { object: 'receipt', act: 'create', input: { billId: bill.id, amount: yuan('7.00') } },
      }),
    )
    expect(receipt.caseId).toBe(bill.id)
    const events = await world.database.inTenant(tenant, (tx) =>
      eventsOf(tx, { tenantId: tenant, ids: [bill.id, receipt.id] }),
    )
    const paid = events.find((event) => event.type === 'bill.received')
    const made = events.find((event) => event.type === 'receipt.created')
    expect(paid?.causeId).toBe(made?.eventId)
    expect(paid?.commandId).toBe(made?.commandId)
  })

  it('answers a dry run with what would be, and writes nothing', async () => {
    const outcome = await execute(world, rep, {
      command: { object: 'bill', act: 'create', input: { name: '试算', total: yuan('1.00') } },
      dryRun: true,
    })
    expect(okay(outcome).state).toBe('draft')
    expect(await stored(okay(outcome).id)).toBeNull()
  })

  it('numbers issued bills without a gap although a third of the attempts fail (MON-12)', async () => {
    const drafts = await Promise.all(Array.from({ length: 30 }, () => makeBill()))
    await Promise.all(
      drafts.map((draft, index) =>
        execute(world, rep, {
          command: { object: 'bill', act: 'issue', id: okay(draft).id, version: index % 3 === 0 ? 9 : 1, input: {} },
        }),
      ),
    )
    const rows = await asOwner(
      database.ownerUrl,
      'select fiscal_no from app.bill where tenant_id = $1 and fiscal_no is not null order by 1',
      [tenant],
    )
    const numbers = rows.map((row) => Number((row.fiscal_no as string).slice(-8)))
    expect(numbers).toEqual(numbers.map((_number, index) => index + 1))
  })

  it('reads the log in order without losing an event, however many write', async () => {
    let cursor = 0n
    const seen: bigint[] = []
    const poll = async () => {
      const events = await world.database.inTenant(tenant, (tx) =>
        readEvents(tx, { tenantId: tenant, after: cursor, limit: 500 }),
      )
      for (const event of events) seen.push(event.seq)
      cursor = events.at(-1)?.seq ?? cursor
    }
    let writing = true
    const writers = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let turn = 0; turn < 12; turn++) await makeBill()
      }),
    ).then(() => {
      writing = false
    })
    while (writing) await poll()
    await writers
    await poll()
    expect(seen).toEqual(seen.map((_seq, index) => BigInt(index + 1)))
  })

  it('takes a batch in one transaction and reports each refused row in its place', async () => {
    const outcomes = await executeBatch(world, rep, [
      { object: 'bill', act: 'create', input: { name: '批一', total: yuan('1.00') } },
      { object: 'bill', act: 'create', input: { total: yuan('1.00') } },
      { object: 'bill', act: 'create', input: { name: '批一', total: yuan('2.00') } },
      { object: 'bill', act: 'create', input: { name: '批二', total: yuan('2.00') } },
    ])
    expect(outcomes.map(codes)).toEqual([[], ['REQUIRED'], ['NOT_UNIQUE'], []])
  })

  it('names the field when a value is not unique or a link leads nowhere', async () => {
    const bill = okay(await makeBill())
    const twin = await execute(world, rep, {
      command: { object: 'bill', act: 'create', input: { name: bill.name.toUpperCase(), total: yuan('1.00') } },
    })
    expect(twin).toMatchObject({ ok: false, refusals: [{ code: 'NOT_UNIQUE', field: 'name' }] })
    const nowhere = await execute(world, rep, {
      command: { object: 'receipt', act: 'create', input: { billId: uuid7(5), amount: yuan('1.00') } },
    })
    expect(nowhere).toMatchObject({ ok: false, refusals: [{ code: 'LINK_NOT_FOUND', field: 'billId' }] })
  })

  it('keeps the log append-only for the role the server lives as', async () => {
    await expect(
      world.database.inTenant(tenant, (tx) => tx.query('update app.event set reason = null')),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(world.database.inTenant(tenant, (tx) => tx.query('delete from app.event'))).rejects.toMatchObject({
      code: '42501',
    })
  })

  it('shows no other company anything, and refuses rows in its name', async () => {
    const other = uuid7(2)
    const counted = await world.database.inTenant(other, (tx) =>
      tx.query<{ n: bigint }>('select count(*) as n from app.bill'),
    )
    expect(counted[0]?.n).toBe(0n)
    const outsider = sessionOf(other, ['ADM'])
    const bill = okay(await makeBill())
    expect(
      codes(
        await execute(world, outsider, {
          command: { object: 'bill', act: 'change', id: bill.id, version: 1, input: { name: 'x' } },
        }),
      ),
    ).toEqual(['NOT_FOUND'])
  })
})
