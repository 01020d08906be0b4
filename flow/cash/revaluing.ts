/** Open claims in foreign currency at the rate of a month's last day, taken back on the first of the next (R13). */
import { endOfMonth } from '../../kernel/calendar.ts'
import { type Loose, source } from '../../kernel/fact.ts'
import { data, decimal, link, money, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { convert, toMajor } from '../../kernel/money.ts'
import { part } from '../../kernel/object.ts'

/** An invoice as it stood at the end of a month: what was open in its currency, and at what the books carried it. */
export interface ForeignItem {
  readonly invoiceId: string
  readonly accountId: string | null
  readonly currency: string
  readonly open: bigint
  readonly carrying: bigint
  /** The last rate of that month; null where none is known. */
  readonly rate: string | null
}

export const foreignItems = source<readonly ForeignItem[]>('foreignItems')

const base = (zh: string, en: string) => money({ label: say(zh, en), base: true })

export const revaluation = part({
  label: say('期末外币重估', 'Revaluation of foreign items'),
  computed: true,
  fields: {
    invoiceId: link('invoice', { label: say('发票', 'Invoice') }),
    accountId: link('account', { label: say('客户', 'Account') }),
    currency: text({ label: say('币种', 'Currency'), maxLength: 3 }),
    open: decimal({ label: say('未清金额（原币）', 'Open, in its currency') }),
    rate: decimal({ label: say('期末汇率', 'Rate at the end'), scale: 8 }),
    carrying: base('账面（本位币）', 'Carried at'),
    worth: base('重估（本位币）', 'Worth'),
    difference: base('汇兑差额', 'Difference'),
  },
})

export const revaluationFields = {
  revaluedOn: text({ label: say('重估基准日', 'Revalued as of'), computed: true, maxLength: 10, listed: true }),
  revaluedBy: money({
    label: say('汇兑损益', 'Exchange difference'),
    computed: true,
    base: true,
    listed: true,
    help: say('正数为收益', 'Above zero is a gain'),
  }),
  revaluedAt: data<string>({ label: say('重估时间', 'Revalued at'), computed: true }),
}

export const lastDay = (month: string): string => endOfMonth(`${month}-01`)

/** One row for each item whose worth differs from what the books carry; a row that was there keeps its id. */
export function revalued(items: readonly ForeignItem[], baseCurrency: string, before: readonly Loose[] = []): Loose[] {
  const ids = new Map(before.map((row) => [row.invoiceId, row.id]))
  return items.flatMap((item) => {
    const { invoiceId, accountId, currency, open, carrying, rate } = item
    if (rate === null) return []
    const worth = convert(open, rate, { from: currency, to: baseCurrency })
    const difference = worth - carrying
    if (difference === 0n) return []
    const amounts = { open: toMajor(open, currency).toFixed(), rate, carrying, worth, difference }
    const id = ids.get(invoiceId)
    return [{ ...(id ? { id } : {}), invoiceId, accountId, currency, ...amounts }]
  })
}

export const gainOf = (rows: readonly Loose[]): bigint =>
  rows.reduce((sum, row) => sum + (row.difference as bigint), 0n)

/** Whether a run finds what the last one found. */
export function sameRun(before: readonly Loose[], after: readonly Loose[]): boolean {
  const key = (row: Loose) => `${row.invoiceId} ${row.difference}`
  const known = new Set(before.map(key))
  return before.length === after.length && after.every((row) => known.has(key(row)))
}

export const missingRates = (items: readonly ForeignItem[]): string[] => [
  ...new Set(items.filter(({ rate, open }) => rate === null && open !== 0n).map(({ currency }) => currency)),
]
