/** What stands out in a company's records, as right after an import, within the reader's rights. */

import { addDays } from '../../kernel/calendar.ts'
import { scopesFor } from '../../kernel/draft.ts'
import type { Declaration } from '../../kernel/object.ts'
import { countGaps, namesOf, stagesOf } from '../store/firstLook.ts'
import type { Session, World } from '../world.ts'
import { reachIn } from './comments.ts'
import {
  all,
  type Condition,
  dealsSeen,
  duplicatesSeen,
  funnelSeen,
  type Grouped,
  gapsSeen,
  idleSeen,
  is,
  quietDays,
  type Seen,
  type Stage,
  stalledSeen,
  weakestSeen,
} from './firstLookWords.ts'
import { type Answer, type Reading, reading } from './reading.ts'
import { type SummaryQuery, summarise } from './summary.ts'

export type { Seen } from './firstLookWords.ts'

export const firstLook = (world: World, session: Session): Promise<Answer<{ data: readonly Seen[] }>> =>
  reading(world, session, async (now) => {
    const look = new Look(world, session, now)
    const seen = [...(await look.deals()), ...(await look.duplicates()), ...(await look.gaps())]
    return { data: seen.filter((one) => one !== null) }
  })

class Look {
  readonly #world: World
  readonly #session: Session
  readonly #now: Reading

  constructor(world: World, session: Session, now: Reading) {
    this.#world = world
    this.#session = session
    this.#now = now
  }

  #sees(object: string): boolean {
    const { model, actor } = this.#now
    const declaration = model.objects.get(object)
    return declaration !== undefined && scopesFor({ declaration, changes: model.changes, actor }, 'read').length > 0
  }

  /** Groups of an object; none where the reader sees none. */
  async #groups(
    object: string,
    query: Omit<SummaryQuery, 'filter'> & { filter?: Condition },
  ): Promise<readonly Grouped[]> {
    if (!this.#sees(object)) return []
    const { filter, ...rest } = query
    const asked = { ...rest, ...(filter ? { filter: JSON.stringify(filter) } : {}) }
    const answer = await summarise(this.#world, this.#session, { object, query: asked as SummaryQuery })
    return answer.ok ? answer.data : []
  }

  async #one(object: string, filter?: Condition, sum?: string): Promise<Grouped> {
    const [found] = await this.#groups(object, { ...(filter ? { filter } : {}), ...(sum ? { sum } : {}) })
    return found ?? { key: null, count: 0, sum: null }
  }

  async deals(): Promise<(Seen | null)[]> {
    const states = await this.#groups('opportunity', { groupBy: 'state', sum: 'amount' })
    if (states.length === 0) return []
    const stages = await this.#stages()
    const open = await this.#groups('opportunity', { groupBy: 'stage', sum: 'amount', filter: is('state', 'open') })
    const closed = await this.#groups('opportunity', { groupBy: 'stage', filter: is('state', 'won') })
    const lost = await this.#groups('opportunity', { groupBy: 'stage', filter: is('state', 'lost') })
    return [
      dealsSeen(states),
      funnelSeen(stages, open),
      weakestSeen(stages, { open, lost, won: closed.reduce((sum, { count }) => sum + count, 0) }),
      await this.#stalled(),
      await this.#idle(),
    ]
  }

  /** The stages of every pipeline in use, in their order. */
  async #stages(): Promise<Stage[]> {
    const used = await this.#groups('opportunity', { groupBy: 'pipelineId' })
    const ids = used.flatMap(({ key }) => (typeof key === 'string' ? [key] : []))
    const { tenantId } = this.#now
    const rows = await this.#world.database.inTenant(tenantId, (tx) => stagesOf(tx, tenantId, ids))
    return rows.map(({ key, zh, en }) => ({ key, label: { zh, en } }))
  }

  async #stalled(): Promise<Seen | null> {
    const quiet = `${addDays(this.#now.today, -quietDays)}T00:00:00Z`
    const filter = all(is('state', 'open'), {
      or: [
        is('expectedCloseDate', this.#now.today, '<'),
        is('lastActivityAt', quiet, '<'),
        is('lastActivityAt', null, 'empty'),
      ],
    })
    const past = all(is('state', 'open'), is('expectedCloseDate', this.#now.today, '<'))
    const [stalled, overdue] = [
      await this.#one('opportunity', filter, 'amount'),
      await this.#one('opportunity', past, 'amount'),
    ]
    return stalledSeen({ stalled, overdue, filter })
  }

  async #idle(): Promise<Seen | null> {
    const owners = await this.#groups('opportunity', { groupBy: 'ownerId', sum: 'amount', filter: is('state', 'open') })
    const since = `${addDays(this.#now.today, -quietDays)}T00:00:00Z`
    const busy = await this.#groups('activity', { groupBy: 'ownerId', filter: is('startAt', since, '>=') })
    const active = new Set(busy.map(({ key }) => key))
    const idle = owners.filter(({ key }) => key !== null && !active.has(key))
    const { tenantId } = this.#now
    const ids = idle.map(({ key }) => String(key))
    const names = await this.#world.database.inTenant(tenantId, (tx) => namesOf(tx, tenantId, ids))
    return idleSeen(idle.map((one) => ({ ...one, name: names.get(String(one.key)) ?? '' })))
  }

  async duplicates(): Promise<(Seen | null)[]> {
    const shared = is('nameShared', true)
    return [duplicatesSeen(await this.#one('account', shared), shared)]
  }

  async gaps(): Promise<(Seen | null)[]> {
    const out: (Seen | null)[] = []
    const { model, tenantId } = this.#now
    for (const object of ['lead', 'account', 'contact', 'opportunity', 'quote', 'order', 'invoice']) {
      if (!this.#sees(object)) continue
      const declaration = model.objects.get(object) as Declaration
      const counts = await this.#world.database.inTenant(tenantId, async (tx) => {
        const reach = await reachIn(this.#now, tx, { declaration, condition: null })
        return countGaps(tx, { tenantId, declaration, reach, condition: null })
      })
      out.push(gapsSeen(declaration, counts, model.registry.messages))
    }
    return out
  }
}
