/** The nightly batch by example: deadlines in working days, exemptions, warnings, lifecycles. */
import { describe, expect, it } from 'vitest'
import { chinaCalendar, type Zone } from '../kernel/calendar.ts'
import type { Effect } from '../kernel/command.ts'
import type { Loose } from '../kernel/fact.ts'
import { id, personId } from '../kernel/given.ts'
import {
  accountsTonight,
  activitiesTonight,
  campaignsTonight,
  followUpsToday,
  type Held,
  leadDue,
  leadsTonight,
  lifecyclesTonight,
  type Night,
  scoresTonight,
} from './nightly.ts'

/** Asia/Shanghai, eight hours ahead all year. */
const shanghai: Zone = {
  name: 'Asia/Shanghai',
  toCivil: (at) => {
    const local = new Date(Date.parse(at) + 8 * 3_600_000).toISOString()
    return { date: local.slice(0, 10), minutes: Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16)) }
  },
  toInstant: (date, minutes) => new Date(Date.parse(`${date}T00:00:00Z`) + (minutes - 480) * 60_000).toISOString(),
}
/** 02:00 of a day in Shanghai. */
const night = (today: string): Night => ({
  now: shanghai.toInstant(today, 120),
  today,
  time: { calendar: chinaCalendar(), zone: shanghai },
})
const terms = {
  recycles: true,
  firstFollowWd: 3,
  staleDays: 15,
  maxHoldDays: 60,
  idleDays: 180,
  warnFirstDays: 3,
  warnLastDays: 1,
}
const record: Loose = {
  id: id(1),
  no: 'LD-1',
  name: '智造',
  state: 'assigned',
  ownerId: personId,
  assignedAt: '2026-04-30T09:00:00.000Z',
  lastActivityAt: null,
  nextTouchAt: null,
  nurturedAt: null,
  extensionDays: 0,
  protectedUntil: null,
  recycleDueOn: null,
}
const held = (more: Loose = {}, rest: Partial<Held> = {}): Held => ({
  record: { ...record, ...more },
  terms,
  owner: null,
  engaged: false,
  ...rest,
})
const what = (effects: readonly Effect[]) =>
  effects.map((one) => ('act' in one ? `${one.act} ${one.input.rule ?? ''}`.trim() : 'notice' in one ? one.notice : ''))
const tonight = (one: Held, today: string) => what(leadsTonight([one], night(today)))

describe('Leads', () => {
  it('assigned on Thursday before the May holiday expire with Friday the 8th and return on the 9th', () => {
    expect(leadDue(held(), night('2026-05-01'))).toEqual({ rule: 'R1', on: '2026-05-08' })
    expect(tonight(held({ recycleDueOn: '2026-05-08' }), '2026-05-08')).toEqual([])
    expect(tonight(held({ recycleDueOn: '2026-05-08' }), '2026-05-09')).toEqual(['recycle R1'])
  })
  it('are warned of three days and one day ahead', () => {
    const at = (today: string) => tonight(held({ recycleDueOn: '2026-05-08' }), today)
    expect([at('2026-05-04'), at('2026-05-05'), at('2026-05-06'), at('2026-05-07')]).toEqual([
      [],
      ['lead.recycle_warned'],
      [],
      ['lead.recycle_warned'],
    ])
  })
  it('worked on return after fifteen silent days (R2), and unconverted ones after sixty (R3)', () => {
    const worked = { state: 'working', lastActivityAt: '2026-05-20T02:00:00.000Z' }
    expect(leadDue(held(worked), night('2026-05-21'))).toEqual({ rule: 'R2', on: '2026-06-04' })
    expect(leadDue(held({ ...worked, lastActivityAt: '2026-06-25T02:00:00.000Z' }), night('2026-06-26'))).toEqual({
      rule: 'R3',
      on: '2026-06-29',
    })
    expect(tonight(held(worked), '2026-06-05')).toEqual(['recycle R2'])
  })
  it('stay while protected, engaged, nurtured, or while their owner is on leave', () => {
    const late = '2026-07-20'
    expect(tonight(held({ recycleDueOn: '2026-05-08' }), late)).toEqual(['recycle R1'])
    expect(tonight(held({ protectedUntil: late, recycleDueOn: '2026-05-08' }), late)).toEqual([])
    expect(tonight(held({ recycleDueOn: '2026-05-08' }, { engaged: true }), late)).toEqual([])
    expect(
      tonight(
        held({ state: 'nurturing', nurturedAt: '2026-05-10T02:00:00.000Z', nextTouchAt: '2026-08-01T02:00:00.000Z' }),
        late,
      ),
    ).toEqual([])
    const owner = { awayFrom: '2026-07-15', awayUntil: late }
    expect(what(leadsTonight([held({}, { owner })], night(late)))).not.toContain('recycle R1')
  })
  it('get the days of leave and of an extension on top', () => {
    expect(leadDue(held({ extensionDays: 7 }), night('2026-05-09'))).toEqual({ rule: 'R1', on: '2026-05-15' })
    expect(
      leadDue(held({}, { owner: { awayFrom: '2026-05-06', awayUntil: '2026-05-07' } }), night('2026-05-09')),
    ).toEqual({ rule: 'R1', on: '2026-05-10' })
    expect(
      leadDue(held({}, { owner: { awayFrom: '2026-04-20', awayUntil: '2026-04-25' } }), night('2026-05-09')),
    ).toEqual({ rule: 'R1', on: '2026-05-08' })
  })
  it('stay where they have no pool, or the pool does not recycle', () => {
    expect(tonight(held({}, { terms: null }), '2027-01-01')).toEqual([])
    expect(tonight(held({}, { terms: { ...terms, recycles: false } }), '2027-01-01')).toEqual([])
  })
  it('show the date where the calendar moved it', () => {
    expect(leadsTonight([held({ recycleDueOn: '2026-05-10' })], night('2026-05-01'))).toEqual([
      { object: 'lead', act: 'rescore', id: record.id, input: { recycleDueOn: '2026-05-08' } },
    ])
  })
  it('are scored again when interest faded by a point', () => {
    const signs = {
      scoringRules: [{ kind: 'engagement', signal: 'call', points: 20 }],
      activities: [{ type: 'call', startAt: '2026-05-01T18:00:00.000Z' }],
      responses: [],
    }
    expect(scoresTonight([{ record: { ...record, score: '8', grade: 'D' }, signs }], night('2026-06-01'))).toHaveLength(
      1,
    )
    expect(
      scoresTonight([{ record: { ...record, score: '4.3', grade: 'D' }, signs }], night('2026-06-01')),
    ).toHaveLength(0)
  })
})

