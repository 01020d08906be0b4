/** The lines of a quote as a table; its head comes again on every page, and no line is cut in two. */
import type { Loose } from '../../../kernel/fact.ts'
import { Exact, formatAmount } from '../../../kernel/money.ts'
import { grouped, percent, priced } from './figures.ts'
import type { Ink } from './paper.ts'
import type { QuoteData } from './quoteData.ts'
import type { QuoteWords } from './words.ts'

interface Column {
  readonly title: string
  readonly width: number | '*'
  readonly left?: boolean
  value(line: Loose, row: number): Ink
}

export function lineTable(data: QuoteData, words: QuoteWords): Ink {
  const lines = data.quote.lines as readonly Loose[]
  const columns = columnsOf(data, words)
  const cell = (value: Ink, { left }: Column, more: object = {}): Ink => ({
    stack: [value].flat() as Ink[],
    alignment: left ? 'left' : 'right',
    wordBreak: 'break-all',
    ...more,
  })
  const headCell = (column: Column) =>
    cell(column.title, column, { bold: true, fillColor: '#f4f4f5', wordBreak: 'normal' })
  return {
    layout: 'lines',
    fontSize: 8,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ width }) => width),
      body: [
        columns.map(headCell),
        ...lines.map((line, row) => columns.map((column) => cell(column.value(line, row), column))),
      ],
    },
  }
}

function columnsOf({ quote, currency, products }: QuoteData, words: QuoteWords): Column[] {
  const amount = (minor: bigint | null): string => (minor === null ? '' : grouped(formatAmount(minor, currency)))
  const discounted = (quote.lines as readonly Loose[]).some((line) => !new Exact(line.discount ?? '0').isZero())
  const discount: Column = {
    title: words.discount,
    width: 24,
    value: ({ discount }) => (discount && discount !== '0' ? percent(new Exact(discount)) : ''),
  }
  return [
    { title: words.row, width: 18, left: true, value: (_line, row) => String(row + 1) },
    { title: words.goods, width: '*', left: true, value: (line) => goods(line, products) },
    { title: words.unit, width: 22, left: true, value: ({ unit }) => unit ?? '' },
    { title: words.qty, width: 36, value: ({ qty }) => (qty === null ? '' : grouped(qty)) },
    {
      title: quote.priceMode === 'incl' ? words.priceIncl : words.priceExcl,
      width: 50,
      value: ({ price }) => (price === null ? '' : priced(price)),
    },
    ...(discounted ? [discount] : []),
    { title: words.rate, width: 26, value: ({ vatRate }) => rateText(vatRate, words) },
    { title: words.net, width: 54, value: ({ net }) => amount(net) },
    { title: words.tax, width: 46, value: ({ tax }) => amount(tax) },
    { title: words.gross, width: 56, value: ({ gross }) => amount(gross) },
  ]
}

/** What it is called, and below that what was said of it. */
function goods({ productId, description }: Loose, products: ReadonlyMap<string, string>): Ink {
  const name = products.get(productId)
  if (!name) return description ?? ''
  const more = description && !name.startsWith(description) ? [{ text: description, color: '#71717a' }] : []
  return [{ text: name }, ...more]
}

function rateText(rate: string | null, words: QuoteWords): string {
  if (rate === null) return ''
  if (rate === 'exempt' || rate === 'reverse_charge') return words[rate]
  return percent(new Exact(rate))
}
