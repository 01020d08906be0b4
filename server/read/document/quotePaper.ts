/** How a quote looks on paper: whose it is, for whom, its lines, what it comes to, its terms, and where to sign. */
import { planTriggers } from '../../../flow/setup/paymentTerm.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Address } from '../../../kernel/field.ts'
import { fill } from '../../../kernel/label.ts'
import { Exact, formatAmount } from '../../../kernel/money.ts'
import { rmbUpper } from '../../../kernel/rmb.ts'
import { grouped, percent } from './figures.ts'
import type { Ink, Paper } from './paper.ts'
import type { QuoteData } from './quoteData.ts'
import { lineTable } from './quoteLines.ts'
import { type QuoteWords, quoteWords } from './words.ts'

export type Language = 'zh' | 'en'

const accent = '#1d4ed8'
const grey = '#71717a'
/** Printed without a mark: what the customer may hold. */
const final = ['approved', 'sent', 'accepted']

export function quotePaper(
  data: QuoteData,
  { language, stateLabel }: { language: Language; stateLabel: string },
): Paper {
  const words = quoteWords[language]
  const { quote } = data
  const ours = nameOf(data.entity, language)
  return {
    language,
    title: `${words.title} ${quote.no}`,
    author: ours,
    content: [
      head(data, language),
      parties(data, words),
      ...(quote.subject ? [{ text: quote.subject, bold: true, fontSize: 11, margin: [0, 2, 0, 8] }] : []),
      lineTable(data, words),
      totals(data, language),
      ...terms(data, language),
      signatures(data, language),
    ],
    foot: [ours, quote.no].filter(Boolean).join(' · '),
    page: words.page,
    watermark: final.includes(quote.state) ? null : stateLabel,
    lacking: words.lacking,
  }
}

const nameOf = (entity: Loose | null, language: Language): string =>
  (language === 'en' ? (entity?.nameEn ?? entity?.name) : entity?.name) ?? ''

function addressText(address: Address | string | null | undefined): string {
  if (!address || typeof address === 'string') return address || ''
  const { province, city, district, detail } = address
  return [province, city === province ? null : city, district, detail].filter(Boolean).join('')
}

function head({ entity }: QuoteData, language: Language): Ink {
  const words = quoteWords[language]
  const other = language === 'zh' ? entity?.nameEn : entity?.nameEn ? entity.name : null
  const facts = [
    [words.address, addressText(entity?.address)],
    [words.phone, entity?.phone],
    [words.taxNo, entity?.taxNo],
  ].filter(([, value]) => value)
  return {
    stack: [
      {
        columns: [
          {
            width: '*',
            stack: [
              { text: nameOf(entity, language), bold: true, fontSize: 14 },
              ...(other ? [{ text: other, fontSize: 8.5, color: grey }] : []),
              ...facts.map(([label, value]) => ({ text: `${label} ${value}`, fontSize: 8, color: grey })),
            ],
          },
          { width: 'auto', text: words.title, bold: true, fontSize: 22, color: accent, alignment: 'right' },
        ],
      },
      rule(1.2, accent),
    ],
    margin: [0, 0, 0, 12],
  }
}

const rule = (lineWidth: number, lineColor: string): Ink => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: 515, y2: 0, lineWidth, lineColor }],
  margin: [0, 8, 0, 0],
})

function parties(data: QuoteData, words: QuoteWords): Ink {
  const { quote, contact, owner } = data
  const reach = [contact?.mobile ?? contact?.phone, contact?.email].filter(Boolean).join('  ')
  const left = [
    [words.to, { text: data.customer, bold: true, fontSize: 10.5 }],
    [words.address, data.customerAddress],
    [words.attention, [contact?.name, contact?.title].filter(Boolean).join('  ')],
    [words.phone, reach],
  ]
  const right = [
    [words.number, quote.no],
    [words.version, `V${quote.versionNo}`],
    [words.date, data.date],
    [words.validUntil, { text: quote.validUntil ?? '', bold: true }],
    [words.currency, data.currency],
    [words.ours, [owner?.name, owner?.mobile ?? owner?.email].filter(Boolean).join('  ')],
  ]
  return {
    columns: [
      { width: '*', ...pairs(left, 62) },
      { width: 218, ...pairs(right, 72) },
    ],
    columnGap: 24,
    margin: [0, 0, 0, 12],
  }
}

