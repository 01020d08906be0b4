/** A bundle on an order is split into what it is made of: each part ships, is earned and billed by itself (§8). */
import type { Loose } from '../../../kernel/fact.ts'
import { computeLine, lineProblem } from '../../../kernel/lines.ts'
import { allocate, Exact, toMajor } from '../../../kernel/money.ts'
import { equals, exceeds, times } from '../../quantity.ts'

type Lines = readonly Loose[]

/** What one bundle is made of, bundles inside it dissolved: the answer of the source 'bundleParts'. */
export interface BundlePart {
  readonly bundleId: string
  readonly productId: string
  readonly name: string
  /** Base units in one bundle. */
  readonly qty: string
  readonly listPrice: string | null
}

/** The lines of bundles replaced by lines of their parts, which remember what was agreed for the whole. */
export function split(lines: Lines, parts: readonly BundlePart[]): Loose[] {
  return lines.flatMap((line) => {
    const own = parts.filter((part) => part.bundleId === line.productId)
    if (own.length === 0 || line.bundleKey) return [line]
    const factor = line.factor ?? '1'
    return own.map((part) => {
      const { id: _id, cost: _cost, kind: _kind, stockTracked: _tracked, baseQty: _base, ...agreed } = line
      const per = times(part.qty, factor)
      return {
        ...agreed,
        productId: part.productId,
        description: part.name,
        unit: null,
        qty: times(line.qty, per),
        bundleId: line.productId,
        bundleKey: line.sourceLineId ?? line.id,
        bundlePer: per,
        bundlePrice: line.price,
        bundleShare: times(part.listPrice ?? '0', per),
      }
    })
  })
}

/** How many whole bundles a quantity of a part stands for; a line of its own stands for itself. */
export const wholes = (line: Loose, qty: string | null | undefined): string =>
  line.bundlePer ? new Exact(qty ?? 0).div(line.bundlePer).toDecimalPlaces(4).toFixed() : new Exact(qty ?? 0).toFixed()

/** Lines that were one line where they were agreed: the parts of one bundle, or a line by itself. */
export function together(lines: Lines): Loose[][] {
  const groups = new Map<string, Loose[]>()
  for (const [index, line] of lines.entries()) {
    const key = line.bundleKey ? `${line.parentId ?? ''}:${line.bundleKey}` : `:${line.id ?? index}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  return [...groups.values()]
}

/** The most that any part of a group says, counted in whole bundles. */
export const mostOf = (group: Lines, qty: (line: Loose) => string): string =>
  group.map((line) => wholes(line, qty(line))).reduce((a, b) => (exceeds(b, a) ? b : a))

/** A bundle is ordered, and ordered less, whole. */
export const isWhole = (lines: Lines): boolean =>
  together(lines).every((group) =>
    group.every(
      (line) =>
        !line.bundlePer ||
        (equals(wholes(line, line.qty), wholes(group[0] as Loose, group[0]?.qty)) &&
          equals(times(wholes(line, line.qty), line.bundlePer), line.qty)),
    ),
  )

/** Parts of bundles with their share of what was agreed for the whole, by list price: to the cent, and no cent lost. */
export function shared(lines: Lines, mode: 'incl' | 'excl', currency: string): Loose[] {
  const out = new Map<Loose, Loose>()
  for (const group of together(lines)) {
    const first = group[0] as Loose
    if (!first.bundlePer) continue
    const { bundlePrice: price, discount, vatRate } = first
    const whole = {
      qty: wholes(first, first.qty),
      price: price ?? '',
      discount: discount ?? '0',
      vatRate,
      priceMode: mode,
    }
    if (lineProblem(whole)) continue
    const { net, gross } = computeLine(whole, currency)
    const weights = group.map((line) => line.bundleShare ?? '0')
    const nets = allocate(net, weights)
    const taxes = allocate(gross - net, nets)
    group.forEach((line, i) => {
      const amounts = { net: nets[i] as bigint, tax: taxes[i] as bigint }
      const own = { ...amounts, gross: amounts.net + amounts.tax }
      out.set(line, { ...line, ...own, price: unitPrice(mode === 'incl' ? own.gross : own.net, line, currency) })
    })
  }
  return lines.map((line) => out.get(line) ?? line)
}

/** What one unit of the part comes to before the discount of the whole. */
function unitPrice(amount: bigint, line: Loose, currency: string): string {
  const kept = new Exact(1).minus(line.discount ?? '0').times(line.qty)
  return kept.isZero() ? '0' : toMajor(amount, currency).div(kept).toDecimalPlaces(6).toFixed()
}
