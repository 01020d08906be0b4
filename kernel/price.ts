/** Price books: which price holds for a product on a date, at a quantity, for a buyer. */
import { Exact } from './money.ts'

/** From the most particular to the most general: the first that has a price wins. */
const scopeOrder = ['contract', 'customer', 'channel', 'tier', 'region', 'standard'] as const

export type PriceScope = (typeof scopeOrder)[number]

export interface PriceEntry {
  readonly product: string
  readonly minQty: string
  readonly listPrice: string
  readonly floorPrice: string | null
}

/** `scopeKey` names the contract, customer, channel, tier or region; null for standard. Dates are inclusive. */
export interface PriceBook {
  readonly id: string
  readonly scope: PriceScope
  readonly scopeKey: string | null
  readonly currency: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly entries: readonly PriceEntry[]
}

export interface PriceQuestion {
  readonly product: string
  readonly date: string
  readonly qty: string
  readonly currency: string
  readonly buyer: Partial<Record<Exclude<PriceScope, 'standard'>, string | null>>
}

export type ResolvedPrice =
  | { ok: true; bookId: string; scope: PriceScope; entry: PriceEntry }
  | { ok: false; code: 'PRICE_NOT_FOUND' }

export interface PriceProblem {
  readonly code: 'PRICEBOOK_OVERLAP' | 'PRICEBOOK_FLOOR'
  readonly product: string
  readonly bookIds: readonly string[]
}

/** Contract, customer, channel, tier, region, standard; within one scope the largest minimum quantity reached. */
export function resolvePrice(books: readonly PriceBook[], question: PriceQuestion): ResolvedPrice {
  const running = books.filter((book) => book.currency === question.currency && isRunning(book, question.date))
  for (const scope of scopeOrder) {
    const found = running
      .filter((book) => book.scope === scope && appliesTo(book, question))
      .flatMap((book) => book.entries.map((entry) => ({ ok: true as const, bookId: book.id, scope, entry })))
      .filter(({ entry }) => entry.product === question.product && new Exact(entry.minQty).lte(question.qty))
      .sort((a, b) => new Exact(b.entry.minQty).cmp(a.entry.minQty))
    if (found[0]) return found[0]
  }
  return { ok: false, code: 'PRICE_NOT_FOUND' }
}

/** Every price that another contradicts on some day, and every floor above its list price. */
export function priceProblems(books: readonly PriceBook[]): PriceProblem[] {
  const problems: PriceProblem[] = []
  const seen = new Map<string, PriceBook[]>()
  for (const book of books) {
    for (const entry of book.entries) {
      const { product } = entry
      if (entry.floorPrice !== null && new Exact(entry.floorPrice).gt(entry.listPrice)) {
        problems.push({ code: 'PRICEBOOK_FLOOR', product, bookIds: [book.id] })
      }
      const minQty = new Exact(entry.minQty).toFixed()
      const key = JSON.stringify([book.scope, book.scopeKey, book.currency, product, minQty])
      const rivals = seen.get(key) ?? []
      for (const rival of rivals) {
        if (meet(rival, book)) problems.push({ code: 'PRICEBOOK_OVERLAP', product, bookIds: [rival.id, book.id] })
      }
      seen.set(key, [...rivals, book])
    }
  }
  return problems
}

function isRunning(book: PriceBook, date: string): boolean {
  return book.validFrom <= date && (book.validTo === null || date <= book.validTo)
}

function appliesTo(book: PriceBook, question: PriceQuestion): boolean {
  if (book.scope === 'standard') return true
  return book.scopeKey !== null && book.scopeKey === question.buyer[book.scope]
}

function meet(a: PriceBook, b: PriceBook): boolean {
  return (b.validTo === null || a.validFrom <= b.validTo) && (a.validTo === null || b.validFrom <= a.validTo)
}
