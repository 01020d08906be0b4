/** The contract as an amendment in effect leaves it. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import { alike } from './content.ts'
import { lineTerms, terms } from './fields.ts'

type Rows = readonly Loose[]
const lineColumns = [...lineTerms, 'listPrice', 'cost'] as const
const pick = (row: Loose, names: readonly string[]): Loose =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]))

/** Fields and parts for the contract: its own rows keep their identity, so that orders and invoices still fit. */
export function applied(amendment: Loose, contract: Loose): Loose {
  const ofLines = (contract.lines as Rows).map((line) => line.id as string)
  const lines = (amendment.lines as Rows).map((line) => {
    const known = ofLines.includes(line.contractLineId)
    return { ...(known ? { id: line.contractLineId } : {}), ...pick(line, lineColumns) }
  })
  const changed = Object.keys(terms).filter((name) => !alike(amendment[name], contract[name]))
  return {
    ...Object.fromEntries(changed.map((name) => [name, amendment[name] ?? null])),
    lines,
    plan: planAfter(amendment, contract),
  }
}

/** Amounts as agreed; percentages speak of the old total and only stay where nothing of the plan moved. */
function planAfter(amendment: Loose, contract: Loose): Loose[] {
  const before = contract.plan as Rows
  const kept = (amendment.plan as Rows).map((row) => [row, before.find((one) => one.id === row.planLineId)] as const)
  const still =
    amendment.gross === contract.gross &&
    kept.length === before.filter((row) => !row.cancelledAt).length &&
    kept.every(([row, from]) => from && from.amount === row.amount)
  const rows = kept.map(([row, from]) => {
    const { name, trigger, offsetDays, onDate, milestone, invoiceRequired, amount } = row
    const typed = { name, trigger, offsetDays, onDate, milestone, invoiceRequired }
    if (!from) return { ...typed, percent: null, amount }
    const restarted = from.trigger !== trigger ? { triggeredOn: null } : {}
    return { ...columnsOf(from), ...typed, ...restarted, percent: still ? from.percent : null, amount }
  })
  return [...before.filter((row) => row.cancelledAt).map(columnsOf), ...rows]
}

/** Everything a row of the plan holds, but its place in the list. */
const columnsOf = ({ position: _position, parentId: _parent, ...row }: Loose): Loose => row
