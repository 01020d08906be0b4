/** Which commands follow which event, from campaign to opportunity. */
import { describe, expect, it } from 'vitest'
import type { Arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { id, otherId, personId, testDept } from '../../kernel/given.ts'
import { system } from '../../kernel/permit.ts'
import { modes } from '../../kernel/settings.ts'
import { assigned, front } from './front.ts'

const leadId = id(0x1ead)
const base: Loose = {
  id: leadId,
  no: 'LD-1',
  name: '智造',
  state: 'working',
  ownerId: personId,
  deptId: testDept,
  memberIds: [],
  isTest: false,
}

/** What all arrows on an event ask for, with facts as given and everything else empty. */
function follow(type: string, record: Loose, more: { facts?: Loose; before?: Loose; input?: Loose } = {}): Effect[] {
  let made = 0x100
  return front
    .filter((one: Arrow) => one.on.includes(type))
    .flatMap((one) => {
      const needed = Object.fromEntries(
        Object.entries(one.needs).map(([name, fact]) => [
          name,
          more.facts?.[name] ?? (fact.kind === 'rows' ? [] : null),
        ]),
      )
      const context = {
        record,
        before: more.before ?? null,
        event: { type, object: type.split('.')[0] },
        input: more.input ?? {},
        facts: needed,
        actor: { ...system, id: personId },
        now: '2026-06-01T02:00:00.000Z',
        today: '2026-06-01',
        settings: modes.standard,
        newId: () => id(made++),
      } as unknown as Parameters<Arrow['then']>[0]
      return one.when && !one.when(context) ? [] : one.then(context)
    })
}

const commands = (effects: readonly Effect[]) =>
  effects.flatMap((one) => ('act' in one ? [`${one.object}.${one.act}`] : 'notice' in one ? [one.notice] : []))

describe('A valid activity', () => {
  const done = {
    id: id(1),
    state: 'done',
    valid: true,
    startAt: '2026-06-01T01:00:00.000Z',
    leadId,
    accountId: null,
    opportunityId: null,
  }
  it('moves an assigned lead on, and marks all it is about', () => {
    const facts = {
      lead: { ...base, state: 'assigned' },
      account: { id: id(2) },
      opportunity: { id: id(3), firstContactAt: null, lastActivityAt: null },
    }
    expect(commands(follow('activity.done', done, { facts }))).toEqual([
      'lead.contact',
      'account.touch',
      'opportunity.noteActivity',
    ])
    expect(commands(follow('activity.created', done, { facts: { lead: base } }))).toEqual(['lead.touch'])
  })
  it('counts once, and an invalid one never', () => {
    expect(follow('activity.changed', done, { facts: { lead: base }, before: { valid: true } })).toEqual([])
    expect(follow('activity.done', { ...done, valid: false }, { facts: { lead: base } })).toEqual([])
  })
})

describe('A lead in the pool', () => {
  it('goes to whom the rules choose, and the rule counts it', () => {
    expect(commands(assigned(base, { userId: otherId, ruleId: id(5) }, []))).toEqual([
      'lead.autoAssign',
      'assignmentRule.serve',
    ])
    expect(commands(assigned(base, { userId: otherId, ruleId: null }, []))).toEqual(['lead.autoAssign'])
    expect(commands(assigned(base, { userId: null, ruleId: id(5) }, [otherId]))).toEqual([
      'lead.leaveUnassigned',
      'lead.unassignable',
    ])
    expect(assigned(base, null, [otherId])).toEqual([])
  })
  it('shows its past to whoever takes it, and its open tasks end when it is given up', () => {
    const activities = [
      { id: id(7), ownerId: otherId, memberIds: [] },
      { id: id(8), ownerId: personId, memberIds: [] },
    ]
    expect(commands(follow('lead.claimed', base, { facts: { activities } }))).toEqual(['activity.share'])
    expect(
      commands(follow('lead.recycled', { ...base, formerOwnerId: otherId }, { facts: { tasks: [{ id: id(9) }] } })),
    ).toEqual(['activity.cancel', 'lead.recycled'])
  })
})

describe('A conversion', () => {
  const lead = {
    ...base,
    companyName: '上海智造',
    contactName: '王芳',
    mobile: '+8613812345678',
    phone: null,
    email: null,
    wechat: null,
    uscc: null,
    title: '采购经理',
    industry: '机械',
    region: null,
    source: 'expo',
    campaignId: id(0xca),
    needDesc: '需要两台机器人',
    estAmount: 50_000_000n,
    consentAt: null,
    doNotContact: false,
    bantAuthority: 'decision_maker',
    firstResponseAt: '2026-05-21T01:00:00.000Z',
    lastActivityAt: '2026-05-30T01:00:00.000Z',
    accountId: null,
    contactId: null,
  }
  const activities = [{ id: id(7), accountId: null, contactId: null, opportunityId: null }]
  it('makes account, contact and opportunity of everything the lead knows, linked to each other and back', () => {
    const effects = follow('lead.converted', lead, { facts: { activities } }) as Loose[]
    expect(commands(effects as Effect[])).toEqual([
      'account.create',
      'contact.create',
      'opportunity.create',
      'lead.linkUp',
      'activity.relink',
    ])
    const [account, contact, opportunity, link] = effects as [Loose, Loose, Loose, Loose]
    expect(account.input).toMatchObject({
      kind: 'company',
      name: '上海智造',
      industry: '机械',
      ownerId: personId,
      campaignId: lead.campaignId,
      derivedFrom: { object: 'lead', id: leadId },
    })
    expect(account.input).not.toHaveProperty('mobile')
    expect(contact.input).toMatchObject({
      name: '王芳',
      accountId: account.id,
      mobile: lead.mobile,
      decisionRole: 'decision_maker',
    })
    expect(opportunity.input).toMatchObject({
      accountId: account.id,
      primaryContactId: contact.id,
      amount: 50_000_000n,
      source: 'expo',
      campaignId: lead.campaignId,
      leadId,
      oppType: 'new',
      firstContactAt: lead.firstResponseAt,
      needSummary: lead.needDesc,
      expectedCloseDate: '2026-08-30',
    })
    expect(link.input).toEqual({ accountId: account.id, contactId: contact.id, opportunityId: opportunity.id })
  })
  it('makes a person an account of their own (R22)', () => {
    const [account] = follow('lead.converted', { ...lead, companyName: null }) as Loose[]
    expect(account?.input).toMatchObject({ kind: 'person', name: '王芳', mobile: lead.mobile })
  })
  it('joins a known account and contact, taking the account out of the customer pool', () => {
    const facts = {
      account: { id: id(0xacc), state: 'pool', lifecycle: 'dormant' },
      contacts: [{ id: id(0xc0), name: '王芳', mobile: lead.mobile, email: null }],
    }
    const effects = follow(
      'lead.converted',
      { ...lead, accountId: id(0xacc) },
      { facts, input: { opportunityName: '二期' } },
    ) as Loose[]
    expect(commands(effects as Effect[])).toEqual(['account.transfer', 'opportunity.create', 'lead.linkUp'])
    expect(effects[1]?.input).toMatchObject({
      name: '二期',
      accountId: id(0xacc),
      primaryContactId: id(0xc0),
      oppType: 'expansion',
    })
  })
})

describe('A merger', () => {
  it('moves what pointed at the one that goes, and is written down', () => {
    const place = (object: string, n: number, at: string) => ({
      object,
      id: id(n),
      no: null,
      state: 'x',
      place: at,
      rowId: null,
      was: null,
    })
    const facts = {
      survivor: { id: otherId, parentId: null, lifecycle: 'active', type: 'customer', memberIds: [], custom: {} },
      relations: [place('contact', 1, 'accountId'), place('order', 12, 'accountId'), place('account', 3, 'parentId')],
    }
    const before = { ...base, state: 'held', custom: {} }
    const record = { ...before, mergedIntoId: otherId }
    expect(commands(follow('account.merged', record, { facts, before }))).toEqual([
      'account.absorb',
      'contact.relink',
      'order.repoint',
      'account.repoint',
      'mergeRecord.create',
    ])
  })
})

describe('Accounts, orders, people', () => {
  it('take open leads and opportunities of the former holder along, unless told to leave them', () => {
    const record = { ...base, id: id(0xacc), ownerId: otherId }
    const facts = {
      leads: [
        { id: id(1), ownerId: personId },
        { id: id(2), ownerId: id(99) },
      ],
      opportunities: [{ id: id(3), ownerId: personId }],
      contacts: [{ id: id(4) }],
    }
    const before = { ...record, ownerId: personId }
    expect(commands(follow('account.transferred', record, { facts, before }))).toEqual([
      'contact.follow',
      'lead.relink',
      'opportunity.change',
      'account.assigned',
    ])
    expect(commands(follow('account.transferred', record, { facts, before, input: { keepOpen: true } }))).toEqual([
      'contact.follow',
      'account.assigned',
    ])
  })
  it('come alive, or back, with a confirmed order', () => {
    const order = { id: id(1), accountId: id(2) }
    const by = (lifecycle: string) =>
      commands(follow('order.confirmed', order, { facts: { account: { id: id(2), state: 'held', lifecycle } } }))
    expect([by('prospect'), by('dormant'), by('churned'), by('active')]).toEqual([
      ['account.noteOrder'],
      ['account.winBack'],
      ['account.winBack'],
      ['account.noteOrder'],
    ])
  })
  it('count costs into the campaigns they are of, the old and the new', () => {
    expect(
      commands(follow('cost.changed', { id: id(1), campaignId: id(2) }, { before: { campaignId: id(3) } })),
    ).toEqual(['campaign.tally', 'campaign.tally'])
    expect(follow('cost.created', { id: id(1), campaignId: null })).toEqual([])
  })
  it('are told of mentions once, and never of their own', () => {
    const comment = { id: id(1), object: 'lead', recordId: leadId, body: '请看', mentions: [personId, otherId, id(5)] }
    expect(follow('comment.changed', comment, { before: { mentions: [id(5)] } })).toMatchObject([
      { notice: 'comment.mentioned', to: [otherId], object: 'lead', id: leadId },
    ])
  })
  it('hear of roles and rights', () => {
    expect(commands(follow('user.roles_granted', { ...base, roles: ['SM'] }))).toEqual(['user.roles_granted'])
    const people = [
      { id: otherId, roles: ['MKT'] },
      { id: personId, roles: ['REP'] },
    ]
    expect(
      follow(
        'grant.created',
        { id: id(1), object: 'lead', action: 'claim', role: 'MKT', scope: 'pool' },
        { facts: { people } },
      ),
    ).toMatchObject([{ notice: 'grant.changed', to: [otherId] }])
  })
  it('take their open records along to another department', () => {
    const facts = {
      leads: [{ id: id(1) }],
      accounts: [{ id: id(2) }],
      contacts: [{ id: id(3) }],
      opportunities: [{ id: id(4) }],
    }
    const record = { ...base, departmentId: id(0xd2) }
    expect(commands(follow('user.changed', record, { facts, before: { departmentId: testDept } }))).toEqual([
      'lead.relink',
      'account.relink',
      'contact.follow',
      'opportunity.change',
    ])
    expect(follow('user.changed', record, { facts, before: { departmentId: id(0xd2) } })).toEqual([])
  })
})
