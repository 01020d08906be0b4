/** The arrows from campaign to opportunity: what a call, a claim, a conversion or a merge sets going elsewhere. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import { type Loose, one, rows, self } from '../../kernel/fact.ts'
import { assignmentBoard, type Choice, choose } from '../sell/assignment.ts'
import { openStates } from '../sell/lead/fields.ts'
import { conversion } from './conversion.ts'
import { merging } from './merging.ts'

/** With whoever holds the record now, the past on it becomes visible. */
function shared(activities: readonly Loose[], holderId: string | null): Effect[] {
  if (holderId === null) return []
  return activities
    .filter((one) => one.ownerId !== holderId && !(one.memberIds as string[]).includes(holderId))
    .map((one) => ({ object: 'activity', act: 'share', id: one.id, input: { memberId: holderId } }))
}

const cancelled = (tasks: readonly Loose[]): Effect[] =>
  tasks.map((task) => ({ object: 'activity', act: 'cancel', id: task.id, input: {} }))

/** A message about a record to those people that are known; none where nobody is. */
function notice(
  kind: string,
  to: readonly (string | null | undefined)[],
  [object, record]: readonly [string, Loose],
): Effect[] {
  const people = [...new Set(to.filter((id): id is string => typeof id === 'string'))]
  if (people.length === 0) return []
  return [{ notice: kind, to: people, object, id: record.id, values: { no: record.no, name: record.name ?? null } }]
}

const later = (a: string | null, b: string): string => (a !== null && a > b ? a : b)
const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b)

const campaignCosts = arrow({
  name: 'What a campaign cost is the sum of its costs',
  on: ['cost.created', 'cost.imported', 'cost.changed', 'cost.voided', 'cost.removed'],
  then: ({ record, before }) => {
    const ids = new Set([record?.campaignId, before?.campaignId].filter((id): id is string => typeof id === 'string'))
    return [...ids].map((id) => ({ object: 'campaign', act: 'tally', id, input: {} }))
  },
})

const firstActivity = arrow({
  name: 'A valid activity moves its lead to working and marks lead, account and opportunity as touched',
  on: ['activity.done', 'activity.created', 'activity.changed'],
  needs: {
    lead: one('lead', self('leadId')),
    account: one('account', self('accountId')),
    opportunity: one('opportunity', self('opportunityId')),
  },
  when: ({ record, before }) => record.state === 'done' && record.valid === true && before?.valid !== true,
  then: ({ record, facts }) => {
    const at = record.startAt as string
    const { lead, account, opportunity } = facts
    const out: Effect[] = []
    if (lead && lead.state !== 'merged') {
      out.push({ object: 'lead', act: lead.state === 'assigned' ? 'contact' : 'touch', id: lead.id, input: { at } })
    }
    if (account) out.push({ object: 'account', act: 'touch', id: account.id, input: { at } })
    if (opportunity) {
      const input = {
        firstContactAt: earlier(opportunity.firstContactAt, at),
        lastActivityAt: later(opportunity.lastActivityAt, at),
      }
      out.push({ object: 'opportunity', act: 'noteActivity', id: opportunity.id, input })
    }
    return out
  },
})

/** What becomes of a choice: the lead goes to someone, or its pool's administrators hear that nobody is free. */
export function assigned(lead: Loose, choice: Choice | null, adminIds: readonly string[]): Effect[] {
  if (choice === null) return []
  const { userId, ruleId } = choice
  if (userId === null) {
    return [
      { object: 'lead', act: 'leaveUnassigned', id: lead.id, input: { ruleId } },
      ...notice('lead.unassignable', adminIds, ['lead', lead]),
    ]
  }
  const counted: Effect[] =
    ruleId === null ? [] : [{ object: 'assignmentRule', act: 'serve', id: ruleId, input: { userId } }]
  return [{ object: 'lead', act: 'autoAssign', id: lead.id, input: { ownerId: userId, ruleId } }, ...counted]
}

const autoAssign = arrow({
  name: 'A lead that arrives in a pool is assigned by rule',
  ...{ on: 'lead.created', automation: true },
  needs: { board: assignmentBoard, pool: one('pool', self('poolId')) },
  when: ({ record }) => record.state === 'pool',
  then: ({ record, facts }) => assigned(record, choose(record, facts.board), (facts.pool?.adminIds ?? []) as string[]),
})

