/** The content of an amendment: taken from the contract, priced, held against it, and summed up again. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import { allocate } from '../../../kernel/money.ts'
import type { Settings } from '../../../kernel/settings.ts'
import { equals, total } from '../../quantity.ts'
import { inBase } from '../currency.ts'
import { amountsOf, headerOf, marginOf } from '../documentLines.ts'
import { pricedLines } from '../pricing.ts'
import { type ChangeType, type Here, terms } from './fields.ts'

type Rows = readonly Loose[]

const lineColumns = [
  'productId',
  'description',
  'unit',
  'qty',
  'listPrice',
  'price',
  'discount',
  'vatRate',
  'deliveryDate',
  'net',
  'tax',
  'gross',
  'cost',
] as const
const planColumns = ['name', 'trigger', 'offsetDays', 'onDate', 'milestone', 'invoiceRequired'] as const
const pick = (row: Loose, names: readonly string[]): Loose =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]))

/** What a new amendment says before anyone has changed a word: the contract. */
export function takenOver(context: Here) {
  const { record, facts } = context
  const contract = facts.contract as Loose
  const own = Object.fromEntries(
    Object.keys(terms).map((name) => [name, given(record, name) ?? contract[name] ?? null]),
  )
  const deciders = facts.contractDecisions.flatMap((one) => (one.decidedBy as string | null) ?? [])
  const begun = {
    ...own,
    title: record.title ?? titleOf(contract),
    accountId: contract.accountId as string,
    ...pick(contract, ['currency', 'fxRate', 'priceMode', 'headerDiscount', 'sealType']),
    oldNet: (contract.net ?? 0n) as bigint,
    oldGross: (contract.gross ?? 0n) as bigint,
    oldMarginRate: (contract.marginRate ?? null) as string | null,
    originalDeciders: [...new Set(deciders)],
    versions: [] as Loose[],
    signatories:
      record.signatories.length > 0
        ? record.signatories
        : (contract.signatories as Rows).map(({ id: _id, ...one }) => ({ ...one, signedAt: null })),
    lines: record.lines.length > 0 ? matched(record.lines, contract.lines) : linesOf(contract),
    plan: planOf(contract, facts.billed),
  }
  return { ...begun, changeTypes: changesOf({ ...record, ...begun }, contract) }
}

/** A toggle that nobody touched says nothing. */
const given = (record: Loose, name: string): unknown => (record[name] === false ? null : record[name])

const titleOf = (contract: Loose): string =>
  [...`${contract.title} V${((contract.versionNo as number | null) ?? 1) + 1}`].slice(-150).join('')

const linesOf = (contract: Loose): Loose[] =>
  (contract.lines as Rows).map((line) => ({ ...pick(line, lineColumns), contractLineId: line.id }))

/** Lines brought along are those of the contract with the same product, in their order; the others are new. */
function matched(lines: Rows, ofContract: Rows): Loose[] {
  const free = [...ofContract]
  return lines.map((line) => {
    const at = free.findIndex((one) => one.productId === line.productId)
    const from = at < 0 ? null : (free.splice(at, 1)[0] as Loose)
    return { ...line, contractLineId: from?.id ?? null }
  })
}

function planOf(contract: Loose, billed: Rows): Loose[] {
  return (contract.plan as Rows)
    .filter((row) => !row.cancelledAt)
    .map((row) => ({
      ...pick(row, planColumns),
      oldAmount: row.amount,
      amount: row.amount,
      planLineId: row.id,
      settled: isSettled(row, billed),
    }))
}

/** Something of it stands on an invoice, drafts included, or was paid. */
export const isSettled = (row: Loose, billed: Rows): boolean =>
  ((row.invoicedAmount ?? 0n) as bigint) > 0n ||
  ((row.paidAmount ?? 0n) as bigint) > 0n ||
  billed.some((one) => one.planLineId === row.id)

