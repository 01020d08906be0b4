/** The guards of an order: what must hold before it is made, submitted, changed, shipped, cancelled or closed. */
import type { Loose } from '../../../kernel/fact.ts'
import { lineProblem } from '../../../kernel/lines.ts'
import { convert, Exact, formatAmount } from '../../../kernel/money.ts'
import type { Guard } from '../../../kernel/object.ts'
import { equals, exceeds, isPositive, minus, plus } from '../../quantity.ts'
import { isWhole } from './bundles.ts'
import { isOpenHold } from './checks.ts'
import type { OrderContext } from './facts.ts'
import { type HoldKind, holdKinds } from './fields.ts'
import { billableQty, headerBase, isService, lineInput, matchesSource, openQty, priced, wantedQty } from './lines.ts'

type Rule = Guard<OrderContext>

/** The document an order was made from, as far as it names one. */
export const sourceOf = ({ record, facts }: OrderContext): Loose | null =>
  record.contractId ? facts.contract : record.quoteId ? facts.quote : null

export const sourceEffective: Rule = {
  code: 'SOURCE_NOT_EFFECTIVE',
  holds: (context) => {
    const { record, facts } = context
    if (record.contractId) return facts.contract?.state === 'active'
    return record.quoteId ? facts.quote?.state === 'accepted' : true
  },
}

export const sourceOfSameAccount: Rule = {
  code: 'ORDER_SOURCE_ACCOUNT',
  field: 'accountId',
  holds: (context) => {
    const source = sourceOf(context)
    return !source || source.accountId === context.record.accountId
  },
}

/** An accepted quote orders once; a contract many times, up to its amount. */
export const quoteOrderedOnce: Rule = {
  code: 'QUOTE_ALREADY_ORDERED',
  holds: ({ record, facts }) => !record.quoteId || Boolean(record.contractId) || facts.sameQuote === 0,
}

export const contractWhereRequired: Rule = {
  code: 'CONTRACT_REQUIRED',
  holds: ({ record, facts, settings }) => {
    if (!record.quoteId || record.contractId || !facts.quote) return true
    const pair = { from: (facts.quote.currency as string) ?? settings.baseCurrency, to: settings.baseCurrency }
    return (
      convert((facts.quote.gross ?? 0n) as bigint, (facts.quote.fxRate as string | null) ?? '1', pair) <=
      BigInt(settings.contractFrom)
    )
  },
  details: ({ settings }) => ({ from: formatAmount(BigInt(settings.contractFrom), settings.baseCurrency) }),
}

export const directAllowed: Rule = {
  code: 'DIRECT_ORDER_OFF',
  holds: ({ record, settings }) => Boolean(record.contractId || record.quoteId) || settings.directDocuments,
}

export const poUnused: Rule = {
  code: 'ORDER_DUPLICATE_PO',
  field: 'poNo',
  holds: ({ record, facts }) => !record.poNo || facts.samePo === 0,
  details: ({ record }) => ({ poNo: record.poNo }),
}

/** Net by which the orders of a contract go over it, after the tolerance the company grants. */
export function overContract({ record, facts, settings }: OrderContext): bigint {
  if (!record.contractId || !facts.contract || facts.contract.type === 'framework') return 0n
  const net = (facts.contract.net ?? 0n) as bigint
  const cap = BigInt(new Exact(net.toString()).times(plus('1', settings.overrunPct)).toFixed(0))
  const asked = facts.committed + (record.committedNet ?? 0n)
  return asked > cap ? asked - cap : 0n
}

export const withinContract: Rule = {
  code: 'CONTRACT_AMOUNT_EXCEEDED',
  holds: (context) => overContract(context) === 0n,
  details: (context) => ({
    by: formatAmount(overContract(context), context.record.currency ?? context.settings.baseCurrency),
  }),
}

const faulty = (record: Loose) =>
  (record.lines as readonly Loose[]).findIndex(
    (line) => lineProblem(lineInput(line, record.priceMode)) !== null || !isPositive(line.qty),
  )

