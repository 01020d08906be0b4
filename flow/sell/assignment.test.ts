/** Six ways of choosing who gets a lead, each with who is passed over. */
import { describe, expect, it } from 'vitest'
import { id } from '../../kernel/given.ts'
import { type Board, type Candidate, choose, type Rule } from './assignment.ts'
import { matches } from './condition.ts'

const [amy, bo, cai] = [id(1), id(2), id(3)]
const candidate = (userId: string, more: Partial<Candidate> = {}): Candidate => ({
  userId,
  weight: '1',
  provinces: null,
  cities: null,
  industries: null,
  skills: null,
  assigned: 0,
  ...more,
})
const rule = (more: Partial<Rule>): Rule => ({
  id: id(0x50),
  seq: 10,
  strategy: 'round_robin',
  poolId: null,
  skillField: 'industry',
  lastUserId: null,
  conditions: [],
  candidates: [candidate(amy), candidate(bo), candidate(cai)],
  ...more,
})
const person = { active: true, away: false, open: 0 }
const board = (more: Partial<Board>): Board => ({
  rules: [],
  people: { [amy]: person, [bo]: person, [cai]: person },
  account: null,
  holdingLimit: 100,
  ...more,
})
const lead = {
  poolId: id(9),
  industry: '机械',
  source: 'expo',
  region: { province: '江苏', city: '苏州' },
  needDesc: '需要 MES 与机器人',
}

describe('Choosing', () => {
  it('leaves a lead in the pool where no rule speaks for it', () => {
    expect(choose(lead, board({}))).toBeNull()
    expect(
      choose(lead, board({ rules: [rule({ conditions: [{ field: 'source', operator: 'equals', value: 'web' }] })] })),
    ).toBeNull()
    expect(choose(lead, board({ rules: [rule({ poolId: id(8) })] }))).toBeNull()
  })
  it('gives a lead of a known customer to the owner of that account first', () => {
    const known = { rules: [rule({})], account: { id: id(7), ownerId: cai } }
    expect(choose(lead, board(known))).toEqual({ userId: cai, ruleId: null })
    expect(choose(lead, board({ ...known, people: { [amy]: person, [cai]: { ...person, away: true } } }))).toEqual({
      userId: amy,
      ruleId: id(0x50),
    })
  })
  it('takes the first matching rule by its order, whatever the order of the list', () => {
    const rules = [rule({ id: id(0x52), seq: 20 }), rule({ id: id(0x51), seq: 5, candidates: [candidate(bo)] })]
    expect(choose(lead, board({ rules }))).toEqual({ userId: bo, ruleId: id(0x51) })
  })
  it('goes round, past those who are away, inactive or full', () => {
    const next = (lastUserId: string | null, people = {}) =>
      choose(
        lead,
        board({ rules: [rule({ lastUserId })], people: { [amy]: person, [bo]: person, [cai]: person, ...people } }),
      )?.userId
    expect([next(null), next(amy), next(bo), next(cai)]).toEqual([amy, bo, cai, amy])
    expect(next(amy, { [bo]: { ...person, away: true } })).toBe(cai)
    expect(next(amy, { [bo]: { ...person, active: false } })).toBe(cai)
    expect(next(amy, { [bo]: { ...person, open: 100 } })).toBe(cai)
  })
  it('says which rule found nobody', () => {
    expect(choose(lead, board({ rules: [rule({})], people: {} }))).toEqual({ userId: null, ruleId: id(0x50) })
  })
  it('shares by weight: three to one', () => {
    const given = { [amy]: 0, [bo]: 0 } as Record<string, number>
    for (let i = 0; i < 8; i++) {
      const candidates = [
        candidate(amy, { weight: '3', assigned: given[amy]! }),
        candidate(bo, { assigned: given[bo]! }),
      ]
      const userId = choose(lead, board({ rules: [rule({ strategy: 'weighted', candidates })] }))?.userId as string
      given[userId]!++
    }
    expect(given).toEqual({ [amy]: 6, [bo]: 2 })
  })
  it('gives a weight of zero nothing', () => {
    const candidates = [candidate(amy, { weight: '0' }), candidate(bo, { assigned: 50 })]
    expect(choose(lead, board({ rules: [rule({ strategy: 'weighted', candidates })] }))?.userId).toBe(bo)
  })
  it('prefers whoever holds fewest, ties by id', () => {
    const people = { [amy]: { ...person, open: 5 }, [bo]: { ...person, open: 2 }, [cai]: { ...person, open: 2 } }
    expect(choose(lead, board({ rules: [rule({ strategy: 'least_open' })], people }))?.userId).toBe(bo)
  })
  it('sends a territory to whoever covers it most exactly', () => {
    const candidates = [
      candidate(amy, { provinces: '江苏，浙江' }),
      candidate(bo, { cities: '苏州、无锡' }),
      candidate(cai, { industries: '机械' }),
    ]
    const by = (more: object) =>
      choose({ ...lead, ...more }, board({ rules: [rule({ strategy: 'territory', candidates })] }))?.userId
    expect(by({})).toBe(bo)
    expect(by({ region: { province: '浙江', city: '杭州' } })).toBe(amy)
    expect(by({ region: null })).toBe(cai)
    expect(by({ region: null, industry: '食品' })).toBeNull()
  })
  it('finds the skill a field names, or a text mentions', () => {
    const candidates = [candidate(amy, { skills: '食品' }), candidate(bo, { skills: 'mes, erp' })]
    expect(choose(lead, board({ rules: [rule({ strategy: 'skill', candidates })] }))?.userId).toBeNull()
    expect(
      choose(lead, board({ rules: [rule({ strategy: 'skill', skillField: 'needDesc', candidates })] }))?.userId,
    ).toBe(bo)
  })
})

describe('Conditions', () => {
  const holds = (field: string, operator: Parameters<typeof matches>[1]['operator'], value: string | null) =>
    matches({ ...lead, score: '60.5' }, { field, operator, value })
  it('compare text without case and width, numbers exactly, and lists by comma', () => {
    expect(holds('region.city', 'equals', '苏州')).toBe(true)
    expect(holds('source', 'oneOf', 'Web， ＥＸＰＯ')).toBe(true)
    expect(holds('needDesc', 'contains', 'mes')).toBe(true)
    expect(holds('score', 'atLeast', '60.5')).toBe(true)
    expect(holds('score', 'atLeast', '9')).toBe(true)
    expect(holds('score', 'atMost', '60.4')).toBe(false)
    expect(holds('industry', 'atLeast', '1')).toBe(false)
    expect(holds('title', 'empty', null)).toBe(true)
    expect(holds('industry', 'filled', null)).toBe(true)
    expect(holds('industry', 'differs', '食品')).toBe(true)
  })
})