/** After a change by people: prices laid on, the instalments' standing looked up, and what differs named. */
export function reworked(context: Here) {
  const { record, facts, settings } = context
  const contract = facts.contract as Loose
  const lines = pricedLines(context, {
    currency: record.currency ?? settings.baseCurrency,
    fxRate: record.fxRate,
    follows: false,
  })
  const plan = record.plan.map((row) => {
    const from = (contract.plan as Rows).find((one) => one.id === row.planLineId)
    return {
      ...row,
      oldAmount: (from?.amount ?? null) as bigint | null,
      settled: !!from && isSettled(from, facts.billed),
    }
  })
  return { lines, plan, changeTypes: changesOf({ ...record, lines }, contract) }
}

/** Amounts, differences and instalments: what follows from the record alone, at every write. */
export function summedUp(record: Loose, settings: Settings) {
  const { lines, net, tax, gross } = amountsOf(record.lines, headerOf(record, settings.baseCurrency))
  const deltaNet = net - ((record.oldNet ?? 0n) as bigint)
  return {
    lines,
    net,
    tax,
    gross,
    ...marginOf(lines, net),
    deltaNet,
    deltaGross: gross - ((record.oldGross ?? 0n) as bigint),
    deltaNetBase: inBase(deltaNet, record, settings),
    plan: record.planFollows ? shared(record.plan, gross) : record.plan,
  }
}

/** Open instalments of the contract share what settled and added ones leave, in the proportion they had. */
function shared(plan: Rows, gross: bigint): Loose[] {
  const open = plan.filter((row) => row.planLineId && !row.settled)
  const left = gross - total(plan.filter((row) => !open.includes(row)).map((row) => row.amount))
  if (open.length === 0 || left < 0n) return [...plan]
  const shares = allocate(
    left,
    open.map((row) => (row.oldAmount ?? 0n) as bigint),
  )
  return plan.map((row) => (open.includes(row) ? { ...row, amount: shares[open.indexOf(row)] } : row))
}

/** What differs from the contract, by kind (chain.md AM1). */
export function changesOf(record: Loose, contract: Loose): ChangeType[] {
  const before = new Map((contract.lines as Rows).map((line) => [line.id as string, line]))
  const now = record.lines as Rows
  const kept = now.filter((line) => before.has(line.contractLineId))
  const of = (line: Loose) => before.get(line.contractLineId) as Loose
  const differs = (names: readonly string[]) =>
    kept.some((line) => names.some((name) => !alike(line[name], of(line)[name])))
  const scope =
    kept.length < now.length || kept.length < before.size || differs(['qty', 'productId', 'unit', 'description'])
  const price = differs(['price', 'discount', 'vatRate'])
  const dates = !alike(record.deliveryDate, contract.deliveryDate) || differs(['deliveryDate'])
  const said = Object.keys(terms).filter((name) => !['contactId', 'deliveryDate'].includes(name))
  const planned = record.planFollows === false || planChanged(record.plan, contract.plan)
  const other = planned || said.some((name) => !alike(record[name], contract[name]))
  const amount = scope || price || !amountsAlike(record, contract)
  return [
    ...(amount ? (['amount'] as const) : []),
    ...(scope ? (['scope'] as const) : []),
    ...(price ? (['price'] as const) : []),
    ...(dates ? (['delivery_date'] as const) : []),
    ...(other ? (['terms'] as const) : []),
    ...(alike(record.contactId, contract.contactId) ? [] : (['party'] as const)),
  ]
}

const amountsAlike = (record: Loose, contract: Loose): boolean =>
  alike(record.headerDiscount ?? 0n, contract.headerDiscount ?? 0n)

function planChanged(plan: Rows, ofContract: Rows): boolean {
  const standing = ofContract.filter((row) => !row.cancelledAt)
  const same = (row: Loose) => {
    const from = standing.find((one) => one.id === row.planLineId)
    return from !== undefined && planColumns.every((name) => alike(row[name], from[name]))
  }
  return plan.length !== standing.length || !plan.every(same)
}

/** Equal as values: decimals by number, empty as empty, a switch that is off like one never set. */
export function alike(a: unknown, b: unknown): boolean {
  const [x, y] = [a ?? null, b ?? null].map((one) => (one === false || one === '' ? null : one))
  if (typeof x === 'string' && typeof y === 'string' && isNumber(x) && isNumber(y)) return equals(x, y)
  return x === y
}

const isNumber = (text: string): boolean => /^-?[0-9]+(\.[0-9]+)?$/.test(text)
