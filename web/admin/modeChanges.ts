/** What a company's settings are compared with those of a mode. */
import { formatAmount, isCurrency } from '../../kernel/money.ts'
import { type CompanyMode, modes, type Settings } from '../../kernel/settings.ts'
import type { Entry, FieldMeta, Money, ObjectMeta } from '../api/types.ts'
import type { Words } from '../shell/words.ts'
import { formatMoney, formatNumber, formatPercent } from '../ui/format.ts'
import { adminWords as w } from '../words/admin.ts'

export interface Change {
  readonly field: FieldMeta
  readonly before: unknown
  readonly after: unknown
}

/** Belongs to the company, whatever its mode. */
const kept = new Set(['mode', 'timeZone', 'baseCurrency'])

/** Every setting that a switch would move, in the order of the declaration. */
export function changesOf(object: ObjectMeta, company: Entry, to: CompanyMode): Change[] {
  const currency = String(company.baseCurrency ?? '')
  return object.fields
    .filter((field) => differs(field, company[field.name], modes[to]))
    .map((field) => ({ field, before: company[field.name], after: inRecord(field, modes[to], currency) }))
}

/** Whether a value is another than the mode's own. */
export function differs(field: FieldMeta, value: unknown, settings: Settings): boolean {
  if (kept.has(field.name) || !(field.name in settings)) return false
  const usual = settings[field.name as keyof Settings]
  if (field.kind === 'money') {
    const { amount, currency } = (value ?? {}) as Partial<Money>
    return (
      !currency || !isCurrency(currency) || Number(amount) !== Number(formatAmount(BigInt(String(usual)), currency))
    )
  }
  return field.kind === 'decimal' ? Number(value) !== Number(usual) : value !== usual
}

/** A setting of a mode as the record holds it: money is minor units there and an amount here. */
function inRecord(field: FieldMeta, settings: Settings, currency: string): unknown {
  const value = settings[field.name as keyof Settings]
  if (field.kind !== 'money' || !isCurrency(currency)) return value
  return { amount: formatAmount(BigInt(String(value)), currency), currency }
}

export function shownValue(
  field: FieldMeta,
  value: unknown,
  { say, language }: Pick<Words, 'say' | 'language'>,
): string {
  if (value === null || value === undefined) return '—'
  if (field.kind === 'toggle') return say(value ? w.on : w.off)
  if (field.kind === 'money') return formatMoney(value as Money, language)
  if (field.kind === 'choice') return say(field.options?.[String(value)]) || String(value)
  return field.kind === 'decimal' ? formatPercent(String(value), language) : formatNumber(String(value), language)
}
