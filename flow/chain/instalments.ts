/** The arrows between the payment plan of a contract and its invoices. */
import { arrow } from '../../kernel/arrow.ts'
import { type Loose, one, rows, self } from '../../kernel/fact.ts'
import { isOwed } from '../cash/invoice/opening.ts'
import { total } from '../quantity.ts'

type Rows = readonly Loose[]

/** Who holds the new document, and what it came from. */
export const inheritedBy = (object: string, record: Loose): Loose => ({
  ownerId: record.ownerId,
  deptId: record.deptId,
  memberIds: record.memberIds,
  isTest: record.isTest,
  derivedFrom: { object, id: record.id },
})

export const instalments = arrow({
  name: 'An instalment that falls due drafts its invoice',
  on: ['contract.plan_triggered', 'contract.activated', 'contract.amended'],
  needs: { billed: rows('invoice.lines', { contractId: self('id'), counted: true }) },
  then: ({ record, before, facts, newId }) => {
    const dueBefore = (id: string) => ((before?.plan ?? []) as Rows).find((row) => row.id === id)?.dueDate
    const groups = total((record.lines as Rows).map((line) => line.gross)) - total(facts.billed.map((row) => row.gross))
    let left = groups
    return (record.plan as Rows)
      .filter(
        (row) =>
          row.dueDate &&
          !dueBefore(row.id) &&
          !row.cancelledAt &&
          !facts.billed.some((one) => one.planLineId === row.id),
      )
      .filter((row) => {
        const fits = (row.amount ?? 0n) > 0n && (row.amount as bigint) <= left
        if (fits) left -= row.amount as bigint
        return fits
      })
      .map((row) => ({
        object: 'invoice',
        act: 'create',
        id: newId(),
        input: {
          source: 'plan',
          contractId: record.id,
          planLineId: row.id,
          accountId: record.accountId,
          ...inheritedBy('contract', record),
        },
      }))
  },
})

/** States in which a contract keeps its plan. */
const planned = ['signing', 'active', 'completed', 'terminated', 'expired']

export const planInvoiced = arrow({
  name: 'The plan of a contract knows what was invoiced and paid of each instalment',
  on: ['invoice.issued', 'invoice.imported', 'invoice.payment_applied', 'invoice.payment_unapplied'],
  needs: { contract: one('contract', self('contractId'), { lock: true }) },
  when: ({ record, event, facts }) =>
    record.planLineId !== null &&
    planned.includes(facts.contract?.state) &&
    (event.type !== 'invoice.imported' || isOwed(record) || record.state === 'paid'),
  then: ({ record, event, input, facts }) => {
    const row = ((facts.contract?.plan ?? []) as Rows).find((one) => one.id === record.planLineId)
    if (!row) return []
    const moved = ((input.amount ?? 0n) as bigint) + ((input.writtenOff ?? 0n) as bigint)
    const fresh = ['invoice.issued', 'invoice.imported'].includes(event.type)
    const invoiced = fresh ? (record.gross as bigint) : 0n
    const before = event.type === 'invoice.imported' ? (record.paidBefore as bigint) : 0n
    const paid =
      event.type === 'invoice.payment_applied' ? moved : event.type === 'invoice.payment_unapplied' ? -moved : before
    return [
      {
        object: 'contract',
        act: 'settlePlan',
        id: facts.contract?.id,
        input: {
          line: row.id,
          invoiced: ((row.invoicedAmount ?? 0n) as bigint) + invoiced,
          paid: ((row.paidAmount ?? 0n) as bigint) + paid,
        },
      },
    ]
  },
})
