/** Decisions: the order of refusals, what rules see and write, and what an event tells. */
import { describe, expect, it } from 'vitest'
import { count, self } from './fact.ts'
import { choice, decimal, files, integer, link, money, text, toggle } from './field.ts'
import { given, id, otherId, personId } from './given.ts'
import { reasonGiven } from './guard.ts'
import { say } from './label.ts'
import { type CustomField, object, part } from './object.ts'
import { systemOnly } from './role.ts'

const deal = object('deal', {
  label: say('交易', 'Deal'),
  plural: 'deals',
  area: 'sell',
  title: 'name',
  fields: {
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 10 }),
    amount: money({ label: say('金额', 'Amount'), min: 0 }),
    currency: text({ label: say('币种', 'Currency'), default: 'CNY', check: 'currency', maxLength: 3 }),
    cost: money({ label: say('成本', 'Cost'), hide: ['REP'] }),
    rate: decimal({ label: say('比率', 'Rate'), scale: 2, min: 0, max: 1 }),
    stage: choice({ one: ['一', 'One'], two: ['二', 'Two'] }, { label: say('阶段', 'Stage') }),
    buyerId: link('buyer', { label: say('买方', 'Buyer') }),
    score: integer({ label: say('评分', 'Score'), computed: true }),
    origin: text({ label: say('来源', 'Origin'), fixed: true }),
    hot: toggle({ label: say('热', 'Hot') }),
    proof: files({ label: say('证明', 'Proof') }),
    total: money({ label: say('合计', 'Total'), computed: true }),
  },
  parts: {
    lines: part({
      label: say('明细', 'Lines'),
      max: 3,
      fields: {
        what: text({ label: say('内容', 'What'), required: true }),
        amount: money({ label: say('金额', 'Amount'), required: true }),
      },
    }),
  },
  facts: { quotes: count('quote', { dealId: self('id') }) },
  states: {
    open: { label: say('进行', 'Open'), draft: true },
    locked: { label: say('锁定', 'Locked'), locked: true },
    won: { label: say('赢', 'Won'), ends: 'well' },
  },
  starts: 'open',
  derive: (record) => ({ total: record.lines.reduce((sum, line) => sum + (line.amount ?? 0n), 0n) }),
  transitions: {
    lock: { label: say('锁定', 'Lock'), from: ['open'], to: 'locked', emits: 'locked', guards: [reasonGiven] },
    win: {
      label: say('赢单', 'Win'),
      from: ['locked'],
      to: 'won',
      emits: 'won',
      asks: ['amount'],
      takes: ['score'],
      needs: ['quotes'],
      notBy: [{ rule: 'S01', say: say('建与赢', 'make and win'), doneBy: ({ record }) => record.createdBy }],
      guards: [
        { code: 'NO_QUOTE', holds: ({ facts }) => facts.quotes > 0, override: ['SM'] },
        { code: 'NO_BUYER', holds: ({ record }) => record.buyerId !== null },
        { code: 'COLD', holds: ({ record }) => record.hot === true, override: 'anyone' },
      ],
    },
    expire: { label: say('过期', 'Expire'), from: ['open'], to: 'locked', emits: 'expired' },
  },
  permits: {
    read: { REP: 'self', SM: 'tree', EXE: 'all' },
    create: { REP: 'self', SM: 'tree' },
    change: { REP: 'self', SM: 'tree' },
    remove: { REP: 'self' },
    lock: { REP: 'self' },
    win: { REP: 'self', SM: 'tree' },
    expire: systemOnly,
  },
  messages: { NO_QUOTE: say('无报价', 'No quote'), NO_BUYER: say('无买方', 'No buyer'), COLD: say('不热', 'Cold') },
})

const ready = { name: '泵', amount: 100n, buyerId: id(9), hot: true, createdBy: otherId }

