/** One fact for many values in one question: what each record of a batch would have asked by itself. */
import type { ResolvedFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Asking } from './asking.ts'
import { columnOf } from './columns.ts'
import type { Tx } from './database.ts'
import { clausesOf, orderOf, recordsOf } from './facts.ts'

export interface ManyFacts {
  /** Stands for all: they differ only in the value of the decisive field. */
  readonly fact: ResolvedFact
  /** Null where they do not differ at all. */
  readonly field: string | null
  readonly values: readonly unknown[]
}

/** Value of the decisive field → answer; what is left out found nothing. */
export async function loadFacts(tx: Tx, asking: Asking, many: ManyFacts): Promise<Map<unknown, unknown>> {
  if (many.field !== null && many.values.length === 0) return new Map()
  const { fact } = many
  if (fact.kind === 'count' || fact.kind === 'sum') return loadSums(tx, asking, many)
  return loadRowsOf(tx, asking, many)
}

async function loadSums(tx: Tx, asking: Asking, { fact, field, values }: ManyFacts): Promise<Map<unknown, unknown>> {
  const asked = clausesOf(asking, fact, field)
  const worth = fact.kind === 'count' ? 'count(*)' : `coalesce(sum("${columnOf(fact.field ?? '')}"), 0)::bigint`
  const of = (found: bigint) => (fact.kind === 'count' ? Number(found) : found)
  if (field === null) {
    const [row] = await tx.query<{ n: bigint }>(`select ${worth} as n from ${asked.from}`, asked.values)
    return new Map([[undefined, of(row?.n ?? 0n)]])
  }
  const column = `"${columnOf(field)}"`
  const rows = await tx.query<{ key: string; n: bigint }>(
    `select ${column} as key, ${worth} as n from ${asked.from}
      and ${column} = any($${asked.values.length + 1}::${asked.type}[]) group by 1`,
    [...asked.values, values],
  )
  return new Map(rows.map(({ key, n }) => [key, of(n)]))
}

async function loadRowsOf(tx: Tx, asking: Asking, { fact, field, values }: ManyFacts): Promise<Map<unknown, unknown>> {
  const asked = clausesOf(asking, fact, field)
  const limit = Number(fact.limit ?? 1000)
  if (field === null) {
    const rows = await tx.query<Loose>(
      `select * from ${asked.from} order by ${orderOf(fact)} limit ${limit}`,
      asked.values,
    )
    return new Map([[undefined, await recordsOf(tx, asking, { fact, rows })]])
  }
  const column = `"${columnOf(field)}"`
  const rows = await tx.query<Loose>(
    `select x.* from unnest($${asked.values.length + 1}::${asked.type}[]) as k(key) cross join lateral (
       select * from ${asked.from} and ${column} = k.key order by ${orderOf(fact)} limit ${limit}) x`,
    [...asked.values, values],
  )
  const out = new Map<unknown, Loose[]>()
  for (const record of await recordsOf(tx, asking, { fact, rows })) {
    const list = out.get(record[field]) ?? []
    if (list.length === 0) out.set(record[field], list)
    list.push(record)
  }
  return out
}
