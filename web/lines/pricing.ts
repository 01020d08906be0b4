/** The price books in force, for filling a row as soon as its product is chosen. */
import { useMemo } from 'react'
import { useAll } from '../admin/all.ts'
import type { PartMeta } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { todayIn } from '../ui/format.ts'
import type { Document } from './amounts.ts'
import type { Pricing } from './product.ts'

const active = { include: 'entries', filter: { field: 'state', op: '=', value: 'active' } } as const

export function usePricing({ currency, priceMode, accountId }: Document, part: PartMeta, locked: boolean): Pricing {
  const { company, objects } = useMeta()
  const wanted = !locked && part.fields.some((field) => field.name === 'productId')
  const asked = useAll('priceBooks', active, wanted && objects.priceBook?.can.read === true)
  const books = asked.data?.data
  const { baseCurrency, timeZone } = company
  return useMemo(
    () => ({ books: books ?? [], currency, priceMode, accountId, baseCurrency, today: todayIn(timeZone) }),
    [books, currency, priceMode, accountId, baseCurrency, timeZone],
  )
}
