/** Groups records by a value and adds up their numbers; amounts of other currencies are brought to the base one. */
import { currencies, minorDigits } from '../../kernel/money.ts'
import { columnOf, tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { type Asked, compilingFor, whereSql } from './list.ts'
import { type Compiling, expressionOf, isList, Parameters, type Place, reachSql } from './where.ts'

export interface Grouping {
  readonly place: Place
  /** Dates are gathered by periods of the company's calendar. */
  readonly by?: { readonly unit: 'day' | 'week' | 'month' | 'quarter' | 'year'; readonly timeZone: string }
}

export interface Summing {
  readonly place: Place
  /** Set for money: the currency the sum is given in. */
  readonly baseCurrency: string | null
}

export interface Group {
  readonly keys: readonly unknown[]
  readonly count: number
  readonly sum: string | null
}

/** Groups in the order of their size; a choice of several values counts in each of them. */
export async function groupRows(
  tx: Tx,
  asked: Asked,
  { groups, sum, limit }: { groups: readonly Grouping[]; sum: Summing | null; limit: number },
): Promise<Group[]> {
  const parameters = new Parameters(asked.tenantId)
  const compiling = await compilingFor(tx, parameters, asked)
  const joins: string[] = []
  const keys = groups.map((one, index) => groupKey(compiling, one, { index, joins }))
  const columns = keys.map((key, index) => `${key} as key_${index}, `)
  const grouped = keys.length > 0 ? `group by ${keys.map((_key, index) => index + 1).join(', ')}` : ''
  const rows = await tx.query<Record<string, unknown>>(
    `select ${columns.join('')}count(*)::int as n, ${sum ? sumSql(compiling, sum) : 'null::text'} as total
     from ${tableOf(asked.declaration.name)} t ${joins.join('\n')}
     where ${whereSql(compiling, asked)} ${grouped} order by n desc limit ${Math.trunc(limit)}`,
    parameters.values,
  )
  return rows.map((row) => ({
    keys: keys.map((_key, index) => row[`key_${index}`] ?? null),
    count: Number(row.n),
    sum: (row.total as string | null) ?? null,
  }))
}

function groupKey(compiling: Compiling, { place, by }: Grouping, at: { index: number; joins: string[] }): string {
  const { parameters } = compiling
  const name = `group_${at.index}`
  if (place.via) {
    at.joins.push(`left join ${tableOf(place.on.name)} ${name} on ${name}.tenant_id = $1
      and ${name}.id = t."${columnOf(place.via.link)}"
      and ${reachSql({ parameters, alias: name }, place.via.reach)}`)
    return expressionOf({ parameters, alias: name }, place)
  }
  const expression = expressionOf(compiling, place)
  if (isList(place.field)) {
    const list = place.name === 'memberIds' && !place.custom ? `to_jsonb(${expression})` : expression
    at.joins.push(`left join lateral jsonb_array_elements_text(${list}) ${name}(one) on true`)
    return `${name}.one`
  }
  if (!by) return expression
  const isInstant = place.field.kind === 'datetime'
  const day = isInstant ? `(${expression} at time zone ${parameters.add(by.timeZone, 'text')})` : expression
  return `date_trunc('${by.unit}', ${day}::timestamp)::date`
}

function sumSql(compiling: Compiling, { place, baseCurrency }: Summing): string {
  const expression = expressionOf(compiling, place)
  if (baseCurrency === null) return `sum(${expression})::text`
  return `sum(${baseAmount(compiling, { place, expression, baseCurrency })})::text`
}

/** Each record is rounded by itself, so that a sum is the sum of what a list shows. */
function baseAmount(
  compiling: Compiling,
  { place, expression, baseCurrency }: { place: Place; expression: string; baseCurrency: string },
): string {
  const { fields } = place.on
  if (place.custom || place.field.base || !fields.currency || !fields.fxRate) return expression
  const base = compiling.parameters.add(baseCurrency, 'text')
  const { alias } = compiling
  const shift = digitsCase(`coalesce(${alias}.currency, ${base})`, minorDigits(baseCurrency))
  return `case when coalesce(${alias}.currency, ${base}) = ${base} then ${expression}
    else round(${expression} * coalesce(${alias}.fx_rate, 1) * ${shift}) end`
}

/** What brings whole minor units of a currency to those of the base currency. */
function digitsCase(currency: string, baseDigits: number): string {
  const odd = currencies.filter((one) => minorDigits(one) !== 2)
  const arms = odd.map((one) => `when '${one}' then ${power(baseDigits - minorDigits(one))}`)
  return `case ${currency} ${arms.join(' ')} else ${power(baseDigits - 2)} end`
}

const power = (exponent: number): string =>
  exponent < 0 ? `0.${'0'.repeat(-exponent - 1)}1` : `1${'0'.repeat(exponent)}`
