import { expect, test } from 'vitest'
import type { ObjectMeta } from '../api/types.ts'
import { mappingOf, missingIn, targetsOf, twiceIn } from './targets.ts'

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

test('required fields without a column and columns for one field twice are found', () => {
  expect(missingIn(targets, { A: 'since' }).map((target) => target.name)).toEqual(['name'])
  expect(twiceIn(targets, { A: 'name', B: 'name', C: null }).map((target) => target.name)).toEqual(['name'])
})

test('the order of dates goes to every date that is filled', () => {
  expect(mappingOf(targets, { A: 'name', B: 'since', C: null }, 'dmy')).toEqual({
    columns: { A: ['name'], B: ['since'] },
    transforms: { since: { dates: 'dmy' } },
  })
})