describe('the order of refusals', () => {
  it('refuses a stranger to the action before it looks at the record', () => {
    given(deal).as('WHS').when('change', { nonsense: 1 }).refuses('FORBIDDEN')
    given(deal).in('open').as('EXE').when('change', {}).refuses('FORBIDDEN')
  })
  it('hides what is out of scope, and never says more than "not there"', () => {
    given(deal).in('open', { ownerId: otherId }).as('REP').when('change', { name: 'x' }).refuses('NOT_FOUND')
    given(deal)
      .in('open', { ownerId: otherId, deptId: id(77) })
      .as('SM')
      .when('change', {})
      .refuses('NOT_FOUND')
  })
  it('asks for the version, then compares it, before it looks at the state', () => {
    given(deal).in('won').as('REP').when('win', {}, { version: 7 }).refuses('VERSION_CONFLICT')
  })
  it('keeps a locked or ended record from being edited', () => {
    given(deal).in('locked').as('REP').when('change', { name: 'x' }).refuses('RECORD_LOCKED')
    given(deal).in('won').as('REP').when('change', { name: 'x' }).refuses('RECORD_LOCKED')
  })
  it('names the actions that are possible when the state does not allow this one', () => {
    const refusal = given(deal).in('open').as('REP').when('win').refuses('INVALID_STATE').refusal('INVALID_STATE')
    expect(refusal.details).toMatchObject({ from: 'open', action: 'win', allowed: ['lock'] })
  })
  it('refuses two duties in one person before it looks at values', () => {
    given(deal)
      .in('locked', { ...ready, createdBy: personId })
      .facts({ quotes: 1 })
      .when('win', { amount: 'x' })
      .refuses('SOD_VIOLATION')
  })
  it('reports every wrong value at once, and only then the guards, all of them at once', () => {
    given(deal)
      .in('locked', { ...ready, buyerId: null, hot: false })
      .facts({ quotes: 0 })
      .when('win', { amount: '1.234' })
      .refuses('WRONG_TYPE')
    given(deal)
      .in('locked', { ...ready, buyerId: null, hot: false })
      .facts({ quotes: 0 })
      .when('win')
      .refuses('NO_QUOTE', 'NO_BUYER', 'COLD')
  })
  it('lets nobody but the system take what only the system takes', () => {
    given(deal).in('open').as(['REP', 'SM', 'ADM']).when('expire').refuses('FORBIDDEN')
    given(deal).in('open').bySystem().when('expire').emits('deal.expired')
  })
})

describe('values', () => {
  it('refuses unknown, computed, hidden and fixed fields by name', () => {
    given(deal)
      .when('create', { name: '泵', state: 'won', tenantId: id(1), paid: true })
      .refuses('UNKNOWN_FIELD', 'UNKNOWN_FIELD', 'UNKNOWN_FIELD')
    given(deal).when('create', { name: '泵', score: 5 }).refuses('READ_ONLY_FIELD')
    given(deal)
      .when('create', { name: '泵', cost: { amount: '1.00', currency: 'CNY' } })
      .refuses('FIELD_FORBIDDEN')
    given(deal).in('open', { origin: '展会' }).when('change', { origin: '电话' }).refuses('FIELD_FIXED')
    given(deal).in('open', { origin: null }).when('change', { origin: '电话' }).leaves({ origin: '电话' })
  })
  it('takes money only in the currency of the record, and never more digits than it has', () => {
    given(deal)
      .when('create', { name: '泵', amount: { amount: '1.00', currency: 'USD' } })
      .refuses('CURRENCY_MISMATCH')
    given(deal)
      .when('create', { name: '泵', currency: 'JPY', amount: { amount: '10.5', currency: 'JPY' } })
      .refuses('WRONG_TYPE')
    given(deal)
      .when('create', { name: '泵', currency: 'JPY', amount: { amount: '10', currency: 'JPY' } })
      .leaves({ amount: 10n })
    given(deal)
      .when('create', { name: '泵', amount: { amount: '-1.00', currency: 'CNY' } })
      .refuses('OUT_OF_RANGE')
  })
  it.each([Number.NaN, Number.POSITIVE_INFINITY, '1e3', '１００', '0x10', {}, [], true])(
    'refuses %j as an amount',
    (amount) => {
      given(deal)
        .when('create', { name: '泵', amount: { amount, currency: 'CNY' } })
        .refuses('WRONG_TYPE')
    },
  )
  it('refuses text the database cannot keep', () => {
    given(deal).when('create', { name: 'a\u0000b' }).refuses('BAD_TEXT')
    given(deal).when('create', { name: 'a\ud800' }).refuses('BAD_TEXT')
    given(deal).when('create', { name: '一二三四五六七八九十百' }).refuses('TOO_LONG')
  })
  it('counts characters as people do', () => {
    given(deal).when('create', { name: '𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷' }).leaves({ name: '𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷' })
  })
  it('names the row and the field of a wrong line', () => {
    const outcome = given(deal).when('create', {
      name: '泵',
      lines: [{ what: 'a', amount: { amount: 'x', currency: 'CNY' } }],
    })
    expect(outcome.refuses('WRONG_TYPE').refusal('WRONG_TYPE')).toMatchObject({ field: 'lines[0].amount' })
    given(deal)
      .when('create', { name: '泵', lines: [{}, {}, {}, {}] })
      .refuses('TOO_LONG')
  })
  it('computes what follows from the record', () => {
    const lines = [
      { what: 'a', amount: { amount: '1.10', currency: 'CNY' } },
      { what: 'b', amount: { amount: '2.20', currency: 'CNY' } },
    ]
    given(deal).when('create', { name: '泵', lines }).leaves({ total: 330n })
  })
  it('reads values of a company’s own fields by their kind', () => {
    const size: CustomField = {
      kind: 'decimal',
      scale: 2,
      label: say('尺寸', 'Size'),
      key: 'size',
      filterable: true,
      required: true,
    }
    given(deal)
      .havingFields([size])
      .when('create', { name: '泵', custom: { size: '1.25' } })
      .leaves({ custom: { size: '1.25' } })
    given(deal).havingFields([size]).when('create', { name: '泵' }).refuses('REQUIRED')
    given(deal)
      .havingFields([size])
      .when('create', { name: '泵', custom: { size: 'big', other: 1 } })
      .refuses('WRONG_TYPE', 'UNKNOWN_FIELD')
  })
})

