/** LE11: a lead becomes account, contact and opportunity in one transaction, and nobody types a thing twice. */
import { arrow } from '../../kernel/arrow.ts'
import { addDays } from '../../kernel/calendar.ts'
import type { Effect } from '../../kernel/command.ts'
import { type Loose, one, rows, self } from '../../kernel/fact.ts'

/** An expected close date where the converter gave none. */
const usualDealDays = 90

interface Held {
  readonly account: Loose | null
  readonly contacts: readonly Loose[]
}

export const conversion = arrow({
  name: 'A converted lead becomes account, contact and opportunity',
  on: 'lead.converted',
  needs: {
    account: one('account', self('accountId'), { lock: true }),
    contacts: rows('contact', { accountId: self('accountId'), state: 'active' }),
    activities: rows('activity', { leadId: self('id') }),
  },
  then: ({ record, facts, input, today, newId }) => {
    const known = knownContact(record, facts)
    const ids = {
      accountId: (facts.account?.id as string | undefined) ?? newId(),
      contactId: known ?? newId(),
      opportunityId: newId(),
    }
    const inherited = {
      ownerId: record.ownerId,
      deptId: record.deptId,
      memberIds: record.memberIds,
      isTest: record.isTest,
      derivedFrom: { object: 'lead', id: record.id },
    }
    return [
      ...accountEffects(record, facts.account, { id: ids.accountId, inherited }),
      ...(known === null
        ? [
            {
              object: 'contact',
              act: 'create',
              id: ids.contactId,
              input: filled(contactOf(record, ids.accountId, inherited)),
            },
          ]
        : []),
      {
        object: 'opportunity',
        act: 'create',
        id: ids.opportunityId,
        input: filled({
          ...opportunityOf(record, { input, today, account: facts.account }),
          ...inherited,
          accountId: ids.accountId,
          primaryContactId: ids.contactId,
        }),
      },
      { object: 'lead', act: 'linkUp', id: record.id, input: ids },
      ...facts.activities.map((activity) => ({
        object: 'activity',
        act: 'relink',
        id: activity.id as string,
        input: withoutTaken(activity, ids),
      })),
    ]
  },
})

/** Only what is known is inherited: filling a gap later is no retyping. */
const filled = (input: Loose): Loose =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined))

/** The contact named, else one of the account with the same mobile, e-mail or name. */
function knownContact(lead: Loose, { contacts }: Held): string | null {
  if (lead.contactId) return lead.contactId as string
  const same = (name: string, other: string = name) =>
    contacts.find((one) => lead[name] !== null && one[other] === lead[name])?.id as string | undefined
  return same('mobile') ?? same('email') ?? same('contactName', 'name') ?? null
}

/** A new account, or a known one taken out of the customer pool by whoever has the deal. */
function accountEffects(lead: Loose, account: Loose | null, made: { id: string; inherited: Loose }): Effect[] {
  if (account === null)
    return [{ object: 'account', act: 'create', id: made.id, input: filled({ ...accountOf(lead), ...made.inherited }) }]
  if (account.state !== 'pool') return []
  return [{ object: 'account', act: 'transfer', id: account.id, input: { ownerId: lead.ownerId } }]
}

/** A lead without a company is a person who buys (R22); then the ways to reach are the account's too. */
function accountOf(lead: Loose): Loose {
  const person = lead.companyName === null
  const reach = person
    ? { mobile: lead.mobile, phone: lead.phone, email: lead.email, wechat: lead.wechat }
    : { uscc: lead.uscc }
  return {
    ...reach,
    kind: person ? 'person' : 'company',
    name: lead.companyName ?? lead.contactName,
    industry: lead.industry,
    region: lead.region,
    source: lead.source,
    campaignId: lead.campaignId,
    leadId: lead.id,
    lastActivityAt: lead.lastActivityAt,
  }
}

function contactOf(lead: Loose, accountId: string, { derivedFrom, isTest }: Loose): Loose {
  const { title, mobile, phone, email, wechat, consentAt, doNotContact } = lead
  return {
    name: lead.contactName,
    accountId,
    title,
    mobile,
    phone,
    email,
    wechat,
    consentAt,
    doNotContact,
    leadId: lead.id,
    decisionRole:
      lead.bantAuthority === 'decision_maker' ? 'decision_maker' : lead.bantAuthority === 'user' ? 'user' : null,
    derivedFrom,
    isTest,
  }
}

function opportunityOf(
  lead: Loose,
  { input, today, account }: { input: Loose; today: string; account: Loose | null },
): Loose {
  const party = (lead.companyName ?? lead.contactName) as string
  const bought = ['active', 'dormant', 'churned', 'won_back'].includes((account?.lifecycle as string | undefined) ?? '')
  return {
    name:
      (input.opportunityName as string | undefined) ??
      [...`${party} · ${lead.needDesc ?? lead.no ?? ''}`].slice(0, 60).join(''),
    pipelineId: input.pipelineId ?? null,
    amount: input.amount ?? lead.estAmount,
    expectedCloseDate: input.expectedCloseDate ?? addDays(today, usualDealDays),
    oppType: bought ? 'expansion' : 'new',
    needSummary: lead.needDesc,
    source: lead.source,
    campaignId: lead.campaignId,
    leadId: lead.id,
    firstContactAt: lead.firstResponseAt,
    lastActivityAt: lead.lastActivityAt,
  }
}

/** An activity keeps what it was already about. */
function withoutTaken(activity: Loose, ids: Loose): Loose {
  return Object.fromEntries(Object.entries(ids).filter(([name]) => (activity[name] ?? null) === null))
}
