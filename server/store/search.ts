/** Looks for words in all objects at once: one statement, every object by its own index and its own reach. */
import { columnOf, tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { knownFor } from './known.ts'
import { type Asked, whereSql } from './list.ts'
import { type Compiling, Parameters } from './where.ts'

export interface Found {
  readonly object: string
  readonly id: string
  readonly no: string | null
  readonly title: string | null
  readonly state: string
  readonly updatedAt: string
  /** The record it belongs to, if it shows one. */
  readonly link: string | null
}

export interface Sought extends Asked {
  /** False where the reader may not see what the record is called. */
  readonly titled: boolean
  readonly link: string | null
}

export async function searchRows(tx: Tx, sought: readonly Sought[], limitEach: number): Promise<Found[]> {
  const [first] = sought
  if (!first) return []
  const parameters = new Parameters(first.tenantId)
  const conditions = sought.flatMap(({ reach, condition }) => [{ within: reach }, condition])
  const compiling: Compiling = { parameters, known: await knownFor(tx, first.tenantId, conditions), alias: 't' }
  const arms = sought.map((one) => {
    const { declaration } = one
    const title = one.titled ? `t."${columnOf(declaration.title)}"::text` : 'null::text'
    const link = one.link ? `t."${columnOf(one.link)}"` : 'null::uuid'
    return `(select ${parameters.add(declaration.name, 'text')} as object, t.id, t.no, ${title} as title, t.state,
        t.updated_at as "updatedAt", ${link} as link
      from ${tableOf(declaration.name)} t where ${whereSql(compiling, one)}
      limit ${Math.trunc(limitEach)})`
  })
  return tx.query<Found>(arms.join('\n union all '), parameters.values)
}
