/** The demo company: a year by the rules, whole, the same from the same seed, and gone without a trace. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoLines } from '../../server/demo/lines.ts'
import { type Demo, makeDemo } from '../../server/demo/make.ts'
import { removeDemo } from '../../server/demo/remove.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { passwordFits, passwordProblem } from '../../server/http/password.ts'
import { loginByEmail, membershipsOf } from '../../server/store/logins.ts'
import { foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

const size = 0.15
let database: FreshDatabase
let world: TestWorld
let demo: Demo

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-11-24T03:00:00.000Z')
  demo = await makeDemo(world, { size })
}, 60_000)
afterAll(async () => {
  await world.close()
  await database.drop()
})

const tableOf = (object: string) => `app."${object.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`

async function states(tenantId: string): Promise<Record<string, Record<string, number>>> {
  return world.database.inTenant(tenantId, async (tx) => {
    const out: Record<string, Record<string, number>> = {}
    for (const object of world.registry.objects.keys()) {
      const rows = await tx.query<{ state: string; n: bigint }>(
        `select state, count(*) as n from ${tableOf(object)} group by 1 order by 1`,
      )
      out[object] = Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]))
    }
    return out
  })
}

/** Rows of a company in every table, and what hangs on it at the doors. */
async function rowsOf(tenantId: string): Promise<Record<string, number>> {
  return world.database.control(async (tx) => {
    const tables = await tx.query<{ name: string }>(
      `select table_schema || '."' || table_name || '"' as name from information_schema.columns
        where column_name = 'tenant_id' and table_schema in ('app', 'control') order by 1`,
    )
    const out: Record<string, number> = {}
    for (const { name } of tables) {
      const [row] = await tx.query<{ n: bigint }>(`select count(*) as n from ${name} where tenant_id = $1`, [tenantId])
      out[name] = Number(row?.n ?? 0)
    }
    return out
  })
}

async function totals(tenantId: string): Promise<unknown> {
  return world.database.inTenant(tenantId, (tx) =>
    tx.query(`select (select sum(amount) from app.opportunity) as deals,
      (select sum(gross) from app.contract) as contracts,
      (select sum(gross) from app.invoice) as invoices, (select sum(amount) from app.payment) as payments,
      (select count(*) from app.event) as events`),
  )
}

describe('the demo company', () => {
  it('was refused next to nothing by the rules it lives by', () => {
    expect(demo.refused.slice(0, 5).join('\n')).toBe('')
  })

  it('shows every state of the chain', async () => {
    const found = await states(demo.tenantId)
    const wanted: Record<string, string[]> = {
      campaign: ['draft', 'planned', 'active', 'completed', 'cancelled'],
      lead: ['pool', 'assigned', 'working', 'nurturing', 'qualified', 'converted', 'disqualified', 'merged'],
      account: ['held', 'pool'],
      activity: ['planned', 'done'],
      opportunity: ['open', 'won', 'lost'],
      quote: ['draft', 'in_approval', 'approved', 'sent', 'accepted', 'cancelled'],
      contract: [
        'draft',
        'in_review',
        'negotiating',
        'in_approval',
        'approved',
        'signing',
        'active',
        'completed',
        'terminated',
      ],
      order: [
        'draft',
        'on_hold',
        'confirmed',
        'in_fulfilment',
        'partially_shipped',
        'shipped',
        'completed',
        'closed_short',
      ],
      shipment: ['picked', 'shipped', 'exception', 'delivered'],
      invoice: ['draft', 'requested', 'issued', 'partially_paid', 'paid'],
      payment: ['registered', 'allocated', 'partially_allocated'],
      movement: ['posted'],
      accountingPeriod: ['closed'],
    }
    const missing = Object.entries(wanted).flatMap(([object, names]) =>
      names.filter((name) => !found[object]?.[name]).map((name) => `${object} ${name}`),
    )
    expect(missing).toEqual([])
    const [stages] = await world.database.inTenant(demo.tenantId, (tx) =>
      tx.query<{ stages: string[] }>(
        `select array_agg(distinct stage order by stage) as stages from app.opportunity where state = 'open'`,
      ),
    )
    expect(stages?.stages).toEqual(['S1', 'S2', 'S3', 'S4'])
  })

  it('holds every invariant of the books and the log', async () => {
    const { breaches } = await verifyTenant(world, demo.tenantId)
    expect(breaches.slice(0, 5)).toEqual([])
  })

  it('reads as if lived: recorded in order over a year, by people of different roles, until today', async () => {
    const [log] = await world.database.inTenant(demo.tenantId, (tx) =>
      tx.query<{ first: string; last: string; back: bigint; people: bigint }>(
        `select min(recorded_at) as first, max(recorded_at) as last, count(distinct actor_id) as people,
           count(*) filter (where recorded_at < before) as back
         from (select recorded_at, actor_id, lag(recorded_at) over (order by seq) as before from app.event) e`,
      ),
    )
    expect(log?.back).toBe(0n)
    expect(Number(log?.people)).toBeGreaterThan(18)
    expect(log?.first.slice(0, 10)).toBe('2025-11-24')
    expect(log?.last.slice(0, 10)).toBe('2026-11-24')
  })

  it('gives everybody a login with a password of their own', async () => {
    const [one, other] = demo.people
    expect(new Set(demo.people.map((person) => person.password)).size).toBe(demo.people.length)
    expect(passwordProblem(one!.password, { field: 'password', known: [one!.email] })).toBeNull()
    const login = await world.database.control((tx) => loginByEmail(tx, one!.email))
    expect(await passwordFits(login!.passwordHash, one!.password)).toBe(true)
    expect(await passwordFits(login!.passwordHash, other!.password)).toBe(false)
    expect(await world.database.control((tx) => membershipsOf(tx, login!.id))).toMatchObject([
      { tenantId: demo.tenantId },
    ])
    const lines = demoLines(demo.people, 'zh')
    expect(lines.join('\n')).toContain('rep@demo.openltc.local')
    expect(lines).toHaveLength(15)
  })

  it('is the same from the same seed, and goes without a trace of it or harm to others', async () => {
    const own = await foundCompany(world, 'light')
    const before = { states: await states(demo.tenantId), totals: await totals(demo.tenantId) }
    const others = await rowsOf(own.tenantId)
    const again = await makeDemo(world, { size })
    expect({ states: await states(again.tenantId), totals: await totals(again.tenantId) }).toEqual(before)
    await removeDemo(world)
    for (const gone of [demo.tenantId, again.tenantId])
      expect(Object.entries(await rowsOf(gone)).filter(([, n]) => n > 0)).toEqual([])
    expect(await world.database.control((tx) => loginByEmail(tx, demo.people[0]!.email))).toBeNull()
    expect(await rowsOf(own.tenantId)).toEqual(others)
  }, 60_000)

  it('is the only kind of company that can be dropped', async () => {
    const own = await foundCompany(world, 'light')
    const dropping = world.database.control((tx) => tx.query('select app.drop_demo($1)', [own.tenantId]))
    await expect(dropping).rejects.toMatchObject({ code: '42501' })
  })
})
