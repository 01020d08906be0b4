/** Payment plans and receipts: what each instalment amounts to, and which open items a receipt pays first. */
import { Exact, percentOf } from './money.ts'

/** A line of a plan asks for a percentage of the gross ('33.33') or for an amount in minor units. */
export type PlanPart = { readonly percent: string } | { readonly amount: bigint }

export type PlanAmounts =
  | { ok: true; amounts: bigint[] }
  | { ok: false; code: 'PLAN_SUM_MISMATCH' | 'PLAN_EMPTY'; sum: bigint }

export interface OpenItem {
  readonly no: string
  readonly dueDate: string
  readonly open: bigint
}

export interface ReceiptAllocation {
  readonly no: string
  readonly amount: bigint
}

/**
 * Percent lines round half away from zero and the last of them takes the remainder, as long as that is rounding:
 * percentages alone must make 100, and beside amounts the remainder may differ by one minor unit for each of them.
 */
export function planAmounts(gross: bigint, parts: readonly PlanPart[]): PlanAmounts {
  if (parts.length === 0) return { ok: false, code: 'PLAN_EMPTY', sum: 0n }
  const amounts = parts.map((part) => ('percent' in part ? percentOf(gross, part.percent) : part.amount))
  const percents = parts.flatMap((part) => ('percent' in part ? [part.percent] : []))
  const sum = sumOf(amounts)
  const off = gross - sum
  const last = parts.findLastIndex((part) => 'percent' in part)
  const allowed = BigInt(percents.length)
  const whole = percents.length < parts.length || percents.reduce((a, b) => a.plus(b), new Exact(0)).equals(100)
  if (!whole || off > allowed || off < -allowed) return { ok: false, code: 'PLAN_SUM_MISMATCH', sum }
  if (last >= 0) amounts[last] = (amounts[last] as bigint) + off
  return { ok: true, amounts }
}

/** True when the amounts of a plan make up the gross of its contract. */
export function planMatches(gross: bigint, amounts: readonly bigint[]): boolean {
  return sumOf(amounts) === gross
}

/** Spends a receipt on the oldest due date first, then by invoice number; what is left stays unapplied. */
export function allocateReceipt(
  received: bigint,
  items: readonly OpenItem[],
): { allocations: ReceiptAllocation[]; unapplied: bigint } {
  const allocations: ReceiptAllocation[] = []
  let unapplied = received
  for (const item of [...items].sort(oldestFirst)) {
    const amount = item.open < unapplied ? item.open : unapplied
    if (amount <= 0n) continue
    allocations.push({ no: item.no, amount })
    unapplied -= amount
  }
  return { allocations, unapplied }
}

function oldestFirst(a: OpenItem, b: OpenItem): number {
  if (a.dueDate !== b.dueDate) return a.dueDate < b.dueDate ? -1 : 1
  return a.no < b.no ? -1 : a.no > b.no ? 1 : 0
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n)
}
