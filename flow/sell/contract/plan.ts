/** The payment plan of a contract: amounts, due dates and states of its lines follow from what is known. Pure. */
import { addDays, addMonths } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { Exact, percentOf } from '../../../kernel/money.ts'
import { type PlanPart, planAmounts } from '../../../kernel/plan.ts'

export const triggers = {
  on_sign: ['签订后', 'On signing'],
  fixed_date: ['固定日期', 'Fixed date'],
  on_order: ['下单后', 'On order'],
  on_shipment: ['发货后', 'On shipment'],
  on_delivery: ['签收后', 'On delivery'],
  on_acceptance: ['验收后', 'On acceptance'],
  milestone: ['里程碑', 'Milestone'],
  warranty_end: ['质保期满', 'End of warranty'],
} as const satisfies Record<string, readonly [string, string]>

export const planStates = {
  pending: ['待触发', 'Pending'],
  due_known: ['到期日已定', 'Due date known'],
  invoiced: ['已开票', 'Invoiced'],
  partially_paid: ['部分回款', 'Partly paid'],
  paid: ['已回款', 'Paid'],
  cancelled: ['已取消', 'Cancelled'],
} as const satisfies Record<string, readonly [string, string]>

/** A plan from the lines of payment terms; without terms the whole is due on delivery. */
export function planFrom(term: Loose | null | undefined): Loose[] {
  const lines = (term?.lines ?? []) as readonly Loose[]
  if (lines.length === 0) return [planLine({ name: null, trigger: 'on_delivery', percent: '1', invoiceRequired: true })]
  return lines.map((line) =>
    planLine({
      name: line.name ?? null,
      trigger: Object.hasOwn(triggers, line.trigger ?? '') ? line.trigger : 'on_delivery',
      offsetDays: line.offsetDays ?? 0,
      percent: line.percent ?? null,
      invoiceRequired: line.invoiceRequired ?? false,
    }),
  )
}

function planLine(values: Loose): Loose {
  return {
    offsetDays: 0,
    amount: null,
    onDate: null,
    milestone: null,
    triggeredOn: null,
    dueDate: null,
    invoicedAmount: 0n,
    paidAmount: 0n,
    cancelledAt: null,
    state: 'pending',
    ...values,
  }
}

const asPart = (row: Loose): PlanPart =>
  row.percent === null || row.percent === undefined
    ? { amount: (row.amount as bigint | null) ?? 0n }
    : { percent: new Exact(row.percent).times(100).toFixed() }

const standing = (plan: readonly Loose[]): Loose[] => plan.filter((row) => !row.cancelledAt)

/** Whether the standing lines make up the gross of the contract, and what they do make. */
export function planSum(plan: readonly Loose[], gross: bigint): { ok: boolean; sum: bigint } {
  const lines = standing(plan)
  if (lines.length === 0) return { ok: gross === 0n, sum: 0n }
  const found = planAmounts(gross, lines.map(asPart))
  const exact = found.ok && found.amounts.reduce((a, b) => a + b, 0n) === gross
  return { ok: exact, sum: found.ok ? found.amounts.reduce((a, b) => a + b, 0n) : found.sum }
}

/** Every line with its amount, its due date where the trigger has happened, and its state. */
export function plannedLines(contract: Loose, gross: bigint): Loose[] {
  const plan = contract.plan as readonly Loose[]
  const lines = standing(plan)
  const found = lines.length > 0 ? planAmounts(gross, lines.map(asPart)) : null
  return plan.map((row) => {
    const at = lines.indexOf(row)
    const alone = row.percent
      ? percentOf(gross, new Exact(row.percent).times(100))
      : ((row.amount as bigint | null) ?? 0n)
    const amount = at < 0 ? row.amount : found?.ok ? found.amounts[at] : alone
    const line: Loose = { ...row, amount, dueDate: dueDateOf(row, contract) }
    return { ...line, state: planStateOf(line) }
  })
}

/** Trigger date and offset, with the credit days where an invoice must come first. */
export function dueDateOf(row: Loose, contract: Loose): string | null {
  const start = triggerDateOf(row, contract)
  if (start === null) return null
  return addDays(start, (row.offsetDays ?? 0) + (row.invoiceRequired ? (contract.creditDays ?? 0) : 0))
}

function triggerDateOf(row: Loose, contract: Loose): string | null {
  if (row.trigger === 'fixed_date') return row.onDate ?? null
  if (row.trigger === 'on_sign')
    return contract.activatedAt ? (contract.signDate ?? contract.effectiveDate ?? null) : null
  if (row.trigger === 'warranty_end')
    return row.triggeredOn ? addMonths(row.triggeredOn, contract.warrantyMonths ?? 0) : null
  return row.triggeredOn ?? null
}

/** Derived from what was invoiced and paid on the line, never typed. */
export function planStateOf(row: Loose): keyof typeof planStates {
  if (row.cancelledAt) return 'cancelled'
  const paid = (row.paidAmount as bigint | null) ?? 0n
  if (paid > 0n) return paid >= ((row.amount as bigint | null) ?? 0n) ? 'paid' : 'partially_paid'
  if (((row.invoicedAmount as bigint | null) ?? 0n) > 0n) return 'invoiced'
  return row.dueDate ? 'due_known' : 'pending'
}

/** The first time a trigger happens it dates its lines; a warranty runs from acceptance, else from delivery. */
export function triggered(plan: readonly Loose[], trigger: string, on: string): Loose[] {
  return plan.map((row) => {
    const starts = row.trigger === trigger && !row.triggeredOn
    const accepted = row.trigger === 'warranty_end' && trigger === 'on_acceptance'
    const delivered = row.trigger === 'warranty_end' && trigger === 'on_delivery' && !row.triggeredOn
    return starts || accepted || delivered ? { ...row, triggeredOn: on } : row
  })
}

export const isSettled = (row: Loose): boolean => ['paid', 'cancelled'].includes(planStateOf(row))

/** Lines of which something was invoiced or paid stay as they are. */
export function lockedChanges(before: readonly Loose[], after: readonly Loose[]): number[] {
  const fixed = ['name', 'trigger', 'offsetDays', 'percent', 'amount', 'onDate', 'invoiceRequired']
  return before.flatMap((row, i) => {
    const used = ((row.invoicedAmount as bigint | null) ?? 0n) > 0n || ((row.paidAmount as bigint | null) ?? 0n) > 0n
    const now = after.find((one) => one.id === row.id)
    return used && (!now || fixed.some((name) => (now[name] ?? null) !== (row[name] ?? null))) ? [i + 1] : []
  })
}
