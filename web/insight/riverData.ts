/** What the server says of the river, and how a page asks for it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask } from '../api/client.ts'
import type { Filter, Label, Money } from '../api/types.ts'

export interface Lost {
  readonly count: number
  readonly amount: Money | null
  readonly byReason: readonly {
    readonly reason: string | Label | null
    readonly count: number
    readonly filter: Filter
  }[]
}

export interface RiverStage {
  readonly stage: string
  readonly label: Label
  readonly object: string
  readonly count: number
  readonly amount: Money | null
  /** Share of the stage before that came on, as a fraction in text; null for the first. */
  readonly conversion: string | number | null
  readonly medianDays: string | number | null
  readonly slaDays: string | number | null
  readonly filter: Filter
  /** Those that left for good after this stage. */
  readonly lost: Lost | null
}

export interface River {
  readonly data: readonly RiverStage[]
  readonly asOf: string
}

export interface RiverAsk {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly ownerId?: string | undefined
}

const againMs = 60_000

/** Asked again when the stream tells of a change and once a minute in any case. */
export function useRiver(given: RiverAsk) {
  return useQuery({
    queryKey: ['river', given],
    queryFn: ({ signal }) => ask<River>('/river', { query: { ...given }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
  })
}

/** For drawing only: breadth needs no exact amount. */
export const weightOf = (amount: Money | null | undefined): number => Math.max(0, Number(amount?.amount ?? 0))

/** First and last day of a named period around `today` (YYYY-MM-DD); empty for all time. */
export function periodOf(name: string, today: string): { from?: string; to?: string } {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const first = (y: number, m: number) => new Date(Date.UTC(y, m - 1, 1)).toISOString().slice(0, 10)
  if (name === 'thisMonth') return { from: first(year, month), to: today }
  if (name === 'thisQuarter') return { from: first(year, month - ((month - 1) % 3)), to: today }
  if (name === 'thisYear') return { from: first(year, 1), to: today }
  if (name === 'last12') return { from: first(year - 1, month + 1), to: today }
  return {}
}
