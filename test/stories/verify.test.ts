/** Whatever breaks the books or the log is found: each rule is broken on purpose, by the owner, in the database itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyTenant } from '../../server/follow/verify.ts'
import { type Founded, foundedWorld, imported } from '../support/importing.ts'
import { asOwner } from '../support/world.ts'

let firm: Founded
let entity: string
beforeAll(async () => {
  firm = await foundedWorld()
  const first = async (table: string) => (await own(`select id from app.${table} where tenant_id = $1 order by id limit 1`))[0]?.id as string
  await importAll()
  entity = await first('legal_entity')
})
afterAll(() => firm.close())

const own = (sql: string) => asOwner(firm.ownerUrl, sql, [firm.tenantId])
const rulesFound = async () => [...new Set((await verifyTenant(firm.world, firm.tenantId)).breaches.map((one) => one.rule))]

async function importAll() {
  const take = (content: string, mapping: Record<string, unknown>) => imported(firm.world, firm.operator, { content, mapping })
  await take('code,name\nP1,泵\nP2,阀\n', { object: 'product', columns: { code: 'code', name: 'name' }, constants: { vatRate: '0.13' } })
  await take('name\n甲\n乙\n', { object: 'account', columns: { name: 'name' }, options: { history: true } })
  const columns = { no: 'no', name: 'name', state: 'state', from: ['createdAt', 'stageEnteredAt'], to: 'closedAt' }
  const rows = 'no,name,state,from,to\nO1,一,open,2026-01-05,\nO2,二,lost,2026-01-05,2026-02-01\nO3,三,won,2026-01-05,2026-03-01\n'
  await take(rows, { object: 'opportunity', columns, options: { history: true } })
}

/** Rows of business tables as they would stand after years of work; only the columns the sums look at matter. */
const common = "gen_random_uuid(), 'x', 1, now(), now(), 'manual', gen_random_uuid()"
const commonNames = 'id, state, version, created_at, updated_at, entry_mode, case_id'

/** Breaks something, looks, and mends it again; the broken part is named by rule. */
async function broken(by: string, mend: string): Promise<string[]> {
  await asOwner(firm.ownerUrl, by.replaceAll('$tenant', `'${firm.tenantId}'`).replaceAll('$entity', `'${entity}'`))
  try {
    return await rulesFound()
  } finally {
    await asOwner(firm.ownerUrl, mend.replaceAll('$tenant', `'${firm.tenantId}'`))
  }
}

