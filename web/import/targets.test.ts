import { expect, test } from 'vitest'
import type { ObjectMeta } from '../api/types.ts'
import { decidedBy, decidedByTemplate, mappingOf, missingIn, openQuestions, twiceIn } from './choice.ts'
import type { Looks, Template } from './contract.ts'
import { targetsOf } from './targets.ts'

const say = (en: string) => ({ zh: en, en })
const object = {
  name: 'account',
  fields: [
    { name: 'name', kind: 'text', label: say('Name'), required: true },
    { name: 'since', kind: 'date', label: say('Since') },
    { name: 'address', kind: 'address', label: say('Address') },
    { name: 'lastOrderAt', kind: 'datetime', label: say('Last order'), computed: true },
    { name: 'custom.level', kind: 'text', label: say('Level'), custom: true },
  ],
  parts: [
    { name: 'rows', label: say('Rows'), fields: [{ name: 'qty', kind: 'decimal', label: say('Quantity') }] },
    { name: 'log', label: say('Log'), computed: true, fields: [{ name: 'text', kind: 'text', label: say('Text') }] },
  ],
} as unknown as ObjectMeta

const targets = targetsOf(object)

test('a column may fill own fields, parts of an address, rows and fields of one’s own', () => {
  const names = targets.map((target) => target.name)
  expect(names).toEqual(expect.arrayContaining(['name', 'address.city', 'rows.qty', 'custom.level', 'ownerId']))
  expect(names).not.toContain('log.text')
})

test('only years of old records bring what the system computes', () => {
  const old = targets.filter((target) => target.historyOnly).map((target) => target.name)
  expect(old).toEqual(['lastOrderAt', 'no', 'createdAt', 'state'])
})

const look = (header: string, more: Partial<Looks> = {}): Looks => ({
  ...{ header, texts: [], filled: 1, dates: null, decimal: null, emptyWords: [] },
  ...more,
})
const decided = (choice: Record<string, string | null>) => ({ ...decidedBy([], []), choice })

test('required fields without a column and columns for one field twice are found', () => {
  expect(missingIn(targets, decided({ A: 'since' })).map((target) => target.name)).toEqual(['name'])
  expect(missingIn(targets, { ...decided({}), constants: { name: 'x' } })).toEqual([])
  expect(twiceIn(targets, { A: 'name', B: 'name', C: null }).map((target) => target.name)).toEqual(['name'])
})

test('what the rows tell of days and numbers goes to their fields; what they leave open is asked', () => {
  const looks = [look('A'), look('B', { dates: 'dmy' }), look('C', { decimal: ',' })]
  const asked = { targets, looks }
  expect(mappingOf(decided({ A: 'name', B: 'since', C: 'rows.qty' }), asked)).toMatchObject({
    columns: { A: ['name'], B: ['since'], C: ['rows.qty'] },
    transforms: { since: { dates: 'dmy' }, 'rows.qty': { decimal: ',' } },
  })
  const open = { targets, looks: [look('B', { dates: 'ask' })] }
  expect(openQuestions(decided({ B: 'since' }), open).map(({ header }) => header)).toEqual(['B'])
  const said = { ...decided({ B: 'since' }), transforms: { since: { dates: 'mdy' as const } } }
  expect(openQuestions(said, open)).toEqual([])
  expect(mappingOf(said, open).transforms).toEqual({ since: { dates: 'mdy' } })
})

test('a template brings back all it says, also what the page does not show', () => {
  const mapping = { columns: { A: ['name', 'custom.level'] }, constants: { ownerId: 'x' }, empty: ['-'] }
  const template = { mapping } as unknown as Template
  const back = decidedByTemplate(['A', 'B'], template)
  expect(back.choice).toEqual({ A: 'name', B: null })
  expect(mappingOf(back, { targets, looks: [] })).toMatchObject(mapping)
})
