/** The sums a verification compares: each question is one statement over a company's own tables. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { tableOf } from './columns.ts'
import type { Tx } from './database.ts'

export interface LogSums {
  readonly count: bigint
  readonly first: bigint | null
  readonly last: bigint | null
  readonly counter: bigint | null
}

/** How many events there are, from which number to which, and where the counter stands. */
export async function logSums(tx: Tx, tenantId: string): Promise<LogSums> {
  const [row] = await tx.query<LogSums>(
    `select count(*) as count, min(seq) as first, max(seq) as last,
       (select value from app.counter where tenant_id = $1 and name = 'event') as counter
     from app.event where tenant_id = $1`,
    [tenantId],
  )
  return row as LogSums
}

export interface Finding {
  readonly id: string
  readonly found: string
}

/** Numbers of the log that stand twice or whose predecessor is missing. */
export const logHoles = (tx: Tx, tenantId: string): Promise<Finding[]> =>
  tx.query<Finding>(
    `select id, seq::text as found from
       (select id, seq, lag(seq) over (order by seq) as before from app.event where tenant_id = $1) e
      where before is not null and seq <> before + 1 order by seq limit 100`,
    [tenantId],
  )

/** Events of one record whose versions do not follow one another. */
export const versionHoles = (tx: Tx, tenantId: string): Promise<(Finding & { readonly object: string })[]> =>
  tx.query(
    `select record_id as id, object, version::text as found from
       (select record_id, object, version, seq, lag(version) over w as before from app.event where tenant_id = $1
        window w as (partition by object, record_id order by seq)) e
      where version <> coalesce(before, 0) + 1 order by seq limit 100`,
    [tenantId],
  )

