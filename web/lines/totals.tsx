/** The sum below the rows: net, VAT and gross as the server will store them, and what they say of the deal. */
import { discountRate, marginRate, type VatRate } from '../../kernel/lines.ts'
import { Exact, isCurrency, roundToMinor } from '../../kernel/money.ts'
import type { Money } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { formatMoney, formatPercent } from '../ui/format.ts'
import { linesWords as w } from '../words/lines.ts'
import { type Amounts, type Document, money } from './amounts.ts'
import type { LineRow } from './rows.ts'
import { isNumber } from './typed.ts'

interface TotalsProps {
  readonly rows: readonly LineRow[]
  readonly amounts: Amounts
  readonly document: Document
  readonly unfinished: number
}

export function Totals({ rows, amounts, document, unfinished }: TotalsProps) {
  const { say, language } = useWords()
  const { currency } = document
  const show = (minor: bigint) => formatMoney(money(minor, currency), language)
  const rates = ratesOf(rows, amounts, document)
  return (
    <div className="lines-totals" aria-live="polite">
      {unfinished > 0 ? <span className="lines-unfinished">{say(w.incomplete, { n: unfinished })}</span> : null}
      <dl>
        {rates.discount ? <Figure label={say(w.discountRate)} text={formatPercent(rates.discount, language)} /> : null}
        {rates.margin ? <Figure label={say(w.margin)} text={formatPercent(rates.margin, language)} /> : null}
        {document.headerDiscount && Number(document.headerDiscount.amount) !== 0 ? (
          <Figure label={say(w.headerDiscount)} text={formatMoney(document.headerDiscount, language)} />
        ) : null}
        <Figure label={say(w.net)} text={show(amounts.totals.net)} />
        {document.taxed === false ? null : (
          <>
            <Figure label={say(w.tax)} text={show(amounts.totals.tax)} />
            <Figure label={say(w.gross)} text={show(amounts.totals.gross)} strong />
          </>
        )}
      </dl>
    </div>
  )
}

function Figure({ label, text, strong }: { label: string; text: string; strong?: boolean }) {
  return (
    <div data-strong={strong || undefined}>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  )
}

/** Shown only when every row is complete, and the margin only when every row has a cost. */
function ratesOf(rows: readonly LineRow[], amounts: Amounts, { currency, priceMode }: Document) {
  if (!amounts.complete || rows.length === 0 || !isCurrency(currency)) return { discount: null, margin: null }
  const listed = rows.flatMap((row, i) => {
    const line = amounts.lines[i]
    const listPrice = String(row.listPrice ?? '')
    if (!line || !isNumber(listPrice)) return []
    return [{ ...line, vatRate: String(row.vatRate) as VatRate, priceMode, qty: String(row.qty), listPrice }]
  })
  const costs = rows.map((row) => costOf(row, currency))
  const known = costs.filter((cost) => cost !== null)
  const cost = known.length === rows.length ? known.reduce((sum, each) => sum + each, 0n) : null
  const discount = listed.length === rows.length ? discountRate(listed, currency) : null
  return { discount: shorten(discount), margin: cost === null ? null : shorten(marginRate(amounts.totals.net, cost)) }
}

/** A money value is the cost of the whole row, a plain number that of one unit; null where it is not known. */
function costOf(row: LineRow, currency: string): bigint | null {
  const value = row.cost
  if (typeof value === 'object' && value !== null) {
    const { amount, currency: of } = value as Money
    return of === currency && isNumber(amount) ? roundToMinor(amount, currency) : null
  }
  const text = String(value ?? '')
  const qty = String(row.qty ?? '')
  return isNumber(text) && isNumber(qty) ? roundToMinor(new Exact(text).times(qty), currency) : null
}

const shorten = (rate: string | null): string | null =>
  rate === null ? null : new Exact(rate).toDecimalPlaces(3).toFixed()