const leadTaken = arrow({
  name: 'Whoever gets a lead sees what was done on it, and is told',
  on: ['lead.claimed', 'lead.assigned'],
  needs: { activities: rows('activity', { leadId: self('id') }) },
  then: ({ record, facts, actor }) => [
    ...shared(facts.activities, record.ownerId),
    ...(record.ownerId === actor.id ? [] : notice('lead.assigned', [record.ownerId], ['lead', record])),
  ],
})

const leadGivenUp = arrow({
  name: 'A lead back in the pool, or out of play, has no open tasks',
  on: ['lead.released', 'lead.recycled', 'lead.disqualified', 'lead.merged'],
  needs: { tasks: rows('activity', { leadId: self('id'), state: 'planned' }) },
  then: ({ record, facts, event }) => [
    ...(event.type === 'lead.merged' ? [] : cancelled(facts.tasks)),
    ...(event.type === 'lead.recycled' ? notice('lead.recycled', [record.formerOwnerId], ['lead', record]) : []),
  ],
})

const askedExtension = arrow({
  name: 'An extension asked for goes to the head of the department',
  on: ['lead.extension_asked', 'account.extension_asked'],
  needs: { department: one('department', self('deptId')) },
  then: ({ record, facts, event }) =>
    notice(`${event.object}.extension_asked`, [facts.department?.headId], [event.object, record]),
})

const extended = arrow({
  name: 'Whoever asked for an extension hears that it was granted',
  on: ['lead.extended', 'account.extended'],
  then: ({ record, event }) => notice(`${event.object}.extended`, [record.ownerId], [event.object, record]),
})

/** People at an account stand with whoever holds it. */
function followed({ record, facts }: { record: Loose; facts: { contacts: readonly Loose[] } }): Effect[] {
  return facts.contacts.map((contact) => ({
    object: 'contact',
    act: 'follow',
    id: contact.id,
    input: { holderId: record.ownerId, holderDeptId: record.deptId },
  }))
}

const accountTaken = arrow({
  name: 'With an account go its people, its past, and on a transfer its open leads and opportunities',
  on: ['account.claimed', 'account.transferred'],
  needs: {
    contacts: rows('contact', { accountId: self('id'), state: ['active', 'left'] }),
    activities: rows('activity', { accountId: self('id') }),
    leads: rows('lead', { accountId: self('id'), state: openStates }),
    opportunities: rows('opportunity', { accountId: self('id'), state: 'open' }),
  },
  then: (context) => {
    const { record, before, facts, event, input, actor } = context
    const formerId = (before?.ownerId as string | null | undefined) ?? null
    const moves = event.type === 'account.transferred' && input.keepOpen !== true && formerId !== null
    const mine = (list: readonly Loose[]) => (moves ? list.filter((one) => one.ownerId === formerId) : [])
    const holder = { ownerId: record.ownerId, deptId: record.deptId }
    return [
      ...followed(context),
      ...shared(facts.activities, record.ownerId),
      ...mine(facts.leads).map((lead) => ({ object: 'lead', act: 'relink', id: lead.id as string, input: holder })),
      ...mine(facts.opportunities).map((deal) => ({
        object: 'opportunity',
        act: 'change',
        id: deal.id as string,
        input: holder,
      })),
      ...(record.ownerId === actor.id ? [] : notice('account.assigned', [record.ownerId], ['account', record])),
    ]
  },
})

const accountGivenUp = arrow({
  name: 'An account back in the pool leaves its people unheld and its tasks cancelled',
  on: ['account.released', 'account.recycled'],
  needs: {
    contacts: rows('contact', { accountId: self('id'), state: ['active', 'left'] }),
    tasks: rows('activity', { accountId: self('id'), state: 'planned' }),
  },
  then: (context) => [
    ...followed(context),
    ...cancelled(context.facts.tasks),
    ...(context.event.type === 'account.recycled'
      ? notice('account.recycled', [context.record.formerOwnerId], ['account', context.record])
      : []),
  ],
})