describe('Accounts', () => {
  const account = {
    ...record,
    state: 'held',
    heldOn: '2025-12-01',
    createdAt: '2025-12-01T02:00:00.000Z',
    lastOrderAt: null,
    lifecycle: 'active',
  }
  const row = (more: Loose = {}, rest: object = {}) => ({
    ...held({ ...account, ...more }),
    lastContractEnd: null,
    runningContract: false,
    ...rest,
  })
  it('without opportunity or order for 180 days return to the customer pool (R4)', () => {
    const at = (one: ReturnType<typeof row>, today: string) => what(accountsTonight([one], night(today)))
    expect(at(row(), '2026-05-30')).toEqual([])
    expect(at(row(), '2026-05-31')).toEqual(['recycle R4'])
    expect(at(row(), '2026-05-29')).toEqual(['account.recycle_warned'])
    expect(at(row({ lastOrderAt: '2026-05-01T02:00:00.000Z' }), '2026-05-31')).toEqual([])
    expect(at(row({}, { engaged: true }), '2026-05-31')).toEqual([])
    expect(at(row({}, { runningContract: true }), '2026-05-31')).toEqual([])
  })
  it('fall asleep after 180 days and are lost after 365, counted from the last order or end of contract', () => {
    const at = (more: Loose, today: string, rest: object = {}) =>
      lifecyclesTonight(
        [row({ lastOrderAt: '2025-06-01T02:00:00.000Z', ...more }, rest)],
        { dormantDays: 180, churnDays: 365 },
        night(today),
      ).map((one) => one.act)
    expect(at({}, '2025-11-28')).toEqual([])
    expect(at({}, '2025-11-29')).toEqual(['sleep'])
    expect(at({}, '2025-11-29', { lastContractEnd: '2025-10-01' })).toEqual([])
    expect(at({}, '2025-11-29', { runningContract: true })).toEqual([])
    expect(at({ lifecycle: 'dormant' }, '2026-06-01')).toEqual([])
    expect(at({ lifecycle: 'dormant' }, '2026-06-02')).toEqual(['churn'])
    expect(at({ lastOrderAt: null, lifecycle: 'prospect' }, '2030-01-01')).toEqual([])
  })
})

describe('Reminders', () => {
  const planned = {
    id: id(3),
    subject: '回访',
    state: 'planned',
    ownerId: personId,
    plannedAt: '2026-06-01T02:00:00.000Z',
    nextActionAt: null,
  }
  it('name a forgotten activity after one, three and seven days', () => {
    const days = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04', '2026-06-08'].map(
      (today) => activitiesTonight([planned], night(today)).length,
    )
    expect(days).toEqual([0, 1, 0, 1, 1])
  })
  it('bring up follow-ups on their day', () => {
    const done = { ...planned, state: 'done', nextActionAt: '2026-06-09T23:00:00.000Z' }
    expect(followUpsToday([done], night('2026-06-10'))).toHaveLength(1)
    expect(followUpsToday([done], night('2026-06-09'))).toHaveLength(0)
  })
  it('start campaigns on their day and complete them when costs can no longer come', () => {
    const campaign = {
      id: id(4),
      name: '智造展',
      ownerId: personId,
      state: 'planned',
      startDate: '2026-03-01',
      endDate: '2026-03-03',
      actualCost: null,
    }
    expect(what(campaignsTonight([campaign], night('2026-02-28')))).toEqual([])
    expect(what(campaignsTonight([campaign], night('2026-03-01')))).toEqual(['start'])
    expect(what(campaignsTonight([{ ...campaign, state: 'active', actualCost: 0n }], night('2026-04-03')))).toEqual([
      'complete',
    ])
    expect(what(campaignsTonight([{ ...campaign, state: 'active' }], night('2026-04-03')))).toEqual([
      'campaign.cost_missing',
    ])
    expect(what(campaignsTonight([{ ...campaign, state: 'active', actualCost: 0n }], night('2026-04-02')))).toEqual([])
  })
})
