/** Draws a year: which campaigns run, who calls, what they want and what becomes of it. */
import { addDays } from '../../kernel/calendar.ts'
import { invoiceTale, strangerPays } from './cash.ts'
import { reps, type Seat, scarce } from './catalogue.ts'
import { type Customer, customerTale, lastNight, twinTale } from './customers.ts'
import { drawDeal, type Wanted } from './draw.ts'
import { dateOf, daysLater, instant, plusMinutes } from './hours.ts'
import { doubledLead, leadTale } from './leads.ts'
import type { DealGoal, LeadEnd, LeadPlan, OrderGoal } from './plans.ts'
import type { Tale, Teller } from './teller.ts'
import { type CampaignPlan, campaignTale, intentions, monthlyCosts, warehouseTale } from './upkeep.ts'
import type { Area } from './words.ts'

/** How much of everything: 1 is the year that opens on the first start. */
export type Size = number

const dayMs = 1440
const areas = ['east', 'south', 'north'] as const

export function drawYear(t: Teller, size: Size): void {
  const known = new Map<string, string[]>()
  for (const object of ['lead', 'quote', 'contract', 'account', 'opportunity'])
    t.whenMade(object, (id) => noted(known, object, id))
  t.whenMade('invoice', (id) => invoiceTale(t, id))
  t.tell(warehouseTale(t), t.days(1))
  t.tell(monthlyCosts(t), t.days(2))
  const campaigns = drawCampaigns(t)
  drawCustomers(t, size)
  drawLeads(t, size, campaigns)
  drawShowcase(t)
  for (let i = 0; i < Math.ceil(4 * size); i++) t.tell(strangerPays(t), at(t, t.chance.int(250, 360)))
  const { until } = t.span
  const night = instant(dateOf(until), 130)
  const last = night < until ? night : plusMinutes(night, -dayMs)
  t.tell(lastNight(t, known), last)
  t.tell(intentions(t, known), plusMinutes(last, 5))
}

function noted(known: Map<string, string[]>, object: string, id: string): null {
  known.set(object, [...(known.get(object) ?? []), id])
  return null
}

/** Working time on the day so many days after the first. */
const at = (t: Teller, day: number): string => daysLater(t.span.from, day, t.chance)
const yearDays = (t: Teller): number => Math.round((Date.parse(t.span.until) - Date.parse(t.span.from)) / 86_400_000)

const campaignRows: readonly (readonly [string, string, number, number, number])[] = [
  ['华东水处理装备展', 'expo', 30, 4, 180_000],
  ['冬季节能改造线上会', 'webinar', 45, 2, 28_000],
  ['搜索广告（第一季）', 'ads', 60, 75, 120_000],
  ['化工装备春季展', 'expo', 115, 4, 260_000],
  ['泵选型内容专题', 'content', 130, 60, 36_000],
  ['老客户转介绍计划', 'referral', 150, 120, 60_000],
  ['搜索广告（第二季）', 'ads', 165, 75, 135_000],
  ['华南流体技术巡展', 'expo', 205, 3, 150_000],
  ['变频控制线上会', 'webinar', 235, 2, 30_000],
  ['设计院合作伙伴日', 'partner', 262, 2, 75_000],
  ['国际泵阀展', 'expo', 318, 4, 320_000],
  ['搜索广告（第三季）', 'ads', 300, 75, 140_000],
]

interface Running {
  readonly plan: CampaignPlan
  id: string | null
}

function drawCampaigns(t: Teller): Running[] {
  const out: Running[] = []
  const first = dateOf(t.span.from)
  const begin = (plan: CampaignPlan, day: number) => {
    const running: Running = { plan, id: null }
    out.push(running)
    t.tell(
      campaignTale(t, plan, (id) => {
        running.id = id
      }),
      at(t, day),
    )
  }
  for (const [name, type, start, length, budget] of campaignRows) {
    const startDate = addDays(first, start)
    begin({ name, type, startDate, endDate: addDays(startDate, length), budget, ends: 'runs' }, start - 20)
  }
  const later = (name: string, days: number, ends: CampaignPlan['ends']) =>
    begin(
      {
        name,
        type: 'expo',
        startDate: addDays(first, 365 + days),
        endDate: addDays(first, 369 + days),
        budget: 90_000,
        ends,
      },
      345,
    )
  later('明年华东水展（筹备）', 70, 'draft')
  later('年终客户答谢会', 25, 'runs')
  later('西北推介会', 30, 'cancelled')
  return out
}

const sourceOf: Readonly<Record<string, string>> = {
  expo: 'expo',
  webinar: 'social',
  ads: 'ads',
  content: 'web',
  referral: 'referral',
  partner: 'partner',
}

const ends: Readonly<Record<LeadEnd, number>> = {
  pool: 11,
  unreachable: 9,
  no_need: 8,
  no_budget: 6,
  competitor: 4,
  out_of_scope: 4,
  false_info: 2,
  other: 2,
  nurture: 9,
  stale: 9,
  released: 3,
  open: 7,
  qualified: 2,
  convert: 24,
}

function drawLeads(t: Teller, size: Size, campaigns: readonly Running[]): void {
  const count = Math.round(345 * size)
  for (let i = 0; i < count; i++) {
    const day = Math.floor((yearDays(t) * (i + t.chance.next())) / count)
    const when = at(t, Math.max(8, day - 1))
    t.tell(latelyDrawn(t, campaigns), when)
  }
  for (let i = 0; i < Math.ceil(7 * size); i++) {
    const area = t.chance.pick(areas)
    const [rep, other] = t.chance.shuffle<Seat>(reps[area])
    t.tell(
      doubledLead(
        t,
        { ...leadPlan(t, area, { source: 'call_in', campaignId: null }), rep: rep as Seat },
        other as Seat,
      ),
      at(t, t.chance.int(20, 340)),
    )
  }
}

