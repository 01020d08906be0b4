/** What the documents of a sale share about currencies: their own, its rate to the base, amounts in base currency. */
import { type Loose, source } from '../../kernel/fact.ts'
import type { Label } from '../../kernel/label.ts'
import { say } from '../../kernel/label.ts'
import { convert, isCurrency } from '../../kernel/money.ts'
import type { Guard } from '../../kernel/object.ts'
import type { Settings } from '../../kernel/settings.ts'

/** The rate of the record's currency to the base currency today, as decimal text; null where none is known. */
export const knownRate = source<string | null>('fxRate')

interface Priced {
  readonly currency: string | null
  readonly fxRate: string | null
}

interface RateContext {
  readonly record: Priced
  readonly before: Priced | null
  readonly settings: Settings
  readonly facts: Loose
}

/** The currency and its rate. The rate stays as it was on the day the document got its currency. */
export function currencyAndRate({ record, before, settings, facts }: RateContext): Priced {
  const currency = record.currency ?? settings.baseCurrency
  if (currency === settings.baseCurrency) return { currency, fxRate: '1' }
  const stale = before !== null && before.currency !== currency && before.fxRate === record.fxRate
  return { currency, fxRate: (stale ? null : record.fxRate) ?? (facts.rate as string | null | undefined) ?? null }
}

/** An amount of the document in the company's base currency; an unknown rate counts as one to one. */
export function inBase(minor: bigint | null, record: Loose, settings: Settings): bigint {
  const from =
    typeof record.currency === 'string' && isCurrency(record.currency) ? record.currency : settings.baseCurrency
  return convert(minor ?? 0n, (record.fxRate as string | null) ?? '1', { from, to: settings.baseCurrency })
}

export const rateKnown: Guard<RateContext> = {
  code: 'FX_RATE_MISSING',
  field: 'fxRate',
  onInput: true,
  holds: (context) => currencyAndRate(context).fxRate !== null,
  details: (context) => ({ currency: currencyAndRate(context).currency }),
}

export const rateMessages: Readonly<Record<string, Label>> = {
  FX_RATE_MISSING: say(
    '没有 {currency} 的汇率：请填写汇率，或先在汇率表中维护',
    'No exchange rate for {currency}: enter one here or add it to the rate table',
  ),
}
