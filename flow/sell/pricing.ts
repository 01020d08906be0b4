/** Puts catalogue prices, units and costs on the lines of a document. Pure; prices in books are without tax. */
import type { Loose } from '../../kernel/fact.ts'
import { Exact, roundToMinor } from '../../kernel/money.ts'
import { type PriceBook, type PriceScope, resolvePrice } from '../../kernel/price.ts'
import type { Settings } from '../../kernel/settings.ts'

/** Books as rows and their entries as rows, put together as the kernel looks at them. */
export function booksFrom(books: readonly Loose[], entries: readonly Loose[]): PriceBook[] {
  return books.map((book) => ({
    id: book.id,
    scope: book.scope as PriceScope,
    scopeKey: scopeKeyOf(book),
    currency: book.currency,
    validFrom: book.validFrom,
    validTo: book.validTo ?? null,
    entries: entries
      .filter((entry) => entry.parentId === book.id)
      .map((entry) => ({
        product: entry.productId,
        minQty: entry.minQty ?? '0',
        listPrice: entry.listPrice,
        floorPrice: entry.floorPrice ?? null,
      })),
  }))
}

export function scopeKeyOf(book: Loose): string | null {
  const keys: Record<string, string | null> = {
    customer: book.accountId,
    tier: book.tier,
    channel: book.channel,
    region: book.region,
  }
  return keys[book.scope] ?? null
}

/** What pricing looks at besides the line itself. */
export interface Catalogue {
  readonly products: readonly Loose[]
  readonly units: readonly Loose[]
  readonly books: readonly PriceBook[]
  readonly account: Loose | null
  readonly date: string
  readonly currency: string
  readonly baseCurrency: string
  readonly fxRate: string | null
  readonly priceMode: 'incl' | 'excl'
  /** Prices that were list prices follow the list; not where a document before this one fixed them. */
  readonly follows: boolean
}

interface PricingContext {
  readonly record: Loose
  readonly facts: Loose
  readonly today: string
  readonly settings: Settings
}

/** All lines against the catalogue as it stands today. Facts: products, units, books, entries, account. */
export function pricedLines(
  { record, facts, today, settings }: PricingContext,
  terms: Pick<Catalogue, 'currency' | 'fxRate' | 'follows'>,
): Loose[] {
  const catalogue: Catalogue = {
    ...terms,
    products: facts.products,
    units: facts.units,
    books: booksFrom(facts.books, facts.entries),
    account: facts.account ?? null,
    date: today,
    baseCurrency: settings.baseCurrency,
    priceMode: record.priceMode ?? 'excl',
  }
  return record.lines.map((line: Loose) => priced(line, catalogue))
}

/** A line with unit, prices, tax rate and cost. What was typed stays; a price that was the list price follows it. */
export function priced(line: Loose, catalogue: Catalogue): Loose {
  const product = catalogue.products.find((one) => one.id === line.productId)
  if (!product) return { ...line, listPrice: line.price ?? null, floorPrice: null, cost: null }
  const unit = line.unit ?? product.unit
  const factor = factorOf(product, unit, catalogue.units)
  const vatRate = line.vatRate ?? product.vatRate
  const followed = line.price === null || (catalogue.follows && line.price === line.listPrice)
  const found = catalogPrice(product, line.qty, { factor, vatRate, catalogue })
  return {
    ...line,
    unit,
    vatRate,
    description: line.description ?? product.name,
    listPrice: found.listPrice,
    floorPrice: found.floorPrice,
    price: followed ? found.listPrice : line.price,
    cost: costOf(product, factor, { qty: line.qty, catalogue }),
  }
}

/** Base units in one of the unit; 1 for the base unit and for units the product does not know. */
export function factorOf(product: Loose, unit: string, units: readonly Loose[]): string {
  if (unit === product.unit) return '1'
  return units.find((row) => row.parentId === product.id && row.unit === unit)?.factor ?? '1'
}

interface About {
  readonly factor: string
  readonly vatRate: string
  readonly catalogue: Catalogue
}

/** The price of a book that applies; else the product's own, where the document is in base currency. */
function catalogPrice(product: Loose, qty: string | null, { factor, vatRate, catalogue }: About) {
  const { account, currency, baseCurrency } = catalogue
  const answer = resolvePrice(catalogue.books, {
    product: product.id,
    date: catalogue.date,
    currency,
    qty: new Exact(qty ?? '0').times(factor).toFixed(),
    buyer: {
      customer: account?.id ?? null,
      tier: account?.tier ?? null,
      channel: account?.channel ?? null,
      region: account?.region?.province ?? null,
    },
  })
  const own = currency === baseCurrency ? ((product.listPrice as string | null) ?? null) : null
  const list = answer.ok ? answer.entry.listPrice : own
  const floor = answer.ok ? answer.entry.floorPrice : null
  const shown = (net: string | null) =>
    net === null ? null : withTax(new Exact(net).times(factor).toFixed(), vatRate, catalogue)
  return { listPrice: shown(list), floorPrice: shown(floor) }
}

/** Where the document's prices include tax, so do the ones laid on it; six decimals. */
function withTax(net: string, vatRate: string, { priceMode }: Catalogue): string {
  const rate = priceMode === 'incl' && /^0/.test(vatRate) ? vatRate : '0'
  return new Exact(net).times(new Exact(1).plus(rate)).toDecimalPlaces(6).toFixed()
}

/** Standard cost of the whole line, in minor units of the document; null where it is not known. */
function costOf(
  product: Loose,
  factor: string,
  { qty, catalogue }: { qty: string | null; catalogue: Catalogue },
): bigint | null {
  const { standardCost } = product
  if (standardCost === null || standardCost === undefined || qty === null) return null
  const base = new Exact(standardCost).times(factor).times(qty)
  return roundToMinor(base.div(catalogue.fxRate ?? '1').toDecimalPlaces(12), catalogue.currency)
}
