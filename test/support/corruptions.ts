/** One way to break each rule of the books and the log, and how to mend it; `$tenant` and `$entity` are filled in. */

export interface Corruption {
  readonly what: string
  /** The rule that must find it. */
  readonly rule: string
  readonly by: string
  readonly mend: string
}

const names = 'id, state, version, created_at, updated_at, entry_mode, case_id'
const values = (state: string) => `gen_random_uuid(), '${state}', 1, now(), now(), 'manual', gen_random_uuid()`

interface Record {
  readonly table: string
  readonly columns: string
  readonly values: string
  readonly state?: string
}

/** A record as it would stand after years of work; only the columns the sums look at matter. */
const insert = ({ table, columns, values: given, state = 'x' }: Record): string =>
  `insert into app.${table} (tenant_id, ${names}, entity_id, ${columns})
   select $tenant, ${values(state)}, $entity, ${given}`

const wipe = (...tables: string[]): string =>
  tables.map((table) => `delete from app.${table} where tenant_id = $tenant`).join('; ')

const stock = (onHand: number, reserved: number): string =>
  `insert into app.stock (tenant_id, ${names}, warehouse_id, product_id, on_hand, reserved, free, value)
   select $tenant, ${values('kept')}, w.id, p.id, ${onHand}, ${reserved}, ${onHand - reserved}, 0
   from app.warehouse w, app.product p where w.tenant_id = $tenant and p.tenant_id = $tenant and p.code = 'P1'`

const lineColumns =
  'qty, shipped_qty, transit_cost, cancelled_qty, delivered_qty, returned_qty, recognised_qty, invoiced_qty'

const orderLine = (quantities: string): string =>
  `with o as (${insert({ table: '"order"', columns: 'net', values: '0' })} returning id)
   insert into app.order_lines (tenant_id, id, parent_id, position, ${lineColumns})
   select $tenant, gen_random_uuid(), id, 0, ${quantities}, 0, 0, 0, 0, 0 from o`

const running = { table: 'contract', columns: 'net, gross', values: '100, 113', state: 'active' }
const contract = `with c as (${insert(running)} returning id)`

const beyond = { table: '"order"', columns: 'contract_id, committed_net', values: 'c.id, 500' }

const invoice = (columns: string, given: string): string => insert({ table: 'invoice', columns, values: given })
const payment = (given: string): string =>
  insert({ table: 'payment', columns: 'amount, unapplied, unapplied_base', values: given })

/** Takes rows out past the log and lays them back. */
const taken = (table: string, where: string): Pick<Corruption, 'by' | 'mend'> => ({
  by: `create table app.kept as select * from app.${table} where tenant_id = $tenant and ${where};
    delete from app.${table} where tenant_id = $tenant and ${where}`,
  mend: `insert into app.${table} select * from app.kept; drop table app.kept`,
})

/** Writes past the log and back. */
const set = (table: string, change: string, back: string): Pick<Corruption, 'by' | 'mend'> => ({
  by: `update app.${table} set ${change.replace(' where ', ' where tenant_id = $tenant and ')}`,
  mend: `update app.${table} set ${back.replace(' where ', ' where tenant_id = $tenant and ')}`,
})

const converted = `insert into app.event (tenant_id, recorded_at, seq, id, at, type, object, record_id, act, state_to,
    version, changes, parts, input, passed, actor_kind, channel, command_id, case_id, related)
  select $tenant, now(), 100000 + n, gen_random_uuid(), now(), 'lead.converted', 'lead',
    '00000000-0000-7000-8000-000000000001', 'convert', 'converted', n, '{}', '{}', '{}', '[]', 'person', 'ui',
    gen_random_uuid(), gen_random_uuid(), '[]' from generate_series(1, 2) as n`

const crookedEntry = `with j as (${insert({
  table: 'journal',
  columns: 'key, posting_date, debit_total, credit_total',
  values: "'J-P1', current_date, 100, 100",
})} returning id)
  insert into app.journal_lines (tenant_id, id, parent_id, position, account_code, debit, credit)
  select $tenant, gen_random_uuid(), id, n, code, d, c
  from j, (values (0, '1002', 100, 0), (1, '6001', 0, 90)) as l(n, code, d, c)`

const unbilled = insert({ table: '"order"', columns: 'unbilled_base, unbilled_tax_base', values: '700, 80' })
const issued = 'gross, open_amount, open_base, issue_date'
const day = "interval '1 day'"

