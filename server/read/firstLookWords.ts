/** The sentences of a first look, each built from figures alone and with the list that shows them. Pure. */
import { fill, type Label } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Sum } from './summary.ts'

export type Condition = Readonly<Record<string, unknown>>
export const is = (field: string, value: unknown, op = '='): Condition =>
  op === 'empty' ? { field, op } : { field, op, value }
export const all = (...conditions: readonly Condition[]): Condition => ({ and: conditions })

/** Without any activity for so long, a deal or an owner stands still. */
export const quietDays = 30

export interface Grouped {
  readonly key: unknown
  readonly count: number
  readonly sum: Sum
}

export interface Stage {
  readonly key: string
  readonly label: Label
}

export interface Row {
  readonly label: Label
  readonly count: number
  readonly amount: string | null
  readonly link: Link
}

export interface Link {
  readonly object: string
  readonly filter: Condition | null
}

export interface Seen {
  readonly key: string
  readonly tone: 'plain' | 'warn'
  readonly say: Label
  readonly link: Link | null
  readonly rows: readonly Row[]
}

const both = (zh: string, en: string, values: Readonly<Record<string, unknown>>): Label => ({
  zh: fill(zh, values),
  en: fill(en, values),
})
const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')
const deals = (filter: Condition | null): Link => ({ object: 'opportunity', filter })

/** '1,234,567.00 USD' */
export function amountOf(sum: Sum): string | null {
  if (sum === null || typeof sum === 'string') return sum
  const [whole = '0', fraction] = sum.amount.split('.')
  const minus = whole.startsWith('-') ? '-' : ''
  const digits = whole.replace('-', '').replace(/\B(?=(\d{3})+$)/g, ',')
  return `${minus}${digits}${fraction ? `.${fraction}` : ''} ${sum.currency}`
}

