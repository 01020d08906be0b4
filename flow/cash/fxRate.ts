/** What one unit of a currency was worth in another on a day, and who said so (R13). */
import { date, decimal, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { everyone, type Permit } from '../../kernel/role.ts'
import { isPositive } from '../quantity.ts'

const finance: Permit = { ARF: 'all', ADM: 'all', OPS: 'all' }

export const fxRate = object('fxRate', {
  label: say('汇率', 'Exchange rate'),
  plural: 'fxRates',
  area: 'cash',
  title: 'fromCurrency',
  fields: {
    fromCurrency: text({ label: say('外币', 'From'), required: true, check: 'currency', maxLength: 3, listed: true }),
    toCurrency: text({ label: say('本位币', 'To'), required: true, check: 'currency', maxLength: 3, listed: true }),
    date: date({
      label: say('日期', 'Date'),
      required: true,
      listed: true,
      unique: ['fromCurrency', 'toCurrency', 'source'],
    }),
    rate: decimal({ label: say('汇率', 'Rate'), required: true, scale: 8, listed: true }),
    source: text({ label: say('来源', 'Source'), required: true, maxLength: 60, default: 'manual', listed: true }),
  },
  states: { valid: { label: say('有效', 'Valid'), draft: true } },
  starts: 'valid',
  create: {
    guards: [
      { code: 'FX_RATE_POSITIVE', field: 'rate', holds: ({ record }) => isPositive(record.rate) },
      {
        code: 'FX_SAME_CURRENCY',
        field: 'toCurrency',
        holds: ({ record }) => record.fromCurrency !== record.toCurrency,
      },
    ],
  },
  change: { guards: [{ code: 'FX_RATE_POSITIVE', field: 'rate', holds: ({ record }) => isPositive(record.rate) }] },
  transitions: {},
  permits: { read: everyone('all'), create: finance, change: finance, remove: finance },
  messages: {
    FX_RATE_POSITIVE: say('汇率必须大于零', 'The rate must be above zero'),
    FX_SAME_CURRENCY: say('两种币种不能相同', 'Choose two different currencies'),
  },
})
