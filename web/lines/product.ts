/** What a chosen product brings into a row: description, unit, price by the books, VAT rate. */

import { Exact } from '../../kernel/money.ts'
import { type PriceBook, type PriceScope, resolvePrice } from '../../kernel/price.ts'
import type { Settings } from '../../kernel/settings.ts'
import type { Entry, FieldMeta, Money } from '../api/types.ts'
import type { LineRow } from './rows.ts'
import { isNumber } from './typed.ts'

/** What prices depend on besides the product; the server lays the same prices on the lines. */
export interface Pricing {
  readonly books: readonly Entry[]
  readonly currency: string
  readonly baseCurrency: Settings['baseCurrency']
  readonly priceMode: 'incl' | 'excl'
  readonly today: string
  readonly accountId?: string | null | undefined
}

/** Row field ← field of the product. */
const brought: Readonly<Record<string, string>> = { description: 'name', unit: 'unit', vatRate: 'vatRate' }

/** The row a product goes into, and the fields that rows have. */
export interface Into {
  readonly fields: readonly FieldMeta[]
  readonly row: LineRow
}

export function fillFrom(product: Entry, { fields, row }: Into, pricing: Pricing): LineRow {
  const patch: Record<string, unknown> = { productId: product.id }
  const has = (name: string) => fields.some((field) => field.name === name && !field.computed)
  for (const [name, from] of Object.entries(brought)) {
    const value = product[from]
    if (has(name) && value !== undefined && value !== null) patch[name] = value
  }
  if (has('qty') && !row.qty) patch.qty = String(product.moq ?? '1')
  const price = listPrice(product, String(patch.qty ?? row.qty ?? '0'), pricing)
  if (has('price')) patch.price = price
  if (fields.some((field) => field.name === 'listPrice')) patch.listPrice = price
  return patch
}

/** Only where the row says nothing yet: for pasted rows, whose own numbers count. */
export function fillGaps(product: Entry, into: Into, pricing: Pricing): LineRow {
  const { row } = into
  const patch = fillFrom(product, into, pricing)
  const open = Object.entries(patch).filter(
    ([name]) => name === 'productId' || row[name] === null || row[name] === undefined || row[name] === '',
  )
  return Object.fromEntries(open)
}

/** By the books that apply, else the product's own in base currency; with tax where prices include it. */
function listPrice(product: Entry, qty: string, pricing: Pricing): string | null {
  const { currency, baseCurrency, priceMode, today, accountId } = pricing
  const answer = resolvePrice(booksOf(pricing.books), {
    product: product.id,
    date: today,
    currency,
    qty: isNumber(qty) ? qty : '0',
    buyer: { customer: accountId ?? null },
  })
  const own = currency === baseCurrency ? plain(product.listPrice) : null
  const net = answer.ok ? answer.entry.listPrice : own
  if (net === null) return null
  const vatRate = String(product.vatRate ?? '0')
  const rate = priceMode === 'incl' && isNumber(vatRate) ? vatRate : '0'
  return new Exact(net).times(new Exact(1).plus(rate)).toDecimalPlaces(6).toFixed()
}

function booksOf(books: readonly Entry[]): PriceBook[] {
  return books.map((book) => ({
    id: book.id,
    scope: book.scope as PriceScope,
    scopeKey: book.scope === 'customer' ? ((book.accountId as string | null) ?? null) : null,
    currency: String(book.currency),
    validFrom: String(book.validFrom),
    validTo: (book.validTo as string | null) ?? null,
    entries: ((book.entries ?? []) as readonly LineRow[]).map((entry) => ({
      product: String(entry.productId),
      minQty: String(entry.minQty ?? '0'),
      listPrice: String(entry.listPrice),
      floorPrice: null,
    })),
  }))
}

function plain(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? (value as Money).amount : String(value)
}