describe('warnings and overrides', () => {
  it('passes a warning when it is confirmed, and says so in the event', () => {
    const outcome = given(deal)
      .in('locked', { ...ready, hot: false })
      .facts({ quotes: 1 })
      .when('win', {}, { confirm: ['COLD'] })
    expect(outcome.emits('deal.won').event.passed).toEqual(['COLD'])
  })
  it('lets a manager pass a guard with a reason, and a salesperson not', () => {
    const confirm = ['NO_QUOTE']
    given(deal)
      .in('locked', ready)
      .facts({ quotes: 0 })
      .as('REP')
      .when('win', {}, { confirm, reason: '急' })
      .refuses('NO_QUOTE')
    given(deal).in('locked', ready).facts({ quotes: 0 }).as('SM').when('win', {}, { confirm }).refuses('NO_QUOTE')
    given(deal)
      .in('locked', ready)
      .facts({ quotes: 0 })
      .as('SM')
      .when('win', {}, { confirm, reason: '急' })
      .emits('deal.won')
  })
  it('records two duties in one person where the company only records', () => {
    const scene = given(deal)
      .in('locked', { ...ready, createdBy: personId })
      .facts({ quotes: 1 })
      .with({ duties: 'record' })
    expect(scene.when('win').event.passed).toEqual(['S01'])
  })
})

describe('events', () => {
  it('tell every change from and to, in the form the log keeps', () => {
    const event = given(deal)
      .in('open', { name: '泵', amount: 100n })
      .when('change', { amount: { amount: '2.00', currency: 'CNY' } }).event
    expect(event).toMatchObject({
      type: 'deal.changed',
      from: 'open',
      to: 'open',
      version: 2,
      changes: { amount: ['100', '200'] },
    })
  })
  it('remember which inherited fields a person typed over', () => {
    const made = given(deal)
      .bySystem()
      .when('create', { name: '泵', amount: 5n, derivedFrom: { object: 'lead', id: id(3) } }).record
    expect(made.inheritedFields).toEqual(['name', 'amount'])
    given(deal)
      .in('open', { ...made, ownerId: personId, amount: 5n })
      .when('change', { name: '阀' })
      .leaves({ rekeyedFields: ['name'] })
  })
  it('of a history import carry what it left open as gaps, and no guard stops it', () => {
    given(deal)
      .inHistory()
      .as('REP')
      .when('create', { state: 'won', score: 7 })
      .emits('deal.imported')
      .leaves({ state: 'won', score: 7 })
  })
})