const shareOf = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`

export function dealsSeen(states: readonly Grouped[]): Seen {
  const of = (state: string) => states.find(({ key }) => key === state)
  const [open, won, lost] = [of('open'), of('won'), of('lost')]
  const closed = (won?.count ?? 0) + (lost?.count ?? 0)
  const values = {
    n: grouped(states.reduce((sum, { count }) => sum + count, 0)),
    open: grouped(open?.count ?? 0),
    amount: amountOf(open?.sum ?? null) ?? '0',
    won: grouped(won?.count ?? 0),
    lost: grouped(lost?.count ?? 0),
    rate: closed > 0 ? shareOf(won?.count ?? 0, closed) : '—',
  }
  return {
    key: 'deals',
    tone: 'plain',
    say: both(
      '共 {n} 个商机：进行中 {open} 个，金额 {amount}；赢单 {won} 个，输单 {lost} 个，赢单率 {rate}',
      '{n} deals: {open} open, worth {amount}; {won} won and {lost} lost, a win rate of {rate}',
      values,
    ),
    link: deals(null),
    rows: [],
  }
}

/** The open deals, stage by stage in the order of the pipeline. */
export function funnelSeen(stages: readonly Stage[], open: readonly Grouped[]): Seen | null {
  if (open.length === 0) return null
  const known = new Set(stages.map(({ key }) => key))
  const others = open
    .filter(({ key }) => !known.has(String(key)))
    .map(({ key }) => ({ key: String(key), label: { zh: String(key), en: String(key) } }))
  const rows = [...stages, ...others].flatMap(({ key, label }) => {
    const found = open.find((one) => one.key === key)
    const link = deals(all(is('state', 'open'), is('stage', key)))
    return found ? [{ label, count: found.count, amount: amountOf(found.sum), link }] : []
  })
  const [most] = [...rows].sort((a, b) => b.count - a.count)
  if (!most) return null
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  const values = { n: grouped(most.count), share: shareOf(most.count, total) }
  return {
    key: 'funnel',
    tone: 'plain',
    say: {
      zh: fill('进行中的商机最多停在“{stage}”：{n} 个，占 {share}', { ...values, stage: most.label.zh }),
      en: fill('Most open deals stand in “{stage}”: {n}, {share} of all', { ...values, stage: most.label.en }),
    },
    link: most.link,
    rows,
  }
}

const fewest = 10

/** Of the deals that reached a stage, how many have gone on; the step with the smallest share is the weakest. */
export function weakestSeen(
  stages: readonly Stage[],
  given: { open: readonly Grouped[]; lost: readonly Grouped[]; won: number },
): Seen | null {
  const at = ({ key }: Stage) =>
    [...given.open, ...given.lost].filter((one) => one.key === key).reduce((sum, { count }) => sum + count, 0)
  let beyond = given.won
  const steps = [...stages].reverse().map((stage) => {
    const gone = beyond
    beyond += at(stage)
    return { stage, reached: beyond, gone }
  })
  const [weakest] = steps
    .filter(({ reached }) => reached >= fewest)
    .sort((a, b) => a.gone / a.reached - b.gone / b.reached)
  if (!weakest) return null
  const { stage, reached, gone } = weakest
  const values = { reached: grouped(reached), gone: grouped(gone), share: shareOf(gone, reached) }
  return {
    key: 'weakest',
    tone: 'warn',
    say: {
      zh: fill('最弱的一步在“{stage}”之后：到达的 {reached} 个中只有 {gone} 个继续前进（{share}）', {
        ...values,
        stage: stage.label.zh,
      }),
      en: fill('The weakest step comes after “{stage}”: of {reached} deals that reached it {gone} went on ({share})', {
        ...values,
        stage: stage.label.en,
      }),
    },
    link: deals(all(is('state', 'open'), is('stage', stage.key))),
    rows: [],
  }
}

export function stalledSeen({
  stalled,
  overdue,
  filter,
}: {
  stalled: Grouped
  overdue: Grouped
  filter: Condition
}): Seen | null {
  if (stalled.count === 0) return null
  const values = {
    n: grouped(stalled.count),
    amount: amountOf(stalled.sum) ?? '0',
    overdue: grouped(overdue.count),
    days: quietDays,
  }
  return {
    key: 'stalled',
    tone: 'warn',
    say: both(
      '{n} 个进行中的商机停滞，金额 {amount}：其中 {overdue} 个已过预计成交日，其余 {days} 天内没有跟进',
      '{n} open deals stand still, worth {amount}: {overdue} past their date, the others quiet for {days} days',
      values,
    ),
    link: deals(filter),
    rows: [],
  }
}

export function idleSeen(idle: readonly (Grouped & { readonly name: string })[]): Seen | null {
  if (idle.length === 0) return null
  const rows = idle.slice(0, 20).map(({ key, name, count, sum }) => ({
    label: { zh: name, en: name },
    count,
    amount: amountOf(sum),
    link: deals(all(is('state', 'open'), is('ownerId', key))),
  }))
  return {
    key: 'idle',
    tone: 'warn',
    say: both(
      '{n} 位负责人有进行中的商机，但 {days} 天内没有任何活动',
      '{n} owners of open deals had no activity in {days} days',
      { n: idle.length, days: quietDays },
    ),
    link: null,
    rows,
  }
}

export function duplicatesSeen({ count }: Grouped, filter: Condition): Seen | null {
  if (count === 0) return null
  return {
    key: 'duplicates',
    tone: 'warn',
    say: both(
      '{n} 个客户与其他客户同名，可能重复',
      '{n} accounts share the name of another one and may be duplicates',
      { n: grouped(count) },
    ),
    link: { object: 'account', filter },
    rows: [],
  }
}

/** Required values that are missing open the list of those records; other checks are only counted. */
export function gapsSeen(
  declaration: Declaration,
  counts: readonly { readonly code: string; readonly count: number }[],
  messages: Readonly<Record<string, Label>>,
): Seen | null {
  const rows = counts.map(({ code, count }) => {
    const field = code.startsWith('REQUIRED:') ? code.slice('REQUIRED:'.length) : null
    const label = field === null ? messages[code] : declaration.fields[field]?.label
    const said = label ?? { zh: code, en: code }
    return {
      label: field === null ? withoutHoles(said) : { zh: `缺少${said.zh}`, en: `No ${said.en.toLowerCase()}` },
      count,
      amount: null,
      link: { object: declaration.name, filter: field === null ? null : is(field, null, 'empty') },
    }
  })
  if (rows.length === 0) return null
  const values = { n: grouped(rows.reduce((sum, { count }) => sum + count, 0)), kinds: rows.length }
  return {
    key: `gaps:${declaration.name}`,
    tone: 'warn',
    say: {
      zh: fill('{object}：导入时有 {n} 处缺口，共 {kinds} 类', { ...values, object: declaration.label.zh }),
      en: fill('{object}: {n} gaps were left open at import, of {kinds} kinds', {
        ...values,
        object: declaration.label.en,
      }),
    },
    link: null,
    rows,
  }
}

const withoutHoles = ({ zh, en }: Label): Label => ({
  zh: zh.replace(/\{\w+\}/g, '…'),
  en: en.replace(/\{\w+\}/g, '…'),
})
