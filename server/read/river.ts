/** The river: what stands at each stage of the chain, how much came on, how long it took, and what was lost where. */
import { isDate } from '../../kernel/calendar.ts'
import type { Label } from '../../kernel/label.ts'
import { Exact } from '../../kernel/money.ts'
import type { Declaration } from '../../kernel/object.ts'
import { isId } from '../../kernel/validate.ts'
import type { Tx } from '../store/database.ts'
import type { Asked } from '../store/list.ts'
import { countPassedOn, medianDwell, stageLimits } from '../store/river.ts'
import { type Group, type Grouping, groupRows, type Summing } from '../store/summary.ts'
import type { Session, World } from '../world.ts'
import { linksTo, readable, replaced, riverOrder, rowsTo } from './chain.ts'
import { readFilter } from './filter.ts'
import { placeOf } from './place.ts'
import { type Answer, badRequest, type Reading, reading } from './reading.ts'
import { isVisible, reachOf } from './scope.ts'
import { type Sum, summingOf, sumOf } from './summary.ts'

type Filter = { readonly and: readonly Readonly<Record<string, unknown>>[] }

export interface Stage {
  readonly stage: string
  readonly label: Label
  readonly object: string
  readonly count: number
  readonly amount: Sum
  /** Share of the stage before that came on to this one; null for the first and after an empty one. */
  readonly conversion: string | null
  /** Days to the end or to the next stage; null while none has left. */
  readonly medianDays: string | null
  readonly slaDays: string | null
  /** Opens exactly the records that were counted. */
  readonly filter: Filter
  readonly lost: Lost
}

export interface Lost {
  readonly count: number
  readonly amount: Sum
  readonly byReason: readonly { readonly reason: Label | null; readonly count: number; readonly filter: Filter }[]
}

export interface RiverQuery {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly ownerId?: string | undefined
}

export function river(
  world: World,
  session: Session,
  { query }: { query: RiverQuery },
): Promise<Answer<{ readonly data: readonly Stage[]; readonly asOf: string }>> {
  return reading(world, session, (now) => {
    const filter = filterOf(query)
    const stages = readable(now, riverOrder).map((declaration) => prepared(now, declaration, filter))
    return world.database.inTenant(now.tenantId, async (tx) => {
      const data: Stage[] = []
      const limits = await stageLimits(tx, now.tenantId, now.model)
      for (const [index, stage] of stages.entries()) {
        const [before = null, next = null] = [stages[index - 1], stages[index + 1]]
        const counted = data.at(-1)?.count ?? 0
        data.push(await readStage(now, tx, { stage, before, next: next?.asked.declaration ?? null, counted, limits }))
      }
      return { data, asOf: now.now }
    })
  })
}

/** Records that came into being in the period; test data never counts. */
function filterOf({ from, to, ownerId }: RiverQuery): Filter {
  const and: Record<string, unknown>[] = [{ field: 'isTest', op: '=', value: false }]
  for (const [name, value, op] of [
    ['from', from, '>='],
    ['to', to, '<='],
  ] as const) {
    if (!value) continue
    if (!isDate(value)) throw badRequest(name)
    and.push({ field: 'createdAt', op, value })
  }
  if (ownerId) {
    if (!isId(ownerId) && ownerId !== '$me') throw badRequest('ownerId')
    and.push({ field: 'ownerId', op: '=', value: ownerId })
  }
  return { and }
}

interface Prepared {
  readonly asked: Asked
  readonly filter: Filter
  readonly sum: Summing | null
}

/** The filter is read by the same code that reads it when the stage is opened, so both mean the same records. */
function prepared(now: Reading, declaration: Declaration, filter: Filter): Prepared {
  const condition = readFilter(now, declaration, filter)
  const amount = declaration.thread?.amount
  const field = amount ? declaration.fields[amount] : undefined
  const sum = amount && field && isVisible(now, field) ? summingOf(now, placeOf(now, declaration, amount)) : null
  return { asked: { tenantId: now.tenantId, declaration, reach: reachOf(now, declaration), condition }, filter, sum }
}

interface Standing {
  readonly stage: Prepared
  readonly before: Prepared | null
  readonly next: Declaration | null
  /** Records of the stage before. */
  readonly counted: number
  /** Days a record may stay in a stage, where the company says so. */
  readonly limits: Readonly<Record<string, number | null>>
}

