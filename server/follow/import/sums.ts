/** Money of the file against money as it was stored, column by column: every difference has its reason. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Field } from '../../../kernel/field.ts'
import { currencyOf } from '../../../kernel/json.ts'
import { formatAmount } from '../../../kernel/money.ts'
import { readValue } from '../../../kernel/validate.ts'
import type { Plan } from './plan.ts'

/** In minor units, as text. */
export interface Sum {
  readonly column: string
  readonly field: string
  readonly currency: string
  readonly file: string
  readonly stored: string
  readonly refused: string
  readonly refusedRows: number
  /** Refused rows whose cell is no amount. */
  readonly unreadableRows: number
  /** Rows whose record holds another amount than the file names: computed, or kept as it was. */
  readonly otherwise: string
  readonly otherwiseRows: number
}

/** Column, field and currency → sum. */
export type Sums = Readonly<Record<string, Sum>>

export function addSums(a: Sums, b: Sums): Sums {
  const out: Record<string, Sum> = { ...a }
  for (const [key, one] of Object.entries(b)) {
    const known = out[key]
    out[key] = known ? added(known, one) : one
  }
  return out
}

const plus = (a: string, b: string): string => (BigInt(a) + BigInt(b)).toString()

const added = (a: Sum, b: Sum): Sum => ({
  ...a,
  file: plus(a.file, b.file),
  stored: plus(a.stored, b.stored),
  refused: plus(a.refused, b.refused),
  refusedRows: a.refusedRows + b.refusedRows,
  unreadableRows: a.unreadableRows + b.unreadableRows,
  otherwise: plus(a.otherwise, b.otherwise),
  otherwiseRows: a.otherwiseRows + b.otherwiseRows,
})

export interface Counted {
  readonly column: string
  readonly name: string
  readonly field: Field
}

/** The money fields that columns fill, of the record itself or of its lines. */
export const countedFields = ({ mapping, targets }: Plan): Counted[] =>
  Object.entries(mapping.columns).flatMap(([column, fields]) =>
    fields.flatMap((name) => {
      const field = targets.get(name)?.field
      return field?.kind === 'money' ? [{ column, name, field }] : []
    }),
  )

export interface Came {
  /** What the row says, as text or number. */
  readonly input: Loose
  /** What it became; null where it was refused. */
  readonly record: Loose | null
  /** Fields whose cells could not be read. */
  readonly unreadable: readonly (string | undefined)[]
}

/** Adds one record's money to the sums. */
export function sumUp(sums: Sums, counted: readonly Counted[], given: { came: Came; baseCurrency: string }): Sums {
  let out = sums
  for (const one of counted) {
    const { input, record, unreadable } = given.came
    const currency = one.field.base ? given.baseCurrency : currencyOf(record ?? input, given.baseCurrency)
    const file = amountIn(input, one, currency)
    const stored = record === null ? 0n : storedIn(record, one.name)
    const isUnreadable = record === null && unreadable.includes(one.name)
    if (file === 0n && stored === 0n && !isUnreadable) continue
    const differs = record === null ? 0n : file - stored
    const sum: Sum = {
      column: one.column,
      field: one.name,
      currency,
      file: file.toString(),
      stored: stored.toString(),
      refused: (record === null ? file : 0n).toString(),
      refusedRows: record === null && !isUnreadable ? 1 : 0,
      unreadableRows: isUnreadable ? 1 : 0,
      otherwise: differs.toString(),
      otherwiseRows: differs === 0n ? 0 : 1,
    }
    out = addSums(out, { [`${one.column} ${one.name} ${currency}`]: sum })
  }
  return out
}

/** Of all lines together. What is no amount counts as none: its row was refused with that reason. */
function amountIn(input: Loose, { name, field }: Counted, currency: string): bigint {
  const [first = '', second] = name.split('.')
  const values = second === undefined ? [input[first]] : [input[first] ?? []].flat().map((row: Loose) => row[second])
  return values.reduce((total: bigint, value) => {
    const read = readValue(field, value, { name, currency: safe(currency) })
    return read.ok && typeof read.value === 'bigint' ? total + read.value : total
  }, 0n)
}

const safe = (currency: string): string => (/^[A-Z]{3}$/.test(currency) ? currency : 'CNY')

function storedIn(record: Loose, name: string): bigint {
  const [first = '', second] = name.split('.')
  const values = second === undefined ? [record[first]] : ((record[first] ?? []) as Loose[]).map((row) => row[second])
  return values.reduce((total: bigint, value) => (typeof value === 'bigint' ? total + value : total), 0n)
}

export interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface ReconciledSum {
  readonly column: string
  readonly field: string
  readonly file: Amount
  readonly stored: Amount
  readonly difference: Amount
  readonly because: readonly {
    readonly reason: 'refused' | 'unreadable' | 'otherwise'
    readonly rows: number
    readonly amount: Amount
  }[]
}

export const reconciled = (sums: Sums): ReconciledSum[] =>
  Object.values(sums).map(({ column, field, currency, ...sum }) => {
    const amount = (minor: string): Amount => ({ amount: formatAmount(BigInt(minor), safe(currency)), currency })
    return {
      column,
      field,
      file: amount(sum.file),
      stored: amount(sum.stored),
      difference: amount((BigInt(sum.file) - BigInt(sum.stored)).toString()),
      because: [
        ...(sum.refusedRows > 0
          ? [{ reason: 'refused' as const, rows: sum.refusedRows, amount: amount(sum.refused) }]
          : []),
        ...(sum.unreadableRows > 0
          ? [{ reason: 'unreadable' as const, rows: sum.unreadableRows, amount: amount('0') }]
          : []),
        ...(sum.otherwiseRows > 0
          ? [{ reason: 'otherwise' as const, rows: sum.otherwiseRows, amount: amount(sum.otherwise) }]
          : []),
      ],
    }
  })