function pairs(rows: readonly (readonly unknown[])[], labelWidth: number): { [key: string]: Ink } {
  const body = rows
    .filter(([, value]) => value)
    .map(([label, value]) => [{ text: label as string, color: grey }, value as Ink])
  return { layout: 'quiet', table: { widths: [labelWidth, '*'], body: body.length > 0 ? body : [['', '']] } }
}

/** Sums to the right; in Chinese and in renminbi the amount in capitals, which contracts and cheques carry. */
function totals({ quote, currency }: QuoteData, language: Language): Ink {
  const words = quoteWords[language]
  const amount = (minor: bigint | null) => grouped(formatAmount(minor ?? 0n, currency))
  const row = (label: string, value: string, more: object = {}): Ink[] => [
    { text: label, color: grey, ...more },
    { text: value, alignment: 'right', ...more },
  ]
  const strong = { bold: true, fontSize: 11, color: '#1f2937' }
  const discount = (quote.headerDiscount as bigint | null) ?? 0n
  const body = [
    ...(discount > 0n ? [row(words.headerDiscount, `−${amount(discount)}`)] : []),
    row(words.totalNet, amount(quote.net)),
    row(words.totalTax, amount(quote.tax)),
    row(words.totalGross, `${currency} ${amount(quote.gross)}`, strong),
  ]
  const capital = language === 'zh' && currency === 'CNY' ? rmbUpper((quote.gross as bigint | null) ?? 0n) : null
  return {
    unbreakable: true,
    margin: [0, 8, 0, 12],
    columns: [
      capital
        ? {
            width: '*',
            text: [
              { text: `${words.capital}  `, color: grey },
              { text: capital, bold: true },
            ],
            margin: [0, 3],
          }
        : { width: '*', text: '' },
      { width: 236, layout: 'quiet', table: { widths: [88, '*'], body } },
    ],
    columnGap: 16,
  }
}

function terms({ quote, term }: QuoteData, language: Language): Ink[] {
  const words = quoteWords[language]
  const credit = quote.creditDays ? fill(words.creditDays, { days: quote.creditDays }) : null
  const payment = [
    [term?.name, credit].filter(Boolean).join(language === 'zh' ? '，' : ', '),
    ...instalments(term, language),
  ].filter(Boolean)
  const delivery = [quote.deliveryDate ? `${words.deliveryDate}  ${quote.deliveryDate}` : null, quote.deliveryTerms]
  const section = (title: string, lines: readonly (string | null | undefined)[]): Ink[] => {
    const said = lines.filter((line): line is string => Boolean(line))
    if (said.length === 0) return []
    const text = said.join('\n')
    return [
      {
        columns: [
          { width: 72, text: title, bold: true },
          { width: '*', text },
        ],
        margin: [0, 0, 0, 6],
      },
    ]
  }
  return [
    ...section(words.payment, payment),
    ...section(words.delivery, delivery),
    ...section(words.remarks, [quote.notes]),
  ]
}

function instalments(term: Loose | null, language: Language): string[] {
  const words = quoteWords[language]
  const at = language === 'zh' ? 0 : 1
  const rows = (term?.lines ?? []) as readonly Loose[]
  return rows.map((row, index) => {
    const trigger = planTriggers[row.trigger as keyof typeof planTriggers]?.[at] ?? ''
    const when = row.offsetDays > 0 ? fill(words.days, { trigger, days: row.offsetDays }) : trigger
    return `${index + 1}. ${row.name}  ${percent(new Exact(row.percent ?? '0'))}  ${when}`
  })
}

function signatures({ entity, customer }: QuoteData, language: Language): Ink {
  const words = quoteWords[language]
  const side = (title: string, name: string): Ink => ({
    width: '*',
    stack: [
      { text: title, color: grey },
      { text: name, bold: true, margin: [0, 2, 0, 26] },
      { text: words.signed },
      { text: words.signedOn, margin: [0, 6, 0, 0] },
    ],
  })
  return {
    unbreakable: true,
    margin: [0, 14, 0, 0],
    stack: [
      rule(0.4, '#d4d4d8'),
      {
        columns: [side(words.supplier, nameOf(entity, language)), side(words.buyer, customer)],
        columnGap: 32,
        margin: [0, 10, 0, 0],
      },
    ],
  }
}
