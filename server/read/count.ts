/** Counts the records of one object that a reader reaches: exactly up to a bound, beyond it as a lower bound. */
import { countRows } from '../store/list.ts'
import type { Session, World } from '../world.ts'
import { reachIn } from './comments.ts'
import { type ListQuery, readCondition } from './query.ts'
import { type Answer, declarationOf, reading } from './reading.ts'

export interface Counted {
  readonly count: number
  /** False: there are more than this. */
  readonly exact: boolean
}

export const countedExactly = 100_000

export function countRecords(
  world: World,
  session: Session,
  { object, query }: { object: string; query: Pick<ListQuery, 'filter' | 'q'> },
): Promise<Answer<Counted>> {
  return reading(world, session, async (now) => {
    const declaration = declarationOf(now, object)
    const condition = readCondition(now, declaration, query)
    const n = await world.database.inTenant(now.tenantId, async (tx) => {
      const reach = await reachIn(now, tx, { declaration, condition })
      return countRows(tx, { tenantId: now.tenantId, declaration, reach, condition }, countedExactly)
    })
    return { count: Math.min(n, countedExactly), exact: n <= countedExactly }
  })
}
