/** What the system does by itself, by the clock: each command in a transaction of its own, as the system. */
import { type Effect, isNotice, isPosting } from '../../kernel/command.ts'
import { system } from '../../kernel/permit.ts'
import { deliverNotices } from '../store/sideline.ts'
import type { Session, World } from '../world.ts'
import { execute } from './execute.ts'

export const systemSession = (tenantId: string): Session => ({ tenantId, userId: null, actor: system, language: 'zh' })

export interface Carried {
  readonly done: number
  readonly refused: readonly { readonly effect: Effect; readonly codes: readonly string[] }[]
}

/** A refused command does not hold up the others: what it was for is no longer so. */
export async function carryOut(world: World, tenantId: string, effects: readonly Effect[]): Promise<Carried> {
  const session = systemSession(tenantId)
  const refused: { effect: Effect; codes: readonly string[] }[] = []
  const notices = effects.filter(isNotice)
  const now = world.clock()
  if (notices.length > 0) {
    const place = { tenantId, now, today: now.slice(0, 10), newId: world.newId }
    await world.database.inTenant(tenantId, (tx) => deliverNotices(tx, place, notices))
  }
  for (const effect of effects) {
    if (isNotice(effect) || isPosting(effect)) continue
    const outcome = await execute(world, session, { command: effect })
    if (!outcome.ok) refused.push({ effect, codes: outcome.refusals.map((one) => one.code) })
  }
  return { done: effects.length - refused.length, refused }
}
