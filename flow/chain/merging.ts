/** LE14 and AC4: two become one, and what hung on the one that goes hangs on the one that stays. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import { type Loose, one, rows, self } from '../../kernel/fact.ts'
import { titleOf } from '../sell/account/rules.ts'

const change = (object: string, list: readonly Loose[], [act, input]: readonly [string, Loose]): Effect[] =>
  list.map((row) => ({ object, act, id: row.id, input }))

/** Values of the one that goes where the one that stays has none. */
function filled(survivor: Loose, gone: Loose, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names
      .filter((name) => (survivor[name] ?? null) === null && (gone[name] ?? null) !== null)
      .map((name) => [name, gone[name]]),
  )
}

const earliest = (a: unknown, b: unknown): unknown =>
  b !== null && (a === null || (a as string) > (b as string)) ? b : a
const latest = (a: unknown, b: unknown): unknown =>
  b !== null && (a === null || (a as string) < (b as string)) ? b : a

const leadNames = [
  'companyName',
  'uscc',
  'contactName',
  'mobile',
  'phone',
  'email',
  'wechat',
  'title',
  'industry',
  'companySize',
  'region',
  'needDesc',
  'estAmount',
  'consentAt',
  'accountId',
  'campaignId',
]
const bantNames = ['bantBudget', 'bantAuthority', 'bantNeed', 'bantTimeline']

/** What the surviving lead takes over: the earliest dates, the source of the older one, and what it lacks. */
export function absorbedLead(survivor: Loose, gone: Loose): Loose {
  const goneFirst = (gone.firstCreatedAt ?? gone.createdAt) < (survivor.firstCreatedAt ?? survivor.createdAt)
  const bant = bantNames.filter((name) => survivor[name] === 'unknown' && gone[name] !== 'unknown')
  return {
    ...filled(survivor, gone, leadNames),
    ...Object.fromEntries(bant.map((name) => [name, gone[name]])),
    ...(goneFirst ? { source: gone.source, campaignId: gone.campaignId ?? survivor.campaignId } : {}),
    firstCreatedAt: earliest(survivor.firstCreatedAt ?? survivor.createdAt, gone.firstCreatedAt ?? gone.createdAt),
    firstResponseAt: earliest(survivor.firstResponseAt, gone.firstResponseAt),
    lastActivityAt: latest(survivor.lastActivityAt, gone.lastActivityAt),
    doNotContact: survivor.doNotContact === true || gone.doNotContact === true,
  }
}

export const mergedLead = arrow({
  name: 'A merged lead hands over its values, activities, campaign rows and comments',
  on: 'lead.merged',
  needs: {
    survivor: one('lead', self('mergedIntoId'), { lock: true }),
    activities: rows('activity', { leadId: self('id') }),
    campaignRows: rows('campaign.members', { leadId: self('id') }),
    comments: rows('comment', { object: 'lead', recordId: self('id') }),
  },
  then: ({ record, facts }) => {
    const survivor = facts.survivor as Loose
    const campaigns = [...new Set(facts.campaignRows.map((row) => row.parentId as string))]
    return [
      { object: 'lead', act: 'absorb', id: survivor.id, input: absorbedLead(survivor, record) },
      ...change('activity', facts.activities, ['relink', { leadId: survivor.id }]),
      ...campaigns.map((id) => ({
        object: 'campaign',
        act: 'relinkMember',
        id,
        input: { fromLeadId: record.id, toLeadId: survivor.id },
      })),
      ...change('comment', facts.comments, ['move', { recordId: survivor.id }]),
    ]
  },
})

const accountNames = [
  'uscc',
  'mobile',
  'phone',
  'email',
  'wechat',
  'tier',
  'industry',
  'region',
  'address',
  'website',
  'source',
  'campaignId',
  'invoiceName',
  'invoiceTaxNo',
  'invoiceAddress',
  'invoicePhone',
  'invoiceBank',
  'invoiceBankAccount',
]
const lifecycles = ['prospect', 'churned', 'dormant', 'won_back', 'active']

export function absorbedAccount(survivor: Loose, gone: Loose): Loose {
  const title = titleOf(gone)
  const past = [
    ...((survivor.pastInvoiceTitles ?? []) as Loose[]),
    ...((gone.pastInvoiceTitles ?? []) as Loose[]),
    ...(title ? [title] : []),
  ]
  const livelier =
    lifecycles.indexOf(gone.lifecycle) > lifecycles.indexOf(survivor.lifecycle) ? gone.lifecycle : survivor.lifecycle
  return {
    ...filled(survivor, gone, accountNames),
    ...(survivor.parentId === gone.id ? { parentId: gone.parentId } : {}),
    ...(past.length > 0 ? { pastInvoiceTitles: past } : {}),
    firstOrderAt: earliest(survivor.firstOrderAt, gone.firstOrderAt),
    lastOrderAt: latest(survivor.lastOrderAt, gone.lastOrderAt),
    lastActivityAt: latest(survivor.lastActivityAt, gone.lastActivityAt),
    lifecycle: livelier,
    type: survivor.type === 'customer' || gone.type === 'customer' ? 'customer' : survivor.type,
  }
}

const ofAccount = (object: string) => rows(object, { accountId: self('id') })

export const mergedAccount = arrow({
  name: 'A merged account hands over its people, deals, documents and money',
  on: 'account.merged',
  needs: {
    survivor: one('account', self('mergedIntoId'), { lock: true }),
    contacts: ofAccount('contact'),
    leads: ofAccount('lead'),
    activities: ofAccount('activity'),
    opportunities: ofAccount('opportunity'),
    quotes: ofAccount('quote'),
    contracts: ofAccount('contract'),
    orders: ofAccount('order'),
    invoices: ofAccount('invoice'),
    payments: ofAccount('payment'),
    daughters: rows('account', { parentId: self('id') }),
    comments: rows('comment', { object: 'account', recordId: self('id') }),
  },
  then: ({ record, facts }) => {
    const survivor = facts.survivor as Loose
    const to = { accountId: survivor.id }
    return [
      { object: 'account', act: 'absorb', id: survivor.id, input: absorbedAccount(survivor, record) },
      ...change('contact', facts.contacts, ['relink', to]),
      ...change('lead', facts.leads, ['relink', to]),
      ...change('activity', facts.activities, ['relink', to]),
      ...change('opportunity', facts.opportunities, ['change', to]),
      ...change('quote', facts.quotes, ['change', to]),
      ...change('contract', facts.contracts, ['change', to]),
      ...change('order', facts.orders, ['change', to]),
      ...change('invoice', facts.invoices, ['change', to]),
      ...change('payment', facts.payments, ['change', to]),
      ...change(
        'account',
        facts.daughters.filter((one) => one.id !== survivor.id),
        ['relink', { parentId: survivor.id }],
      ),
      ...change('comment', facts.comments, ['move', { recordId: survivor.id }]),
    ]
  },
})
