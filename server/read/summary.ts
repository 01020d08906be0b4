/** Groups of a list with their sums; each group can be opened, and its records add up to its figure. */

import { formatAmount } from '../../kernel/money.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Group, type Grouping, groupRows, type Summing } from '../store/summary.ts'
import type { Place } from '../store/where.ts'
import type { Session, World } from '../world.ts'
import { reachIn } from './comments.ts'
import { loadNames, Mentioned, type Names } from './names.ts'
import { placeOf, tellsMasked } from './place.ts'
import { type ListQuery, readCondition } from './query.ts'
import { type Answer, badFilter, declarationOf, type Reading, reading, short } from './reading.ts'

export interface SummaryQuery extends Pick<ListQuery, 'filter' | 'q'> {
  /** A field, or a date with a period: 'createdAt:month'. Absent: one group of all. */
  readonly groupBy?: string | undefined
  readonly sum?: string | undefined
}

export type Sum = { readonly amount: string; readonly currency: string } | string | null

export interface Summary {
  readonly data: readonly { readonly key: unknown; readonly count: number; readonly sum: Sum }[]
  readonly names: Names
}

const mostGroups = 1_000

export function summarise(
  world: World,
  session: Session,
  { object, query }: { object: string; query: SummaryQuery },
): Promise<Answer<Summary>> {
  return reading(world, session, (now) => {
    const declaration = declarationOf(now, object)
    const grouping = query.groupBy ? readGrouping(now, declaration, query.groupBy) : null
    const sum = query.sum ? readSum(now, declaration, query.sum) : null
    const condition = readCondition(now, declaration, query)
    return world.database.inTenant(now.tenantId, async (tx) => {
      const reach = await reachIn(now, tx, { declaration, condition })
      const asked = { tenantId: now.tenantId, declaration, reach, condition }
      const groups = await groupRows(tx, asked, { groups: grouping ? [grouping] : [], sum, limit: mostGroups })
      const mentioned = new Mentioned()
      if (grouping) for (const { keys } of groups) mentioned.values(grouping.place.field, keys[0])
      return { data: groups.map((group) => told(group, sum)), names: await loadNames(now, tx, mentioned) }
    })
  })
}

const told = ({ keys, count, sum }: Group, summing: Summing | null) => ({
  key: keys[0] ?? null,
  count,
  sum: summing ? sumOf(sum, summing) : null,
})

/** Money of several currencies is told in the base currency. */
export function sumOf(sum: string | null, { baseCurrency }: Summing): Sum {
  if (baseCurrency === null) return sum
  return { amount: formatAmount(BigInt(sum ?? '0'), baseCurrency), currency: baseCurrency }
}

const units = ['day', 'week', 'month', 'quarter', 'year'] as const

function readGrouping(now: Reading, declaration: Declaration, text: string): Grouping {
  const [path = '', unit] = text.split(':')
  const place = placeOf(now, declaration, path)
  const { kind } = place.field
  const dated = kind === 'date' || kind === 'datetime'
  const by = units.find((one) => one === unit)
  const wrong = ['longText', 'files', 'address', 'data'].includes(kind) || (unit !== undefined && (!by || !dated))
  if (wrong || tellsMasked(now, place)) throw badFilter(`groupBy ${short(text)}`)
  const { timeZone } = now.model.settings
  return by || dated ? { place, by: { unit: by ?? 'day', timeZone } } : { place }
}

export function readSum(now: Reading, declaration: Declaration, path: string): Summing {
  const place = placeOf(now, declaration, path)
  return summingOf(now, place)
}

export function summingOf(now: Reading, place: Place): Summing {
  const { kind } = place.field
  if (!['money', 'integer', 'decimal'].includes(kind) || place.via) throw badFilter(`sum ${place.name}`)
  return { place, baseCurrency: kind === 'money' ? now.model.settings.baseCurrency : null }
}
