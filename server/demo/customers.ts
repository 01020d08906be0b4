/** Tales of customers known before: entered by hand, some twice, buying again, left alone until the pool takes them. */
import { addDays } from '../../kernel/calendar.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Seat } from './catalogue.ts'
import { dealTale } from './deals.ts'
import { dateOf } from './hours.ts'
import { amountOf, type DealPlan } from './plans.ts'
import { talk } from './talk.ts'
import type { Tale, Teller } from './teller.ts'
import type { Party } from './words.ts'

const confirm = ['ACCOUNT_DUPLICATE_POSSIBLE', 'ACCOUNT_DUPLICATE_BLOCKED', 'OPP_POSSIBLE_DUPLICATE']

export interface Customer {
  readonly party: Party
  readonly rep: Seat
  /** Deals and the moments at which they begin. */
  readonly deals: readonly { readonly at: string; readonly plan: DealPlan }[]
}

export async function* customerTale(t: Teller, { party, rep, deals }: Customer): Tale {
  const { accountId, contactId } = await entered(t, rep, party)
  for (const { at, plan } of deals) t.tell(againTale(t, plan, { party, accountId, contactId }), at > t.now ? at : t.now)
  yield t.days(3, 20)
  await talk(t, rep, { accountId, contactId, outcome: 'connected' })
}

async function entered(t: Teller, rep: Seat, party: Party): Promise<{ accountId: string; contactId: string }> {
  const { name, uscc, province, city, industry, street, person } = party
  const account = await t.act(rep, 'account.create', {
    confirm,
    input: {
      name,
      uscc,
      industry,
      region: { province, city },
      address: street,
      source: 'existing_customer',
      type: 'customer',
      tier: t.chance.pick(['A', 'B', 'C']),
      invoiceName: name,
      invoiceTaxNo: uscc,
    },
  })
  const { name: who, title, mobile, email } = person
  const contact = await t.act(rep, 'contact.create', {
    confirm: ['CONTACT_DUPLICATE_BLOCKED'],
    input: { accountId: account.id, name: who, title, mobile, email, decisionRole: 'decision_maker' },
  })
  return { accountId: account.id, contactId: contact.id }
}

interface Known {
  readonly party: Party
  readonly accountId: string
  readonly contactId: string
}

/** A customer comes back with a new need. */
async function* againTale(t: Teller, plan: DealPlan, known: Known): Tale {
  const { accountId, contactId, party } = known
  if ((await t.find('account', accountId)).state !== 'held') return
  const deal = await t.act(plan.rep, 'opportunity.create', {
    confirm,
    input: {
      name: `${party.name} · ${t.luck.words.need().slice(0, 14)}`,
      accountId,
      primaryContactId: contactId,
      source: 'existing_customer',
      oppType: 'expansion',
      amount: { amount: amountOf(plan).toFixed(2), currency: 'CNY' },
      expectedCloseDate: t.date(Math.ceil(60 * plan.pace)),
    },
  })
  yield* dealTale(t, plan, { ...known, opportunityId: deal.id })
}

/** The same company a second time, under a shorter name, by a colleague elsewhere (docs/demo.md). */
export async function* twinTale(t: Teller, party: Party, other: Seat): Tale {
  const short = party.name.replace(party.city, '').replace('股份有限公司', '有限公司')
  yield* customerTale(t, {
    party: { ...party, name: short, uscc: '', person: t.luck.words.person() },
    rep: other,
    deals: [],
  })
}

/** Last night's batch, as the server will run it from now on: nothing waits for it when the company opens. */
export async function* lastNight(t: Teller, known: ReadonlyMap<string, readonly string[]>): Tale {
  const due = (date: string | null) => date !== null && date < t.today
  const all = async (object: string): Promise<Loose[]> => {
    const out: Loose[] = []
    for (const id of known.get(object) ?? []) out.push(await t.find(object, id))
    return out
  }
  for (const lead of await all('lead'))
    if (['assigned', 'working', 'qualified'].includes(lead.state) && due(lead.recycleDueOn))
      await t.act('system', 'lead.recycle', { id: lead.id, input: { rule: 'R2' } })
  for (const quote of await all('quote'))
    if (quote.state === 'sent' && due(quote.validUntil)) await t.act('system', 'quote.expire', { id: quote.id })
  const running = new Set((await all('contract')).filter((one) => one.state === 'active').map((one) => one.accountId))
  const idle = addDays(t.today, -180)
  for (const account of await all('account')) {
    if (account.state === 'merged' || running.has(account.id)) continue
    const orderedOn = account.lastOrderAt === null ? null : dateOf(account.lastOrderAt)
    if (account.lifecycle === 'active' && orderedOn !== null && orderedOn < idle)
      await t.act('system', 'account.sleep', { id: account.id })
    const since = [orderedOn ?? '', account.heldOn ?? dateOf(account.createdAt)].sort().at(-1) as string
    if (account.state === 'held' && since < idle)
      await t.act('system', 'account.recycle', { id: account.id, input: { rule: 'R4' } })
  }
}