/** Drawn when it comes in, so that it can name a campaign that runs. */
async function* latelyDrawn(t: Teller, campaigns: readonly Running[]): Tale {
  const area = t.chance.weigh<Area>({ east: 46, south: 28, north: 26 })
  const running = campaigns.filter(
    (one) => one.id && one.plan.startDate <= t.today && addDays(one.plan.endDate, 20) >= t.today,
  )
  const campaign = running.length > 0 && t.chance.yes(0.6) ? t.chance.pick(running) : null
  const source = campaign
    ? (sourceOf[campaign.plan.type] ?? 'other')
    : t.chance.weigh({
        web: 30,
        call_in: 20,
        referral: 14,
        purchased_list: 18,
        social: 8,
        existing_customer: 4,
        other: 6,
      })
  yield* leadTale(t, leadPlan(t, area, { source, campaignId: campaign?.id ?? null }))
}

function leadPlan(
  t: Teller,
  area: Area,
  { source, campaignId }: { source: string; campaignId: string | null },
): LeadPlan {
  const rep = t.chance.pick<Seat>(reps[area])
  const channel =
    source === 'web'
      ? 'web'
      : source === 'purchased_list'
        ? 'pool'
        : t.chance.weigh<'desk' | 'own' | 'pool'>({ desk: 50, own: 25, pool: 25 })
  const drawn = t.chance.weigh(ends)
  const end = drawn === 'pool' && channel !== 'pool' ? 'stale' : drawn
  return {
    party: t.luck.words.party(area),
    source,
    campaignId,
    rep,
    channel,
    end,
    full: t.chance.yes(end === 'convert' ? 0.75 : 0.45),
    slow: channel !== 'web' && t.chance.yes(area === 'north' ? 0.55 : 0.12),
    deal: end === 'convert' || end === 'nurture' ? drawDeal(t, area, { rep }) : null,
  }
}

function drawCustomers(t: Teller, size: Size): void {
  const count = Math.round(46 * size)
  for (let i = 0; i < count; i++) {
    const area = areas[i % 3] as Area
    const rep = t.chance.pick<Seat>(reps[area])
    const deals = Array.from({ length: t.chance.pick([0, 1, 1, 1, 2]) }, () => ({
      at: at(t, t.chance.int(20, 335)),
      plan: drawDeal(t, area, { rep }),
    }))
    const customer: Customer = { party: t.luck.words.party(area), rep, deals }
    t.tell(customerTale(t, customer), at(t, 3 + Math.floor((i * 30) / count)))
    if (i % 6 === 0) {
      const elsewhere = areas[(i + 1) % 3] as Area
      t.tell(twinTale(t, customer.party, t.chance.pick<Seat>(reps[elsewhere])), at(t, t.chance.int(60, 340)))
    }
  }
}

/** Each state of the chain is there to be seen on the first day, in deals that began some weeks ago. */
const showcase: readonly (readonly [number, DealGoal, OrderGoal, Partial<Wanted>?])[] = [
  [25, 'S1', 'none'],
  [40, 'S2', 'none'],
  [48, 'S3', 'none'],
  [55, 'S4', 'none'],
  [60, 'quoteDraft', 'none'],
  [60, 'quoteInApproval', 'none', { faults: ['bounced'] }],
  [60, 'quoteApproved', 'none'],
  [62, 'quoteSent', 'none'],
  [70, 'contractDraft', 'none', { big: true }],
  [72, 'contractReview', 'none', { big: true }],
  [74, 'contractNegotiating', 'none', { big: true }],
  [76, 'contractInApproval', 'none', { big: true }],
  [80, 'contractApproved', 'none', { big: true }],
  [84, 'contractSigning', 'none', { big: true }],
  [84, 'won', 'none', { big: true }],
  [86, 'won', 'draft'],
  [86, 'won', 'confirmed'],
  [86, 'won', 'held'],
  [90, 'won', 'short'],
  [90, 'won', 'short'],
  [90, 'won', 'picked'],
  [96, 'won', 'partly', { big: true }],
  [90, 'won', 'shipped'],
  [92, 'won', 'exception'],
  [100, 'won', 'full', { term: 1, big: true, faults: [] }],
  [170, 'won', 'full', { term: 2, faults: [] }],
  [150, 'won', 'closedShort', { big: true }],
  [110, 'won', 'terminated', { big: true }],
  [110, 'won', 'full', { faults: ['lateShipment'] }],
]

function drawShowcase(t: Teller): void {
  for (const [daysAgo, end] of [
    [1, 'open'],
    [1, 'open'],
    [2, 'open'],
    [12, 'qualified'],
    [14, 'qualified'],
  ] as const) {
    const plan = leadPlan(t, 'east', { source: 'call_in', campaignId: null })
    t.tell(
      leadTale(t, { ...plan, end, channel: 'desk', full: true, slow: end === 'open', deal: null }),
      at(t, yearDays(t) - daysAgo),
    )
  }
  for (const [daysAgo, goal, order, more] of showcase) {
    const area = t.chance.pick(areas)
    const rep = t.chance.pick<Seat>(reps[area])
    const plan = drawDeal(t, area, { pace: 0.45, faults: [], ...more, rep, goal, order })
    const short = { ...plan, lines: [{ code: scarce, qty: 15, price: 46_000 }] }
    const when = at(t, yearDays(t) - daysAgo)
    const deals = [{ at: when, plan: order === 'short' ? short : plan }]
    t.tell(customerTale(t, { party: t.luck.words.party(area), rep, deals }), plusMinutes(when, -2 * dayMs))
  }
}
