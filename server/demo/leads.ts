/** Tales of leads: caught, called, given up, kept warm, qualified, converted. */
import type { Loose } from '../../kernel/fact.ts'
import type { Seat } from './catalogue.ts'
import { dealTale } from './deals.ts'
import { nightAfter, plusMinutes } from './hours.ts'
import { amountOf, type LeadPlan, managerOf } from './plans.ts'
import { talk } from './talk.ts'
import type { Tale, Teller } from './teller.ts'

export async function* leadTale(t: Teller, plan: LeadPlan): Tale {
  const caught = yield* caughtLead(t, plan)
  if (!caught) return
  const { id, seat } = caught
  if (plan.end === 'unreachable') return yield* unreachable(t, { id, seat })
  yield plan.slow ? t.days(2, 3) : t.hours(0.5, 6)
  if ((await t.find('lead', id)).state !== 'assigned') return
  await talk(t, seat, { leadId: id, outcome: 'connected', type: 'call' })
  const holder = plan.channel === 'web' ? yield* handedOn(t, plan, { id, seat }) : seat
  yield* worked(t, plan, { id, seat: holder })
}

interface Held {
  readonly id: string
  readonly seat: Seat
}

const confirm = ['LEAD_DUPLICATE_POSSIBLE', 'LEAD_DUPLICATE_BLOCKED', 'ACCOUNT_DUPLICATE_POSSIBLE']

/** What is written down of a lead; a poor description leaves out what a score asks for. */
export function described(t: Teller, { party, source, campaignId, full }: LeadPlan): Loose {
  const { person, name, province, city, industry, size, uscc } = party
  return {
    companyName: name,
    contactName: person.name,
    mobile: person.mobile,
    source,
    campaignId,
    region: { province, city },
    ...(full ? { title: person.title, industry, companySize: size, email: person.email, uscc } : {}),
    ...(full || t.chance.yes(0.4) ? { needDesc: t.luck.words.need() } : {}),
  }
}

async function* caughtLead(t: Teller, plan: LeadPlan): Tale<Held | null> {
  const { rep, channel } = plan
  const input = described(t, plan)
  if (channel === 'own') return { seat: rep, id: (await t.act(rep, 'lead.create', { input, confirm })).id }
  if (channel === 'desk') {
    const ownerId = t.ground.sessions.get(rep)?.userId
    return { seat: rep, id: (await t.act('sdr', 'lead.create', { input: { ...input, ownerId }, confirm })).id }
  }
  const made = await t.act('market', 'lead.create', { input, confirm })
  if (channel === 'web') {
    const seat = (['sdr', 'sdr2'] as const).find((one) => t.ground.sessions.get(one)?.userId === made.ownerId)
    return seat ? { id: made.id, seat } : null
  }
  if (plan.end === 'pool') return null
  yield t.days(1, 5)
  if ((await t.find('lead', made.id)).state !== 'pool') return null
  await t.act(rep, 'lead.claim', { id: made.id })
  return { id: made.id, seat: rep }
}

/** A lead from the web is called by the desk and then given to whoever sells there. */
async function* handedOn(t: Teller, { rep }: LeadPlan, { id }: Held): Tale<Seat> {
  yield t.hours(1, 5)
  await t.act('director', 'lead.assign', { id, input: { ownerId: t.ground.sessions.get(rep)?.userId } })
  yield t.hours(2, 20)
  await talk(t, rep, { leadId: id, outcome: 'connected', type: 'call' })
  return rep
}

async function* unreachable(t: Teller, { id, seat }: Held): Tale {
  for (let attempt = 0; attempt < 3; attempt++) {
    await talk(t, seat, { leadId: id, outcome: 'no_answer', type: 'call' })
    yield attempt === 0 ? t.days(1) : t.hours(2, 4)
  }
  await t.act(seat, 'lead.disqualify', { id, input: { disqualifyReason: 'unreachable' } })
}

async function* worked(t: Teller, plan: LeadPlan, { id, seat }: Held): Tale {
  switch (plan.end) {
    case 'stale':
      return yield* leftAlone(t, id)
    case 'released':
      yield t.days(3, 8)
      await t.act(seat, 'lead.release', {
        id,
        reason: t.chance.pick(['区域不符，请就近跟进', '手上项目较多，退回公海']),
      })
      return
    case 'nurture':
      return yield* keptWarm(t, plan, { id, seat })
    case 'open':
      return yield* keptBusy(t, { id, seat })
    case 'qualified':
    case 'convert':
      return yield* brought(t, plan, { id, seat })
    default:
      yield t.days(1, 9)
      await t.act(seat, 'lead.disqualify', {
        id,
        input: { disqualifyReason: plan.end, ...(plan.end === 'other' ? { disqualifyNote: '同行询价' } : {}) },
      })
  }
}

