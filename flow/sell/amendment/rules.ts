/** When a contract may be amended, and when what was agreed may take effect: the guards of AM1–AM5. */
import type { Loose } from '../../../kernel/fact.ts'
import { formatAmount } from '../../../kernel/money.ts'
import type { Guard } from '../../../kernel/object.ts'
import type { Settings } from '../../../kernel/settings.ts'
import { total } from '../../quantity.ts'
import { allSigned, copyStored } from '../contract/signing.ts'
import { inBase } from '../currency.ts'
import { headerFits, headerOf, incompleteLines } from '../documentLines.ts'
import { gateGuards, type Situation } from '../gates.ts'
import { alike } from './content.ts'
import type { Here } from './fields.ts'
import { belowDone, doneNet, orderChanges } from './fulfilled.ts'
import { amendmentText } from './text.ts'

type Rule = Guard<Here>

const shown = ({ record, settings }: Here, minor: bigint | null): string =>
  formatAmount(minor ?? 0n, record.currency ?? settings.baseCurrency)

export const contractRuns: Rule = {
  code: 'AMEND_CONTRACT_STATE',
  field: 'contractId',
  holds: ({ facts }) => facts.contract?.state === 'active',
}

export const onlyOne: Rule = { code: 'AMENDMENT_OPEN', field: 'contractId', holds: ({ facts }) => facts.siblings === 0 }

export const changesSomething: Rule = {
  code: 'AMEND_NOTHING',
  holds: ({ record }) => (record.changeTypes ?? []).length > 0,
}

export const explained: Rule = {
  code: 'AMEND_WHY',
  field: 'why',
  holds: ({ record }) => (record.why ?? '').trim() !== '',
}

const incomplete = ({ record, settings }: Here): number[] =>
  incompleteLines(record.lines, headerOf(record, settings.baseCurrency))

export const linesComplete: Rule = {
  code: 'CONTRACT_LINE_INCOMPLETE',
  field: 'lines',
  holds: (context) => incomplete(context).length === 0,
  details: (context) => ({ lines: incomplete(context) }),
}

export const discountStillFits: Rule = {
  code: 'HEADER_DISCOUNT_RANGE',
  field: 'lines',
  holds: ({ record, settings }) =>
    (record.headerDiscount ?? 0n) === 0n || headerFits(record.lines, headerOf(record, settings.baseCurrency)),
}

/** A line of the contract stays with its product; another product is another line. */
export const productsKept: Rule = {
  code: 'AMEND_LINE_PRODUCT',
  field: 'lines',
  holds: (context) => exchanged(context).length === 0,
  details: (context) => ({ lines: exchanged(context) }),
}

const exchanged = ({ record, facts }: Here): number[] =>
  record.lines.flatMap((line, i) => {
    const from = ((facts.contract?.lines ?? []) as readonly Loose[]).find((one) => one.id === line.contractLineId)
    return from && (from.productId !== line.productId || from.unit !== line.unit) ? [i + 1] : []
  })

export const planComplete: Rule = {
  code: 'PLAN_SUM_MISMATCH',
  field: 'plan',
  holds: ({ record }) => total(record.plan.map((row) => row.amount)) === (record.gross ?? 0n),
  details: (context) => ({
    sum: shown(context, total(context.record.plan.map((row) => row.amount))),
    gross: shown(context, context.record.gross),
  }),
}

/** Instalments on an invoice, or paid, stay as they are. */
export const settledKept: Rule = {
  code: 'PLAN_LINE_LOCKED',
  field: 'plan',
  holds: (context) => touched(context).length === 0,
  details: (context) => ({ lines: touched(context) }),
}

const fixedOfPlan = ['name', 'trigger', 'offsetDays', 'onDate', 'invoiceRequired', 'amount'] as const

function touched({ record, facts }: Here): number[] {
  const plan = (facts.contract?.plan ?? []) as readonly Loose[]
  return plan.flatMap((row, i) => {
    const used = !row.cancelledAt && (isPaid(row) || facts.billed.some((one) => one.planLineId === row.id))
    const next = record.plan.find((one) => one.planLineId === row.id)
    return used && !(next && fixedOfPlan.every((name) => alike(next[name], row[name]))) ? [i + 1] : []
  })
}