describe('a verification', () => {
  it('finds nothing wrong with a company as it was made', async () => {
    const verified = await verifyTenant(firm.world, firm.tenantId)
    expect(verified.breaches).toEqual([])
    expect(verified.records).toBeGreaterThan(20)
  })

  it.each([
    ['a value that no event tells', 'replay',
      "update app.product set name = name || '?' where tenant_id = $tenant and code = 'P1'",
      "update app.product set name = rtrim(name, '?') where tenant_id = $tenant"],
    ['a state that no event tells', 'replay',
      "update app.account set state = 'held' where tenant_id = $tenant and name = '甲'",
      "update app.account set state = 'pool' where tenant_id = $tenant and name = '甲'"],
    ['a row that was deleted past the log', 'record_lost',
      "create table app.kept as select * from app.product where tenant_id = $tenant and code = 'P2'; delete from app.product where tenant_id = $tenant and code = 'P2'",
      'insert into app.product select * from app.kept; drop table app.kept'],
    ['an event that was taken out of the log', 'log_order',
      'create table app.kept as select * from app.event where tenant_id = $tenant and seq = 5; delete from app.event where tenant_id = $tenant and seq = 5',
      'insert into app.event select * from app.kept; drop table app.kept'],
    ['a log that ends before its counter', 'log_gap',
      "update app.counter set value = value + 1 where tenant_id = $tenant and name = 'event'",
      "update app.counter set value = value - 1 where tenant_id = $tenant and name = 'event'"],
    ['a version that was skipped', 'versions',
      "update app.event set version = 3 where tenant_id = $tenant and seq = 4",
      "update app.event set version = 1 where tenant_id = $tenant and seq = 4"],
    ['stages that leave a gap', 'stage_history',
      "update app.opportunity_stage_history set left_at = left_at - interval '1 day' where tenant_id = $tenant and left_at is not null",
      "update app.opportunity_stage_history set left_at = left_at + interval '1 day' where tenant_id = $tenant and left_at is not null"],
    ['a won deal without a proof', 'win_proof',
      "update app.opportunity set entry_mode = 'manual' where tenant_id = $tenant and no = 'O3'",
      "update app.opportunity set entry_mode = 'import' where tenant_id = $tenant and no = 'O3'"],
    ['stock that no document moved', 'stock_moved',
      `insert into app.stock (tenant_id, ${commonNames}, warehouse_id, product_id, on_hand, reserved, free, value)
       select $tenant, ${common}, w.id, p.id, 5, 0, 5, 0 from app.warehouse w, app.product p where w.tenant_id = $tenant and p.tenant_id = $tenant and p.code = 'P1'`,
      'delete from app.stock where tenant_id = $tenant'],
    ['more reserved than there is', 'reserved_on_hand',
      `insert into app.stock (tenant_id, ${commonNames}, warehouse_id, product_id, on_hand, reserved, free, value)
       select $tenant, ${common}, w.id, p.id, 0, 2, -2, 0 from app.warehouse w, app.product p where w.tenant_id = $tenant and p.tenant_id = $tenant and p.code = 'P1'`,
      'delete from app.stock where tenant_id = $tenant'],
    ['an unapplied rest that is wrong, against payment and ledger', 'unapplied_left',
      `insert into app.payment (tenant_id, ${commonNames}, amount, unapplied, unapplied_base, entity_id)
       select $tenant, ${common}, 10000, 9000, 9000, $entity`,
      'delete from app.payment where tenant_id = $tenant'],
    ['receipts the ledger does not know', 'unapplied',
      `insert into app.payment (tenant_id, ${commonNames}, amount, unapplied, unapplied_base, entity_id)
       select $tenant, ${common}, 10000, 10000, 10000, $entity`,
      'delete from app.payment where tenant_id = $tenant'],
    ['receivables the ledger does not know', 'receivable',
      `insert into app.invoice (tenant_id, ${commonNames}, gross, open_amount, open_base, entity_id, issue_date)
       select $tenant, ${common}, 10000, 10000, 10000, $entity, current_date`,
      'delete from app.invoice where tenant_id = $tenant'],
    ['an open amount that is wrong', 'open_left',
      `insert into app.invoice (tenant_id, ${commonNames}, gross, open_amount, open_base, entity_id, issue_date)
       select $tenant, ${common}, 10000, 9000, 9000, $entity, current_date`,
      'delete from app.invoice where tenant_id = $tenant'],
    ['invoice numbers with a gap', 'fiscal_numbers',
      `insert into app.invoice (tenant_id, ${commonNames}, gross, open_amount, open_base, entity_id, fiscal_no)
       select $tenant, ${common}, 0, 0, 0, $entity, 'INV26' || n from unnest(array['00000001', '00000003']) as n`,
      'delete from app.invoice where tenant_id = $tenant'],
    ['advances the ledger does not know', 'contract_liability',
      `insert into app.invoice (tenant_id, ${commonNames}, gross, open_amount, open_base, liability_base, entity_id)
       select $tenant, ${common}, 0, 0, 0, 500, $entity`,
      'delete from app.invoice where tenant_id = $tenant'],
    ['deliveries the ledger does not know', 'unbilled',
      `insert into app."order" (tenant_id, ${commonNames}, unbilled_base, unbilled_tax_base, entity_id) select $tenant, ${common}, 700, 80, $entity`,
      'delete from app."order" where tenant_id = $tenant'],
    ['deferred tax the ledger does not know', 'deferred_vat',
      `insert into app."order" (tenant_id, ${commonNames}, unbilled_base, unbilled_tax_base, entity_id) select $tenant, ${common}, 700, 80, $entity`,
      'delete from app."order" where tenant_id = $tenant'],
    ['an order line shipped beyond what was ordered', 'shipped_ordered',
      `with o as (insert into app."order" (tenant_id, ${commonNames}, entity_id) select $tenant, ${common}, $entity returning id)
       insert into app.order_lines (tenant_id, id, parent_id, position, qty, cancelled_qty, shipped_qty, delivered_qty, returned_qty, recognised_qty, invoiced_qty, transit_cost)
       select $tenant, gen_random_uuid(), id, 0, 1, 0, 2, 0, 0, 0, 0, 0 from o`,
      'delete from app.order_lines where tenant_id = $tenant; delete from app."order" where tenant_id = $tenant'],
    ['goods in transit the ledger does not know', 'transit',
      `with o as (insert into app."order" (tenant_id, ${commonNames}, entity_id) select $tenant, ${common}, $entity returning id)
       insert into app.order_lines (tenant_id, id, parent_id, position, qty, cancelled_qty, shipped_qty, delivered_qty, returned_qty, recognised_qty, invoiced_qty, transit_cost)
       select $tenant, gen_random_uuid(), id, 0, 2, 0, 1, 0, 0, 0, 0, 900 from o`,
      'delete from app.order_lines where tenant_id = $tenant; delete from app."order" where tenant_id = $tenant'],
    ['orders beyond their contract', 'ordered_contract',
      `with c as (insert into app.contract (tenant_id, ${commonNames.replace('state', 'state')}, net, gross, entity_id)
         select $tenant, ${common.replace("'x'", "'active'")}, 100, 113, $entity returning id)
       insert into app."order" (tenant_id, ${commonNames}, entity_id, contract_id, committed_net) select $tenant, ${common}, $entity, id, 500 from c`,
      'delete from app."order" where tenant_id = $tenant; delete from app.contract where tenant_id = $tenant'],
    ['a payment plan that is not the contract', 'plan_gross',
      `with c as (insert into app.contract (tenant_id, ${commonNames}, net, gross, entity_id)
         select $tenant, ${common.replace("'x'", "'active'")}, 100, 113, $entity returning id)
       insert into app.contract_plan (tenant_id, id, parent_id, position, amount) select $tenant, gen_random_uuid(), id, 0, 100 from c`,
      'delete from app.contract_plan where tenant_id = $tenant; delete from app.contract where tenant_id = $tenant'],
    ['an entry whose lines were changed', 'entry',
      `with j as (insert into app.journal (tenant_id, ${commonNames}, key, entity_id, posting_date, debit_total, credit_total)
         select $tenant, ${common}, 'J-P1', $entity, current_date, 100, 100 returning id)
       insert into app.journal_lines (tenant_id, id, parent_id, position, account_code, debit, credit)
       select $tenant, gen_random_uuid(), id, n, code, d, c from j, (values (0, '1002', 100, 0), (1, '6001', 0, 90)) as l(n, code, d, c)`,
      'delete from app.journal_lines where tenant_id = $tenant; delete from app.journal where tenant_id = $tenant'],
    ['a lead that was converted twice', 'conversion',
      `insert into app.event (tenant_id, recorded_at, seq, id, at, type, object, record_id, act, state_to, version, changes, parts, input, passed, actor_kind, channel, command_id, case_id, related)
       select $tenant, now(), 100000 + n, gen_random_uuid(), now(), 'lead.converted', 'lead', '00000000-0000-7000-8000-000000000001', 'convert', 'converted', n, '{}', '{}', '{}', '[]', 'person', 'ui', gen_random_uuid(), gen_random_uuid(), '[]'
       from generate_series(1, 2) as n`,
      "delete from app.event where tenant_id = $tenant and seq > 100000"],
  ])('finds %s', async (_what, rule, by, mend) => {
    expect(await broken(by, mend)).toContain(rule)
    expect(await rulesFound()).toEqual([])
  })

  it('names the record it is about', async () => {
    await own("update app.product set name = 'X' where tenant_id = $1 and code = 'P1'")
    const [breach] = (await verifyTenant(firm.world, firm.tenantId)).breaches
    const [row] = await own("select id from app.product where tenant_id = $1 and code = 'P1'")
    expect(breach).toMatchObject({ rule: 'replay', subject: `product:${row?.id}`, expected: '{"name":"泵"}', found: '{"name":"X"}' })
    await own("update app.product set name = '泵' where tenant_id = $1 and code = 'P1'")
  })
})