/** Nobody calls again, and one night it goes back to the pool. */
async function* leftAlone(t: Teller, id: string): Tale {
  const { recycleDueOn } = await t.find('lead', id)
  yield nightAfter(recycleDueOn ?? t.date(15))
  const lead = await t.find('lead', id)
  if (['assigned', 'working', 'qualified'].includes(lead.state) && lead.recycleDueOn < t.today)
    await t.act('system', 'lead.recycle', { id, input: { rule: 'R2' } })
}

async function* keptWarm(t: Teller, plan: LeadPlan, { id, seat }: Held): Tale {
  yield t.days(2, 6)
  await talk(t, seat, { leadId: id, outcome: 'callback', type: 'wechat' })
  const days = t.chance.int(25, 80)
  await t.act(seat, 'lead.nurture', { id, input: { nextTouchAt: plusMinutes(t.now, days * 1440) } })
  yield t.days(days, days + 3)
  if (t.chance.yes(0.4)) return
  await talk(t, seat, { leadId: id, outcome: 'interested', type: 'call' })
  if (t.chance.yes(0.5)) return
  await t.act(seat, 'lead.resume', { id })
  yield* t.chance.yes(0.4) ? brought(t, plan, { id, seat }) : keptBusy(t, { id, seat })
}

/** Called every week or so until nothing comes of it. */
async function* keptBusy(t: Teller, { id, seat }: Held): Tale {
  for (let call = 0; call < 4; call++) {
    yield t.days(6, 10)
    await talk(t, seat, { leadId: id, outcome: t.chance.pick(['connected', 'callback', 'interested'] as const) })
  }
  yield t.days(5, 9)
  await t.act(seat, 'lead.disqualify', { id, input: { disqualifyReason: 'no_budget' } })
}

async function* brought(t: Teller, plan: LeadPlan, { id, seat }: Held): Tale {
  const pace = plan.deal?.pace ?? 1
  yield t.days(Math.ceil(1 * pace), Math.ceil(6 * pace))
  await talk(t, seat, { leadId: id, outcome: 'interested', type: t.chance.pick(['visit', 'meeting', 'demo'] as const) })
  yield t.days(Math.ceil(1 * pace), Math.ceil(5 * pace))
  const lead = await t.find('lead', id)
  const input = {
    bantBudget: t.chance.pick(['planned', 'approved']),
    bantAuthority: t.chance.pick(['influencer', 'decision_maker']),
    bantNeed: t.chance.pick(['explicit', 'urgent']),
    bantTimeline: t.chance.pick(['lt3m', 'm3_6']),
  }
  const alone = (lead.fitScore as number) >= 100
  await t.act(alone ? seat : managerOf(plan.party.area), 'lead.qualify', {
    id,
    input,
    ...(alone ? {} : { confirm: ['LEAD_SCORE_TOO_LOW'], reason: '老客户推荐，项目真实' }),
  })
  if (plan.end === 'qualified' || !plan.deal) return yield* leftAlone(t, id)
  yield t.days(0, 2)
  await t.act(seat, 'lead.convert', {
    id,
    confirm,
    input: {
      amount: { amount: amountOf(plan.deal).toFixed(2), currency: 'CNY' },
      expectedCloseDate: t.date(Math.ceil(70 * pace)),
    },
  })
  const { accountId, contactId, opportunityId } = await t.find('lead', id)
  t.tell(dealTale(t, plan.deal, { accountId, contactId, opportunityId, party: plan.party }), t.now)
}

/** A second lead of the same company, told apart too late, is merged into the first. */
export async function* doubledLead(t: Teller, plan: LeadPlan, other: Seat): Tale {
  const first = await t.act(plan.rep, 'lead.create', { input: described(t, plan), confirm })
  yield t.hours(2, 20)
  await talk(t, plan.rep, { leadId: first.id, outcome: 'connected', type: 'call' })
  yield t.days(1, 5)
  const twin = { ...plan.party, name: plan.party.name.replace(plan.party.city, ''), person: t.luck.words.person() }
  const input = described(t, { ...plan, party: twin, full: false })
  const second = await t.act(other, 'lead.create', { input, confirm })
  yield t.days(2, 9)
  await t.act('process', 'lead.merge', { id: second.id, input: { survivorId: first.id }, reason: '同一客户重复录入' })
  yield* leftAlone(t, first.id)
}