async function readStage(now: Reading, tx: Tx, { stage, before, next, counted, limits }: Standing): Promise<Stage> {
  const { asked, filter, sum } = stage
  const { declaration } = asked
  const [all] = await groupRows(tx, asked, { groups: [], sum, limit: 1 })
  const ends = Object.entries(declaration.states)
    .filter(([, state]) => state.ends)
    .map(([name]) => name)
  const came =
    before && counted > 0
      ? await countPassedOn(tx, before.asked, {
          declaration,
          links: linksTo(declaration, [before.asked.declaration.name]).map(([name]) => name),
          rows: rowsTo(declaration, [before.asked.declaration.name]),
        })
      : null
  return {
    stage: declaration.name,
    label: declaration.label,
    object: declaration.name,
    count: all?.count ?? 0,
    amount: sum ? sumOf(all?.sum ?? null, sum) : null,
    conversion: came === null ? null : new Exact(came).div(counted).toDecimalPlaces(4).toFixed(),
    medianDays: await medianDwell(tx, asked, { ends, next }),
    slaDays: limits[declaration.name]?.toString() ?? null,
    filter,
    lost: await readLost(now, tx, stage),
  }
}

/** States in which it ends badly for good, each with the choice that tells why. */
function badEnds(declaration: Declaration): Map<string, string | null> {
  const out = new Map<string, string | null>()
  for (const [state, { ends }] of Object.entries(declaration.states)) {
    if (ends !== 'badly' || replaced.has(state)) continue
    const leading = Object.values(declaration.transitions).filter(({ to }) => [to ?? []].flat().includes(state))
    const named = leading.flatMap(({ asks, takes }) => [...(asks ?? []), ...(takes ?? [])].map(String))
    out.set(state, named.find((name) => declaration.fields[name]?.kind === 'choice') ?? null)
  }
  return out
}

async function readLost(now: Reading, tx: Tx, { asked, filter, sum }: Prepared): Promise<Lost> {
  const { declaration } = asked
  const ends = badEnds(declaration)
  const visible = (name: string) => {
    const field = declaration.fields[name]
    return field !== undefined && isVisible(now, field)
  }
  const reasons = [...new Set([...ends.values()].filter((name) => name !== null))].filter(visible)
  const places: Grouping[] = ['state', ...reasons].map((name) => ({ place: placeOf(now, declaration, name) }))
  const lost = { field: 'state', op: 'in', value: [...ends.keys()] }
  const condition = readFilter(now, declaration, { and: [...filter.and, lost] })
  const groups =
    ends.size === 0 ? [] : await groupRows(tx, { ...asked, condition }, { groups: places, sum, limit: 500 })
  const total = groups.reduce((size, group) => size + BigInt(group.sum ?? '0'), 0n)
  return {
    count: groups.reduce((size, group) => size + group.count, 0),
    amount: sum ? sumOf(total.toString(), sum) : null,
    byReason: gathered(groups, { declaration, ends, reasons, filter }),
  }
}

interface Ends {
  readonly declaration: Declaration
  readonly ends: ReadonlyMap<string, string | null>
  readonly reasons: readonly string[]
  readonly filter: Filter
}

/** One line for each end and reason; where an end knows no reason, it is the reason itself. */
function gathered(groups: readonly Group[], { declaration, ends, reasons, filter }: Ends): Lost['byReason'] {
  const lines = new Map<string, { reason: Label | null; count: number; filter: Filter }>()
  for (const { keys, count } of groups) {
    const state = String(keys[0])
    const name = ends.get(state) ?? null
    const at = name === null ? -1 : reasons.indexOf(name)
    const value = at < 0 ? null : ((keys[at + 1] as string | null) ?? null)
    const line = lines.get(`${state} ${value}`)
    if (line) {
      line.count += count
      continue
    }
    const known = value === null ? null : (declaration.fields[name ?? '']?.options?.[value] ?? { zh: value, en: value })
    const why = at < 0 ? [] : [value === null ? { field: name, op: 'empty' } : { field: name, op: '=', value }]
    lines.set(`${state} ${value}`, {
      reason: at < 0 ? (declaration.states[state]?.label ?? null) : known,
      count,
      filter: { and: [...filter.and, { field: 'state', op: '=', value: state }, ...why] },
    })
  }
  return [...lines.values()].sort((a, b) => b.count - a.count)
}
