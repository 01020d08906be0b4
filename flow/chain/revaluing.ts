/** The arrow of the month's end: open foreign claims are posted at the day's rate and taken back the day after. */
import { arrow } from '../../kernel/arrow.ts'
import { addDays } from '../../kernel/calendar.ts'
import type { Posting } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { accountsOf, mapping } from '../cash/mapping.ts'
import { type Accounts, type Place, revaluation, reversal } from '../cash/postings.ts'
import { lastDay } from '../cash/revaluing.ts'

/** Both entries of one claim; what an earlier run posted is taken back by the same pair with the sign turned. */
function pair(period: Loose, row: Loose, { accounts, amount }: { accounts: Accounts; amount: bigint }): Posting[] {
  const date = lastDay(period.month)
  const place: Place = {
    entityId: period.entityId,
    date,
    source: { object: 'accountingPeriod', id: period.id },
    memo: `${period.month} ${row.currency} ${row.open} @ ${row.rate}`,
    refs: { accountId: row.accountId, invoiceId: row.invoiceId },
    accounts,
  }
  const made = revaluation(place, amount)
  return [...made, ...reversal({ ...place, date: addDays(date, 1) }, made)]
}

const revalued = arrow({
  name: 'Revalued foreign claims are posted on the last day and taken back on the first of the next month',
  on: 'accountingPeriod.revalued',
  needs: { mapping },
  then: ({ record, before, facts }) => {
    const accounts = accountsOf(facts.mapping)
    const old = (before?.revaluation ?? []) as readonly Loose[]
    return [
      ...old.flatMap((row) => pair(record, row, { accounts, amount: -(row.difference as bigint) })),
      ...(record.revaluation as readonly Loose[]).flatMap((row) =>
        pair(record, row, { accounts, amount: row.difference as bigint }),
      ),
    ]
  },
})

export const revaluing = [revalued]
