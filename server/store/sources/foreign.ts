/** Open claims in foreign currency as they stood at the end of a month, read back from ledger and allocations (R13). */
import { codesOf } from '../../../flow/cash/mapping.ts'
import type { ForeignItem } from '../../../flow/cash/revaluing.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Source } from '../asking.ts'
import { accountMappings } from '../verify.ts'

/**
 * What was open on the day in the invoice's currency, and what the ledger carried for it. A revaluation of the same
 * day does not count, so that a second run sees what the first one saw; those of earlier months are back by then.
 */
export const foreignItems: Source = async (tx, { tenantId, record, timeZone, baseCurrency }) => {
  const month = record.month as string
  const codes = codesOf('receivable', await accountMappings(tx, tenantId))
  const rows = await tx.query<Loose>(
    `with day as (select ($3 || '-01')::date as first, (($3 || '-01')::date + interval '1 month')::date as next),
     settled as (
       select a.invoice_id, sum(a.amount + coalesce(a.written_off, 0)) as amount
         from app.payment_allocations a, day
        where a.tenant_id = $1 and (a.at at time zone $5)::date < day.next
          and (a.reversed_at is null or (a.reversed_at at time zone $5)::date >= day.next)
        group by 1),
     carried as (
       select l.invoice_id, sum(l.debit - l.credit) as amount
         from app.journal_lines l join app.journal j on j.tenant_id = l.tenant_id and j.id = l.parent_id, day
        where l.tenant_id = $1 and l.account_code = any($6) and j.entity_id = $2 and j.posting_date < day.next
          and l.invoice_id is not null
          and not (j.key in ('J-FXV', 'J-FXV-R') and j.posting_date = day.next - 1)
        group by 1)
     select i.id as "invoiceId", i.account_id as "accountId", i.currency,
       (i.gross - coalesce(i.paid_before, 0) - coalesce(s.amount, 0))::bigint as open,
       coalesce(c.amount, 0)::bigint as carrying,
       (select r.rate from app.fx_rate r, day
         where r.tenant_id = $1 and r.from_currency = i.currency and r.to_currency = $4
           and r.date >= day.first and r.date < day.next
         order by r.date desc, r.created_at desc limit 1) as rate
       from app.invoice i join carried c on c.invoice_id = i.id left join settled s on s.invoice_id = i.id
      where i.tenant_id = $1 and i.entity_id = $2 and i.currency <> $4
        and (c.amount <> 0 or i.gross - coalesce(i.paid_before, 0) - coalesce(s.amount, 0) <> 0)
      order by i.id`,
    [tenantId, record.entityId, month, baseCurrency, timeZone, codes],
  )
  return rows as unknown as readonly ForeignItem[]
}