/** Records in order of their ids, a page at a time. */
export async function recordIds(
  tx: Tx,
  place: { tenantId: string; declaration: Declaration },
  page: { after: string; limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from ${tableOf(place.declaration.name)} where tenant_id = $1 and id > $2 order by id limit $3`,
    [place.tenantId, page.after, page.limit],
  )
  return rows.map((row) => row.id)
}

/** Records the log knows and has not removed, whose rows are gone. */
export const lostRecords = (tx: Tx, place: { tenantId: string; declaration: Declaration }): Promise<Finding[]> =>
  tx.query<Finding>(
    `select e.record_id as id, max(e.seq)::text as found from app.event e
      where e.tenant_id = $1 and e.object = $2
        and not exists (
          select 1 from ${tableOf(place.declaration.name)} t where t.tenant_id = $1 and t.id = e.record_id)
      group by e.record_id having (array_agg(e.act order by e.seq desc))[1] <> 'remove' limit 100`,
    [place.tenantId, place.declaration.name],
  )

/** Debit less credit by legal entity and account. */
export const ledgerBalances = (
  tx: Tx,
  tenantId: string,
): Promise<{ entity: string; code: string; balance: bigint }[]> =>
  tx.query(
    `select j.entity_id as entity, l.account_code as code,
       (coalesce(sum(l.debit), 0) - coalesce(sum(l.credit), 0))::bigint as balance
     from app.journal_lines l join app.journal j on j.tenant_id = l.tenant_id and j.id = l.parent_id
     where l.tenant_id = $1 group by 1, 2`,
    [tenantId],
  )

/** Under which codes the company keeps its accounts, now and before. */
export const accountMappings = (tx: Tx, tenantId: string): Promise<Loose[]> =>
  tx.query<Loose>(
    `select key, code, name_zh as "nameZh", name_en as "nameEn", former_codes as "formerCodes"
     from app.account_mapping where tenant_id = $1`,
    [tenantId],
  )

export const entrySums = (tx: Tx, tenantId: string): Promise<{ id: string; debit: bigint; credit: bigint }[]> =>
  tx.query(
    `select j.id, coalesce(sum(l.debit), 0)::bigint as debit, coalesce(sum(l.credit), 0)::bigint as credit
     from app.journal j left join app.journal_lines l on l.tenant_id = j.tenant_id and l.parent_id = j.id
     where j.tenant_id = $1 group by j.id having coalesce(sum(l.debit), 0) <> coalesce(sum(l.credit), 0)
       or count(l.id) < 2 limit 100`,
    [tenantId],
  )

/** What the records behind the control accounts add up to, by legal entity, in base currency. */
export const recordSums = (tx: Tx, tenantId: string): Promise<{ entity: string; kind: string; amount: bigint }[]> =>
  tx.query(
    `select entity_id as entity, 'openInvoices' as kind, coalesce(sum(open_base), 0)::bigint as amount
       from app.invoice where tenant_id = $1 group by 1
     union all select entity_id, 'invoicedNotDelivered', coalesce(sum(liability_base), 0)::bigint
       from app.invoice where tenant_id = $1 group by 1
     union all select entity_id, 'unappliedReceipts', coalesce(sum(unapplied_base), 0)::bigint
       from app.payment where tenant_id = $1 and state <> 'reversed' group by 1
     union all select entity_id, 'deliveredNotInvoiced', coalesce(sum(unbilled_base), 0)::bigint
       from app."order" where tenant_id = $1 group by 1
     union all select entity_id, 'deferredTax', coalesce(sum(unbilled_tax_base), 0)::bigint
       from app."order" where tenant_id = $1 group by 1
     union all select o.entity_id, 'goodsInTransit', coalesce(sum(l.transit_cost), 0)::bigint
       from app.order_lines l join app."order" o on o.tenant_id = l.tenant_id and o.id = l.parent_id
       where l.tenant_id = $1 group by 1`,
    [tenantId],
  )

/** Stock against posted movements, shipments that left, and what orders reserve. */
export const stockSums = (
  tx: Tx,
  tenantId: string,
): Promise<{ id: string; onHand: string; reserved: string; moved: string; reservedByOrders: string }[]> =>
  tx.query(
    `with moved as (
       select warehouse_id, product_id, sum(qty) as qty from (
         select m.warehouse_id, l.product_id, l.delta as qty
           from app.movement_lines l join app.movement m on m.tenant_id = l.tenant_id and m.id = l.parent_id
          where l.tenant_id = $1 and m.state = 'posted'
         union all
         select m.to_warehouse_id, l.product_id, -l.delta
           from app.movement_lines l join app.movement m on m.tenant_id = l.tenant_id and m.id = l.parent_id
          where l.tenant_id = $1 and m.state = 'posted' and m.kind = 'transfer'
         union all
         select s.warehouse_id, l.product_id, -l.base_qty
           from app.shipment_lines l join app.shipment s on s.tenant_id = l.tenant_id and s.id = l.parent_id
          where l.tenant_id = $1 and s.shipped_at is not null and s.state <> 'cancelled' and l.stock_tracked
       ) each group by 1, 2),
     held as (
       select l.warehouse_id, l.product_id, sum(l.reserved_qty) as qty
         from app.order_lines l where l.tenant_id = $1 and l.reserved_qty <> 0 group by 1, 2)
     select t.id, coalesce(t.on_hand, 0) as "onHand", coalesce(t.reserved, 0) as reserved,
       coalesce(moved.qty, 0) as moved, coalesce(held.qty, 0) as "reservedByOrders"
     from app.stock t
       left join moved on moved.warehouse_id = t.warehouse_id and moved.product_id = t.product_id
       left join held on held.warehouse_id = t.warehouse_id and held.product_id = t.product_id
     where t.tenant_id = $1`,
    [tenantId],
  )

export const paymentSums = (
  tx: Tx,
  tenantId: string,
): Promise<{ id: string; amount: bigint; allocated: bigint; unapplied: bigint }[]> =>
  tx.query(
    `select p.id, p.amount, (coalesce(a.sum, 0) + coalesce(p.used_before, 0))::bigint as allocated,
       coalesce(p.unapplied, 0) as unapplied
     from app.payment p left join (
       select parent_id, sum(amount) as sum from app.payment_allocations
        where tenant_id = $1 and reversed_at is null group by 1) a on a.parent_id = p.id
     where p.tenant_id = $1 and p.state <> 'reversed'`,
    [tenantId],
  )

export const invoiceSums = (
  tx: Tx,
  tenantId: string,
): Promise<{ id: string; gross: bigint; settled: bigint; open: bigint }[]> =>
  tx.query(
    `select i.id, i.gross, (coalesce(a.sum, 0) + coalesce(i.paid_before, 0))::bigint as settled,
       coalesce(i.open_amount, 0) as open
     from app.invoice i left join (
       select invoice_id, sum(amount + coalesce(written_off, 0)) as sum from app.payment_allocations
        where tenant_id = $1 and reversed_at is null group by 1) a on a.invoice_id = i.id
     where i.tenant_id = $1 and i.issue_date is not null and i.state not in ('draft', 'requested', 'void')`,
    [tenantId],
  )

export const orderLineSums = (tx: Tx, tenantId: string): Promise<Loose[]> =>
  tx.query<Loose>(
    `select l.id, l.qty, l.cancelled_qty as cancelled, l.shipped_qty as shipped, l.delivered_qty as delivered,
       l.returned_qty as returned, l.recognised_qty as recognised, l.invoiced_qty as invoiced
     from app.order_lines l where l.tenant_id = $1
       and (l.shipped_qty > l.qty or l.delivered_qty > l.shipped_qty or l.returned_qty > l.delivered_qty
         or l.recognised_qty > l.qty or l.invoiced_qty > l.qty) limit 100`,
    [tenantId],
  )

export const contractSums = (
  tx: Tx,
  tenantId: string,
): Promise<{ id: string; net: bigint; gross: bigint; ordered: bigint; planned: bigint; hasPlan: boolean }[]> =>
  tx.query(
    `select c.id, coalesce(c.net, 0) as net, coalesce(c.gross, 0) as gross, coalesce(o.sum, 0)::bigint as ordered,
       coalesce(p.sum, 0)::bigint as planned, p.parent_id is not null as "hasPlan"
     from app.contract c
       left join (select contract_id, sum(committed_net) as sum from app."order"
         where tenant_id = $1 and state <> 'cancelled' and contract_id is not null group by 1) o on o.contract_id = c.id
       left join (select parent_id, sum(amount) as sum from app.contract_plan where tenant_id = $1 group by 1) p
         on p.parent_id = c.id
     where c.tenant_id = $1 and c.state in ('active', 'completed', 'closed')`,
    [tenantId],
  )

/** Fiscal numbers by entity and series, as whole numbers; old invoices keep numbers of other series. */
export const fiscalNumbers = (tx: Tx, tenantId: string): Promise<{ series: string; no: number }[]> =>
  tx.query(
    `select left(fiscal_no, -8) as series, right(fiscal_no, 8)::int as no from app.invoice
      where tenant_id = $1 and series is not null and fiscal_no ~ '[0-9]{8}$'`,
    [tenantId],
  )

/** Intervals of an opportunity's stages that leave a gap, overlap, or do not end where it closed. */
export const stageGaps = (tx: Tx, tenantId: string): Promise<Finding[]> =>
  tx.query<Finding>(
    `select distinct on (id) id, found from (
       select o.id, h.stage as found, o.state, o.closed_at, h.left_at, h.entered_at,
         lead(h.entered_at) over w as next_at, lead(h.id) over w as next
       from app.opportunity o join app.opportunity_stage_history h on h.tenant_id = o.tenant_id and h.parent_id = o.id
       where o.tenant_id = $1 window w as (partition by o.id order by h.position)) each
     where (left_at is not null and left_at < entered_at)
       or (next is not null and next_at is distinct from left_at)
       or (next is null and state = 'open' and left_at is not null)
       or (next is null and state <> 'open' and left_at is distinct from closed_at)
     order by id limit 100`,
    [tenantId],
  )

/** Leads that became more than one opportunity, and deals that are won by no or by several documents. */
export const conversions = (tx: Tx, tenantId: string): Promise<Finding[]> =>
  tx.query<Finding>(
    `select record_id as id, count(*)::text as found from app.event
      where tenant_id = $1 and type = 'lead.converted' group by record_id having count(*) > 1 limit 100`,
    [tenantId],
  )

export const winsWithoutProof = (tx: Tx, tenantId: string): Promise<Finding[]> =>
  tx.query<Finding>(
    `select id, found::text from (select id, state, entry_mode,
         num_nonnulls(won_contract_id, won_quote_id, won_order_id, won_amendment_id) as found
       from app.opportunity where tenant_id = $1) t
      where state = 'won' and entry_mode <> 'import' and found <> 1 limit 100`,
    [tenantId],
  )

/** Values of a filterable field of one's own that stand otherwise beside the record than in it. */
export const customValueGaps = (tx: Tx, tenantId: string, asked: { object: string; key: string }): Promise<Finding[]> =>
  tx.query<Finding>(
    `select t.id, t.custom ->> $3 as found from ${tableOf(asked.object)} t
       left join app.custom_value v on v.tenant_id = $1 and v.object = $2 and v.field = $3 and v.record_id = t.id
      where t.tenant_id = $1 and (t.custom ->> $3 is null) <>
        (coalesce(v.text_value, v.number_value::text, v.time_value::text) is null) limit 100`,
    [tenantId, asked.object, asked.key],
  )
