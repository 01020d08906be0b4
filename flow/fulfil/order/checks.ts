/** The checks an order passes before it is confirmed (chain.md §11.1): credit, stock, price, title, compliance. */

import { addDays, diffDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { marginRate } from '../../../kernel/lines.ts'
import { convert, formatAmount } from '../../../kernel/money.ts'
import {
  atLeastZero,
  exceeds,
  isPositive,
  least,
  minus,
  plus,
  proportion,
  smaller,
  times,
  total,
} from '../../quantity.ts'
import { available, reservable } from '../stocking.ts'
import type { OrderContext } from './facts.ts'
import type { HoldKind } from './fields.ts'
import { openBase } from './lines.ts'

export interface Failure {
  readonly kind: HoldKind
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
}

export interface Exposure {
  readonly openAr: bigint
  readonly unbilled: bigint
  readonly openOrders: bigint
  readonly unapplied: bigint
}

/** What the customer owes or will owe, gross in base currency. */
export const creditExposure = (of: Exposure): bigint => of.openAr + of.unbilled + of.openOrders - of.unapplied

/** By how much an order goes over the limit; zero or less when it fits. */
export const creditExcess = (of: Exposure, order: bigint, limit: bigint): bigint => creditExposure(of) + order - limit

export interface Supply {
  readonly onHand: string
  readonly reserved: string
  readonly safetyStock: string
  /** Confirmed to others and not yet reserved for them. */
  readonly backlog: string
  readonly incoming: readonly { readonly date: string; readonly qty: string }[]
}

/** What can be promised for a day: free stock and confirmed receipts due by then, less what others wait for. */
export function availableToPromise(supply: Supply, day: string): string {
  const due = supply.incoming.filter((one) => one.date <= day).map((one) => one.qty)
  return minus(plus(supply.onHand, ...due), supply.reserved, supply.safetyStock, supply.backlog)
}

/** The first day on which a quantity can be promised, or null when no confirmed receipt brings it. */
export function firstDate(supply: Supply, qty: string, from: string): string | null {
  const days = [
    from,
    ...supply.incoming
      .map((one) => one.date)
      .filter((day) => day > from)
      .sort(),
  ]
  return days.find((day) => !exceeds(qty, availableToPromise(supply, day))) ?? null
}

/** All checks, all failures; an empty list confirms the order. */
export function failures(context: OrderContext): Failure[] {
  return [
    ...creditFailures(context),
    ...stockFailures(context),
    ...priceFailures(context),
    ...titleFailures(context),
    ...complianceFailures(context),
  ]
}

function creditFailures({ record, facts, settings, today }: OrderContext): Failure[] {
  const { account } = facts
  if (!settings.creditCheck || !account) return []
  const found: Failure[] = []
  const asked =
    (record.undeliveredBase ?? record.grossBase ?? 0n) - paidAhead(record, facts.invoices, record.grossBase ?? 0n)
  const by = creditExcess(facts, asked < 0n ? 0n : asked, (account.creditLimit ?? 0n) as bigint)
  if (asked > 0n && by > 0n) {
    found.push({
      kind: 'credit',
      code: 'CREDIT_LIMIT_EXCEEDED',
      details: { by: formatAmount(by, settings.baseCurrency) },
    })
  }
  const oldest = facts.overdue[0]?.dueDate as string | undefined
  if (oldest && diffDays(oldest, today) > settings.overdueHoldDays) {
    found.push({ kind: 'credit', code: 'CREDIT_OVERDUE_HOLD', details: { days: settings.overdueHoldDays } })
  }
  if (account.creditStatus === 'hold') found.push({ kind: 'credit', code: 'CREDIT_HOLD', details: {} })
  return found
}

/** Paid advances of this very order or its contract that no delivery has used up; they need no credit. */
export function paidAhead(order: Loose, advances: readonly Loose[], gross: bigint): bigint {
  const own = advances.filter(
    (one) => one.orderId === order.id || (!one.orderId && order.contractId && one.contractId === order.contractId),
  )
  const paid = own.map((one) => {
    const unused = proportion((one.grossBase ?? 0n) as bigint, one.liabilityNet ?? 0n, one.net ?? 0n)
    const received = ((one.grossBase ?? 0n) as bigint) - ((one.openBase ?? 0n) as bigint)
    return smaller(received, unused)
  })
  return smaller(total(paid), gross)
}

export const supplyOf = (
  line: Loose,
  facts: Pick<OrderContext['facts'], 'stocks' | 'backlog' | 'incoming'>,
): Supply => {
  const stock = facts.stocks.find((one) => one.productId === line.productId)
  const same = (one: Loose) => one.productId === line.productId
  return {
    onHand: stock?.onHand ?? '0',
    reserved: stock?.reserved ?? '0',
    safetyStock: stock?.safetyStock ?? '0',
    backlog: plus(...facts.backlog.filter(same).map((one) => one.backQty)),
    incoming: facts.incoming.filter(same).map((one) => ({
      date: one.expectedDate ?? '9999-12-31',
      qty: atLeastZero(minus(one.qty, one.receivedQty)),
    })),
  }
}

function stockFailures({ record, facts, today }: OrderContext): Failure[] {
  const found: Failure[] = []
  const taken = new Map<string, string>()
  for (const line of record.lines.filter((one) => one.stockTracked)) {
    const key = line.productId ?? ''
    const wanted = minus(openBase(line), line.reservedQty)
    const all = plus(taken.get(key), atLeastZero(wanted))
    taken.set(key, all)
    const supply = supplyOf(line, facts)
    const day = later(record.requestedDate, today)
    const atp = availableToPromise(supply, day)
    if (!isPositive(wanted) || !exceeds(all, atp)) continue
    const first = firstDate(supply, all, day)
    found.push({
      kind: 'stock',
      code: 'STOCK_SHORT',
      details: {
        line: line.id,
        product: line.description,
        missing: least(wanted, minus(all, atLeastZero(atp))),
        first_date: first ?? '—',
      },
    })
  }
  return found
}

const later = (a: string | null, b: string): string => (a && a > b ? a : b)

/** An order without a source was priced by nobody but its maker; below the margin floor a manager looks at it. */
function priceFailures({ record, settings }: OrderContext): Failure[] {
  if (record.contractId || record.quoteId || !settings.gates) return []
  const cost = total(record.lines.map((line) => line.cost))
  const margin = cost === 0n ? null : marginRate(record.netBase ?? 0n, cost)
  if (margin === null || !exceeds(settings.marginFloor, margin)) return []
  return [{ kind: 'price', code: 'MARGIN_BELOW_FLOOR', details: { floor: `${times(settings.marginFloor, '100')} %` } }]
}

function titleFailures({ record, facts }: OrderContext): Failure[] {
  if (record.invoiceType !== 'vat_special') return []
  const account = facts.account
  const complete = Boolean((account?.invoiceName ?? account?.name) && (account?.invoiceTaxNo ?? account?.uscc))
  return complete ? [] : [{ kind: 'title', code: 'INVOICE_TITLE_INCOMPLETE', details: {} }]
}

function complianceFailures({ facts }: OrderContext): Failure[] {
  return facts.account?.riskLevel === 'blacklist' ? [{ kind: 'compliance', code: 'COMPLIANCE_HOLD', details: {} }] : []
}

export const isOpenHold = (hold: Loose): boolean => !hold.releasedAt && !hold.clearedAt

/** The holds after a check: passed ones are cleared, released ones stay released, new failures are added. */
export function holdsAfter(context: OrderContext): Loose[] {
  const { record, now, today, actor } = context
  const found = failures(context)
  const matches = (hold: Loose, failure: Failure) =>
    hold.code === failure.code && (hold.details?.line ?? null) === (failure.details.line ?? null)
  const kept = record.holds.map((hold) => {
    const still = found.some((failure) => matches(hold, failure)) || hold.code === 'MANUAL'
    return isOpenHold(hold) && !still ? { ...hold, clearedAt: now } : hold
  })
  const covers = (hold: Loose, failure: Failure) =>
    matches(hold, failure) && !hold.clearedAt && (!hold.releasedAt || (hold.validUntil ?? '') >= today)
  const fresh = found.filter((failure) => !kept.some((hold) => covers(hold, failure)))
  return [...kept, ...fresh.map((failure) => ({ ...failure, ...blankHold, openedAt: now, openedBy: actor.id }))]
}

export const blankHold = { releasedAt: null, releasedBy: null, reason: null, validUntil: null, clearedAt: null }

/** A release holds for a week. */
export const releaseValidUntil = (today: string): string => addDays(today, 7)

/** Reserves for each line what is free now; the rest waits. Own reservations of before stay. */
export function reserveLines(context: OrderContext): Loose[] {
  const { record, facts, now } = context
  const free = new Map(facts.stocks.map((stock) => [stock.productId as string, available(stock)]))
  return record.lines.map((line) => {
    if (!line.stockTracked) return { ...line, queuedAt: line.queuedAt ?? now, priority: record.priority }
    const stock = facts.stocks.find((one) => one.productId === line.productId)
    const need = openBase(line)
    const keep = least(line.reservedQty ?? '0', need)
    const left = { ...stock, reserved: '0', safetyStock: '0', onHand: free.get(line.productId ?? '') ?? '0' }
    const more = reservable(minus(need, keep), left)
    free.set(line.productId ?? '', minus(free.get(line.productId ?? ''), more))
    const reservedQty = plus(keep, more)
    return {
      ...line,
      reservedQty,
      backQty: minus(need, reservedQty),
      missingQty: minus(need, reservedQty),
      queuedAt: line.queuedAt ?? now,
      priority: record.priority,
      warehouseId: record.warehouseId,
    }
  })
}

/** Another currency's amount in the company's own. */
export const inBase = (amount: bigint, order: Loose, baseCurrency: string): bigint =>
  convert(amount, order.fxRate ?? '1', { from: order.currency ?? baseCurrency, to: baseCurrency })
