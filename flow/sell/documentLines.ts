/** Lines of quotes and contracts with their amounts, and their totals. Pure; a wrong line stays without amounts. */
import type { Loose } from '../../kernel/fact.ts'
import { type Label, say } from '../../kernel/label.ts'
import {
  computeLine,
  type LineAmounts,
  lineProblem,
  marginRate,
  spreadHeaderDiscount,
  type TaxedLine,
  totalsOf,
  type VatRate,
} from '../../kernel/lines.ts'
import { Exact } from '../../kernel/money.ts'
import type { Guard } from '../../kernel/object.ts'

/** What the header says about all lines. */
export interface Header {
  readonly priceMode: 'incl' | 'excl'
  readonly headerDiscount: bigint
  readonly currency: string
}

export function headerOf(record: Loose, baseCurrency: string): Header {
  return {
    priceMode: record.priceMode ?? 'excl',
    headerDiscount: record.headerDiscount ?? 0n,
    currency: record.currency ?? baseCurrency,
  }
}

export function amountsOf(lines: readonly Loose[], header: Header): { lines: Loose[] } & LineAmounts {
  const plain = lines.map((line) => ({ ...line, ...plainAmounts(line, header) }))
  const whole = plain.filter((line): line is Loose & TaxedLine => line.net !== null)
  const spread = headerFits(lines, header) ? spreadHeaderDiscount(whole, header.headerDiscount, header.currency) : whole
  let next = 0
  const priced = plain.map((line) => (line.net === null ? line : (spread[next++] as Loose)))
  return { lines: priced.map(({ priceMode: _mode, ...line }) => line), ...totalsOf(spread) }
}

/** A header discount lies between nothing and everything. */
export function headerFits(lines: readonly Loose[], header: Header): boolean {
  return header.headerDiscount >= 0n && header.headerDiscount <= discountable(lines, header)
}

/** The total a header discount is taken off: with tax where prices include it. */
export function discountable(lines: readonly Loose[], header: Header): bigint {
  return lines.reduce((sum, line) => {
    const { net, gross } = plainAmounts(line, header)
    const base = (header.priceMode === 'incl' ? gross : net) ?? 0n
    return base > 0n ? sum + base : sum
  }, 0n)
}

/** Numbers of lines, from 1, that have no positive quantity, no price or no tax rate. */
export const incompleteLines = (lines: readonly Loose[], header: Header): number[] =>
  lines.flatMap((line, i) => (plainAmounts(line, header).net === null || new Exact(line.qty).lte(0) ? [i + 1] : []))

/** Margin over all lines; unknown as soon as one cost is. */
export function marginOf(lines: readonly Loose[], net: bigint): { cost: bigint | null; marginRate: string | null } {
  if (lines.length === 0 || lines.some((line) => typeof line.cost !== 'bigint')) return { cost: null, marginRate: null }
  const cost = lines.reduce((sum, line) => sum + (line.cost as bigint), 0n)
  return { cost, marginRate: marginRate(net, cost) }
}

/** An order needs a date: the one given now, the document's, or that of a line. */
export const deliveryKnown: Guard<{ readonly record: Loose; readonly input: Loose }> = {
  code: 'REQUESTED_DATE_REQUIRED',
  field: 'requestedDate',
  onInput: true,
  holds: ({ record, input }) =>
    Boolean(input.requestedDate ?? record.deliveryDate) ||
    (record.lines as readonly Loose[]).some((line) => line.deliveryDate),
}

export const documentMessages: Readonly<Record<string, Label>> = {
  REQUESTED_DATE_REQUIRED: say('请填写要求交期', 'Say when the customer wants it'),
  HEADER_DISCOUNT_RANGE: say(
    '整单优惠不能超过明细合计，请调低',
    'The discount is more than the lines amount to; lower it',
  ),
  ACCOUNT_BLACKLISTED: say(
    '客户已列入黑名单：须先由管理者解除，才能继续',
    'The account is blacklisted: have that lifted before you go on',
  ),
}

type MaybeAmounts = LineAmounts | { readonly net: null; readonly tax: null; readonly gross: null }

function plainAmounts(
  line: Loose,
  { priceMode, currency }: Header,
): MaybeAmounts & { readonly priceMode: 'incl' | 'excl' } {
  const typed = {
    qty: line.qty ?? '',
    price: line.price ?? '',
    discount: line.discount ?? '0',
    vatRate: line.vatRate as VatRate,
    priceMode,
  }
  if (lineProblem(typed)) return { net: null, tax: null, gross: null, priceMode }
  return { ...computeLine(typed, currency), priceMode }
}
