/** What an amended contract asks of an order under it: less, other prices, other dates, for what is still open. */
import { data, date, link } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { exceeds, isPositive, plus } from '../../quantity.ts'
import { checks, typed } from './arguments.ts'
import { holdsAfter } from './checks.ts'
import type { OrderContext } from './facts.ts'
import { openBase, wantedQty } from './lines.ts'
import { narrowed, prepared } from './steps.ts'

interface LineChange {
  readonly lineId: string
  readonly cancel?: string
  readonly price?: string
  readonly discount?: string
  readonly vatRate?: string
  readonly promisedDate?: string
}

const touchable = [
  'draft',
  'submitted',
  'on_hold',
  'confirmed',
  'in_fulfilment',
  'partially_shipped',
  'shipped',
] as const

export const amends = typed({
  amend: {
    label: say('按合同变更调整', 'Follow the amended contract'),
    from: touchable,
    to: [...touchable, 'cancelled'],
    emits: 'amended',
    // Nothing of it is wanted any more: it is cancelled as if its customer had.
    chooses: ({ record, before }) =>
      record.lines.every((line) => !isPositive(wantedQty(line))) ? 'cancelled' : (before?.state ?? 'draft'),
    needs: checks,
    input: {
      amendmentId: link('amendment', { label: say('合同变更', 'Contract amendment'), required: true }),
      lines: data<readonly LineChange[]>({ label: say('行的变动', 'Changes of lines') }),
      requestedDate: date({ label: say('要求交期', 'Requested date') }),
    },
    sets: amended,
  },
})

/** The first promise stays as it was given; lines of the contract get the date now agreed. */
function amended(context: OrderContext) {
  const { record, input } = context
  const changes = (input.lines ?? []) as readonly LineChange[]
  const lines = record.lines.map((line) => {
    const change = changes.find((one) => one.lineId === line.id)
    if (!change) return line
    const { cancel, lineId: _id, promisedDate, price, ...rest } = change
    const repriced = price === undefined ? {} : line.bundleKey ? { bundlePrice: price } : { price }
    const fewer = { ...line, ...rest, ...repriced, cancelledQty: plus(line.cancelledQty, cancel) }
    return narrowed({ ...fewer, ...(promisedDate && isPositive(openBase(fewer)) ? { promisedDate } : {}) })
  }) as unknown as OrderContext['record']['lines']
  const next = prepared({ ...context, record: { ...record, lines } })
  const dearer = exceeds(String(next.record.grossBase ?? 0n), String(record.grossBase ?? 0n))
  const started = !['draft', 'submitted'].includes(record.state)
  const moved = input.requestedDate as string | null | undefined
  return {
    lines,
    ...(moved ? { requestedDate: moved, ...(record.promisedDate ? { currentPromise: moved } : {}) } : {}),
    ...(dearer && started ? { holds: holdsAfter(next) } : {}),
  }
}
