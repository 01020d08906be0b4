/** Draws a deal: what is wanted, at which price, what becomes of it, and which faults of process it suffers. */
import { products, type Seat, scarce } from './catalogue.ts'
import type { DealGoal, DealPlan, Fault, OrderGoal } from './plans.ts'
import type { Teller } from './teller.ts'
import type { Area } from './words.ts'

/** A handful of products that fit together, at prices within what may be given. */
function drawLines(t: Teller, off: number): DealPlan['lines'] {
  const goods = products.filter((one) => one.kind === 'goods' && (one.code !== scarce || t.chance.yes(0.15)))
  const chosen = t.chance
    .shuffle(goods)
    .slice(0, t.chance.weigh({ 1: 45, 2: 40, 3: 15 }) === '1' ? 1 : t.chance.int(2, 3))
  const lines = chosen.map((one) => ({
    code: one.code,
    qty: t.chance.int(1, Math.max(1, Math.round(90_000 / one.list))),
    price: Math.round(one.list * (1 - off - t.chance.next() * 0.04)),
  }))
  const serves = t.chance.yes(0.3)
    ? [{ code: t.chance.pick(['F-INST', 'F-COMM']), qty: 1, price: t.chance.pick([9_600, 18_000]) }]
    : []
  return [...lines, ...serves.map((one) => ({ ...one, price: one.code === 'F-INST' ? 18_000 : 9_600 }))]
}

export interface Wanted {
  readonly rep: Seat
  readonly goal?: DealGoal
  readonly order?: OrderGoal
  readonly pace?: number
  readonly faults?: readonly Fault[]
  readonly term?: 0 | 1 | 2
  readonly big?: boolean
}

const goals: Readonly<Partial<Record<DealGoal, number>>> = {
  won: 46,
  lost: 17,
  lostLate: 12,
  quoteRejected: 5,
  quoteExpired: 6,
  quoteCancelled: 2,
  invalid: 3,
  S1: 2,
  S2: 2,
  S3: 2,
  contractVoid: 3,
}
const orders: Readonly<Partial<Record<OrderGoal, number>>> = {
  full: 76,
  delivered: 4,
  partly: 4,
  cancelled: 4,
  closedShort: 3,
  terminated: 2,
  confirmed: 3,
  exception: 2,
  shipped: 2,
}

export function drawDeal(t: Teller, area: Area, wanted: Wanted): DealPlan {
  const goal = wanted.goal ?? (t.chance.weigh(goals as Record<DealGoal, number>) as DealGoal)
  const faults = new Set<Fault>(wanted.faults ?? drawFaults(t, area, goal))
  const off = faults.has('bounced') ? 0.14 : t.chance.yes(0.15) ? 0.12 : t.chance.next() * 0.05
  const lines = drawLines(t, off)
  return {
    area,
    rep: wanted.rep,
    lines: wanted.big ? lines.map((line) => ({ ...line, qty: line.code.startsWith('F-') ? 1 : line.qty * 6 })) : lines,
    goal,
    order: wanted.order ?? (t.chance.weigh(orders as Record<OrderGoal, number>) as OrderGoal),
    term: wanted.term ?? (Number(t.chance.weigh({ 0: 60, 1: 28, 2: 12 })) as 0 | 1 | 2),
    lossReason: t.chance.pick([
      'price',
      'price',
      'competitor',
      'no_budget',
      'no_decision',
      'timing',
      'delivery',
      'product_gap',
    ]),
    pace: wanted.pace ?? 0.7 + t.chance.next() * 0.8,
    faults,
  }
}

/** Each fault has its place: a region, a kind of deal, a season (docs/demo.md). */
function drawFaults(t: Teller, area: Area, goal: DealGoal): Fault[] {
  const out: Fault[] = []
  const often = (fault: Fault, share: number) => t.chance.yes(share) && out.push(fault)
  if (goal === 'won') {
    often('skipped', area === 'south' ? 0.35 : 0.06)
    often('longWait', area === 'east' ? 0.4 : 0.05)
    often('retyped', area === 'south' ? 0.8 : 0.03)
    often('lateShipment', 0.1)
    often('creditOverride', area === 'north' ? 0.3 : 0.04)
  }
  often('bounced', area === 'east' ? 0.2 : 0.05)
  if (!out.includes('skipped')) often('backAndForth', area === 'north' ? 0.35 : 0.04)
  return out
}
