/** How far a quote departs from list price, margin and terms, and who must therefore approve it. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import { Exact } from '../../../kernel/money.ts'
import type { Role } from '../../../kernel/role.ts'
import type { Settings } from '../../../kernel/settings.ts'
import { discountable, type Header } from '../documentLines.ts'
import { canonical } from '../snapshot.ts'

export type Level = 'L0' | 'L1' | 'L2' | 'L3'
export type Extra = 'ARF' | 'LEG'

/** Discounts up to which a level suffices. */
const ladder = [
  ['0.1', 'L0'],
  ['0.2', 'L1'],
  ['0.3', 'L2'],
] as const
const thinMargin = '0.1'
const creditDaysBeyond = 30

/** Who approves at a level. A level above the manager's is the executive's. */
export const approvers: Readonly<Record<Level, readonly Role[]>> = {
  L0: ['SM', 'EXE'],
  L1: ['SM', 'EXE'],
  L2: ['EXE'],
  L3: ['EXE'],
}

interface Priced {
  readonly lines: readonly Loose[]
  readonly marginRate: string | null
  readonly creditDays: number | null
  readonly nonStandardTerms: boolean | null
}

export function approvalOf(
  record: Priced,
  header: Header,
  settings: Settings,
): { approvalLevel: Level; approvalExtra: Extra[] } {
  const kept = new Exact(1).minus(headerRate(record.lines, header))
  const levels = record.lines.map((line) => lineLevel(line, kept.toFixed()))
  const beyond = (record.creditDays ?? 0) - settings.creditDaysPolicy
  const approvalLevel = highest([
    ...levels,
    marginLevel(record.marginRate, settings),
    beyond > creditDaysBeyond ? 'L2' : 'L0',
  ])
  const extras: readonly (Extra | false)[] = [beyond > 0 && 'ARF', record.nonStandardTerms === true && 'LEG']
  return { approvalLevel, approvalExtra: extras.filter((extra): extra is Extra => extra !== false) }
}

/** Discount against list price of the typed price, the line discount and its share of the header discount together. */
function lineLevel(line: Loose, kept: string): Level {
  const price = new Exact(line.price ?? '0').times(new Exact(1).minus(line.discount ?? '0')).times(kept)
  if (line.price !== null && price.isZero()) return 'L3'
  const list = line.listPrice ?? line.price
  if (list === null || list === undefined || new Exact(list).isZero()) return 'L0'
  const discount = new Exact(1).minus(price.div(list)).toDecimalPlaces(6)
  const byDiscount = ladder.find(([most]) => discount.lte(most))?.[1] ?? 'L3'
  const belowFloor = line.floorPrice !== null && line.floorPrice !== undefined && price.lt(line.floorPrice)
  return belowFloor ? highest([byDiscount, 'L2']) : byDiscount
}

function headerRate(lines: readonly Loose[], header: Header): string {
  const whole = discountable(lines, header)
  if (whole === 0n || header.headerDiscount <= 0n) return '0'
  const rate = new Exact(header.headerDiscount.toString()).div(whole.toString())
  return rate.gt(1) ? '1' : rate.toDecimalPlaces(12).toFixed()
}

function marginLevel(margin: string | null, settings: Settings): Level {
  if (margin === null) return 'L0'
  if (new Exact(margin).lt(thinMargin)) return 'L3'
  return new Exact(margin).lt(settings.marginFloor) ? 'L2' : 'L0'
}

const highest = (levels: readonly Level[]): Level => [...levels].sort().at(-1) ?? 'L0'

/** What an approval covers; a quote with another text is another quote. */
export const quoteText = (quote: Loose): string =>
  canonical(
    quote,
    [
      'accountId',
      'currency',
      'priceMode',
      'headerDiscount',
      'validUntil',
      'paymentTermId',
      'creditDays',
      'nonStandardTerms',
      'deliveryTerms',
      'net',
      'tax',
      'gross',
    ],
    { lines: ['productId', 'description', 'unit', 'qty', 'price', 'discount', 'vatRate', 'net', 'tax', 'gross'] },
  )
