/** The terms of each pool as they stood at midnight: what was changed later counts from the next night on. */

import type { Terms } from '../../../flow/nightly.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Tx } from '../../store/database.ts'
import { type PoolChange, poolChangesSince } from '../../store/night.ts'
import { type NightScene, rowsOf } from './scene.ts'

/** The terms of a record's own pool, else of the default one; null where there is none. */
export type TermsFor = (object: 'lead' | 'account', poolId: string | null) => Terms | null

export async function termsTonight(scene: NightScene, tx: Tx): Promise<TermsFor> {
  const now = await rowsOf(scene, tx, { object: 'pool', where: {} })
  const changes = await poolChangesSince(tx, scene.tenantId, scene.span.dayStart)
  const then = atMidnight(now, changes)
  const byId = new Map(then.map((pool) => [pool.id as string, pool]))
  return (object, poolId) => {
    const own = poolId === null ? undefined : byId.get(poolId)
    const pool = own ?? then.find((one) => one.serves === object && one.isDefault && one.state === 'active')
    return (pool as unknown as Terms | undefined) ?? null
  }
}

/** Walks the log backwards; a pool made since midnight was not there yet. */
function atMidnight(pools: readonly Loose[], changes: readonly PoolChange[]): Loose[] {
  const young = new Set(changes.filter(({ act }) => act === 'create').map(({ poolId }) => poolId))
  return pools
    .filter((pool) => !young.has(pool.id))
    .map((pool) => {
      const own = changes.filter(({ poolId }) => poolId === pool.id)
      const before = own.flatMap((one) =>
        Object.entries(one.changes).map(([field, [value]]) => [field, value] as const),
      )
      return { ...pool, ...Object.fromEntries(before) }
    })
}
