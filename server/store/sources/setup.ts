/** Facts about the company itself: its objects, what may be granted, rates, the pipeline deals start in. */

import { scopesFor } from '../../../kernel/draft.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { within } from '../../../kernel/permit.ts'
import { isId } from '../../../kernel/validate.ts'
import type { Source } from '../asking.ts'
import { rowToRecord, tableOf } from '../columns.ts'
import { loadRecord } from '../records.ts'

export const objectNames: Source = async (_tx, { objects }) => [...objects.keys()]

/** Object → actions that people can hold; what only the system does cannot be granted. */
export const grantable: Source = async (_tx, { objects }) =>
  Object.fromEntries(
    [...objects.values()].map((declaration) => [
      declaration.name,
      Object.entries(declaration.permits)
        .filter(([, permit]) => Object.keys(permit).length > 0)
        .map(([action]) => action),
    ]),
  )

/** The rate of the record's currency to the base currency on its day: the latest known one. */
export const fxRate: Source = async (tx, { tenantId, record, today, baseCurrency }) => {
  if (!record.currency || record.currency === baseCurrency) return '1'
  const [row] = await tx.prepared<{ rate: string }>(
    `select rate from app.fx_rate where tenant_id = $1 and from_currency = $2 and to_currency = $3 and date <= $4
     order by date desc, created_at desc limit 1`,
    [tenantId, record.currency, baseCurrency, today],
  )
  return row?.rate ?? null
}

export const defaultPipeline: Source = async (tx, { tenantId, objects, held }) => {
  if (held) {
    const active = [...held('pipeline')].filter((one) => one.state === 'active')
    return active.find((one) => one.isDefault) ?? active[0] ?? null
  }
  const declaration = objects.get('pipeline')
  if (!declaration) return null
  const [row] = await tx.prepared<{ id: string }>(
    `select id from app.pipeline where tenant_id = $1 and state = 'active'
     order by is_default desc, created_at
      limit 1`,
    [tenantId],
  )
  return row ? loadRecord(tx, { tenantId, declaration }, { id: row.id }) : null
}

/** The record a comment is on, if its writer may see it. */
export const commentSubject: Source = async (tx, { tenantId, objects, record, actor, changes, held }) => {
  const declaration = objects.get(record.object)
  if (!declaration || !isId(record.recordId)) return null
  const [row] = held
    ? []
    : await tx.prepared<Loose>(`select * from ${tableOf(declaration.name)} where tenant_id = $1 and id = $2`, [
        tenantId,
        record.recordId,
      ])
  const found = held
    ? [...held(declaration.name)].find((one) => one.id === record.recordId)
    : row && (rowToRecord(declaration, row) as Loose)
  if (!found) return null
  const visible =
    actor.kind === 'system' || within(actor, scopesFor({ declaration, actor, changes }, 'read'), found as never)
  if (!visible) return null
  return { title: String(found[declaration.title] ?? found.no ?? ''), ownerId: found.ownerId }
}
