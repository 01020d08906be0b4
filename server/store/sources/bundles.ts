/** What the bundles on an order, and on the contract or quote it is made from, consist of. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Source } from '../asking.ts'

interface Part {
  readonly bundleId: string
  readonly productId: string
  readonly name: string
  readonly qty: string
  readonly listPrice: string | null
}

const deepest = 8

/** Bundles inside bundles are dissolved; a part that comes in twice counts together. */
export const bundleParts: Source = async (tx, { tenantId, record, held }): Promise<readonly Part[]> => {
  if (held && ![...held('product')].some((one) => one.kind === 'bundle')) return []
  const named = ((record.lines ?? []) as readonly Loose[]).map((line) => line.productId).filter(Boolean)
  return tx.prepared<Part>(
    `with recursive named as (
       select unnest($2::uuid[]) as id
       union select product_id from app.contract_lines where tenant_id = $1 and parent_id = $3::uuid
       union select product_id from app.quote_lines where tenant_id = $1 and parent_id = $4::uuid
     ), opened as (
       select p.id as bundle, b.product_id, b.qty as qty, b.position as place, 1 as depth
         from named n join app.product p on p.tenant_id = $1 and p.id = n.id and p.kind = 'bundle'
         join app.product_bundle b on b.tenant_id = $1 and b.parent_id = p.id
       union all
       select o.bundle, b.product_id, o.qty * b.qty, o.place, o.depth + 1
         from opened o join app.product p on p.tenant_id = $1 and p.id = o.product_id and p.kind = 'bundle'
         join app.product_bundle b on b.tenant_id = $1 and b.parent_id = p.id
        where o.depth < ${deepest}
     )
     select o.bundle as "bundleId", o.product_id as "productId", p.name, trim_scale(sum(o.qty))::text as qty,
            p.list_price as "listPrice"
       from opened o join app.product p on p.tenant_id = $1 and p.id = o.product_id and p.kind <> 'bundle'
      group by o.bundle, o.product_id, p.name, p.list_price order by o.bundle, min(o.place), o.product_id`,
    [tenantId, named, record.contractId ?? null, record.quoteId ?? null],
  )
}