export const linesComputable: Rule = {
  code: 'ORDER_LINE_INVALID',
  field: 'lines',
  holds: ({ record }) => faulty(record) < 0,
  details: ({ record }) => ({ row: faulty(record) + 1 }),
}

export const discountFits: Rule = {
  code: 'ORDER_DISCOUNT',
  field: 'headerDiscount',
  holds: ({ record }) =>
    (record.headerDiscount ?? 0n) === 0n ||
    (record.headerDiscount ?? 0n) <=
      headerBase(
        record,
        record.lines.map((line) => priced(line, record.priceMode, record.currency ?? 'CNY')),
      ),
}

export const unitsKnown: Rule = {
  code: 'UNIT_UNKNOWN',
  field: 'lines',
  holds: ({ record }) => record.lines.every((line) => line.factor !== null),
  details: ({ record }) => ({ units: record.lines.filter((line) => line.factor === null).map((line) => line.unit) }),
}

export const shipToGiven: Rule = {
  code: 'ORDER_SHIP_TO_MISSING',
  field: 'shipTo',
  holds: ({ record, history }) => history || record.shipTo !== null || record.lines.every(isService),
}

export const warehouseGiven: Rule = {
  code: 'ORDER_WAREHOUSE_MISSING',
  field: 'warehouseId',
  holds: ({ record }) => record.warehouseId !== null || !record.lines.some((line) => line.stockTracked),
}

export const requestedInFuture: Rule = {
  code: 'ORDER_DATE_PAST',
  field: 'requestedDate',
  holds: ({ record, today }) => (record.requestedDate ?? today) >= today,
  details: ({ today }) => ({ today }),
}

/** A manager may let a deviation pass by naming it, with a reason. */
export const priceAsSource: Rule = {
  code: 'ORDER_PRICE_MISMATCH',
  field: 'lines',
  override: ['SM'],
  holds: (context) => {
    const source = sourceOf(context)
    return !source || context.record.lines.every((line) => matchesSource(line, source))
  },
}

const unbound = ['draft', 'submitted']
const previous = (before: Loose | null, id: string): Loose | undefined =>
  (before?.lines as readonly Loose[] | undefined)?.find((line) => line.id === id)

export const notBelowShipped: Rule = {
  code: 'ORDER_QTY_BELOW_SHIPPED',
  field: 'lines',
  onInput: true,
  holds: ({ record, before }) =>
    ((before?.lines ?? []) as readonly Loose[]).every((line) => {
      const now = record.lines.find((one) => one.id === line.id)
      return (
        !exceeds(plus(line.shippedQty), now ? wantedQty(now) : '0') &&
        !exceeds(plus(line.invoicedQty), now ? wantedQty(now) : '0')
      )
    }),
}

export const priceUnchanged: Rule = {
  code: 'PRICE_CHANGE_NEEDS_AMENDMENT',
  field: 'lines',
  onInput: true,
  holds: ({ record, before }) =>
    unbound.includes(before?.state ?? 'draft') ||
    (record.priceMode === before?.priceMode &&
      record.currency === before?.currency &&
      record.headerDiscount === before?.headerDiscount &&
      equals(record.fxRate, before?.fxRate) &&
      record.lines.every((line) => {
        const old = previous(before, line.id)
        const [was, is] = line.bundleId ? [old?.bundlePrice, line.bundlePrice] : [old?.price, line.price]
        return (
          !old ||
          (equals(was, is) &&
            equals(old.discount, line.discount) &&
            old.vatRate === line.vatRate &&
            old.productId === line.productId &&
            old.unit === line.unit)
        )
      })),
}

/** What was sold as a bundle is ordered in whole bundles. */
export const bundlesWhole: Rule = {
  code: 'BUNDLE_SPLIT',
  field: 'lines',
  onInput: true,
  holds: ({ record }) => isWhole(record.lines),
}

/** Stock for the parts is looked up when an order is submitted. */
export const bundlesEarly: Rule = {
  code: 'BUNDLE_LATE',
  field: 'lines',
  onInput: true,
  holds: ({ record, before }) =>
    unbound.includes(before?.state ?? 'draft') ||
    record.lines.every((line) => !line.bundleKey || previous(before, line.id) !== undefined),
}