const ordered = arrow({
  name: 'A confirmed order makes the account active, or wins it back',
  on: 'order.confirmed',
  needs: { account: one('account', self('accountId'), { lock: true }) },
  when: ({ facts }) => facts.account !== null && facts.account.state !== 'merged',
  then: ({ facts, now }) => {
    const account = facts.account as Loose
    const lost = account.lifecycle === 'dormant' || account.lifecycle === 'churned'
    return [{ object: 'account', act: lost ? 'winBack' : 'noteOrder', id: account.id, input: { at: now } }]
  },
})

const onePrimary = arrow({
  name: 'A new primary contact takes the place of the old one',
  on: ['contact.created', 'contact.changed', 'contact.made_primary'],
  needs: {
    others: rows('contact', { accountId: self('accountId'), isPrimary: true, id: { is: '!=', value: self('id') } }),
  },
  when: ({ record, before }) => record.isPrimary === true && before?.isPrimary !== true,
  then: ({ facts }) =>
    facts.others.map((other) => ({ object: 'contact', act: 'yieldPrimary', id: other.id, input: {} })),
})

const mentioned = arrow({
  name: 'Whoever a comment mentions is told',
  on: ['comment.created', 'comment.changed'],
  then: ({ record, before, actor }) => {
    const told = new Set([...((before?.mentions ?? []) as string[]), actor.id])
    const to = ((record.mentions ?? []) as string[]).filter((id) => !told.has(id))
    if (to.length === 0) return []
    return [
      {
        notice: 'comment.mentioned',
        to,
        object: record.object,
        id: record.recordId,
        values: { by: actor.id, text: [...(record.body as string)].slice(0, 200).join('') },
      },
    ]
  },
})

const granted = arrow({
  name: 'A person hears of their new roles',
  on: 'user.roles_granted',
  then: ({ record, actor }) => [
    {
      notice: 'user.roles_granted',
      to: [record.id],
      object: 'user',
      id: record.id,
      values: { by: actor.id, roles: record.roles },
    },
  ],
})

const rightsChanged = arrow({
  name: 'The holders of a role hear that its rights changed',
  on: ['grant.created', 'grant.changed', 'grant.removed'],
  needs: { people: rows('user', { state: 'active' }) },
  then: ({ record, before, facts, actor }) => {
    const row = record ?? before
    const to = facts.people.filter((one) => (one.roles as string[]).includes(row.role)).map((one) => one.id as string)
    const values = { by: actor.id, object: row.object, action: row.action, role: row.role, scope: row.scope }
    return to.length === 0 ? [] : [{ notice: 'grant.changed', to, object: 'grant', id: row.id, values }]
  },
})

const departmentMoved = arrow({
  name: 'Who changes department takes their open records along',
  on: 'user.changed',
  needs: {
    leads: rows('lead', { ownerId: self('id'), state: openStates }),
    accounts: rows('account', { ownerId: self('id'), state: 'held' }),
    contacts: rows('contact', { ownerId: self('id'), state: ['active', 'left'] }),
    opportunities: rows('opportunity', { ownerId: self('id'), state: 'open' }),
  },
  when: ({ record, before }) => before !== null && before.departmentId !== record.departmentId,
  then: ({ record, facts }) => {
    const deptId = record.departmentId as string | null
    const move = (object: string, act: string, list: readonly Loose[]): Effect[] =>
      list.map((one) => ({ object, act, id: one.id, input: { deptId } }))
    return [
      ...move('lead', 'relink', facts.leads),
      ...move('account', 'relink', facts.accounts),
      ...facts.contacts.map((one) => ({
        object: 'contact',
        act: 'follow',
        id: one.id as string,
        input: { holderId: record.id, holderDeptId: deptId },
      })),
      ...move('opportunity', 'change', facts.opportunities),
    ]
  },
})

export const front = [
  campaignCosts,
  firstActivity,
  autoAssign,
  leadTaken,
  leadGivenUp,
  askedExtension,
  extended,
  conversion,
  accountTaken,
  accountGivenUp,
  ...merging,
  ordered,
  onePrimary,
  mentioned,
  granted,
  rightsChanged,
  departmentMoved,
]
