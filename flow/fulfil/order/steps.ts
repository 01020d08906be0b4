/** What the steps of an order write. */
import type { Loose } from '../../../kernel/fact.ts'
import { exceeds, isPositive, least, minus, plus } from '../../quantity.ts'
import { currencyAndRate } from '../../sell/currency.ts'
import { split } from './bundles.ts'
import { blankHold, holdsAfter, isOpenHold, releaseValidUntil, reserveLines } from './checks.ts'
import type { OrderContext } from './facts.ts'
import type { HoldKind } from './fields.ts'
import { discountFrom, headerOf, isService, linesFrom, openBase, openQty, settled, wantedQty } from './lines.ts'
import { sourceOf } from './rules.ts'

/** The context with lines completed from their products and the header counted, as the checks need it. */
export function prepared(context: OrderContext): OrderContext {
  const { record, facts, settings } = context
  const known = (line: Loose) =>
    settled(
      line,
      facts.products.find((one) => one.id === line.productId),
      settings.baseCurrency,
    )
  const lines = split(record.lines.map(known), facts.bundleParts ?? []).map((line) => ({
    ...known(line),
    contractId: record.contractId,
  }))
  return {
    ...context,
    record: { ...record, ...headerOf({ ...record, lines }, settings) } as unknown as OrderContext['record'],
  }
}

const inherited = [
  'accountId',
  'contactId',
  'opportunityId',
  'entityId',
  'currency',
  'fxRate',
  'priceMode',
  'paymentTermId',
] as const

/** A new order takes from its contract or quote what its maker left empty. */
export function begun(context: OrderContext) {
  const { record, facts, today } = context
  const source = sourceOf(context)
  const from = Object.fromEntries(inherited.map((name) => [name, record[name] ?? source?.[name] ?? null]))
  const keeper = (facts.account ?? source) as Loose | null
  const keeps = record.ownerId !== null && record.ownerId !== context.actor.id
  const plan = ((facts.contract?.plan ?? []) as readonly Loose[]).length > 0
  const lines =
    record.lines.length > 0 || !source ? record.lines : linesFrom(source, record.contractId ? facts.ordered : [])
  const begun = {
    ...record,
    ...from,
    ...currencyAndRate({ ...context, record: from as { currency: string | null; fxRate: string | null } }),
    headerDiscount: record.lines.length === 0 && source ? discountFrom(source, lines) : record.headerDiscount,
    priceMode: (source?.priceMode ?? record.priceMode) as 'incl' | 'excl',
    entityId: (from.entityId ?? facts.entities[0]?.id ?? null) as string | null,
    warehouseId: record.warehouseId ?? (facts.warehouses[0]?.id as string | undefined) ?? null,
    orderDate: record.orderDate ?? today,
    requestedDate: record.requestedDate ?? (source?.deliveryDate as string | undefined) ?? null,
    poNo: record.poNo ?? (source?.poNo as string | undefined) ?? null,
    billing: record.billing ?? (record.contractId && plan ? ('plan' as const) : ('shipment' as const)),
    shipTo: record.shipTo ?? addressOf(facts.account),
    lines,
    ...(keeper && !keeps ? { ownerId: keeper.ownerId as string | null, deptId: keeper.deptId as string | null } : {}),
  }
  const next = prepared({ ...context, record: begun as OrderContext['record'] })
  return { ...begun, ...unbilledOf(context), lines: next.record.lines, committedNet: next.record.committedNet }
}

function addressOf(account: Loose | null): OrderContext['record']['shipTo'] {
  if (!account?.region && !account?.address) return null
  return { ...account.region, ...(account.address ? { detail: account.address } : {}) }
}

/** Submitting runs every check; what fails stands as holds. */
export function submitted(context: OrderContext) {
  const next = prepared(context)
  const lines = next.record.lines.map((line) => ({ ...line, missingQty: shortOf(next, line) }))
  return {
    lines,
    shipTo: context.record.shipTo ?? addressOf(context.facts.account),
    holds: holdsAfter(next),
    submittedAt: context.now,
    submittedBy: context.actor.id,
  }
}

