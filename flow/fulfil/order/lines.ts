/** Arithmetic of order lines: amounts, base units, what is still open, and what the header makes of them. */
import type { Loose } from '../../../kernel/fact.ts'
import { computeLine, lineProblem, spreadHeaderDiscount, type TaxedLine, totalsOf } from '../../../kernel/lines.ts'
import { convert, Exact, roundToMinor } from '../../../kernel/money.ts'
import type { Settings } from '../../../kernel/settings.ts'
import {
  atLeastZero,
  equals,
  exceeds,
  isPositive,
  minus,
  plus,
  proportion,
  shareOf,
  times,
  total,
} from '../../quantity.ts'
import { mostOf, shared, together, wholes } from './bundles.ts'

type Lines = readonly Loose[]

export const lineInput = (line: Loose, priceMode: string | null) => ({
  qty: line.qty ?? '',
  price: line.price ?? '',
  discount: line.discount ?? '0',
  vatRate: line.vatRate,
  priceMode: priceMode === 'incl' ? ('incl' as const) : ('excl' as const),
})

/** Net, tax and gross of a line; none where it cannot be computed, which a guard then says. */
export function priced(line: Loose, priceMode: string | null, currency: string): Loose {
  const input = lineInput(line, priceMode)
  return lineProblem(input) ? { ...line, net: 0n, tax: 0n, gross: 0n } : { ...line, ...computeLine(input, currency) }
}

/** Base units per typed unit: 1 for the base unit, the declared factor of an alternate, else null. */
export function factorOf(unit: string | null, product: Loose | undefined): string | null {
  if (!product) return null
  if (!unit || unit === product.unit) return '1'
  return (product.units as Lines | undefined)?.find((row) => row.unit === unit)?.factor ?? null
}

/** Copies onto the line what its product decides, so that later steps need not ask again. */
export function settled(line: Loose, product: Loose | undefined, baseCurrency: string): Loose {
  if (!product) return line
  const unit = line.unit ?? product.unit ?? null
  const factor = factorOf(unit, product)
  const baseQty = factor === null ? null : new Exact(times(line.qty, factor)).toDecimalPlaces(4).toFixed()
  return {
    ...line,
    unit,
    factor,
    price:
      line.price ?? (factor === null ? null : new Exact(times(product.listPrice, factor)).toDecimalPlaces(6).toFixed()),
    vatRate: line.vatRate ?? product.vatRate ?? null,
    baseQty,
    description: line.description ?? product.name ?? null,
    kind: product.kind ?? 'goods',
    stockTracked: product.stockTracked === true,
    revRule: product.revRule ?? 'on_receipt',
    cost: baseQty === null ? null : roundToMinor(times(baseQty, product.standardCost), baseCurrency),
  }
}

/** Ordered and not cancelled. */
export const wantedQty = (line: Loose): string => minus(line.qty, line.cancelledQty)
export const openQty = (line: Loose): string => atLeastZero(minus(wantedQty(line), line.shippedQty))
/** The same in base units. */
export const openBase = (line: Loose): string => times(openQty(line), line.factor ?? '1')
export const isService = (line: Loose): boolean => line.kind === 'service' || line.kind === 'subscription'

/** How much of a line the customer may be invoiced for by delivery. */
export const billableQty = (line: Loose): string =>
  exceeds(line.recognisedQty, line.deliveredQty) ? plus(line.recognisedQty) : plus(line.deliveredQty)

/** The part of a line's amounts that a quantity stands for, counted from its beginning, so that parts add up. */
export function amountsUpTo(line: Loose, qty: string): { net: bigint; tax: bigint; gross: bigint } {
  const net = shareOf(line.net ?? 0n, qty, line.qty)
  const gross = shareOf(line.gross ?? 0n, qty, line.qty)
  return { net, gross, tax: gross - net }
}

export function amountsBetween(line: Loose, from: string, to: string): { net: bigint; tax: bigint; gross: bigint } {
  const before = amountsUpTo(line, from)
  const after = amountsUpTo(line, to)
  return { net: after.net - before.net, tax: after.tax - before.tax, gross: after.gross - before.gross }
}