const isPaid = (row: Loose): boolean =>
  ((row.invoicedAmount ?? 0n) as bigint) > 0n || ((row.paidAmount ?? 0n) as bigint) > 0n

/** What is delivered or invoiced stays within what is agreed, line by line, in all, and for each tax rate. */
export const notBelowDone: Rule = {
  code: 'AMEND_BELOW_FULFILLED',
  field: 'lines',
  holds: (context) => below(context).length === 0,
  details: (context) => ({ found: below(context) }),
}

function below(context: Here): string[] {
  const { record, facts } = context
  if (!facts.contract) return []
  const lines = belowDone(record.lines, facts.contract, facts).map(({ line, done }) => `${line} ≥ ${done}`)
  const net = doneNet(facts)
  const whole = net > (record.net ?? 0n) ? [`Σ ≥ ${shown(context, net)}`] : []
  return [...lines, ...(lines.length > 0 ? [] : [...whole, ...ratesBelow(context)])]
}

function ratesBelow(context: Here): string[] {
  const { record, facts } = context
  const rates = [...new Set(facts.billed.map((row) => row.vatRate as string))]
  return rates.flatMap((rate) => {
    const of = (rows: readonly Loose[]) => total(rows.filter((row) => row.vatRate === rate).map((row) => row.gross))
    const billed = of(facts.billed)
    return billed > of(record.lines) ? [`${rate} ≥ ${shown(context, billed)}`] : []
  })
}

/** Orders that must shrink have no shipment under way. */
export const nothingUnderWay: Rule = {
  code: 'AMEND_SHIPMENT_OPEN',
  holds: ({ record, facts }) =>
    facts.shipmentsOpen === 0 ||
    !facts.contract ||
    orderChanges(record, facts.contract, facts).every((order) => order.lines.every((line) => !line.cancel)),
}

export const documentThere: Rule = {
  code: 'CONTRACT_FILE_REQUIRED',
  field: 'document',
  holds: ({ record, settings }) => !settings.evidenceFiles || (record.document ?? []).length > 0,
}

/** Everything that must hold of the content before others spend time on it. */
export const complete: readonly Rule[] = [
  contractRuns,
  changesSomething,
  explained,
  linesComplete,
  discountStillFits,
  productsKept,
  planComplete,
  settledKept,
  notBelowDone,
  documentThere,
]

export function situationOf({ record, settings }: { record: Loose; settings: Settings }): Situation {
  const kinds = (record.changeTypes ?? []) as readonly string[]
  return {
    point: 'contract.amend',
    about: [record.id],
    amount: inBase(record.gross, record, settings),
    margin: record.marginRate,
    text: amendmentText(record),
    change: {
      gross: inBase(record.deltaGross, record, settings),
      before: inBase(record.oldGross, record, settings),
      terms: kinds.some((kind) => kind === 'terms' || kind === 'delivery_date'),
    },
  }
}

export const amendGate = gateGuards<Here>(situationOf)

export const textUnchanged: Rule = {
  code: 'CONTRACT_HASH_MISMATCH',
  holds: ({ record }) => record.approvedSnapshot === amendmentText(record),
}

export const isSigned: Rule = {
  code: 'SIGNATURE_INCOMPLETE',
  holds: ({ record, settings }) => allSigned(record) && copyStored(record, settings),
}

export const dayHasCome: Rule = {
  code: 'CONTRACT_NOT_EFFECTIVE',
  holds: ({ record, today }) => record.effectiveDate !== null && record.effectiveDate <= today,
  details: ({ record }) => ({ date: record.effectiveDate }),
}

/** Nothing more stands between the signatures and an amendment in force. */
export const readyForEffect = (record: Loose, settings: Settings, today: string): boolean =>
  allSigned(record) &&
  copyStored(record, settings) &&
  typeof record.effectiveDate === 'string' &&
  record.effectiveDate <= today