export const warehouseUnchanged: Rule = {
  code: 'ORDER_WAREHOUSE_FIXED',
  field: 'warehouseId',
  onInput: true,
  holds: ({ record, before }) =>
    unbound.includes(before?.state ?? 'draft') || record.warehouseId === before?.warehouseId,
}

const holdsOf = (record: Loose | null, kinds: readonly HoldKind[]) =>
  ((record?.holds ?? []) as readonly Loose[]).filter((hold) => isOpenHold(hold) && kinds.includes(hold.kind))

export const someHeld = (kinds: readonly HoldKind[]): Rule => ({
  code: 'HOLD_NOT_OPEN',
  holds: ({ before }) => holdsOf(before, kinds).length > 0,
})

export const nothingHeld: Rule = {
  code: 'ORDER_ON_HOLD',
  holds: ({ record }) => !record.holds.some(isOpenHold),
  details: ({ record }) => ({ reasons: heldWords(record) }),
}

export const heldWords = (record: Loose): string =>
  (record.holds as readonly Loose[])
    .filter(isOpenHold)
    .map((hold) => holdKinds[hold.kind as HoldKind].join(' '))
    .join(', ')

export const somethingHeld: Rule = {
  code: 'HOLD_KIND_REQUIRED',
  field: 'kind',
  onInput: true,
  holds: ({ record }) => record.holds.some(isOpenHold),
}

export const nothingShipped: Rule = {
  code: 'ORDER_ALREADY_SHIPPED',
  holds: ({ before }) => !((before?.lines ?? []) as readonly Loose[]).some((line) => isPositive(line.shippedQty)),
}

export const nothingInvoiced: Rule = {
  code: 'ORDER_HAS_INVOICE',
  holds: ({ record, facts }) => (record.invoicedGross ?? 0n) === 0n && facts.invoiceDrafts === 0,
}

export const noShipmentOpen: Rule = { code: 'ORDER_HAS_SHIPMENT', holds: ({ facts }) => facts.drafts === 0 }

/** Ordered ≥ shipped ≥ delivered, nothing earned beyond what is ordered, and no reservation used twice. */
export const withinWanted: Rule = {
  code: 'SHIP_QTY_EXCEEDS',
  field: 'lines',
  onInput: true,
  holds: ({ record }) =>
    record.lines.every(
      (line) =>
        !exceeds(line.shippedQty, wantedQty(line)) &&
        !exceeds(line.deliveredQty, line.shippedQty) &&
        !exceeds('0', line.reservedQty) &&
        !exceeds(line.recognisedQty, wantedQty(line)),
    ),
}

/** What of a line is not yet shipped and stands on no draft. */
export const shippable = (line: Loose, pending: readonly Loose[]): string =>
  minus(openQty(line), ...pending.filter((one) => one.orderLineId === line.id).map((one) => one.qty))

export const somethingToShip: Rule = {
  code: 'NOTHING_TO_SHIP',
  holds: ({ record, facts }) =>
    record.lines.some((line) => !isService(line) && isPositive(shippable(line, facts.pending))),
}

/** What of a line is delivered and stands on no invoice, drafts included. */
export const billable = (line: Loose, billed: readonly Loose[]): string =>
  minus(billableQty(line), ...billed.filter((one) => one.orderLineId === line.id).map((one) => one.qty))

export const somethingToBill: Rule = {
  code: 'NOTHING_TO_BILL',
  holds: ({ record, facts }) =>
    record.billing !== 'plan' && record.lines.some((line) => isPositive(billable(line, facts.billed))),
}

export const missingOf = (line: Loose, requested: readonly Loose[]): string => {
  const asked = requested.filter((one) => one.orderLineId === line.id).map((one) => minus(one.qty, one.receivedQty))
  return minus(line.missingQty, ...asked)
}

export const somethingMissing: Rule = {
  code: 'NOTHING_MISSING',
  holds: ({ record, facts }) => record.lines.some((line) => isPositive(missingOf(line, facts.requested))),
}
