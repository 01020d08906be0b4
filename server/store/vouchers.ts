/** Ledger entries of one legal entity over a time, with their customers, for the file an accountant takes along. */
import type { Tx } from './database.ts'

export interface VoucherAsk {
  readonly tenantId: string
  readonly entityId: string
  readonly from: string
  readonly to: string
}

/** Where a page begins: after this entry. */
export interface VoucherMark {
  readonly date: string
  readonly no: string
  readonly id: string
}

export interface VoucherLine extends VoucherMark {
  readonly key: string
  readonly memo: string | null
  /** From 0 within its entry. */
  readonly position: number
  readonly account: string
  readonly debit: bigint
  readonly credit: bigint
  readonly customerNo: string | null
  readonly customer: string | null
}

/** Whole entries, `limit` of them, in order of their day and number. */
export const voucherLines = (
  tx: Tx,
  { tenantId, entityId, from, to }: VoucherAsk,
  page: { readonly after: VoucherMark | null; readonly limit: number },
): Promise<VoucherLine[]> =>
  tx.query<VoucherLine>(
    `with entry as (
       select j.id, j.no, j.posting_date, j.key, j.memo from app.journal j
        where j.tenant_id = $1 and j.state = 'posted' and j.entity_id = $2 and j.posting_date between $3 and $4
          and ($5::date is null or (j.posting_date, j.no, j.id) > ($5::date, $6::text, $7::uuid))
        order by j.posting_date, j.no, j.id limit $8)
     select e.id, e.no, e.posting_date as date, e.key, e.memo, l.position, l.account_code as account,
       coalesce(l.debit, 0) as debit, coalesce(l.credit, 0) as credit, a.no as "customerNo", a.name as customer
     from entry e join app.journal_lines l on l.tenant_id = $1 and l.parent_id = e.id
       left join app.account a on a.tenant_id = $1 and a.id = l.account_id
     order by e.posting_date, e.no, e.id, l.position`,
    [
      tenantId,
      entityId,
      from,
      to,
      page.after?.date ?? null,
      page.after?.no ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  )
