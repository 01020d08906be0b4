/** The VAT rates a line can choose from. */
import { chinaVatRates } from '../../kernel/lines.ts'
import type { FieldMeta, Label } from '../api/types.ts'
import { linesWords as w } from '../words/lines.ts'
import { asPercent } from './typed.ts'

/** The options of the field where it declares them, else the rates in force. */
export function vatOptions(field: FieldMeta): Readonly<Record<string, Label>> {
  if (field.options && Object.keys(field.options).length > 0) return field.options
  return Object.fromEntries(
    [...chinaVatRates, 'reverse_charge'].map((rate): [string, Label] => {
      if (rate === 'exempt') return [rate, w.exempt]
      if (rate === 'reverse_charge') return [rate, w.reverseCharge]
      return [rate, { zh: `${asPercent(rate)}%`, en: `${asPercent(rate)}%` }]
    }),
  )
}

/** '0.13' and '0.130' are one rate: the option that means the same, or the value as it is. */
export function vatKey(value: unknown, options: Readonly<Record<string, Label>>): unknown {
  if (typeof value !== 'string' || Object.hasOwn(options, value)) return value
  const same = Object.keys(options).find((key) => Number(key) === Number(value) && value !== '')
  return same ?? value
}
