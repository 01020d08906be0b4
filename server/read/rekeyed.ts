/** What people typed over although the chain had brought it: counted by the month the record was made. */
import { addMonths } from '../../kernel/calendar.ts'
import { groupRows } from '../store/summary.ts'
import type { Session, World } from '../world.ts'
import { readFilter } from './filter.ts'
import { placeOf } from './place.ts'
import { type Answer, reading } from './reading.ts'
import { isVisible, mayRead, reachOf } from './scope.ts'

export interface Rekeyed {
  /** 'YYYY-MM' */
  readonly month: string
  readonly object: string
  readonly field: string
  readonly count: number
  /** Opens the records behind the count. */
  readonly filter: unknown
}

const months = 12

export function rekeyedByMonth(world: World, session: Session): Promise<Answer<{ readonly data: readonly Rekeyed[] }>> {
  return reading(world, session, (now) => {
    const from = addMonths(`${now.today.slice(0, 7)}-01`, 1 - months)
    const { timeZone } = now.model.settings
    return world.database.inTenant(now.tenantId, async (tx) => {
      const data: Rekeyed[] = []
      for (const declaration of now.model.objects.values()) {
        if (!mayRead(now, declaration)) continue
        const kept = { field: 'rekeyedFields', op: 'notEmpty' }
        const condition = readFilter(now, declaration, { and: [kept, { field: 'createdAt', op: '>=', value: from }] })
        const asked = { tenantId: now.tenantId, declaration, reach: reachOf(now, declaration), condition }
        const made = { place: placeOf(now, declaration, 'createdAt'), by: { unit: 'month', timeZone } } as const
        const groups = [made, { place: placeOf(now, declaration, 'rekeyedFields') }]
        for (const { keys, count } of await groupRows(tx, asked, { groups, sum: null, limit: 1_000 })) {
          const [first, field] = keys as [string, string]
          const spec = declaration.fields[field] ?? declaration.parts[field]
          if (!spec || ('kind' in spec && !isVisible(now, spec))) continue
          data.push({ month: first.slice(0, 7), object: declaration.name, field, count, filter: opening(first, field) })
        }
      }
      return { data: data.sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : b.count - a.count)) }
    })
  })
}

function opening(first: string, field: string): unknown {
  const last = addMonths(first, 1)
  return {
    and: [
      { field: 'rekeyedFields', op: 'contains', value: [field] },
      { field: 'createdAt', op: '>=', value: first },
      { field: 'createdAt', op: '<', value: last },
    ],
  }
}