export function rechecked(context: OrderContext) {
  const next = prepared(context)
  return {
    lines: next.record.lines.map((line) => ({ ...line, missingQty: shortOf(next, line) })),
    holds: holdsAfter(next),
  }
}

/** Base units of a line that the warehouse cannot cover now. */
function shortOf({ facts }: OrderContext, line: Loose): string {
  if (!line.stockTracked) return '0'
  const stock = facts.stocks.find((one) => one.productId === line.productId)
  const free = minus(stock?.onHand, stock?.reserved, stock?.safetyStock)
  const missing = minus(openBase(line), line.reservedQty, isPositive(free) ? free : '0')
  return isPositive(missing) ? missing : '0'
}

export function confirmed(context: OrderContext) {
  const { record, now } = context
  const promise = record.promisedDate ?? record.requestedDate
  return {
    lines: reserveLines(context).map((line) => ({ ...line, promisedDate: line.promisedDate ?? promise })),
    promisedDate: promise,
    currentPromise: record.currentPromise ?? promise,
    confirmedAt: record.confirmedAt ?? now,
    confirmedBy: record.confirmedBy ?? record.submittedBy,
  }
}

/** OR6: more asks for all checks again; a new date moves the current promise and never the first one. */
/** What an old order delivered was invoiced and earned elsewhere (R37); coming in again changes nothing of that. */
const unbilledOf = ({ history, before }: OrderContext) => {
  if (!history) return {}
  const { unbilledGross = 0n, unbilledTax = 0n, unbilledBase = 0n, unbilledTaxBase = 0n } = before ?? {}
  return { unbilledGross, unbilledTax, unbilledBase, unbilledTaxBase }
}

export function changed(context: OrderContext) {
  const next = prepared(context)
  const { before, record } = next
  if (!before || ['draft', 'submitted'].includes(before.state)) return { lines: record.lines, ...unbilledOf(context) }
  const more = record.lines.some((line) => {
    const old = before.lines.find((one) => one.id === line.id)
    return exceeds(wantedQty(line), old ? wantedQty(old) : '0')
  })
  const lines = before.state === 'on_hold' ? record.lines.map(trimmed) : reserveLines(next)
  return { lines, ...(more ? { holds: holdsAfter(next) } : {}), ...unbilledOf(context) }
}

/** A held order keeps its reservations but never more than it still wants. */
const trimmed = (line: Loose): Loose => ({ ...line, reservedQty: least(line.reservedQty, openBase(line)) })

export const released =
  (kinds: readonly HoldKind[]) =>
  ({ record, now, today, actor, input }: OrderContext) => ({
    holds: record.holds.map((hold) =>
      isOpenHold(hold) && kinds.includes(hold.kind as HoldKind)
        ? {
            ...hold,
            releasedAt: now,
            releasedBy: actor.id,
            reason: input.reason as string,
            validUntil: releaseValidUntil(today),
          }
        : hold,
    ),
  })

export function held({ record, input, now, actor }: OrderContext) {
  if (!input.kind) return {}
  const hold = {
    ...blankHold,
    kind: input.kind as HoldKind,
    code: 'MANUAL',
    details: { note: input.note ?? null },
    openedAt: now,
    openedBy: actor.id,
  }
  return { holds: [...record.holds, hold] }
}

/** Nothing more is wanted: what is open is cancelled, and its stock set free. */
export const dropped = ({ record }: OrderContext) => ({
  lines: record.lines.map((line) => ({
    ...line,
    cancelledQty: plus(line.cancelledQty, openQty(line)),
    reservedQty: '0',
    backQty: '0',
    missingQty: '0',
  })),
})

export const unreserved = ({ record }: OrderContext) => ({
  lines: record.lines.map((line) => ({ ...line, reservedQty: '0', backQty: '0' })),
})

/** Stock came in for a waiting line. */
export const filled = ({ record, input }: OrderContext) => ({
  lines: record.lines.map((line) => {
    if (line.id !== input.lineId) return line
    const backQty = minus(line.backQty, input.qty)
    return {
      ...line,
      reservedQty: plus(line.reservedQty, input.qty),
      backQty,
      missingQty: least(line.missingQty, backQty),
    }
  }),
})

