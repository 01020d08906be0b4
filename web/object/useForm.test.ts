import { expect, test } from 'vitest'
import type { ObjectMeta } from '../api/types.ts'
import { startOf } from './useForm.ts'

const say = (en: string) => ({ zh: en, en })
const object = {
  name: 'quote',
  fields: [
    { name: 'headerDiscount', kind: 'money', label: say('Discount'), default: '0' },
    { name: 'currency', kind: 'text', label: say('Currency'), check: 'currency', required: true },
    { name: 'validDays', kind: 'integer', label: say('Days'), default: 30 },
    { name: 'total', kind: 'money', label: say('Total'), default: '0', computed: true },
  ],
  parts: [{ name: 'lines', label: say('Lines'), fields: [] }],
} as unknown as ObjectMeta

test('a new record begins with the defaults of its declaration, money as people write it', () => {
  expect(startOf(object, { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })).toEqual({
    headerDiscount: { amount: '0.00', currency: 'CNY' },
    currency: 'CNY',
    validDays: 30,
    lines: [],
  })
})

test('what the address gives beats a default', () => {
  expect(startOf(object, { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' }, { validDays: 7 })).toMatchObject({
    validDays: 7,
  })
})