const ofTheLog: Corruption[] = [
  {
    what: 'a value that no event tells',
    rule: 'replay',
    ...set('product', "name = name || '?' where code = 'P1'", "name = rtrim(name, '?') where code = 'P1'"),
  },
  {
    what: 'a state that no event tells',
    rule: 'replay',
    ...set('account', "state = 'held' where name = '甲'", "state = 'pool' where name = '甲'"),
  },
  { what: 'a row that was deleted past the log', rule: 'record_lost', ...taken('product', "code = 'P2'") },
  { what: 'an event that was taken out of the log', rule: 'log_order', ...taken('event', 'seq = 5') },
  {
    what: 'a log that ends before its counter',
    rule: 'log_gap',
    ...set('counter', "value = value + 1 where name = 'event'", "value = value - 1 where name = 'event'"),
  },
  {
    what: 'a version that was skipped',
    rule: 'versions',
    ...set('event', 'version = 3 where seq = 4', 'version = 1 where seq = 4'),
  },
  {
    what: 'a lead that was converted twice',
    rule: 'conversion',
    by: converted,
    mend: `${wipe('event')} and seq > 100000`,
  },
  {
    what: 'stages that leave a gap',
    rule: 'stage_history',
    ...set(
      'opportunity_stage_history',
      `left_at = left_at - ${day} where left_at is not null`,
      `left_at = left_at + ${day} where left_at is not null`,
    ),
  },
  {
    what: 'a won deal without a proof',
    rule: 'win_proof',
    ...set('opportunity', "entry_mode = 'manual' where no = 'O3'", "entry_mode = 'import' where no = 'O3'"),
  },
]

const ofTheBooks: Corruption[] = [
  { what: 'stock that no document moved', rule: 'stock_moved', by: stock(5, 0), mend: wipe('stock') },
  { what: 'reservations no order holds', rule: 'stock_reserved', by: stock(5, 2), mend: wipe('stock') },
  { what: 'more reserved than there is', rule: 'reserved_on_hand', by: stock(0, 2), mend: wipe('stock') },
  {
    what: 'an unapplied rest that is wrong',
    rule: 'unapplied_left',
    by: payment('10000, 9000, 9000'),
    mend: wipe('payment'),
  },
  {
    what: 'receipts the ledger does not know',
    rule: 'unapplied',
    by: payment('10000, 10000, 10000'),
    mend: wipe('payment'),
  },
  {
    what: 'receivables the ledger does not know',
    rule: 'receivable',
    by: invoice(issued, '10000, 10000, 10000, current_date'),
    mend: wipe('invoice'),
  },
  {
    what: 'an open amount that is wrong',
    rule: 'open_left',
    by: invoice(issued, '10000, 9000, 9000, current_date'),
    mend: wipe('invoice'),
  },
  {
    what: 'invoice numbers with a gap',
    rule: 'fiscal_numbers',
    by: `${invoice('fiscal_no, series', "'INV26' || n, 'INV26'")} from unnest(array['00000001', '00000003']) as n`,
    mend: wipe('invoice'),
  },
  {
    what: 'advances the ledger does not know',
    rule: 'contract_liability',
    by: invoice('liability_base', '500'),
    mend: wipe('invoice'),
  },
  { what: 'deliveries the ledger does not know', rule: 'unbilled', by: unbilled, mend: wipe('"order"') },
  { what: 'deferred tax the ledger does not know', rule: 'deferred_vat', by: unbilled, mend: wipe('"order"') },
  {
    what: 'goods in transit the ledger does not know',
    rule: 'transit',
    by: orderLine('2, 1, 900'),
    mend: wipe('order_lines', '"order"'),
  },
  {
    what: 'an order line shipped beyond what was ordered',
    rule: 'shipped_ordered',
    by: orderLine('1, 2, 0'),
    mend: wipe('order_lines', '"order"'),
  },
  {
    what: 'orders beyond their contract',
    rule: 'ordered_contract',
    by: `${contract} ${insert(beyond)} from c`,
    mend: wipe('"order"', 'contract'),
  },
  {
    what: 'a payment plan that is not the contract',
    rule: 'plan_gross',
    by: `${contract} insert into app.contract_plan (tenant_id, id, parent_id, position, amount)
      select $tenant, gen_random_uuid(), id, 0, 100 from c`,
    mend: wipe('contract_plan', 'contract'),
  },
  { what: 'an entry that does not balance', rule: 'entry', by: crookedEntry, mend: wipe('journal_lines', 'journal') },
  {
    what: 'a trial balance that is not zero',
    rule: 'trial_balance',
    by: crookedEntry,
    mend: wipe('journal_lines', 'journal'),
  },
]

export const corruptions: readonly Corruption[] = [...ofTheLog, ...ofTheBooks]
