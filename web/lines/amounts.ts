/** What the rows of a document amount to, by the same rules as the server stores it. */
import {
  computeLine,
  type LineAmounts,
  lineProblem,
  type PriceMode,
  spreadHeaderDiscount,
  type TaxedLine,
  totalsOf,
  type VatRate,
} from '../../kernel/lines.ts'
import { formatAmount, isCurrency, type MoneyJson, parseAmount } from '../../kernel/money.ts'
import type { LineRow } from './rows.ts'

export interface Document {
  readonly currency: string
  readonly priceMode: PriceMode
  readonly headerDiscount?: MoneyJson | null | undefined
  /** False where rows carry no VAT, as those of an opportunity. */
  readonly taxed?: boolean | undefined
  /** Whose price books apply. */
  readonly accountId?: string | null | undefined
}

export interface Amounts {
  /** One per row; null where the row is not complete enough to compute. */
  readonly lines: readonly (LineAmounts | null)[]
  readonly totals: LineAmounts
  readonly complete: boolean
}

export function amountsOf(rows: readonly LineRow[], document: Document): Amounts {
  const taxed = rows.map((row) => taxedLine(row, document))
  const known = taxed.filter((line) => line !== null)
  const lines = spread(known, document)
  let next = 0
  const placed = taxed.map((line) => (line === null ? null : (lines[next++] as LineAmounts)))
  return { lines: placed, totals: totalsOf(lines), complete: known.length === rows.length }
}

export const money = (minor: bigint, currency: string): MoneyJson => ({
  amount: isCurrency(currency) ? formatAmount(minor, currency) : String(minor),
  currency,
})

function taxedLine(row: LineRow, { currency, priceMode, taxed = true }: Document): TaxedLine | null {
  if (!isCurrency(currency) || typeof row.qty !== 'string' || typeof row.price !== 'string') return null
  const vatRate = (taxed ? String(row.vatRate ?? '') : '0') as VatRate
  const discount = typeof row.discount === 'string' && row.discount !== '' ? row.discount : '0'
  const input = { qty: row.qty, price: row.price, discount, vatRate, priceMode }
  if (lineProblem(input)) return null
  return { ...computeLine(input, currency), vatRate, priceMode }
}

/** A discount larger than the lines is the server's to refuse; here it is left out of the sum. */
function spread(lines: readonly TaxedLine[], { currency, headerDiscount }: Document): readonly TaxedLine[] {
  if (!headerDiscount?.amount) return lines
  const parsed = parseAmount(headerDiscount.amount, currency)
  if (!parsed.ok || parsed.minor <= 0n) return lines
  const base = lines.reduce((sum, line) => {
    const amount = line.priceMode === 'incl' ? line.gross : line.net
    return amount > 0n ? sum + amount : sum
  }, 0n)
  return parsed.minor > base ? lines : spreadHeaderDiscount(lines, parsed.minor, currency)
}