/** What left, arrived or passed to the customer, line by line; `cost` in minor units of base currency. */
export interface Progress {
  readonly shipped?: readonly {
    readonly lineId: string
    readonly qty: string
    readonly fromReserved?: string
    readonly cost?: string
  }[]
  readonly delivered?: readonly { readonly lineId: string; readonly qty: string }[]
  readonly recognised?: readonly { readonly lineId: string; readonly qty: string; readonly cost?: string }[]
}

const of = <R extends { readonly lineId: string }>(list: readonly R[] | undefined, id: string): readonly R[] =>
  (list ?? []).filter((one) => one.lineId === id)

export function progressed({ record, input }: OrderContext) {
  const { shipped, delivered, recognised } = input as Progress
  const lines = record.lines.map((line) => {
    const out = of(shipped, line.id)
    const done = of(recognised, line.id)
    const cost = [...out.map((one) => BigInt(one.cost ?? 0)), ...done.map((one) => -BigInt(one.cost ?? 0))]
    return {
      ...line,
      shippedQty: plus(line.shippedQty, ...out.map((one) => one.qty)),
      reservedQty: minus(line.reservedQty, ...out.map((one) => one.fromReserved)),
      deliveredQty: plus(line.deliveredQty, ...of(delivered, line.id).map((one) => one.qty)),
      recognisedQty: plus(line.recognisedQty, ...done.map((one) => one.qty)),
      transitCost: cost.reduce((sum, one) => sum + one, line.transitCost ?? 0n),
    }
  })
  return { lines: lines.map(narrowed), ...moved(record, input) }
}

/** A line reserves and waits for no more than is still open, wherever the goods came from. */
export function narrowed(line: Loose): Loose {
  const reservedQty = exceeds('0', line.reservedQty) ? line.reservedQty : least(line.reservedQty, openBase(line))
  const waiting = minus(openBase(line), reservedQty)
  return { ...line, reservedQty, backQty: least(line.backQty, isPositive(waiting) ? waiting : '0') }
}

const balances = ['unbilledGross', 'unbilledTax', 'unbilledBase', 'unbilledTaxBase'] as const

/** The balances of delivered, not yet invoiced value move by what the ledger moves. */
export const moved = (record: Loose, input: Loose) =>
  Object.fromEntries(balances.map((name) => [name, (record[name] ?? 0n) + (input[name] ?? 0n)]))

/** An invoice was issued: `lines` names what of the order it covers. */
export function invoiced({ record, input }: OrderContext) {
  const rows = (input.lines ?? []) as readonly { lineId: string; qty: string; net: string }[]
  return {
    lines: record.lines.map((line) => ({
      ...line,
      invoicedQty: plus(line.invoicedQty, ...of(rows, line.id).map((row) => row.qty)),
      invoicedNet: of(rows, line.id).reduce((sum, row) => sum + BigInt(row.net), line.invoicedNet ?? 0n),
    })),
    invoicedGross: (record.invoicedGross ?? 0n) + (input.gross ?? 0n),
    ...moved(record, input),
  }
}

/** What of a line may be accepted by the customer now: services whole, goods once delivered. */
export const acceptable = (line: Loose): string =>
  minus(isService(line) ? wantedQty(line) : least(line.deliveredQty, wantedQty(line)), line.recognisedQty)

/** Lines the command names, or all that is open. */
export function acceptedRows(record: Loose, input: Loose): { lineId: string; qty: string }[] {
  const named = input.lines as readonly { lineId: string; qty: string }[] | null | undefined
  if (named?.length) return named.map(({ lineId, qty }) => ({ lineId, qty }))
  return (record.lines as readonly Loose[])
    .filter((line) => isPositive(acceptable(line)) && (isService(line) || needsAcceptance(line)))
    .map((line) => ({ lineId: line.id as string, qty: acceptable(line) }))
}

export const needsAcceptance = (line: Loose): boolean =>
  line.revRule === 'on_acceptance' || line.revRule === 'over_time'

export const paid = ({ record, input }: OrderContext) => ({
  paidGross: (record.paidGross ?? 0n) + (input.gross ?? 0n),
})