/** Everything the header says about its lines; computed at every write. */
export function headerOf(order: Loose, settings: Settings) {
  const currency = (order.currency ?? settings.baseCurrency) as string
  const alone = (order.lines as Lines).map((line) => priced(line, order.priceMode, currency))
  const lines = discounted(order, shared(alone, order.priceMode === 'incl' ? 'incl' : 'excl', currency), currency)
  const typed = { net: order.net ?? 0n, tax: order.tax ?? 0n, gross: order.gross ?? 0n }
  // Old records may come in with totals alone.
  const totals = lines.length > 0 ? totalsOf(lines as unknown as Parameters<typeof totalsOf>[0]) : typed
  const inBase = (amount: bigint) => convert(amount, order.fxRate ?? '1', { from: currency, to: settings.baseCurrency })
  const committed = lines.map((line) => amountsUpTo(line, wantedQty(line)))
  const undelivered = lines.map((line) => amountsBetween(line, least(line), wantedQty(line)).gross)
  const committedGross = total(committed.map((one) => one.gross))
  return {
    lines,
    ...totals,
    netBase: inBase(totals.net),
    grossBase: inBase(totals.gross),
    committedNet: total(committed.map((one) => one.net)),
    committedGross,
    undeliveredBase: inBase(total(undelivered)),
    deliveryStatus: deliveryStatus(lines),
    billingStatus: share(order.invoicedGross ?? 0n, committedGross),
    paymentStatus: share(order.paidGross ?? 0n, committedGross),
  }
}

/** The header discount, spread over the lines as on the quote or contract it came from. */
function discounted(order: Loose, lines: Loose[], currency: string): Loose[] {
  const discount = (order.headerDiscount ?? 0n) as bigint
  if (discount <= 0n || discount > headerBase(order, lines)) return lines
  const mode = order.priceMode === 'incl' ? ('incl' as const) : ('excl' as const)
  const spread = spreadHeaderDiscount(
    lines.map((line) => ({ ...line, priceMode: mode }) as Loose & TaxedLine),
    discount,
    currency,
  )
  return spread.map(({ priceMode: _mode, ...line }) => line)
}

/** What a header discount is taken off: the total with tax where prices include it, else without. */
export const headerBase = (order: Loose, lines: Lines): bigint =>
  total(lines.map((line) => (order.priceMode === 'incl' ? line.gross : line.net) as bigint))

const least = (line: Loose): string => {
  const delivered = billableQty(line)
  return exceeds(delivered, wantedQty(line)) ? wantedQty(line) : delivered
}

const share = (part: bigint, whole: bigint): 'none' | 'partly' | 'full' =>
  part <= 0n ? 'none' : part < whole ? 'partly' : 'full'

export const allShipped = (lines: Lines): boolean =>
  lines.some((line) => isPositive(line.shippedQty)) && lines.every((line) => !exceeds(wantedQty(line), line.shippedQty))
export const allDelivered = (lines: Lines): boolean =>
  lines.some((line) => isPositive(line.deliveredQty)) &&
  lines.every((line) => !exceeds(wantedQty(line), line.deliveredQty))

function deliveryStatus(lines: Lines) {
  if (allDelivered(lines)) return 'delivered' as const
  if (lines.some((line) => isPositive(line.deliveredQty))) return 'partly_delivered' as const
  if (allShipped(lines)) return 'shipped' as const
  return lines.some((line) => isPositive(line.shippedQty)) ? ('partly_shipped' as const) : ('none' as const)
}

/** The part of the source's header discount that falls on what is ordered of its lines. */
export function discountFrom(source: Loose, lines: Lines): bigint {
  const whole = (source.headerDiscount ?? 0n) as bigint
  const shares = together(lines).map(([line]) => {
    const from = (source.lines as Lines).find((one) => one.id === line?.sourceLineId)
    const base = ((source.priceMode === 'incl' ? from?.gross : from?.net) ?? 0n) as bigint
    return shareOf(base, line ? wholes(line, line.qty) : '0', from?.qty ?? '1')
  })
  return proportion(whole, total(shares), headerBase(source, source.lines as Lines))
}

/** Lines of an order made from a quote or contract: what is not yet ordered of each. */
export function linesFrom(source: Loose, ordered: Lines): Loose[] {
  return (source.lines as Lines).flatMap((line) => {
    const before = together(ordered.filter((one) => one.sourceLineId === line.id))
    const left = minus(line.qty, ...before.map((group) => mostOf(group, wantedQty)))
    if (!isPositive(left)) return []
    const { productId, description, unit, price, discount, vatRate } = line
    return [
      { productId, description, unit, qty: left, price, discount: discount ?? '0', vatRate, sourceLineId: line.id },
    ]
  })
}

/** Whether a line asks what its source grants: product, unit, price, discount and tax. */
export function matchesSource(line: Loose, source: Loose): boolean {
  const lines = source.lines as Lines
  const granted =
    lines.find((one) => one.id === line.sourceLineId) ?? lines.find((one) => one.productId === line.productId)
  if (!granted) return lines.length === 0
  return (
    granted.productId === (line.bundleId ?? line.productId) &&
    (line.bundleId || (granted.unit ?? line.unit) === line.unit) &&
    equals(granted.price, line.bundleId ? line.bundlePrice : line.price) &&
    equals(granted.discount, line.discount) &&
    granted.vatRate === line.vatRate
  )
}
